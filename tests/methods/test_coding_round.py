"""Tests of the agreement of two raters over a coding round."""

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from ltp_analysis.methods.agreement import gwet_ac2, raw_agreement, weighted_kappa
from ltp_analysis.methods.coding_round import agreements, disagreements

SCALES = {
    "need": ("green", "amber", "red", "no plan"),
    "training": ("yes", "partly", "no"),
}

Function = Callable[..., pd.DataFrame]
Coding = tuple[str, str | None, str | None, str | None]


def codings_of(*rows: Coding) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["question_id", "plan_id", "rater", "answer"])


def both(question: str, answers: Mapping[str, tuple[str | None, str | None]]) -> list[Coding]:
    """Return codings by Ann and Bob."""
    return [
        (question, plan, rater, answer)
        for plan, pair in answers.items()
        for rater, answer in zip(("Ann", "Bob"), pair, strict=True)
    ]


NEED: dict[str, tuple[str | None, str | None]] = {
    "p1": ("green", "green"),
    "p2": ("red", "amber"),
    "p3": ("red", "red"),
    "p4": ("no plan", "red"),
    "p5": ("green", "red"),
    "p6": (None, "red"),
}
ROUND = codings_of(*both("need", NEED), ("need", "p7", "Ann", "red"))


def test_each_question_has_the_numbers_of_its_plans() -> None:
    table = agreements(ROUND, SCALES, unordered=["no plan"], confidence=0.9)
    assert table["question_id"].tolist() == ["need", "training"]
    row = table.iloc[0]
    pairs = [NEED[plan] for plan in ("p1", "p2", "p3", "p4", "p5")]
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    scale = SCALES["need"]
    kappa = weighted_kappa(first, second, scale, unordered=["no plan"], confidence=0.9)
    ac2 = gwet_ac2(first, second, scale, unordered=["no plan"], confidence=0.9)
    assert (row["plans"], row["agreeing"], row["raw"]) == (5, 2, 0.4)
    assert (row["kappa"], row["kappa_lower"]) == (kappa.value, kappa.lower)
    assert (row["ac2"], row["ac2_upper"]) == (ac2.value, ac2.upper)
    assert (row["kappa_means"], row["ac2_means"]) == (kappa.means, ac2.means)
    assert row["raw_caution"].startswith(raw_agreement(first, second, scale).caution)
    assert (row["confidence"], row["weights"]) == (0.9, "linear")
    assert (row["raw_refusal"], row["kappa_refusal"], row["ac2_refusal"]) == ("", "", "")


def test_plans_left_out_are_named() -> None:
    row = agreements(ROUND, SCALES).iloc[0]
    assert (row["one_rater"], row["unanswered"]) == ("p7", "p6")


def test_a_question_nobody_coded_is_refused_without_a_nan() -> None:
    row = agreements(ROUND, SCALES).iloc[1]
    assert row["plans"] == 0
    for column in ("agreeing", "raw", "kappa", "kappa_lower", "ac2", "ac2_upper"):
        assert row[column] is pd.NA
    for column in ("raw_refusal", "kappa_refusal", "ac2_refusal"):
        assert "No plan was coded" in row[column]


def test_plans_with_one_rater_only_are_refused_and_named() -> None:
    row = agreements(codings_of(("training", "p1", "Ann", "yes")), SCALES).iloc[1]
    assert row["one_rater"] == "p1"
    assert "by two raters" in row["raw_refusal"]


def test_more_than_two_raters_on_a_plan_are_refused_and_named() -> None:
    more: list[Coding] = [("need", plan, "Cem", "red") for plan in ("p2", "p5")]
    table = agreements(pd.concat([ROUND, codings_of(*more)]), SCALES)
    row = table.iloc[0]
    for column in ("raw_refusal", "kappa_refusal", "ac2_refusal"):
        assert "More than two raters coded p2, p5" in row[column]
    assert row["raw"] is pd.NA
    assert row["agreeing"] is pd.NA


def test_pairs_that_change_have_no_kappa_but_the_rest() -> None:
    codings = codings_of(
        *both("training", {"p1": ("yes", "yes"), "p2": ("no", "partly")}),
        ("training", "p3", "Bob", "no"),
        ("training", "p3", "Cem", "no"),
    )
    row = agreements(codings, SCALES).iloc[1]
    assert row["kappa"] is pd.NA
    assert "changes between plans (Ann, Bob, Cem)" in row["kappa_refusal"]
    assert (row["plans"], row["agreeing"]) == (3, 2)
    answers = (["yes", "no", "no"], ["yes", "partly", "no"])
    assert row["ac2"] == gwet_ac2(*answers, SCALES["training"]).value


def test_the_order_of_rows_is_of_no_account() -> None:
    shuffled = ROUND.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(agreements(shuffled, SCALES), agreements(ROUND, SCALES))
    pd.testing.assert_frame_equal(disagreements(shuffled, SCALES), disagreements(ROUND, SCALES))


def test_disagreements_stand_worst_first() -> None:
    training = {"p1": ("yes", "no"), "p2": ("partly", "partly"), "p3": ("no", "partly")}
    codings = pd.concat([ROUND, codings_of(*both("training", training))])
    table = disagreements(codings, SCALES, unordered=["no plan"])
    rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    assert rows == [
        ["need", "p4", "Ann", "no plan", "Bob", "red", None, 1.0],
        ["need", "p5", "Ann", "green", "Bob", "red", 2, 1.0],
        ["training", "p1", "Ann", "yes", "Bob", "no", 2, 1.0],
        ["need", "p2", "Ann", "red", "Bob", "amber", 1, 0.5],
        ["training", "p3", "Ann", "no", "Bob", "partly", 1, 0.5],
    ]


def test_all_pairs_of_many_raters_are_compared() -> None:
    codings = codings_of(
        ("training", "p1", "Ann", "yes"),
        ("training", "p1", "Bob", "partly"),
        ("training", "p1", "Cem", "no"),
    )
    table = disagreements(codings, SCALES)
    assert table["distance"].tolist() == [2, 1, 1]
    assert table["first_rater"].tolist() == ["Ann", "Ann", "Bob"]


def test_no_disagreement_is_an_empty_table_of_the_same_columns() -> None:
    none = disagreements(codings_of(), SCALES)
    pd.testing.assert_series_equal(none.dtypes, disagreements(ROUND, SCALES).dtypes)
    assert none.empty


@pytest.mark.parametrize("function", [agreements, disagreements])
class TestCodingsThatAreNotRight:
    """Each is refused by both functions."""

    @pytest.mark.parametrize(
        ("coding", "why"),
        [
            (("need", "p9", "Ann", "blue"), "'blue' is not on the scale"),
            (("size", "p9", "Ann", "red"), "No scale is given for size"),
            (("need", "p1", "Ann", "red"), "Ann coded p1 twice on need"),
            (("need", None, "Ann", "red"), "no plan_id"),
            (("need", "p9", None, "red"), "no rater"),
        ],
    )
    def test_a_row(self, function: Function, coding: Coding, why: str) -> None:
        with pytest.raises(ValueError, match=why):
            function(pd.concat([ROUND, codings_of(coding)]), SCALES)

    def test_a_missing_column(self, function: Function) -> None:
        with pytest.raises(ValueError, match="no column rater, answer"):
            function(ROUND.drop(columns=["rater", "answer"]), SCALES)

    def test_a_stranger_outside_the_order(self, function: Function) -> None:
        with pytest.raises(ValueError, match="'lost'"):
            function(ROUND, SCALES, unordered=["lost"])

    def test_a_scale_that_is_none(self, function: Function) -> None:
        with pytest.raises(ValueError, match="at least two"):
            function(ROUND, SCALES | {"size": ("big",)})
