"""From a rater's sheet, or one of settled answers, to rows of the tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ltp_analysis.imports.sheets import Line, Sheet, folded, sheet_of, spelled, typed_faults
from ltp_analysis.problems import Problem, in_order
from ltp_analysis.raw.read import shorten
from ltp_analysis.validated.rules.coding import RATING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ltp_analysis.raw.read import TextTable
    from ltp_analysis.validated.study import Study

HELPERS = ("position", "part", "question", "guidance", "answers", "plan", "name", "partnership")
"""Columns of a sheet that only repeat what tables have."""

CODING_KEY = ("round_id", "plan_id", "rater", "question_id")
ADJUDICATION_KEY = ("round_id", "plan_id", "question_id")


def coding_sheet(
    table: TextTable, study: Study, round_id: str, rater: str, source_id: str
) -> Sheet:
    """Return a rater's sheet as rows of `codings`, with everything that is wrong with it.

    Every question is answered for each plan that the sheet has, but for the rater's own rating,
    which may be left blank.

    Args:
        table: The file.
        study: The study.
        round_id: The round.
        rater: Who answered.
        source_id: The source, for rows that name none.
    """
    given = {"round_id": round_id, "rater": rater, "source_id": source_id}
    sheet = sheet_of(table, "codings", given, HELPERS)
    sheet, problems = _words(sheet, study, round_id)
    problems += _unanswered(sheet, study)
    own = tuple(
        line for line in sheet.lines if line.cells["answer"] or line.cells["question_id"] != RATING
    )
    problems += _closed(sheet, study, round_id)
    sheet = replace(sheet, lines=own)
    typed = [x for x in typed_faults(sheet, table) if x.column != "answer"]
    return replace(sheet, problems=tuple(in_order([*sheet.problems, *problems, *typed])))


def adjudication_sheet(table: TextTable, study: Study, round_id: str, source_id: str) -> Sheet:
    """Return a sheet of settled answers as rows of `adjudications`, with all that is wrong.

    Args:
        table: The file.
        study: The study.
        round_id: The round.
        source_id: The source, for rows that name none.
    """
    given = {"round_id": round_id, "source_id": source_id}
    sheet = sheet_of(table, "adjudications", given, HELPERS)
    sheet, problems = _words(sheet, study, round_id)
    for line in sheet.lines:
        if line.cells["question_id"] == RATING:
            rule = "the rating follows from the answers, and is not settled itself"
            remedy = "Settle the answers that it follows from."
            problems.append(Problem(sheet.file, line.row, "question_id", RATING, rule, remedy))
    typed = typed_faults(sheet, table)
    return replace(sheet, problems=tuple(in_order([*sheet.problems, *problems, *typed])))


def _words(sheet: Sheet, study: Study, round_id: str) -> tuple[Sheet, list[Problem]]:
    """Return a sheet with plans, questions and answers as the tables write them."""
    plans = study["plans"]
    here = folded(str(plan) for plan in plans.loc[plans["round_id"] == round_id, "plan_id"])
    label = study.round(round_id)["round"]
    sheet, of_plans = spelled(sheet, "plan_id", here, f"in the register of plans of {label}")
    questions = folded(str(name) for name in study["questions"]["question_id"])
    sheet, of_questions = spelled(sheet, "question_id", questions, "a question of the study")
    answers = _answers(study)
    problems = [*of_plans, *of_questions]
    lines: list[Line] = []
    for line in sheet.lines:
        question = line.cells["question_id"]
        single = replace(sheet, lines=(line,))
        if question in answers:
            single, found = spelled(single, "answer", answers[question], f"an answer to {question}")
            problems += found
        lines += single.lines
    return replace(sheet, lines=tuple(lines)), problems


def _answers(study: Study) -> dict[str, Mapping[str, str]]:
    rows = study["answers"].sort_values("position")
    return {str(name): folded(group) for name, group in rows.groupby("question_id")["answer"]}


def _unanswered(sheet: Sheet, study: Study) -> Iterator[Problem]:
    """Yield a problem for each answer that is missing; one for a plan without any."""
    asked = [str(name) for name in study["questions"]["question_id"] if name != RATING]
    plans: dict[str, dict[str, int]] = {}
    answered: set[tuple[str, str]] = set()
    for line in sheet.lines:
        plan, question = line.cells["plan_id"], line.cells["question_id"]
        plans.setdefault(plan, {}).setdefault(question, line.row)
        if line.cells["answer"]:
            answered.add((plan, question))
    for plan, rows in plans.items():
        first = min(rows.values())
        if plan and not any(key == plan for key, _ in answered):
            rule, remedy = "no question of the plan is answered", "Answer them, or delete the plan."
            yield Problem(sheet.file, first, "answer", shorten(plan), rule, remedy)
            continue
        for question in asked:
            if plan and (plan, question) not in answered:
                row = rows.get(question)
                rule = f"{question} is not answered" if row else f"{question} is not in the sheet"
                place = row or first
                remedy = "Answer it." if row else "Add its row, and answer it."
                yield Problem(sheet.file, place, "answer", shorten(plan), rule, remedy)


def _closed(sheet: Sheet, study: Study, round_id: str) -> Iterator[Problem]:
    """Yield a problem for each answer on a plan whose state leaves it without a rating."""
    states = study["plan_states"].dropna(subset=["category"])
    plans = study["plans"]
    closed = plans[(plans["round_id"] == round_id) & plans["state"].isin(states["state"])]
    state_of = dict(zip(closed["plan_id"], closed["state"], strict=True))
    for line in sheet.lines:
        plan = line.cells["plan_id"]
        if plan in state_of and line.cells["answer"]:
            rule = f"the plan is {state_of[plan]} in the register of plans, so it was not rated"
            remedy = "Mend the state of the plan, or delete the answer."
            yield Problem(sheet.file, line.row, "plan_id", plan, rule, remedy)
