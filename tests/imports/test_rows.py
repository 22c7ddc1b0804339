"""Rows put into CSV without touching what is there."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.imports.rows import OtherColumnsError, as_csv, with_changes, with_rows

CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8)


@given(st.lists(st.tuples(CELL, CELL)), st.lists(st.tuples(CELL, CELL)))
def test_rows_are_put_after_the_others_which_stay(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    text = as_csv(("a", "b"), [{"a": a, "b": b} for a, b in old])
    longer = with_rows(text, [{"b": b, "a": a} for a, b in new])
    assert longer.startswith(text)
    assert list(csv.reader(io.StringIO(longer, newline="")))[1:] == [list(x) for x in old + new]


def test_marks_line_ends_and_a_missing_last_one_are_kept() -> None:
    assert with_rows("\ufeffa,b\r\n1,2", [{"a": "3"}]) == "\ufeffa,b\r\n1,2\r\n3,\r\n"
    assert with_rows("a,b\n1,2\n", []) == "a,b\n1,2\n"


def test_a_row_gives_way_in_its_place() -> None:
    text = '\ufeffid,note\n1,"x, y"\n2,z\n3,"q"\n'
    assert with_changes(text, ("id",), [{"id": "2", "note": "w"}], [("3",)]) == (
        '\ufeffid,note\n1,"x, y"\n2,w\n'
    )


def test_a_column_that_the_table_lacks_is_refused() -> None:
    with pytest.raises(OtherColumnsError, match="colour"):
        with_rows("a,b\n", [{"colour": "red"}])
