"""Words that the answers of several methods share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fractions import Fraction

POPULATION: Final = (
    "The units are all there are, so this answers a question about a model of how ratings come "
    "about, not about a sample."
)
"""What a p-value or an interval is about here."""

CRITERIA: Final = (
    "If the criteria changed between the rounds, the series is broken there, and the criteria "
    "alone may be the cause."
)
"""What breaks a comparison of rounds."""

TOGETHER: Final = (
    "Units rated by one document are one observation, but each counts on its own here."
)
"""What makes a test of units too sure."""

TREND: Final = (
    "The Cochran-Armitage test of trend is not used, since it takes ratings as independent and the "
    "same units return each round."
)
"""Why the usual test of a trend is not there."""


def percent(share: Fraction | float) -> str:
    """Return a share as a percentage with one decimal place.

    Args:
        share: The share, from 0 to 1.
    """
    return f"{float(share):.1%}"


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence.

    Args:
        words: The words, at least one.
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def units(number: int) -> str:
    """Return a number of units in words that fit it.

    Args:
        number: How many.
    """
    return f"{number} unit" if number == 1 else f"{number} units"
