"""How many units moved from each rating to each other between two rounds, at least and at most.

A unit is followed if it was one unit before; what was several before, or none, is set apart. The
units of a block of the later round that were units of one block of the earlier round have one
table of flows: whole numbers whose sums by row and by column are how many of them had each
rating before and after. Any such table belongs to some world, as units of a block are
interchangeable, so the bounds are those over all tables. Statements on who kept a rating hold of
the same tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from ortools.sat.python import cp_model

from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.evidence import predecessors_for
from ltp_analysis.solved.world import again, build_world, range_of
from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.solved.world import Block, Predecessors, World

FORCED: Final = "forced"
POSSIBLE: Final = "possible"
EXCLUDED: Final = "excluded"

Move = tuple[str, str]
"""The rating before and the rating after."""


@dataclass(frozen=True)
class Flow:
    """How many units went from one rating to another.

    Attributes:
        before: The rating in the earlier round.
        after: The rating in the later round.
        lower: Least number of units.
        upper: Greatest number of units.
    """

    before: str
    after: str
    lower: int
    upper: int

    @property
    def range(self) -> Range:
        """Return the bounds as one."""
        return Range(self.lower, self.upper)

    @property
    def state(self) -> str:
        """Return “forced” if some unit did, “excluded” if none can have, else “possible”."""
        if self.lower > 0:
            return FORCED
        return POSSIBLE if self.upper > 0 else EXCLUDED


@dataclass(frozen=True)
class Flows:
    """The flows between two rounds.

    Attributes:
        since: The earlier round.
        round_id: The later round.
        followed: Units of the later round that were one unit of the earlier one.
        apart: Units of the later round that were several units, or none.
        flows: One record for each pair of ratings, in the order of the scale.
        kept: Bounds of the number of units followed that had one rating, or none, both times.
        better: Bounds of the number that went from a rating to a better one.
        worse: Bounds of the number that went to a worse one.
    """

    since: str
    round_id: str
    followed: tuple[str, ...]
    apart: tuple[str, ...]
    flows: tuple[Flow, ...]
    kept: Range
    better: Range
    worse: Range


@dataclass(frozen=True)
class Following:
    """A model of two rounds in which every unit that stayed one is followed.

    Attributes:
        world: The model.
        moves: For each block of units followed, by the first of its units in the later round,
            how many of them made each move.
        size: How many units are followed.
    """

    world: World
    moves: Mapping[str, Mapping[Move, cp_model.IntVar]]
    size: int

    def number(self, moves: Collection[Move]) -> cp_model.LinearExprT:
        """Return how many units made one of some moves."""
        return cp_model.LinearExpr.sum(
            [table[move] for table in self.moves.values() for move in sorted(moves)]
        )


def follow(  # noqa: PLR0913, PLR0917 - the two rounds, and what a world is built of
    units: Mapping[str, Sequence[str]],
    ratings: Sequence[str],
    statements: Sequence[Statement],
    predecessors: Predecessors,
    since: str,
    round_id: str,
) -> Following:
    """Return the model in which units are followed from one round to another.

    Args:
        units: The units of each round, these two among them.
        ratings: The ratings in order, missing states among them.
        statements: The statements, none of them held yet.
        predecessors: Which units each unit was in an earlier round: for these two rounds, and
            for those that statements compare.
        since: The earlier round.
        round_id: The later round.
    """
    was = _single(units[round_id], predecessors, since, round_id)
    parted = build_world(units, ratings, statements, predecessors)
    here, there = (_places(parted.blocks[name]) for name in (round_id, since))
    cells: dict[tuple[int, int], list[str]] = {}
    for unit, old in was.items():
        cells.setdefault((here[unit], there[old]), []).append(unit)
    apart = {
        round_id: list(cells.values()),
        since: [[was[unit] for unit in cell] for cell in cells.values()],
    }
    # Told apart like this, each block followed is one block in either round.
    world = build_world(units, ratings, statements, predecessors, apart)
    earlier = {unit: block for block in world.blocks[since] for unit in block.units}
    moves = {
        block.units[0]: _table(world, earlier[was[block.units[0]]], block)
        for block in world.blocks[round_id]
        if block.units[0] in was
    }
    for statement in statements:
        if (statement.kind, statement.round_id, statement.since) == (Kind.AGAIN, round_id, since):
            for counted in {reading.counted for reading in statement.readings}:
                total = again(world, statement, counted, predecessors)
                _tie(world, moves, statement, counted, total)
    return Following(world, moves, len(was))


def move_bounds(following: Following, held: Collection[str], moves: Collection[Move]) -> Range:
    """Return the least and greatest number of units that made one of some moves.

    Args:
        following: The model.
        held: Ids of the statements that are held true.
        moves: The moves, such as all to a better rating.

    Raises:
        ClashError: If the statements cannot all hold.
    """
    limits = Range(0, following.size)
    return range_of(following.world, held, following.number(moves), limits)


def followed(evidence: Evidence, since: str, round_id: str) -> Following:
    """Return the model of two rounds of a study, in which units are followed.

    Args:
        evidence: The statements.
        since: The earlier round.
        round_id: The later round.
    """
    study = evidence.study
    tied = {*evidence.together(since), *evidence.together(round_id)}
    units = {name: study.codes(name) for name in study.rounds if name in tied}
    # A statement that says nothing, but compares the two rounds.
    compared = Statement("", Kind.AGAIN, round_id, "", (), since=since)
    predecessors = predecessors_for(study, [*evidence.short, compared])
    return follow(units, study.ratings, evidence.short, predecessors, since, round_id)


def flows(evidence: Evidence, since: str, round_id: str) -> Flows:
    """Return the bounds of every flow between two rounds.

    Args:
        evidence: The statements.
        since: The earlier round.
        round_id: The later round.

    Returns:
        The flows of the units that are one unit before and after. Bounds of one flow are
        reached in some world; the bounds of several need not be reached together.
    """
    following = followed(evidence, since, round_id)
    ratings, held = evidence.study.ratings, following.world.on
    found = []
    for move in ((before, after) for before in ratings for after in ratings):
        bounds = move_bounds(following, held, [move])
        found.append(Flow(*move, bounds.lower, bounds.upper))
    parts: dict[bool, list[str]] = {True: [], False: []}
    for block in following.world.blocks[round_id]:
        parts[block.units[0] in following.moves] += block.units
    # What is missing is neither better nor worse than a rating.
    better = list(combinations([name for name in ratings if name not in evidence.study.missing], 2))
    return Flows(
        since,
        round_id,
        tuple(sorted(parts[True])),
        tuple(sorted(parts[False])),
        tuple(found),
        move_bounds(following, held, [(name, name) for name in ratings]),
        move_bounds(following, held, better),
        move_bounds(following, held, [(after, before) for before, after in better]),
    )


def _single(
    units: Sequence[str], predecessors: Predecessors, since: str, round_id: str
) -> dict[str, str]:
    """Return the units that were one unit before, each with what it was."""
    found = {}
    for unit in units:
        before = predecessors.get((round_id, since, unit), ())
        if len(before) == 1:
            found[unit] = before[0]
    return found


def _places(blocks: Sequence[Block]) -> dict[str, int]:
    return {unit: place for place, block in enumerate(blocks) for unit in block.units}


def _table(world: World, before: Block, after: Block) -> dict[Move, cp_model.IntVar]:
    """Add the table of flows of a block."""
    size = len(after.units)
    table = {
        (old, new): world.model.new_int_var(0, size, "")
        for old in world.ratings
        for new in world.ratings
    }
    for rating in world.ratings:
        left = [number for (old, _), number in table.items() if old == rating]
        came = [number for (_, new), number in table.items() if new == rating]
        world.model.add(cp_model.LinearExpr.sum(left) == before.has[rating])
        world.model.add(cp_model.LinearExpr.sum(came) == after.has[rating])
    return table


def _tie(
    world: World,
    moves: Mapping[str, Mapping[Move, cp_model.IntVar]],
    statement: Statement,
    counted: Collection[str],
    total: cp_model.LinearExprT,
) -> None:
    """Make what a statement counts as kept the sum of the flows that keep it.

    As in the world, a unit whose place in the scope is in doubt may be counted or not, and so
    may one that was several or none before.
    """
    certain, doubtful = set(statement.units), set(statement.doubtful_units)
    terms: list[cp_model.LinearExprT] = []
    for block in world.blocks[statement.round_id]:
        first = block.units[0]
        if first not in certain | doubtful:
            continue
        if first in moves:
            kept = [
                number
                for (old, new), number in moves[first].items()
                if old in counted and new in counted
            ]
        else:
            kept = [block.has[name] for name in world.ratings if name in counted]
        most = cp_model.LinearExpr.sum(kept)
        if first in moves and first in certain:
            terms.append(most)
        else:
            some = world.model.new_int_var(0, len(block.units), "")
            world.model.add(some <= most)
            terms.append(some)
    world.model.add(cp_model.LinearExpr.sum(terms) == total)
