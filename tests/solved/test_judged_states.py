"""One amount before other statements, against every state of a few units in two rounds.

A state says all that a source may have seen: the rating of every unit, which doubtful units belong
to a group, how many plans there were, and which units that had no single predecessor a source
counted as the same again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.solved.judged import (
    Case,
    bounds,
    can_hold,
    clash,
    excluded,
    follows,
    grounds,
    new_case,
)
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

RATINGS = ("red", "green", "no plan")
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

Spot = tuple[str, str]
Names = frozenset[str]


@dataclass(frozen=True)
class State:
    """Everything that statements may speak of."""

    rated: dict[Spot, str]
    inside: dict[str, Names]
    plans: dict[Spot, int]
    generous: Names

    def members(self, statement: Statement) -> tuple[str, ...]:
        return *statement.units, *sorted(self.inside.get(statement.group_id, ()))


@dataclass(frozen=True)
class Study:
    """Units, what they were before, other statements, and the amount that is asked about."""

    units: dict[str, tuple[str, ...]]
    before: dict[tuple[str, str, str], tuple[str, ...]]
    others: tuple[Statement, ...]
    asked: Statement

    def case(self) -> Case:
        return new_case(self.units, RATINGS, self.others, self.asked, self.before)

    def states(self) -> Iterator[State]:
        said = (*self.others, self.asked)
        spots = [(name, unit) for name, units in self.units.items() for unit in units]
        groups = {item.group_id: item for item in said if item.doubtful_units}
        planned = {
            item.group_id: item
            for item in said
            if any(reading.observation == "plan" for reading in item.readings)
        }
        open_units: list[str] = []
        if any(item.kind is Kind.AGAIN for item in said):
            open_units = [u for u in self.units["two"] if len(self._was(u)) != 1]
        for ratings in product(RATINGS, repeat=len(spots)):
            rated = dict(zip(spots, ratings, strict=True))
            choices = [subsets(item.doubtful_units) for item in groups.values()]
            for chosen in product(*choices):
                inside = dict(zip(groups, map(frozenset, chosen), strict=True))
                for plans in _plans(rated, inside, planned.values()):
                    for some in subsets(open_units):
                        yield State(rated, inside, plans, frozenset(some))

    def _was(self, unit: str) -> tuple[str, ...]:
        return self.before.get(("two", "one", unit), ())

    def value(self, statement: Statement, reading: Reading, state: State) -> Fraction | None:
        """Return what a reading is about, or None where its base is not what it says."""
        members = state.members(statement)
        numbers = {
            name: state.plans[statement.group_id, name]
            if reading.observation == "plan"
            else sum(state.rated[statement.round_id, unit] == name for unit in members)
            for name in RATINGS
        }
        counted = sum(numbers[name] for name in reading.counted)
        if statement.kind is Kind.AGAIN:
            counted = sum(self._again(unit, reading.counted, state) for unit in members)
        if not reading.is_share:
            return Fraction(counted)
        base = sum(number for name, number in numbers.items() if name not in reading.left_out)
        if base < 1 or reading.base_size not in (None, base):
            return None
        return Fraction(counted, base)

    def _again(self, unit: str, ratings: Collection[str], state: State) -> bool:
        old = self._was(unit)
        had = state.rated["one", old[0]] in ratings if len(old) == 1 else unit in state.generous
        return had and state.rated["two", unit] in ratings

    def true(self, statement: Statement, state: State) -> bool:
        own = {state.rated[statement.round_id, unit] for unit in statement.units}
        if statement.kind is Kind.EACH:
            return own <= statement.ratings
        if statement.kind is Kind.JOINT:
            return len(own) <= 1
        values = [
            (reading, self.value(statement, reading, state)) for reading in statement.readings
        ]
        return any(value is not None and reading.holds(value) for reading, value in values)


Profile = tuple[Names, tuple["Fraction | None", ...]]
"""Which other statements are true in a state, and the value of each reading."""


def profiles(study: Study) -> set[Profile]:
    return {
        (
            frozenset(item.id for item in study.others if study.true(item, state)),
            tuple(study.value(study.asked, reading, state) for reading in study.asked.readings),
        )
        for state in study.states()
    }


def subsets(some: Iterable[str]) -> list[tuple[str, ...]]:
    listed = sorted(some)
    return list(chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1)))


def _plans(
    rated: dict[Spot, str], inside: dict[str, Names], planned: Iterable[Statement]
) -> Iterator[dict[Spot, int]]:
    """Yield every number of plans: one or more where a unit has the rating, none elsewhere."""
    ways: dict[Spot, range] = {}
    for item in planned:
        members = (*item.units, *inside.get(item.group_id, ()))
        for name in RATINGS:
            most = sum(rated[item.round_id, unit] == name for unit in members)
            ways[item.group_id, name] = range(1, most + 1) if most else range(1)
    for numbers in product(*ways.values()):
        yield dict(zip(ways, numbers, strict=True))


@st.composite
def readings(draw: st.DrawFn, counted: Names | None = None) -> Reading:
    """Draw a reading; of a repeated rating where what is counted is given."""
    again = counted is not None
    if counted is None:
        counted = draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))
    is_share = draw(st.booleans())
    ends = st.sampled_from([Fraction(n, 12) for n in (0, 3, 4, 5, 6, 7, 8, 9, 12)])
    if not is_share:
        ends = st.sampled_from([Fraction(n, 2) for n in range(7)])
    lower, upper = sorted([draw(ends), draw(ends)])
    observation = "unit" if again else draw(st.sampled_from(["unit", "unit", "plan"]))
    size = draw(st.sampled_from([None, None, 1, 2, 3]))
    # What a share of an unknown number of plans says is looked at below.
    if observation == "plan" and is_share and size is None:
        size = 2
    return Reading(
        "a reading",
        counted,
        draw(st.frozensets(st.sampled_from(RATINGS), max_size=1)) - counted,
        is_share,
        lower,
        upper,
        draw(st.booleans()),
        draw(st.booleans()),
        observation,
        size if is_share else None,
    )


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Draw up to four units in two rounds, an amount, and others that can all hold with no more."""
    units = {"one": ("a", "b"), "two": ("c", "d")[: draw(st.integers(1, 2))]}
    before: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for unit in units["one"]:
        heir = draw(st.sampled_from([*units["two"], ""]))
        if heir:
            key = "two", "one", heir
            before[key] = (*before.get(key, ()), unit)
    scopes = [
        (name, f"{label}-{name}", certain, tuple(u for u in codes if u not in certain))
        for name, codes in units.items()
        for label, certain in (("whole", codes), ("core", codes[:1]))
    ]
    again_of = draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))

    def amount(name: str) -> Statement:
        round_id, group, certain, doubtful = draw(st.sampled_from(scopes))
        again = group == "whole-two" and draw(st.booleans())
        many = st.lists(readings(again_of if again else None), min_size=1, max_size=2)
        return Statement(
            name,
            Kind.AGAIN if again else Kind.AMOUNT,
            round_id,
            group,
            certain,
            doubtful,
            readings=tuple(draw(many)),
            since="one" if again else "",
        )

    others = [amount(f"amount-{number}") for number in range(draw(st.integers(0, 3)))]
    for number in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from(["one", "two"]))
        some = draw(st.sets(st.sampled_from(units[name]), min_size=1))
        ratings = draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))
        kind = draw(st.sampled_from([Kind.EACH, Kind.EACH, Kind.JOINT]))
        own = tuple(sorted(some))
        others.append(Statement(f"each-{number}", kind, name, "", own, ratings=ratings))
    study = Study(units, before, tuple(others), amount("asked"))
    # Keep those that hold in one state, so that there is always something to judge by.
    held = draw(st.sampled_from(sorted({sorted_names(true) for true, _ in profiles(study)})))
    return replace(study, others=tuple(item for item in others if item.id in held))


def sorted_names(names: Names) -> tuple[str, ...]:
    return tuple(sorted(names))


def holding(found: set[Profile], names: Iterable[str]) -> list[tuple[Fraction | None, ...]]:
    """Return the values of the readings in the states that make some statements true."""
    needed = set(names)
    return [values for true, values in found if needed <= true]


@dataclass(frozen=True)
class Checks:
    """What is known of every state of a study, to compare answers with."""

    study: Study
    found: set[Profile]
    case: Case

    @property
    def names(self) -> list[str]:
        return [item.id for item in self.study.others]

    def true(self, number: int, values: tuple[Fraction | None, ...]) -> bool:
        value = values[number]
        return value is not None and self.study.asked.readings[number].holds(value)

    def left(self, number: int, some: Iterable[str]) -> list[Fraction]:
        values = [values[number] for values in holding(self.found, some)]
        return [value for value in values if value is not None]

    def hold(self, number: int) -> None:
        expected = any(self.true(number, values) for values in holding(self.found, self.names))
        assert can_hold(self.case, number) is expected
        reasons = excluded(self.case, number)
        assert (reasons is None) is expected

        def against(some: Iterable[str]) -> bool:
            return not any(self.true(number, values) for values in holding(self.found, some))

        if reasons is not None:
            assert against(reasons)
            assert not any(against(set(reasons) - {one}) for one in reasons)

    def follow(self, number: int) -> None:
        def enough(some: Iterable[str]) -> bool:
            return all(self.true(number, values) for values in holding(self.found, some))

        reasons = follows(self.case, number)
        assert (reasons is not None) is enough(self.names)
        if reasons is not None:
            assert enough(reasons)
            assert not any(enough(set(reasons) - {one}) for one in reasons)

    def bound(self, number: int) -> None:
        ends, expected = bounds(self.case, number), self.left(number, self.names)
        assert ends == ((min(expected), max(expected)) if expected else None)
        if ends is not None:
            self.ground(number, *ends)

    def ground(self, number: int, lower: Fraction, upper: Fraction) -> None:
        def above(some: Iterable[str]) -> bool:
            return all(value >= lower for value in self.left(number, some))

        def below(some: Iterable[str]) -> bool:
            return all(value <= upper for value in self.left(number, some))

        reasons = grounds(self.case, number, lower, upper)
        assert above(reasons)
        assert below(reasons)
        needed: set[str] = set()
        for one_sided in (above, below):
            for some in subsets(reasons):
                if one_sided(some) and not any(one_sided(set(some) - {one}) for one in some):
                    needed |= set(some)
        assert needed == set(reasons)

    def excludes(self, some: Iterable[str]) -> bool:
        numbers = range(len(self.study.asked.readings))
        return not any(
            self.true(n, values) for values in holding(self.found, some) for n in numbers
        )

    def clash(self, _: int) -> None:
        if self.excludes(self.names):
            reasons = clash(self.case)
            assert self.excludes(reasons)
            assert len(reasons) == min(
                len(some) for some in subsets(self.names) if self.excludes(some)
            )


@FEW
@given(studies(), st.data())
def test_each_answer_is_that_of_all_states_in_whatever_order_it_is_asked(
    study: Study, data: st.DataObject
) -> None:
    checks = Checks(study, profiles(study), study.case())
    numbers = range(len(study.asked.readings))
    each = [(check, n) for check in (checks.hold, checks.follow, checks.bound) for n in numbers]
    for check, number in data.draw(st.permutations([*each, (checks.clash, 0)])):
        check(number)


@FEW
@given(studies(), st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2), st.data())
def test_a_share_of_an_unknown_number_of_plans_is_never_excluded_or_implied_too_soon(
    study: Study, counted: Names, data: st.DataObject
) -> None:
    (lower, upper) = sorted([Fraction(data.draw(st.integers(0, 12)), 12) for _ in range(2)])
    reading = Reading("", counted, frozenset(), is_share=True, lower=lower, upper=upper)
    plans = replace(
        study.asked,
        kind=Kind.AMOUNT,
        since="",
        readings=(replace(reading, observation="plan"),),
    )
    asked = replace(study, asked=plans)
    names = [item.id for item in study.others]
    values = [value for (value,) in holding(profiles(asked), names)]
    holds = [value is not None and reading.holds(value) for value in values]
    known, case = [value for value in values if value is not None], asked.case()
    assert can_hold(case, 0) or not any(holds)
    assert (follows(case, 0) is not None) is all(holds)
    assert bounds(case, 0) == ((min(known), max(known)) if known else None)


def _share(base_size: int | None = None) -> tuple[Reading, ...]:
    red, none = frozenset({"red"}), frozenset[str]()
    ends = Fraction(0), Fraction(1)
    return (Reading("", red, none, True, *ends, base_size=base_size),)  # noqa: FBT003 - a share


def _each(name: str, units: tuple[str, ...], *ratings: str) -> Statement:
    return Statement(name, Kind.EACH, "one", "", units, ratings=frozenset(ratings))


def test_an_amount_with_nothing_else_said_follows_from_nothing() -> None:
    units = ("a", "b", "c")
    reading = Reading("", frozenset({"red"}), frozenset(), False, Fraction(2), Fraction(2))  # noqa: FBT003 - a count
    asked = Statement("asked", Kind.AMOUNT, "one", "", units, readings=(reading,))
    case = new_case({"one": units}, RATINGS, [asked], asked)
    assert can_hold(case, 0)
    assert follows(case, 0) is None
    assert bounds(case, 0) == (Fraction(0), Fraction(3))
    assert grounds(case, 0, Fraction(0), Fraction(3)) == ()


def test_what_cannot_be_of_so_few_units_clashes_with_nothing_else() -> None:
    reading = Reading("", frozenset({"red"}), frozenset(), False, Fraction(4), Fraction(9))  # noqa: FBT003 - a count
    asked = Statement("asked", Kind.AMOUNT, "one", "", ("a", "b"), readings=(reading,))
    case = new_case({"one": ("a", "b")}, RATINGS, [_each("said", ("a",), "red")], asked)
    assert not can_hold(case, 0)
    assert clash(case) == ()


@pytest.mark.parametrize(("size", "most"), [(None, Fraction(2, 3)), (3, Fraction(2, 3))])
def test_a_share_may_have_more_doubtful_units_than_certain_ones(
    size: int | None, most: Fraction
) -> None:
    said = [_each("green", ("a",), "green"), _each("red", ("b", "c"), "red")]
    asked = Statement("asked", Kind.AMOUNT, "one", "g", ("a",), ("b", "c"), readings=_share(size))
    case = new_case({"one": ("a", "b", "c")}, RATINGS, said, asked)
    found = bounds(case, 0)
    assert found is not None
    assert found[1] == most
