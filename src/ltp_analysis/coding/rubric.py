"""From answers to a rating: the rules of a rubric, and what open answers leave possible."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.problems import LtpError
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.validated.study import Study


class NoRubricError(LtpError):
    """Raised where ratings are asked for by criteria that have no rubric."""


@dataclass(frozen=True)
class Rule:
    """One rule of a rubric.

    Attributes:
        position: Its place; the first rule that holds decides.
        category: The rating that it gives.
        conditions: For each question that it looks at, the answers for which it holds; none for
            a rule that always holds.
    """

    position: int
    category: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def words(self) -> str:
        """The rule in words."""
        asked = " and ".join(
            f"{question} is {' or '.join(answers)}" for question, answers in self.conditions
        )
        return f"rule {self.position}: {self.category} {f'if {asked}' if asked else 'otherwise'}"

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Say whether the rule holds for answers to all the questions that it looks at."""
        return all(answers[question] in allowed for question, allowed in self.conditions)


@dataclass(frozen=True)
class Outcome:
    """What a rubric makes of answers of which some may be open.

    Attributes:
        categories: The ratings that remain possible, in the order in which the rules give them.
        rules: The rules that can decide, in their order.
        open_questions: The open questions whose answer can still change the rating.
    """

    categories: tuple[str, ...]
    rules: tuple[Rule, ...]
    open_questions: tuple[str, ...]


@kept
def rubric(study: Study, criteria_id: str) -> tuple[Rule, ...]:
    """Return the rules of some criteria in their order; none if the criteria have no rubric."""
    rows = study["rubric"]
    rows = rows[rows["criteria_id"] == criteria_id].sort_values("position", kind="stable")
    return tuple(
        Rule(int(str(position)), str(some["category"].iloc[0]), _conditions(some))
        for position, some in rows.groupby("position", sort=True)
    )


@kept
def scale_of(study: Study, question_id: str) -> tuple[str, ...]:
    """Return the answers that a question has, the worst first."""
    rows = study["answers"]
    rows = rows[rows["question_id"] == question_id].sort_values("position", kind="stable")
    return tuple(str(answer) for answer in rows["answer"])


def rubric_needed(study: Study, criteria_id: str) -> tuple[Rule, ...]:
    """Return the rules of some criteria.

    Raises:
        NoRubricError: If there are none; the criteria that have some are named.
    """
    if rules := rubric(study, criteria_id):
        return rules
    known = ", ".join(dict.fromkeys(map(str, study["rubric"]["criteria_id"])))
    raise NoRubricError(f"The criteria {criteria_id} have no rubric. There is one for: {known}.")


def asked_by(rules: Sequence[Rule]) -> list[str]:
    """Return the questions that rules look at, in the order in which they first do."""
    return list(dict.fromkeys(question for rule in rules for question, _ in rule.conditions))


def decides(rules: Sequence[Rule], answers: Mapping[str, str]) -> Rule:
    """Return the first rule that holds.

    Args:
        rules: The rules in their order.
        answers: An answer to each question that they look at.

    Raises:
        KeyError: If an answer is missing.
        LookupError: If no rule holds, which the checks of the raw tables rule out.
    """
    for rule in rules:
        if rule.holds(answers):
            return rule
    raise LookupError(f"no rule holds for {dict(answers)}")


def outcome(
    rules: Sequence[Rule],
    answers: Mapping[str, str | None],
    scales: Mapping[str, Sequence[str]],
) -> Outcome:
    """Return what remains possible when every open question may get any of its answers.

    All patterns of open answers are gone through, so nothing is excluded that some answers to
    the open questions would give, and nothing is left that none would.

    Args:
        rules: The rules in their order.
        answers: The settled answers; None, or nothing, where a question is open.
        scales: For each question that the rules look at, all its answers.
    """
    asked = asked_by(rules)
    open_questions = [question for question in asked if answers.get(question) is None]
    fixed = {
        question: answer for question in asked if (answer := answers.get(question)) is not None
    }
    patterns = list(product(*(scales[question] for question in open_questions)))
    deciding = [
        decides(rules, fixed | dict(zip(open_questions, pattern, strict=True)))
        for pattern in patterns
    ]
    used = [rule for rule in rules if rule in deciding]
    ratings = dict(zip(patterns, (rule.category for rule in deciding), strict=True))
    return Outcome(
        tuple(dict.fromkeys(rule.category for rule in used)),
        tuple(used),
        tuple(
            question for place, question in enumerate(open_questions) if _matters(ratings, place)
        ),
    )


def _matters(ratings: Mapping[tuple[str, ...], str], place: int) -> bool:
    """Say whether two patterns that differ in one place only have two ratings."""
    seen: dict[tuple[str, ...], str] = {}
    return any(
        seen.setdefault((*pattern[:place], *pattern[place + 1 :]), rating) != rating
        for pattern, rating in ratings.items()
    )


def _conditions(rows: pd.DataFrame) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (str(question), tuple(str(answers).split("|")))
        for question, answers in rows[["question_id", "answers"]].itertuples(index=False)
        if not pd.isna(question)
    )
