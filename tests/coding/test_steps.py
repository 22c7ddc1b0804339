"""The steps of a round, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.coding.conftest import ROUND, coded, covers, judged, plan

from ltp_analysis.coding.settled import questions
from ltp_analysis.coding.steps import coding_steps, next_step

if TYPE_CHECKING:
    from tests.coding.conftest import Made, Rows

    from ltp_analysis.validated.study import Study

NAMES = (
    "register of units",
    "plans registered",
    "coverage complete",
    "states given",
    "coded by two raters",
    "disagreements settled",
    "ratings complete",
)


def undone(study: Study) -> list[str]:
    return [step.name for step in coding_steps(study, ROUND) if not step.done]


def test_each_step_is_done_in_turn_until_nothing_is_left(made: Made) -> None:
    empty = made()
    assert [step.name for step in coding_steps(empty, ROUND)] == list(NAMES)
    assert undone(empty) == list(NAMES[1:])
    units = empty.codes(ROUND)
    tables: dict[str, Rows] = {"plans": [plan("alpha", "not-known"), plan("beta", "missing")]}
    assert undone(made(**tables)) == list(NAMES[2:])

    tables["coverage"] = covers("alpha", *units)
    steps = coding_steps(made(**tables), ROUND)
    assert steps[2].said == "195 of 195 CCGs covered once; 1 plans cover none"
    assert steps[2].remedy == "Name in the table coverage what beta covers."

    tables["coverage"] = [*covers("alpha", *units[1:]), *covers("beta", units[0])]
    study = made(**tables)
    assert undone(study) == list(NAMES[3:])
    step = next_step(coding_steps(study, ROUND))
    assert step is not None
    assert (step.said, step.remedy) == (
        "1 of 2 plans have a state",
        "Give the state of alpha in the table plans.",
    )

    tables["plans"] = [plan("alpha"), plan("beta", "missing")]
    assert undone(made(**tables)) == list(NAMES[4:])

    answers = {name.replace("-", "_"): "yes" for name in questions(empty)}
    answers |= {"abused_children": "good"}
    tables["codings"] = [
        *coded("alpha", "ann", **answers),
        *coded("alpha", "bo", **(answers | {"data_jsna": "no"})),
    ]
    study = made(**tables)
    assert undone(study) == list(NAMES[5:])
    assert [step.said for step in coding_steps(study, ROUND)[4:]] == [
        "1 of 1 plans that can be read",
        "1 left to settle",
        "1 of 2 plans have one rating",
    ]

    tables["adjudications"] = [judged("alpha", "data-jsna", "yes")]
    study = made(**tables)
    assert undone(study) == []
    assert next_step(coding_steps(study, ROUND)) is None


def test_a_round_of_plans_that_cannot_be_read_needs_no_rater(made: Made) -> None:
    units = made().codes(ROUND)
    study = made(plans=[plan("alpha", "missing")], coverage=covers("alpha", *units))
    assert undone(study) == []


def test_criteria_without_a_rubric_cannot_be_completed_by_answers(made: Made) -> None:
    study = made(plans=[plan("alpha", round_id="2015-16")])
    step = coding_steps(study, "2015-16")[-1]
    assert not step.done
    assert step.remedy == "Give the criteria not-seen rules in the table rubric."
