"""Tests of change between two rounds for the same units: Stuart-Maxwell, Bowker and McNemar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from scipy.sparse.csgraph import connected_components
from scipy.stats import binomtest, chi2
from statsmodels.stats.contingency_tables import SquareTable

from ltp_analysis.methods.sentences import (
    CRITERIA,
    POPULATION,
    TOGETHER,
    TREND,
    listed,
    percent,
    units,
)
from ltp_analysis.methods.statistic import Statistic, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

FEW_MOVES: Final = 10
"""With fewer moves between two categories, chi-square is a rough guide to the p-value."""

_TWO: Final = 2


def stuart_maxwell(table: pd.DataFrame, categories: Sequence[str]) -> Statistic:
    """Test whether the ratings as a whole stayed the same: Stuart (1955), Maxwell (1970).

    Args:
        table: Counts of units by state before (rows) and after (columns).
        categories: The categories to compare, worst first; other states are left out.

    Returns:
        Chi-square with a degree of freedom for each category that units moved between, less one.
    """
    method = "Stuart-Maxwell"
    square = _square(table, categories)
    if square.refusal:
        return refused(method, square.observations, square.refusal)
    if connected_components(square.counts, directed=False, return_labels=False) > 1:
        why = (
            "Units moved within groups of categories and never between them, so there is no one "
            "test of all; test each group on its own."
        )
        return refused(method, square.observations, why)
    tested = SquareTable(square.counts, shift_zeros=False).homogeneity()
    return _chi_square(
        method,
        square,
        "in each category stayed the same",
        statistic=float(tested.statistic),
        degrees=int(tested.df),
    )


def bowker(table: pd.DataFrame, categories: Sequence[str]) -> Statistic:
    """Test whether moves in opposite directions were equally many: Bowker (1948).

    A pair of categories that no unit moved between adds nothing to the statistic, so it is not
    counted as a degree of freedom either; else the p-value would be too great.

    Args:
        table: Counts of units by state before (rows) and after (columns).
        categories: The categories to compare, worst first; other states are left out.

    Returns:
        Chi-square with a degree of freedom for each pair of categories that units moved between.
    """
    method = "Bowker"
    square = _square(table, categories)
    if square.refusal:
        return refused(method, square.observations, square.refusal)
    tested = SquareTable(square.counts, shift_zeros=False).symmetry()
    return _chi_square(
        method,
        square,
        "that moved each way between two categories were the same",
        statistic=float(tested.statistic),
        degrees=len(square.moved_pairs),
    )


def mcnemar(table: pd.DataFrame, categories: Sequence[str], confidence: float = 0.95) -> Statistic:
    """Test whether as many units got better as worse, where there are two categories.

    The test is exact: McNemar (1947) with the binomial distribution; the interval is that of
    Clopper and Pearson (1934).

    Args:
        table: Counts of units by state before (rows) and after (columns).
        categories: The categories to compare, worst first; other states are left out.
        confidence: Level of the interval.

    Returns:
        Share of the units that moved that got better.
    """
    method = "McNemar, exact"
    square = _square(table, categories)
    if square.refusal:
        return refused(method, square.observations, square.refusal)
    if len(square.categories) != _TWO:
        why = (
            f"Units moved between {len(square.categories)} categories; the test is for two. "
            "Stuart-Maxwell takes more."
        )
        return refused(method, square.observations, why)
    better, worse = int(square.counts[0, 1]), int(square.counts[1, 0])
    tested = binomtest(better, better + worse)
    interval = tested.proportion_ci(confidence)
    return Statistic(
        method,
        square.observations,
        f"Of {units(better + worse)} that changed, {better} got better "
        f"({percent(better / (better + worse))}). If either way were as likely, a split at least "
        f"this uneven would have a chance of {tested.pvalue:.3g}.{square.left_out}",
        f"{POPULATION} {TOGETHER} {CRITERIA}",
        value=better / (better + worse),
        lower=float(interval.low),
        upper=float(interval.high),
        confidence=confidence,
        p_value=float(tested.pvalue),
    )


def _chi_square(
    method: str, square: _Square, supposed: str, *, statistic: float, degrees: int
) -> Statistic:
    """Return a test with chi-square in words."""
    # One minus the distribution function, as statsmodels has it for one of them, ends at zero.
    p_value = float(chi2.sf(statistic, degrees))
    return Statistic(
        method,
        square.observations,
        f"If the expected numbers of units {supposed}, a difference at least as great as the one "
        f"seen would have a chance of {p_value:.3g}.{square.left_out}",
        f"{square.sparse}{POPULATION} {TOGETHER} {CRITERIA} {TREND}",
        value=statistic,
        degrees=degrees,
        p_value=p_value,
    )


def _square(table: pd.DataFrame, categories: Sequence[str]) -> _Square:
    """Return the categories that units moved between, with what was dropped and why."""
    named = list(categories)
    rated = table.loc[named, named].to_numpy(dtype=int)
    out, into = rated.sum(axis=1), rated.sum(axis=0)
    empty = [word for word, a, b in zip(named, out, into, strict=True) if a + b == 0]
    still = [
        word
        for place, word in enumerate(named)
        if word not in empty and out[place] + into[place] == 2 * rated[place, place]
    ]
    kept = [place for place, word in enumerate(named) if word not in {*empty, *still}]
    left_out = ""
    if empty:
        left_out += f" No unit was {' or '.join(empty)} in either round, so the test is without."
    if still:
        left_out += f" No unit went to or from {listed(still)}, so the test is without."
    observations = int(rated.sum())
    if missing := int(table.to_numpy().sum()) - observations:
        left_out += f" Left out: {units(missing)} without a rating in one of the rounds."
    refusal = ""
    if not observations:
        refusal = "No unit has a rating in both rounds; a test needs units with both."
    elif not kept:
        refusal = "No unit changed its rating, so there are no moves to test."
    return _Square(
        tuple(named[place] for place in kept), rated[kept][:, kept], observations, left_out, refusal
    )


@dataclass(frozen=True)
class _Square:
    """The part of a table that a test can be made of.

    Attributes:
        categories: The categories that units moved between.
        counts: Counts of units: a row for each before, a column for each after.
        observations: How many units have both ratings, those in categories dropped among them.
        left_out: Sentences on what was left out, each with a space before it.
        refusal: Why no test can be made; empty if one can.
    """

    categories: tuple[str, ...]
    counts: np.ndarray
    observations: int
    left_out: str
    refusal: str

    @property
    def moved_pairs(self) -> dict[tuple[str, str], int]:
        """How many units moved between two categories, either way; only where some did."""
        totals = {
            (self.categories[a], self.categories[b]): int(self.counts[a, b] + self.counts[b, a])
            for a, b in combinations(range(len(self.categories)), 2)
        }
        return {pair: total for pair, total in totals.items() if total}

    @property
    def sparse(self) -> str:
        """A sentence on moves that are too few for chi-square, with a space after it."""
        few = [
            f"{first} and {second}"
            for (first, second), total in self.moved_pairs.items()
            if total < FEW_MOVES
        ]
        if not few:
            return ""
        return (
            f"Fewer than {FEW_MOVES} units moved between {'; '.join(few)}, so the p-value is "
            "rough. "
        )
