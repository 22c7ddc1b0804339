"""Words that several answers share."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ltp_analysis.methods.sentences import listed, percent, units


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_listed_as_in_a_sentence(words: list[str], sentence: str) -> None:
    assert listed(words) == sentence


def test_one_unit_is_one() -> None:
    assert (units(0), units(1), units(2)) == ("0 units", "1 unit", "2 units")


def test_a_percentage_has_one_decimal_place() -> None:
    assert percent(Fraction(167, 188)) == "88.8%"
