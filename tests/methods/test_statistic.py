"""Tests of what methods give back."""

import math

import pytest

from ltp_analysis.methods.statistic import Statistic, refused


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="no finite number"):
        Statistic("kappa", 3, "", "", value=number)


def test_an_answer_and_a_refusal_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="either"):
        Statistic("kappa", 3, "", "")
    with pytest.raises(ValueError, match="either"):
        Statistic("kappa", 3, "", "", value=0.5, refusal="one rater only")
    with pytest.raises(ValueError, match="either"):
        Statistic("kappa", 3, "", "", words="no number of them", refusal="one rater only")


def test_a_refusal_has_a_reason_and_no_value() -> None:
    answer = refused("kappa", 1, "one plan only")
    assert (answer.value, answer.refusal) == (None, "one plan only")


def test_an_answer_that_is_no_number_is_no_refusal() -> None:
    answer = Statistic("tipping point", 3, "", "", words="no number of them")
    assert (answer.value, answer.refusal) == (None, "")
