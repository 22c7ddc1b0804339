"""Rows and cells that changed, and that a difference is all there is between two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.differences.tables import (
    CellChange,
    NoKeyError,
    RowChange,
    TableDifference,
    TextTable,
    compare_tables,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = ("id", "a", "b")
CELLS = st.text('xy|,\n"é ', max_size=3)


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> TextTable:
    return TextTable(
        "wells", columns, tuple(dict(zip(columns, row, strict=True)) for row in rows), ("id",)
    )


tables = st.dictionaries(
    st.text("123", min_size=1, max_size=2), st.tuples(CELLS, CELLS), max_size=6
).map(lambda rows: table(*((key, *cells) for key, cells in rows.items())))


def applied(difference: TableDifference, before: TextTable) -> list[dict[str, str]]:
    """Change a table as a difference says, by other means than it was found by."""
    rows = [dict(row) for row in before.rows]
    gone = [dict(row) for row in difference.removed]
    rows = [row for row in rows if row not in gone]
    for change in difference.changed:
        (row,) = (row for row in rows if (row["id"],) == change.key)
        for cell in change.cells:
            assert row[cell.column] == cell.before
            row[cell.column] = cell.after
    return rows + [dict(row) for row in difference.added]


def by_id(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: row["id"])


@given(before=tables, after=tables)
def test_a_difference_turns_the_earlier_table_into_the_later_one(
    before: TextTable, after: TextTable
) -> None:
    difference = compare_tables(before, after)
    assert by_id(applied(difference, before)) == by_id([dict(row) for row in after.rows])
    for change in difference.changed:
        assert change.cells
        assert all(cell.before != cell.after for cell in change.cells)


@given(data=st.data(), before=tables)
def test_the_order_of_rows_and_columns_is_no_change(data: st.DataObject, before: TextTable) -> None:
    rows = data.draw(st.permutations(before.rows))
    turned: list[Mapping[str, str]] = [dict(reversed(row.items())) for row in rows]
    assert not compare_tables(before, TextTable("wells", ("b", "a", "id"), tuple(turned), ("id",)))


def test_each_kind_of_change_is_told() -> None:
    before = table(("1", "x", "y"), ("2", "x", "y"), ("3", "x", "y"))
    after = table(("4", "new", ""), ("3", "x", "z"), ("1", "x", "y"))
    assert compare_tables(before, after) == TableDifference(
        "wells",
        ("id",),
        added=({"id": "4", "a": "new", "b": ""},),
        removed=({"id": "2", "a": "x", "b": "y"},),
        changed=(RowChange(("3",), (CellChange("b", "y", "z"),)),),
    )


def test_columns_that_one_side_lacks_are_named_and_no_cell_of_theirs() -> None:
    before = table(("1", "x"), columns=("id", "a"))
    after = table(("1", "y"), columns=("id", "b"))
    difference = compare_tables(before, after)
    assert (difference.new_columns, difference.gone_columns) == (("b",), ("a",))
    assert difference.changed == ()


def test_columns_may_be_passed_over() -> None:
    assert not compare_tables(table(("1", "x", "y")), table(("1", "z", "y")), {"a"})


def test_a_whole_table_may_come_or_go() -> None:
    one = table(("1", "x", "y"))
    assert compare_tables(None, one).added == one.rows
    assert compare_tables(one, None).removed == one.rows


def test_rows_that_cannot_be_told_apart_are_refused() -> None:
    one = table(("1", "x", "y"))
    with pytest.raises(NoKeyError, match="has id = 1 twice"):
        compare_tables(one, table(("1", "x", "y"), ("1", "x", "z")))
    with pytest.raises(NoKeyError, match="no column id"):
        compare_tables(one, TextTable("wells", ("a",), ({"a": "x"},), ("id",)))
