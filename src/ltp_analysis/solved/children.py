"""Estimates of abused or neglected children in each unit, and how sums of them print.

The estimate of a unit is the share of children of an age who were ever maltreated by a parent or
guardian, times the children of that age who live there, added over the ages. The shares are
those of the table `prevalence` (Radford, Corral, Bradley and Fisher 2013, Child Abuse & Neglect
37(10), 801-813); the children are those of the mid-year that the round rests on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.problems import LtpError
from ltp_analysis.solved.composition import Range
from ltp_analysis.validated.age_bands import bands_that_tile, limits_of
from ltp_analysis.validated.people import EXACT, people_at
from ltp_analysis.validated.rules.tools import heirs, open_at
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from ltp_analysis.validated.study import Study

MEASURE: Final = "children-estimated"
"""The measure whose rates the estimates rest on."""

POPULATION_ERROR: Final = Fraction(1, 1000)
"""Share of an estimate to allow for on either side where its population is itself an estimate.

Printed numbers of areas with estimated populations lie within 0.05 % of what is computed for
them. Only a few areas can be compared in this way, so twice as much is allowed.
"""

_HALF: Final = Fraction(1, 2)

Span = tuple[Fraction, Fraction]
"""Least and greatest value that a quantity can have."""


class UnknownBandError(LtpError):
    """Raised where an age band is asked for that has no rate."""


class Rounding(StrEnum):
    """At which step children became whole numbers.

    `TOTAL` rounds the exact sum once; `UNITS` rounds each unit and adds; `PRODUCTS` rounds each
    product of a rate and a population and adds. All round to the nearest whole number and leave
    open which way an exact half went.
    """

    TOTAL = "total"
    UNITS = "units"
    PRODUCTS = "products"


@dataclass(frozen=True)
class UnitEstimate:
    """The children estimated in one unit.

    Attributes:
        unit_code: The unit, in the register of the round.
        exact: Whether all the populations used are exact.
        parts: Rate times persons for each age band, the youngest first.
        error: What to allow for on either side of the sum of the parts because the population
            is an estimate; 0 where it is exact.
        grain: What to allow for only because estimated populations are rounded to whole
            persons: half a person of each, times its rate; 0 where the population is exact.
    """

    unit_code: str
    exact: bool
    parts: tuple[Fraction, ...]
    error: Fraction = Fraction(0)
    grain: Fraction = Fraction(0)

    @property
    def plain(self) -> Fraction:
        """The children, not rounded."""
        return sum(self.parts, Fraction(0))

    @property
    def products(self) -> int:
        """The children with each part rounded before it is added, an exact half upwards."""
        return sum(math.floor(part + _HALF) for part in self.parts)


@dataclass(frozen=True)
class GroupUnits:
    """The members of a group in the register of a round.

    Attributes:
        certain: Units that certainly belong to it.
        doubtful: Units that may belong to it.
        unplaced: Codes of members that are no unit of the round: closed without an heir by
            then, not open yet, or merged with units that the group does not name.
    """

    certain: frozenset[str]
    doubtful: frozenset[str]
    unplaced: frozenset[str]


def estimates(
    study: Study, round_id: str, age_bands: Collection[str] | None = None
) -> list[UnitEstimate]:
    """Return the children estimated in each unit of a round.

    A band without a population in the year of the round is added up from bands that tile it, and
    a unit without one from those that were merged into it.

    Args:
        study: The study.
        round_id: The round.
        age_bands: The bands to take in; all that have a rate if not given.

    Returns:
        One record a unit in the order of their codes. Units without a population of every band
        are left out, so the list is empty where the round rests on no population.

    Raises:
        UnknownBandError: If a band has no rate.
    """
    return list(_estimates(study, round_id, None if age_bands is None else tuple(age_bands)))


@kept
def _estimates(
    study: Study, round_id: str, age_bands: tuple[str, ...] | None
) -> tuple[UnitEstimate, ...]:
    rates = _rates(study, age_bands)
    year = study.round(round_id)["population_year"]
    if pd.isna(year):
        return ()
    limits = limits_of(study)
    people = people_at(study, round_id)
    # Most units have the same bands, so what tiles what is looked up once for each set of them.
    tiled = {
        present: [_tiles(limits, present, band) for band in rates]
        for present in {frozenset(bands) for bands in people.values()}
    }
    found = []
    for unit, bands in sorted(people.items()):
        tiles = tiled[frozenset(bands)]
        if None in tiles:
            continue
        parts = tuple(
            rate * sum(bands[piece][0] for piece in pieces or ())
            for rate, pieces in zip(rates.values(), tiles, strict=True)
        )
        qualities = {bands[piece][1] for pieces in tiles for piece in pieces or ()}
        if qualities <= {EXACT}:
            found.append(UnitEstimate(unit, exact=True, parts=parts))
            continue
        pairs = zip(rates.values(), tiles, strict=True)
        grain = sum((rate * _HALF * len(pieces or ()) for rate, pieces in pairs), Fraction(0))
        error = max(grain, POPULATION_ERROR * sum(parts, Fraction(0)))
        found.append(UnitEstimate(unit, exact=False, parts=parts, error=error, grain=grain))
    return tuple(found)


def span(estimate: UnitEstimate, rule: Rounding) -> Span:
    """Return what a unit can add to a sum under a rule, before the sum itself is rounded.

    Where the population is an estimate its error may fall on any of the parts, so that each
    part may also be rounded the other way than the estimate of it.
    """
    if rule is Rounding.TOTAL:
        return estimate.plain - estimate.error, estimate.plain + estimate.error
    if rule is Rounding.UNITS:
        return _whole(estimate.plain - estimate.error, estimate.plain + estimate.error)
    if estimate.exact:
        ends = [_whole(part, part) for part in estimate.parts]
        return sum((low for low, _ in ends), Fraction(0)), sum((up for _, up in ends), Fraction(0))
    margin = estimate.error + _HALF * (len(estimate.parts) - 1)
    return _whole(estimate.plain - margin, estimate.plain + margin)


def printed_totals(
    units: Collection[UnitEstimate], rule: Rounding, closed: Iterable[Collection[str]] = ()
) -> Range:
    """Return the whole numbers that the sum of some units can print as.

    Args:
        units: The estimates of the units.
        rule: At which step numbers were rounded.
        closed: Sets of units, no unit in two, whose populations are exact when added up,
            because only the borders between them are estimated. The errors of a set that is
            wholly among the units cancel, but for the rounding of each unit.

    Returns:
        Least and greatest number; one number where all populations are exact and none of the
        numbers to be rounded lies half way. What populations may be out by widens it outwards.
    """
    least, greatest = _whole(*sum_span(units, rule, closed))
    return Range(int(least), int(greatest))


def sum_span(
    units: Collection[UnitEstimate], rule: Rounding, closed: Iterable[Collection[str]] = ()
) -> Span:
    """Return what some units can add to a sum under a rule, before the sum itself is rounded.

    Args:
        units: The estimates of the units.
        rule: At which step numbers were rounded.
        closed: As in `printed_totals`.
    """
    present = {unit.unit_code for unit in units}
    whole = {code for codes in closed if present.issuperset(codes) for code in codes}
    apart = [unit for unit in units if unit.unit_code not in whole]
    together = [unit for unit in units if unit.unit_code in whole]
    spans = [span(unit, rule) for unit in apart] + [_span_together(together, rule)]
    return sum((low for low, _ in spans), Fraction(0)), sum((up for _, up in spans), Fraction(0))


def figure_totals(value: Fraction, resolution: Fraction, qualifier: str) -> Range:
    """Return the whole totals that a printed number with its qualifier can stand for.

    Args:
        value: The number as printed.
        resolution: Value of one unit of its last digit.
        qualifier: “none”: the nearest multiple of the resolution, so half of it on either side;
            “about”: within one resolution on either side; “over”: from the number to one
            resolution above it; “nearly”: from one resolution below the number up to it.

    Returns:
        Least and greatest total. It is the number itself where that is whole and exact to one.
    """
    below, above = {
        "none": (_HALF, _HALF),
        "about": (Fraction(1), Fraction(1)),
        "over": (Fraction(0), Fraction(1)),
        "nearly": (Fraction(1), Fraction(0)),
    }[qualifier]
    return Range(
        math.ceil(value - below * resolution),
        math.floor(value + above * resolution),
    )


@kept
def group_units(study: Study, group_id: str, round_id: str) -> GroupUnits:
    """Return the units of a round that a group holds.

    Members named under codes that were merged by the date of the round's register count as
    their heir where the group names all of the heir's predecessors. The heir is doubtful if one
    of them is.

    Args:
        study: The study.
        group_id: The group.
        round_id: The round.

    Returns:
        The members; none for a group that is the whole register.
    """
    rows = study["group_members"]
    rows = rows[rows["group_id"] == group_id]
    named = dict(zip(rows["unit_code"], rows["certainty"] == "certain", strict=True))
    groups = study["groups"]
    named_at = groups.loc[groups["group_id"] == group_id, "register_date"].iloc[0]
    date = study.round(round_id)["register_date"]
    became = heirs(study["succession"], date)
    open_then = set() if pd.isna(named_at) else open_at(study["register"], named_at)
    members: dict[str, bool] = {}
    unplaced = set()
    for unit, certain in named.items():
        places = study.at({unit}, round_id)
        siblings = {other for other in open_then if became.get(other, other) in places}
        if not places or not siblings <= set(named):
            unplaced.add(unit)
        for place in places if siblings <= set(named) else ():
            members[place] = certain and members.get(place, True)
    return GroupUnits(
        frozenset(unit for unit, certain in members.items() if certain),
        frozenset(unit for unit, certain in members.items() if not certain),
        frozenset(unplaced),
    )


def _span_together(units: Collection[UnitEstimate], rule: Rounding) -> Span:
    """Return what units can add to a sum if the errors of their populations cancel."""
    exact = [span(unit, rule) for unit in units if unit.exact]
    others = [unit for unit in units if not unit.exact]
    roundings = {
        Rounding.TOTAL: 0,
        Rounding.UNITS: len(others),
        Rounding.PRODUCTS: sum(len(unit.parts) for unit in others),
    }[rule]
    plain = sum((unit.plain for unit in others), Fraction(0))
    margin = sum((unit.grain for unit in others), Fraction(0)) + _HALF * roundings
    return (
        plain - margin + sum((low for low, _ in exact), Fraction(0)),
        plain + margin + sum((up for _, up in exact), Fraction(0)),
    )


def _whole(lower: Fraction, upper: Fraction) -> Span:
    """Return the whole numbers that values in a range round to, exact halves both ways."""
    return Fraction(math.ceil(lower - _HALF)), Fraction(math.floor(upper + _HALF))


def _rates(study: Study, age_bands: Collection[str] | None) -> dict[str, Fraction]:
    rows = study["prevalence"]
    rows = rows[rows["measure"] == MEASURE].sort_values("age_band")
    rates = dict(zip(rows["age_band"].astype(str), map(Fraction, rows["rate"]), strict=True))
    if unknown := set(age_bands or ()) - set(rates):
        words = ", ".join(sorted(unknown))
        raise UnknownBandError(f"no rate is known for ages {words}; add it to the prevalence")
    return {band: rate for band, rate in rates.items() if age_bands is None or band in age_bands}


def _tiles(
    limits: Mapping[str, tuple[int, int]], present: AbstractSet[str], band: str
) -> tuple[str, ...] | None:
    """Return the fewest present bands that tile a band, or None if none do."""
    return bands_that_tile(limits, present, *limits[band])
