"""Whether the odds of a proportional-odds model are finite at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linprog

if TYPE_CHECKING:
    import pandas as pd

_TOLERANCE: Final = 1e-6


def separated(counts: pd.DataFrame) -> bool:
    """Return whether some odds ratio, or some threshold, would run off to infinity.

    There is no finite estimate if the thresholds and effects can be moved in some direction
    without making any rating that was given less likely: Albert and Anderson (1984), found by a
    linear programme as in Konis (2007).

    Args:
        counts: How many ratings: a row a round, a column a category, worst first; each category
            and each round has some.
    """
    rounds, categories = counts.shape
    rows = []
    for place, row in enumerate(counts.to_numpy()):
        effect = np.zeros(rounds - 1)
        if place:
            effect[place - 1] = 1
        for category in np.flatnonzero(row):
            for threshold, sign in ((category, 1), (category - 1, -1)):
                if 0 <= threshold < categories - 1:
                    cut = np.zeros(categories - 1)
                    cut[threshold] = 1
                    rows.append(sign * np.concatenate([cut, -effect]))
    gains = np.array(rows)
    best = linprog(
        -gains.sum(axis=0), A_ub=-gains, b_ub=np.zeros(len(gains)), bounds=(-1, 1), method="highs"
    )
    return bool(-best.fun > _TOLERANCE)
