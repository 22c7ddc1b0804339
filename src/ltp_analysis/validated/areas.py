"""The areas that the units of a round lay in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

REGION: Final = "region"
"""The kind of area that is the coarsest."""


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
