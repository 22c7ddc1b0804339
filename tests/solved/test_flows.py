"""Flows between rounds, against every world of a few units and on the shipped study."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.evidence import Evidence, count_bounds, possible_ratings, weigh
from ltp_analysis.solved.flows import (
    EXCLUDED,
    FORCED,
    POSSIBLE,
    Flow,
    Flows,
    Following,
    Move,
    flows,
    follow,
    followed,
    move_bounds,
)
from ltp_analysis.solved.world import ClashError, build_world
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ltp_analysis.solved.world import Predecessors
    from ltp_analysis.validated.study import Study

Rows = list[dict[str, str]]
Rated = dict[tuple[str, str], str]
"""A rating for each round and unit."""

RATINGS = ("red", "green", "no plan")
MOVES = [(before, after) for before in RATINGS for after in RATINGS]
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Case:
    """Some units of two rounds, what the later ones were before, and what is said of them."""

    units: dict[str, tuple[str, ...]]
    before: dict[tuple[str, str, str], tuple[str, ...]]
    statements: tuple[Statement, ...]

    @property
    def names(self) -> list[str]:
        """Ids of the statements."""
        return [statement.id for statement in self.statements]

    def following(self) -> Following:
        """Return the model."""
        return follow(self.units, RATINGS, self.statements, self.before, "one", "two")

    def was(self, unit: str) -> str:
        """Return the one unit that a unit was, or nothing."""
        old = self.before.get(("two", "one", unit), ())
        return old[0] if len(old) == 1 else ""

    def worlds(self) -> Iterator[Rated]:
        """Yield every rating of all units under which the statements can all be true."""
        spots = [(name, unit) for name, units in self.units.items() for unit in units]
        for ratings in product(RATINGS, repeat=len(spots)):
            rated = dict(zip(spots, ratings, strict=True))
            if self._holds(rated):
                yield rated

    def moved(self, rated: Rated, moves: Collection[Move]) -> int:
        """Count the units that made one of some moves."""
        return sum(
            (rated["one", self.was(unit)], rated["two", unit]) in moves
            for unit in self.units["two"]
            if self.was(unit)
        )

    def _holds(self, rated: Rated) -> bool:
        """Say whether some number of units kept in each scope makes all statements true."""
        again = [item for item in self.statements if item.kind is Kind.AGAIN]
        if not all(_true(item, rated) for item in self.statements if item not in again):
            return False
        kept = {
            (item.group_id, reading.counted): self._kept(item, reading.counted, rated)
            for item in again
            for reading in item.readings
        }
        return any(
            all(
                any(
                    reading.holds(
                        Fraction(
                            numbers[list(kept).index((item.group_id, reading.counted))],
                            len(item.units) if reading.is_share else 1,
                        )
                    )
                    for reading in item.readings
                )
                for item in again
            )
            for numbers in product(*kept.values())
        )

    def _kept(self, statement: Statement, counted: frozenset[str], rated: Rated) -> range:
        """Return the numbers of units that may have been counted as keeping a rating."""
        least = most = 0
        for unit in (*statement.units, *statement.doubtful_units):
            if rated["two", unit] not in counted:
                continue
            if not self.was(unit):
                most += 1
            elif rated["one", self.was(unit)] in counted:
                most += 1
                least += unit in statement.units
        return range(least, most + 1)


def _true(statement: Statement, rated: Rated) -> bool:
    own = [rated[statement.round_id, unit] for unit in statement.units]
    if statement.kind is Kind.EACH:
        return set(own) <= statement.ratings
    if statement.kind is Kind.JOINT:
        return len(set(own)) <= 1
    (reading,) = statement.readings
    return reading.holds(Fraction(sum(rating in reading.counted for rating in own)))


@st.composite
def amounts(draw: st.DrawFn, size: int, *, share: bool = False) -> Reading:
    ends = [Fraction(number, (size or 1) if share else 1) for number in range(size + 1)]
    lower = draw(st.sampled_from(ends))
    upper = draw(st.sampled_from([lower, *(end for end in ends if end >= lower)]))
    counted = draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))
    return Reading("", counted, frozenset(), share, lower, upper)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw up to six units in two rounds, mergers among them, and up to six statements."""
    first = tuple(f"a{number}" for number in range(draw(st.sampled_from([3, 2, 1]))))
    second = tuple(f"b{number}" for number in range(draw(st.sampled_from([3, 2, 1]))))
    units = {"one": first, "two": second}
    before: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for old, same in zip(first, (*second, *second, *second), strict=False):
        heir = draw(st.sampled_from([same, same, *second, ""]))
        if heir:
            key = "two", "one", heir
            before[key] = (*before.get(key, ()), old)
    # Units of one block say most: what is said of all of them tells none of them apart.
    kinds = draw(st.sampled_from(["i", "i", "iid-"]))
    roles = {unit: draw(st.sampled_from(kinds)) for unit in second}
    scope = tuple(unit for unit in second if roles[unit] == "i")
    doubt = tuple(unit for unit in second if roles[unit] == "d")
    statements = []
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from([*[Kind.AGAIN] * 3, *[Kind.AMOUNT] * 2, Kind.EACH, Kind.JOINT]))
        if kind is Kind.AGAIN:
            share = not doubt and bool(scope) and draw(st.booleans())
            reading = amounts(len(scope) or 1, share=share)
            readings = tuple(draw(st.lists(reading, min_size=1, max_size=2)))
            item = Statement(
                "", kind, "two", "again", scope, doubt, readings=readings, since="one"
            )  # fmt: skip
        else:
            name = draw(st.sampled_from(["one", "two"]))
            part = st.frozensets(st.sampled_from(units[name]), min_size=1)
            some = tuple(sorted(draw(st.one_of(st.just(frozenset(units[name])), part))))
            ratings = draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))
            readings = (draw(amounts(len(some))),) if kind is Kind.AMOUNT else ()
            item = Statement("", kind, name, "", some, ratings=ratings, readings=readings)
        statements.append(replace(item, id=f"s{number}"))
    return Case(units, before, tuple(statements))


@FEW
@given(cases(), st.lists(st.sampled_from(MOVES), min_size=2, max_size=5, unique=True))
def test_bounds_are_those_over_every_world(case: Case, some: list[Move]) -> None:
    following, worlds = case.following(), list(case.worlds())
    asked = [*([move] for move in MOVES), some]
    if not worlds:
        with pytest.raises(ClashError, match="cannot all hold"):
            move_bounds(following, case.names, some)
        return
    for moves in asked:
        numbers = [case.moved(rated, moves) for rated in worlds]
        assert move_bounds(following, case.names, moves) == Range(min(numbers), max(numbers))


@FEW
@given(cases())
def test_every_unit_that_was_one_unit_is_followed_once(case: Case) -> None:
    following = case.following()
    blocks = {block.units[0]: block for block in following.world.blocks["two"]}
    seen = [unit for first in following.moves for unit in blocks[first].units]
    assert sorted(seen) == sorted(unit for unit in case.units["two"] if case.was(unit))


def test_what_two_statements_say_of_those_who_kept_a_rating_is_taken_together() -> None:
    # Nobody kept red and nobody kept green, but all three had red or green both times.
    units = {"one": ("a", "b", "c"), "two": ("a", "b", "c")}
    before: Predecessors = {("two", "one", unit): (unit,) for unit in units["two"]}
    statements = [
        Statement(
            name, Kind.AGAIN, "two", "g", units["two"], since="one",
            readings=(Reading("", frozenset(ratings), frozenset(), False, number, number),),  # noqa: FBT003
        )
        for name, ratings, number in (
            ("red", ["red"], Fraction(0)),
            ("green", ["green"], Fraction(0)),
            ("either", ["red", "green"], Fraction(3)),
        )
    ]  # fmt: skip
    following = follow(units, RATINGS, statements, before, "one", "two")
    held = ["red", "green", "either"]
    assert move_bounds(following, held, [("red", "red")]) == Range(0, 0)
    swapped = [("red", "green"), ("green", "red")]
    assert move_bounds(following, held, swapped) == Range(3, 3)
    assert move_bounds(following, held, swapped[:1]) == Range(0, 3)
    assert move_bounds(following, ["either"], swapped[:1]) == Range(0, 3)
    assert move_bounds(following, ["either"], [("red", "red")]) == Range(0, 3)


def test_without_statements_anything_is_possible() -> None:
    units = {"one": ("a", "b"), "two": ("a", "b", "new")}
    before: Predecessors = {("two", "one", unit): (unit,) for unit in ("a", "b")}
    following = follow(units, RATINGS, [], before, "one", "two")
    assert all(move_bounds(following, [], [move]) == Range(0, 2) for move in MOVES)
    assert move_bounds(following, [], MOVES) == Range(2, 2)
    assert build_world(units, RATINGS, [], before).on == {}


@pytest.mark.parametrize(
    ("lower", "upper", "state"), [(0, 0, EXCLUDED), (0, 3, POSSIBLE), (1, 3, FORCED)]
)
def test_a_flow_is_forced_possible_or_excluded(lower: int, upper: int, state: str) -> None:
    assert Flow("red", "green", lower, upper).state == state


@pytest.fixture(scope="module")
def known(study: Study) -> Evidence:
    return weigh(study)


@pytest.fixture(scope="module")
def found(known: Evidence) -> Flows:
    return flows(known, "2016-17", "2017-18")


def test_units_that_merged_are_set_apart(study: Study, found: Flows) -> None:
    units = set(study.units("2017-18")["unit_code"])
    assert {*found.followed, *found.apart} == units
    assert not {*found.followed} & {*found.apart}
    mergers = study["succession"]
    mergers = mergers[mergers["kind"] == "merger"]
    old = set(study.units("2016-17")["unit_code"])
    merged = set(mergers.loc[mergers["predecessor_code"].isin(old - units), "successor_code"])
    assert {*found.apart} == merged & units
    assert len(found.followed) == 188


def test_every_pair_of_ratings_has_its_flow_in_order(study: Study, found: Flows) -> None:
    ratings = study.ratings
    pairs = [(before, after) for before in ratings for after in ratings]
    assert [(flow.before, flow.after) for flow in found.flows] == pairs
    assert all(0 <= flow.lower <= flow.upper <= len(found.followed) for flow in found.flows)


def test_units_of_known_rating_force_their_flow(known: Evidence, found: Flows) -> None:
    possible = possible_ratings(known)
    sure: Counter[Move] = Counter()
    for unit in found.followed:
        then, now = possible["2016-17", unit], possible["2017-18", unit]
        if len(then) == len(now) == 1:
            sure[then[0], now[0]] += 1
    assert sure["green", "green"] == 1
    lower = {(flow.before, flow.after): flow.lower for flow in found.flows}
    assert all(lower[move] >= number for move, number in sure.items())
    states = {(flow.before, flow.after): flow.state for flow in found.flows}
    assert states["red", "amber"] == states["amber", "no plan"] == FORCED
    assert states["no plan", "red"] == POSSIBLE


def test_totals_of_moves_are_no_tighter_than_their_parts_allow(found: Flows) -> None:
    kept = [flow for flow in found.flows if flow.before == flow.after]
    assert sum(flow.lower for flow in kept) <= found.kept.lower
    assert found.kept.upper <= min(sum(flow.upper for flow in kept), len(found.followed))
    assert 0 <= found.better.lower <= found.better.upper
    assert found.kept.lower + found.better.upper <= len(found.followed)
    assert found.kept.lower + found.worse.upper <= len(found.followed)


def test_flows_from_a_rating_fit_its_count(study: Study, known: Evidence, found: Flows) -> None:
    for rating in study.ratings:
        came = [flow for flow in found.flows if flow.after == rating]
        count = count_bounds(known, "2017-18", found.followed, [rating])
        assert max(flow.upper for flow in came) <= count.upper
        assert sum(flow.lower for flow in came) <= count.lower


def test_all_moves_together_are_all_units_followed(study: Study, known: Evidence) -> None:
    following = followed(known, "2017-18", "2018-19")
    ratings = study.ratings
    every = {(before, after) for before in ratings for after in ratings}
    assert move_bounds(following, known.held, every) == Range(195, 195)
    # At least 144 were amber after and 146 before, of 195: see the counts of both rounds.
    stayed = move_bounds(following, known.held, [("amber", "amber")])
    assert stayed.lower >= 146 + 144 - 195
    assert stayed.upper <= 145
    worse = move_bounds(following, known.held, [("green", "red"), ("amber", "red")])
    assert worse.upper <= count_bounds(known, "2018-19", found_units(study), ["red"]).upper


def found_units(study: Study) -> list[str]:
    return list(study.units("2018-19")["unit_code"])


def test_a_complete_list_of_ratings_closes_every_flow(altered: Callable[..., Study]) -> None:
    def complete(rows: Rows) -> Rows:
        first = rows[0]
        made: Rows = []
        for place, (round_id, unit) in enumerate(spots):
            rating = scale[(place * 7 + len(made) // 5) % len(scale)]
            truth[round_id, unit] = rating
            made.append(
                dict.fromkeys(first, "")
                | {
                    "statement_id": f"made-up-{round_id}-{unit.lower()}",
                    "round_id": round_id,
                    "unit_code": unit,
                    "ratings": rating,
                    "edition": "original",
                    "certainty": "certain",
                    "source_id": first["source_id"],
                }
            )
        return made

    plain = altered()
    scale, rounds = plain.ratings, ("2016-17", "2017-18")
    spots = [(name, unit) for name in rounds for unit in plain.units(name)["unit_code"]]
    truth: Rated = {}
    study = altered(ratings=complete, figures=lambda _: [], coverage=lambda _: [])
    closed = flows(weigh(study), *rounds)
    counted = Counter((truth["2016-17", unit], truth["2017-18", unit]) for unit in closed.followed)
    assert {(flow.before, flow.after): (flow.lower, flow.upper) for flow in closed.flows} == {
        move: (counted[move], counted[move]) for move in ((b, a) for b in scale for a in scale)
    }
    order = {rating: place for place, rating in enumerate(scale) if rating not in plain.missing}
    for bounds, chosen in (
        (closed.kept, [move for move in counted if move[0] == move[1]]),
        (closed.better, [(b, a) for b in order for a in order if order[a] > order[b]]),
        (closed.worse, [(b, a) for b in order for a in order if order[a] < order[b]]),
    ):
        assert bounds.single == sum(counted[move] for move in chosen)
        assert bounds.single
