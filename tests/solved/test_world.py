"""The model of what statements allow, against every world of a few units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.world import (
    ClashError,
    World,
    build_world,
    core,
    count_of,
    range_of,
    solve,
    ways_of,
)
from ltp_analysis.statements.statement import Kind, Reading, Statement

RATINGS = ("red", "green", "no plan")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

Given = dict[tuple[str, str], str]
"""A rating for each round and unit."""


@dataclass(frozen=True)
class Case:
    """Some units, what they were before, and what is said of them."""

    units: dict[str, tuple[str, ...]]
    before: dict[tuple[str, str, str], tuple[str, ...]]
    statements: tuple[Statement, ...]

    @property
    def names(self) -> list[str]:
        """Ids of the statements."""
        return [statement.id for statement in self.statements]

    def world(self, *, alone: bool = True) -> World:
        """Return the model, with every unit told apart or not."""
        apart = {name: [{unit} for unit in units] for name, units in self.units.items()}
        return build_world(
            self.units, RATINGS, self.statements, self.before, apart if alone else None
        )

    def spots(self) -> list[tuple[str, str]]:
        """Return every unit of every round."""
        return [(name, unit) for name, units in self.units.items() for unit in units]

    def worlds(self) -> list[tuple[Given, list[frozenset[str]]]]:
        """Return every way to rate the units, with the largest sets that it makes true."""
        spots = self.spots()
        found = []
        for ratings in product(RATINGS, repeat=len(spots)):
            rated = dict(zip(spots, ratings, strict=True))
            found.append((rated, self.true_together(rated)))
        return found

    def true_together(self, rated: Given) -> list[frozenset[str]]:
        """Return, for each doubt and number of plans, the statements that are true."""
        parts: list[list[frozenset[str]]] = []
        scopes: dict[tuple[str, str], list[Statement]] = {}
        for statement in self.statements:
            if statement.kind not in (Kind.SILENT, Kind.CHANGE):
                key = statement.round_id, statement.group_id or statement.id
                scopes.setdefault(key, []).append(statement)
        for some in scopes.values():
            one, ways = some[0], set()
            for members in _memberships(one):
                inside = [rated[one.round_id, unit] for unit in members]
                for plans in _plans(inside):
                    ways.add(
                        frozenset(
                            item.id for item in some if self._true(item, rated, inside, plans)
                        )
                    )
            parts.append(sorted(ways, key=sorted))
        return [frozenset().union(*chosen) for chosen in product(*parts)]

    def _true(
        self, statement: Statement, rated: Given, inside: list[str], plans: dict[str, int]
    ) -> bool:
        own = [rated[statement.round_id, unit] for unit in statement.units]
        if statement.kind is Kind.EACH:
            return all(rating in statement.ratings for rating in own)
        if statement.kind is Kind.JOINT:
            return len(set(own)) <= 1
        units = {name: inside.count(name) for name in RATINGS}
        return any(
            _reads(
                reading,
                plans if reading.observation == "plan" else units,
                units,
                self._again(statement, reading, rated) if statement.kind is Kind.AGAIN else None,
            )
            for reading in statement.readings
        )

    def _again(self, statement: Statement, reading: Reading, rated: Given) -> range:
        """Return the numbers that may have been counted as having it again."""
        least = most = 0
        for unit in statement.units:
            if rated[statement.round_id, unit] in reading.counted:
                old = self.before.get((statement.round_id, statement.since, unit), ())
                if len(old) == 1:
                    again = rated[statement.since, old[0]] in reading.counted
                    least, most = least + again, most + again
                else:
                    most += 1
        return range(least, most + 1)


def _memberships(statement: Statement) -> list[tuple[str, ...]]:
    found = []
    for inside in product((False, True), repeat=len(statement.doubtful_units)):
        more = [unit for unit, is_in in zip(statement.doubtful_units, inside, strict=True) if is_in]
        found.append((*statement.units, *more))
    return found


def _plans(inside: list[str]) -> list[dict[str, int]]:
    """Return every number of plans: one or more where a unit has the rating, none elsewhere."""
    units = [inside.count(name) for name in RATINGS]
    ways = [range(1, number + 1) if number else [0] for number in units]
    return [dict(zip(RATINGS, numbers, strict=True)) for numbers in product(*ways)]


def _reads(
    reading: Reading, observed: dict[str, int], units: dict[str, int], again: range | None
) -> bool:
    based = [name for name in RATINGS if name not in reading.left_out]
    number = sum(observed[name] for name in reading.counted) - reading.moved
    numbers = [number] if again is None else list(again)
    if not reading.is_share:
        return any(reading.holds(Fraction(number)) for number in numbers)
    base = sum(observed[name] for name in based)
    if reading.observation == "plan" and reading.base_size is None:
        # A share of an unknown number of plans says that there are some, or none, or others.
        if reading.moved:
            return True
        some = sum(units[name] for name in reading.counted)
        others = sum(units[name] for name in based if name not in reading.counted)
        return (
            (some >= 1 if reading.lower > 0 else some == 0 or reading.upper > 0)
            and (others >= 1 if reading.upper < 1 else others == 0 or reading.lower < 1)
        )  # fmt: skip
    if base < 1 or (reading.base_size is not None and base != reading.base_size):
        return False
    return any(reading.holds(Fraction(number, base)) for number in numbers)


@st.composite
def readings(draw: st.DrawFn, observations: tuple[str, ...] = ("unit", "plan")) -> Reading:
    counted = draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))
    is_share = draw(st.booleans())
    shares = sorted({Fraction(part, 12) for part in (0, 3, 4, 6, 8, 9, 12)})
    numbers = [Fraction(number, 2) for number in range(8)]
    ends = st.sampled_from(shares if is_share else numbers)
    lower, upper = sorted([draw(ends), draw(ends)])
    return Reading(
        "",
        counted,
        draw(st.frozensets(st.sampled_from(RATINGS), max_size=1)) - counted,
        is_share,
        lower,
        upper,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(observations)),
        draw(st.sampled_from([None, None, 1, 2, 3])),
        moved=draw(st.sampled_from([0, 0, 0, -1, 1])) if "plan" in observations else 0,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw up to five units in two rounds, and up to five statements."""
    first = tuple(f"a{number}" for number in range(draw(st.integers(1, 3))))
    second = tuple(f"b{number}" for number in range(draw(st.integers(1, 5 - len(first)))))
    units = {"one": first, "two": second}
    ways: list[tuple[str, ...]] = [*((unit,) for unit in first), *[()] * len(second)]
    old = draw(st.permutations(ways))
    before = {("two", "one", unit): was for unit, was in zip(second, old, strict=False) if was}
    scopes = {}
    for name in ("one", "two"):
        for label in ("x", "y"):
            roles = draw(st.lists(st.sampled_from("inn?"), min_size=5, max_size=5))
            chosen = list(zip(units[name], roles, strict=False))
            scopes[name, f"{label}-{name}"] = (
                tuple(unit for unit, role in chosen if role == "i"),
                tuple(unit for unit, role in chosen if role == "?"),
            )
    statements: list[Statement] = []
    kinds = [Kind.EACH, Kind.AMOUNT, Kind.AMOUNT, Kind.AMOUNT, Kind.JOINT, Kind.AGAIN]
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(kinds))
        if kind is Kind.AGAIN:
            kinds.remove(kind)
            # Of a group without doubt: who of the doubtful was counted again is left open.
            certain, _ = scopes["two", "x-two"]
            statement = Statement(
                "", kind, "two", "again", certain,
                readings=tuple(draw(st.lists(readings(("unit",)), min_size=1, max_size=2))),
                since="one",
            )  # fmt: skip
        else:
            (name, group), (certain, doubtful) = draw(st.sampled_from(sorted(scopes.items())))
            statement = Statement(
                "", kind, name, "" if kind is Kind.JOINT else group, certain, doubtful,
                ratings=draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2)),
                readings=tuple(draw(st.lists(readings(), min_size=1, max_size=3)))
                if kind is Kind.AMOUNT
                else (),
            )  # fmt: skip
        statements.append(replace(statement, id=f"s{number}"))
    return Case(units, before, tuple(statements))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Case, str, frozenset[str], frozenset[str]]:
    case = draw(cases())
    name = draw(st.sampled_from(["one", "two"]))
    units = draw(st.frozensets(st.sampled_from(case.units[name]), min_size=1))
    return case, name, units, draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))


def bounds(
    world: World, held: list[str], name: str, units: frozenset[str], ratings: frozenset[str]
) -> tuple[int, int] | None:
    count = count_of(world, name, units, ratings)
    least, most = solve(world, held, -count), solve(world, held, count)
    if least is None or most is None:
        assert least is most
        return None
    return round(-least.objective_value), round(most.objective_value)


def tried(
    case: Case, name: str, units: frozenset[str], ratings: frozenset[str]
) -> tuple[int, int] | None:
    counts = [
        sum(rated[name, unit] in ratings for unit in units)
        for rated, sets in case.worlds()
        if any(set(case.names) <= some for some in sets)
    ]
    return (min(counts), max(counts)) if counts else None


@FEW
@given(cases(), st.booleans(), st.data())
def test_statements_can_hold_together_where_some_world_makes_them_true(
    case: Case, alone: bool, data: st.DataObject  # noqa: FBT001 - drawn
) -> None:  # fmt: skip
    world = case.world(alone=alone)
    largest = {some for _, sets in case.worlds() for some in sets}
    for held in (
        case.names,
        *([name] for name in case.names),
        data.draw(st.lists(st.sampled_from(case.names), unique=True)),
    ):
        expected = any(set(held) <= some for some in largest)
        assert (solve(world, held) is not None) is expected
        clash = core(world, held)
        assert (clash is None) is expected
        if clash is not None:
            assert set(clash) <= set(held)
            assert not any(set(clash) <= some for some in largest)


def test_a_share_of_nothing_is_not_true() -> None:
    nothing = Reading(
        "", frozenset({"red"}), frozenset(), is_share=True, lower=Fraction(0), upper=Fraction(0)
    )
    said = Statement("said", Kind.AMOUNT, "one", "empty", (), readings=(nothing,))
    world = build_world({"one": ("a",)}, RATINGS, [said])
    assert solve(world, []) is not None
    assert solve(world, ["said"]) is None


@FEW
@given(questions())
def test_bounds_of_a_count_are_those_of_all_worlds(
    question: tuple[Case, str, frozenset[str], frozenset[str]],
) -> None:
    case, name, units, ratings = question
    apart = build_world(
        case.units, RATINGS, case.statements, case.before, {name: [units]}
    )  # fmt: skip
    assert bounds(apart, case.names, name, units, ratings) == tried(case, name, units, ratings)


@FEW
@given(questions(), st.permutations(RATINGS))
def test_ranges_asked_of_one_model_one_after_the_other_are_those_of_all_worlds(
    question: tuple[Case, str, frozenset[str], frozenset[str]], order: list[str]
) -> None:
    case, name, units, some = question
    world = build_world(case.units, RATINGS, case.statements, case.before, {name: [units]})
    for held in (case.names[:1], case.names):
        fewer = replace(case, statements=case.statements[: len(held)])
        for ratings in (*(frozenset([one]) for one in order), some):
            count = count_of(world, name, units, ratings)
            expected = tried(fewer, name, units, ratings)
            if expected is None:
                with pytest.raises(ClashError):
                    range_of(world, held, count, Range(0, len(units)))
            else:
                assert range_of(world, held, count, Range(0, len(units))) == Range(*expected)


@FEW
@given(cases())
def test_possible_ratings_are_those_of_all_worlds(case: Case) -> None:
    world = case.world()
    allowed = [rated for rated, sets in case.worlds() if set(case.names) in sets]
    expected = {(spot, rated[spot]) for rated in allowed for spot in rated}
    found = set()
    for name, unit in case.spots():
        for rating in RATINGS:
            ends = bounds(world, case.names, name, frozenset([unit]), frozenset([rating]))
            if ends is not None and ends[1] == 1:
                found.add(((name, unit), rating))
    assert found == expected


@FEW
@given(questions(), cases(), st.data())
def test_a_true_statement_widens_nothing_and_keeps_its_world(
    question: tuple[Case, str, frozenset[str], frozenset[str]], other: Case, data: st.DataObject
) -> None:
    case, name, units, ratings = question
    more = tuple(
        replace(item, id=f"more-{item.id}", group_id=f"more-{item.group_id}")
        for item in other.statements
        if {*item.units, *item.doubtful_units} <= set(case.units[item.round_id])
        and item.kind is not Kind.AGAIN
    )
    both = replace(case, statements=(*case.statements, *more))
    rated, sets = data.draw(st.sampled_from(both.worlds()))
    true = set(data.draw(st.sampled_from(sets)))
    fewer = sorted(true & set(case.names))
    world = both.world()
    before = bounds(world, fewer, name, units, ratings)
    after = bounds(world, sorted(true), name, units, ratings)
    assert before is not None
    assert after is not None
    here = sum(rated[name, unit] in ratings for unit in units)
    assert before[0] <= after[0] <= here <= after[1] <= before[1]
    for (round_id, unit), rating in rated.items():
        world.model.add(count_of(world, round_id, [unit], [rating]) == 1)
    assert solve(world, true) is not None


@FEW
@given(questions(), st.data())
def test_order_and_silence_change_nothing(
    question: tuple[Case, str, frozenset[str], frozenset[str]], data: st.DataObject
) -> None:
    case, name, units, ratings = question
    shuffled = tuple(data.draw(st.permutations(case.statements)))
    silent = Statement(
        "silent", Kind.SILENT, name, "x-" + name, case.units[name], silent_because="on children"
    )
    found = [
        bounds(version.world(), version.names, name, units, ratings)
        for version in (
            case,
            replace(case, statements=shuffled),
            replace(case, statements=(*case.statements, silent)),
        )
    ]
    assert found[0] == found[1] == found[2]


def test_units_that_the_model_does_not_tell_apart_cannot_be_counted() -> None:
    world = build_world({"one": ("a", "b")}, RATINGS, [])
    with pytest.raises(ValueError, match="does not tell these units apart"):
        count_of(world, "one", ["a"], ["red"])


def test_statements_on_other_rounds_and_on_changes_are_passed_over() -> None:
    some = (Reading("", frozenset(["red"]), frozenset(), False, Fraction(1), Fraction(1)),)  # noqa: FBT003 - a count
    world = build_world(
        {"one": ("a",)},
        RATINGS,
        [
            Statement("far", Kind.AMOUNT, "three", "", ("z",), readings=some),
            Statement("moved", Kind.CHANGE, "one", "", ("a",), readings=some, since="two"),
            Statement("again", Kind.AGAIN, "one", "", ("a",), readings=some, since="two"),
            Statement("said", Kind.EACH, "one", "", ("a",), ratings=frozenset(["red"])),
        ],
    )
    assert list(world.on) == ["said"]


def _exactly(number: int, name: str, **more: str) -> Statement:
    reading = Reading(
        "", frozenset(["red"]), frozenset(), is_share=False, lower=Fraction(number),
        upper=Fraction(number),
    )  # fmt: skip
    return Statement(
        name, Kind.AGAIN, "two", more.get("group", "g"), ("c", "d"), readings=(reading,),
        since="one",
    )  # fmt: skip


def test_two_numbers_of_the_same_again_cannot_both_hold() -> None:
    world = build_world(
        {"one": ("a", "b"), "two": ("c", "d")},
        RATINGS,
        [_exactly(0, "none"), _exactly(1, "one")],
        {("two", "one", "c"): ("a",), ("two", "one", "d"): ("b",)},
    )
    assert solve(world, ["none"]) is not None
    assert solve(world, ["one"]) is not None
    assert solve(world, ["none", "one"]) is None


@given(
    st.fractions(-1, 2, max_denominator=12),
    st.fractions(-1, 2, max_denominator=12),
    st.tuples(st.booleans(), st.booleans()),
    st.one_of(
        st.integers(1, 14).map(lambda size: (size,)),
        st.integers(0, 14).map(lambda size: range(1, size + 1)),
    ),
)
def test_the_ways_to_make_a_share_are_all_and_no_others(
    one: Fraction, other: Fraction, opened: tuple[bool, bool], sizes: tuple[int, ...] | range
) -> None:
    lower, upper = sorted((one, other))
    share = Reading("", frozenset(["red"]), frozenset(), True, lower, upper, *opened)  # noqa: FBT003 - a share
    found = {
        (base - number if is_rest else number, base)
        for numbers, bases, is_rest in ways_of(share, sizes)
        for base in range(bases[0], bases[1] + 1)
        for number in range(numbers[0], numbers[1] + 1)
    }
    expected = {
        (count, base)
        for base in sizes
        for count in range(base + 1)
        if share.holds(Fraction(count, base))
    }
    assert found == expected
