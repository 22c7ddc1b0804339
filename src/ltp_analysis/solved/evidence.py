"""What the accepted statements pin down, and which of them cannot stand together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from ltp_analysis.solved.brief import brief
from ltp_analysis.solved.clashes import smallest_clash
from ltp_analysis.solved.composition import Range, total
from ltp_analysis.solved.judged import bounds, new_case
from ltp_analysis.solved.solver import new_solver
from ltp_analysis.solved.world import (
    ClashError,
    Predecessors,
    World,
    build_world,
    count_of,
    range_of,
    solve,
    speaking,
)
from ltp_analysis.statements.accepted import LeftOut
from ltp_analysis.statements.coded import PREFIX as CODED
from ltp_analysis.statements.scenario import (
    DEFAULT,
    Scenario,
    in_edition,
    scenario_named,
    settle,
)
from ltp_analysis.statements.statement import Kind, Reading, Statement
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ltp_analysis.solved.judged import Case
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Evidence:
    """The statements of a study under one scenario.

    Attributes:
        study: The study.
        scenario: How statements are taken.
        statements: Every statement by id.
        held: Ids of the statements that are held true; they can all hold.
        left_out: The others, with reasons.
        clashes: The clashes that were found, each a smallest one, in the order found.
    """

    study: Study
    scenario: Scenario
    statements: Mapping[str, Statement]
    held: frozenset[str]
    left_out: tuple[LeftOut, ...]
    clashes: tuple[tuple[str, ...], ...]

    @cached_property
    def said(self) -> tuple[Statement, ...]:
        """The statements that are held true."""
        return tuple(item for name, item in self.statements.items() if name in self.held)

    @cached_property
    def short(self) -> tuple[Statement, ...]:
        """The same in fewer statements."""
        return brief(self.said, self.study.ratings)

    @cached_property
    def possible(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """For each round and unit, the ratings that some allowed world gives it."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for round_id in self.study.rounds:
            if (rounds := self.together(round_id))[0] == round_id:
                found |= _possible(self.settled(rounds))
        return found

    @cached_property
    def _parted(self) -> dict[tuple[str, frozenset[str]], World]:
        """The models in short that counts were asked of, by round and units."""
        return {}

    @cached_property
    def counted(self) -> dict[tuple[str, frozenset[str], frozenset[str]], Range]:
        """The bounds of counts that were asked for, by round, units and ratings."""
        return {}

    def parted(self, round_id: str, units: Collection[str]) -> World:
        """Return the model in short that tells some units apart, the same each time.

        It is shared, so nothing may be added to it.
        """
        rounds, some = self.together(round_id), frozenset(units)
        if some.issuperset(self.study.codes(round_id)):
            # A whole round is told apart from nothing, so all that is tied to it shares a model.
            round_id, some = rounds[0], frozenset()
        key = round_id, some
        if key not in self._parted:
            self._parted[key] = self.settled(rounds, {round_id: [some]})
        return self._parted[key]

    def together(self, round_id: str) -> tuple[str, ...]:
        """Return the rounds that held statements tie to a round, itself among them, in order."""
        return next(some for some in self._tied if round_id in some)

    @cached_property
    def _tied(self) -> list[tuple[str, ...]]:
        return tied(self.study.rounds, self.said)

    def world(
        self,
        rounds: Sequence[str],
        apart: Mapping[str, Sequence[Collection[str]]] | None = None,
    ) -> World:
        """Return the model of some rounds, with some sets of units told apart.

        Every statement has its literal in it. Where only the bounds of something are wanted,
        `settled` comes to the same sooner.
        """
        return model_of(self.study, rounds, self.said, apart)

    def settled(
        self,
        rounds: Sequence[str],
        apart: Mapping[str, Sequence[Collection[str]]] | None = None,
    ) -> World:
        """Return the model of some rounds in short: it is for solving with all that it holds."""
        return model_of(self.study, rounds, self.short, apart)

    def case(self, amount: Statement) -> Case:
        """Return an amount before the other statements that are held true."""
        tied = {
            *self.together(amount.round_id),
            *(self.together(amount.since) if amount.since else ()),
        }
        units = {
            round_id: self.study.codes(round_id)
            for round_id in self.study.rounds
            if round_id in tied
        }
        before = predecessors_for(self.study, [*self.said, amount])
        return new_case(units, self.study.ratings, self.said, amount, before)


def weigh(study: Study, scenario: str = DEFAULT, more: Sequence[Statement] = ()) -> Evidence:
    """Return the statements of a study that can stand together.

    Where accepted statements cannot all hold, the least precise one of a smallest clash is left
    out, until the rest can: words and approximations before percentages of an unstated base,
    these before percentages, these before counts, and counts before ratings of single units. Of
    these a rating that was coded goes before one that was printed.

    Args:
        study: The study.
        scenario: Name of the scenario.
        more: Further statements to accept.

    Returns:
        The statements held, those left out, and the clashes.
    """
    return _weighed(study, scenario, tuple(more))


@kept
def _weighed(study: Study, scenario: str, more: tuple[Statement, ...]) -> Evidence:
    chosen = scenario_named(scenario)
    study = in_edition(study, chosen)
    accepted, out = settle(study, chosen, more)
    by_id = {statement.id: statement for statement in accepted}
    held: set[str] = set()
    clashes: list[tuple[str, ...]] = []
    together = [rounds for rounds in tied(study.rounds, accepted) if len(rounds) > 1]
    # Round by round first, which is quick, and then what is tied together.
    for rounds in (*((name,) for name in study.rounds), *together):
        trying = {item.id for item in speaking(accepted, rounds)}
        trying -= {item.statement for item in out}
        for clash, worst in _clashes(study, rounds, accepted, trying):
            clashes.append(clash)
            others = [name for name in clash if name != worst]
            reason = f"cannot hold with {', '.join(others)}" if others else "cannot hold by itself"
            out.append(LeftOut(worst, reason))
            trying.remove(worst)
            held.discard(worst)
        held |= trying
    return Evidence(study, chosen, by_id, frozenset(held), tuple(out), tuple(clashes))


def _clashes(
    study: Study, rounds: Sequence[str], accepted: Sequence[Statement], trying: Collection[str]
) -> list[tuple[tuple[str, ...], str]]:
    """Return what has to be left out of some of the accepted statements, and the clashes."""
    some = [item for item in accepted if item.id in trying]
    short = model_of(study, rounds, brief(some, study.ratings))
    if solve(short, short.on) is not None:
        return []
    by_id = {item.id: item for item in some}
    world = model_of(study, rounds, accepted)
    found = _against_units(short, world, by_id)
    return [*found, *settle_clashes(world, by_id, by_id.keys() - {worst for _, worst in found})]


def _against_units(
    short: World, world: World, statements: Mapping[str, Statement]
) -> list[tuple[tuple[str, ...], str]]:
    """Return the amounts that cannot hold with what is said of single units, each with a clash.

    Whatever else clashes with it, such an amount has to be left out, since these are more
    precise; left out first, it takes no other amount with it.

    Args:
        short: The model in short.
        world: The model.
        statements: The statements by id.
    """
    amounts = {name for name, item in statements.items() if item.kind in (Kind.AMOUNT, Kind.AGAIN)}
    amounts &= world.on.keys()
    units = set(short.on) - amounts
    if solve(short, units) is None:
        return []
    bad = {name for name in amounts if solve(short, {*units, name}) is None}
    others = statements.keys() & world.on.keys() - bad
    if solve(short, set(short.on) - bad) is None:
        others -= amounts
    found = []
    for name in sorted(bad):
        clash = smallest_clash(world, others, [name], by_scope=True) or ()
        found.append((tuple(sorted({*clash, name})), name))
    return found


def tied(rounds: Sequence[str], statements: Iterable[Statement]) -> list[tuple[str, ...]]:
    """Part rounds into those that statements tie together, all in their order."""
    parts = {name: {name} for name in rounds}
    for statement in statements:
        if statement.kind is Kind.AGAIN and {statement.round_id, statement.since} <= parts.keys():
            joined = parts[statement.round_id] | parts[statement.since]
            parts |= dict.fromkeys(joined, joined)
    return list(dict.fromkeys(tuple(sorted(parts[name], key=rounds.index)) for name in rounds))


def settle_clashes(
    world: World,
    statements: Mapping[str, Statement],
    names: Collection[str],
    always: Collection[str] = (),
) -> list[tuple[tuple[str, ...], str]]:
    """Return what has to be left out of some statements so that the rest can all hold.

    Args:
        world: The model.
        statements: The statements by id.
        names: Ids of those to hold.
        always: Ids of statements that are held true besides, which can all hold; none of them is
            left out.

    Returns:
        Each smallest clash, in the order found, with the statement left out for it: the least
        precise one.
    """
    found = []
    left = set(names) & set(world.on)
    while (clash := smallest_clash(world, left, always, by_scope=True)) is not None:
        worst = max(
            clash,
            key=lambda name: (_vagueness(statements[name]), name.startswith(CODED), name),
        )
        found.append((clash, worst))
        left.remove(worst)
    return found


def possible_ratings(evidence: Evidence) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return, for each round and unit, the ratings that some allowed world gives it.

    Args:
        evidence: The statements.

    Returns:
        Ratings in the order of the scale. A unit with one rating is determined.
    """
    return dict(evidence.possible)


def _possible(world: World) -> dict[tuple[str, str], tuple[str, ...]]:
    blocks = [block for blocks in world.blocks.values() for block in blocks]
    spots = [(place, name) for place in range(len(blocks)) for name in world.ratings]
    open_spots = set(spots)
    # Each solution shows as many ratings not yet seen as it can; when it can show none, the
    # rest are impossible.
    model = world.model.clone()
    for literal in world.on.values():
        model.add(literal == 1)
    shown = {}
    for place, name in spots:
        shown[place, name] = model.new_bool_var("")
        model.add(blocks[place].has[name] >= 1).only_enforce_if(shown[place, name])
    while open_spots:
        model.maximize(cp_model.LinearExpr.sum([shown[spot] for spot in sorted(open_spots)]))
        solver = new_solver()
        solver.parameters.relative_gap_limit = 0.5  # half of what is left is good progress
        solver.solve(model)
        seen = {
            (place, name)
            for place, name in open_spots
            if solver.value(blocks[place].has[name]) >= 1
        }
        if not seen:
            break
        open_spots -= seen
    return {
        (block.round_id, unit): tuple(
            name for name in world.ratings if (place, name) not in open_spots
        )
        for place, block in enumerate(blocks)
        for unit in block.units
    }


def count_bounds(
    evidence: Evidence, round_id: str, units: Collection[str], ratings: Collection[str]
) -> Range:
    """Return the least and greatest number of some units with one of some ratings.

    Args:
        evidence: The statements.
        round_id: The round.
        units: The units.
        ratings: The ratings.
    """
    key = round_id, frozenset(units), frozenset(ratings)
    if key not in evidence.counted:
        world = evidence.parted(round_id, units)
        count = count_of(world, *key)
        evidence.counted[key] = range_of(world, world.on, count, _limits(evidence, *key))
    return evidence.counted[key]


def _limits(
    evidence: Evidence, round_id: str, units: frozenset[str], ratings: frozenset[str]
) -> Range:
    """Return what a count cannot lie beyond by the bounds that are known for single ratings."""
    size = len(units)
    known = {
        name: evidence.counted.get((round_id, units, frozenset({name})), Range(0, size))
        for name in evidence.study.ratings
    }
    inside = total([part for name, part in known.items() if name in ratings])
    others = total([part for name, part in known.items() if name not in ratings])
    return Range(max(inside.lower, size - others.upper), min(inside.upper, size - others.lower))


def share_bounds_of(
    evidence: Evidence,
    round_id: str,
    units: Collection[str],
    ratings: Collection[str],
    left_out: Collection[str] = (),
) -> tuple[Fraction, Fraction]:
    """Return the least and greatest share of some units with one of some ratings.

    Args:
        evidence: The statements.
        round_id: The round.
        units: The units.
        ratings: The ratings counted.
        left_out: Ratings that are not in the base; none of them is counted.

    Returns:
        Fractions of one, over the worlds in which the base is not empty.

    Raises:
        ClashError: If it is empty in all of them.
    """
    if units and not left_out:
        counts = count_bounds(evidence, round_id, units, ratings)
        return Fraction(counts.lower, len(units)), Fraction(counts.upper, len(units))
    found = bounds(share_case(evidence, round_id, units, ratings, left_out), 0)
    if found is None:
        raise ClashError("The base is empty in every world that the statements allow.")
    return found


def share_case(
    evidence: Evidence,
    round_id: str,
    units: Collection[str],
    ratings: Collection[str],
    left_out: Collection[str] = (),
) -> Case:
    """Return the share of some units with one of some ratings, before the held statements.

    Args:
        evidence: The statements.
        round_id: The round.
        units: The units.
        ratings: The ratings counted.
        left_out: Ratings that are not in the base.
    """
    counted, aside = frozenset(ratings), frozenset(left_out)
    ends = Fraction(0), Fraction(1)
    reading = Reading("", counted, aside, is_share=True, lower=ends[0], upper=ends[1])
    asked = Statement("asked", Kind.AMOUNT, round_id, "", tuple(units), readings=(reading,))
    return evidence.case(asked)


def model_of(
    study: Study,
    rounds: Sequence[str],
    statements: Sequence[Statement],
    apart: Mapping[str, Sequence[Collection[str]]] | None = None,
) -> World:
    """Return the model of some rounds of a study under some statements."""
    units = {round_id: study.codes(round_id) for round_id in rounds}
    said = speaking(statements, units)
    return build_world(units, study.ratings, said, predecessors_for(study, said), apart)


def predecessors_for(study: Study, statements: Sequence[Statement]) -> Predecessors:
    """Return what the units of a round were in the rounds that statements compare it with."""
    pairs = {
        (statement.round_id, statement.since)
        for statement in statements
        if statement.kind is Kind.AGAIN
    }
    found: Predecessors = {}
    for round_id, since in sorted(pairs):
        found |= _predecessors(study, since, round_id)
    return found


@kept
def _predecessors(study: Study, since: str, round_id: str) -> Predecessors:
    found: Predecessors = {}
    old = study.codes(since)
    for unit, heir in zip(old, study.heirs(old, round_id), strict=True):
        key = round_id, since, heir
        found[key] = (*found.get(key, ()), unit)
    return found


def _vagueness(statement: Statement) -> int:
    """Return how much room a statement leaves for how it was printed."""
    if statement.kind is Kind.EACH or statement.kind is Kind.JOINT:
        return 0
    reading = statement.readings[0]
    if reading.rule is None:
        return 1 if reading.lower == reading.upper and not reading.is_share else 4
    return 2 if reading.base_size is not None else 3
