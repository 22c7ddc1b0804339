"""Sums of weights on the shipped study and by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.evidence import Evidence, weigh
from ltp_analysis.solved.weighted import weighed_bounds, weighed_clash, weighing

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def evidence(study: Study) -> Evidence:
    return weigh(study)


def test_weights_of_one_give_the_counts_that_were_printed(study: Study, evidence: Evidence) -> None:
    weights = dict.fromkeys(study.units("2017-18")["unit_code"], Fraction(1, 2))
    found = weighed_bounds(weighing(evidence, "2017-18", weights, ["red", "amber"]))
    assert found == (Fraction(146 + 21, 2), Fraction(146 + 21, 2))


def test_a_doubtful_unit_may_count_or_not(evidence: Evidence) -> None:
    weights = {"02X": Fraction(3), "15E": Fraction(5)}
    # Doncaster was green by its own page, so it counts; the other may be out or in.
    green = weighing(evidence, "2017-18", weights, ["green"], ["15E"])
    assert weighed_bounds(green) == (Fraction(3), Fraction(8))
    red = weighing(evidence, "2017-18", weights, ["red"])
    assert weighed_bounds(red) == (Fraction(0), Fraction(5))


def test_what_a_sum_cannot_be_has_its_smallest_reason(evidence: Evidence) -> None:
    red = weighing(evidence, "2017-18", {"02X": Fraction(3)}, ["red"])
    (name,) = weighed_clash(red, Fraction(1), Fraction(3))
    assert evidence.statements[name].ratings == {"green"}
