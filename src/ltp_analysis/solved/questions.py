"""Ask for the bounds of a count or share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.problems import LtpError
from ltp_analysis.solved.evidence import count_bounds, share_bounds_of, weigh
from ltp_analysis.statements.places import find_place
from ltp_analysis.statements.readings import readings
from ltp_analysis.statements.scenario import DEFAULT

if TYPE_CHECKING:
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study


class QuestionError(LtpError):
    """Raised where a question is not of the form that can be answered."""


@dataclass(frozen=True)
class Answer:
    """Bounds of a count or share.

    Attributes:
        question: The question, as understood.
        unit: count or percent.
        lower: Least value; percent for a share.
        upper: Greatest value.
        base: Number of units asked about.
    """

    question: str
    unit: str
    lower: Fraction
    upper: Fraction
    base: int


def ask(  # noqa: PLR0913 - each is a part of the question
    study: Study,
    question: str,
    round_id: str,
    place: str = "",
    *,
    rated_only: bool = False,
    scenario: str = DEFAULT,
    evidence: Evidence | None = None,
) -> Answer:
    """Return the least and greatest answer that accepted statements allow.

    Args:
        study: The study.
        question: “count” or “share”, and ratings: “share green”, “count red or amber”.
        round_id: The round, by its id or as readers see it: 2017-18 or 2017/18.
        place: Name of a unit, an area or a group; empty for all units.
        rated_only: Whether a share is of the units with a rating only.
        scenario: Name of the scenario.
        evidence: What was weighed already, to ask again without doing it anew.

    Raises:
        QuestionError: If the question is of another form.
        UnknownPlaceError: If nothing has the name of the place.
    """
    what, ratings = parse(study, question)
    round_id = study.find_round(round_id)
    where = find_place(study, place, round_id)
    if not where.units:
        raise QuestionError(f"No unit is in {where.name} for certain, so nothing can be counted.")
    known = evidence or weigh(study, scenario)
    left_out = tuple(study.missing) if rated_only else ()
    if rated_only and set(ratings) & set(left_out):
        raise QuestionError(
            f"{' or '.join(left_out)} cannot be a share of the units with a rating."
        )
    label = study.round(round_id)["round"]
    words = f"{what} {' or '.join(ratings)}, {where.name or 'all'}, {label}"
    if what == "count":
        bounds = count_bounds(known, round_id, where.units, ratings)
        ends = Fraction(bounds.lower), Fraction(bounds.upper)
    else:
        least, most = share_bounds_of(known, round_id, where.units, ratings, left_out)
        ends = 100 * least, 100 * most
    unit = "count" if what == "count" else "percent"
    return Answer(words, unit, ends[0], ends[1], len(where.units))


def parse(study: Study, question: str) -> tuple[str, tuple[str, ...]]:
    """Return what a question asks for, “count” or “share”, and the ratings it names.

    Raises:
        QuestionError: If it is of another form.
    """
    match = re.fullmatch(r"\s*(count|share)\s+(.+?)\s*", question)
    if match is None:
        raise QuestionError(
            f"“{question}” is not understood. Ask for “share” or “count” and ratings, such as "
            f"“share {study.ratings[0]}”."
        )
    return match.group(1), parse_ratings(study, match.group(2))


def parse_ratings(study: Study, words: str) -> tuple[str, ...]:
    """Return the ratings that words such as “red or amber” or “not green” name, in order.

    Raises:
        QuestionError: If one of the words is no rating and has no one meaning.
    """
    ratings: list[str] = []
    for word in re.split(r"\s+or\s+|\s*,\s*", words):
        meanings = readings(study, word.replace(" ", "-"))
        if word in study.ratings:
            ratings.append(word)
        elif len(meanings) == 1 and set(meanings[0]) <= set(study.ratings):
            ratings += meanings[0]
        else:
            known = ", ".join(study.ratings)
            raise QuestionError(f"“{word}” is no single rating. There are: {known}.")
    return tuple(name for name in study.ratings if name in ratings)
