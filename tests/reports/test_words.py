"""Findings in words, each phrase written out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.findings.finding import Finding
from ltp_analysis.reports import words


def finding(**values: Any) -> Finding:  # noqa: ANN401 - any field of a finding
    row: dict[str, Any] = {"unit": "percent", "method": "By hand."}
    row |= dict.fromkeys(("id", "round", "measure", "category", "scope", "code", "dataset"), "x")
    row |= values
    row |= {name: Fraction(row[name]) for name in ("lower", "upper") if name in row}
    return Finding(**row)


GREEN = finding(
    lower="700/39",
    upper="240/13",
    numerator_lower=35,
    numerator_upper=36,
    base=195,
    base_lower=195,
    base_upper=195,
    base_name="CCGs",
    missing_lower=11,
    missing_upper=12,
)
RED = finding(
    lower="150/7",
    upper="150/7",
    numerator_lower=21,
    numerator_upper=21,
    base_lower=98,
    base_upper=98,
    base_name="plans analysed",
    missing_lower=18,
    missing_upper=18,
)
PRINTED = finding(lower="36.5", upper="37.5", printed="37 per cent", base_name="CCGs")
NO_BOUNDS = finding(base_name="plans")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("0", 0, "0"),
        ("1/2", 0, "1"),
        ("5/2", 0, "3"),
        ("-1/2", 0, "\N{MINUS SIGN}1"),
        ("49/100", 0, "0"),
        ("1/3", 1, "0.3"),
        ("2/3", 2, "0.67"),
        ("1/20", 1, "0.1"),
        ("100", 1, "100.0"),
        ("1234567/2", 0, "617,284"),
        ("8959", 0, "8,959"),
    ],
)
def test_numbers_are_rounded_half_up(value: str, digits: int, text: str) -> None:
    assert words.rounded(Fraction(value), digits) == text


@given(st.fractions(min_value=0, max_value=100, max_denominator=250), st.integers(0, 2))
def test_rounding_moves_a_number_by_half_a_step_at_most(value: Fraction, digits: int) -> None:
    moved = Fraction(words.rounded(value, digits)) - value
    half = Fraction(1, 2 * 10**digits)
    assert -half < moved <= half


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (GREEN, 0, "18%"),
        (GREEN, 1, "17.9% to 18.5%"),
        (RED, 0, "21%"),
        (RED, 1, "21.4%"),
        (PRINTED, 0, "37%"),
        (PRINTED, 1, "37%"),
        (finding(lower="34.85", upper="34.95", printed="34.9"), 0, "34.9%"),
        (NO_BOUNDS, 0, "not known"),
    ],
)
def test_percent(share: Finding, digits: int, text: str) -> None:
    assert words.percent(share, digits) == text


def test_share_names_numerator_and_base() -> None:
    assert words.share(GREEN) == "18% (35 or 36 of 195 CCGs)"
    assert words.share(GREEN, 1) == "17.9% to 18.5% (35 or 36 of 195 CCGs)"
    assert words.share(RED, 1) == "21.4% (21 of 98 plans analysed)"
    assert words.share(PRINTED) == "37% (of CCGs; their number was not printed)"
    assert words.share(NO_BOUNDS) == "not known (of plans; their number was not printed)"


def test_base_names_its_size_where_known() -> None:
    assert words.base(GREEN) == "195 CCGs"
    assert words.base(finding(base_lower=183, base_upper=184, base_name="CCGs")) == (
        "183 or 184 CCGs"
    )
    assert words.base(PRINTED) == "CCGs"


def test_counts_and_missing() -> None:
    assert (words.count(GREEN), words.missing(GREEN)) == ("35 or 36", "11 or 12")
    assert (words.count(RED), words.missing(RED)) == ("21", "18")
    assert (words.count(PRINTED), words.missing(PRINTED)) == ("not known", "not known")


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [
        (0, 0, "none"),
        (21, 21, "21"),
        (0, 1, "0 or 1"),
        (35, 36, "35 or 36"),
        (11, 14, "11 to 14"),
        (2193, 8959, "2,193 to 8,959"),
        (2193, 2193, "2,193"),
        (None, 3, "not known"),
        (3, None, "not known"),
        (None, None, "not known"),
    ],
)
def test_between(lower: int | None, upper: int | None, text: str) -> None:
    assert words.between(lower, upper) == text


@pytest.mark.parametrize(
    ("lower", "upper", "direction", "points"),
    [
        ("-935/26", "-2687/78", "fell by", "34.4 to 36.0 percentage points"),
        ("269/78", "129/26", "rose by", "3.4 to 5.0 percentage points"),
        ("-41/58", "17/58", "moved by", "\N{MINUS SIGN}0.8 to +0.3 percentage points"),
        ("2", "2", "rose by", "2.0 percentage points"),
        ("-2", "-2", "fell by", "2.0 percentage points"),
        ("0", "0", "moved by", "0.0 percentage points"),
        # Outwards: what is near zero is never called zero on the side that it is not.
        ("-0.01", "0.01", "moved by", "\N{MINUS SIGN}0.1 to +0.1 percentage points"),
        ("-1", "-0.01", "fell by", "0.0 to 1.0 percentage points"),
        ("0.01", "1", "rose by", "0.0 to 1.0 percentage points"),
    ],
)
def test_changes(lower: str, upper: str, direction: str, points: str) -> None:
    change = finding(unit="points", lower=lower, upper=upper)
    assert words.direction(change) == direction
    assert words.points(change) == points
    assert words.value(change) == f"{direction} {points}"


def test_a_change_without_bounds() -> None:
    change = finding(unit="points")
    assert (words.direction(change), words.points(change)) == ("moved by", "not known")


def test_value_goes_by_the_unit() -> None:
    assert words.value(GREEN) == "17.9% to 18.5% (35 or 36 of 195 CCGs)"
    count = finding(
        unit="count", numerator_lower=0, numerator_upper=0, base_lower=195, base_upper=195
    )
    assert words.value(count).startswith("none")


@given(
    st.sampled_from(["percent", "points", "count"]),
    st.none() | st.fractions(-100, 100),
    st.none() | st.fractions(-100, 100),
    st.none() | st.integers(0, 300),
)
def test_no_phrase_shows_none_or_nan(
    unit: str, lower: Fraction | None, upper: Fraction | None, number: int | None
) -> None:
    if lower is not None and upper is not None:
        lower, upper = sorted((lower, upper))
    found = finding(unit=unit, numerator_lower=number, numerator_upper=number, base_name="CCGs")
    object.__setattr__(found, "lower", lower)
    object.__setattr__(found, "upper", upper)
    texts = [words.value(found), words.share(found), words.base(found), words.missing(found)]
    assert not [text for text in texts if "None" in text or "nan" in text.lower()]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Bury"], "Bury"),
        (["Bury", "Wigan"], "Bury and Wigan"),
        (["Bury", "Oldham", "Wigan"], "Bury, Oldham and Wigan"),
        (["Bath", "Dartford, Gravesham and Swanley"], "Bath; and Dartford, Gravesham and Swanley"),
        (["A, B", "C", "D"], "A, B; C; and D"),
    ],
)
def test_listed(names: list[str], text: str) -> None:
    assert words.listed(names) == text


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "text"),
    [
        ("8959", "8959", "children", "8,959"),
        ("26457.4", "26466.6", "children", "26,457 to 26,467"),
        ("167/188", "167/188", "count", "1"),
        ("8367/100", "8367/100", "percent", "83.7%"),
        ("35/2", "37/2", "percent", "17.5% to 18.5%"),
        ("2", "13/5", "points", "2.0 to 2.6 points"),
        ("-5/2", "-5/2", "points", "\N{MINUS SIGN}2.5 points"),
        ("1/3", "1/3", "fraction", "0.3%"),
        (None, "1", "count", "not known"),
        ("1", None, "count", "not known"),
    ],
)
def test_bounds_go_by_the_unit(lower: str | None, upper: str | None, unit: str, text: str) -> None:
    ends = [None if end is None else Fraction(end) for end in (lower, upper)]
    assert words.bounds(ends[0], ends[1], unit) == text


def test_children_and_bare_numbers_have_words_of_their_own() -> None:
    children = finding(unit="children", lower="594378", upper="1540327")
    assert words.value(children) == "594,378 to 1,540,327 children"
    assert words.value(finding(unit="number", lower="3/40", upper="3/40")) == "0.075"
    assert words.value(finding(unit="number")) == "not known"


def test_a_percentage_that_no_count_gives_says_so() -> None:
    empty = finding(unit="count", rule="truncated", base=195, base_lower=195, base_upper=195)
    assert words.count(empty) == "no whole number"


def test_sums_are_held_against_their_base() -> None:
    total = finding(
        unit="count",
        measure="numerators-total",
        numerator_lower=193,
        numerator_upper=197,
        base_lower=195,
        base_upper=195,
        base_name="CCGs",
    )
    assert words.value(total) == "193 to 197, to be held against 195 CCGs"
