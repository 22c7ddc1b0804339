"""Whether regions differ in the share of units with some rating."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import fisher_exact
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from ltp_analysis.methods.missing import Share, share_of
from ltp_analysis.methods.sentences import POPULATION, TOGETHER, percent, units
from ltp_analysis.methods.statistic import Statistic, refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd

MOST_TABLES: Final = 100_000
"""Up to this many tables are enumerated; beyond, tables are drawn."""

DRAWS: Final = 9_999
"""How many tables are drawn, so that a p-value has steps of one in ten thousand."""

_FISHER: Final = "Fisher's exact test, Holm-adjusted"
_WILSON: Final = "Wilson interval"
_FEWEST: Final = 2


def region_shares(
    ratings: pd.DataFrame,
    counted: Collection[str],
    categories: Sequence[str],
    missing: Sequence[str],
) -> dict[str, Share]:
    """Return the share of units with some rating in each region, in the order of their names.

    Args:
        ratings: A row a unit: `region` and `rating`.
        counted: The categories to count.
        categories: All categories, worst first.
        missing: Labels of missing states.

    Raises:
        ValueError: If a rating is no state, or something to count is no category.
    """
    return {
        str(region): share_of(list(rows), counted, categories, missing)
        for region, rows in ratings.groupby("region")["rating"]
    }


def regions_overall(shares: Mapping[str, Share], seed: int = 0) -> Statistic:
    """Test whether all regions have the same share: Freeman and Halton (1951).

    The number of units and the number counted stay as they are; tables no likelier than the one
    seen are put together, by enumeration if there are few, else by drawing at random.

    Args:
        shares: The share of each region; regions with no rated unit are left out and named.
        seed: Where the drawing starts.

    Returns:
        Difference between the greatest and the least share, with the p-value of the test.
    """
    rated = {region: share for region, share in shares.items() if share.base}
    method = "Freeman-Halton"
    sizes = [share.base for share in rated.values()]
    seen = tuple(share.numerator for share in rated.values())
    if why := _no_contrast(rated.values()):
        return refused(method, sum(sizes), why)
    weights = [[comb(size, number) for number in range(size + 1)] for size in sizes]
    limit = _weight(weights, seen)
    tables = prod(min(size, sum(seen)) + 1 for size in sizes[:-1])
    if tables <= MOST_TABLES:
        as_far = sum(
            weight for weight in _all_weights(weights, sizes, sum(seen)) if weight <= limit
        )
        p_value = as_far / comb(sum(sizes), sum(seen))
        method += ", exact"
    else:
        drawn = np.random.default_rng(seed).multivariate_hypergeometric(
            sizes, sum(seen), size=DRAWS, method="count"
        )
        as_far = sum(_weight(weights, table) <= limit for table in drawn.tolist())
        p_value = (as_far + 1) / (DRAWS + 1)
        method += f", {DRAWS} tables drawn"
    ordered = sorted(rated, key=lambda region: (_known(rated[region]), region))
    least, most = ordered[0], ordered[-1]
    says = (
        f"The share runs from {_counted(rated[least])} in {least} to {_counted(rated[most])} in "
        f"{most}. If region had no part in it, a spread as unlikely would have a chance of "
        f"{p_value:.3g}."
    )
    if unrated := [region for region in shares if region not in rated]:
        says += f" No unit has a rating in {', '.join(unrated)}."
    return Statistic(
        method,
        sum(sizes),
        says,
        f"{POPULATION} {TOGETHER}",
        value=float(_known(rated[most]) - _known(rated[least])),
        p_value=p_value,
    )


def region_against_rest(shares: Mapping[str, Share]) -> dict[str, Statistic]:
    """Test each region against all others: Fisher's exact test, adjusted as in Holm (1979).

    Args:
        shares: The share of each region.

    Returns:
        Difference between the share of each region and that of the rest, with the p-value
        adjusted for there being several tests.
    """
    rated = {region: share for region, share in shares.items() if share.base}
    base = sum(share.base for share in rated.values())
    counted = sum(share.numerator for share in rated.values())
    if why := _no_contrast(rated.values()):
        return {region: refused(_FISHER, base, why) for region in shares}
    plain = {
        region: float(
            fisher_exact(
                [
                    [share.numerator, share.base - share.numerator],
                    [counted - share.numerator, base - share.base - counted + share.numerator],
                ]
            ).pvalue
        )
        for region, share in rated.items()
    }
    # Of two regions each is the rest of the other, so there is one test and nothing to adjust.
    adjusted = plain
    if len(plain) > _FEWEST:
        holm = multipletests(list(plain.values()), method="holm")[1]
        adjusted = dict(zip(plain, map(float, holm), strict=True))
    answers = {}
    for region, share in shares.items():
        if region not in rated:
            answers[region] = refused(_FISHER, base, f"No unit has a rating in {region}.")
            continue
        rest = Share(share.says, counted - share.numerator, base - share.base, 0, 0)
        answers[region] = Statistic(
            _FISHER,
            base,
            f"In {region} {_counted(share)} {share.says}, elsewhere {_counted(rest)}. If region "
            "had no part in it, a split as unlikely would have a chance of "
            f"{plain[region]:.3g}, or {adjusted[region]:.3g} with all regions looked at.",
            f"{POPULATION} {TOGETHER}",
            value=float(_known(share) - _known(rest)),
            p_value=adjusted[region],
        )
    return answers


def wilson(share: Share, confidence: float = 0.95) -> Statistic:
    """Return an interval for the chance behind a share, with its model: Wilson (1927).

    Args:
        share: The share.
        confidence: Level of the interval.
    """
    if share.known is None:
        return refused(_WILSON, 0, "No unit has a rating; one rated unit would give a share.")
    lower, upper = proportion_confint(
        share.numerator, share.base, alpha=1 - confidence, method="wilson"
    )
    return Statistic(
        _WILSON,
        share.base,
        f"{_counted(share)} {share.says}: that is a fact, not an estimate. Only if each unit had "
        "got its rating by chance, all with the same chance and none swayed by another, would "
        f"that chance lie between {percent(lower)} and {percent(upper)} ({confidence:.0%} "
        "interval).",
        f"{POPULATION} {TOGETHER}",
        value=float(share.known),
        lower=min(float(lower), float(share.known)),
        upper=max(float(upper), float(share.known)),
        confidence=confidence,
    )


def _no_contrast(shares: Collection[Share]) -> str:
    """Return why regions cannot be compared; empty if they can."""
    if len(shares) < _FEWEST:
        return "Fewer than two regions have a rated unit; a second one gives a comparison."
    if all(share.numerator == 0 for share in shares):
        return "No unit counts in any region, so there is nothing to compare."
    if all(share.numerator == share.base for share in shares):
        return "All units count in every region, so there is nothing to compare."
    return ""


def _all_weights(
    weights: Sequence[Sequence[int]], sizes: Sequence[int], total: int
) -> Iterable[int]:
    """Yield in how many ways each table with these margins comes about."""
    for table in product(*(range(min(size, total) + 1) for size in sizes[:-1])):
        last = total - sum(table)
        if 0 <= last <= sizes[-1]:
            yield _weight(weights, (*table, last))


def _weight(weights: Sequence[Sequence[int]], table: Sequence[int]) -> int:
    """Return in how many ways a table comes about, given how many are counted in all."""
    return prod(ways[number] for ways, number in zip(weights, table, strict=True))


def _known(share: Share) -> Fraction:
    """Return the share of a region that has a rated unit."""
    return Fraction(share.numerator, share.base)


def _counted(share: Share) -> str:
    """Return a share in words."""
    return f"{share.numerator} of {units(share.base)} ({percent(_known(share))})"
