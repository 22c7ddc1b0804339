"""Rules on plans, on the questions that raters ask of them, and on their answers."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.validated.rules.tools import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Tables

RATING = "rating"
"""The question that asks for a rater's own rating; the rating of a plan never rests on it."""

_MOST_PATTERNS = 100_000


def plans_of_the_round(tables: Tables) -> Iterator[Problem]:
    """A plan that is covered, coded or adjudicated is in the register of plans of that round."""
    plans = tables["plans"]
    known = set(zip(plans["round_id"], plans["plan_id"], strict=True))
    ids = set(plans["plan_id"])
    for name in ("coverage", "codings", "adjudications"):
        for row in records(tables[name]):
            if (row.round_id, row.plan_id) not in known and row.plan_id in ids:
                rule = f"not in {tables.files['plans']} for {row.round_id}"
                remedy = "Add the plan of that round, or mend the round."
                yield tables.problem(name, row.Index, "plan_id", row.plan_id, rule, remedy)


def states_lead_to_missing(tables: Tables) -> Iterator[Problem]:
    """What units of an unrated plan get is a missing state of the study's scale."""
    scale = tables["scales"]
    scale = scale[scale["scale_id"] == tables.settings.scale]
    if scale.empty:
        return  # another rule says so
    missing = list(scale.loc[scale["state"] == "missing", "category"])
    states = tables["plan_states"].dropna(subset=["category"])
    for row in records(states[~states["category"].isin(missing)]):
        rule = "no missing state of the scale"
        remedy = f"Use one of: {', '.join(missing) or 'none, the scale has no missing state'}."
        yield tables.problem("plan_states", row.Index, "category", row.category, rule, remedy)


def answers_in_order(tables: Tables) -> Iterator[Problem]:
    """A question has two answers or more, whose positions run from 1 without gap or tie."""
    answers = tables["answers"]
    counts = answers["question_id"].value_counts()
    for row in records(tables["questions"]):
        if counts.get(row.question_id, 0) < 2:  # noqa: PLR2004 - one answer asks nothing
            rule, remedy = "fewer than two answers", f"Add them to {tables.files['answers']}."
            yield tables.problem(
                "questions", row.Index, "question_id", row.question_id, rule, remedy
            )
    for _, rows in answers.groupby("question_id"):
        ordered = rows.sort_values("position")
        for place, row in enumerate(records(ordered), start=1):
            if row.position != place:
                rule = "positions have a gap or a tie"
                remedy = f"Number the answers 1 to {len(ordered)}."
                yield tables.problem("answers", row.Index, "position", row.position, rule, remedy)


def raters_rate_on_the_scale(tables: Tables) -> Iterator[Problem]:
    """The answers to the question “rating” are the ratings of the scale, in its order."""
    scale = tables["scales"]
    scale = scale[(scale["scale_id"] == tables.settings.scale) & (scale["state"] == "rated")]
    rated = list(scale.sort_values("position")["category"])
    answers = tables["answers"]
    rows = answers[answers["question_id"] == RATING].sort_values("position")
    if rated and len(rows) and list(rows["answer"]) != rated:
        rule, remedy = "not the ratings of the scale", f"Use, in this order: {', '.join(rated)}."
        yield tables.problem("answers", rows.index[0], "answer", RATING, rule, remedy)


def answers_known(tables: Tables) -> Iterator[Problem]:
    """Answers of raters, of adjudications and in the rubric are answers of their question."""
    known = _answers(tables)
    for name in ("codings", "adjudications"):
        for row in records(tables[name]):
            yield from _unknown(tables, name, row, "answer", [row.answer], known)
    for row in records(tables["rubric"]):
        if pd.isna(row.question_id) != pd.isna(row.answers):
            rule = "a question without answers, or answers without a question"
            remedy = "Fill in both, or empty both for a rule that always holds."
            yield tables.problem("rubric", row.Index, "answers", row.position, rule, remedy)
        elif not pd.isna(row.question_id):
            yield from _unknown(tables, "rubric", row, "answers", row.answers.split("|"), known)


def ratings_are_derived(tables: Tables) -> Iterator[Problem]:
    """A rating follows from the rubric: it is neither looked at by it nor adjudicated."""
    for name in ("rubric", "adjudications"):
        frame = tables[name]
        for row in frame.index[frame["question_id"] == RATING]:
            remedy = "Name the question whose answer decides."
            rule = "the rating follows from the answers"
            yield tables.problem(name, row, "question_id", RATING, rule, remedy)


def rubrics_decide(tables: Tables) -> Iterator[Problem]:
    """Every pattern of answers has exactly one rating by a rubric, and every rule can decide."""
    known = _answers(tables)
    rated = _rated(tables)
    for criteria_id, rows in tables["rubric"].groupby("criteria_id", sort=False):
        rules = [
            rule for _, rule in rows.sort_values("position", kind="stable").groupby("position")
        ]
        wanted = rated.get(str(criteria_id))
        faults = [fault for rule in rules for fault in _rule_is_sound(tables, rule, wanted)]
        yield from faults
        asked = sorted(set(rows["question_id"].dropna()))
        if faults or any(not known.get(question) for question in asked):
            continue
        patterns = 1
        for question in asked:
            patterns *= len(known[question])
        if patterns > _MOST_PATTERNS:
            remedy = "Ask fewer questions in one rubric."
            text = f"more than {_MOST_PATTERNS:,} patterns of answers"
            yield tables.problem("rubric", rows.index[0], "criteria_id", criteria_id, text, remedy)
            continue
        yield from _undecided(tables, rules, asked, known)


def coded_plans_can_be_read(tables: Tables) -> Iterator[Problem]:
    """A plan in a state that leaves its units without a rating has no answers."""
    states = tables["plan_states"].dropna(subset=["category"])
    plans = tables["plans"]
    closed = plans[plans["state"].isin(states["state"])]
    unread = set(zip(closed["round_id"], closed["plan_id"], strict=True))
    for row in records(tables["codings"]):
        if (row.round_id, row.plan_id) in unread:
            rule = f"the plan cannot be rated by its state in {tables.files['plans']}"
            remedy = "Mend the state of the plan, or delete the answer."
            yield tables.problem("codings", row.Index, "plan_id", row.plan_id, rule, remedy)


def _answers(tables: Tables) -> dict[str, list[str]]:
    rows = tables["answers"].sort_values("position")
    return {str(name): list(group) for name, group in rows.groupby("question_id")["answer"]}


def _rated(tables: Tables) -> dict[str, set[str]]:
    """Return the ratings of the scale of the rounds that use each set of criteria."""
    scales = tables["scales"]
    found: dict[str, set[str]] = {}
    for row in records(tables["rounds"]):
        scale = scales[(scales["scale_id"] == row.scale_id) & (scales["state"] == "rated")]
        found[row.criteria_id] = set(scale["category"])
    return found


def _unknown(  # noqa: PLR0913, PLR0917 - where it stands, and what is known
    tables: Tables,
    name: str,
    row: object,
    column: str,
    given: list[str],
    known: dict[str, list[str]],
) -> Iterator[Problem]:
    question, number = getattr(row, "question_id"), getattr(row, "Index")  # noqa: B009
    for answer in given:
        if question in known and answer not in known[question]:
            rule = f"not an answer to {question}"
            remedy = f"Use one of: {', '.join(known[question])}."
            yield tables.problem(name, number, column, answer, rule, remedy)


def _rule_is_sound(tables: Tables, rule: pd.DataFrame, rated: set[str] | None) -> Iterator[Problem]:
    first = rule.index[0]
    if len(set(rule["category"])) > 1:
        text, remedy = "one rule with two ratings", "Give each rule a position of its own."
        yield tables.problem("rubric", first, "category", rule["position"].iloc[0], text, remedy)
    if rule["question_id"].isna().any() and len(rule) > 1:
        text = "a row that always holds beside others"
        yield tables.problem("rubric", first, "question_id", "", text, "Delete one of the two.")
    for row in records(rule):
        if rated is not None and row.category not in rated:
            text, remedy = "not a rating of the scale", f"Use one of: {', '.join(sorted(rated))}."
            yield tables.problem("rubric", row.Index, "category", row.category, text, remedy)


def _undecided(
    tables: Tables,
    rules: list[pd.DataFrame],
    asked: list[str],
    known: dict[str, list[str]],
) -> Iterator[Problem]:
    """Go through all patterns of answers: one without a rule, and rules that never decide."""
    conditions = [
        {
            row.question_id: set(row.answers.split("|"))
            for row in records(rule.dropna(subset=["question_id", "answers"]))
        }
        for rule in rules
    ]
    never = set(range(len(rules)))
    for pattern in product(*(known[question] for question in asked)):
        given = dict(zip(asked, pattern, strict=True))
        fit = (
            place
            for place, condition in enumerate(conditions)
            if all(given[question] in allowed for question, allowed in condition.items())
        )
        first = next(fit, None)
        if first is None:
            said = ", ".join(f"{question} {answer}" for question, answer in given.items())
            rule, remedy = "no rule for these answers", "Add a last rule without a question."
            yield tables.problem("rubric", rules[0].index[0], "criteria_id", said, rule, remedy)
            return
        never.discard(first)
    for place in sorted(never):
        row = rules[place].iloc[0]
        text, remedy = "the rule never decides", "Delete it, or put it before those that do."
        yield tables.problem(
            "rubric", rules[place].index[0], "position", row["position"], text, remedy
        )
