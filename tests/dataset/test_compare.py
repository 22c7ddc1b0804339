"""The first place where two files differ, as a person looks for it."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.dataset.compare import first_difference


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("a.csv", b"x,y\n1,2\n", b"x,y\n1,3\n", "row 2, column y: “2”, made anew “3”"),
        ("a.csv", b"x,y\n", b"x,y\n1,3\n", "row 2 is missing (1, 3)"),
        ("a.csv", b"x\n1\n2\n", b"x\n1\n", "row 3 is one too many (2)"),
        ("a.csv", b"x,z\n1,2\n", b"x,y\n1,2\n", "row 1, column y: “z”, made anew “y”"),
        ("a.csv", b"x\r\n1\r\n", b"x\n1\n", "byte 1 of 6, made anew 4 bytes"),
        ("a.md", b"one\ntwo\n", b"one\n2\n", "line 2: “two”, made anew “2”"),
        ("a.md", b"one\n", b"one\ntwo\n", "line 2: nothing, made anew “two”"),
        ("a.pdf", b"abc", b"abd", "byte 2 of 3, made anew 3 bytes"),
        ("a.html", b"\xff", b"x", "byte 0 of 1, made anew 1 bytes"),
    ],
)
def test_the_first_difference_is_told(name: str, old: bytes, new: bytes, expected: str) -> None:
    assert first_difference(name, old, new) == expected


def test_a_long_line_is_cut_to_where_it_differs() -> None:
    words = first_difference("a.html", b"x" * 500 + b"A" + b"y" * 500, b"x" * 500 + b"B")
    assert "A" in words
    assert "B" in words
    assert len(words) < 200


@given(st.binary(max_size=20), st.binary(max_size=20), st.sampled_from([".csv", ".md", ".bin"]))
def test_files_that_differ_are_never_said_to_be_the_same(a: bytes, b: bytes, ending: str) -> None:
    assert bool(first_difference(f"a{ending}", a, b)) == (a != b)


def parquet(**columns: list[object]) -> bytes:
    made = io.BytesIO()
    pd.DataFrame(columns).to_parquet(made)
    return made.getvalue()


def test_parquet_differs_by_row_column_and_value() -> None:
    old, new = parquet(x=[1, 2], y=["a", "b"]), parquet(x=[1, 2], y=["a", "c"])
    assert first_difference("a.parquet", old, new) == "row 3, column y: “b”, made anew “c”"
    assert "cannot be read as Parquet" in first_difference("a.parquet", b"PAR1", new)
    assert "types" in first_difference("a.parquet", parquet(x=[1]), parquet(x=[1.0]))
