"""Fewer statements allow the same, against every way to rate a few units."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.solved.brief import brief
from ltp_analysis.statements.statement import Kind, Reading, Statement

RATINGS = ("red", "green", "none")
UNITS = ("a", "b", "c")
some_units = st.lists(st.sampled_from(UNITS), unique=True).map(tuple)


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Return what is said of single units, and which of them share a plan."""
    said = []
    for number in range(draw(st.integers(0, 5))):
        units, doubtful = draw(some_units), draw(some_units)
        if draw(st.booleans()):
            left = frozenset(draw(st.sets(st.sampled_from(RATINGS))))
            kind, ratings = Kind.EACH, left
        else:
            kind, ratings = Kind.JOINT, frozenset[str]()
        doubtful = tuple(unit for unit in doubtful if unit not in units)
        said.append(Statement(str(number), kind, "one", "", units, doubtful, ratings=ratings))
    return said


def allowed(said: tuple[Statement, ...] | list[Statement]) -> set[tuple[str, ...]]:
    found = set()
    for way in product(RATINGS, repeat=len(UNITS)):
        rated = dict(zip(UNITS, way, strict=True))
        if all(
            all(rated[unit] in one.ratings for unit in one.units)
            if one.kind is Kind.EACH
            else len({rated[unit] for unit in one.units}) <= 1
            for one in said
        ):
            found.add(way)
    return found


@given(statements())
def test_the_same_worlds_are_allowed(said: list[Statement]) -> None:
    assert allowed(brief(said, RATINGS)) == allowed(said)


@given(statements())
def test_no_unit_is_named_twice_and_no_id_is(said: list[Statement]) -> None:
    short = brief(said, RATINGS)
    single = [unit for one in short if one.kind is Kind.EACH for unit in one.units]
    assert len(single) == len(set(single))
    assert len({one.id for one in short}) == len(short)
    assert not any(one.doubtful_units for one in short)


def test_rounds_are_kept_apart_and_amounts_as_they_are() -> None:
    reading = Reading("", frozenset({"red"}), frozenset(), False, Fraction(1), Fraction(1))  # noqa: FBT003
    amount = Statement("amount", Kind.AMOUNT, "one", "", ("a",), ("b",), readings=(reading,))
    said = [
        Statement(f"{name} {unit}", Kind.EACH, name, "", (unit,), ratings=frozenset({"red"}))
        for name in ("one", "two")
        for unit in ("a", "b")
    ]
    *each, last = brief([*said, amount], RATINGS)
    assert last == amount
    assert [(one.round_id, one.units) for one in each] == [
        ("one", ("a", "b")),
        ("two", ("a", "b")),
    ]
