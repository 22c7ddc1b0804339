"""Tests of agreement beyond chance, against published numbers and the delta method."""

import math
from collections.abc import Callable
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ltp_analysis.methods.chance_corrected import ac2_of_table, kappa_of_table
from ltp_analysis.methods.weights import Weights, disagreements_of_scale

Matrix = npt.NDArray[np.float64]

# Ectopic pregnancies, four psychiatric diagnoses: Gwet (2014), tables that come with his irrCAC.
ABSTRACTORS = np.array([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
DIAGNOSES = np.array([[40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45]])


def weights_of(size: int, weights: Weights) -> Matrix:
    return disagreements_of_scale([str(index) for index in range(size)], weights)


def test_kappa_of_cohen_1968() -> None:
    # Cohen (1968), Psychological Bulletin 70, table 1: kw = .348, plain kappa = .492.
    counts = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    graver = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
    assert round(kappa_of_table(counts, graver)[0], 3) == 0.348
    assert round(kappa_of_table(counts, 1 - np.eye(3))[0], 3) == 0.492


def test_kappa_and_error_of_fleiss_cohen_and_everitt_1969() -> None:
    # Psychological Bulletin 72, 323-327: kappa .429 (variance .002885), weighted .507 (.003248).
    counts = np.array([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
    agreement = np.array([[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]])
    plain, plain_error = kappa_of_table(counts, 1 - np.eye(3))
    weighted, weighted_error = kappa_of_table(counts, 1 - agreement)
    assert (round(plain, 3), round(plain_error**2, 6)) == (0.429, 0.002885)
    assert (round(weighted, 3), round(weighted_error**2, 6)) == (0.507, 0.003248)


@pytest.mark.parametrize(
    ("weights", "value", "error"), [("unweighted", 0.1293, 0.0686), ("linear", 0.2374, 0.0783)]
)
def test_kappa_of_the_sexual_fun_table(weights: Weights, value: float, error: float) -> None:
    # Hout, Duncan and Sobel (1987), as printed by the Kappa function of R's vcd.
    counts = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
    answer = kappa_of_table(counts, weights_of(4, weights))
    assert [round(number, 4) for number in answer] == [value, error]


@pytest.mark.parametrize(
    ("counts", "weights", "value", "error"),
    [
        (ABSTRACTORS, "unweighted", 0.849, 0.043),
        (ABSTRACTORS, "linear", 0.900, None),
        (ABSTRACTORS, "quadratic", 0.940, None),
        (DIAGNOSES, "unweighted", 0.456, 0.043),
        (DIAGNOSES, "linear", 0.377, 0.056),
        (DIAGNOSES, "quadratic", 0.299, 0.075),
    ],
)
def test_ac2_of_gwet_2014(
    counts: npt.NDArray[np.int64], weights: Weights, value: float, error: float | None
) -> None:
    answer = ac2_of_table(counts, weights_of(len(counts), weights))
    assert round(answer[0], 3) == value
    if error is not None:
        assert round(answer[1], 3) == error


def test_a_finite_population_narrows_the_error() -> None:
    free = ac2_of_table(DIAGNOSES, weights_of(4, "linear"))
    drawn = ac2_of_table(DIAGNOSES, weights_of(4, "linear"), population=446)
    whole = ac2_of_table(DIAGNOSES, weights_of(4, "linear"), population=223)
    assert drawn == pytest.approx((free[0], free[1] * math.sqrt(0.5)))
    assert whole == (free[0], 0)


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
@pytest.mark.parametrize("agreed", [[199, 1, 0, 0, 0], [3, 4, 5, 6, 7]])
def test_perfect_agreement_is_one_without_error(weights: Weights, agreed: list[int]) -> None:
    counts = np.diag(agreed)
    assert kappa_of_table(counts, weights_of(5, weights)) == (1, 0)
    assert ac2_of_table(counts, weights_of(5, weights)) == (1, 0)


def kappa_by_definition(shares: Matrix, disagreement: Matrix) -> float:
    cells = list(product(range(len(shares)), repeat=2))
    seen = sum(shares[i, j] * disagreement[i, j] for i, j in cells)
    expected = sum(shares[i].sum() * shares[:, j].sum() * disagreement[i, j] for i, j in cells)
    return float(1 - seen / expected)


def ac2_by_definition(shares: Matrix, disagreement: Matrix) -> float:
    size = len(shares)
    used = [(shares[k].sum() + shares[:, k].sum()) / 2 for k in range(size)]
    weight = sum(1 - disagreement[i, j] for i, j in product(range(size), repeat=2))
    expected = weight * sum(share * (1 - share) for share in used) / (size * (size - 1))
    seen = sum(shares[i, j] * (1 - disagreement[i, j]) for i, j in product(range(size), repeat=2))
    return float((seen - expected) / (1 - expected))


def error_by_delta_method(
    definition: Callable[[Matrix, Matrix], float],
    counts: npt.NDArray[np.int64],
    disagreement: Matrix,
) -> float:
    """Return the error of a function of shares, with slopes taken by small steps."""
    plans = counts.sum()
    shares = counts / plans
    step = 1e-6
    slopes = np.zeros_like(shares)
    for cell in np.ndindex(*shares.shape):
        # Steps towards all plans in one cell, and away from it, keep the shares adding up to 1.
        there = -shares.copy()
        there[cell] += 1
        ahead = definition(shares + step * there, disagreement)
        behind = definition(shares - step * there, disagreement)
        slopes[cell] = (ahead - behind) / (2 * step)
    return math.sqrt(float((shares * slopes**2).sum()) / plans)


@given(
    counts=hnp.arrays(
        np.int64, st.integers(2, 5).map(lambda size: (size, size)), elements=st.integers(0, 9)
    ),
    weights=st.sampled_from(["unweighted", "linear", "quadratic"]),
)
def test_values_and_errors_are_those_of_their_definitions(
    counts: npt.NDArray[np.int64], weights: Weights
) -> None:
    assume(counts.sum() >= 2 and np.diag(counts).max() < counts.sum())
    matrix = weights_of(len(counts), weights)
    shares = counts / counts.sum()
    value, error = kappa_of_table(counts, matrix)
    assert value == pytest.approx(kappa_by_definition(shares, matrix), abs=1e-9)
    by_steps = error_by_delta_method(kappa_by_definition, counts, matrix)
    assert error == pytest.approx(by_steps, rel=1e-4, abs=1e-4)
    value, error = ac2_of_table(counts, matrix)
    assert value == pytest.approx(ac2_by_definition(shares, matrix), abs=1e-9)
    by_steps = error_by_delta_method(ac2_by_definition, counts, matrix)
    assert error == pytest.approx(by_steps, rel=1e-4, abs=1e-4)
