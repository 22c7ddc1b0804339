"""Sums of weights before statements, against every way to rate a few units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.solved.evidence import Evidence
from ltp_analysis.solved.weighted import weighed_bounds, weighed_clash, weighing
from ltp_analysis.solved.world import ClashError
from ltp_analysis.statements.scenario import DEFAULT, SCENARIOS
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ltp_analysis.validated.study import Study

RATINGS = ("red", "amber", "none")
UNITS = {"one": ("a", "b", "c"), "two": ("d", "e", "f")}
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

World = dict[str, str]


class Small:
    """As much of a study as a model needs: units that carry on in the same order."""

    rounds = tuple(UNITS)
    ratings = RATINGS

    def __init__(self) -> None:
        self.results: dict[object, object] = {}

    def codes(self, round_id: str) -> tuple[str, ...]:
        return UNITS[round_id]

    def heirs(self, units: Sequence[str], round_id: str) -> list[str]:
        return [UNITS[round_id][UNITS["one"].index(unit)] for unit in units]


@dataclass(frozen=True)
class Sum:
    """Statements, and the sum that is weighed before them."""

    said: tuple[Statement, ...]
    weights: dict[str, Fraction]
    ratings: frozenset[str]
    doubtful: frozenset[str]

    def evidence(self) -> Evidence:
        by_id = {statement.id: statement for statement in self.said}
        study = cast("Study", Small())
        return Evidence(study, SCENARIOS[DEFAULT], by_id, frozenset(by_id), (), ())

    def ends(self, world: World) -> set[Fraction]:
        """Return every sum of a world: each doubtful unit may count or not."""
        here = [unit for unit in self.weights if world[unit] in self.ratings]
        firm = sum((self.weights[unit] for unit in here if unit not in self.doubtful), Fraction(0))
        perhaps = subsets(unit for unit in here if unit in self.doubtful)
        return {firm + sum((self.weights[u] for u in some), Fraction(0)) for some in perhaps}


def subsets(some: Iterable[str]) -> list[tuple[str, ...]]:
    listed = sorted(some)
    return list(chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1)))


def true(statement: Statement, world: World) -> bool:
    if statement.kind is Kind.EACH:
        return all(world[unit] in statement.ratings for unit in statement.units)
    (reading,) = statement.readings
    number = sum(world[unit] in reading.counted for unit in statement.units)
    if statement.kind is Kind.AGAIN:
        before = dict(zip(UNITS["two"], UNITS["one"], strict=True))
        number = sum(
            world[unit] in reading.counted and world[before[unit]] in reading.counted
            for unit in statement.units
        )
    return reading.holds(Fraction(number))


def sums(asked: Sum) -> set[tuple[frozenset[str], Fraction]]:
    """Return, for every world, the statements that are true and a sum."""
    units = [unit for codes in UNITS.values() for unit in codes]
    found = set()
    for ratings in product(RATINGS, repeat=len(units)):
        world = dict(zip(units, ratings, strict=True))
        names = frozenset(item.id for item in asked.said if true(item, world))
        found |= {(names, total) for total in asked.ends(world)}
    return found


@st.composite
def asked_sums(draw: st.DrawFn) -> Sum:
    some_ratings = st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2)
    said: list[Statement] = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from([Kind.EACH, Kind.AMOUNT, Kind.AMOUNT, Kind.AGAIN]))
        name = "two" if kind is Kind.AGAIN else draw(st.sampled_from(["two", "two", "one"]))
        units = tuple(sorted(draw(st.sets(st.sampled_from(UNITS[name]), min_size=1))))
        since = ""
        if kind is Kind.AGAIN:
            # One number of what was repeated, of all units.
            units, since = UNITS[name], "one"
            if any(item.kind is kind for item in said):
                continue
        lower, upper = sorted(draw(st.lists(st.integers(0, 3), min_size=2, max_size=2)))
        ends = Fraction(lower), Fraction(upper)
        reading = Reading("", draw(some_ratings), frozenset(), False, *ends)  # noqa: FBT003 - a count
        said.append(
            Statement(
                f"s{number}",
                kind,
                name,
                "",
                units,
                ratings=draw(some_ratings) if kind is Kind.EACH else frozenset(),
                readings=() if kind is Kind.EACH else (reading,),
                since=since,
            )
        )
    codes = draw(st.sets(st.sampled_from(UNITS["two"]), min_size=1))
    weights = {unit: draw(st.fractions(0, 9, max_denominator=7)) for unit in sorted(codes)}
    doubtful = draw(st.frozensets(st.sampled_from(sorted(codes))))
    asked = Sum(tuple(said), weights, draw(some_ratings), doubtful)
    held = draw(st.sampled_from(sorted({tuple(sorted(names)) for names, _ in sums(asked)})))
    some = tuple(item for item in said if item.id in held)
    return Sum(some, weights, asked.ratings, doubtful)


@FEW
@given(asked_sums())
def test_bounds_of_a_sum_are_those_of_all_worlds(asked: Sum) -> None:
    names = {item.id for item in asked.said}
    expected = [total for held, total in sums(asked) if names <= held]
    weighed = weighing(asked.evidence(), "two", asked.weights, asked.ratings, asked.doubtful)
    assert weighed_bounds(weighed) == (min(expected), max(expected))


@FEW
@given(asked_sums(), st.data())
def test_the_reason_why_a_sum_is_not_there_is_a_smallest_one(
    asked: Sum, data: st.DataObject
) -> None:
    found = sums(asked)
    names = [item.id for item in asked.said]
    least = data.draw(st.fractions(0, 20, max_denominator=5))
    most = least + data.draw(st.fractions(0, 3, max_denominator=5))

    def excludes(some: Collection[str]) -> bool:
        return not any(set(some) <= held and least <= total <= most for held, total in found)

    if not excludes(names):
        return
    weighed = weighing(asked.evidence(), "two", asked.weights, asked.ratings, asked.doubtful)
    reasons = weighed_clash(weighed, least, most)
    assert excludes(reasons)
    assert len(reasons) == min(len(some) for some in subsets(names) if excludes(some))
    # What was asked leaves no trace in the sum.
    kept = [total for held, total in found if set(names) <= held]
    assert weighed_bounds(weighed) == (min(kept), max(kept))


def _red(name: str, *units: str) -> Statement:
    return Statement(name, Kind.EACH, "two", "", units, ratings=frozenset({"red"}))


def test_units_without_a_weight_are_passed_over() -> None:
    said = (_red("all-red", *UNITS["two"]),)
    asked = Sum(said, {"e": Fraction(1, 3)}, frozenset({"red"}), frozenset())
    weighed = weighing(asked.evidence(), "two", asked.weights, asked.ratings)
    assert weighed_bounds(weighed) == (Fraction(1, 3), Fraction(1, 3))


def test_statements_that_cannot_all_hold_bound_no_sum() -> None:
    amber = Statement("amber", Kind.EACH, "two", "", ("d",), ratings=frozenset({"amber"}))
    asked = Sum((_red("red", "d"), amber), {"d": Fraction(1)}, frozenset({"red"}), frozenset())
    weighed = weighing(asked.evidence(), "two", asked.weights, asked.ratings)
    with pytest.raises(ClashError, match="cannot all hold"):
        weighed_bounds(weighed)
