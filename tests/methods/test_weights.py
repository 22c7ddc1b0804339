"""Tests of how much a disagreement counts."""

from typing import cast

import pytest

from ltp_analysis.methods.weights import Weights, disagreement, disagreements_of_scale, distance

SCALE = ("none", "some", "most", "all")


@pytest.mark.parametrize(
    ("weights", "first_row"),
    [
        ("unweighted", [0, 1, 1, 1]),
        ("linear", [0, 1 / 3, 2 / 3, 1]),
        ("quadratic", [0, 1 / 9, 4 / 9, 1]),
    ],
)
def test_weights_grow_with_distance(weights: Weights, first_row: list[float]) -> None:
    matrix = disagreements_of_scale(SCALE, weights)
    assert matrix[0].tolist() == pytest.approx(first_row)
    assert (matrix == matrix.T).all()
    assert not matrix.diagonal().any()


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_a_category_outside_the_order_disagrees_fully(weights: Weights) -> None:
    scale = ("none", "no plan", "some", "all")
    matrix = disagreements_of_scale(scale, weights, ["no plan"])
    assert matrix[1].tolist() == [1, 0, 1, 1]
    assert matrix[0, 3] == 1
    # The order is none, some, all: the category outside lies in no one's way.
    ordered = disagreements_of_scale(("none", "some", "all"), weights)
    assert matrix[0, 2] == ordered[0, 1]


def test_two_categories_outside_the_order_disagree_fully() -> None:
    assert disagreement("late", "lost", ("a", "late", "lost"), "linear", ["late", "lost"]) == 1


def test_distance_is_in_categories() -> None:
    scale = ("none", "no plan", "some", "all")
    assert distance("none", "all", scale, ["no plan"]) == 2
    assert distance("none", "all", scale) == 3
    assert distance("all", "none", scale) == 3
    assert distance("no plan", "all", scale, ["no plan"]) is None
    assert distance("no plan", "no plan", scale, ["no plan"]) == 0


def test_unknown_weights_are_named() -> None:
    with pytest.raises(ValueError, match="'cubic'"):
        disagreements_of_scale(SCALE, cast("Weights", "cubic"))


def test_a_stranger_outside_the_order_is_named() -> None:
    with pytest.raises(ValueError, match="'no plan'"):
        disagreements_of_scale(SCALE, "linear", ["no plan"])
