"""Tests of checking and counting the answers of two raters."""

import pytest

from ltp_analysis.methods.paired import check_scale, cross_table

SCALE = ("green", "amber", "red")


def test_plans_are_counted_by_both_answers() -> None:
    counts = cross_table(["green", "green", "red"], ["green", "red", "red"], SCALE)
    assert counts.tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 1]]


@pytest.mark.parametrize("pair", [("red", None), (None, "red"), (None, None)])
def test_a_plan_without_both_answers_is_not_counted(pair: tuple[str | None, str | None]) -> None:
    counts = cross_table(["green", pair[0]], ["green", pair[1]], SCALE)
    assert counts.sum() == 1


@pytest.mark.parametrize(("first", "second"), [(["blue"], ["red"]), (["red"], ["blue"])])
def test_an_unknown_category_is_named(first: list[str], second: list[str]) -> None:
    with pytest.raises(ValueError, match="'blue' is not on the scale"):
        cross_table(first, second, SCALE)


def test_an_unknown_category_is_named_where_the_other_rater_gave_none() -> None:
    with pytest.raises(ValueError, match="'blue'"):
        cross_table(["blue"], [None], SCALE)


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="1 answers cannot be paired with 2"):
        cross_table(["red"], ["red", "red"], SCALE)


@pytest.mark.parametrize(
    ("categories", "unordered", "why"),
    [
        (("red",), (), "at least two"),
        (("red", "green", "red"), (), "twice"),
        (("red", "green"), ("no plan",), "no category 'no plan'"),
    ],
)
def test_a_scale_that_cannot_be_compared_on_is_refused(
    categories: tuple[str, ...], unordered: tuple[str, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        check_scale(categories, unordered)
