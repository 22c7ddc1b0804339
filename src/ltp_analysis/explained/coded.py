"""The chain behind the rating of a coded plan: its rule, and every answer with who gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ltp_analysis.coding.derived import derived
from ltp_analysis.coding.rubric import asked_by
from ltp_analysis.coding.settled import settled_answers
from ltp_analysis.explained.rows import plain_row
from ltp_analysis.statements.coded import coded_by_id

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Answered:
    """One question on a plan.

    Attributes:
        question: Its id.
        answer: The answer that holds; empty while it is open.
        how: How it came to hold, or why none does; for an adjudicated one, by whom and why.
        raters: What each rater answered, and on which page.
        decides: Whether the rubric looks at it.
    """

    question: str
    answer: str
    how: str
    raters: tuple[str, ...]
    decides: bool


@dataclass(frozen=True)
class Decided:
    """How the rating of a plan came about.

    Attributes:
        plan: The row of the plan in the register of plans.
        possible: The ratings that remain possible.
        basis: What they rest on.
        rules: The rules that decided, or that still can, in words.
        open_questions: The questions whose answer can still change the rating.
        answers: Every question that was answered or that the rubric looks at, in order.
    """

    plan: dict[str, Any]
    possible: tuple[str, ...]
    basis: str
    rules: tuple[str, ...]
    open_questions: tuple[str, ...]
    answers: tuple[Answered, ...]


def decided(study: Study, name: str) -> Decided:
    """Return how the rating came about that a statement on a coded plan tells.

    Args:
        study: The study.
        name: Id of the statement.
    """
    round_id, plan_id = coded_by_id(study)[name]
    item = next(one for one in derived(study, round_id) if one.plan_id == plan_id)
    plans = study["plans"]
    row = plans[(plans["round_id"] == round_id) & (plans["plan_id"] == plan_id)]
    asked = asked_by(item.rules)
    answers = tuple(
        Answered(
            one.question_id,
            one.answer or "",
            f"{one.how}: {one.why}" if one.why else str(one.how),
            tuple(_given(given.rater, given.answer, given.page, given.note) for given in one.given),
            one.question_id in asked,
        )
        for one in settled_answers(study, round_id)[plan_id].values()
        if one.given or one.answer or one.question_id in asked
    )
    return Decided(
        plain_row(row.to_dict("records")[0]),
        item.possible,
        str(item.basis),
        tuple(rule.words for rule in item.rules),
        item.open_questions,
        answers,
    )


def rows_of(study: Study, name: str) -> list[dict[str, Any]]:
    """Return the rows that a statement on a coded plan was made of, as they were read.

    Args:
        study: The study.
        name: Id of the statement.

    Returns:
        The plan's rows of codings and adjudications, or its row in the register of plans.
    """
    place = coded_by_id(study)[name]
    found: list[dict[str, Any]] = []
    for table in ("codings", "adjudications", "plans"):
        rows = study[table]
        pairs = zip(rows["round_id"], rows["plan_id"], strict=True)
        rows = rows[[pair == place for pair in pairs]]
        if table != "plans" or not found:
            found += [plain_row(row) for row in rows.to_dict("records")]
    return found


def _given(rater: str, answer: str, page: str, note: str) -> str:
    where = f" (page {page})" if page else ""
    return f"{rater}: {answer}{where}{f', {note}' if note else ''}"
