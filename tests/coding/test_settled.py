"""Which answers hold: adjudicated, agreed, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.coding.conftest import ROUND, coded, judged, plan

from ltp_analysis.coding.settled import (
    How,
    plans_read,
    questions,
    rounds_with_codings,
    settled_answers,
)

if TYPE_CHECKING:
    from tests.coding.conftest import Made

    from ltp_analysis.validated.study import Study


def test_answers_hold_if_adjudicated_or_given_by_all(made: Made) -> None:
    study = made(
        plans=[plan("alpha")],
        codings=[
            *coded("alpha", "bo", needs_assessed="yes", schools="no", staffing="some"),
            *coded("alpha", "ann", needs_assessed="yes", schools="yes", access="no"),
            *coded("alpha", "ann", data_jsna="yes"),
            *coded("alpha", "bo", data_jsna="yes"),
        ],
        adjudications=[judged("alpha", "access", "some"), judged("alpha", "data-jsna", "no")],
    )
    answers = settled_answers(study, ROUND)["alpha"]
    told = {name: (item.answer, item.how) for name, item in answers.items() if item.given}
    assert told == {
        "needs-assessed": ("yes", How.AGREED),
        "data-jsna": ("no", How.ADJUDICATED),  # both were mistaken
        "staffing": (None, How.ONE_RATER),
        "access": ("some", How.ADJUDICATED),
        "schools": (None, How.DIFFERS),
    }
    assert answers["indicators"].how is How.UNANSWERED
    assert answers["access"].why == "Cleo, 2026-05-04: page 9 says so"
    assert [(item.rater, item.page) for item in answers["schools"].given] == [
        ("ann", "7"),
        ("bo", "7"),
    ]


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        (("yes", "yes", "yes"), ("yes", How.AGREED)),
        (("yes", "yes", "no"), (None, How.DIFFERS)),
        (("yes", "yes", ""), ("yes", How.AGREED)),
        (("yes", "", ""), (None, How.ONE_RATER)),
    ],
)
def test_of_three_raters_all_who_answered_have_to_agree(
    made: Made, answers: tuple[str, ...], wanted: tuple[str | None, How]
) -> None:
    rows = [
        row
        for rater, answer in zip(("ann", "bo", "cy"), answers, strict=True)
        if answer
        for row in coded("alpha", rater, needs_assessed=answer)
    ]
    study = made(plans=[plan("alpha")], codings=rows)
    item = settled_answers(study, ROUND)["alpha"]["needs-assessed"]
    assert (item.answer, item.how) == wanted


def test_a_raters_own_rating_is_no_question_on_the_plan(made: Made) -> None:
    study = made(
        plans=[plan("alpha")],
        codings=[*coded("alpha", "ann", rating="red"), *coded("alpha", "bo", rating="red")],
    )
    assert "rating" not in questions(study)
    assert "rating" not in settled_answers(study, ROUND)["alpha"]
    assert plans_read(study, ROUND) == {"alpha"}


def test_without_codings_nothing_is_settled(study: Study) -> None:
    assert rounds_with_codings(study) == []
    answers = settled_answers(study, "2016-17")
    assert len(answers) == 7
    assert {item.how for items in answers.values() for item in items.values()} == {How.UNANSWERED}


def test_codings_of_another_round_do_not_count(made: Made) -> None:
    study = made(
        plans=[plan("alpha"), plan("alpha", round_id="2018-19")],
        codings=[
            *coded("alpha", "ann", needs_assessed="yes"),
            *coded("alpha", "bo", "2018-19", needs_assessed="yes"),
        ],
    )
    for round_id in (ROUND, "2018-19"):
        assert settled_answers(study, round_id)["alpha"]["needs-assessed"].how is How.ONE_RATER
    assert rounds_with_codings(study) == [ROUND, "2018-19"]
