"""Whether one odds ratio a round is enough: the odds at each cut of the scale on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from statsmodels.genmod.cov_struct import Independence
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_estimating_equations import GEE

from ltp_analysis.methods.odds import FAILURES, LEAST_ERROR, design, odds_ratio, quietly
from ltp_analysis.methods.sentences import POPULATION
from ltp_analysis.methods.states import FEWEST
from ltp_analysis.methods.statistic import Statistic, refused

if TYPE_CHECKING:
    import pandas as pd

_PARALLEL: Final = "Wald test of proportional odds, clustered"
_BY_CUT: Final = "odds ratio at one cut, clustered"


def odds_by_cut(
    rated: pd.DataFrame, counts: pd.DataFrame, clusters: np.ndarray, confidence: float
) -> Cuts:
    """Return the odds ratio of each round at each cut, and a test that they are one a round.

    Each cut has a binary model of its own; all are fitted at once, so that the covariance between
    cuts is known. Brant (1990) tests the same for ratings that are independent.

    Args:
        rated: A row a rating: `round` and `rating`.
        counts: How many there are: a row a round, a column a category, worst first.
        clusters: The cluster of each rating.
        confidence: Level of the intervals.
    """
    rounds, scale = list(counts.index), list(counts.columns)
    keys = [(word, name) for word in scale[:-1] for name in rounds[1:]]
    below = counts.cumsum(axis="columns").iloc[:, :-1]
    one_sided = below.eq(0) | below.eq(counts.sum(axis="columns"), axis="index")
    if len(scale) == FEWEST:
        return unchecked(keys, len(rated), "There is one cut only, so there is nothing to check.")
    if one_sided.any(axis=None):
        why = "In some round all units are on one side of a cut, so its odds have no bound."
        return unchecked(keys, len(rated), why)
    place = rated["rating"].map({word: number for number, word in enumerate(scale)}).to_numpy()
    cuts, later = len(scale) - 1, len(rounds) - 1
    columns = np.column_stack([design(rated, rounds), np.ones(len(rated))])
    try:
        fitted = quietly(
            lambda: GEE(
                np.concatenate([(place > cut).astype(float) for cut in range(cuts)]),
                np.kron(np.eye(cuts), columns),
                groups=np.tile(clusters, cuts),
                family=Binomial(),
                cov_struct=Independence(),
            ).fit(cov_type="bias_reduced")
        )
    except FAILURES as error:
        return unchecked(keys, len(rated), f"The check was not solved ({error}).")
    by_cut = {
        (word, name): odds_ratio(
            _BY_CUT,
            fitted,
            number // later * len(rounds) + number % later,
            f"a rating better than {word} in {name}",
            observations=len(rated),
            confidence=confidence,
        )
        for number, (word, name) in enumerate(keys)
    }
    contrasts = _contrasts(cuts, len(rounds))
    unlike = contrasts @ np.asarray(fitted.cov_params()) @ contrasts.T
    if np.linalg.matrix_rank(unlike, tol=LEAST_ERROR**2, hermitian=True) < len(contrasts):
        why = "Too few units crossed some cut to tell how sure its odds are."
        return Cuts(by_cut, refused(_PARALLEL, len(rated), why))
    tested = fitted.wald_test(contrasts, scalar=True)
    p_value = float(tested.pvalue)
    return Cuts(
        by_cut,
        Statistic(
            _PARALLEL,
            len(rated),
            "If each round moved the odds by one factor at every cut of the scale, odds ratios at "
            f"least as unlike as these would have a chance of {p_value:.3g}.",
            "A small chance says that one odds ratio a round is too simple and each cut should be "
            f"read on its own; a great one does not say that it is right. {POPULATION}",
            value=float(tested.statistic),
            degrees=len(contrasts),
            p_value=p_value,
        ),
    )


def unchecked(keys: list[tuple[str, str]], observations: int, why: str) -> Cuts:
    """Return the answer where nothing can be checked.

    Args:
        keys: Category below the cut, and round, of each odds ratio.
        observations: How many ratings there are.
        why: Why there is no answer, and what would give one.
    """
    return Cuts(
        {key: refused(_BY_CUT, observations, why) for key in keys},
        refused(_PARALLEL, observations, why),
    )


def _contrasts(cuts: int, rounds: int) -> np.ndarray:
    """Return what is zero if the odds ratios at each cut equal those at the first."""
    pick = np.eye(rounds)[:-1]
    first = np.eye(cuts)[0]
    return np.concatenate([np.kron([np.eye(cuts)[cut] - first], pick) for cut in range(1, cuts)])


@dataclass(frozen=True)
class Cuts:
    """Odds at each cut.

    Attributes:
        by_cut: Odds in each later round of a rating better than a category, against the first.
        parallel: Test that the odds ratios of a round are the same at every cut.
    """

    by_cut: dict[tuple[str, str], Statistic]
    parallel: Statistic
