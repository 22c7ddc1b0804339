"""Tests of change against published tables and exact enumeration."""

from __future__ import annotations

from fractions import Fraction
from math import comb, erfc, exp, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ltp_analysis.methods.symmetry import bowker, mcnemar, stuart_maxwell

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.methods.statistic import Statistic

SCALE = ("red", "amber", "green")

VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
"""Unaided vision of the right and left eyes of 7,477 women: Stuart (1953), table 1."""

MIGRATION = [
    [11607, 100, 366, 124],
    [87, 13677, 515, 302],
    [172, 225, 17819, 270],
    [63, 176, 286, 10192],
]
"""Region of residence in 1980 and 1985: Agresti (2002), Categorical Data Analysis, table 10.6."""

APPROVAL = [[794, 150], [86, 570]]
"""Approval of a prime minister in two surveys: Agresti (2002), table 10.1."""


def table(counts: list[list[int]], names: tuple[str, ...] = SCALE) -> pd.DataFrame:
    return pd.DataFrame(counts, index=list(names), columns=list(names))


def lettered(counts: list[list[int]]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    names = tuple("abcdefg"[: len(counts)])
    return table(counts, names), names


COUNTS = st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("counts", "statistic", "degrees", "p_value", "digits"),
    [
        # Vignette on square tables of the R package ordinalTables; coin's help page has 11.96.
        (VISION, 11.9565696, 3, 0.0075334, 1e-7),
        # Output on the help page of stuart.maxwell in the R package nonpar.
        (
            [[12, 7, 3], [30, 70, 20], [13, 34, 32]],
            23.5709322524609,
            2,
            7.61442467334117e-06,
            1e-9,
        ),
        # Agresti (2002), section 10.1.1: z squared is 4.17 squared.
        (APPROVAL, 4.17**2, 1, 3.1e-05, 0.05),
    ],
)
def test_stuart_maxwell_gives_published_numbers(
    counts: list[list[int]], statistic: float, degrees: int, p_value: float, digits: float
) -> None:
    answer = stuart_maxwell(*lettered(counts))
    assert answer.value == pytest.approx(statistic, abs=digits)
    assert answer.degrees == degrees
    assert answer.p_value == pytest.approx(p_value, rel=0.01)
    assert answer.observations == np.sum(counts)


def test_stuart_maxwell_leads_to_the_wald_statistic_that_agresti_prints() -> None:
    answer = stuart_maxwell(*lettered(MIGRATION))
    assert answer.value is not None
    # Bhapkar's W follows from it (Ireland, Ku and Kullback 1969); section 10.3.1 prints 236.5.
    wald = answer.value / (1 - answer.value / answer.observations)
    assert wald == pytest.approx(236.5, abs=0.05)
    # The tail of chi-square with three degrees in closed form; one minus the rest would be zero.
    half = answer.value / 2
    tail = erfc(sqrt(half)) + 2 * sqrt(half / pi) * exp(-half)
    assert answer.p_value == pytest.approx(tail, rel=1e-6)


def test_bowker_gives_the_published_number_of_the_vision_data() -> None:
    # Vignette on square tables of the R package ordinalTables.
    answer = bowker(*lettered(VISION))
    assert answer.value == pytest.approx(19.1065502, abs=1e-7)
    assert (answer.degrees, round(answer.p_value or 0, 4)) == (6, 0.004)


@given(COUNTS)
@settings(deadline=None)
def test_bowker_is_the_sum_over_pairs_that_units_moved_between(counts: list[list[int]]) -> None:
    answer = bowker(table(counts), SCALE)
    pairs = [(counts[a][b], counts[b][a]) for a, b in ((0, 1), (0, 2), (1, 2))]
    terms = [Fraction((a - b) ** 2, a + b) for a, b in pairs if a + b]
    if terms:
        assert answer.value == pytest.approx(float(sum(terms)))
        assert answer.degrees == len(terms)
    else:
        assert answer.refusal


@given(COUNTS)
@settings(deadline=None)
def test_stuart_maxwell_does_not_turn_on_the_order_of_categories(counts: list[list[int]]) -> None:
    answer = stuart_maxwell(table(counts), SCALE)
    turned = stuart_maxwell(table(counts), ("green", "red", "amber"))
    assert bool(answer.refusal) == bool(turned.refusal)
    if not answer.refusal:
        assert answer.value == pytest.approx(turned.value, abs=1e-9)
        assert answer.degrees == turned.degrees


@given(COUNTS)
@settings(deadline=None)
def test_equal_margins_are_no_difference(counts: list[list[int]]) -> None:
    even = np.array(counts) + np.array(counts).T
    answer = stuart_maxwell(table(even.tolist()), SCALE)
    assume(not answer.refusal)
    assert answer.value == pytest.approx(0, abs=1e-9)
    assert answer.p_value == pytest.approx(1)


def test_an_empty_category_is_dropped_and_named() -> None:
    answer = stuart_maxwell(table([[0, 0, 0], [0, 5, 7], [0, 2, 4]]), SCALE)
    assert "No unit was red in either round" in answer.means
    pairwise = bowker(table([[0, 0, 0], [0, 5, 7], [0, 2, 4]]), SCALE)
    assert (answer.degrees, pairwise.degrees) == (1, 1)
    assert [answer.value, pairwise.value] == pytest.approx([25 / 9, 25 / 9])


def test_a_category_that_no_unit_left_or_reached_is_dropped_and_named() -> None:
    answer = stuart_maxwell(table([[3, 0, 0], [0, 5, 7], [0, 2, 4]]), SCALE)
    assert "No unit went to or from red" in answer.means
    assert (answer.degrees, answer.observations) == (1, 21)
    assert answer.value == pytest.approx(25 / 9)


def test_groups_of_categories_with_no_move_between_are_refused() -> None:
    counts = [[5, 2, 0, 0], [1, 5, 0, 0], [0, 0, 5, 2], [0, 0, 1, 5]]
    assert "each group on its own" in stuart_maxwell(*lettered(counts)).refusal
    assert bowker(*lettered(counts)).degrees == 2


def test_units_without_a_rating_are_left_out_and_counted() -> None:
    names = ("red", "amber", "green", "no plan")
    counts = [[1, 4, 0, 2], [1, 1, 3, 0], [0, 1, 1, 0], [1, 0, 0, 0]]
    answer = stuart_maxwell(table(counts, names), SCALE)
    assert "Left out: 3 units without a rating" in answer.means
    assert answer.observations == 12
    alone = stuart_maxwell(table([row[:3] for row in counts[:3]]), SCALE)
    assert (answer.value, answer.p_value) == (alone.value, alone.p_value)


def test_few_moves_make_the_p_value_rough() -> None:
    assert "red and green" in bowker(table([[9, 20, 1], [20, 9, 20], [0, 20, 9]]), SCALE).caution
    assert "rough" not in bowker(*lettered(VISION)).caution


@pytest.mark.parametrize("test", [stuart_maxwell, bowker, mcnemar])
@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([[0, 0, 0], [0, 0, 0], [0, 0, 0]], "No unit has a rating in both"),
        ([[4, 0, 0], [0, 2, 0], [0, 0, 1]], "No unit changed"),
        ([[0, 0, 0], [0, 7, 0], [0, 0, 0]], "No unit changed"),
    ],
)
def test_what_cannot_be_tested_is_refused(
    test: Callable[..., Statistic], counts: list[list[int]], why: str
) -> None:
    answer = test(table(counts), SCALE)
    assert why in answer.refusal
    assert answer.observations == np.sum(counts)


@given(COUNTS)
@settings(deadline=None)
def test_any_table_gets_a_clear_answer(counts: list[list[int]]) -> None:
    for test in (stuart_maxwell, bowker, mcnemar):
        answer = test(table(counts), SCALE)
        assert answer.refusal or (answer.means and answer.caution and answer.p_value is not None)


@given(st.integers(0, 12), st.integers(0, 12))
@settings(deadline=None)
def test_mcnemar_is_the_sum_of_all_splits_no_likelier(better: int, worse: int) -> None:
    assume(better + worse)
    answer = mcnemar(table([[3, better], [worse, 5]], ("no", "yes")), ("no", "yes"))
    moved = better + worse
    as_far = sum(comb(moved, k) for k in range(moved + 1) if comb(moved, k) <= comb(moved, better))
    assert answer.p_value == pytest.approx(as_far / 2**moved)
    assert answer.value == better / moved
    assert answer.lower is not None
    assert answer.upper is not None
    assert answer.lower <= better / moved <= answer.upper


def test_mcnemar_has_the_interval_of_clopper_and_pearson() -> None:
    # Clopper and Pearson (1934) for 3 of 10, as in most tables: 6.67% to 65.25%.
    answer = mcnemar(table([[1, 3], [7, 1]], ("no", "yes")), ("no", "yes"))
    assert answer.lower == pytest.approx(0.0667, abs=5e-5)
    assert answer.upper == pytest.approx(0.6525, abs=5e-5)


def test_mcnemar_is_for_two_categories() -> None:
    answer = mcnemar(table([[1, 1, 1], [1, 1, 1], [1, 1, 1]]), SCALE)
    assert "3 categories" in answer.refusal
