"""The record of one finding."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction  # noqa: TC003 - read as the type of a column
from typing import TYPE_CHECKING

from ltp_analysis import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.solved.composition import Range


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One number rebuilt here, with all that is needed to trust or doubt it.

    Attributes:
        id: Stable name, `measure.round.category.scope.variant`.
        round: The round, or "earlier-to-later" for a change; empty if about none.
        measure: What is measured: share, count, change, numerators, named.
        category: The ratings counted.
        scope: The group of units.
        unit: Percent, points (percentage points) or count.
        lower: Least value that the accepted statements allow; None if nothing bounds it.
        upper: Greatest value.
        printed: The number as its source prints it, where the finding is no more than that.
        numerator_lower: Least numerator.
        numerator_upper: Greatest numerator.
        base: Size of the base where it is known.
        base_lower: Least size of the base.
        base_upper: Greatest size of the base.
        base_name: What the share is a share of, in words.
        missing: Units without a plan, where their number is known.
        missing_lower: Least number of units without a plan.
        missing_upper: Greatest number of units without a plan.
        rule: The rounding rule that printed percentages were read by; empty if none was needed.
        method: How the number was worked out, in one sentence.
        caution: What must be said wherever the number is used; empty if nothing.
        statements: Ids of the statements used.
        sources: Ids of their sources.
        code: The function that made it, and its version.
        dataset: Version of the raw tables.
    """

    id: str
    round: str
    measure: str
    category: str
    scope: str
    unit: str
    lower: Fraction | None = None
    upper: Fraction | None = None
    printed: str = ""
    numerator_lower: int | None = None
    numerator_upper: int | None = None
    base: int | None = None
    base_lower: int | None = None
    base_upper: int | None = None
    base_name: str = ""
    missing: int | None = None
    missing_lower: int | None = None
    missing_upper: int | None = None
    rule: str = ""
    method: str
    caution: str = ""
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    code: str
    dataset: str

    @property
    def determined(self) -> bool:
        """Whether the accepted statements leave one value only."""
        return self.lower is not None and self.lower == self.upper


COLUMNS = tuple(field.name for field in fields(Finding))
"""Columns of the ledger, in their order."""


def finding_id(*parts: str) -> str:
    """Return the id made of measure, round, category, scope and variant."""
    return ".".join(part.replace(" ", "-") for part in parts if part)


def made_by(function: Callable[..., object]) -> str:
    """Return how a finding names the function that made it."""
    return f"{function.__module__}.{function.__qualname__} {__version__}"


def spread(prefix: str, bounds: Range | None) -> dict[str, int | None]:
    """Return the three fields of a finding that hold a whole number between bounds."""
    if bounds is None:
        return {}
    return {
        prefix: bounds.single,
        f"{prefix}_lower": bounds.lower,
        f"{prefix}_upper": bounds.upper,
    }
