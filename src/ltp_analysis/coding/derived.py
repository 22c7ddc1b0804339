"""The ratings of a round's plans, as they follow from settled answers and from plans' states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.coding.rubric import asked_by, outcome, rubric, scale_of
from ltp_analysis.coding.settled import plans_read, settled_answers
from ltp_analysis.validated.rules.coding import RATING
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.coding.rubric import Rule
    from ltp_analysis.validated.study import Study

COLUMNS = ("plan_id", "name", "state", "possible", "basis", "rule", "open_questions")
OWN_COLUMNS = ("plan_id", "rater", "own", "possible", "agrees")


class Basis(StrEnum):
    """What a derived rating rests on."""

    ANSWERS = "answers"
    STATE = "state of the plan"
    NOT_CODED = "not coded"
    NO_RUBRIC = "no rubric"


@dataclass(frozen=True)
class DerivedRating:
    """What follows for one plan.

    Attributes:
        round_id: The round.
        plan_id: The plan.
        name: Its name.
        state: The state that it was found in.
        possible: The ratings that remain possible, in the order of the scale.
        basis: What this rests on. A plan that was coded has been read, so that no missing state
            is possible; of one that was not, everything is.
        rules: The rules of the rubric that can decide.
        open_questions: The questions whose answer can still change the rating.
    """

    round_id: str
    plan_id: str
    name: str
    state: str
    possible: tuple[str, ...]
    basis: Basis
    rules: tuple[Rule, ...] = ()
    open_questions: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The rule that decided, in words, or the numbers of those that still can."""
        if len(self.rules) == 1:
            return self.rules[0].words
        return " or ".join(f"rule {rule.position}" for rule in self.rules)


def derived(study: Study, round_id: str, criteria_id: str = "") -> tuple[DerivedRating, ...]:
    """Return what follows for each plan of a round.

    Args:
        study: The study.
        round_id: The round.
        criteria_id: The criteria whose rubric is used; those of the round if not given.

    Returns:
        One record a plan, in the order of the register of plans.
    """
    return _derived(study, round_id, criteria_id or str(study.round(round_id)["criteria_id"]))


def derived_ratings(study: Study, round_id: str, criteria_id: str = "") -> pd.DataFrame:
    """Return what follows for each plan of a round as a table.

    Args:
        study: The study.
        round_id: The round.
        criteria_id: The criteria whose rubric is used; those of the round if not given.

    Returns:
        One row a plan, all columns text. Several ratings or questions are divided by “|”.
    """
    rows = [
        (
            item.plan_id,
            item.name,
            item.state,
            "|".join(item.possible),
            str(item.basis),
            item.rule,
            "|".join(item.open_questions),
        )
        for item in derived(study, round_id, criteria_id)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="string")


def own_ratings(study: Study, round_id: str) -> pd.DataFrame:
    """Return raters' own ratings beside those that follow from the settled answers.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        One row for each plan and rater with a rating of their own, all columns text. `agrees` is
        “yes”, “no”, or “open” where the derived rating is not settled and may yet be theirs.
    """
    known = {item.plan_id: item.possible for item in derived(study, round_id)}
    rows = study["codings"]
    rows = rows[(rows["round_id"] == round_id) & (rows["question_id"] == RATING)]
    found = [
        (plan, rater, own, "|".join(known[plan]), _agrees(own, known[plan]))
        for plan, rater, own in rows.sort_values(["plan_id", "rater"])[
            ["plan_id", "rater", "answer"]
        ].itertuples(index=False)
    ]
    return pd.DataFrame(found, columns=list(OWN_COLUMNS), dtype="string")


def states(study: Study) -> dict[str, str]:
    """Return the missing state of the scale that each state of a plan leads to; empty if none."""
    rows = study["plan_states"]
    return {
        str(state): "" if pd.isna(category) else str(category)
        for state, category in zip(rows["state"], rows["category"], strict=True)
    }


def rated(study: Study) -> list[str]:
    """Return the ratings of the scale, the worst first, without its missing states."""
    return [name for name in study.ratings if name not in study.missing]


@kept
def _derived(study: Study, round_id: str, criteria_id: str) -> tuple[DerivedRating, ...]:
    rules = rubric(study, criteria_id)
    scales = {question: scale_of(study, question) for question in asked_by(rules)}
    answers, read, closed = (
        settled_answers(study, round_id),
        plans_read(study, round_id),
        states(study),
    )
    plans = study["plans"]
    found = []
    for row in plans[plans["round_id"] == round_id].to_dict("records"):
        plan = str(row["plan_id"])
        head = (round_id, plan, str(row["name"]), str(row["state"]))
        if category := closed[row["state"]]:
            found.append(DerivedRating(*head, (category,), Basis.STATE))
        elif plan not in read:
            needed = tuple(asked_by(rules))
            every = tuple(study.ratings)
            found.append(DerivedRating(*head, every, Basis.NOT_CODED, rules, needed))
        elif not rules:
            found.append(DerivedRating(*head, tuple(rated(study)), Basis.NO_RUBRIC))
        else:
            given = {name: item.answer for name, item in answers[plan].items()}
            result = outcome(rules, given, scales)
            possible = _in_order(study, result.categories)
            found.append(
                DerivedRating(*head, possible, Basis.ANSWERS, result.rules, result.open_questions)
            )
    return tuple(found)


def _in_order(study: Study, categories: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in study.ratings if name in categories)


def _agrees(own: str, possible: Sequence[str]) -> str:
    if own not in possible:
        return "no"
    return "yes" if len(possible) == 1 else "open"
