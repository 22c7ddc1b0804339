"""How much a disagreement between two raters counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ltp_analysis.methods.paired import check_scale

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

Weights = Literal["unweighted", "linear", "quadratic"]

# The power of the distance, as a share of the longest one, by which a disagreement counts.
POWERS: dict[str, int] = {"unweighted": 0, "linear": 1, "quadratic": 2}


def distance(
    first: str, second: str, categories: Sequence[str], unordered: Collection[str] = ()
) -> int | None:
    """Return how many categories two answers lie apart.

    Args:
        first: One category.
        second: The other.
        categories: All categories of the scale, in order.
        unordered: Categories of the scale that stand outside the order. They are passed over
            where distances are counted.

    Returns:
        The distance in categories, or None if the answers differ and one is outside the order.
    """
    if first == second:
        return 0
    if first in unordered or second in unordered:
        return None
    ordered = [category for category in categories if category not in unordered]
    return abs(ordered.index(first) - ordered.index(second))


def disagreement(
    first: str,
    second: str,
    categories: Sequence[str],
    weights: Weights,
    unordered: Collection[str] = (),
) -> float:
    """Return how much two answers disagree, from 0 (not at all) to 1 (fully).

    Linear weights are those of Cicchetti and Allison (1971), quadratic ones those of Fleiss and
    Cohen (1973), both as one minus the weight of agreement.

    Args:
        first: One category.
        second: The other.
        categories: All categories of the scale, in order.
        weights: Whether a disagreement counts fully, by its distance or by the distance squared.
        unordered: Categories outside the order. They disagree fully with any other.
    """
    apart = distance(first, second, categories, unordered)
    if apart == 0:
        return 0.0
    if apart is None:
        return 1.0
    longest = len(categories) - len(set(unordered)) - 1
    return float((apart / longest) ** POWERS[weights])


def disagreements_of_scale(
    categories: Sequence[str], weights: Weights, unordered: Collection[str] = ()
) -> npt.NDArray[np.float64]:
    """Return how much every pair of answers disagrees, from 0 to 1.

    Args:
        categories: All categories of the scale, in order. They are the rows and the columns.
        weights: Whether a disagreement counts fully, by its distance or by the distance squared.
        unordered: Categories outside the order. They disagree fully with any other.

    Raises:
        ValueError: If the scale is not right or the weights are not known.
    """
    check_scale(categories, unordered)
    if weights not in POWERS:
        raise ValueError(f"Weights are one of {list(POWERS)}, not {weights!r}.")
    return np.array(
        [
            [disagreement(row, column, categories, weights, unordered) for column in categories]
            for row in categories
        ]
    )
