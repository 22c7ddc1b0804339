"""Verdicts on printed totals of children over the units with some ratings."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ltp_analysis.reconciliation.verdict import Judgement, Verdict, beyond_the_list, given_by
from ltp_analysis.solved.children import (
    Rounding,
    estimates,
    figure_totals,
    group_units,
    printed_totals,
)
from ltp_analysis.solved.deductions import Deduction, deduction_of
from ltp_analysis.solved.matches import rough
from ltp_analysis.solved.weighted import weighed_bounds, weighed_clash, weighing
from ltp_analysis.solved.world import speaking
from ltp_analysis.statements.readings import readings
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.solved.children import UnitEstimate
    from ltp_analysis.solved.composition import Range
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.solved.weighted import Weighing

    Figure = Mapping[Any, Any]
    """A row of the table `figures`."""


def judge_totals(evidence: Evidence, figures: Sequence[Figure]) -> dict[str, Judgement]:
    """Return the verdicts on printed totals of children.

    Args:
        evidence: The statements.
        figures: Rows of the table `figures` in children, whose categories are about ratings.

    Returns:
        A verdict for each figure, by its id.
    """
    study = evidence.study
    children = {
        round_id: {unit.unit_code: unit for unit in estimates(study, round_id)}
        for round_id in {str(row["round_id"]) for row in figures}
    }
    return {
        row["figure_id"]: _judge(evidence, row, children.get(str(row["round_id"]), {}))
        for row in figures
    }


def _judge(evidence: Evidence, figure: Figure, children: Mapping[str, UnitEstimate]) -> Judgement:
    """Return the verdict under the meaning of the category that fits best."""
    if not children:
        because = "The round rests on no population that is known."
        return Judgement(Verdict.NOT_CHECKABLE, because=because)
    meanings = readings(evidence.study, figure["category"])
    if not meanings:
        because = "Which ratings its areas have is not said."
        return Judgement(Verdict.NOT_CHECKABLE, because=because)
    tried = [_judge_meaning(evidence, figure, children, meaning) for meaning in meanings]
    best = min(tried, key=lambda judged: list(Verdict).index(judged.verdict))
    if best.verdict is Verdict.CONTRADICTED and len(tried) > 1:
        # Each meaning is excluded by its own statements, and only all of them exclude all.
        names = sorted({name for judged in tried for name in judged.statements})
        return replace(best, statements=tuple(names))
    return best


def _judge_meaning(
    evidence: Evidence,
    figure: Figure,
    children: Mapping[str, UnitEstimate],
    meaning: tuple[str, ...],
) -> Judgement:
    study, round_id = evidence.study, str(figure["round_id"])
    target = figure_totals(
        Fraction(figure["value"]), Fraction(figure["resolution"]), figure["qualifier"]
    )
    tried: Deduction | None = None
    certain, doubtful = frozenset(study.codes(round_id)), frozenset[str]()
    unplaced = frozenset[str]()
    if figure["group_id"] != study.settings.whole:
        tried = deduction_of(study, figure, children, meaning)
        certain, doubtful = tried.certain, tried.doubtful
        unplaced = group_units(study, str(figure["group_id"]), round_id).unplaced
    if missing := unplaced | ((certain | doubtful) - children.keys()):
        because = f"There is no estimate for {', '.join(sorted(missing))}."
        return Judgement(Verdict.NOT_CHECKABLE, because=because)
    units = certain | doubtful
    weights = {unit: children[unit].plain for unit in units}
    weighed = weighing(evidence, round_id, weights, meaning, doubtful)
    lower, upper = weighed_bounds(weighed)
    bearing = _bearing(weighed, (lower, upper))
    # Whatever the step of rounding, each part of each unit is out by no more than a half.
    slack = sum(
        (children[u].error + Fraction(len(children[u].parts), 2) for u in units), Fraction(0)
    )
    judged = Judgement(
        Verdict.POSSIBLE,
        lower=max(Fraction(0), Fraction(round(lower - slack))),
        upper=Fraction(round(upper + slack)),
        statements=bearing,
        because="It lies between the least and the greatest sum that the statements allow.",
    )
    if doubtful and target.lower > upper + slack:
        judged = replace(judged, statements=(f"group_members: {figure['group_id']}",))
        return beyond_the_list(judged, target.lower - round(upper + slack))
    if target.lower > upper + slack or target.upper < lower - slack:
        clash = weighed_clash(weighed, target.lower - slack, target.upper + slack)
        because = "It lies outside every sum of its areas that the statements allow."
        if not clash:
            clash = (f"group_members: {figure['group_id']}",)
            because = "All its areas together do not come to it."
        return replace(judged, verdict=Verdict.CONTRADICTED, statements=clash, because=because)
    if tried is None or not tried.readings:
        return judged
    return _matched(judged, tried, target, children)


def _matched(
    judged: Judgement, tried: Deduction, target: Range, children: Mapping[str, UnitEstimate]
) -> Judgement:
    """Return the verdict when the sets of areas that make the total are looked up."""
    matches = tried.readings[0].matches
    if matches.count == 0:
        because = "No set of its areas, with those of stated rating in or out, adds up to it."
        names = (*judged.statements, f"group_members: {tried.group_id}")
        return replace(judged, verdict=Verdict.CONTRADICTED, statements=names, because=because)
    if tried.stated_in == tried.certain and not tried.doubtful:
        units = [children[unit] for unit in sorted(tried.certain)]
        exact = all(unit.exact for unit in units)
        for rule in Rounding:
            sums = printed_totals(units, rule)
            if exact and target.lower <= sums.lower and sums.upper <= target.upper:
                because = f"All its areas count; their sum, rounded by “{rule}”, is the number."
                return replace(
                    judged,
                    verdict=given_by(rule),
                    rule=str(rule),
                    lower=Fraction(sums.lower),
                    upper=Fraction(sums.upper),
                    because=because,
                )
    if matches.count is None:
        return judged
    sets = "set of its areas adds" if matches.count == 1 else "sets of its areas add"
    by_chance = rough(tried.expected_by_chance)
    because = f"{matches.count:,} {sets} up to it; about {by_chance} would by chance."
    return replace(judged, because=because)


def _bearing(weighed: Weighing, found: tuple[Fraction, Fraction]) -> tuple[str, ...]:
    """Return the statements that the bounds of a sum rest on.

    These are the ratings of its units where they give the bounds by themselves, else all that is
    held on ratings of the round and of those tied to it.
    """
    evidence, weights = weighed.evidence, weighed.weights
    held = [evidence.statements[name] for name in sorted(evidence.held)]
    said = [
        statement
        for statement in speaking(held, [weighed.round_id])
        if statement.kind is Kind.EACH and weights.keys() & set(statement.units)
    ]
    left = dict.fromkeys(weights, frozenset(evidence.study.ratings))
    for statement in said:
        for unit in weights.keys() & set(statement.units):
            left[unit] &= statement.ratings
    sure = [unit for unit in weights.keys() - weighed.doubtful if left[unit] <= weighed.ratings]
    may = [unit for unit in weights if left[unit] & weighed.ratings]
    alone = tuple(sum((weights[unit] for unit in some), Fraction(0)) for some in (sure, may))
    if alone != found:
        said = speaking(held, evidence.together(weighed.round_id))
    return tuple(statement.id for statement in said)
