"""A difference as headings and lines, from which text and page are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.differences.step import needed_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.differences.difference import Difference
    from ltp_analysis.differences.tables import CellChange, TableDifference
    from ltp_analysis.differences.words import Moved

EMPTY: Final = "empty"
"""What stands for an empty cell."""


@dataclass(frozen=True)
class Section:
    """A part of what is told.

    Attributes:
        title: Its heading.
        header: Names of the columns of its rows.
        rows: Rows of text.
        note: What has to be said of them; may be empty.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def summary(difference: Difference) -> str:
    """Return in a paragraph what changed and what it asks for.

    Args:
        difference: The difference.
    """
    if not difference:
        return "Nothing changed: neither facts, nor what follows from them, nor what reports say."
    counts = [
        (sum(len(table.added) for table in difference.raw), "row added", "rows added"),
        (sum(len(table.removed) for table in difference.raw), "row removed", "rows removed"),
        (
            sum(len(row.cells) for table in difference.raw for row in table.changed),
            "cell changed",
            "cells changed",
        ),
        (sum(len(table.new_columns) for table in difference.raw), "new column", "new columns"),
        (
            sum(len(table.gone_columns) for table in difference.raw),
            "column removed",
            "columns removed",
        ),
        (len(difference.settings), "setting changed", "settings changed"),
    ]
    facts = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
    moved = [
        (_of(difference.findings, "finding"), "finding says", "findings say"),
        (len(difference.conclusions), "conclusion says", "conclusions say"),
        (
            len(difference.sentences),
            "sentence of the reports reads",
            "sentences of the reports read",
        ),
    ]
    what = ", ".join(f"{n} {one if n == 1 else many} something else" for n, one, many in moved if n)
    follows = f"What follows: {what or 'the same'}."
    if difference.untold:
        follows = f"What follows was not compared. {difference.untold}"
    return (
        f"Facts: {facts or 'the same'}. {follows} A version with these changes is at least a new "
        f"{needed_step(difference)} version."
    )


def outline(difference: Difference) -> Iterator[Section]:
    """Yield everything that changed, facts first, each part under a heading.

    Args:
        difference: The difference.
    """
    settings = (*difference.settings, *difference.cited)
    if settings:
        yield Section("Settings", ("Setting", "Before", "After"), tuple(map(_cell, settings)))
    for table in difference.raw:
        yield from _table(table, "facts")
    for title, kinds in _PARTS:
        moved = [
            one for one in (*difference.findings, *difference.conclusions) if one.kind in kinds
        ]
        if moved:
            yield _moved(title, moved)
    if difference.sentences:
        yield _moved("Sentences of the reports", list(difference.sentences))
    if difference.processed:
        rows = tuple(
            (table.name, *(str(len(part)) for part in (table.added, table.removed, table.changed)))
            for table in difference.processed
        )
        yield Section(
            "Tables of what was worked out",
            ("Table", "Rows added", "Rows removed", "Rows changed"),
            rows,
            "As JSON, the difference holds every cell of these.",
        )


_PARTS: Final = (
    ("Findings", {"finding"}),
    ("Cautions that stand with findings", {"caution"}),
    ("Ratings left to areas", {"rating left"}),
    ("Verdicts on published figures", {"verdict"}),
    ("Comparisons", {"answer"}),
    ("Statements and whether they are held", {"standing"}),
    ("Statements that cannot all hold", {"clash"}),
)


def _of(moved: tuple[Moved, ...], kind: str) -> int:
    return sum(one.kind == kind for one in moved)


def _cell(change: CellChange) -> tuple[str, str, str]:
    return change.column, change.before or EMPTY, change.after or EMPTY


def _table(table: TableDifference, what: str) -> Iterator[Section]:
    title = f"{table.name}.csv ({what})"
    columns = [
        *(("column added", name) for name in table.new_columns),
        *(("column removed", name) for name in table.gone_columns),
    ]
    if columns:
        yield Section(f"{title}: columns", ("What", "Column"), tuple(columns))
    for word, rows in (("added", table.added), ("removed", table.removed)):
        if rows:
            yield Section(
                f"{title}: rows {word}",
                ("Row", "Cells"),
                tuple(
                    (
                        ", ".join(row[name] for name in table.key),
                        "; ".join(
                            f"{name}: {cell}"
                            for name, cell in row.items()
                            if cell and name not in table.key
                        ),
                    )
                    for row in rows
                ),
            )
    if table.changed:
        yield Section(
            f"{title}: cells changed",
            ("Row", "Column", "Before", "After"),
            tuple(
                (", ".join(row.key), *_cell(cell)) for row in table.changed for cell in row.cells
            ),
        )


def _moved(title: str, moved: list[Moved]) -> Section:
    if any(one.printed for one in moved):
        rows = tuple((one.name, one.before, one.after, ", ".join(one.printed)) for one in moved)
        return Section(title, ("What", "Before", "After", "Printed in"), rows)
    return Section(
        title,
        ("What", "Before", "After"),
        tuple((one.name, one.before, one.after) for one in moved),
    )
