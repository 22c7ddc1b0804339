"""A made-up yearly rating of councils: other states, codes and rounds than the shipped study's.

Nothing in it is real. Two mergers, a split and a new code fall between its ten rounds; its
published numbers are plain counts of the made-up list.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RATED = ("Inadequate", "Requires improvement", "Good", "Outstanding")
NOT_YET = "Not yet inspected"
STATES = (*RATED, NOT_YET)
YEARS = tuple(range(2014, 2024))
SOURCE = "national-list"
REGIONS = ("North", "Midlands", "East", "South")

_KINDS = ("E06", "E08", "E09", "E10")
_FIRST = ("Ash", "Brack", "Cold", "Dun", "East", "Far", "Gold", "Hart", "Ive", "King", "Long")
_LAST = ("bury", "combe", "dale", "field", "ford", "ham", "hurst", "leigh", "mere", "stead", "ton")
_WORDS = {
    "Inadequate": ("Inadequate", "INADEQUATE", "inadequate"),
    "Requires improvement": ("Requires improvement to be good", "RI", "REQUIRES IMPROVEMENT"),
    "Good": ("Good", "GOOD", "good"),
    "Outstanding": ("Outstanding", "OUTSTANDING", "outstanding"),
    NOT_YET: ("Not yet inspected", "NOT YET INSPECTED", "Not inspected yet"),
}
"""How the lists of different years write each state."""

RATING_MAPS = (
    "Requires improvement to be good=Requires improvement",
    "RI=Requires improvement",
    f"Not inspected yet={NOT_YET}",
)


@dataclass(frozen=True)
class Unit:
    """A council.

    Attributes:
        code: Its code.
        name: Its name.
        region: Where it is.
        first: First year, from 1 April; 0 for always.
        last: Year on whose 31 March it closes; 0 for never.
    """

    code: str
    name: str
    region: str
    first: int = 0
    last: int = 0

    def is_open(self, year: int) -> bool:
        """Say whether it is there in April of a year."""
        return self.first <= year and (not self.last or year < self.last)


@dataclass(frozen=True)
class Made:
    """A made-up rating.

    Attributes:
        units: Every council there ever was.
        became: Predecessor, successor, year and kind of each change.
        ratings: By year, the state of each council then open.
    """

    units: tuple[Unit, ...]
    became: tuple[tuple[str, str, int, str], ...]
    ratings: dict[int, dict[str, str]]

    def unit(self, code: str) -> Unit:
        """Return a council by its code."""
        return next(unit for unit in self.units if unit.code == code)

    def counts(self, year: int) -> dict[str, int]:
        """Return how many councils have each state in a year, counted plainly."""
        found = Counter(self.ratings[year].values())
        return {state: found[state] for state in STATES}


def made(size: int) -> Made:
    """Return a made-up rating.

    Args:
        size: How many councils there are in the first year; 12 or more.
    """
    draw = random.Random(20140401)  # noqa: S311 - made-up data, the same each time
    names = [f"{first}{last}" for last in _LAST for first in _FIRST]
    units = [
        Unit(f"{_KINDS[place % 4]}{place:06d}", names[place], REGIONS[place % len(REGIONS)])
        for place in range(1, size + 1)
    ]
    became: list[tuple[str, str, int, str]] = []

    def change(year: int, kind: str, old: list[int], new: list[tuple[str, str]]) -> None:
        for place in old:
            units[place] = Unit(**{**vars(units[place]), "last": year})
        region = units[old[0]].region
        units.extend(Unit(code, name, region, first=year) for code, name in new)
        became.extend((units[one].code, code, year, kind) for one in old for code, _ in new)

    change(2016, "merger", [0, 4], [("E06000901", "Ashcombe and Coldcombe")])
    change(2018, "recode", [2], [("E10000902", units[2].name)])
    change(2019, "merger", [1, 5, 9], [("E06000903", "Far Shore")])
    change(2021, "split", [3], [("E06000904", "Upper Vale"), ("E06000905", "Lower Vale")])

    recoded = {successor: old for old, successor, _, kind in became if kind == "recode"}
    ratings: dict[int, dict[str, str]] = {}
    for year in YEARS:
        before = ratings.get(year - 1, {})
        now = {}
        for unit in units:
            if not unit.is_open(year):
                continue
            state = before.get(unit.code, before.get(recoded.get(unit.code, ""), NOT_YET))
            chance = draw.random()
            if state == NOT_YET:
                state = draw.choice(RATED) if chance < 0.35 else NOT_YET
            elif chance < 0.3:
                place = RATED.index(state) + draw.choice((-1, 1, 1))
                state = RATED[min(max(place, 0), len(RATED) - 1)]
            now[unit.code] = state
        ratings[year] = now
    return Made(tuple(units), tuple(became), ratings)


def register_rows(study: Made, source: str) -> list[dict[str, str]]:
    """Return the rows of the register."""
    return [
        {
            "unit_code": unit.code,
            "name": f"{unit.name} Council",
            "valid_from": f"{unit.first or 2009}-04-01",
            "valid_to": f"{unit.last}-03-31" if unit.last else "",
            "source_id": source,
        }
        for unit in study.units
    ]


def succession_rows(study: Made, source: str) -> list[dict[str, str]]:
    """Return the rows of the succession."""
    return [
        {
            "predecessor_code": old,
            "successor_code": new,
            "effective_date": f"{year}-04-01",
            "kind": kind,
            "source_id": source,
        }
        for old, new, year, kind in study.became
    ]


def area_rows(source: str) -> list[dict[str, str]]:
    """Return the regions at the date of each round."""
    return [
        {
            "area_code": region.upper(),
            "register_date": f"{year}-04-01",
            "kind": "region",
            "name": region,
            "source_id": source,
        }
        for year in YEARS
        for region in REGIONS
    ]


def geography_rows(study: Made, source: str) -> list[dict[str, str]]:
    """Return the region of each council at the date of each round."""
    return [
        {
            "unit_code": unit.code,
            "register_date": f"{year}-04-01",
            "area_code": unit.region.upper(),
            "source_id": source,
        }
        for year in YEARS
        for unit in study.units
        if unit.is_open(year)
    ]


def figure_rows(study: Made, source: str) -> list[dict[str, str]]:
    """Return the published numbers: a count and the percentages of both bases, by year and state.

    They are counted here, and by nothing of the package.
    """
    rows = []
    for year in YEARS:
        counts = study.counts(year)
        every = sum(counts.values())
        rated = every - counts[NOT_YET]
        for state, count in counts.items():
            slug = state.lower().replace(" ", "-")
            shares = [("of-all", "units", every)]
            if state != NOT_YET and rated:
                shares.append(("of-rated", "units-rated", rated))
            common = {
                "round_id": str(year),
                "measure": "rating",
                "category": slug,
                "group_id": "all",
                "qualifier": "none",
                "resolution": "1",
                "edition": "original",
                "certainty": "certain",
                "source_id": source,
            }
            rows.append(
                {
                    **common,
                    "figure_id": f"{year}-{slug}",
                    "unit": "count",
                    "value": str(count),
                    "printed": str(count),
                    "base": "units",
                    "base_value": str(every),
                    "base_basis": "stated",
                }
            )
            for name, base, size in shares:
                share = percent(count, size)
                rows.append(
                    {
                        **common,
                        "figure_id": f"{year}-{slug}-{name}",
                        "unit": "percent",
                        "value": share,
                        "printed": f"{share}%",
                        "base": base,
                        "base_value": str(size),
                        "base_basis": "stated",
                    }
                )
    return rows


def percent(count: int, size: int) -> str:
    """Return a share as a national table prints it, half a per cent rounded up."""
    return str((Decimal(100 * count) / size).quantize(Decimal(1), ROUND_HALF_UP))


def list_of(study: Made, year: int, path: Path) -> tuple[str, ...]:
    """Write the list of a year as its publisher would, and return the columns to map.

    Every other year has codes; other years name the councils only.
    """
    coded = year % 2 == 0
    header = ["Region", *(["LA code"] if coded else []), "Local authority", "Overall judgement"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        for place, (code, state) in enumerate(study.ratings[year].items()):
            unit = study.unit(code)
            row = {
                "Region": unit.region,
                "LA code": code,
                "Local authority": unit.name if coded else f"{unit.name} Council",
                "Overall judgement": _WORDS[state][(year + place) % 3],
            }
            writer.writerow({name: row[name] for name in header})
    return (
        "unit=Local authority",
        "rating=Overall judgement",
        *(["code=LA code"] if coded else []),
    )


def append(table: Path, rows: list[dict[str, str]]) -> None:
    """Add rows to a raw table."""
    with table.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with table.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writerows(rows)
