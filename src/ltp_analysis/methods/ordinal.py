"""Odds of a better rating in each round against the first: the proportional-odds model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from statsmodels.genmod.cov_struct import OrdinalIndependence
from statsmodels.genmod.generalized_estimating_equations import OrdinalGEE
from statsmodels.miscmodels.ordinal_model import OrderedModel

from ltp_analysis.methods.cuts import Cuts, odds_by_cut, unchecked
from ltp_analysis.methods.odds import FAILURES, design, odds_ratio, quietly
from ltp_analysis.methods.sentences import units
from ltp_analysis.methods.separation import separated
from ltp_analysis.methods.states import FEWEST, check_states
from ltp_analysis.methods.statistic import Statistic, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_CLUSTERS: Final = 20
"""With fewer clusters, the covariance between them cannot be trusted, corrected or not."""

AGREEMENT: Final = 1e-3
"""Two estimators of the same log odds ratio differ by less, or neither is believed."""

_MODEL: Final = "proportional odds, clustered"
_CHECK: Final = "difference of two estimators of proportional odds"


def proportional_odds(
    ratings: pd.DataFrame,
    rounds: Sequence[str],
    categories: Sequence[str],
    missing: Sequence[str],
    confidence: float = 0.95,
) -> ProportionalOdds:
    """Return the odds of a better rating in each round, against those in the first.

    All ratings of a unit, and all of a group in a round such as the units under one plan, are one
    cluster, and so is what hangs together by these. Units have the same name in all rounds, so
    those that merged are put together before.

    The working structure is independence. So its equations are those of maximum likelihood, and
    the second estimator has to give the same odds; a global odds ratio would be one more
    parameter, which few clusters with a rare category cannot carry. The intervals take in the
    clusters by the covariance of Mancl and DeRouen (2001), which allows for few of them. The
    model is that of McCullagh (1980), the equations those of Liang and Zeger (1986).

    Args:
        ratings: A row a unit and round: `unit`, `group`, `round` and `rating`.
        rounds: All rounds, the first one first.
        categories: All categories, worst first.
        missing: Labels of missing states; their rows are left out and counted.
        confidence: Level of the intervals.

    Raises:
        ValueError: If a unit is twice in a round, or a rating or round is none of those named.
    """
    check_states(ratings["rating"], categories, missing)
    if ratings[["unit", "round"]].duplicated().any():
        raise ValueError("A unit is twice in a round.")
    if not ratings["round"].isin(list(rounds)).all():
        raise ValueError("A rating is of a round that is not named.")
    rated = ratings[ratings["rating"].isin(list(categories))].reset_index(drop=True)
    counts = pd.crosstab(rated["round"], rated["rating"]).reindex(
        index=list(rounds), columns=list(categories), fill_value=0
    )
    counts = counts.loc[:, counts.sum() > 0]
    clusters = _clusters(rated)
    if why := _unfit(counts, len(set(clusters))):
        return _refused(rounds, len(rated), why)
    columns = design(rated, rounds)
    ranks = {word: place for place, word in enumerate(counts.columns)}
    codes = rated["rating"].map(ranks).to_numpy(dtype=int)
    try:
        fitted = quietly(
            lambda: OrdinalGEE(
                codes, columns, groups=clusters, cov_struct=OrdinalIndependence()
            ).fit(cov_type="bias_reduced")
        )
        likely = quietly(
            lambda: OrderedModel(codes, columns, distr="logit").fit(method="newton", disp=False)
        )
    except FAILURES as error:
        return _refused(rounds, len(rated), f"The model was not solved ({error}); more units may.")
    effects = len(rounds) - 1
    gap = float(np.abs(np.asarray(fitted.params)[-effects:] - likely.params[:effects]).max())
    if not gap <= AGREEMENT:
        why = "Two estimators of the model do not give the same, so neither is to be believed."
        return _refused(rounds, len(rated), why)
    left_out = (
        f" It rests on {units(rated['unit'].nunique())} in {len(set(clusters))} clusters."
        f"{_left_out(categories, counts, len(ratings) - len(rated))}"
    )
    odds_ratios = {
        name: odds_ratio(
            _MODEL,
            fitted,
            len(counts.columns) - 1 + place,
            f"a better rating in {name}",
            observations=len(rated),
            confidence=confidence,
            left_out=left_out,
        )
        for place, name in enumerate(rounds[1:])
    }
    agreement = Statistic(
        _CHECK,
        len(rated),
        f"Estimating equations and maximum likelihood differ by at most {gap:.2g} in any log odds "
        "ratio.",
        "It checks the arithmetic, not whether the model fits.",
        value=gap,
    )
    return ProportionalOdds(
        odds_ratios, agreement, odds_by_cut(rated, counts, clusters, confidence)
    )


def _unfit(counts: pd.DataFrame, clusters: int) -> str:
    """Return why no model can be fitted; empty if one can."""
    unrated = [str(name) for name in counts.index if not counts.loc[name].sum()]
    needed = max(FEWEST_CLUSTERS, (len(counts.columns) - 1) * len(counts) + 1)
    if len(counts) < FEWEST:
        return "There is one round only; a second one gives something to compare."
    if unrated:
        return f"No unit has a rating in {', '.join(unrated)}; leave the round out."
    if len(counts.columns) < FEWEST:
        return f"All ratings are {counts.columns[0]}, so there are no odds."
    if clusters < needed:
        return (
            f"The ratings are {clusters} clusters; how sure the odds are takes at least {needed}."
        )
    if separated(counts):
        return (
            "The ratings of some round lie wholly to one side of those of others, so an odds ratio "
            "has no bound; read the shares, or put neighbouring categories together."
        )
    return ""


def _left_out(categories: Sequence[str], counts: pd.DataFrame, absent: int) -> str:
    """Return what a model is without, in sentences with a space before each."""
    empty = [word for word in categories if word not in counts]
    says = f" No unit was {' or '.join(empty)} in any round." if empty else ""
    return f"{says} Left out: {absent} without a rating." if absent else says


def _clusters(rated: pd.DataFrame) -> np.ndarray:
    """Return the cluster of each row: what hangs together by a unit, or a group in a round."""
    unit, names = pd.factorize(rated["unit"])
    group = rated.groupby(["round", "group"], sort=False).ngroup().to_numpy()
    size = len(names) + len(rated)
    links = coo_array((np.ones(len(rated)), (unit, len(names) + group)), shape=(size, size))
    _, labels = connected_components(links, directed=False)
    return np.asarray(labels[unit], dtype=int)


def _refused(rounds: Sequence[str], observations: int, why: str) -> ProportionalOdds:
    """Return the answer where no model can be fitted."""
    return ProportionalOdds(
        {name: refused(_MODEL, observations, why) for name in rounds[1:]},
        refused(_CHECK, observations, why),
        unchecked([], observations, why),
    )


@dataclass(frozen=True)
class ProportionalOdds:
    """The model, and what speaks for and against it.

    Attributes:
        odds_ratios: Odds of a better rating in each later round, against the first.
        agreement: The greatest difference between two estimators of the log odds ratios.
        cuts: The same odds at each cut of the scale, and a test that they are one.
    """

    odds_ratios: dict[str, Statistic]
    agreement: Statistic
    cuts: Cuts
