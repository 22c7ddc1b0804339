"""The YAML at the head of a document."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from ltp_analysis.rendering.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Keys that say something to this engine, and the type each must have.
_TYPES: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "subtitle": str,
    "author": (str, list),
    "date": (str, dt.date),
    "date-format": str,
    "lang": str,
    "abstract": str,
    "description": str,
    "keywords": (str, list),
    "bibliography": str,
    "csl": str,
    "citeproc": bool,
    "link-citations": bool,
    "nocite": str,
    "number-sections": bool,
    "toc": bool,
    "execute": dict,
}
# Keys that only Quarto reads: how it runs the cells and how its own formats look.
_QUARTO = frozenset({"engine", "filters", "format", "html-math-method", "jupyter"})
# What `execute:` may hold. The last four only steer how Quarto runs cells.
_EXECUTE = frozenset({"echo", "warning", "cache", "daemon", "enabled", "freeze"})
# Keys whose text is printed, and what in it would get lost in one format or another.
_SHOWN = {"title", "subtitle", "author", "abstract", "description", "keywords"}
_MARKED = re.compile(r"(?<!\\)<[A-Za-z/!]|(?<!\\)\\[A-Za-z]{2,}|(?<![\w\\])@\w")
_DATE_FORMATS = ("iso", "D MMMM YYYY")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class FrontMatter:
    """The front matter of a document.

    Attributes:
        values: Its keys and values.
        lines: The line of each top-level key in the file.
        length: How many lines it takes, the two `---` included.
    """

    values: dict[str, Any]
    lines: dict[str, int]
    length: int


def read_front_matter(file: Path, lines: Sequence[str], problems: list[Problem]) -> FrontMatter:
    """Read the YAML between the first line and the next `---`.

    Args:
        file: The document, for messages.
        lines: All its lines.
        problems: Takes what is wrong.

    Returns:
        The front matter; empty if it cannot be read.
    """
    nothing = FrontMatter({}, {}, 0)
    if not lines or lines[0].rstrip() != "---":
        problems.append(
            Problem(file, 1, "The document has no front matter.", "Begin with ---, title: and ---.")
        )
        return nothing
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), None)
    if end is None:
        problems.append(Problem(file, 1, "The front matter is not closed.", "Close it with ---."))
        return nothing
    parsed = read_mapping(file, "\n".join(lines[1:end]), 2, problems)
    if parsed is None:
        return FrontMatter({}, {}, end + 1)
    values, key_lines = parsed
    front = FrontMatter(values, key_lines, end + 1)
    _check(file, front, lines[: end + 1], problems)
    return front


def read_mapping(
    file: Path, source: str, first: int, problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Read a YAML mapping and remember where its keys stand.

    Args:
        file: The file it is in, for messages.
        source: The YAML.
        first: The line of the file that its first line is.
        problems: Takes what is wrong.

    Returns:
        The values and the line of each key, or None if the YAML is not a mapping.
    """
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        values = yaml.safe_load(source)
    except yaml.MarkedYAMLError as error:
        line = first + (error.problem_mark.line if error.problem_mark else 0)
        reason = error.problem or "it cannot be read"
        problems.append(Problem(file, line, f"Bad YAML: {reason}.", "Mend the YAML."))
        return None
    except (yaml.YAMLError, ValueError) as error:
        problems.append(Problem(file, first, f"Bad YAML: {error}.", "Mend the YAML."))
        return None
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        problems.append(
            Problem(file, first, "Bad YAML: these are not keys with values.", "Write key: value.")
        )
        return None
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = first + key.start_mark.line
        if key.value in lines:
            problems.append(
                Problem(file, line, f"The key '{key.value}' is given twice.", "Keep one of them.")
            )
        lines[str(key.value)] = line
    return {str(key): value for key, value in values.items()}, lines


def shown_date(values: dict[str, Any]) -> str | None:
    """Return the date as Quarto prints it under the document's `date-format`.

    Args:
        values: The front matter, already checked.

    Returns:
        The text of the date, or None if the document has none.
    """
    if "date" not in values:
        return None
    date = values["date"]
    day = date if isinstance(date, dt.date) else dt.date.fromisoformat(date)
    if values.get("date-format") == "iso":
        return day.isoformat()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _check(file: Path, front: FrontMatter, source: Sequence[str], problems: list[Problem]) -> None:
    values, lines = front.values, front.lines
    for key, value in values.items():
        if key in _QUARTO:
            continue
        if key not in _TYPES:
            known = ", ".join(sorted({*_TYPES, *_QUARTO}))
            problems.append(
                Problem(file, lines[key], f"Unknown front matter key '{key}'.", f"Known: {known}.")
            )
        elif not isinstance(value, _TYPES[key]):
            problems.append(
                Problem(
                    file,
                    lines[key],
                    f"The value of '{key}' has the wrong type.",
                    "Give plain text (in quotes if need be), true or false, or a list of texts.",
                )
            )
        elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
            problems.append(
                Problem(file, lines[key], f"'{key}' is not a list of texts.", "Give plain texts.")
            )
    _check_text(file, front, source, problems)
    _check_execute(file, front, problems)
    _check_date(file, front, problems)


def _check_text(
    file: Path, front: FrontMatter, source: Sequence[str], problems: list[Problem]
) -> None:
    values, lines = front.values, front.lines
    if not str(values.get("title") or "").strip():
        problems.append(
            Problem(file, lines.get("title", 1), "The document has no title.", "Add title:.")
        )
    for number, line in enumerate(source, 1):
        if "`{python}" in line or "{{<" in line:
            problems.append(
                Problem(
                    file,
                    number,
                    "Inline code and shortcodes are not evaluated in front matter.",
                    "Write the text out.",
                )
            )
    for key in _SHOWN & values.keys():
        texts = values[key] if isinstance(values[key], list) else [values[key]]
        if any(_MARKED.search(str(text)) for text in texts):
            problems.append(
                Problem(
                    file,
                    lines[key],
                    f"'{key}' holds raw HTML, a LaTeX command or a citation.",
                    "Write plain words, and a backslash before <, \\ or @ that is only text.",
                )
            )


def _check_execute(file: Path, front: FrontMatter, problems: list[Problem]) -> None:
    options = front.values.get("execute")
    if not isinstance(options, dict):
        return
    line = front.lines["execute"]
    for key, value in options.items():
        if key not in _EXECUTE:
            problems.append(
                Problem(
                    file,
                    line,
                    f"Unknown option '{key}' under execute.",
                    f"Known: {', '.join(sorted(_EXECUTE))}.",
                )
            )
        elif key in {"echo", "warning"} and not isinstance(value, bool):
            problems.append(
                Problem(file, line, f"'{key}' under execute is not true or false.", "Mend it.")
            )
        elif key == "enabled" and value is not True:
            problems.append(
                Problem(file, line, "Cells cannot be switched off.", "Take 'enabled' out.")
            )


def _check_date(file: Path, front: FrontMatter, problems: list[Problem]) -> None:
    date = front.values.get("date")
    if date is None:
        return
    line = front.lines["date"]
    try:
        if isinstance(date, str):
            dt.date.fromisoformat(date)
    except ValueError:
        problems.append(Problem(file, line, f"'{date}' is not a date.", "Write it as 2019-07-31."))
    if front.values.get("date-format") not in _DATE_FORMATS:
        problems.append(
            Problem(
                file,
                front.lines.get("date-format", line),
                "Without a date-format known here, Quarto prints the date in another way.",
                f"Add date-format: with one of: {', '.join(_DATE_FORMATS)}.",
            )
        )
