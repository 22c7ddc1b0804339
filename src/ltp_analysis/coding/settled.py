"""The answer that holds for each question on a plan, if it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ltp_analysis.validated.rules.coding import RATING
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

RATERS_NEEDED: Final = 2


class How(StrEnum):
    """How an answer came to hold, or why none does."""

    ADJUDICATED = "adjudicated"
    AGREED = "all raters agree"
    DIFFERS = "raters differ"
    ONE_RATER = "one rater only"
    UNANSWERED = "not answered"


@dataclass(frozen=True)
class Given:
    """What one rater answered.

    Attributes:
        rater: Who.
        answer: The answer.
        page: Where in the plan it is found; empty if not said.
        note: Why; empty if not said.
    """

    rater: str
    answer: str
    page: str = ""
    note: str = ""


@dataclass(frozen=True)
class Settled:
    """One question on one plan.

    Attributes:
        plan_id: The plan.
        question_id: The question.
        answer: The answer that holds; None while it is open.
        how: How it came to hold, or why none does.
        given: What each rater answered, in the order of their names.
        why: For an adjudicated answer: who settled it and why.
    """

    plan_id: str
    question_id: str
    answer: str | None
    how: How
    given: tuple[Given, ...] = ()
    why: str = ""


def questions(study: Study) -> list[str]:
    """Return the ids of the questions on a plan in order, without that for a rater's rating."""
    rows = study["questions"].sort_values("position", kind="stable")
    return [str(name) for name in rows["question_id"] if name != RATING]


def rounds_with_codings(study: Study) -> list[str]:
    """Return the rounds of which at least one plan was coded, the oldest first."""
    coded = set(study["codings"]["round_id"])
    return [round_id for round_id in study.rounds if round_id in coded]


def settled_answers(study: Study, round_id: str) -> dict[str, dict[str, Settled]]:
    """Return the answers on every plan of a round.

    An adjudicated answer holds. Otherwise the answer holds that all raters who answered the
    question gave, if they are two or more. One rater alone settles nothing. A rater's own rating
    of the plan is left out: no rating rests on it.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        For each plan, in the order of the register of plans, its questions in their order.
    """
    found: dict[str, dict[str, Settled]] = {plan: {} for plan in plan_ids(study, round_id)}
    for item in _settled(study, round_id):
        found[item.plan_id][item.question_id] = item
    return found


def plan_ids(study: Study, round_id: str) -> list[str]:
    """Return the plans of a round in the order of the register of plans."""
    plans = study["plans"]
    return [str(name) for name in plans.loc[plans["round_id"] == round_id, "plan_id"]]


def plans_read(study: Study, round_id: str) -> set[str]:
    """Return the plans of a round on which any question was answered or settled."""
    return {
        str(plan)
        for name in ("codings", "adjudications")
        for plan in _of_round(study, name, round_id)["plan_id"]
    }


@kept
def _settled(study: Study, round_id: str) -> tuple[Settled, ...]:
    given: dict[tuple[str, str], list[Given]] = {}
    for row in _of_round(study, "codings", round_id).sort_values("rater").to_dict("records"):
        item = Given(row["rater"], row["answer"], _text(row["page"]), _text(row["note"]))
        given.setdefault((row["plan_id"], row["question_id"]), []).append(item)
    verdicts = {
        (row["plan_id"], row["question_id"]): row
        for row in _of_round(study, "adjudications", round_id).to_dict("records")
    }
    return tuple(
        _one(plan, question, tuple(given.get((plan, question), ())), verdicts.get((plan, question)))
        for plan in plan_ids(study, round_id)
        for question in questions(study)
    )


def _one(
    plan: str, question: str, given: tuple[Given, ...], verdict: dict[Any, Any] | None
) -> Settled:
    if verdict is not None:
        day = verdict["settled_on"].date().isoformat()
        why = f"{verdict['settled_by']}, {day}: {verdict['why']}"
        return Settled(plan, question, verdict["answer"], How.ADJUDICATED, given, why)
    answers = {item.answer for item in given}
    if len(answers) > 1:
        return Settled(plan, question, None, How.DIFFERS, given)
    if len(given) >= RATERS_NEEDED:
        return Settled(plan, question, given[0].answer, How.AGREED, given)
    return Settled(plan, question, None, How.ONE_RATER if given else How.UNANSWERED, given)


def _of_round(study: Study, name: str, round_id: str) -> pd.DataFrame:
    rows = study[name]
    return rows[rows["round_id"] == round_id]


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]
