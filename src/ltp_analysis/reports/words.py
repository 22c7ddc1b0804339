"""Findings as words. Nothing is worked out here, only rounded and phrased."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.findings.finding import Finding

NOT_KNOWN = "not known"
NO_WHOLE_NUMBER = "no whole number"
MINUS = "\N{MINUS SIGN}"
_POINT = 10


def rounded(value: Fraction, digits: int = 0) -> str:
    """Return a number rounded half up, with thousands separated."""
    step = Decimal(1).scaleb(-digits)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(step, ROUND_HALF_UP):,}"


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
    ends = [rounded(value, digits).replace("-", MINUS) for value in (lower, upper)]
    mark = sign if sign == "%" else ""
    return f"{mark} to ".join(dict.fromkeys(ends)) + sign


def named(counts: Mapping[str, Finding], ratings: Sequence[str]) -> str:
    """Return how many units are known to have each rating.

    Args:
        counts: For each rating, and for “any”, “open” and “contradicted”, the units known.
        ratings: The ratings in order.
    """
    parts = listed([f"{count(counts[rating])} {rating}" for rating in ratings])
    who = f"{count_of_base(counts['any'])}, by name or as members of a group"
    sentences = [
        f"The sources that we found speak of {who}: {parts}.",
        f"Of the other {count(counts['open'])} they leave several ratings open.",
    ]
    if counts["contradicted"].numerator_lower:
        sentences.append(f"Of {count(counts['contradicted'])} they contradict each other.")
    return " ".join(sentences)


def rules(totals: Mapping[str, Finding]) -> str:
    """Return which rounding rules let the parts of a round add up to its base.

    Args:
        totals: For each rule, the sums of the least and of the greatest counts, with the base.
    """
    fits = {
        rule: finding.numerator_lower is not None
        and finding.numerator_upper is not None
        and finding.base is not None
        and finding.numerator_lower <= finding.base <= finding.numerator_upper
        for rule, finding in totals.items()
    }
    can = [rule for rule, fit in fits.items() if fit]
    cannot = [rule for rule, fit in fits.items() if not fit]
    parts = []
    if can:
        parts.append(f"The ratings can add up to their base under {_rule_names(can)}.")
    if cannot:
        parts.append(f"They cannot under {_rule_names(cannot)}.")
    return " ".join(parts) or "No share of this round was printed in per cent of a known base."


def _rule_names(names: Sequence[str]) -> str:
    word = "the rule" if len(names) == 1 else "the rules"
    return f"{word} {listed([f'“{name}”' for name in names])}"


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
