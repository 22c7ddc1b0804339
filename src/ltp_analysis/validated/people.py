"""The people of the units of a round, by age band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.validated.members import predecessors
from ltp_analysis.validated.rules.tools import WHOLE

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

EXACT: Final = "exact"
ESTIMATE: Final = "estimate"


def people_at(study: Study, round_id: str) -> dict[str, dict[str, tuple[int, str]]]:
    """Return the people of each unit of a round by age band, and how good the number is.

    A unit without a population is the sum of those that were merged whole into it, if each of
    them has one in the band and no part of another unit came to it.
    """
    rows = study["population"]
    rows = rows[rows["year"] == study.round(round_id)["population_year"]]
    known: dict[str, dict[str, tuple[int, str]]] = {}
    for row in rows[["unit_code", "age_band", "persons", "quality"]].itertuples(index=False):
        bands = known.setdefault(str(row.unit_code), {})
        bands[str(row.age_band)] = int(row.persons), str(row.quality)
    moved = study["succession"]
    date = study.round(round_id)["register_date"]
    moved = moved[(moved["effective_date"] <= date) & ~moved["kind"].isin(WHOLE)]
    got_parts = set(moved["successor_code"])
    merged = {unit: parts for unit, parts in predecessors(study).items() if unit not in got_parts}

    def people_of(unit: str, seen: tuple[str, ...] = ()) -> dict[str, tuple[int, str]]:
        if unit in known or unit not in merged or unit in seen:
            return known.get(unit, {})
        parts = [people_of(part, (*seen, unit)) for part in merged[unit]]
        return {
            band: (
                sum(part[band][0] for part in parts),
                ESTIMATE if any(part[band][1] == ESTIMATE for part in parts) else EXACT,
            )
            for band in parts[0]
            if all(band in part for part in parts)
        }

    found = {unit: people_of(unit) for unit in study.codes(round_id)}
    return {unit: bands for unit, bands in found.items() if bands}
