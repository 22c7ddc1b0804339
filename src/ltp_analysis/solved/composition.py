"""A whole made of parts that are known between bounds: what adding up to the whole pins down.

The parts are whole numbers, each between bounds of its own, and add up to the whole. Sums of
such parts take every whole number between the sums of their bounds, so the bounds found here
are exact: each is reached by an allowed set of parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class ContradictionError(LtpError):
    """Raised where no whole numbers within the bounds add up to the whole."""


@dataclass(frozen=True)
class Range:
    """Whole numbers from `lower` to `upper`, both possible."""

    lower: int
    upper: int

    def __contains__(self, value: object) -> bool:
        """Say whether a whole number is in the range."""
        return isinstance(value, int) and self.lower <= value <= self.upper

    @property
    def single(self) -> int | None:
        """The number, if there is only one."""
        return self.lower if self.lower == self.upper else None


@dataclass(frozen=True)
class ShareBounds:
    """Bounds of a share.

    Attributes:
        lower: Least share, as a fraction of one.
        upper: Greatest share.
        numerator: Bounds of the numerator.
        base: Bounds of the base.
    """

    lower: Fraction
    upper: Fraction
    numerator: Range
    base: Range


def total(parts: Collection[Range]) -> Range:
    """Return the bounds of a sum of independent parts."""
    return Range(sum(part.lower for part in parts), sum(part.upper for part in parts))


def tighten(parts: Mapping[str, Range], whole: int) -> dict[str, Range]:
    """Narrow each part to the values that it takes when all parts add up to the whole.

    Args:
        parts: Bounds of each part.
        whole: What they add up to.

    Returns:
        The narrowed bounds.

    Raises:
        ContradictionError: If the parts cannot add up to the whole.
    """
    everything = total(parts.values())
    if whole not in everything:
        raise ContradictionError(
            f"the parts add up to {everything.lower} to {everything.upper}, not to {whole}"
        )
    return {
        name: Range(
            max(part.lower, whole - (everything.upper - part.upper)),
            min(part.upper, whole - (everything.lower - part.lower)),
        )
        for name, part in parts.items()
    }


def share_bounds(
    parts: Mapping[str, Range],
    whole: int,
    counted: Collection[str],
    left_out: Collection[str] = (),
) -> ShareBounds:
    """Return the bounds of the share that some parts have of the whole less others.

    Args:
        parts: Bounds of each part.
        whole: What the parts add up to.
        counted: Parts that make the numerator.
        left_out: Parts that are not in the base; none of them is counted.

    Returns:
        The bounds, over all sets of parts that add up to the whole.

    Raises:
        ContradictionError: If there is no such set, or if the base is empty in every one.
    """
    top = total([parts[name] for name in counted])
    out = total([parts[name] for name in left_out])
    rest = total([part for name, part in parts.items() if name not in {*counted, *left_out}])
    found = [
        (Fraction(above, whole - aside), above, whole - aside)
        for aside in range(out.lower, min(out.upper, whole - 1) + 1)
        for above in range(top.lower, top.upper + 1)
        if whole - above - aside in rest
    ]
    if not found:
        raise ContradictionError(f"no parts within the bounds add up to {whole}")
    shares, above, base = zip(*found, strict=True)
    return ShareBounds(
        min(shares), max(shares), Range(min(above), max(above)), Range(min(base), max(base))
    )
