"""Answers as readers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.compared.comparison import Question, comparison
from ltp_analysis.compared.shown import answer
from ltp_analysis.methods.statistic import Statistic, refused

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@pytest.mark.parametrize(
    ("unit", "given", "shown"),
    [
        ("share", {"value": 0.5, "lower": 0.25, "upper": 0.75}, "50.0% (25.0% to 75.0%)"),
        ("count", {"value": 1200.0}, "1,200"),
        (
            "chi-square",
            {"value": 4.0, "degrees": 1, "p_value": 0.0455},
            "4 on 1 degree of freedom, p = 0.045",
        ),
        (
            "chi-square",
            {"value": 13.13, "degrees": 2, "p_value": 0.00141},
            "13.1 on 2 degrees of freedom, p = 0.0014",
        ),
        (
            "odds ratio",
            {"value": 1.535, "lower": 1.17, "upper": 2.009, "p_value": 0.5},
            "1.53 (1.17 to 2.01), p = 0.5",
        ),
        ("difference of shares", {"value": -0.159, "p_value": 1.0}, "\u221215.9 points, p = 1"),
        ("difference of shares", {"value": -0.0003}, "+0.0 points"),
        ("count", {"words": "no number of them"}, "no number of them"),
    ],
)
def test_answers_in_short(study: Study, unit: str, given: dict[str, float], shown: str) -> None:
    question = Question("kind", "label", unit, "2018-19")
    statistic = Statistic("method", 3, "means", "caution", **given)  # type: ignore[arg-type]
    assert answer(comparison(study, question, statistic, answer)) == shown


def test_only_what_has_no_answer_is_called_not_computed(study: Study) -> None:
    question = Question("kind", "label", "share", "2018-19")
    assert answer(comparison(study, question, refused("m", 0, "why"), answer)) == "not computed"
