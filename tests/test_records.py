"""Records as CSV and back, for every type that a field can have."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.records import as_decimal, from_csv, to_csv


class Colour(StrEnum):
    RED = "red, or so"
    NONE = "no plan"


@dataclass(frozen=True)
class Everything:
    text: str
    number: int
    size: float
    part: Fraction
    sure: bool
    colour: Colour
    names: tuple[str, ...]
    maybe_text: str | None
    maybe_number: int | None
    maybe_size: float | None
    maybe_part: Fraction | None
    maybe_sure: bool | None
    maybe_colour: Colour | None
    round_id: str
    group_id: str


ODD = [
    "",
    "a,b",
    'say "x"',
    "two\nlines",
    "carriage\r\nreturn",
    "\r",
    "a\rb",
    "tab\tand  blanks ",
    " leading",
    "שלום, עולם\u200f",
    "مجموعة",
    "👩‍👧 🎈",
    "e\u0301",
    "007",
    "1e5",
    "yes",
    "None",
    "=1+1",
    "'",
    "a;b",
]
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="|\x00"), min_size=1)
TEXTS = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]))
MILLIONTHS = st.integers(-(10**9), 10**9).map(lambda number: Fraction(number, 10**6))
SIZES = st.floats(allow_nan=False, allow_infinity=False)


def optional(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | values


RECORDS = st.builds(
    Everything,
    text=TEXTS,
    number=st.integers(),
    size=SIZES,
    part=MILLIONTHS,
    sure=st.booleans(),
    colour=st.sampled_from(Colour),
    names=st.lists(NAMES, max_size=4).map(tuple),
    maybe_text=optional(TEXTS.filter(bool)),
    maybe_number=optional(st.integers()),
    maybe_size=optional(SIZES),
    maybe_part=optional(MILLIONTHS),
    maybe_sure=optional(st.booleans()),
    maybe_colour=optional(st.sampled_from(Colour)),
    round_id=TEXTS,
    group_id=TEXTS,
)
"""What a file holds whole: texts without NUL or bars in lists, fractions of six decimals."""


@given(st.lists(RECORDS, max_size=5))
def test_records_come_back_as_they_were(records: list[Everything]) -> None:
    back = from_csv(to_csv(records, Everything), Everything)
    assert back == records
    for one, other in zip(back, records, strict=True):
        for field in fields(Everything):
            assert type(getattr(one, field.name)) is type(getattr(other, field.name))


@given(st.lists(RECORDS, max_size=5))
def test_what_is_written_is_written_the_same_again(records: list[Everything]) -> None:
    text = to_csv(records, Everything)
    assert to_csv(from_csv(text, Everything), Everything) == text


@pytest.mark.parametrize("text", ODD)
def test_the_cells_are_those_that_the_csv_module_reads(text: str) -> None:
    @dataclass(frozen=True)
    class Two:
        text: str
        number: int

    written = to_csv([Two(text, 1), Two("b", 2)], Two)
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows == [["text", "number"], [text, "1"], ["b", "2"]]


def test_a_table_without_rows_still_has_its_header() -> None:
    text = to_csv([], Everything)
    assert text.count("\n") == 1
    assert text.startswith("text,number,")
    assert text.endswith(",round,scope\n")
    assert from_csv(text, Everything) == []


def test_cells_written_out() -> None:
    record = Everything(
        text="a",
        number=-3,
        size=0.5,
        part=Fraction(2, 3),
        sure=True,
        colour=Colour.NONE,
        names=("x", "y z"),
        maybe_text=None,
        maybe_number=None,
        maybe_size=None,
        maybe_part=None,
        maybe_sure=False,
        maybe_colour=None,
        round_id="2018-19",
        group_id="england",
    )
    line = to_csv([record], Everything).splitlines()[1]
    assert line == "a,-3,0.5,0.666667,yes,no plan,x|y z,,,,,no,,2018-19,england"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction(35), "35"),
        (Fraction(100), "100"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(700, 39), "17.948718"),
        (Fraction(1, 10**7), "0"),
        (Fraction(8959001, 1000), "8959.001"),
    ],
)
def test_decimals_have_six_places_at_most(value: Fraction | None, text: str) -> None:
    assert as_decimal(value) == text


@given(st.fractions(-(10**6), 10**6))
def test_a_decimal_is_as_near_as_six_places_allow(value: Fraction) -> None:
    assert abs(Fraction(as_decimal(value)) - value) <= Fraction(1, 10**6)


def test_a_type_that_no_cell_holds_is_refused() -> None:
    @dataclass(frozen=True)
    class Bad:
        rows: list[str]

    with pytest.raises(TypeError, match="no cell holds"):
        from_csv("rows\na\n", Bad)


def test_enums_are_read_by_value_and_unknown_values_refused() -> None:
    header = to_csv([], Everything)
    row = "a,1,1,1,yes,blue,,,,,,,,,"
    with pytest.raises(ValueError, match="blue"):
        from_csv(f"{header}{row}\n", Everything)
