"""What models of ratings by round share: their design, a fit without warnings, an odds ratio."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from statsmodels.tools.sm_exceptions import ModelWarning

from ltp_analysis.methods.sentences import CRITERIA, POPULATION, TREND
from ltp_analysis.methods.statistic import Statistic, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from statsmodels.genmod.generalized_estimating_equations import GEEResults

FAILURES: Final = (ModelWarning, RuntimeWarning, np.linalg.LinAlgError)
"""How a fit tells that its answer is not to be believed, once warnings are errors."""

LEAST_ERROR: Final = 1e-6
"""A standard error below this is zero but for rounding."""

Result = TypeVar("Result")


def quietly(fit: Callable[[], Result]) -> Result:
    """Return what a fit gives, with warnings that it may be wrong raised as errors.

    Args:
        fit: The fit, and all that is worked out from it.
    """
    with warnings.catch_warnings():
        for failure in (ModelWarning, RuntimeWarning):
            warnings.simplefilter("error", failure)
        return fit()


def design(rated: pd.DataFrame, rounds: Sequence[str]) -> np.ndarray:
    """Return a column for each round after the first: one in that round, else zero.

    Args:
        rated: A row a rating, with its `round`.
        rounds: All rounds, the first one first.
    """
    return np.column_stack([(rated["round"] == name).astype(float) for name in rounds[1:]])


def odds_ratio(  # noqa: PLR0913 - what is said, and how
    method: str,
    fitted: GEEResults,
    place: int,
    says: str,
    *,
    observations: int,
    confidence: float,
    left_out: str = "",
) -> Statistic:
    """Return an odds ratio from a fit of estimating equations.

    Args:
        method: The method.
        fitted: The fit.
        place: Which of its effects it is.
        says: What the odds are of, and in which round.
        observations: How many ratings it rests on.
        confidence: Level of the interval.
        left_out: Sentences on what was left out, each with a space before it.
    """
    log_odds = float(np.asarray(fitted.params)[place])
    variance = float(np.asarray(fitted.cov_params())[place, place])
    if not variance > LEAST_ERROR**2:
        why = "The clusters leave no error at all, as when every unit keeps its rating."
        return refused(method, observations, why)
    tested = fitted.t_test(np.eye(len(fitted.params))[place])
    lower, upper = (math.exp(float(end)) for end in tested.conf_int(1 - confidence)[0])
    value = math.exp(log_odds)
    return Statistic(
        method,
        observations,
        f"The odds of {says} were {value:.3g} times those in the first round ({confidence:.0%} "
        f"interval {lower:.3g} to {upper:.3g}).{left_out}",
        f"{POPULATION} {CRITERIA} {TREND}",
        value=value,
        lower=lower,
        upper=upper,
        confidence=confidence,
        p_value=float(tested.pvalue),
    )
