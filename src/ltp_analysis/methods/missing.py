"""What missing units leave open: bounds of a share, and how many would turn a comparison."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ltp_analysis.methods.sentences import CRITERIA, percent, units
from ltp_analysis.methods.states import check_states
from ltp_analysis.methods.statistic import Statistic, refused

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_BOUNDS: Final = "share with bounds"
_TIPPING: Final = "tipping point"
NO_NUMBER: Final = "no number of them"
"""The answer if a comparison holds whatever the missing units had."""

_SUPPOSED: Final = "It tells what would have to be so, not how likely that is."


def share_of(
    ratings: Collection[str],
    counted: Collection[str],
    categories: Sequence[str],
    missing: Sequence[str],
) -> Share:
    """Return how many of the rated units have one of some categories.

    Args:
        ratings: The state of each unit.
        counted: The categories to count.
        categories: All categories, worst first.
        missing: Labels of missing states.

    Raises:
        ValueError: If a rating is no state, or something to count is no category.
    """
    check_states(ratings, categories, missing)
    check_states(counted, categories, ())
    absent = sum(rating in missing for rating in ratings)
    return Share(
        says=f"had the rating {' or '.join(word for word in categories if word in counted)}",
        numerator=sum(rating in counted for rating in ratings),
        base=len(ratings) - absent,
        missing=absent,
        possible=absent,
    )


def bounded(share: Share) -> Statistic:
    """Return a share of the rated units, with its bounds over what the missing can have had.

    Args:
        share: The share.
    """
    if share.known is None:
        why = f"Missing: all of {units(share.missing)}; one with a rating would give a share."
        return refused(_BOUNDS, 0, why if share.missing else "There are no units.")
    apart = ", missing ones left out," if share.missing else ""
    says = f"{share.numerator} of {units(share.base)}{apart} {share.says} ({percent(share.known)})"
    if share.missing:
        says += (
            f"; with {units(share.missing)} missing it is at least {percent(share.lower)} and at "
            f"most {percent(share.upper)} of all"
        )
    return Statistic(
        _BOUNDS,
        share.base,
        f"{says}.",
        "The bounds are no interval of confidence: they hold whatever the missing units had.",
        value=float(share.known),
        lower=float(share.lower),
        upper=float(share.upper),
    )


def tipping_point(share: Share, against: Share | Fraction) -> Statistic:
    """Return how many missing units it takes at least for a comparison to hold no more.

    The comparison is that of the two shares of the rated units: above or below. All missing
    units are then given a rating, as the comparison would have it except for the fewest that
    turn it; a tie counts as turned. It is the tipping point analysis of Yan, Lee and Li (2009),
    Missing data handling methods in medical device clinical trials.

    Args:
        share: The share.
        against: The share it is compared with, such as that of an earlier round, or a threshold.

    Returns:
        The number of missing units, or in words that no number turns it; refused if there is
        nothing to turn.

    Raises:
        ValueError: If a threshold is not from 0 to 1.
    """
    other = against if isinstance(against, Share) else _threshold(against)
    observations = share.base + (other.base if isinstance(against, Share) else 0)
    if share.known is None or other.known is None:
        return refused(_TIPPING, observations, "No unit has a rating, so nothing is compared.")
    if share.known == other.known:
        why = f"Both are {percent(share.known)}, so there is no comparison to turn."
        return refused(_TIPPING, observations, why)
    above = share.known > other.known
    high, low = (share, other) if above else (other, share)
    claim = (
        f"The share of the units that {share.says} ({percent(share.known)}) is "
        f"{'above' if above else 'below'} {percent(other.known)}"
    )
    found = _fewest(high, low)
    if found is None:
        possible = units(share.possible + other.possible)
        return Statistic(
            _TIPPING,
            observations,
            f"{claim}, and stays so whatever {possible} missing had.",
            f"{_SUPPOSED} {CRITERIA}",
            words=NO_NUMBER,
        )
    out, into = found
    places = (" in the first", " in the second") if isinstance(against, Share) else ("", "")
    needed = [
        f"{number} of the {part.possible} missing{places[part is other]} {words}"
        for number, part, words in (
            (out, high, "did not count"),
            (into, low, "counted"),
        )
        if number
    ]
    return Statistic(
        _TIPPING,
        observations,
        f"{claim}. It takes at least {units(out + into)} for this to hold no more: "
        f"{' and '.join(needed)}.",
        f"{_SUPPOSED} {CRITERIA}",
        value=float(out + into),
    )


def _threshold(share: Fraction) -> Share:
    """Return a share that nothing is missing from."""
    return Share("", share.numerator, share.denominator, missing=0, possible=0)


def _fewest(high: Share, low: Share) -> tuple[int, int] | None:
    """Return the fewest units to take out of a share and into a lower one, to draw level."""
    found = []
    for into in range(low.possible + 1):
        target = Fraction(low.numerator + into, low.base + low.missing)
        top = high.numerator + high.possible
        out = max(0, math.ceil(top - target * (high.base + high.missing)))
        if out <= high.possible:
            found.append((out + into, out, into))
    return min(found)[1:] if found else None


@dataclass(frozen=True)
class Share:
    """How many of the units with a rating are counted, and how many have none.

    Attributes:
        says: What is said of those counted, as words that follow "units".
        numerator: How many are counted.
        base: How many units have a rating.
        missing: How many have none.
        possible: How many of the missing can be among those counted.
    """

    says: str
    numerator: int
    base: int
    missing: int
    possible: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be.

        Raises:
            ValueError: If more are counted than there are, or fewer than none.
        """
        if not (0 <= self.numerator <= self.base and 0 <= self.possible <= self.missing):
            raise ValueError(f"No such share: {self}.")

    @property
    def known(self) -> Fraction | None:
        """Share of the units with a rating; none if no unit has one."""
        return Fraction(self.numerator, self.base) if self.base else None

    @property
    def lower(self) -> Fraction:
        """Least share of all units: no missing one counts; 0 if there are no units."""
        return Fraction(self.numerator, max(1, self.base + self.missing))

    @property
    def upper(self) -> Fraction:
        """Greatest share of all units: all missing ones count that can."""
        if not self.base + self.missing:
            return Fraction(1)
        return Fraction(self.numerator + self.possible, self.base + self.missing)
