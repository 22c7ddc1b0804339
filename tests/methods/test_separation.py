"""Separation against what the likelihood does along every direction of a grid."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ltp_analysis.methods.separation import separated


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        ([[1, 1, 1], [1, 1, 1]], False),
        ([[1, 1, 0], [0, 1, 1]], True),
        ([[1, 1, 0], [1, 1, 1]], False),
        ([[0, 2, 0], [1, 1, 1]], False),
        ([[3, 0, 0], [1, 1, 1]], True),
        ([[1, 0], [0, 1]], True),
        ([[1, 1], [1, 1]], False),
        ([[1, 1], [1, 1], [0, 5]], True),
    ],
)
def test_separation_is_seen(counts: list[list[int]], answer: bool) -> None:  # noqa: FBT001
    assert separated(pd.DataFrame(counts)) is answer


@given(
    st.lists(
        st.lists(st.integers(0, 1), min_size=3, max_size=3).filter(any), min_size=2, max_size=3
    )
)
@settings(deadline=None)
def test_a_separated_table_has_a_direction_that_harms_no_rating(counts: list[list[int]]) -> None:
    assume(all(any(column) for column in zip(*counts, strict=True)))
    # Directions of these small systems have whole-number edges within minus two and two.
    found = False
    for low, high, *effects in product(range(-2, 3), repeat=1 + len(counts)):
        gains = []
        for row, effect in zip(counts, (0, *effects), strict=True):
            edges = (None, low - effect, high - effect, None)
            for category, count in enumerate(row):
                if count:
                    below, above = edges[category], edges[category + 1]
                    gains += [above] if above is not None else []
                    gains += [-below] if below is not None else []
        found = found or (min(gains) >= 0 and max(gains) > 0)
    assert separated(pd.DataFrame(counts)) is found
