"""Made-up studies of any size, for measuring only: nothing in them is a fact.

Ratings are drawn at random, the same for the same seed, and statements of the kinds that occur
are made from them, so that all of them can hold: national percentages, counts of some regions with
a doubtful member, shares of units that kept a rating, ratings of single units, and joint plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.statements.rounding import Rule
from ltp_analysis.statements.statement import Kind, Reading, Statement
from ltp_analysis.validated.settings import Settings
from ltp_analysis.validated.study import Study

if TYPE_CHECKING:
    from collections.abc import Iterator

RATINGS: Final = ("green", "amber", "red", "no plan")
REGIONS: Final = 10
_OFTEN: Final = (20, 65, 10, 5)
_FAILING: Final = frozenset({"amber", "red"})
_MISSING: Final = frozenset({"no plan"})
_FIRST_YEAR: Final = 2000


@dataclass(frozen=True)
class MadeUp:
    """A made-up study and what is said of it.

    Attributes:
        study: The study; its tables of figures and ratings are empty.
        statements: The statements, all true of `rated`.
        rated: For each round, the rating of each unit.
        regions: For each round, the region of each unit.
    """

    study: Study
    statements: tuple[Statement, ...]
    rated: dict[str, dict[str, str]]
    regions: dict[str, dict[str, int]]


def make_up(rounds: int, units: int, seed: int = 0) -> MadeUp:
    """Return a made-up study.

    Args:
        rounds: How many rounds it has.
        units: How many units its first round has; a few merge before each later one.
        seed: Number that all that is random follows from.
    """
    random = Random(seed)  # noqa: S311 - nothing here is secret
    names = [f"round-{number:02}" for number in range(rounds)]
    region = {f"U{number:04}": number % REGIONS for number in range(units)}
    here = dict(zip(region, random.choices(RATINGS, _OFTEN, k=units), strict=True))
    rated, merged, said = {names[0]: here}, dict[str, tuple[str, str]](), list[Statement]()
    for number, name in enumerate(names):
        before = dict(here)
        if number:
            here = {unit: _next(random, rating) for unit, rating in here.items()}
            for place in range(units // 200):
                pair = random.sample(sorted(here), 2)
                heir = f"M{number:02}{place:02}"
                region[heir] = region[pair[0]]
                here = {unit: rating for unit, rating in here.items() if unit not in pair}
                here[heir] = random.choices(RATINGS, _OFTEN)[0]
                merged |= dict.fromkeys(pair, (heir, name))
            rated[name] = here
        said += _national(name, here)
        said += _regional(random, name, here, region)
        said += _single(random, name, here)
        if number % 4 == 2:  # noqa: PLR2004 - every fourth round is compared with the one before
            said.append(_again(name, names[number - 1], here, before))
    regions = {name: {unit: region[unit] for unit in some} for name, some in rated.items()}
    return MadeUp(_study(names, region, merged), tuple(said), rated, regions)


def _next(random: Random, rating: str) -> str:
    """Return the rating a round later: the same one more often than not."""
    return rating if random.random() < 0.6 else random.choices(RATINGS, _OFTEN)[0]  # noqa: PLR2004


def _study(names: list[str], units: dict[str, int], merged: dict[str, tuple[str, str]]) -> Study:
    dates = {
        name: pd.Timestamp(year=_FIRST_YEAR + number, month=4, day=1)
        for number, name in enumerate(names)
    }
    opened = {heir: dates[name] for heir, name in merged.values()}
    day = pd.Timedelta(days=1)
    tables = {
        "rounds": pd.DataFrame(
            {
                "round_id": pd.Categorical(names, categories=names, ordered=True),
                "round": names,
                "register_date": list(dates.values()),
            }
        ),
        "register": pd.DataFrame(
            {
                "unit_code": list(units),
                "name": list(units),
                "valid_from": [opened.get(unit, dates[names[0]]) for unit in units],
                "valid_to": [
                    dates[merged[unit][1]] - day if unit in merged else pd.NaT for unit in units
                ],
            }
        ),
        "succession": pd.DataFrame(
            {
                "predecessor_code": list(merged),
                "successor_code": [heir for heir, _ in merged.values()],
                "kind": "merger",
                "effective_date": pd.Series(
                    [dates[name] for _, name in merged.values()], dtype="datetime64[ns]"
                ),
            }
        ),
        "scales": pd.DataFrame(
            {
                "scale_id": "rating",
                "category": RATINGS,
                "label": RATINGS,
                "state": ["missing" if name in _MISSING else "rated" for name in RATINGS],
                "position": range(len(RATINGS)),
            }
        ),
        "figures": pd.DataFrame(columns=["figure_id", "certainty", "edition"]),
        "ratings": pd.DataFrame(columns=["statement_id", "certainty", "edition", "corrects"]),
        "codings": pd.DataFrame(columns=["round_id", "plan_id"]),
        "plans": pd.DataFrame(columns=["round_id", "plan_id", "name"]),
        "coverage": pd.DataFrame(columns=["round_id", "plan_id"]),
    }
    settings = Settings(
        id="made-up",
        title="A made-up study",
        version="0",
        rates="plans",
        whole="all",
        scale="rating",
        inadequate=("red",),
        edition="corrected",
        singular="unit",
        plural="units",
        long="unit",
        code_name="Code",
        code_pattern=".+",
        second_code_pattern=".+",
        strip=(),
    )
    return Study(settings, tables, "made-up")


def _national(name: str, rated: dict[str, str]) -> Iterator[Statement]:
    """Yield the share of each rating to the nearest per cent, and one of an unstated base."""
    units = tuple(sorted(rated))
    for rating in RATINGS:
        share = _shares([rated[unit] == rating for unit in units])
        reading = _share({rating}, frozenset(), share, len(units))
        yield _amount(f"{name}-{rating}", name, "all", units, (reading,))
    share = _shares([rated[unit] in _FAILING for unit in units if rated[unit] not in _MISSING])
    readings = tuple(_share(_FAILING, left_out, share) for left_out in (frozenset(), _MISSING))
    yield _amount(f"{name}-failing", name, "all", units, readings)


def _regional(
    random: Random, name: str, rated: dict[str, str], region: dict[str, int]
) -> Iterator[Statement]:
    """Yield the counts of all ratings in three regions, one member of each in doubt."""
    for number in random.sample(range(REGIONS), 3):
        *units, doubtful = sorted(unit for unit in rated if region[unit] == number)
        for rating in RATINGS:
            count = Fraction(sum(rated[unit] == rating for unit in units))
            reading = Reading(
                "count",
                frozenset({rating}),
                frozenset(),
                is_share=False,
                lower=count,
                upper=count,
            )
            yield _amount(
                f"{name}-region-{number}-{rating}",
                name,
                f"region-{number}",
                tuple(units),
                (reading,),
                (doubtful,),
            )


def _single(random: Random, name: str, rated: dict[str, str]) -> Iterator[Statement]:
    """Yield what is said of a tenth of the units by themselves, and plans that two share."""
    for unit in random.sample(sorted(rated), len(rated) // 10):
        others = [rating for rating in RATINGS if rating != rated[unit]]
        left = {rated[unit]} if random.random() < 0.8 else set(RATINGS) - {random.choice(others)}  # noqa: PLR2004
        yield Statement(
            f"{name}-{unit}",
            Kind.EACH,
            name,
            "",
            (unit,),
            ratings=frozenset(left),
            source_id="made up",
        )
    for number in range(len(rated) // 50):
        one = random.choice(sorted(rated))
        alike = sorted(unit for unit in rated if rated[unit] == rated[one] and unit != one)
        if alike:
            pair = tuple(sorted((one, random.choice(alike))))
            yield Statement(f"{name}-joint-{number}", Kind.JOINT, name, "", pair)


def _again(name: str, since: str, rated: dict[str, str], before: dict[str, str]) -> Statement:
    """Return about which share of the units failed in both rounds."""
    units = tuple(sorted(rated))
    both = [rated[unit] in _FAILING and before.get(unit) in _FAILING for unit in units]
    share = Fraction(sum(both), len(both))
    reading = Reading(
        "about",
        _FAILING,
        frozenset(),
        is_share=True,
        lower=share - Fraction(1, 50),
        upper=share + Fraction(1, 50),
    )
    return Statement(
        f"{name}-again", Kind.AGAIN, name, "all", units, readings=(reading,), since=since
    )


def _shares(true: list[bool]) -> tuple[Fraction, Fraction]:
    """Return the shares that print as the same whole per cent."""
    printed = round(Fraction(100 * sum(true), len(true)))
    return Fraction(2 * printed - 1, 200), Fraction(2 * printed + 1, 200)


def _share(
    counted: set[str] | frozenset[str],
    left_out: frozenset[str],
    ends: tuple[Fraction, Fraction],
    base_size: int | None = None,
) -> Reading:
    return Reading(
        "share",
        frozenset(counted),
        left_out,
        is_share=True,
        lower=ends[0],
        upper=ends[1],
        base_size=base_size,
        rule=Rule.NEAREST,
    )


def _amount(  # noqa: PLR0913, PLR0917 - the parts of a statement
    name: str,
    round_id: str,
    group_id: str,
    units: tuple[str, ...],
    readings: tuple[Reading, ...],
    doubtful: tuple[str, ...] = (),
) -> Statement:
    return Statement(name, Kind.AMOUNT, round_id, group_id, units, doubtful, readings=readings)
