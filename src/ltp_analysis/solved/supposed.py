"""What a statement would pin down if it were true."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.solved.clashes import smallest_clash
from ltp_analysis.solved.evidence import count_bounds, possible_ratings, weigh
from ltp_analysis.solved.questions import QuestionError, parse, parse_ratings
from ltp_analysis.solved.ratings import deduced_statements
from ltp_analysis.statements.places import UnknownPlaceError, find_place
from ltp_analysis.statements.rounding import Rule, limits
from ltp_analysis.statements.scenario import DEFAULT
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.solved.composition import Range
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.statements.places import Place
    from ltp_analysis.validated.study import Study

_AMOUNT = re.compile(
    r"\s*((?:count|share)\s+.+?)\s*(=|at least|at most)\s*([0-9]+(?:\.[0-9]+)?)\s*(%?)\s*"
)


@dataclass(frozen=True)
class Narrowed:
    """The ratings left to a unit before and after.

    Attributes:
        round_id: The round.
        unit_code: The unit.
        name: Its name.
        before: Ratings left without the supposed statements.
        after: Ratings left with them.
    """

    round_id: str
    unit_code: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """The bounds of the number of units with a rating before and after."""

    round_id: str
    rating: str
    before: Range
    after: Range


@dataclass(frozen=True)
class Supposed:
    """What supposed statements do.

    Attributes:
        statements: The statements.
        clash: Ids of a smallest set of held statements that they cannot hold with, if they cannot.
        units: Units whose ratings they narrow.
        counts: Numbers over all units that they narrow.
    """

    statements: tuple[Statement, ...]
    clash: tuple[str, ...] | None
    units: tuple[Narrowed, ...] = ()
    counts: tuple[Count, ...] = ()


def suppose(  # noqa: PLR0913 - each is a part of the question
    study: Study,
    texts: Sequence[str],
    round_id: str,
    place: str = "",
    *,
    scenario: str = DEFAULT,
    evidence: Evidence | None = None,
) -> Supposed:
    """Return what statements would pin down; a clash is told, and nothing is left out for it.

    Args:
        study: The study.
        texts: Statements: a place and ratings (“Doncaster red or amber”), or an amount (“count
            red = 20”, “count green at least 3”, “share green = 18%”, rounded to the nearest).
        round_id: The round that they are about.
        place: The place that amounts are about; empty for all units.
        scenario: Name of the scenario.
        evidence: What was weighed already, to be used again. If not given, what printed totals
            of children say of single units is held too, where it is strong.

    Raises:
        QuestionError: If a text is of another form, a place has no certain units, or `place` is
            given and no amount.
        UnknownPlaceError: If nothing has the name of a place.
    """
    if place and not any(_AMOUNT.fullmatch(text) for text in texts):
        raise QuestionError(f"“{place}” would say where a count or share is, and none is supposed.")
    before = evidence or weigh(study, scenario, deduced_statements(study))
    said = tuple(
        _statement(study, text, round_id, place, f"supposed-{number}")
        for number, text in enumerate(texts, 1)
    )
    names = {item.id for item in said}
    after = replace(
        before,
        statements={**before.statements, **{item.id: item for item in said}},
        held=before.held | names,
    )
    world = after.world(after.together(round_id))
    clash = smallest_clash(world, before.held & world.on.keys(), names, by_scope=True)
    if clash is not None:
        return Supposed(said, clash)
    old, new = possible_ratings(before), possible_ratings(after)
    label = {
        (one, row["unit_code"]): row["name"]
        for one in study.rounds
        for row in study.units(one).to_dict("records")
    }
    units = tuple(
        Narrowed(*key, label[key], left, new[key])
        for key, left in sorted(old.items())
        if left != new[key]
    )
    counts = []
    for one in after.together(round_id):
        everyone = study.codes(one)
        for rating in study.ratings:
            ends = [count_bounds(some, one, everyone, [rating]) for some in (before, after)]
            if ends[0] != ends[1]:
                counts.append(Count(one, rating, *ends))
    return Supposed(said, None, units, tuple(counts))


def _statement(study: Study, text: str, round_id: str, place: str, name: str) -> Statement:
    amount = _AMOUNT.fullmatch(text)
    if amount is None:
        where, ratings = _place_and_ratings(study, text, round_id)
        _refuse_empty(where)
        return Statement(
            name,
            Kind.EACH,
            round_id,
            where.group_id,
            where.units,
            where.doubtful,
            ratings=frozenset(ratings),
            words=text,
        )
    what, ratings = parse(study, amount.group(1))
    where = find_place(study, place, round_id)
    _refuse_empty(where)
    reading = _reading(what, frozenset(ratings), *amount.groups()[1:])
    return Statement(
        name,
        Kind.AMOUNT,
        round_id,
        where.group_id,
        where.units,
        where.doubtful,
        readings=(reading,),
        words=text,
    )


def _refuse_empty(where: Place) -> None:
    """Refuse a place of which a statement would say nothing."""
    if not where.units:
        raise QuestionError(f"No unit is in {where.name} for certain, so nothing can be supposed.")


def _reading(what: str, ratings: frozenset[str], sign: str, number: str, mark: str) -> Reading:
    """Return an amount as a reading; a share is of all units, those without a rating among them."""
    is_share = what == "share"
    if is_share != (mark == "%"):
        raise QuestionError(f"Give a {'share in per cent, such as 18%' if is_share else 'count'}.")
    value = Fraction(number)
    lower = upper = value
    if is_share:
        step = Fraction(1, 10 ** len(number.partition(".")[2]))
        lower, upper = (end / 100 for end in limits(value, step, Rule.NEAREST))
    ends = {
        "=": (lower, upper),
        "at least": (lower, Fraction(1) if is_share else Fraction(10**6)),
        "at most": (Fraction(0), upper),
    }[sign]
    return Reading(
        "supposed", ratings, frozenset(), is_share=is_share, lower=ends[0], upper=ends[1]
    )


def _place_and_ratings(study: Study, text: str, round_id: str) -> tuple[Place, tuple[str, ...]]:
    """Part a text where what follows names ratings and what goes before names a place."""
    words = text.split()
    unknown = None
    for cut in range(1, len(words)):
        try:
            ratings = parse_ratings(study, " ".join(words[cut:]))
        except QuestionError:
            continue
        try:
            return find_place(study, " ".join(words[:cut]), round_id), ratings
        except UnknownPlaceError as error:
            unknown = unknown or error
    if unknown is not None:
        raise unknown
    unit, rating = study.units(round_id)["name"].iloc[0], study.ratings[0]
    raise QuestionError(
        f"“{text}” is not understood. Say a place and ratings, such as “{unit} {rating}”, or an "
        f"amount, such as “count {rating} = 20”."
    )
