"""What follows for plans, against what a reader of the rules would say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.coding.conftest import QUESTIONS, ROUND, all_coded, coded, judged, plan

from ltp_analysis.coding.derived import Basis, derived, derived_ratings, own_ratings

if TYPE_CHECKING:
    from tests.coding.conftest import Made

    from ltp_analysis.validated.study import Study

FULL = ("yes", "yes", "yes", "yes", "yes")


def test_plans_get_the_rating_of_their_answers_or_of_their_state(made: Made) -> None:
    study = made(
        plans=[plan("alpha"), plan("beta", "missing"), plan("gamma"), plan("delta", "older")],
        codings=[
            *all_coded("alpha", "ann", FULL),
            *all_coded("alpha", "bo", FULL),
            *all_coded("delta", "ann", FULL),
        ],
    )
    found = derived_ratings(study, ROUND).set_index("plan_id")
    assert found["possible"].to_dict() == {
        "alpha": "green",
        "beta": "no plan",
        "gamma": "red|amber|green|no plan",
        "delta": "red|amber|green",
    }
    assert list(found["basis"]) == ["answers", "state of the plan", "not coded", "answers"]
    rules = found["rule"].to_dict()
    assert rules["alpha"].startswith("rule 2: green if vulnerability-recognised is yes and ")
    assert rules["delta"] == "rule 1 or rule 2 or rule 3"
    assert found.loc["alpha", "open_questions"] == ""
    assert found.loc["delta", "open_questions"] == "|".join(QUESTIONS)
    assert found.loc["delta", "state"] == "older"


def test_an_adjudicated_answer_closes_what_raters_left_open(made: Made) -> None:
    rows = [*all_coded("alpha", "ann", FULL), *all_coded("alpha", "bo", (*FULL[:4], "no"))]
    left_open = made(plans=[plan("alpha")], codings=rows)
    (item,) = derived(left_open, ROUND)
    assert (item.possible, item.open_questions) == (("amber", "green"), ("data-services",))
    settled = made(
        plans=[plan("alpha")],
        codings=rows,
        adjudications=[judged("alpha", "data-services", "no")],
    )
    (item,) = derived(settled, ROUND)
    assert (item.possible, item.rule) == (("amber",), "rule 3: amber otherwise")


def test_raters_own_ratings_stand_beside_the_derived_one_and_change_nothing(made: Made) -> None:
    study = made(
        plans=[plan("alpha"), plan("beta"), plan("gamma")],
        codings=[
            *all_coded("alpha", "ann", FULL),
            *all_coded("alpha", "bo", FULL),
            *coded("alpha", "ann", rating="amber"),
            *coded("alpha", "bo", rating="green"),
            *coded("beta", "ann", vulnerability_recognised="yes", rating="red"),
            *coded("beta", "bo", vulnerability_recognised="yes", rating="amber"),
        ],
    )
    assert [item.possible for item in derived(study, ROUND)[:2]] == [
        ("green",),
        ("amber", "green"),
    ]
    found = own_ratings(study, ROUND)
    assert list(zip(found["plan_id"], found["rater"], found["agrees"], strict=True)) == [
        ("alpha", "ann", "no"),
        ("alpha", "bo", "yes"),
        ("beta", "ann", "no"),
        ("beta", "bo", "open"),
    ]


def test_criteria_without_a_rubric_leave_every_rating_but_no_missing_state(made: Made) -> None:
    study = made(
        plans=[plan("alpha", round_id="2015-16")],
        codings=coded("alpha", "ann", "2015-16", needs_assessed="yes"),
    )
    (item,) = derived(study, "2015-16")
    assert (item.possible, item.basis, item.rule) == (
        ("red", "amber", "green"),
        Basis.NO_RUBRIC,
        "",
    )


def test_the_shipped_study_has_no_coded_plan_and_no_rating_from_one(study: Study) -> None:
    for round_id in study.rounds:
        bases = {item.basis for item in derived(study, round_id)}
        assert bases <= {Basis.NOT_CODED, Basis.STATE}
        assert own_ratings(study, round_id).empty
    (kernow,) = (item for item in derived(study, "2017-18") if item.plan_id == "kernow")
    assert (kernow.possible, kernow.basis) == (("no plan",), Basis.STATE)
    assert derived_ratings(study, "2015-16").empty
