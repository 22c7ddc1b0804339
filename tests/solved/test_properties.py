"""What can never widen or move a bound: a true statement, silence, and the order of rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.solved.evidence import Evidence, count_bounds, possible_ratings, weigh
from ltp_analysis.solved.world import build_world, count_of, solve
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.places import find_place
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ltp_analysis.solved.composition import Range
    from ltp_analysis.validated.study import Study

Rows = list[dict[str, str]]
Spot = tuple[str, str]
Possible = dict[Spot, tuple[str, ...]]
Answers = dict[tuple[str, str, str], "Range"]

RATINGS = ("red", "no plan", "green", "amber")
FEW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Group:
    """Units that certainly belong together, some that may, and those of them that do."""

    name: str
    round_id: str
    certain: tuple[str, ...]
    doubtful: tuple[str, ...]
    joined: tuple[str, ...]

    @property
    def inside(self) -> tuple[str, ...]:
        """The units that belong to it."""
        return *self.certain, *self.joined


@dataclass(frozen=True)
class Truth:
    """Everything that sources may speak of, as it was.

    Attributes:
        ratings: The scale.
        units: The units of each round.
        before: What the units of a round were in the one before.
        rated: The rating of each unit.
        groups: Groups of units.
        plans: For each group and rating, how many plans its units had.
        generous: Units that were several or none before, and are counted as the same again.
    """

    ratings: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    before: dict[tuple[str, str, str], tuple[str, ...]]
    rated: dict[tuple[str, str], str]
    groups: tuple[Group, ...]
    plans: dict[tuple[str, str], int]
    generous: frozenset[str]

    def number(self, group: Group, ratings: Collection[str], observation: str) -> int:
        """Count the units, or the plans, of a group with one of some ratings."""
        if observation == "plan":
            return sum(self.plans[group.name, name] for name in ratings)
        return sum(self.rated[group.round_id, unit] in ratings for unit in group.inside)

    def again(self, group: Group, ratings: Collection[str]) -> int:
        """Count the units of a group of the second round that have one of some ratings again."""
        found = 0
        for unit in group.inside:
            old = self.before.get(("two", "one", unit), ())
            was = self.rated["one", old[0]] in ratings if len(old) == 1 else unit in self.generous
            found += was and self.rated["two", unit] in ratings
        return found


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """Draw up to seven units in two rounds, how they were rated, and their groups."""
    ratings = draw(st.sampled_from([RATINGS[:2], RATINGS[:3], RATINGS]))
    first = tuple(f"a{number}" for number in range(draw(st.integers(2, 4))))
    second = tuple(f"b{number}" for number in range(draw(st.integers(1, 3))))
    units = {"one": first, "two": second}
    before: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for unit in first:
        heir = draw(st.sampled_from([*second, ""]))
        if heir:
            key = "two", "one", heir
            before[key] = (*before.get(key, ()), unit)
    spots = [(name, unit) for name, codes in units.items() for unit in codes]
    rated = {spot: draw(st.sampled_from(ratings)) for spot in spots}
    groups, plans = [], {}
    for name, codes in units.items():
        for label in ("x", "y"):
            roles = [
                draw(st.sampled_from(["in", "in", "in", "joined", "other", "out"])) for _ in codes
            ]
            some = {
                role: tuple(code for code, own in zip(codes, roles, strict=True) if own == role)
                for role in roles
            }
            joined = some.get("joined", ())
            doubtful = tuple(sorted((*joined, *some.get("other", ()))))
            group = Group(f"{label}-{name}", name, some.get("in", ()), doubtful, joined)
            groups.append(group)
            for rating in ratings:
                most = sum(rated[name, unit] == rating for unit in group.inside)
                plans[group.name, rating] = draw(st.integers(1, most)) if most else 0
    generous = draw(st.frozensets(st.sampled_from(second)))
    return Truth(ratings, units, before, rated, tuple(groups), plans, generous)


@st.composite
def readings(draw: st.DrawFn, truth: Truth, group: Group, *, again: bool) -> Reading:
    """Draw a reading of an amount that is true."""
    scale = st.sampled_from(truth.ratings)
    counted = draw(st.frozensets(scale, min_size=1, max_size=2))
    left_out = draw(st.frozensets(scale, max_size=1)) - counted
    observation = "unit" if again else draw(st.sampled_from(["unit", "plan"]))
    base = truth.number(group, set(truth.ratings) - left_out, observation)
    number = truth.again(group, counted) if again else truth.number(group, counted, observation)
    is_share = base > 0 and draw(st.booleans())
    value = Fraction(number, base if is_share else 1)
    step = Fraction(1, 12 if is_share else 2)
    below, above = (draw(st.sampled_from([0, 0, 0, 1, 3])) * step for _ in range(2))
    return Reading(
        "true",
        counted,
        left_out,
        is_share,
        value - below,
        value + above,
        lower_open=below > 0 and draw(st.booleans()),
        upper_open=above > 0 and draw(st.booleans()),
        observation=observation,
        base_size=draw(st.sampled_from([None, base])) if is_share else None,
    )


def anything(truth: Truth) -> st.SearchStrategy[Reading]:
    """Return readings that may be true or not."""
    return st.builds(
        Reading,
        st.just("perhaps"),
        st.frozensets(st.sampled_from(truth.ratings), min_size=1, max_size=2),
        st.just(frozenset[str]()),
        st.booleans(),
        st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1)]),
        st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(2)]),
        observation=st.just("unit"),
    )


@st.composite
def statements(draw: st.DrawFn, truth: Truth) -> Statement:
    """Draw a statement that is true."""
    group = draw(st.sampled_from(truth.groups))
    name, own = group.round_id, [truth.rated[group.round_id, unit] for unit in group.certain]
    kinds = [Kind.AMOUNT, Kind.AMOUNT, Kind.AMOUNT, Kind.EACH, Kind.JOINT, Kind.SILENT]
    kind = draw(st.sampled_from([*[Kind.AGAIN] * 6, *kinds] if name == "two" else kinds))
    if kind is Kind.EACH:
        ratings = draw(st.frozensets(st.sampled_from(truth.ratings), max_size=1)) | frozenset(own)
        return Statement("", kind, name, group.name, group.certain, group.doubtful, ratings=ratings)
    if kind is Kind.JOINT:
        alike = [unit for unit in truth.units[name] if truth.rated[name, unit] in own[:1]]
        perhaps = tuple(unit for unit in group.doubtful if unit not in alike)
        return Statement("", kind, name, "", tuple(alike), perhaps)
    if kind is Kind.SILENT:
        return Statement("", kind, name, group.name, group.certain, silent_because="a test")
    true = draw(readings(truth, group, again=kind is Kind.AGAIN))
    others = [draw(anything(truth))] if draw(st.sampled_from([False, False, True])) else []
    found = tuple(draw(st.permutations([true, *others])))
    since = "one" if kind is Kind.AGAIN else ""
    return Statement(
        "", kind, name, group.name, group.certain, group.doubtful, readings=found, since=since
    )


def bounds(
    truth: Truth,
    said: Sequence[Statement],
    name: str,
    units: Collection[str],
    ratings: Collection[str],
) -> tuple[int, int]:
    world = build_world(truth.units, truth.ratings, said, truth.before, {name: [units]})
    count = count_of(world, name, units, ratings)
    held = [statement.id for statement in said]
    least, most = solve(world, held, -count), solve(world, held, count)
    assert least is not None
    assert most is not None
    return round(-least.objective_value), round(most.objective_value)


@FEW
@given(truths(), st.data())
def test_true_statements_one_by_one_never_widen_a_bound(truth: Truth, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(truth.units)))
    units = data.draw(st.frozensets(st.sampled_from(truth.units[name]), min_size=1))
    scale = st.sampled_from(truth.ratings)
    ratings = data.draw(st.frozensets(scale, min_size=1, max_size=len(truth.ratings) - 1))
    here = sum(truth.rated[name, unit] in ratings for unit in units)
    drawn = data.draw(st.lists(statements(truth), min_size=2, max_size=5))
    more = [replace(item, id=f"s{number}") for number, item in enumerate(drawn)]
    said: list[Statement] = []
    least, most = bounds(truth, said, name, units, ratings)
    assert (least, most) == (0, len(units))
    for statement in more:
        said.insert(data.draw(st.integers(0, len(said))), statement)
        lower, upper = bounds(truth, said, name, units, ratings)
        assert least <= lower <= here <= upper <= most
        least, most = lower, upper
    each = [
        Statement(f"{name}-{unit}", Kind.EACH, name, "", (unit,), ratings=frozenset([rating]))
        for (name, unit), rating in truth.rated.items()
    ]
    assert bounds(truth, [*said, *each], name, units, ratings) == (here, here)


@pytest.fixture(scope="module")
def known(study: Study) -> Evidence:
    """Return what is weighed by default."""
    return weigh(study)


@pytest.fixture(scope="module")
def possible(known: Evidence) -> Possible:
    """Return the ratings left for each unit."""
    return possible_ratings(known)


def answers(evidence: Evidence) -> Answers:
    """Return the bounds of some counts that the shipped study leaves open."""
    return {
        (round_id, place, rating): count_bounds(
            evidence, round_id, find_place(evidence.study, place, round_id).units, [rating]
        )
        for round_id, place, rating in (
            ("2015-16", "", "red"),
            ("2016-17", "", "green"),
            ("2017-18", "yorkshire-and-the-humber-2018", "amber"),
            ("2018-19", "", "no plan"),
        )
    }


@pytest.fixture(scope="module")
def answered(known: Evidence) -> Answers:
    """Return the bounds of some counts, none of them closed."""
    found = answers(known)
    assert all(bound.lower < bound.upper for bound in found.values())
    return found


def one_world(known: Evidence) -> dict[Spot, str]:
    """Return a rating of every unit of every round that the held statements allow."""
    study, found = known.study, dict[Spot, str]()
    for rounds in dict.fromkeys(known.together(name) for name in study.rounds):
        units = {name: list(study.units(name)["unit_code"]) for name in rounds}
        world = known.world(rounds, {name: [{unit} for unit in units[name]] for name in rounds})
        some = [count_of(world, name, units[name][::2], ["green"]) for name in rounds]
        solver = solve(world, known.held, sum(some))
        assert solver is not None
        for name in rounds:
            for block in world.blocks[name]:
                (unit,) = block.units
                (found[name, unit],) = (
                    rating for rating, number in block.has.items() if solver.value(number)
                )
    return found


def test_true_ratings_of_units_never_widen_a_bound_of_the_study(
    known: Evidence,
    possible: Possible,
    answered: Answers,
) -> None:
    true = one_world(known)
    assert all(rating in possible[spot] for spot, rating in true.items())
    drawn = {spot: true[spot] for spot in pd.Series(list(true)).sample(60, random_state=1)}
    more = [
        Statement(
            f"made-up-{name}-{unit}", Kind.EACH, name, "", (unit,), ratings=frozenset([rated])
        )
        for (name, unit), rated in drawn.items()
    ]
    found = weigh(known.study, more=more)
    assert found.held >= known.held | {statement.id for statement in more}
    after = possible_ratings(found)
    assert after.keys() == possible.keys()
    assert all(set(after[spot]) <= set(possible[spot]) for spot in possible)
    assert all(after[spot] == (rating,) for spot, rating in drawn.items())
    assert all(rating in after[spot] for spot, rating in true.items())
    narrowed = answers(found)
    for (name, place, rating), bound in answered.items():
        units = find_place(known.study, place, name).units
        here = sum(true[name, unit] == rating for unit in units)
        now = narrowed[name, place, rating]
        assert bound.lower <= now.lower <= here <= now.upper <= bound.upper
    assert narrowed != answered


def backwards(rows: Rows) -> Rows:
    return rows[::-1]


def shuffled(rows: Rows) -> Rows:
    return [rows[place] for place in pd.Series(range(len(rows))).sample(frac=1, random_state=7)]


def same(found: Evidence, known: Evidence, possible: Possible, answered: Answers) -> None:
    """Assert that everything worked out is the same."""
    assert set(map(frozenset, found.clashes)) == set(map(frozenset, known.clashes))
    assert possible_ratings(found) == possible
    assert answers(found) == answered


@pytest.mark.parametrize("order", [backwards, shuffled])
def test_the_order_of_rows_changes_nothing(
    altered: Callable[..., Study],
    known: Evidence,
    possible: Possible,
    answered: Answers,
    order: Callable[[Rows], Rows],
) -> None:
    tables = ("figures", "ratings", "group_members", "coverage", "register", "succession")
    found = weigh(altered(**dict.fromkeys(tables, order)))
    assert list(found.statements) != list(known.statements)
    assert found.held == known.held
    out = [{item.statement for item in evidence.left_out} for evidence in (found, known)]
    assert out[0] == out[1]
    same(found, known, possible, answered)


def test_figures_that_say_nothing_of_ratings_change_nothing(
    altered: Callable[..., Study],
    study: Study,
    known: Evidence,
    possible: Possible,
    answered: Answers,
) -> None:
    silent = {item.id for item in collect(study) if item.kind is Kind.SILENT}
    assert len(silent) > len(study["figures"]) // 2

    def spoken(rows: Rows) -> Rows:
        return [row for row in rows if row["figure_id"] not in silent]

    found = weigh(altered(figures=spoken))
    assert known.statements.keys() - found.statements.keys() == silent & known.statements.keys()
    assert found.held == known.held - silent
    out = [{item.statement for item in evidence.left_out} for evidence in (found, known)]
    assert out[0] == out[1] - silent
    same(found, known, possible, answered)
