"""The answers of two raters to one question, checked and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt


def check_scale(categories: Sequence[str], unordered: Collection[str] = ()) -> None:
    """Refuse a scale on which two raters cannot be compared.

    Args:
        categories: All categories of the scale, in order.
        unordered: Those of them that stand outside the order.

    Raises:
        ValueError: If there are fewer than two categories, one is named twice, or one outside the
            order is not on the scale.
    """
    if len(categories) < 2:  # noqa: PLR2004 - a scale of one category holds no question
        raise ValueError(f"A scale needs at least two categories, not {list(categories)}.")
    if len(set(categories)) < len(categories):
        raise ValueError(f"The scale {list(categories)} names a category twice.")
    strangers = sorted(set(unordered) - set(categories))
    if strangers:
        raise ValueError(f"The scale {list(categories)} has no category {strangers[0]!r}.")


def check_answers(answers: Sequence[str | None], categories: Sequence[str]) -> None:
    """Refuse an answer that is not on the scale.

    Args:
        answers: Names of categories, or None where there is no answer.
        categories: All categories of the scale.

    Raises:
        ValueError: If an answer is no category of the scale. It is named.
    """
    for answer in answers:
        if answer is not None and answer not in categories:
            raise ValueError(f"{answer!r} is not on the scale {list(categories)}.")


def cross_table(
    first: Sequence[str | None], second: Sequence[str | None], categories: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Count the plans by the answers of both raters.

    Plans that either rater left without an answer are not counted.

    Args:
        first: The first rater's answers, one a plan.
        second: The second rater's answers on the same plans, in the same order.
        categories: All categories of the scale, in order, also those that nobody chose.

    Returns:
        Plans, by the first rater's category in rows and the second's in columns.

    Raises:
        ValueError: If the scale, the lengths or an answer are not right.
    """
    check_scale(categories)
    if len(first) != len(second):
        raise ValueError(f"{len(first)} answers cannot be paired with {len(second)}.")
    check_answers(first, categories)
    check_answers(second, categories)
    place = {category: index for index, category in enumerate(categories)}
    counts = np.zeros((len(categories), len(categories)), dtype=np.int64)
    for one, other in zip(first, second, strict=True):
        if one is not None and other is not None:
            counts[place[one], place[other]] += 1
    return counts
