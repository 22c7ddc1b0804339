"""A round re-rated by other criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.coding.conftest import QUESTIONS, ROUND, coded, covers, plan

from ltp_analysis.coding.bridge import OPEN, bridge
from ltp_analysis.coding.rubric import NoRubricError
from ltp_analysis.statements.stated import published_of_plans

if TYPE_CHECKING:
    from tests.coding.conftest import Made

    from ltp_analysis.validated.study import Study

YES = {name.replace("-", "_"): "yes" for name in QUESTIONS}


def both(name: str, round_id: str = ROUND, **answers: str) -> list[dict[str, str]]:
    return [row for rater in ("ann", "bo") for row in coded(name, rater, round_id, **answers)]


@pytest.fixture
def five(made: Made) -> Study:
    """Return plans whose ratings by the older criteria differ, agree or are open."""
    return made(
        plans=[*map(plan, ("alpha", "beta", "gamma", "eta")), plan("delta", "missing")],
        codings=[
            *both("alpha", **YES, abused_children="good"),
            *both("beta", **YES, abused_children="some"),
            *both("gamma", vulnerability_recognised="no"),
        ],
    )


def test_the_cross_table_and_the_list_are_those_made_by_hand(five: Study) -> None:
    found = bridge(five, ROUND, "abused-children")
    assert (found.own, found.other) == ("vulnerable-groups", "abused-children")
    cells = {
        (row, column): int(found.table.loc[row, column])
        for row in found.table.index
        for column in found.table.columns
        if found.table.loc[row, column]
    }
    assert cells == {
        ("green", "green"): 1,
        ("green", "amber"): 1,
        ("red", OPEN): 1,
        ("no plan", "no plan"): 1,
        (OPEN, OPEN): 1,
    }
    assert list(found.table.index) == ["red", "amber", "green", "no plan", OPEN]
    assert dict(zip(found.plans["plan_id"], found.plans["moved"], strict=True)) == {
        "alpha": "no",
        "beta": "yes",
        "gamma": "open",
        "eta": "open",
        "delta": "no",
    }


def test_stated_ratings_stand_where_no_answers_do(made: Made) -> None:
    # Doncaster (02X) was rated green in the first round, whose criteria have no rubric.
    study = made(
        plans=[plan("alpha", round_id="2015-16")],
        coverage=covers("alpha", "02X", round_id="2015-16"),
        codings=both("alpha", "2015-16", vulnerability_recognised="no"),
    )
    stated = published_of_plans(study, "2015-16")
    assert stated == {"alpha": ("green",)}
    found = bridge(study, "2015-16", "vulnerable-groups", stated)
    (row,) = found.plans.to_dict("records")
    assert (row["own"], row["basis"], row["other"], row["moved"]) == (
        "green",
        "stated",
        "red",
        "yes",
    )
    (alone,) = bridge(study, "2015-16", "vulnerable-groups").plans.to_dict("records")
    assert (alone["own"], alone["basis"]) == ("red|amber|green", "no rubric")


def test_statements_that_contradict_each_other_leave_nothing_and_move_nothing(
    five: Study,
) -> None:
    found = bridge(five, ROUND, "abused-children", {"eta": ()}).plans.set_index("plan_id")
    assert list(found.loc["eta", ["own", "basis", "moved"]]) == ["", "stated", "open"]


def test_what_was_coded_is_no_published_statement(made: Made) -> None:
    study = made(
        plans=[plan("alpha")],
        coverage=covers("alpha", "00C"),
        codings=both("alpha", vulnerability_recognised="no"),
    )
    assert published_of_plans(study, ROUND) == {}


def test_criteria_without_a_rubric_are_refused(five: Study) -> None:
    with pytest.raises(NoRubricError, match="not-seen"):
        bridge(five, ROUND, "not-seen")
