"""Two editions of a table, row by row and cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Key = tuple[str, ...]


class NoKeyError(LtpError):
    """Raised where rows of a table cannot be told apart."""


@dataclass(frozen=True)
class TextTable:
    """A table as text.

    Attributes:
        name: Its name.
        columns: Its columns, in order.
        rows: Its rows by column; an empty cell is "".
        key: Columns that together name a row.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class CellChange:
    """A cell that holds something else.

    Attributes:
        column: Its column.
        before: What it held.
        after: What it holds.
    """

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """A row of which cells changed.

    Attributes:
        key: What names the row.
        cells: The cells, in the order of columns.
    """

    key: Key
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class TableDifference:
    """What changed in a table.

    Attributes:
        name: The table.
        key: Columns that together name a row.
        new_columns: Columns that only the later one has.
        gone_columns: Columns that only the earlier one has.
        added: Rows that only the later one has.
        removed: Rows that only the earlier one has.
        changed: Rows that both have, with other cells in columns that both have.
    """

    name: str
    key: tuple[str, ...]
    new_columns: tuple[str, ...] = ()
    gone_columns: tuple[str, ...] = ()
    added: tuple[Mapping[str, str], ...] = ()
    removed: tuple[Mapping[str, str], ...] = ()
    changed: tuple[RowChange, ...] = field(default=())

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(
            self.new_columns or self.gone_columns or self.added or self.removed or self.changed
        )


def compare_tables(
    before: TextTable | None, after: TextTable | None, ignored: Collection[str] = ()
) -> TableDifference:
    """Return what changed from one edition of a table to another; the order of rows is no change.

    Args:
        before: The earlier one; None if there was none.
        after: The later one; None if there is none; not both.
        ignored: Columns that are not looked at.

    Returns:
        The difference. Rows that were added or changed are in the order of the later table, rows
        that were removed in that of the earlier one.

    Raises:
        NoKeyError: If a table lacks a column of its key, or has a key twice.
    """
    one = after or before
    assert one is not None  # noqa: S101 - as the docstring asks
    old = before or TextTable(one.name, one.columns, (), one.key)
    new = after or TextTable(one.name, one.columns, (), one.key)
    was, is_now = _by_key(old), _by_key(new)
    both = [name for name in new.columns if name in old.columns and name not in ignored]
    changes = (
        RowChange(key, _cells(was[key], row, both)) for key, row in is_now.items() if key in was
    )
    return TableDifference(
        one.name,
        new.key,
        tuple(name for name in new.columns if name not in old.columns),
        tuple(name for name in old.columns if name not in new.columns),
        tuple(row for key, row in is_now.items() if key not in was),
        tuple(row for key, row in was.items() if key not in is_now),
        tuple(change for change in changes if change.cells),
    )


def _cells(
    before: Mapping[str, str], after: Mapping[str, str], columns: Sequence[str]
) -> tuple[CellChange, ...]:
    return tuple(
        CellChange(name, before[name], after[name])
        for name in columns
        if before[name] != after[name]
    )


def _by_key(table: TextTable) -> dict[Key, Mapping[str, str]]:
    missing = [name for name in table.key if name not in table.columns]
    if missing:
        raise NoKeyError(
            f"The table {table.name} has no column {', '.join(missing)}, which names its rows. "
            "Add it, or compare versions that both have it."
        )
    found: dict[Key, Mapping[str, str]] = {}
    for row in table.rows:
        key = tuple(row[name] for name in table.key)
        if key in found:
            raise NoKeyError(
                f"The table {table.name} has {', '.join(table.key)} = {', '.join(key)} twice, so "
                "its rows cannot be told apart. Delete one of them: see ltp validate."
            )
        found[key] = row
    return found
