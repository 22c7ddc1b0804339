"""Bounds of a sum of weights, such as children, over the units with one of some ratings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from ltp_analysis.solved.clashes import smallest_clash
from ltp_analysis.solved.world import ClashError, count_of, solve

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.solved.world import World


@dataclass(frozen=True)
class Weighing:
    """A sum of weights before the statements that are held.

    Attributes:
        world: The model.
        held: Ids of the statements held.
        total: The sum times `scale`, a whole number.
        scale: What makes all weights whole.
    """

    world: World
    held: frozenset[str]
    total: cp_model.LinearExprT
    scale: int


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
    firm = weights.keys() - set(doubtful)
    world = evidence.world(evidence.together(round_id), {round_id: [firm, set(doubtful)]})
    scale = lcm(*(weight.denominator for weight in weights.values()))
    terms: list[cp_model.LinearExprT] = []
    for block in world.blocks[round_id]:
        units = [unit for unit in block.units if unit in weights]
        if not units:
            continue
        # Which units of a block have the ratings is free, so each is in or out by itself.
        inside = [world.model.new_bool_var(unit) for unit in units]
        count = count_of(world, round_id, units, ratings)
        if units[0] in firm:
            world.model.add(cp_model.LinearExpr.sum(inside) == count)
        else:
            world.model.add(cp_model.LinearExpr.sum(inside) <= count)
        terms += [
            int(scale * weights[unit]) * literal
            for unit, literal in zip(units, inside, strict=True)
        ]
    return Weighing(world, evidence.held, cp_model.LinearExpr.sum(terms), scale)


def weighed_bounds(weighed: Weighing) -> tuple[Fraction, Fraction]:
    """Return the least and greatest sum.

    Raises:
        ClashError: If the statements cannot all hold.
    """
    least, most = (_best(weighed, sign) for sign in (-1, 1))
    return Fraction(-least, weighed.scale), Fraction(most, weighed.scale)


def weighed_clash(weighed: Weighing, lower: Fraction, upper: Fraction) -> tuple[str, ...]:
    """Return a smallest set of statements under which the sum is not between two values.

    Args:
        weighed: The sum; the statements leave no value of it between the two.
        lower: The lower value.
        upper: The upper value.
    """
    name = f"between {lower} and {upper}"
    literal = weighed.world.on[name] = weighed.world.model.new_bool_var(name)
    ends = ceil(lower * weighed.scale), floor(upper * weighed.scale)
    weighed.world.model.add_linear_constraint(weighed.total, *ends).only_enforce_if(literal)
    return smallest_clash(weighed.world, weighed.held, [name]) or ()


def _best(weighed: Weighing, sign: int) -> int:
    solver = solve(weighed.world, weighed.held, sign * weighed.total)
    if solver is None:
        raise ClashError("The statements cannot all hold.")
    return sign * int(solver.value(weighed.total))
