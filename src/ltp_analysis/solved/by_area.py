"""How many units of each area can have had each rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.solved.evidence import count_bounds
from ltp_analysis.solved.parallel import side_by_side
from ltp_analysis.validated.areas import REGION, areas_of

if TYPE_CHECKING:
    from ltp_analysis.solved.evidence import Evidence


@dataclass(frozen=True)
class AreaCount:
    """Bounds of the number of units of an area with a rating.

    Attributes:
        round_id: The round.
        area: Name of the area.
        rating: The rating.
        units: How many units the area has.
        lower: Least number.
        upper: Greatest number.
    """

    round_id: str
    area: str
    rating: str
    units: int
    lower: int
    upper: int


def area_counts(evidence: Evidence, round_id: str, kind: str = REGION) -> list[AreaCount]:
    """Return the bounds for each area of a kind and each rating.

    Args:
        evidence: The statements.
        round_id: The round.
        kind: The kind of area.

    Returns:
        One record for each area, in the order of names, and each rating, in that of the scale.
    """
    members: dict[str, list[str]] = {}
    for unit, area in areas_of(evidence.study, round_id, kind).items():
        members.setdefault(area, []).append(unit)

    def counts(area: str) -> list[AreaCount]:
        units, found = members[area], []
        for rating in evidence.study.ratings:
            bounds = count_bounds(evidence, round_id, units, [rating])
            found.append(AreaCount(round_id, area, rating, len(units), bounds.lower, bounds.upper))
        return found

    return [count for some in side_by_side(counts, sorted(members)) for count in some]
