"""Odds at each cut of the scale against those of the counts themselves."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from ltp_analysis.methods.cuts import Cuts, odds_by_cut

SCALE = ("red", "amber", "green", "gold")


def cut(counts: list[list[int]]) -> Cuts:
    """Return the odds at each cut, each rating a cluster of its own."""
    table = pd.DataFrame(counts, columns=list(SCALE)[: len(counts[0])])
    table.index = pd.Index([f"round {number}" for number in table.index])
    rows = [
        (name, word)
        for name, word in product(table.index, table.columns)
        for _ in range(table.loc[name, word])
    ]
    rated = pd.DataFrame(rows, columns=["round", "rating"])
    return odds_by_cut(rated, table, np.arange(len(rated)), 0.95)


def test_every_cut_and_round_has_the_odds_of_its_counts() -> None:
    counts = [[9, 21, 15, 7], [12, 8, 19, 11], [5, 14, 6, 30]]
    found = cut(counts).by_cut
    assert len(found) == 6
    for place, word in enumerate(SCALE[:-1], start=1):
        first, *later = (sum(row[place:]) / sum(row[:place]) for row in counts)
        for number, odds in enumerate(later, start=1):
            answer = found[word, f"round {number}"]
            assert answer.value == pytest.approx(odds / first)
            assert f"better than {word} in round {number}" in answer.means


def test_the_check_has_a_degree_of_freedom_for_each_cut_and_round_but_the_first() -> None:
    parallel = cut([[9, 21, 15, 7], [12, 8, 19, 11], [5, 14, 6, 30]]).parallel
    assert (parallel.degrees, parallel.observations) == (4, 157)


def test_the_check_nears_the_sum_of_squares_of_independent_contrasts() -> None:
    # With one later round and two cuts there is one contrast, and its Wald statistic is the square
    # of the difference of two log odds ratios over its variance by the delta method.
    counts = np.array([[400, 300, 300], [300, 500, 200]])
    parallel = cut(counts.tolist()).parallel
    contrast, variance = 0.0, 0.0
    for sign, row in zip((-1, 1), counts / 1000, strict=True):
        low, high = row[0], row[0] + row[1]
        contrast += sign * (np.log((1 - high) / high) - np.log((1 - low) / low))
        slopes = np.array([1 / (low * (1 - low)), -1 / (high * (1 - high))])
        spread = np.array(
            [[low * (1 - low), low * (1 - high)], [low * (1 - high), high * (1 - high)]]
        )
        variance += slopes @ spread @ slopes / 1000
    assert parallel.value == pytest.approx(contrast**2 / variance, rel=0.01)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([[3, 4], [5, 6]], "one cut only"),
        ([[0, 4, 5], [5, 6, 7]], "one side of a cut"),
        ([[3, 4, 5], [5, 6, 0]], "one side of a cut"),
    ],
)
def test_what_cannot_be_checked_is_refused(counts: list[list[int]], why: str) -> None:
    found = cut(counts)
    assert why in found.parallel.refusal
    assert {why in answer.refusal for answer in found.by_cut.values()} == {True}
