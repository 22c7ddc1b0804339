"""The states that a unit can have: categories, worst first, and labelled missing states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEWEST: Final = 2
"""How many categories a scale has at least."""


def check_states(
    values: Iterable[object], categories: Sequence[str], missing: Sequence[str]
) -> None:
    """Refuse values that are no state, so that none is dropped in silence.

    Args:
        values: States of units.
        categories: All categories, worst first.
        missing: Labels of missing states.

    Raises:
        ValueError: If a value is no state, a state is there twice, or there are fewer than two
            categories.
    """
    states = [*categories, *missing]
    if len(categories) < FEWEST or len(set(states)) < len(states):
        raise ValueError("A scale needs at least two categories, and no state twice.")
    if unknown := sorted({str(value) for value in values if value not in states}):
        raise ValueError(f"These are no states of the scale: {', '.join(unknown)}.")
