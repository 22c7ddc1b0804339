"""The look-ups that rules share."""

from __future__ import annotations

import pandas as pd

from ltp_analysis.validated.rules.tools import single_ratings


def test_a_category_of_several_ratings_is_not_a_single_one() -> None:
    categories = pd.DataFrame(
        {
            "category": ["red", "red-or-amber", "red-or-amber", "none"],
            "rating": ["red", "red", "amber", "no plan"],
        }
    )
    assert single_ratings(categories) == {"red": "red", "none": "no plan"}
