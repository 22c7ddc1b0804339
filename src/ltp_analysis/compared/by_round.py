"""One round alone: shares with what missing ratings leave open, and regions compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.compared.comparison import Comparison, Question, comparison, refusal
from ltp_analysis.methods.missing import bounded, share_of
from ltp_analysis.methods.sentences import units
from ltp_analysis.methods.statistic import Statistic, refused
from ltp_analysis.validated.areas import areas_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.compared.rated import Rated

_TEST = "Freeman-Halton"
_DIFFERENCE = "difference of shares"


def round_comparisons(rated: Rated, round_id: str) -> Iterator[Comparison]:
    """Yield the comparisons within a round, or a refusal for each kind.

    Args:
        rated: The ratings.
        round_id: The round.
    """
    name = rated.label(round_id)
    if why := rated.why_not(round_id):
        shares = Question("share", f"Share of each rating, unit by unit, {name}", "share", round_id)
        yield refusal(rated.study, shares, "share with bounds", why, round_comparisons)
        question = Question("regions", f"Whether regions differ, {name}", _DIFFERENCE, round_id)
        yield refusal(rated.study, question, _TEST, why, round_comparisons)
        return
    yield from _shares(rated, round_id)
    yield from _regions(rated, round_id)


def _shares(rated: Rated, round_id: str) -> Iterator[Comparison]:
    """Yield the share of each rating, and of inadequate ones, with bounds over missing ones."""
    inadequate = rated.study.settings.inadequate
    counted = {(category,): None for category in rated.categories} | {inadequate: None}
    for ratings in filter(None, counted):
        share = share_of(
            list(rated.ratings[round_id].values()), ratings, rated.categories, rated.study.missing
        )
        words = " or ".join(ratings)
        question = Question(
            "share", f"Share of {words}, {rated.label(round_id)}", "share", round_id, category=words
        )
        yield _made(rated, question, bounded(share))


def _regions(rated: Rated, round_id: str) -> Iterator[Comparison]:
    """Yield whether regions differ in the share of inadequate ratings, all and each."""
    # SciPy and statsmodels load slowly, and only complete ratings need them.
    from ltp_analysis.methods.regions import (  # noqa: PLC0415
        region_against_rest,
        region_shares,
        regions_overall,
    )

    ratings, inadequate = rated.ratings[round_id], rated.study.settings.inadequate
    areas, words = areas_of(rated.study, round_id), " or ".join(inadequate)
    question = Question(
        "regions",
        f"Whether regions differ in the share of {words}, {rated.label(round_id)}",
        _DIFFERENCE,
        round_id,
    )
    why = ""
    if not inadequate:
        why = "The study calls no rating inadequate."
    elif not areas:
        why = f"No region of any {rated.study.settings.singular} is known: fill in geography."
    if why:
        yield _made(rated, question, refused(_TEST, 0, why))
        return
    frame = pd.DataFrame(
        [(areas[unit], rating) for unit, rating in ratings.items() if unit in areas],
        columns=["region", "rating"],
    )
    outside = len(ratings) - len(frame)
    about = f"Left out: {units(outside)} in no known region. " if outside else ""
    shares = region_shares(frame, inadequate, rated.categories, rated.study.missing)
    yield _made(rated, question, regions_overall(shares), about)
    for region, answer in region_against_rest(shares).items():
        question = Question(
            "region",
            f"Share of {words} in {region} against elsewhere, {rated.label(round_id)}",
            _DIFFERENCE,
            round_id,
            place=region,
        )
        yield _made(rated, question, answer, about)


def _made(rated: Rated, question: Question, answer: Statistic, about: str = "") -> Comparison:
    """Return the record of an answer on one round."""
    return comparison(
        rated.study,
        question,
        answer,
        round_comparisons,
        caution=f"{rated.caution(question.round_id)} {about}",
        sources=rated.sources_of(question.round_id),
    )
