"""What other statements say of one amount, against every world there is."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.solved.judged import bounds, can_hold, clash, follows, grounds, new_case
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

UNITS = ("a", "b", "c", "d")
RATINGS = ("red", "green", "none")
World = dict[str, str]


def _share(counted: frozenset[str], left_out: frozenset[str], low: int, high: int) -> Reading:
    ends = Fraction(min(low, high), 6), Fraction(max(low, high), 6)
    return Reading("", counted, left_out, is_share=True, lower=ends[0], upper=ends[1])


def _number(counted: frozenset[str], low: int, high: int) -> Reading:
    ends = Fraction(min(low, high)), Fraction(max(low, high))
    return Reading("", counted, frozenset(), is_share=False, lower=ends[0], upper=ends[1])


some_ratings = st.sets(st.sampled_from(RATINGS), min_size=1, max_size=2).map(frozenset)
small = st.integers(0, 6)
readings = st.one_of(
    st.builds(_number, some_ratings, st.integers(0, 4), st.integers(0, 4)),
    st.builds(_share, some_ratings, st.just(frozenset[str]()), small, small),
    st.builds(_share, st.just(frozenset({"red"})), st.just(frozenset({"none"})), small, small),
)
scopes = st.sets(st.sampled_from(UNITS), min_size=1).map(lambda some: tuple(sorted(some)))


def _statement(name: str, units: tuple[str, ...], reading: Reading) -> Statement:
    return Statement(name, Kind.AMOUNT, "one", "", units, readings=(reading,))


def _value(statement: Statement, world: World) -> Fraction | None:
    """Return the number or share, or None where the base is empty."""
    (reading,) = statement.readings
    found = [world[unit] for unit in statement.units]
    counted = sum(rating in reading.counted for rating in found)
    if not reading.is_share:
        return Fraction(counted)
    base = sum(rating not in reading.left_out for rating in found)
    return Fraction(counted, base) if base else None


def _true(statement: Statement, world: World) -> bool:
    value = _value(statement, world)
    return value is not None and statement.readings[0].holds(value)


def _worlds(statements: tuple[Statement, ...]) -> Iterator[World]:
    for ratings in product(RATINGS, repeat=len(UNITS)):
        world = dict(zip(UNITS, ratings, strict=True))
        if all(_true(statement, world) for statement in statements):
            yield world


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(scopes, readings), max_size=3), st.tuples(scopes, readings))
def test_a_reading_is_judged_as_by_looking_at_every_world(
    others: list[tuple[tuple[str, ...], Reading]], asked: tuple[tuple[str, ...], Reading]
) -> None:
    said = tuple(_statement(f"s{n}", *other) for n, other in enumerate(others))
    worlds = list(_worlds(said))
    if not worlds:
        return
    amount = _statement("asked", *asked)
    case = new_case({"one": UNITS}, RATINGS, said, amount)
    true = [_true(amount, world) for world in worlds]
    assert can_hold(case, 0) is any(true)
    reasons = follows(case, 0)
    assert (reasons is not None) is all(true)
    if reasons is not None:
        enough = [statement for statement in said if statement.id in reasons]
        assert all(_true(amount, world) for world in _worlds(tuple(enough)))
        for one in enough:
            fewer = tuple(statement for statement in enough if statement is not one)
            assert not all(_true(amount, world) for world in _worlds(fewer))
    values = [value for world in worlds if (value := _value(amount, world)) is not None]
    found = bounds(case, 0)
    assert found == ((min(values), max(values)) if values else None)
    if found is not None:
        names = grounds(case, 0, *found)
        enough = [statement for statement in said if statement.id in names]
        left = [_value(amount, world) for world in _worlds(tuple(enough))]
        assert all(value is None or found[0] <= value <= found[1] for value in left)
    if not any(true):
        size = next(
            number
            for number in range(len(said) + 1)
            if any(not list(_worlds((*some, amount))) for some in combinations(said, number))
        )
        names = clash(case)
        assert len(names) == size
        enough = [statement for statement in said if statement.id in names]
        assert not list(_worlds((*enough, amount)))
