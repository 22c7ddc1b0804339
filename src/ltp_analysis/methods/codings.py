"""The codings of a round, checked and sorted by question, plan and rater."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.methods.paired import check_answers, check_scale

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

KEYS = ["question_id", "plan_id", "rater"]


def answers_by_plan(
    codings: pd.DataFrame, scales: Mapping[str, Sequence[str]], unordered: Collection[str]
) -> dict[str, dict[str, dict[str, str | None]]]:
    """Return the answers by question, plan and rater, plans and raters in the order of names.

    Args:
        codings: One row for each question, plan and rater, with the columns `question_id`,
            `plan_id`, `rater` and `answer`; the answer is missing where the rater gave none.
        scales: For each question all its categories, in order.
        unordered: Categories outside the order, on whichever scales have them.

    Returns:
        All questions of the scales, also those without a coding; None for a missing answer.

    Raises:
        ValueError: If a column, a scale, a category or a name is not right, or a rater coded a
            plan twice on one question.
    """
    _check(codings, scales, unordered)
    answers: dict[str, dict[str, dict[str, str | None]]] = {question: {} for question in scales}
    ordered = codings.sort_values(KEYS, kind="stable")
    columns = (ordered[column].tolist() for column in (*KEYS, "answer"))
    for question, plan, rater, answer in zip(*columns, strict=True):
        given = None if pd.isna(answer) else str(answer)
        answers[question].setdefault(str(plan), {})[str(rater)] = given
    for question, categories in scales.items():
        for by_rater in answers[question].values():
            check_answers(list(by_rater.values()), categories)
    return answers


def _check(
    codings: pd.DataFrame, scales: Mapping[str, Sequence[str]], unordered: Collection[str]
) -> None:
    missing = [column for column in (*KEYS, "answer") if column not in codings.columns]
    if missing:
        raise ValueError(f"The codings have no column {', '.join(missing)}.")
    for key in KEYS:
        if codings[key].isna().any():
            raise ValueError(f"A coding has no {key}.")
    for categories in scales.values():
        check_scale(categories)
    known = {category for categories in scales.values() for category in categories}
    strangers = sorted(set(unordered) - known)
    if strangers:
        raise ValueError(f"No scale has the category {strangers[0]!r}.")
    unasked = sorted(set(codings["question_id"]) - set(scales))
    if unasked:
        raise ValueError(f"No scale is given for {', '.join(unasked)}.")
    twice = codings[codings.duplicated(KEYS)]
    if len(twice):
        question, plan, rater = twice[KEYS].iloc[0].tolist()
        raise ValueError(f"{rater} coded {plan} twice on {question}.")
