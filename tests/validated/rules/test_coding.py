from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import coding

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Damage, Fault, StudyCopy

    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report

CODING = {
    "round_id": "2016-17",
    "plan_id": "milton-keynes",
    "rater": "one",
    "question_id": "abused-children",
    "answer": "some",
    "page": "7",
    "note": "",
    "source_id": "ltp-analysis",
}
ADJUDICATION = {
    "round_id": "2016-17",
    "plan_id": "milton-keynes",
    "question_id": "abused-children",
    "answer": "good",
    "settled_by": "both",
    "settled_on": "2017-01-31",
    "why": "Read again.",
    "source_id": "ltp-analysis",
}


def first(copy: StudyCopy, table: str, row: dict[str, str]) -> int:
    """Put the first row into a table that ships empty, and return its number."""
    (header,) = copy.lines(table)
    copy.write(table, [header, [row[column] for column in header]])
    return 2


def plan_of_another_round(copy: StudyCopy) -> list[Fault]:
    row = first(copy, "codings", {**CODING, "round_id": "2018-19"})
    return [("codings.csv", row, "plan_id", "milton-keynes", "not in plans.csv for 2018-19")]


def covered_plan_of_another_round(copy: StudyCopy) -> list[Fault]:
    like = copy.row("coverage", plan_id="milton-keynes")
    row = copy.add("coverage", like, round_id="2017-18")
    return [("coverage.csv", row, "plan_id", "milton-keynes", "not in plans.csv for 2017-18")]


def state_that_gives_a_rating(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("plan_states", copy.row("plan_states", state="missing"), category="red")
    return [("plan_states.csv", row, "category", "red", "no missing state")]


def question_with_one_answer(copy: StudyCopy) -> list[Fault]:
    copy.drop("answers", question_id="schools", answer="yes")
    copy.drop("answers", question_id="schools", answer="some")
    row = copy.row("questions", question_id="schools")
    return [("questions.csv", row, "question_id", "schools", "fewer than two answers")]


def answers_at_one_place(copy: StudyCopy) -> list[Fault]:
    like = copy.row("answers", question_id="schools", answer="yes")
    row = copy.edit("answers", like, position="2")
    return [("answers.csv", row, "position", "2", "a gap or a tie")]


def raters_with_a_scale_of_their_own(copy: StudyCopy) -> list[Fault]:
    like = copy.row("answers", question_id="rating", answer="green")
    copy.edit("answers", like, answer="blue")
    row = copy.row("answers", question_id="rating")
    return [("answers.csv", row, "answer", "rating", "not the ratings of the scale")]


def answer_that_there_is_not(copy: StudyCopy) -> list[Fault]:
    row = first(copy, "codings", {**CODING, "answer": "perhaps"})
    return [("codings.csv", row, "answer", "perhaps", "not an answer to abused-children")]


def settled_answer_that_there_is_not(copy: StudyCopy) -> list[Fault]:
    row = first(copy, "adjudications", {**ADJUDICATION, "answer": "perhaps"})
    return [("adjudications.csv", row, "answer", "perhaps", "not an answer to abused-children")]


def rubric_of_an_answer_that_there_is_not(copy: StudyCopy) -> list[Fault]:
    like = copy.row("rubric", question_id="data-jsna")
    row = copy.edit("rubric", like, answers="yes|perhaps")
    return [("rubric.csv", row, "answers", "perhaps", "not an answer to data-jsna")]


def rubric_row_without_answers(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("rubric", copy.row("rubric", question_id="data-jsna"), answers="")
    return [("rubric.csv", row, "answers", "2", "a question without answers")]


def rating_settled_by_hand(copy: StudyCopy) -> list[Fault]:
    row = first(copy, "adjudications", {**ADJUDICATION, "question_id": "rating", "answer": "red"})
    return [("adjudications.csv", row, "question_id", "rating", "follows from the answers")]


def pattern_without_a_rule(copy: StudyCopy) -> list[Fault]:
    copy.drop("rubric", criteria_id="abused-children", category="amber")
    row = copy.row("rubric", criteria_id="abused-children")
    said = "abused-children some"
    return [("rubric.csv", row, "criteria_id", said, "no rule for these answers")]


def rule_that_never_decides(copy: StudyCopy) -> list[Fault]:
    like = copy.row("rubric", criteria_id="abused-children", category="amber")
    row = copy.add("rubric", like, position="4", category="red")
    return [("rubric.csv", row, "position", "4", "never decides")]


def rule_with_two_ratings(copy: StudyCopy) -> list[Fault]:
    row = copy.row("rubric", question_id="data-jsna")
    copy.edit("rubric", row, category="amber")
    start = copy.row("rubric", criteria_id="vulnerable-groups", position="2")
    return [("rubric.csv", start, "category", "2", "one rule with two ratings")]


def rating_off_the_scale(copy: StudyCopy) -> list[Fault]:
    like = copy.row("rubric", criteria_id="abused-children", category="amber")
    row = copy.edit("rubric", like, category="no plan")
    return [("rubric.csv", row, "category", "no plan", "not a rating of the scale")]


def rule_that_always_holds_and_asks(copy: StudyCopy) -> list[Fault]:
    like = copy.row("rubric", question_id="vulnerability-recognised")
    copy.add("rubric", like, position="3", category="amber")
    start = copy.row("rubric", criteria_id="vulnerable-groups", position="3")
    return [("rubric.csv", start, "question_id", "", "always holds beside others")]


def answer_on_a_missing_plan(copy: StudyCopy) -> list[Fault]:
    row = first(copy, "codings", {**CODING, "round_id": "2017-18", "plan_id": "kernow"})
    return [("codings.csv", row, "plan_id", "kernow", "cannot be rated by its state")]


CASES: list[tuple[Rule, Damage]] = [
    (coding.plans_of_the_round, plan_of_another_round),
    (coding.plans_of_the_round, covered_plan_of_another_round),
    (coding.states_lead_to_missing, state_that_gives_a_rating),
    (coding.answers_in_order, question_with_one_answer),
    (coding.answers_in_order, answers_at_one_place),
    (coding.raters_rate_on_the_scale, raters_with_a_scale_of_their_own),
    (coding.answers_known, answer_that_there_is_not),
    (coding.answers_known, settled_answer_that_there_is_not),
    (coding.answers_known, rubric_of_an_answer_that_there_is_not),
    (coding.answers_known, rubric_row_without_answers),
    (coding.ratings_are_derived, rating_settled_by_hand),
    (coding.rubrics_decide, pattern_without_a_rule),
    (coding.rubrics_decide, rule_that_never_decides),
    (coding.rubrics_decide, rule_with_two_ratings),
    (coding.rubrics_decide, rating_off_the_scale),
    (coding.rubrics_decide, rule_that_always_holds_and_asks),
    (coding.coded_plans_can_be_read, answer_on_a_missing_plan),
]


@pytest.mark.parametrize(
    ("rule", "damage"), CASES, ids=[f"{r.__name__}-{d.__name__}" for r, d in CASES]
)
def test_broken_rule_is_found_where_it_is_broken(
    rule: Rule, damage: Damage, copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    expect(copy, damage(copy), rule)


def test_answers_that_fit_are_accepted(copy: StudyCopy) -> None:
    first(copy, "codings", CODING)
    first(copy, "adjudications", ADJUDICATION)
    assert len(copy.load()["codings"]) == len(copy.load()["adjudications"]) == 1
