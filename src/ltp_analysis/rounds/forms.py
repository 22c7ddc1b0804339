"""The forms of a round: its plans, the ratings of its units, and the sheets of its raters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.rounds.form import Column, Form, to_csv
from ltp_analysis.rounds.form_xlsx import to_workbook
from ltp_analysis.validated.schemas import Plans

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

PLANS: Final = "plans"
RATINGS: Final = "ratings"
CODING: Final = "coding"
TEMPLATE: Final = "coding-template"
DIVIDER: Final = ";"
"""What stands between the codes of the units that a plan covers."""


def files_of(study: Study, round_id: str, form: Form) -> dict[str, bytes]:
    """Return a form as CSV and as a workbook, by the names of the files.

    Args:
        study: The study.
        round_id: The round, whose register date stands in the workbook.
        form: The form.
    """
    day = pd.Timestamp(study.round(round_id)["register_date"])
    date = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {f"{form.name}.csv": to_csv(form), f"{form.name}.xlsx": to_workbook(form, date)}


def plans_form(study: Study, round_id: str) -> Form:
    """Return the form of the register of plans, with the plans of the round that are known.

    Plans of earlier rounds are not copied: that there was one says nothing of this round.
    """
    settings, label = study.settings, study.round(round_id)["round"]
    fields = Plans.to_schema().columns
    states = tuple(study["plan_states"]["state"])
    columns = [
        Column(name, str(field.description), states if name == "state" else ())
        for name, field in fields.items()
    ]
    meaning = (
        f"The {settings.code_name} of each {settings.singular} that the plan covers, divided by "
        f"“{DIVIDER}”."
    )
    plans, covers = study["plans"], study["coverage"]
    rows = []
    for plan in plans[plans["round_id"] == round_id].to_dict("records"):
        same = covers[(covers["round_id"] == round_id) & (covers["plan_id"] == plan["plan_id"])]
        row = {str(name): _text(value) for name, value in plan.items()}
        rows.append(row | {"unit_codes": DIVIDER.join(same["unit_code"])})
    return Form(
        name=PLANS,
        title=f"Register of plans, {label}",
        columns=(*columns, Column("unit_codes", meaning)),
        how=(
            "One row a plan.",
            f"Write {round_id} into the column round_id of every row.",
            "Leave empty what is not known. Dates are written as 2018-04-01.",
        ),
        rows=tuple(rows),
        own_choices={},
    )


def ratings_form(study: Study, round_id: str) -> Form:
    """Return the form of ratings, a row a unit of the round's register."""
    settings, label = study.settings, study.round(round_id)["round"]
    units = study.units(round_id)
    return Form(
        name=RATINGS,
        title=f"Ratings of {settings.rates}, {label}",
        columns=(
            Column("unit_code", f"The {settings.code_name}. Keep it as it is.", given=True),
            Column("name", f"Name of the {settings.singular}.", given=True),
            Column("rating", "The rating; empty if it is not known.", tuple(study.ratings)),
            Column("note", "What has to be said of the rating."),
        ),
        how=(
            f"One row a {settings.singular} of the register of {label}.",
            "Choose the rating from the list of the cell. Leave empty what is not known.",
        ),
        rows=tuple(
            {"unit_code": str(code), "name": str(name)}
            for code, name in zip(units["unit_code"], units["name"], strict=True)
        ),
        own_choices={},
    )


def coding_form(study: Study, round_id: str, rater: str = "") -> Form:
    """Return the sheet of a rater, a row a plan and question.

    Plans in a state that cannot be rated are left out. Where no plan is registered, the rows are
    those of one plan without a name.

    Args:
        study: The study.
        round_id: The round.
        rater: Who is to answer; nobody for a template.
    """
    label = study.round(round_id)["round"]
    questions = study["questions"].sort_values("position").to_dict("records")
    answers = study["answers"].sort_values("position")
    offered = {str(name): tuple(rows["answer"]) for name, rows in answers.groupby("question_id")}
    plans = readable_plans(study, round_id) or [("", "")]
    rows = [
        {
            "plan_id": plan_id,
            "plan_name": name,
            "question_id": str(question["question_id"]),
            "question": _question(question["question"], question["guidance"]),
        }
        for plan_id, name in plans
        for question in questions
    ]
    who = f", rater {rater}" if rater else ""
    return Form(
        name=f"{CODING}-{rater}" if rater else TEMPLATE,
        title=f"Coding sheet, {label}{who}",
        columns=(
            Column("plan_id", "The plan, as the register of plans names it.", given=True),
            Column("plan_name", "Name of the plan.", given=True),
            Column("question_id", "The question. Keep it as it is.", given=True),
            Column("question", "The question in words, and how to decide.", given=True),
            Column("answer", "The answer, from the list of the cell."),
            Column("page", "Where in the plan the answer is found."),
            Column("note", "Why, in your own words."),
        ),
        how=(
            "One row a plan and question.",
            (
                "Answer from what the plan itself says, and alone: raters do not see each other's "
                "sheets."
            ),
            "Leave an answer empty until it is decided, and give page and note with each.",
        ),
        rows=tuple(rows),
        own_choices={"answer": [offered.get(row["question_id"], ()) for row in rows]},
    )


def readable_plans(study: Study, round_id: str) -> list[tuple[str, str]]:
    """Return id and name of the plans of a round that can be rated by their state."""
    states = study["plan_states"]
    closed = set(states.loc[states["category"].notna(), "state"])
    plans = study["plans"]
    here = plans[(plans["round_id"] == round_id) & ~plans["state"].isin(closed)]
    return [(str(row["plan_id"]), str(row["name"])) for row in here.to_dict("records")]


def _question(question: str, guidance: str | float | None) -> str:
    return f"{question}" if pd.isna(guidance) else f"{question} ({guidance})"


def _text(value: str | float | pd.Timestamp | None) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "" if pd.isna(value) else str(value)
