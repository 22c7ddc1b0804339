"""How many units of each area can have had each rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.solved.evidence import count_bounds
from ltp_analysis.solved.parallel import side_by_side

if TYPE_CHECKING:
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study

REGION: Final = "region"
"""The kind of area that is the coarsest."""


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


def areas_of(study: Study, round_id: str, kind: str = REGION) -> dict[str, str]:
    """Return the area of one kind that each unit of a round lay in.

    Args:
        study: The study.
        round_id: The round, whose register date counts.
        kind: The kind of area.

    Returns:
        The name of the area by the code of the unit; nothing for units in no such area.
    """
    date = study.round(round_id)["register_date"]
    areas, lies = study["areas"], study["geography"]
    areas = areas[(areas["register_date"] == date) & (areas["kind"] == kind)]
    names = dict(zip(areas["area_code"], areas["name"], strict=True))
    lies = lies[(lies["register_date"] == date) & lies["area_code"].isin(list(names))]
    units = set(study.codes(round_id))
    pairs = zip(lies["unit_code"], lies["area_code"], strict=True)
    return {str(unit): str(names[code]) for unit, code in pairs if unit in units}


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
