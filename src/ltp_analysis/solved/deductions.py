"""What a printed total of children says of the ratings of single units.

A release prints how many abused or neglected children live in the areas of a region that have a
rating of some category. The children of each unit are known (`children`), so only some sets of
units can make the total (`matches`). A unit that is in all of them has such a rating; one that is
in none has not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.solved.children import (
    Rounding,
    UnitEstimate,
    estimates,
    figure_totals,
    group_units,
    span,
)
from ltp_analysis.solved.matches import Matches, match
from ltp_analysis.statements.accepted import accepted
from ltp_analysis.statements.readings import readings
from ltp_analysis.statements.stated import stated_ratings
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    import pandas as pd

    from ltp_analysis.solved.composition import Range
    from ltp_analysis.validated.study import Study

MEASURE: Final = "children-affected"
"""The measure whose figures are totals over the units with a rating of a category."""

STRONG: Final = 0.1
"""A deduction is strong only if fewer sets than this would match by chance."""

HOPELESS: Final = 1000.0
"""If more sets than this would match by chance, the readings are not told apart."""

MOST_SCOPES: Final = 3
"""Up to so many doubtful members every scope is listed; beyond, the least and the widest."""

WIDEST: Final = "widest"
CERTAIN_PLANS: Final = "units go together that certainly share a plan"
ALL_PLANS: Final = "units go together that share a plan, or may"


class Outcome(StrEnum):
    """How a verdict found without the stated ratings compares with what is stated."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_PREDICTED = "not predicted"


@dataclass(frozen=True)
class Check:
    """A unit with a stated rating, predicted without the stated ratings of the area.

    Attributes:
        unit_code: The unit.
        stated: Whether its stated ratings are all in the category; False if none is.
        predicted: Whether the total alone puts it in; None if it leaves that open.
    """

    unit_code: str
    stated: bool
    predicted: bool | None

    @property
    def outcome(self) -> Outcome:
        """How the two compare."""
        if self.predicted is None:
            return Outcome.NOT_PREDICTED
        return Outcome.AGREE if self.predicted is self.stated else Outcome.DISAGREE


@dataclass(frozen=True)
class Reading:
    """One way to read what is doubtful, and the sets that match under it.

    Attributes:
        name: Which reading it is: which members are in the area, at which step numbers were
            rounded, whether units that share a plan go together.
        matches: The sets.
    """

    name: str
    matches: Matches


@dataclass(frozen=True)
class Deduction:
    """What one printed total of children says of the units of its area.

    The first reading is the widest: each doubtful member may be in the area or not, any of the
    rounding rules may hold, and units that share a plan may differ. Every other reading allows
    some of the sets of the widest one and no others. So what holds for all sets of the widest
    reading holds under every reading that has any match, and only that is called determined.

    Attributes:
        figure_id: The figure.
        round_id: Its round.
        group_id: Its area.
        category: Its category, as figures name it.
        ratings: The ratings that the category takes in, in the order of the scale.
        total: The whole numbers that the printed number can stand for.
        certain: Units that certainly belong to the area.
        doubtful: Units that may belong to it.
        stated_in: Units of the area whose stated ratings are all in the category.
        stated_out: Units of the area of whose stated ratings none is in the category.
        readings: The readings, the widest first; only that one if nothing matches, or if more
            than `HOPELESS` sets would match by chance; none if the figure could not be tried.
        determined_in: Units that are in the area and in the category in every match under every
            reading, stated ones included.
        determined_out: Units that certainly belong to the area, or are stated, and are out of
            the category in every match under every reading.
        expected_by_chance: How many sets would match a number near the total that has nothing to
            do with the units: the greatest of all readings; infinite if it was not tried.
        strong: Whether fewer than `STRONG` sets would match by chance under every reading, at
            least one does under the widest, and at least one still does where units that
            certainly share a plan go together.
        reason: Why the figure could not be tried, or its matches not be counted.
        leave_one_out: Each unit with a stated rating that decides, predicted from the total
            when all the stated ratings of the area are left out.
    """

    figure_id: str
    round_id: str
    group_id: str
    category: str
    ratings: tuple[str, ...]
    total: Range
    certain: frozenset[str]
    doubtful: frozenset[str]
    stated_in: frozenset[str] = frozenset()
    stated_out: frozenset[str] = frozenset()
    readings: tuple[Reading, ...] = ()
    determined_in: frozenset[str] = frozenset()
    determined_out: frozenset[str] = frozenset()
    expected_by_chance: float = math.inf
    strong: bool = False
    reason: str = ""
    leave_one_out: tuple[Check, ...] = ()

    @property
    def deduced_in(self) -> frozenset[str]:
        """Units that are determined to be in the category and not stated to be."""
        return self.determined_in - self.stated_in

    @property
    def deduced_out(self) -> frozenset[str]:
        """Units that are determined to be out of the category and not stated to be."""
        return self.determined_out - self.stated_out

    @property
    def score(self) -> tuple[int, int]:
        """How many predictions agree with what is stated, and how many there are."""
        score = score_of([self])
        return score.agree, score.predicted


def deduced_ids(figure_id: str) -> tuple[str, str]:
    """Return the ids of what a total says of single units: of those it counts, and of the others.

    Args:
        figure_id: The total.
    """
    return f"{figure_id}-in", f"{figure_id}-out"


@dataclass(frozen=True)
class Score:
    """How well totals of children predict stated ratings that they were not told.

    Attributes:
        agree: Predictions that agree with what is stated.
        predicted: Stated ratings that were predicted.
        stated: Stated ratings that were left out.
    """

    agree: int
    predicted: int
    stated: int


def score_of(found: Iterable[Deduction]) -> Score:
    """Return the score of some deductions, the stated ratings of each area left out."""
    checks = [check for item in found for check in item.leave_one_out]
    outcomes = [check.outcome for check in checks]
    agree = outcomes.count(Outcome.AGREE)
    return Score(agree, agree + outcomes.count(Outcome.DISAGREE), len(checks))


@dataclass(frozen=True)
class _Area:
    """What is needed to try the readings of one figure."""

    spans: Mapping[Rounding, Mapping[str, tuple[Fraction, Fraction]]]
    total: Range
    certain: frozenset[str]
    doubtful: frozenset[str]
    stated_in: frozenset[str]
    stated_out: frozenset[str]


def deductions(study: Study) -> list[Deduction]:
    """Return what each accepted total of children says of the units of its area.

    Only figures of the measure `MEASURE` count that print a number of children, whose category
    is about ratings and whose group has members.

    Args:
        study: The study.

    Returns:
        One record a figure, in the order of the table; a figure that cannot be tried has its
        reason.
    """
    figures = accepted(study, "figures")
    figures = figures[(figures["measure"] == MEASURE) & (figures["unit"] == "children")]
    known = {
        round_id: {unit.unit_code: unit for unit in estimates(study, round_id)}
        for round_id in figures["round_id"].dropna().astype(str).unique()
    }
    return [
        deduction_of(study, figure, known[str(figure["round_id"])])
        for figure in figures.dropna(subset=["round_id"]).to_dict("records")
        if readings(study, figure["category"])
        and figure["group_id"] in set(study["group_members"]["group_id"])
    ]


def deduction_of(
    study: Study,
    figure: Mapping[Hashable, Any],
    children: Mapping[str, UnitEstimate],
    meaning: tuple[str, ...] | None = None,
) -> Deduction:
    """Return what one total of children says of the units of its area.

    Args:
        study: The study.
        figure: A row of the table `figures`, its group one that has members.
        children: The estimate of each unit of its round.
        meaning: The ratings that its category is taken for; if not given, it is not tried if it
            can mean several things.
    """
    said = tuple(str(figure[name]) for name in _READ)
    meanings = readings(study, figure["category"])
    if meaning is None and len(meanings) == 1:
        meaning = meanings[0]
    return _deduction(study, said, tuple(children.items()), meaning)


_READ: Final = (
    "figure_id",
    "round_id",
    "group_id",
    "category",
    "value",
    "resolution",
    "qualifier",
)
"""What is read of a figure."""


@kept
def _deduction(
    study: Study,
    said: tuple[str, ...],
    estimated: tuple[tuple[str, UnitEstimate], ...],
    meaning: tuple[str, ...] | None,
) -> Deduction:
    figure, children = dict(zip(_READ, said, strict=True)), dict(estimated)
    round_id, group_id = figure["round_id"], figure["group_id"]
    members = group_units(study, group_id, round_id)
    units = members.certain | members.doubtful
    meanings = readings(study, figure["category"]) if meaning is None else [meaning]
    ratings = tuple(rating for rating in study.ratings if rating in meanings[0])
    head = (figure["figure_id"], round_id, group_id, figure["category"], ratings)
    total = figure_totals(
        Fraction(figure["value"]), Fraction(figure["resolution"]), figure["qualifier"]
    )
    tail = (total, members.certain, members.doubtful)
    if len(meanings) > 1:
        return Deduction(*head, *tail, reason="not tried: the category has several readings")
    if members.unplaced or not units <= children.keys():
        missing = ", ".join(sorted(members.unplaced | (units - children.keys())))
        return Deduction(*head, *tail, reason=f"not tried: no estimate for {missing}")
    stated_in, stated_out = _stated(study, round_id, units, frozenset(ratings))
    spans = {
        rule: {unit: span(children[unit], rule) for unit in sorted(units)} for rule in Rounding
    }
    area = _Area(spans, total, members.certain, members.doubtful, stated_in, stated_out)
    widest = _matches(area)
    tried = [Reading(WIDEST, widest)]
    if widest.count and widest.expected_by_chance <= HOPELESS:
        tried += _narrower(study, round_id, area)
    certain_plans = next((item for item in tried if item.name == CERTAIN_PLANS), tried[0])
    chance = max(item.matches.expected_by_chance for item in tried)
    return Deduction(
        *head,
        *tail,
        stated_in,
        stated_out,
        tuple(tried),
        widest.in_all,
        widest.in_none & (members.certain | stated_out),
        chance,
        chance < STRONG and bool(widest.count) and bool(certain_plans.matches.count),
        widest.reason,
        _checks(area),
    )


def _stated(
    study: Study, round_id: str, units: frozenset[str], ratings: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the units whose stated ratings are all, and those where none is, among some."""
    # Statements that contradict each other leave no rating: such a unit stays open.
    stated = [item for item in stated_ratings(study, round_id) if item.possible]
    inside = {item.unit_code for item in stated if ratings.issuperset(item.possible)}
    outside = {item.unit_code for item in stated if ratings.isdisjoint(item.possible)}
    return units & inside, units & outside


def _matches(
    area: _Area,
    scope: frozenset[str] | None = None,
    rules: Iterable[Rounding] = tuple(Rounding),
    blocks: Iterable[frozenset[str]] = (),
) -> Matches:
    """Return the matching sets of an area under one reading.

    Args:
        area: The area.
        scope: The doubtful members that are in it. If not given each may be in or out, so that
            one that is stated to be in the category is free all the same: it is not in the set
            if it is not in the area.
        rules: The rounding rules that may hold.
        blocks: Sets of units that are in or out of the category together; no unit is in two.

    Returns:
        The matches, in terms of units; the patterns and what is expected by chance count a
        block as one.
    """
    units = area.certain | (area.doubtful if scope is None else scope)
    firm = area.certain | (scope or frozenset())
    heads = {unit: unit for unit in units}
    heads |= {unit: min(block) for block in blocks for unit in block}
    parts: dict[str, set[str]] = {}
    for unit, head in heads.items():
        parts.setdefault(head, set()).add(unit)
    always_in = {heads[unit] for unit in area.stated_in & firm}
    always_out = {heads[unit] for unit in area.stated_out & units}
    if always_in & always_out:
        return Matches(units, 0, 0.0, 0, sets=())
    ways = [
        {
            head: (
                sum((area.spans[rule][unit][0] for unit in block), Fraction(0)),
                sum((area.spans[rule][unit][1] for unit in block), Fraction(0)),
            )
            for head, block in parts.items()
        }
        for rule in rules
    ]
    found = match(ways, area.total, always_in=always_in, always_out=always_out)

    def spread(some: Iterable[str]) -> frozenset[str]:
        return frozenset(unit for head in some for unit in parts[head])

    return Matches(
        units,
        found.patterns,
        found.expected_by_chance,
        found.count,
        spread(found.in_all),
        spread(found.in_none),
        None if found.sets is None else tuple(spread(some) for some in found.sets),
        found.reason,
    )


def _narrower(study: Study, round_id: str, area: _Area) -> Iterator[Reading]:
    """Yield the readings that fix one kind of doubt and leave the others open."""
    doubtful = sorted(area.doubtful)
    sizes = range(len(doubtful) + 1) if len(doubtful) <= MOST_SCOPES else (0, len(doubtful))
    for size in sizes if doubtful else ():
        for scope in combinations(doubtful, size):
            words = f"the area includes {', '.join(scope) or 'none'} of the doubtful members"
            yield Reading(words, _matches(area, frozenset(scope)))
    for rule in Rounding:
        yield Reading(f"rounding: {rule}", _matches(area, rules=[rule]))
    plans = study["coverage"]
    plans = plans[plans["round_id"] == round_id]
    certain = _blocks(study, round_id, plans[plans["certainty"] == "certain"], area.certain)
    if certain:
        yield Reading(CERTAIN_PLANS, _matches(area, blocks=certain))
    every = _blocks(study, round_id, plans, area.certain)
    if every != certain:
        yield Reading(ALL_PLANS, _matches(area, blocks=every))


def _blocks(
    study: Study, round_id: str, plans: pd.DataFrame, units: frozenset[str]
) -> list[frozenset[str]]:
    """Return the sets of two or more of the units that share a plan, directly or by links."""
    blocks: list[frozenset[str]] = []
    for _, codes in plans.groupby("plan_id")["unit_code"]:
        block = frozenset(study.at(set(codes), round_id)) & units
        linked = [other for other in blocks if other & block]
        blocks = [other for other in blocks if not other & block]
        blocks.append(block.union(*linked))
    return [block for block in blocks if len(block) > 1]


def _checks(area: _Area) -> tuple[Check, ...]:
    """Predict the units with stated ratings without any of them."""
    if not area.stated_in | area.stated_out:
        return ()
    none = frozenset[str]()
    blind = _matches(_Area(area.spans, area.total, area.certain, area.doubtful, none, none))
    predicted = dict.fromkeys(blind.in_none & area.certain, False) | dict.fromkeys(
        blind.in_all, True
    )
    return tuple(
        Check(unit, unit in area.stated_in, predicted.get(unit))
        for unit in sorted(area.stated_in | area.stated_out)
    )
