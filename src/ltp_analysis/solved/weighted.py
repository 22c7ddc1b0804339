"""Bounds of a sum of weights, such as children, over the units with one of some ratings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, lcm
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from ltp_analysis.solved.clashes import smallest_clash
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.world import count_of, range_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.solved.world import World


@dataclass(frozen=True)
class Weighing:
    """A sum of weights before the statements that are held.

    Attributes:
        evidence: The statements.
        round_id: The round.
        weights: Weight of each unit that is counted if it has one of the ratings.
        ratings: The ratings.
        doubtful: Units among them that may be counted or not.
    """

    evidence: Evidence
    round_id: str
    weights: Mapping[str, Fraction]
    ratings: frozenset[str]
    doubtful: frozenset[str]

    @cached_property
    def scale(self) -> int:
        """What makes all weights whole."""
        return lcm(*(weight.denominator for weight in self.weights.values()))

    @property
    def apart(self) -> dict[str, list[Collection[str]]]:
        """The units that a model has to tell apart."""
        return {self.round_id: [self.weights.keys() - self.doubtful, self.doubtful]}


def weighing(
    evidence: Evidence,
    round_id: str,
    weights: Mapping[str, Fraction],
    ratings: Collection[str],
    doubtful: Collection[str] = (),
) -> Weighing:
    """Return the sum of weights over the units with one of some ratings.

    Args:
        evidence: The statements.
        round_id: The round.
        weights: Weight of each unit that is counted if it has such a rating; not negative.
        ratings: The ratings.
        doubtful: Units among them that may be counted or not.
    """
    return Weighing(evidence, round_id, weights, frozenset(ratings), frozenset(doubtful))


def _total(weighed: Weighing, world: World) -> cp_model.LinearExprT:
    """Add the sum, times its scale, to a model that tells its units apart."""
    terms: list[cp_model.LinearExprT] = []
    for block in world.blocks[weighed.round_id]:
        units = [unit for unit in block.units if unit in weighed.weights]
        if not units:
            continue
        # Which units of a block have the ratings is free, so each is in or out by itself.
        inside = [world.model.new_bool_var(unit) for unit in units]
        count = count_of(world, weighed.round_id, units, weighed.ratings)
        if units[0] in weighed.doubtful:
            world.model.add(cp_model.LinearExpr.sum(inside) <= count)
        else:
            world.model.add(cp_model.LinearExpr.sum(inside) == count)
        terms += [
            int(weighed.scale * weighed.weights[unit]) * literal
            for unit, literal in zip(units, inside, strict=True)
        ]
    return cp_model.LinearExpr.sum(terms)


def weighed_bounds(weighed: Weighing) -> tuple[Fraction, Fraction]:
    """Return the least and greatest sum.

    Raises:
        ClashError: If the statements cannot all hold.
    """
    rounds = weighed.evidence.together(weighed.round_id)
    world = weighed.evidence.settled(rounds, weighed.apart)
    total = _total(weighed, world)
    whole = int(weighed.scale * sum(weighed.weights.values()))
    found = range_of(world, world.on, total, Range(0, whole))
    return Fraction(found.lower, weighed.scale), Fraction(found.upper, weighed.scale)


def weighed_clash(weighed: Weighing, lower: Fraction, upper: Fraction) -> tuple[str, ...]:
    """Return a smallest set of statements under which the sum is not between two values.

    Args:
        weighed: The sum; the statements leave no value of it between the two.
        lower: The lower value.
        upper: The upper value.
    """
    rounds = weighed.evidence.together(weighed.round_id)
    world = weighed.evidence.world(rounds, weighed.apart)
    total = _total(weighed, world)
    name = f"between {lower} and {upper}"
    literal = world.on[name] = world.model.new_bool_var(name)
    ends = ceil(lower * weighed.scale), floor(upper * weighed.scale)
    world.model.add_linear_constraint(total, *ends).only_enforce_if(literal)
    return smallest_clash(world, weighed.evidence.held, [name]) or ()
