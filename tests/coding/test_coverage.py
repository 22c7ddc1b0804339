"""Coverage of a round by plans, against counts by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.coding.conftest import QUESTIONS, ROUND, all_coded, coded, covers, judged, plan

from ltp_analysis.coding.coverage import (
    Count,
    coded_twice,
    joint_plans,
    plan_counts,
    plan_units,
    plans_without_units,
    unit_counts,
    unit_coverage,
)
from ltp_analysis.coding.settled import questions

if TYPE_CHECKING:
    from tests.coding.conftest import Made

    from ltp_analysis.validated.study import Study


def test_units_are_covered_once_by_several_in_doubt_or_not_at_all(made: Made) -> None:
    study = made(
        plans=[plan("alpha"), plan("beta"), plan("gamma"), plan("delta")],
        coverage=[
            *covers("alpha", "00C", "00D"),
            *covers("beta", "00D", "00J"),
            *covers("gamma", "00C", "00K", doubtful=True),
        ],
    )
    rows = unit_coverage(study, ROUND).set_index("unit_code")
    told = rows.loc[["00C", "00D", "00J", "00K", "00L"]]
    assert list(told["covered"]) == ["doubtful", "several", "once", "doubtful", "none"]
    assert list(told["plans"]) == ["alpha", "alpha|beta", "beta", "", ""]
    assert list(told["doubtful_plans"]) == ["gamma", "", "", "gamma", ""]
    assert list(rows["name"]) == sorted(rows["name"])
    assert [(item.count, item.base) for item in unit_counts(study, ROUND)] == [
        (1, 195),
        (1, 195),
        (2, 195),
        (191, 195),
    ]
    assert [item.plan_id for item in joint_plans(study, ROUND)] == ["alpha", "beta", "gamma"]
    assert plans_without_units(study, ROUND) == ["delta"]


def test_a_merged_unit_is_covered_for_certain_if_all_its_predecessors_are(made: Made) -> None:
    # Aylesbury Vale (10Y) and Chiltern (10H) became Buckinghamshire (14Y) by April 2018.
    half = made(plans=[plan("alpha")], coverage=covers("alpha", "10Y"))
    both = made(plans=[plan("alpha")], coverage=covers("alpha", "10Y", "10H"))
    (one,), (two,) = plan_units(half, ROUND), plan_units(both, ROUND)
    assert (one.units, one.doubtful) == ((), ("14Y",))
    assert (two.units, two.doubtful) == (("14Y",), ())


def test_plans_are_counted_out_of_those_due(made: Made) -> None:
    everything = dict.fromkeys((name.replace("-", "_") for name in questions_of(made)), "yes")
    everything["abused_children"] = "good"
    study = made(
        plans=[
            plan("alpha"),
            plan("beta", "late"),
            plan("gamma", "older"),
            plan("delta", "missing"),
            plan("eta"),
        ],
        codings=[
            *coded("alpha", "ann", **everything),
            *coded("alpha", "bo", **everything),
            *all_coded("beta", "ann", ("yes",) * len(QUESTIONS)),
            *all_coded("beta", "bo", ("yes",) * len(QUESTIONS)),
            *coded("gamma", "ann", needs_assessed="no"),
        ],
    )
    found = {item.what: (item.count, item.base) for item in plan_counts(study, ROUND)}
    assert found == {
        "due": (5, 5),
        "published": (3, 5),  # alpha, beta and eta
        "analysed": (3, 5),  # alpha, beta and gamma
        "coded by two raters on every question": (1, 5),
        "with one rating from answers": (2, 5),
        "state: published": (2, 5),
        "state: published late": (1, 5),
        "state: an older plan, read in its place": (1, 5),
        "state: missing": (1, 5),
    }
    assert {item.base_name for item in plan_counts(study, ROUND)} == {"plans due"}


def questions_of(made: Made) -> list[str]:
    return questions(made())


def test_a_settled_question_needs_no_second_rater(made: Made) -> None:
    names = questions(made())
    answers = {name.replace("-", "_"): "yes" for name in names} | {"abused_children": "good"}
    most = {name: answer for name, answer in answers.items() if name != "schools"}
    rows = [*coded("alpha", "ann", **answers), *coded("alpha", "bo", **most)]
    assert coded_twice(made(plans=[plan("alpha")], codings=rows), ROUND) == []
    settled = made(
        plans=[plan("alpha")], codings=rows, adjudications=[judged("alpha", "schools", "no")]
    )
    assert coded_twice(settled, ROUND) == ["alpha"]


def test_the_shipped_rounds_are_counted_as_their_tables_have_them(study: Study) -> None:
    rows = unit_coverage(study, "2018-19")
    # Seven units of Essex for certain; five of Norfolk and two of Shropshire in doubt.
    assert rows["covered"].value_counts().to_dict() == {"none": 181, "once": 7, "doubtful": 7}
    assert unit_counts(study, "2015-16")[3] == Count(
        "covered by no known plan", 209, 209, "CCGs of the register"
    )
    assert {item.count for item in plan_counts(study, "2015-16")} == {0}
