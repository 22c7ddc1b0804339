"""What a printed word for ratings can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


def readings(study: Study, category: str) -> list[tuple[str, ...]]:
    """Return the sets of ratings that a category can mean.

    Args:
        study: The study.
        category: A category of the table `categories`.

    Returns:
        One tuple of ratings for each reading, the first reading first; empty if the category is
        about no ratings.
    """
    return list(_readings(study).get(category, ()))


@kept
def _readings(study: Study) -> dict[str, list[tuple[str, ...]]]:
    """Return the sets of ratings that each category can mean."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for (category, _), rows in study["categories"].groupby(["category", "reading"]):
        found.setdefault(str(category), []).append(tuple(rows["rating"]))
    return found


def single_rating(study: Study, category: str) -> str | None:
    """Return the one rating that a category means, or None if it is open or wider."""
    meanings = readings(study, category)
    return meanings[0][0] if len(meanings) == 1 and len(meanings[0]) == 1 else None


def base_label(study: Study, base: str) -> str:
    """Return a base as a reader sees it."""
    return str(study.row("bases", "base", base)["label"])


def rated_label(study: Study, base: str) -> str:
    """Return a base without its units in a missing state as a reader sees it.

    Args:
        study: The study.
        base: A base that takes these in; the study need not have a name for it without them.
    """
    without = study.row("bases", "base", base)["without_missing"]
    if pd.isna(without):
        return f"{base_label(study, base)}, those with a rating"
    return base_label(study, str(without))
