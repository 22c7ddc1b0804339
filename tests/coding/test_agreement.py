"""Agreement of raters, against counts by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.coding.conftest import ROUND, all_coded, coded, judged, plan

from ltp_analysis.coding.agreement import (
    DERIVED,
    SETTLE_COLUMNS,
    round_agreement,
    scales,
    settle_sheet,
    to_settle,
)

if TYPE_CHECKING:
    from tests.coding.conftest import Made

    from ltp_analysis.validated.study import Study

NAMES = ("alpha", "beta", "gamma", "delta")
ANN = ("yes", "yes", "no", "some")
BO = ("yes", "no", "no", "yes")


CODINGS = [
    row
    for name, first, second in zip(NAMES, ANN, BO, strict=True)
    for row in (
        *coded(name, "ann", needs_assessed=first, rating="red"),
        *coded(name, "bo", needs_assessed=second, rating="red"),
    )
]


@pytest.fixture
def four(made: Made) -> Study:
    """Return four plans, on two of which two raters agree about needs."""
    return made(plans=[plan(name) for name in NAMES], codings=CODINGS)


def test_agreement_is_that_counted_by_hand(four: Study) -> None:
    found = round_agreement(four, ROUND).set_index("question_id")
    needs = found.loc["needs-assessed"]
    assert (needs["plans"], needs["agreeing"], needs["raw"]) == (4, 2, 0.5)
    # Linear weights on no, some, yes: a step counts half. Observed disagreement is 0, 1, 0 and
    # 1/2 of four plans; by chance it is the mean over all 16 pairs of Ann's and Bo's answers:
    # yes yes no some against yes no no yes.
    places = {"no": 0, "some": 1, "yes": 2}
    observed = sum(abs(places[a] - places[b]) / 2 for a, b in zip(ANN, BO, strict=True)) / 4
    chance = sum(abs(places[a] - places[b]) / 2 for a in ANN for b in BO) / 16
    assert needs["kappa"] == pytest.approx(1 - observed / chance)
    rating = found.loc["rating"]
    assert (rating["agreeing"], rating["raw"]) == (4, 1.0)
    assert "chance alone would give full agreement" in rating["kappa_refusal"]
    assert found.loc["schools", "plans"] == 0
    assert found.loc["schools", "raw_refusal"]
    assert list(found.index) == [*scales(four), DERIVED]


def test_agreement_on_the_derived_rating_rests_on_each_raters_own_answers(made: Made) -> None:
    full = ("yes",) * 5
    study = made(
        plans=[plan("alpha"), plan("beta"), plan("gamma")],
        codings=[
            *all_coded("alpha", "ann", full),
            *all_coded("alpha", "bo", full),
            # Two ways to amber: the answers differ and the rating does not.
            *all_coded("beta", "ann", ("yes", "no", "yes", "yes", "yes")),
            *all_coded("beta", "bo", ("yes", "yes", "no", "yes", "yes")),
            *all_coded("gamma", "ann", full),
            *coded("gamma", "bo", needs_assessed="yes"),
        ],
    )
    row = round_agreement(study, ROUND).set_index("question_id").loc[DERIVED]
    assert (row["plans"], row["agreeing"], row["unanswered"]) == (2, 2, "gamma")


def test_disagreements_to_settle_are_those_that_nobody_settled(four: Study, made: Made) -> None:
    found = to_settle(four, ROUND)
    assert [tuple(row) for row in found.to_numpy()] == [
        ("beta", "needs-assessed", "ann: yes; bo: no", 1.0),
        ("delta", "needs-assessed", "ann: some; bo: yes", 0.5),
    ]
    settled = made(
        plans=[plan(name) for name in NAMES],
        codings=CODINGS,
        adjudications=[judged("beta", "needs-assessed", "some")],
    )
    assert list(to_settle(settled, ROUND)["plan_id"]) == ["delta"]


def test_the_sheet_to_settle_has_the_columns_of_adjudications_and_no_answer(four: Study) -> None:
    sheet = settle_sheet(four, ROUND)
    assert list(sheet.columns) == list(SETTLE_COLUMNS) == list(four["adjudications"].columns)
    assert list(sheet["plan_id"]) == ["beta", "delta"]
    for column in ("answer", "settled_by", "settled_on", "why"):
        assert set(sheet[column]) == {""}
    assert set(sheet["source_id"]) == {"ltp-analysis"}


def test_own_ratings_that_differ_are_not_to_be_settled(made: Made) -> None:
    study = made(
        plans=[plan("alpha")],
        codings=[*coded("alpha", "ann", rating="red"), *coded("alpha", "bo", rating="green")],
    )
    assert to_settle(study, ROUND).empty
    assert settle_sheet(study, ROUND).empty
    row = round_agreement(study, ROUND).set_index("question_id").loc["rating"]
    assert (row["plans"], row["agreeing"]) == (1, 0)


def test_three_raters_are_one_disagreement_and_no_kappa(made: Made) -> None:
    study = made(
        plans=[plan("alpha")],
        codings=[
            *coded("alpha", "ann", needs_assessed="no"),
            *coded("alpha", "bo", needs_assessed="some"),
            *coded("alpha", "cy", needs_assessed="yes"),
        ],
    )
    found = to_settle(study, ROUND)
    assert list(found["answers"]) == ["ann: no; bo: some; cy: yes"]
    assert list(found["share_of_scale"]) == [1.0]
    row = round_agreement(study, ROUND).set_index("question_id").loc["needs-assessed"]
    assert row[["raw", "kappa", "ac2"]].isna().all()
    assert "alpha" in row["raw_refusal"]


def test_without_codings_every_question_is_refused_with_a_reason(study: Study) -> None:
    found = round_agreement(study, "2018-19")
    assert set(found["plans"]) == {0}
    assert found["raw"].isna().all()
    assert found["raw_refusal"].str.len().min() > 0
    assert to_settle(study, "2018-19").empty
    # The criteria of the first round have no rubric, so there is no derived rating to agree on.
    assert DERIVED not in set(round_agreement(study, "2015-16")["question_id"])
