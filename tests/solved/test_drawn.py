"""Drawn ratings against the published figures, counted by hand. All drawn ratings are made up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.drawn import draw_ratings
from ltp_analysis.solved.evidence import possible_ratings, weigh
from ltp_analysis.solved.ratings import deduced_statements

if TYPE_CHECKING:
    from ltp_analysis.solved.drawn import Drawn
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def drawn(study: Study) -> Drawn:
    return draw_ratings(study, 3)


def test_every_unit_of_every_round_has_one_rating(study: Study, drawn: Drawn) -> None:
    assert {name: set(units) for name, units in drawn.items()} == {
        name: set(study.codes(name)) for name in study.rounds
    }
    assert {rating for units in drawn.values() for rating in units.values()} <= set(study.ratings)


def test_national_counts_are_those_printed(drawn: Drawn) -> None:
    counts = Counter(drawn["2017-18"].values())
    assert counts == {"amber": 146, "red": 21, "green": 21, "no plan": 7}
    later = Counter(drawn["2018-19"].values())
    percent = {rating: round(100 * number / 195) for rating, number in later.items()}
    assert percent == {"green": 18, "amber": 74, "red": 2, "no plan": 6}


def test_no_unit_has_a_rating_that_the_evidence_excludes(study: Study, drawn: Drawn) -> None:
    evidence = weigh(study, more=deduced_statements(study))
    for (round_id, unit), ratings in possible_ratings(evidence).items():
        assert drawn[round_id][unit] in ratings


def test_the_seed_decides_what_is_drawn(study: Study, drawn: Drawn) -> None:
    assert draw_ratings(study, 3) == drawn
    assert draw_ratings(study, 4) != drawn
