"""A difference as plain text, as JSON and as a page."""

from __future__ import annotations

import json
from dataclasses import asdict
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ltp_analysis.differences.outline import outline, summary
from ltp_analysis.differences.step import needed_step

if TYPE_CHECKING:
    from ltp_analysis.differences.difference import Difference
    from ltp_analysis.differences.outline import Section

_MOST: Final = 20
"""So many rows of a part are shown on a terminal."""


def to_text(difference: Difference, most: int = _MOST) -> str:
    """Return a difference as lines of text.

    Args:
        difference: The difference.
        most: How many rows of a part are shown; how many more there are is told.
    """
    lines = [f"From {difference.before}", f"to {difference.after}", "", summary(difference)]
    for section in outline(difference):
        lines += ["", section.title, *(_line(section, row) for row in section.rows[:most])]
        left = len(section.rows) - most
        if left > 0:
            lines.append(f"  ... and {left} more: --all, or --format json or html, has them.")
    return "\n".join(lines) + "\n"


def to_json(difference: Difference) -> str:
    """Return all of a difference as JSON, with the step that it asks for.

    Args:
        difference: The difference.
    """
    record = {"needed_step": needed_step(difference), **asdict(difference)}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def to_page(difference: Difference) -> str:
    """Return a difference as a self-contained web page, without a script.

    Args:
        difference: The difference.
    """
    style = files("ltp_analysis.rendering").joinpath("assets", "style.css").read_text("utf-8")
    title = f"From {difference.before} to {difference.after}"
    sections = "\n".join(map(_section, outline(difference)))
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<main id="content">
<h1>{escape(title)}</h1>
<p>{escape(summary(difference))}</p>
{sections}
</main>
</body>
</html>
"""


def _line(section: Section, row: tuple[str, ...]) -> str:
    if "Before" not in section.header:
        return f"  {': '.join(row)}"
    place = section.header.index("Before")
    said = f"  {', '.join(row[:place])}: {row[place + 1]} in place of {row[place]}"
    printed = " ".join(row[place + 2 :])
    return f"{said} (in {printed})" if printed else said


def _section(section: Section) -> str:
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in section.header)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in section.rows
    )
    note = f"<p>{escape(section.note)}</p>\n" if section.note else ""
    return f"""<h2>{escape(section.title)}</h2>
{note}<div class="scroll" role="region" tabindex="0" aria-label="{escape(section.title)}">
<table>
<caption>{escape(section.title)}</caption>
<thead><tr>{header}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>"""
