"""Findings as words. Nothing is worked out here, only rounded and phrased."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.solved.matches import rough

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.findings.finding import Finding

NOT_KNOWN = "not known"
NOT_YET_RATED = "not yet rated"
NO_WHOLE_NUMBER = "no whole number"
DOES_NOT_APPLY = "does not apply"
CONTRADICTED = "contradicted"
NONE = "none"
MINUS = "\N{MINUS SIGN}"
_POINT = 10


def rounded(value: Fraction, digits: int = 0) -> str:
    """Return a number rounded half up, with thousands separated and a true minus sign."""
    step = Decimal(1).scaleb(-digits)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(step, ROUND_HALF_UP):,}".replace("-", MINUS)


def percent(finding: Finding, digits: int = 0) -> str:
    """Return a share: “18%”, or “19% to 20%” where its bounds print differently.

    A finding that is no more than a printed number is returned as that number.
    """
    if finding.lower is None or finding.upper is None:
        return NOT_KNOWN
    number = re.match(r"[\d.]+", finding.printed)
    if number:
        return f"{number.group()}%"
    ends = [f"{rounded(value, digits)}%" for value in (finding.lower, finding.upper)]
    return " to ".join(dict.fromkeys(ends))


def count(finding: Finding) -> str:
    """Return a numerator: “35 or 36”, “11 to 14”, “21”, “not known”, or “no whole number”."""
    if finding.rule and finding.base is not None and finding.numerator_lower is None:
        return NO_WHOLE_NUMBER
    return between(finding.numerator_lower, finding.numerator_upper)


def base(finding: Finding) -> str:
    """Return a base with its name: “195 CCGs”, or only its name where its size is not known."""
    if finding.base_lower is None:
        return finding.base_name
    return f"{between(finding.base_lower, finding.base_upper)} {finding.base_name}"


def missing(finding: Finding) -> str:
    """Return how many units had no plan: “11 or 12”."""
    return between(finding.missing_lower, finding.missing_upper)


def count_of_base(finding: Finding) -> str:
    """Return numerator and base: “35 or 36 of 195 CCGs”."""
    if finding.numerator_lower is None and finding.base is None:
        return f"of {finding.base_name}; their number was not printed"
    return f"{count(finding)} of {base(finding)}"


def share(finding: Finding, digits: int = 0) -> str:
    """Return a share with its numerator and base: “18% (35 or 36 of 195 CCGs)”."""
    return f"{percent(finding, digits)} ({count_of_base(finding)})"


def value(finding: Finding) -> str:
    """Return any finding in the way that its unit asks for."""
    if finding.unit == "points":
        return f"{direction(finding)} {points(finding)}"
    if finding.unit == "children":
        return f"{bounds(finding.lower, finding.upper, finding.unit)} children"
    if finding.unit == "number":
        return NOT_KNOWN if finding.lower is None else rough(float(finding.lower))
    if finding.measure == "numerators-total":
        return f"{count(finding)}, to be held against {base(finding)}"
    return share(finding, 1) if finding.unit == "percent" else count_of_base(finding)


def points(finding: Finding) -> str:
    """Return a change without its sign: “34.4 to 36.0 percentage points”.

    Bounds are rounded outwards to one decimal, so that they never claim too much.
    """
    if finding.lower is None or finding.upper is None:
        return NOT_KNOWN
    if finding.determined:
        return f"{rounded(abs(finding.lower), 1)} percentage points"
    ends = _outward(finding)
    if ends[0] < 0 < ends[1]:
        return f"{rounded(ends[0], 1)} to +{rounded(ends[1], 1)} percentage points"
    sizes = sorted(abs(end) for end in ends)
    texts = dict.fromkeys(rounded(size, 1) for size in sizes)
    return f"{' to '.join(texts)} percentage points"


def direction(finding: Finding) -> str:
    """Return which way a change went: “rose by”, “fell by”, or “moved by” where it is open."""
    if finding.lower is not None and finding.lower >= 0 != finding.upper:
        return "rose by"
    if finding.upper is not None and finding.upper <= 0 != finding.lower:
        return "fell by"
    return "moved by"


def between(lower: int | None, upper: int | None) -> str:
    """Return a whole number between bounds: “21”, “35 or 36”, “11 to 14”, “none”."""
    if lower is None or upper is None:
        return NOT_KNOWN
    if lower == upper:
        return f"{lower:,}" if lower else "none"
    return f"{lower:,} {'or' if upper == lower + 1 else 'to'} {upper:,}"


def bounds(lower: Fraction | None, upper: Fraction | None, unit: str) -> str:
    """Return bounds in a unit of figures: “83.7%”, “58 to 162”, “2.0 to 2.6 points”."""
    if lower is None or upper is None:
        return NOT_KNOWN
    digits = {"percent": 1, "fraction": 1, "points": 1}.get(unit, 0)
    sign = {"percent": "%", "fraction": "%", "points": " points"}.get(unit, "")
    ends = [rounded(value, digits) for value in (lower, upper)]
    mark = sign if sign == "%" else ""
    return f"{mark} to ".join(dict.fromkeys(ends)) + sign


def capital(text: str) -> str:
    """Return a phrase as it begins a sentence: “CCGs”, “Councils”."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """Return names as a phrase; those with a comma of their own are divided by semicolons."""
    divider = "; " if any("," in name for name in names) else ", "
    if len(names) < 2:  # noqa: PLR2004 - one name or none needs no divider
        return "".join(names)
    last = f"{divider.rstrip()} and " if divider == "; " else " and "
    return divider.join(names[:-1]) + last + names[-1]


def _outward(finding: Finding) -> tuple[Fraction, Fraction]:
    lower, upper = finding.lower or Fraction(0), finding.upper or Fraction(0)
    return Fraction(math.floor(lower * _POINT), _POINT), Fraction(math.ceil(upper * _POINT), _POINT)
