"""Agreement beyond chance, as numbers from a table of two raters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from statsmodels.stats.inter_rater import cohens_kappa

if TYPE_CHECKING:
    import numpy.typing as npt

# A variance of weights, which lie between 0 and 1, that is below this is 0 but for rounding.
NO_SPREAD = 1e-12


def kappa_of_table(
    counts: npt.NDArray[np.int64], disagreement: npt.NDArray[np.float64]
) -> tuple[float, float]:
    """Return Cohen's weighted kappa and its standard error.

    Kappa is that of Cohen (1968), the error that of Fleiss, Cohen and Everitt (1969), both as
    statsmodels works them out.

    Args:
        counts: Plans by the answers of both raters. They must not all lie in one cell of the
            diagonal, where kappa is 0/0.
        disagreement: How much every pair of answers disagrees, from 0 to 1.

    Returns:
        Kappa, and its standard error for a sample of plans; 0 if the formula finds no spread.
    """
    # The library also tests whether kappa is 0. If a rater used one category only, that test is
    # 0/0, which would warn. It is not used here.
    with np.errstate(divide="ignore", invalid="ignore"):
        answer = cohens_kappa(counts, weights=disagreement)
    plans = int(counts.sum())
    by_chance = float(counts.sum(axis=1) @ disagreement @ counts.sum(axis=0)) / plans**2
    variance = float(answer.var_kappa)
    spread = variance * plans * by_chance**2
    return float(answer.kappa), math.sqrt(variance) if spread > NO_SPREAD else 0.0


def ac2_of_table(
    counts: npt.NDArray[np.int64],
    disagreement: npt.NDArray[np.float64],
    population: int | None = None,
) -> tuple[float, float]:
    """Return Gwet's AC2, or AC1 if every disagreement counts fully, and its standard error.

    Both follow Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, for two raters who
    answered on every plan; unweighted they are those of Gwet (2008), British Journal of
    Mathematical and Statistical Psychology 61, 29-48. The variance is divided by the number of
    plans, as in Gwet's own program for a table of two raters. The `irrCAC` package gives the same
    numbers, but it pins scipy 1.12 and pandas below 3, and was last released in 2024.

    Args:
        counts: Plans by the answers of both raters, at least one.
        disagreement: How much every pair of answers disagrees, from 0 to 1.
        population: Number of plans from which those in the table were drawn, for the finite
            population correction; None for no correction.

    Returns:
        The coefficient, and its standard error for a sample of plans; 0 if the formula finds no
        spread.
    """
    plans = int(counts.sum())
    size = len(counts)
    shares = counts / plans
    agreement = 1 - disagreement
    used = (shares.sum(axis=0) + shares.sum(axis=1)) / 2
    scale = agreement.sum() / (size * (size - 1))
    by_chance = float(scale * (used * (1 - used)).sum())
    observed = float((counts * agreement).sum()) / plans
    value = (observed - by_chance) / (1 - by_chance)
    # What one plan adds to the coefficient, for each cell of the table.
    pull = agreement - 2 * (1 - value) * scale * (1 - (used[:, None] + used) / 2)
    mean = observed - 2 * (1 - value) * by_chance
    drawn = 0.0 if population is None else plans / population
    spread = (1 - drawn) * float((shares * (pull - mean) ** 2).sum())
    return value, math.sqrt(spread / plans) / (1 - by_chance) if spread > NO_SPREAD else 0.0
