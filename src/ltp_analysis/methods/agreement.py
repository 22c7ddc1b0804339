"""How far two raters agree on one question: as it is, and beyond chance."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from ltp_analysis.methods import agreement_words as words
from ltp_analysis.methods.chance_corrected import ac2_of_table, kappa_of_table
from ltp_analysis.methods.paired import cross_table
from ltp_analysis.methods.statistic import Statistic, refused
from ltp_analysis.methods.weights import disagreements_of_scale

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ltp_analysis.methods.weights import Weights


def raw_agreement(
    first: Sequence[str | None], second: Sequence[str | None], categories: Sequence[str]
) -> Statistic:
    """Return the share of plans on which two raters gave the same answer.

    Args:
        first: The first rater's answers, one a plan; None where there is none.
        second: The second rater's answers on the same plans, in the same order.
        categories: All categories of the scale, in order.

    Returns:
        The share, over the plans that both answered. There is no interval: it is a count.

    Raises:
        ValueError: If the scale, the lengths or an answer are not right.
    """
    method = "Raw agreement"
    counts = cross_table(first, second, categories)
    plans = int(counts.sum())
    if plans == 0:
        return refused(method, 0, words.too_few(method, len(first), plans))
    same = int(np.trace(counts))
    return Statistic(
        method,
        plans,
        means=f"The raters gave the same answer on {same} of {words.in_plans(plans)} that both "
        f"answered ({same / plans:.0%}).",
        caution=words.sentences(
            "Raters who guess agree on some plans too, so read it beside kappa and AC2.",
            words.few(plans),
            words.left_out(len(first), plans),
        ),
        value=same / plans,
    )


def weighted_kappa(  # noqa: PLR0913 - the options have names
    first: Sequence[str | None],
    second: Sequence[str | None],
    categories: Sequence[str],
    weights: Weights = "linear",
    *,
    unordered: Collection[str] = (),
    confidence: float = 0.95,
) -> Statistic:
    """Return Cohen's kappa, the agreement beyond what the raters' habits would give by chance.

    Args:
        first: The first rater's answers, one a plan; None where there is none.
        second: The second rater's answers on the same plans, in the same order.
        categories: All categories of the scale, in order.
        weights: How a disagreement counts.
        unordered: Categories outside the order, which disagree fully with any other.
        confidence: Level of the interval.

    Returns:
        Kappa with the interval of Fleiss, Cohen and Everitt (1969), which ends at 1. There is no
        interval where its formula gives no width. Refused if fewer than two plans were answered
        by both, or if all answers are the same.

    Raises:
        ValueError: If the scale, the weights, the level, the lengths or an answer are not right.
    """
    method = f"Cohen's kappa, {words.named(weights)}"
    disagreement = disagreements_of_scale(categories, weights, unordered)
    quantile = NormalDist().inv_cdf(_upper_tail(confidence))
    counts = cross_table(first, second, categories)
    plans = int(counts.sum())
    if plans <= 1:
        return refused(method, plans, words.too_few("Kappa", len(first), plans))
    if np.diag(counts).max() == plans:
        return refused(
            method,
            plans,
            f"Both raters answered {categories[int(np.diag(counts).argmax())]!r} on all {plans} "
            "plans, so chance alone would give full agreement and kappa is not defined. Read raw "
            "agreement and AC2, or add plans that differ.",
        )
    value, error = kappa_of_table(counts, disagreement)
    lower, upper = _interval(value, error, quantile)
    return Statistic(
        method,
        plans,
        means=words.meaning(
            "kappa",
            value,
            plans,
            words.counted(weights, unordered),
            _in_words(lower, upper, confidence),
        ),
        caution=words.sentences(
            words.one_habit(counts, categories),
            words.common_answer(counts, categories),
            words.about_interval(lower, plans),
            words.left_out(len(first), plans),
        ),
        value=value,
        lower=lower,
        upper=upper,
        confidence=None if lower is None else confidence,
    )


def gwet_ac2(  # noqa: PLR0913 - the options have names
    first: Sequence[str | None],
    second: Sequence[str | None],
    categories: Sequence[str],
    weights: Weights = "linear",
    *,
    unordered: Collection[str] = (),
    confidence: float = 0.95,
    population: int | None = None,
) -> Statistic:
    """Return Gwet's AC2 (AC1 if unweighted), which a rare category does not pull down.

    The plans of a round are all there are. The coefficient is then a fact about these plans and
    raters, and an interval only says how far it might lie for other plans of the same kind, so
    there is no finite population correction unless it is asked for. It is right where the plans
    that two raters coded were drawn at random from a known number: it narrows the interval, to
    nothing once all plans were coded twice.

    Args:
        first: The first rater's answers, one a plan; None where there is none.
        second: The second rater's answers on the same plans, in the same order.
        categories: All categories of the scale, in order. Those that nobody chose count too: they
            are what a rater could have guessed.
        weights: How a disagreement counts.
        unordered: Categories outside the order, which disagree fully with any other.
        confidence: Level of the interval.
        population: Number of plans from which those coded twice were drawn.

    Returns:
        AC2 with Gwet's interval by Student's t, which ends at 1. There is no interval where its
        formula gives no width. Weighted, the value can fall a little below -1 for raters who
        disagree as far as they can. Refused if fewer than two plans were answered by both.

    Raises:
        ValueError: If the scale, the weights, the level, the lengths, an answer or the population
            are not right.
    """
    name = "AC1" if weights == "unweighted" else "AC2"
    method = f"Gwet's {name}, {words.named(weights)}"
    disagreement = disagreements_of_scale(categories, weights, unordered)
    tail = _upper_tail(confidence)
    counts = cross_table(first, second, categories)
    plans = int(counts.sum())
    if population is not None and population < plans:
        raise ValueError(f"{plans} plans were coded twice, but there are only {population}.")
    if plans <= 1:
        return refused(method, plans, words.too_few(name, len(first), plans))
    value, error = ac2_of_table(counts, disagreement, population)
    lower, upper = _interval(value, error, float(stats.t.ppf(tail, plans - 1)))
    return Statistic(
        method,
        plans,
        means=words.meaning(
            name,
            value,
            plans,
            words.counted(weights, unordered),
            _in_words(lower, upper, confidence),
        ),
        caution=words.sentences(
            f"{name} supposes that raters seldom guess, so it stays high where raw agreement is "
            "high; it can hide that they never agree on a rare category.",
            words.about_interval(lower, plans, population),
            words.left_out(len(first), plans),
        ),
        value=value,
        lower=lower,
        upper=upper,
        confidence=None if lower is None else confidence,
    )


def _upper_tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"The level of an interval lies between 0 and 1, not at {confidence}.")
    return (1 + confidence) / 2


def _interval(
    value: float, error: float, quantile: float
) -> tuple[float, float] | tuple[None, None]:
    if error == 0:
        return None, None
    return value - quantile * error, min(1.0, value + quantile * error)


def _in_words(lower: float | None, upper: float | None, confidence: float) -> str:
    if lower is None or upper is None:
        return ""
    ends = f"{words.two_places(lower)} to {words.two_places(upper)}"
    return f" ({100 * confidence:g}% interval {ends})"
