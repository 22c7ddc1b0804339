"""What the agreement of two raters says, and when not to believe it, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    import numpy.typing as npt

    from ltp_analysis.methods.weights import Weights

# Rules of thumb, which choose words of caution and no number.
FEW_PLANS = 30
MOST_ANSWERS = 0.8

COUNTED: dict[str, str] = {
    "unweighted": "every disagreement counts the same",
    "linear": "a disagreement counts by its distance in categories",
    "quadratic": "a disagreement counts by the square of its distance in categories",
}


def named(weights: Weights) -> str:
    """Return the words for weights in the name of a method."""
    return weights if weights == "unweighted" else f"{weights} weights"


def counted(weights: Weights, unordered: Collection[str]) -> str:
    """Return how a disagreement counts, in words.

    Args:
        weights: How a disagreement counts within the order.
        unordered: Categories outside the order.
    """
    if weights == "unweighted" or not unordered:
        return COUNTED[weights]
    apart = ", ".join(repr(category) for category in sorted(unordered))
    return f"{COUNTED[weights]}, or fully if one answer is {apart}"


def meaning(name: str, value: float, plans: int, how: str, interval: str) -> str:
    """Return what a coefficient says.

    Args:
        name: Name of the coefficient.
        value: Its value.
        plans: Plans it rests on.
        how: How a disagreement counts, in words.
        interval: The interval in words, or nothing.
    """
    return (
        f"Over {plans} plans {name} is {two_places(value)}{interval}, where 1 is full agreement, "
        f"0 is what chance would give and {how}."
    )


def about_interval(lower: float | None, plans: int, population: int | None = None) -> str:
    """Return what an interval supposes, or why there is none.

    Args:
        lower: Its lower end, if there is one.
        plans: Plans it rests on.
        population: Number of plans from which they were drawn, if that was given.
    """
    if population == plans:
        return "Every plan was coded twice, so it is a fact about these plans with no interval."
    if lower is None:
        return "These answers give the interval no width, so none is shown; that is not certainty."
    drawn = "plans like these" if population is None else f"{population} plans"
    return sentences(
        f"The interval takes the plans for a random sample of {drawn}; for the plans rated here "
        "the figure is a fact.",
        f"It is made for many plans, and {plans} are few." if plans < FEW_PLANS else "",
    )


def one_habit(counts: npt.NDArray[np.int64], categories: Sequence[str]) -> str:
    """Return a warning if a rater gave the same answer throughout, or nothing.

    Args:
        counts: Plans by the answers of both raters.
        categories: All categories of the scale.
    """
    for totals in (counts.sum(axis=1), counts.sum(axis=0)):
        if totals.max() == totals.sum():
            return (
                f"One rater only ever answered {categories[int(totals.argmax())]!r}, which makes "
                "kappa 0 whatever the other answered."
            )
    return ""


def common_answer(counts: npt.NDArray[np.int64], categories: Sequence[str]) -> str:
    """Return a warning if nearly all answers are of one category, or nothing.

    Args:
        counts: Plans by the answers of both raters.
        categories: All categories of the scale.
    """
    answers = counts.sum(axis=0) + counts.sum(axis=1)
    share = answers.max() / answers.sum()
    if share <= MOST_ANSWERS:
        return ""
    return (
        f"{share:.0%} of the answers are {categories[int(answers.argmax())]!r}: where the other "
        "categories are rare, kappa can be low though the raters agree, so read it beside AC2."
    )


def few(plans: int) -> str:
    """Return a warning if there are few plans, or nothing.

    Args:
        plans: Plans that both raters answered.
    """
    return f"{in_plans(plans).capitalize()} can tell little of others." if plans < FEW_PLANS else ""


def left_out(coded: int, plans: int) -> str:
    """Return how many plans are left out, or nothing.

    Args:
        coded: Plans given.
        plans: Plans that both raters answered.
    """
    missing = coded - plans
    return f"Without an answer by both raters and left out: {in_plans(missing)}." if missing else ""


def too_few(name: str, coded: int, plans: int) -> str:
    """Return why there is no answer from no plan or from one.

    Args:
        name: Name of the coefficient.
        coded: Plans given.
        plans: Plans that both raters answered: none, or one.
    """
    if plans:
        return f"Only one plan was answered by both raters. {name} needs at least two."
    if coded:
        return f"Of {in_plans(coded)} none was answered by both raters. Fill in what is missing."
    return "No plan was coded by two raters. Both must answer on the same plans."


def in_plans(number: int) -> str:
    """Return a number of plans in words."""
    return "1 plan" if number == 1 else f"{number} plans"


def sentences(*parts: str) -> str:
    """Return sentences as one text, without those that are empty."""
    return " ".join(part for part in parts if part)


def two_places(number: float) -> str:
    """Return a number with two decimal places, and no minus before a zero."""
    return f"{round(number, 2) + 0.0:.2f}"
