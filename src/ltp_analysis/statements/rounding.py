"""Which whole-number counts a printed percentage allows, exactly."""

from __future__ import annotations

import math
from enum import StrEnum
from fractions import Fraction


class Rule(StrEnum):
    """How a share became a printed percentage.

    `NEAREST` leaves open which way an exact tie went; `HALF_UP` and `HALF_EVEN` fix it;
    `TRUNCATED` cuts digits off.
    """

    NEAREST = "nearest"
    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    TRUNCATED = "truncated"


RULES = tuple(Rule)
"""Every rule, in the order in which reports list them."""

_HALF = Fraction(1, 2)


def prints_as(share: Fraction, printed: Fraction, resolution: Fraction, rule: Rule) -> bool:
    """Say whether a share prints as a given number.

    Args:
        share: The exact value, in the unit of the printed number.
        printed: The printed number.
        resolution: Value of one unit of its last digit.
        rule: How it was rounded.

    Returns:
        True if `share`, rounded to a multiple of `resolution` by `rule`, is `printed`.
    """
    steps, target = share / resolution, printed / resolution
    floor = math.floor(steps)
    rest = steps - floor
    if rule is Rule.TRUNCATED:
        return target == floor
    if rest != _HALF:
        return target == floor + (rest > _HALF)
    if rule is Rule.NEAREST:
        return target in (floor, floor + 1)
    if rule is Rule.HALF_UP:
        return target == floor + 1
    return target == floor + floor % 2


def numerators(
    printed: Fraction, base: int, rule: Rule, resolution: Fraction = Fraction(1)
) -> list[int]:
    """Return every count whose share of a base prints as a given percentage.

    Args:
        printed: The percentage as printed, 0 to 100.
        base: Size of the base, 1 or more.
        rule: How it was rounded.
        resolution: Value of one unit of the last digit printed, in percentage points.

    Returns:
        The counts in ascending order; empty if no whole number prints so.
    """
    lowest = max(0, math.floor((printed - resolution) * base / 100))
    highest = min(base, math.ceil((printed + resolution) * base / 100))
    return [
        count
        for count in range(lowest, highest + 1)
        if prints_as(Fraction(100 * count, base), printed, resolution, rule)
    ]


def limits(printed: Fraction, resolution: Fraction, rule: Rule) -> tuple[Fraction, Fraction]:
    """Return the closed range of values that print as a given number.

    Args:
        printed: The number as printed.
        resolution: Value of one unit of its last digit.
        rule: How it was rounded.

    Returns:
        Least and greatest value; an end that itself prints otherwise is still given, as the
        limit that values come arbitrarily close to.
    """
    if rule is Rule.TRUNCATED:
        return printed, printed + resolution
    return printed - resolution / 2, printed + resolution / 2
