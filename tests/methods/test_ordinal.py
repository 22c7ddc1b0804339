"""The proportional-odds model against published fits, closed forms and clear refusals."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from ltp_analysis.methods import cuts, ordinal
from ltp_analysis.methods.ordinal import proportional_odds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ltp_analysis.methods.ordinal import ProportionalOdds

SCALE = ("red", "amber", "green")
GAPS = ("no plan",)

IDEOLOGY = ("very liberal", "liberal", "moderate", "conservative", "very conservative")

SLEEP = ("over 60", "30 to 60", "20 to 30", "under 20")
ACTIVE = [[8, 13, 17, 9], [1, 3, 23, 13], [2, 2, 5, 11], [0, 1, 4, 7]]
PLACEBO = [[22, 14, 11, 4], [2, 18, 9, 6], [0, 1, 5, 14], [1, 2, 4, 7]]
"""Minutes to fall asleep before (rows) and after, longest first: Agresti (2002), table 11.4."""


def frame(rows: Iterable[tuple[str, str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "group", "round", "rating"])


def tallied(rounds: dict[str, list[int]], scale: tuple[str, ...] = SCALE) -> pd.DataFrame:
    """Return ratings that are each of a unit and group of its own."""
    return frame(
        (f"{name} {word} {number}", f"{word} {number}", name, word)
        for name, counts in rounds.items()
        for word, count in zip(scale, counts, strict=True)
        for number in range(count)
    )


def slept() -> pd.DataFrame:
    rows = []
    for arm, table in (("placebo", PLACEBO), ("active", ACTIVE)):
        for before, row in zip(SLEEP, table, strict=True):
            for after, count in zip(SLEEP, row, strict=True):
                for number in range(count):
                    unit = f"{arm} {before} {after} {number}"
                    rows += [
                        (unit, unit, f"{arm} before", before),
                        (unit, unit, f"{arm} after", after),
                    ]
    return frame(rows)


def error(answer_lower: float | None, answer_upper: float | None) -> float:
    """Return the standard error of a log odds ratio with an interval of 95 per cent."""
    assert answer_lower is not None
    assert answer_upper is not None
    return (log(answer_upper) - log(answer_lower)) / 2 / 1.959964


def refusal(model: ProportionalOdds) -> str:
    """Return why a model is refused, the same for all of it."""
    reasons = {answer.refusal for answer in model.odds_ratios.values()}
    assert reasons <= {model.agreement.refusal}
    assert model.cuts.parallel.refusal == model.agreement.refusal
    return model.agreement.refusal


def test_party_and_ideology_have_the_odds_ratio_that_agresti_prints() -> None:
    # Agresti (2007), Introduction to Categorical Data Analysis, 6.2.2: 0.975, standard error
    # 0.129, interval 2.1 to 3.4.
    counts = {"Democrat": [80, 81, 171, 41, 55], "Republican": [30, 46, 148, 84, 99]}
    model = proportional_odds(tallied(counts, IDEOLOGY), list(counts), IDEOLOGY, ())
    answer = model.odds_ratios["Republican"]
    assert log(answer.value or 0) == pytest.approx(0.975, abs=5e-4)
    assert error(answer.lower, answer.upper) == pytest.approx(0.129, abs=1e-3)
    assert (round(answer.lower or 0, 1), round(answer.upper or 0, 1)) == (2.1, 3.4)
    assert (model.agreement.value or 0) < 1e-5


def test_insomnia_has_the_estimates_and_errors_that_agresti_prints() -> None:
    # Agresti (2002), section 11.3.2, estimating equations with independence: occasion 1.038
    # (0.168), treatment 0.034 (0.238), interaction 0.708.
    rounds = ["placebo before", "placebo after", "active before", "active after"]
    model = proportional_odds(slept(), rounds, SLEEP, ())
    printed = {"placebo after": (1.038, 0.168), "active before": (0.034, 0.238)}
    for name, (estimate, spread) in printed.items():
        answer = model.odds_ratios[name]
        assert log(answer.value or 0) == pytest.approx(estimate, abs=5e-4)
        # The correction for the number of clusters widens the uncorrected error a little.
        widened = error(answer.lower, answer.upper)
        assert spread - 5e-4 < widened < 1.02 * spread
    both = model.odds_ratios["active after"]
    assert log(both.value or 0) == pytest.approx(1.038 + 0.034 + 0.708, abs=1.5e-3)
    assert "239 clusters" in both.means


@given(st.lists(st.integers(12, 40), min_size=4, max_size=4))
@settings(max_examples=15, deadline=None)
def test_with_two_categories_the_odds_ratio_has_a_closed_form(cells: list[int]) -> None:
    a, b, c, d = cells
    model = proportional_odds(
        tallied({"one": [a, b], "two": [c, d]}, ("no", "yes")), ("one", "two"), ("no", "yes"), ()
    )
    answer = model.odds_ratios["two"]
    assert answer.value == pytest.approx(d / c / (b / a))
    # Woolf (1955), which the correction widens.
    woolf = sqrt(sum(1 / cell for cell in cells))
    assert woolf < error(answer.lower, answer.upper) < 1.1 * woolf
    assert "one cut only" in model.cuts.parallel.refusal


def test_odds_at_each_cut_are_those_of_the_counts() -> None:
    model = proportional_odds(
        tallied({"one": [20, 30, 10], "two": [10, 30, 25]}), ("one", "two"), SCALE, GAPS
    )
    by_cut = model.cuts.by_cut
    assert list(by_cut) == [("red", "two"), ("amber", "two")]
    assert by_cut["red", "two"].value == pytest.approx((55 / 10) / (40 / 20))
    assert by_cut["amber", "two"].value == pytest.approx((25 / 40) / (10 / 50))
    assert model.cuts.parallel.degrees == 1


def test_odds_that_turn_round_between_cuts_are_found_out() -> None:
    model = proportional_odds(
        tallied({"one": [10, 80, 10], "two": [40, 20, 40]}), ("one", "two"), SCALE, GAPS
    )
    assert model.odds_ratios["two"].value == pytest.approx(1, abs=1e-6)
    assert (model.cuts.parallel.p_value or 0) < 1e-6


def test_the_same_odds_at_each_cut_pass_the_check() -> None:
    # Both cuts have an odds ratio of 4 exactly: 1/3 to 4/3 and 1/9 to 4/9 in 180ths.
    one = [135, 27, 18]
    two = [
        round(180 * share) for share in (1 / (1 + 4 / 3), 1 / (1 + 4 / 9) - 1 / (1 + 4 / 3), 4 / 13)
    ]
    model = proportional_odds(tallied({"one": one, "two": two}), ("one", "two"), SCALE, GAPS)
    assert (model.cuts.parallel.p_value or 0) > 0.5
    assert model.odds_ratios["two"].value == pytest.approx(4, rel=0.02)


def doubled(ratings: pd.DataFrame) -> pd.DataFrame:
    twins = ratings.assign(unit=ratings["unit"] + " twin")
    return pd.concat([ratings, twins])


def test_units_of_one_group_add_nothing_to_what_is_known() -> None:
    ratings = tallied({"one": [20, 30, 10], "two": [10, 30, 25]})
    once = proportional_odds(ratings, ("one", "two"), SCALE, GAPS).odds_ratios["two"]
    twice = proportional_odds(doubled(ratings), ("one", "two"), SCALE, GAPS).odds_ratios["two"]
    assert twice.observations == 2 * once.observations
    assert twice.value == pytest.approx(once.value)
    assert error(twice.lower, twice.upper) == pytest.approx(error(once.lower, once.upper))


def test_the_same_unit_in_two_rounds_is_one_cluster() -> None:
    # Groups have other names in each round; only the units hang together.
    rows = [
        (f"u{number}", f"{name} {number}", name, rating)
        for number in range(40)
        for name, rating in (
            ("one", SCALE[number % 3]),
            ("two", SCALE[min(2, number % 3 + number % 2)]),
        )
    ]
    paired = proportional_odds(frame(rows), ("one", "two"), SCALE, GAPS).odds_ratios["two"]
    assert "40 units in 40 clusters" in paired.means
    loose = [(f"{unit} {name}", group, name, rating) for unit, group, name, rating in rows]
    unpaired = proportional_odds(frame(loose), ("one", "two"), SCALE, GAPS).odds_ratios["two"]
    assert "80 units in 80 clusters" in unpaired.means
    assert paired.value == pytest.approx(unpaired.value)
    assert error(paired.lower, paired.upper) < error(unpaired.lower, unpaired.upper)


def test_missing_ratings_and_empty_categories_are_named() -> None:
    ratings = tallied({"one": [20, 0, 10], "two": [10, 0, 25]})
    gap = frame([("x", "x", "one", "no plan")])
    model = proportional_odds(pd.concat([ratings, gap]), ("one", "two"), SCALE, GAPS)
    means = model.odds_ratios["two"].means
    assert "No unit was amber in any round." in means
    assert "Left out: 1 without a rating." in means
    assert model.odds_ratios["two"].value == pytest.approx(5)


def test_units_that_all_kept_their_rating_leave_no_error() -> None:
    rows = [(f"u{number}", "", name, SCALE[number % 3]) for number in range(30) for name in "ab"]
    ratings = frame(rows).assign(group=lambda rows: rows["unit"])
    model = proportional_odds(ratings, ("a", "b"), SCALE, GAPS)
    assert "no error at all" in model.odds_ratios["b"].refusal
    assert "no error at all" in model.cuts.by_cut["red", "b"].refusal
    assert "Too few units crossed" in model.cuts.parallel.refusal


def test_a_cut_that_all_are_on_one_side_of_is_refused_alone() -> None:
    model = proportional_odds(
        tallied({"one": [0, 30, 20], "two": [10, 30, 25]}), ("one", "two"), SCALE, GAPS
    )
    assert model.odds_ratios["two"].value is not None
    assert "one side of a cut" in model.cuts.parallel.refusal


@pytest.mark.parametrize(
    ("rounds", "why"),
    [
        ({"one": [10, 20, 30]}, "one round only"),
        ({"one": [0, 30, 0], "two": [0, 40, 0]}, "All ratings are amber"),
        ({"one": [10, 20, 30], "two": [0, 0, 0]}, "No unit has a rating in two"),
        ({"one": [0, 0, 0], "two": [0, 0, 0]}, "No unit has a rating in one, two"),
        ({"one": [1, 2, 3], "two": [3, 2, 1]}, "12 clusters"),
        ({"one": [0, 1, 0], "two": [0, 0, 1]}, "2 clusters"),
        ({"one": [20, 20, 0], "two": [0, 20, 20]}, "has no bound"),
        ({"one": [0, 0, 30], "two": [10, 10, 10]}, "has no bound"),
    ],
)
def test_what_cannot_be_fitted_is_refused(rounds: dict[str, list[int]], why: str) -> None:
    assert why in refusal(proportional_odds(tallied(rounds), list(rounds), SCALE, GAPS))


def test_all_missing_is_refused() -> None:
    rows = [(f"u{number}", f"u{number}", name, "no plan") for number in range(9) for name in "ab"]
    model = proportional_odds(frame(rows), ("a", "b"), SCALE, GAPS)
    assert "No unit has a rating" in refusal(model)


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_table_gets_finite_odds_or_a_refusal(counts: list[list[int]]) -> None:
    rounds = {f"round {number}": row for number, row in enumerate(counts)}
    model = proportional_odds(tallied(rounds), list(rounds), SCALE, GAPS)
    assert len(model.odds_ratios) == len(rounds) - 1
    for answer in model.odds_ratios.values():
        if not answer.refusal:
            assert exp(-20) < (answer.lower or 0) < (answer.value or 0) < (answer.upper or 0)


def _unsolved(_: object) -> None:
    raise ConvergenceWarning("no end in sight")


def test_a_model_that_is_not_solved_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordinal, "quietly", _unsolved)
    ratings = tallied({"one": [20, 30, 10], "two": [10, 30, 25]})
    assert "no end in sight" in refusal(proportional_odds(ratings, ("one", "two"), SCALE, GAPS))


def test_a_check_that_is_not_solved_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "quietly", _unsolved)
    ratings = tallied({"one": [20, 30, 10], "two": [10, 30, 25]})
    model = proportional_odds(ratings, ("one", "two"), SCALE, GAPS)
    assert model.odds_ratios["two"].value is not None
    assert "no end in sight" in model.cuts.parallel.refusal


def test_estimators_that_differ_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordinal, "AGREEMENT", -1)
    ratings = tallied({"one": [20, 30, 10], "two": [10, 30, 25]})
    assert "Two estimators" in refusal(proportional_odds(ratings, ("one", "two"), SCALE, GAPS))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("u", "g", "one", "red")] * 2, "twice in a round"),
        ([("u", "g", "three", "red")], "not named"),
        ([("u", "g", "one", "blue")], "blue"),
    ],
)
def test_rows_that_make_no_sense_are_errors(
    rows: list[tuple[str, str, str, str]], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        proportional_odds(frame(rows), ("one", "two"), SCALE, GAPS)
