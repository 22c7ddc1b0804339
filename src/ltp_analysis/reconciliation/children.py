"""Verdicts on printed numbers of children, from populations and rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.reconciliation.verdict import Judgement, Verdict, beyond_the_list, given_by
from ltp_analysis.solved.children import (
    MEASURE,
    GroupUnits,
    Rounding,
    estimates,
    figure_totals,
    group_units,
    printed_totals,
    span,
    sum_span,
)
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.matches import match

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ltp_analysis.solved.children import UnitEstimate
    from ltp_analysis.validated.study import Study

    Figure = Mapping[Any, Any]
    """A row of the table `figures`."""


@dataclass(frozen=True)
class _Area:
    """What a figure may be about.

    Attributes:
        members: Its group in the register of the round.
        units: The estimates of the units of the round, for the ages of the figure.
        closed: Groups within it whose populations are exact when added up.
        year: The mid-year of the populations.
    """

    members: GroupUnits
    units: Mapping[str, UnitEstimate]
    closed: Mapping[str, frozenset[str]]
    year: int

    @property
    def everyone(self) -> frozenset[str]:
        """Every unit that may belong to the area."""
        return self.members.certain | self.members.doubtful

    def absent(self) -> frozenset[str]:
        """Return members without an estimate."""
        return self.members.unplaced | (self.everyone - self.units.keys())

    def sums(self, rule: Rounding) -> Range:
        """Return the least and greatest number that the area can print as under a rule."""
        certain, doubtful = self.members.certain, self.members.doubtful
        alone = [self._printed({unit}, rule) for unit in doubtful]
        least = self._printed(certain, rule) if certain else min(alone, key=lambda one: one.lower)
        return Range(least.lower, self._printed(self.everyone, rule).upper)

    def can_be(self, total: Range, rule: Rounding) -> bool:
        """Say whether the certain members, with some of the doubtful ones, can make a total."""
        certain, doubtful = self.members.certain, self.members.doubtful
        if not doubtful:
            return _meet(self._printed(certain, rule), total)
        weights = {unit: span(self.units[unit], rule) for unit in doubtful}
        if certain:
            weights[""] = sum_span(
                [self.units[unit] for unit in certain], rule, self.closed.values()
            )
        # Where there are too many sets to count them, some will do.
        return any(
            match([weights], total, always_in={one}).count != 0
            for one in ([""] if certain else sorted(doubtful))
        )

    def _printed(self, some: Collection[str], rule: Rounding) -> Range:
        return printed_totals([self.units[unit] for unit in some], rule, self.closed.values())


def judge_estimates(
    study: Study, figures: Sequence[Figure], beside: Sequence[Figure] = ()
) -> dict[str, Judgement]:
    """Return the verdicts on printed numbers of children estimated in areas.

    A number is reproduced where the rounded sum of exact populations times rates is the number;
    under another rule where only rounding at another step gives it; possible where a population
    or a membership is uncertain and may give it.

    Args:
        study: The study.
        figures: Rows of the table `figures` in children, whose measures are estimates.
        beside: Further rows of this kind, among which numbers are looked for that are the same
            or that add up.

    Returns:
        A verdict for each figure, by its id.
    """
    bands = study["measures"].set_index("measure")["age_band"]

    @cache
    def units(round_id: str, measure: str) -> dict[str, UnitEstimate]:
        band = bands[measure]
        known = estimates(study, round_id, None if pd.isna(band) else [str(band)])
        return {unit.unit_code: unit for unit in known}

    asked = {figure["figure_id"] for figure in figures}
    everything = [*figures, *(row for row in beside if row["figure_id"] not in asked)]
    areas = {
        str(figure["figure_id"]): _area(
            study, figure, units(str(figure["round_id"]), str(figure["measure"]))
        )
        for figure in everything
    }
    found = {}
    for figure in figures:
        area = areas[figure["figure_id"]]
        judged = _judge(study, figure, area)
        hint = _hint(study, figure, everything, areas) if area.units else ""
        found[figure["figure_id"]] = replace(judged, because=f"{judged.because} {hint}".strip())
    return found


def _area(study: Study, figure: Figure, units: Mapping[str, UnitEstimate]) -> _Area:
    round_id = str(figure["round_id"])
    if figure["group_id"] == study.settings.whole:
        everyone = frozenset(study.codes(round_id))
        members = GroupUnits(everyone, frozenset(), frozenset())
    else:
        members = group_units(study, str(figure["group_id"]), round_id)
    year = study.round(round_id)["population_year"]
    sums = study["exact_sums"]
    groups = {
        str(group): group_units(study, group, round_id).certain
        for group in sums.loc[sums["year"] == year, "group_id"]
    }
    closed = {group: codes for group, codes in groups.items() if codes <= members.certain}
    return _Area(members, units, closed, 0 if pd.isna(year) else int(year))


def _judge(study: Study, figure: Figure, area: _Area) -> Judgement:
    if not area.units:
        because = "The round rests on no population that is known."
        return Judgement(Verdict.NOT_CHECKABLE, because=because)
    if absent := area.absent():
        because = f"There is no estimate for {', '.join(sorted(absent))}."
        return Judgement(Verdict.NOT_CHECKABLE, because=because)
    target, open_list = _target(figure), bool(area.members.doubtful)
    fitting = [rule for rule in Rounding if area.can_be(target, rule)]
    sums = [area.sums(rule) for rule in fitting[:1] or Rounding]
    lower, upper = min(one.lower for one in sums), max(one.upper for one in sums)
    judged = Judgement(
        Verdict.CONTRADICTED,
        lower=Fraction(lower),
        upper=Fraction(upper),
        statements=_names(study, area),
        because=f"Its populations and rates give {_words(lower, upper)}.",
    )
    if not fitting:
        short = target.lower - upper
        return beyond_the_list(judged, short) if open_list and short > 0 else judged
    rule = fitting[0]
    firm = all(area.units[one].exact or _closed(area, one) for one in area.everyone)
    if not open_list and firm and target.lower <= lower and upper <= target.upper:
        verdict = given_by(rule)
        because = f"Populations times rates, rounded by “{rule}”, give {_words(lower, upper)}."
    else:
        verdict = Verdict.POSSIBLE
        doubt = "who belongs to the area" if open_list else "a population"
        because = f"Populations times rates give {_words(lower, upper)}; {doubt} is not certain."
    return replace(judged, verdict=verdict, rule=str(rule), because=because)


def _closed(area: _Area, unit: str) -> bool:
    return any(unit in codes for codes in area.closed.values())


def _names(study: Study, area: _Area) -> tuple[str, ...]:
    """Return the rows that a number rests on: its rates and the populations of its units."""
    rates = study["prevalence"]
    bands = rates.loc[rates["measure"] == MEASURE, "age_band"]
    return (
        *(f"prevalence: {MEASURE} {band}" for band in bands),
        *(f"population: {unit} {area.year}" for unit in sorted(area.everyone)),
        *(f"exact sum: {group} {area.year}" for group in area.closed),
    )


def _target(figure: Figure) -> Range:
    value, step = Fraction(figure["value"]), Fraction(figure["resolution"])
    return figure_totals(value, step, figure["qualifier"])


def _meet(one: Range, other: Range) -> bool:
    return one.lower <= other.upper and other.lower <= one.upper


def _words(lower: int, upper: int) -> str:
    return f"{lower:,}" if lower == upper else f"{lower:,} to {upper:,}"


def _hint(
    study: Study, figure: Figure, figures: Sequence[Figure], areas: Mapping[str, _Area]
) -> str:
    """Say where else a number stands: at another area, or as a sum of printed numbers."""
    names = study["groups"].set_index("group_id")["name"]
    near = [
        row
        for row in figures
        if (row["round_id"], row["measure"]) == (figure["round_id"], figure["measure"])
        and row["group_id"] != figure["group_id"]
    ]
    found = [
        f"{names[row['group_id']]} has the same printed number."
        for row in near
        if row["value"] == figure["value"]
    ]
    whole = areas[figure["figure_id"]].members.certain
    inside = [row for row in near if areas[row["figure_id"]].members.certain < whole]
    for size in range(2, len(inside) + 1):
        for some in combinations(inside, size):
            parts = [areas[row["figure_id"]].members.certain for row in some]
            tiled = sum(map(len, parts)) == len(whole) and frozenset().union(*parts) == whole
            ranges = [_target(row) for row in some]
            total = Range(sum(one.lower for one in ranges), sum(one.upper for one in ranges))
            if tiled and _meet(total, _target(figure)):
                listed = " and ".join(
                    f"{names[row['group_id']]} ({row['printed']})" for row in some
                )
                found.append(f"It can be the sum of what was printed for {listed}.")
    return " ".join(found)
