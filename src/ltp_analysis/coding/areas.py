"""How far the plans of a round reach, area by area: units, and children who live in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.coding.coverage import Covered, unit_coverage
from ltp_analysis.validated.age_bands import bands_that_tile, limits_of
from ltp_analysis.validated.areas import REGION, areas_of
from ltp_analysis.validated.people import people_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.study import Study

NO_AREA: Final = "in no area that is known"
COLUMNS: Final = {
    "area": "string",
    "units": "Int64",
    **{str(kind): "Int64" for kind in Covered},
    "children": "Int64",
    "children_least": "Int64",
    "children_most": "Int64",
}


@dataclass(frozen=True)
class Children:
    """The children who live in the units of a round.

    Attributes:
        year: The mid-year of the population; None if there is none.
        ages: The first and the last age; None if it is not known which ages count.
        persons: The children of each unit that has a population of these ages.
        why_not: Why there are none; empty if there are some.
    """

    year: int | None
    ages: tuple[int, int] | None
    persons: Mapping[str, int]
    why_not: str = ""


def children(study: Study, round_id: str) -> Children:
    """Return the children of each unit of a round.

    Children are people of the ages of which the table `prevalence` has a rate, from the youngest
    to the oldest. They are added up from the fewest age bands that make up these ages.

    Args:
        study: The study.
        round_id: The round, whose population year counts.
    """
    row = study.round(round_id)
    limits = limits_of(study)
    bands = [limits[band] for band in study["prevalence"]["age_band"].astype(str) if band in limits]
    if not bands:
        why = "No rate of prevalence says which ages count as children."
        return Children(None, None, {}, why)
    ages = min(first for first, _ in bands), max(last for _, last in bands)
    if pd.isna(row["population_year"]):
        why = f"There is no population for {row['round']}: its row in rounds names no year."
        return Children(None, ages, {}, why)
    year = int(row["population_year"])
    by_unit = people_at(study, round_id)
    ways = {
        present: bands_that_tile(limits, present, *ages)
        for present in {frozenset(known) for known in by_unit.values()}
    }
    found = {
        unit: sum(known[band][0] for band in way)
        for unit, known in by_unit.items()
        if (way := ways[frozenset(known)]) is not None
    }
    if not found:
        why = f"There is no population of mid-{year} for ages {ages[0]} to {ages[1]}."
        return Children(year, ages, {}, why)
    return Children(year, ages, found)


def area_coverage(study: Study, round_id: str, kind: str = REGION) -> pd.DataFrame:
    """Return how the units of each area are covered, and how many children live in them.

    Args:
        study: The study.
        round_id: The round.
        kind: The kind of area.

    Returns:
        One row an area in the order of names, then one for units in none, if there are any, and
        a last one for all units. `units` is the base of the four counts after it. `children` is
        the base of the children covered: at least those in units that are certainly covered, at
        most those in units that may be covered too. All three are missing where a unit of the
        area has no population.
    """
    units = unit_coverage(study, round_id)
    areas = areas_of(study, round_id, kind)
    people = children(study, round_id).persons
    units["area"] = [areas.get(unit, NO_AREA) for unit in units["unit_code"]]
    named = sorted({area for area in units["area"] if area != NO_AREA})
    rows = [
        _row(area, some, people)
        for area in (*named, NO_AREA)
        if len(some := units[units["area"] == area])
    ]
    rows.append(_row(study.label(study.settings.whole), units, people))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object").astype(COLUMNS)


def _row(area: str, units: pd.DataFrame, people: Mapping[str, int]) -> dict[str, object]:
    how = dict(zip(units["unit_code"], units["covered"], strict=True))
    by_plan = set(units.loc[units["plans"] != "", "unit_code"])
    perhaps = by_plan | set(units.loc[units["doubtful_plans"] != "", "unit_code"])
    known = how.keys() <= people.keys()
    return {
        "area": area,
        "units": len(units),
        **{str(kind): list(how.values()).count(str(kind)) for kind in Covered},
        "children": sum(people[unit] for unit in how) if known else None,
        "children_least": sum(people[unit] for unit in by_plan) if known else None,
        "children_most": sum(people[unit] for unit in perhaps) if known else None,
    }
