"""What supposed statements pin down on the shipped study."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.evidence import Evidence, weigh
from ltp_analysis.solved.questions import QuestionError
from ltp_analysis.solved.supposed import suppose
from ltp_analysis.statements.places import UnknownPlaceError

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def evidence(study: Study) -> Evidence:
    return weigh(study)


def test_what_is_held_already_pins_down_nothing(study: Study, evidence: Evidence) -> None:
    found = suppose(study, ["count red = 21"], "2017-18", evidence=evidence)
    assert (found.clash, found.units, found.counts) == (None, (), ())


def test_a_rating_pins_down_its_unit_and_its_count(study: Study, evidence: Evidence) -> None:
    (found,) = suppose(study, ["08C red or no plan"], "2018-19", evidence=evidence).units
    assert (found.unit_code, found.after) == ("08C", ("red", "no plan"))
    assert set(found.after) < set(found.before)


def test_an_amount_settles_what_percentages_left(study: Study, evidence: Evidence) -> None:
    found = suppose(study, ["count green = 35"], "2018-19", evidence=evidence)
    counts = {(item.round_id, item.rating): item for item in found.counts}
    green = counts["2018-19", "green"]
    assert (green.before.lower, green.before.upper) == (35, 36)
    assert (green.after.lower, green.after.upper) == (35, 35)


def test_a_clash_is_told_and_its_least_set_named(study: Study, evidence: Evidence) -> None:
    found = suppose(study, ["Doncaster red"], "2017-18", evidence=evidence)
    assert found.clash == ("2017-18-doncaster",)
    # 18 % of 195 are 35 at least; 146 amber and 21 red leave 28.
    found = suppose(study, ["share green = 18%"], "2017-18", evidence=evidence)
    assert found.clash == ("2017-18-rating-amber", "2017-18-rating-red")


def test_statements_that_exclude_each_other_need_no_other(study: Study, evidence: Evidence) -> None:
    texts = ["08C red", "08C amber"]
    assert suppose(study, texts, "2018-19", evidence=evidence).clash == ()


def test_an_amount_is_about_a_place(study: Study, evidence: Evidence) -> None:
    region = "North of England"
    # Three areas of Greater Manchester and Doncaster were green, all of them in the north.
    found = suppose(study, ["count green at most 3"], "2018-19", region, evidence=evidence)
    assert found.clash == ("2018-19-doncaster", "2018-19-rating-green-greater-manchester")
    assert (
        suppose(study, ["count green at most 3"], "2018-19", "Kent", evidence=evidence).clash
        is None
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "is not understood"),
        ("count red = 18%", "Give a count"),
        ("share red = 18", "Give a share in per cent"),
        ("count blue = 3", "is no single rating"),
    ],
)
def test_what_cannot_be_read_is_refused(
    study: Study, evidence: Evidence, text: str, words: str
) -> None:
    with pytest.raises(QuestionError, match=words):
        suppose(study, [text], "2017-18", evidence=evidence)


def test_a_place_without_certain_units_is_refused(study: Study, evidence: Evidence) -> None:
    members = study["group_members"]
    doubtful = members.assign(
        certainty=members["certainty"].mask(members["group_id"] == "kent-2018", "doubtful")
    )
    study = replace(study, tables={**study.tables, "group_members": doubtful})
    for text, place in (("kent-2018 amber", ""), ("count amber = 3", "kent-2018")):
        with pytest.raises(QuestionError, match="nothing can be supposed"):
            suppose(study, [text], "2018-19", place, evidence=evidence)


def test_a_place_for_no_amount_is_refused(study: Study, evidence: Evidence) -> None:
    with pytest.raises(QuestionError, match="none is supposed"):
        suppose(study, ["Doncaster green"], "2018-19", "Kent", evidence=evidence)


def test_an_amount_of_a_group_is_about_the_same_units_as_what_was_printed(
    study: Study, evidence: Evidence
) -> None:
    """Who is in doubt is in the group, or is not, for the printed and the supposed alike."""
    found = suppose(study, ["count amber = 5"], "2017-18", "North East", evidence=evidence)
    assert found.clash == ("2017-18-rating-amber-north-east",)
    found = suppose(study, ["count amber = 6"], "2017-18", "North East", evidence=evidence)
    assert (found.clash, found.units, found.counts) == (None, (), ())


def test_a_place_that_is_not_there_is_refused(study: Study, evidence: Evidence) -> None:
    with pytest.raises(UnknownPlaceError, match="no place “Atlantis”"):
        suppose(study, ["Atlantis red"], "2017-18", evidence=evidence)
