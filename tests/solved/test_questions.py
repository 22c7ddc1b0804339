"""Questions on counts and shares of the shipped study."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.evidence import Evidence, count_bounds, possible_ratings, weigh
from ltp_analysis.solved.questions import QuestionError, ask
from ltp_analysis.statements.places import UnknownPlaceError, find_place

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def known(study: Study) -> Evidence:
    """Return what is weighed by default."""
    return weigh(study)


def test_a_share_in_a_region_holds_what_is_known_of_its_units(
    study: Study, known: Evidence
) -> None:
    answer = ask(study, "share green", "2017-18", "North of England", evidence=known)
    place = find_place(study, "North of England", "2017-18")
    assert answer.unit == "percent"
    assert answer.base == len(place.units)
    assert 0 <= answer.lower <= answer.upper <= 100
    possible = possible_ratings(known)
    left = [possible["2017-18", unit] for unit in place.units]
    surely = sum(ratings == ("green",) for ratings in left)
    perhaps = sum("green" in ratings for ratings in left)
    assert answer.lower >= Fraction(100 * surely, answer.base)
    assert answer.upper <= Fraction(100 * perhaps, answer.base)
    # Doncaster and two of the North East are green; 21 are in all England, of which Bath and
    # Somerset are in the South.
    assert answer.lower == Fraction(300, answer.base)
    assert answer.upper == Fraction(1900, answer.base)


def test_a_count_and_its_rest_add_up_to_the_place(study: Study, known: Evidence) -> None:
    place = "Yorkshire and the Humber"
    red = ask(study, "count red", "2018-19", place, evidence=known)
    rest = ask(study, "count amber, green or no plan", "2018-19", place, evidence=known)
    assert (red.unit, rest.unit) == ("count", "count")
    assert red.base == rest.base
    assert red.lower == red.base - rest.upper
    assert red.upper == red.base - rest.lower


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("count green", 21),
        ("count red", 21),
        ("  count   amber ", 146),
        ("count no plan", 7),
        ("count red or amber", 167),
        ("count red, amber", 167),
        ("count not green", 174),
        ("count inadequate or none", None),
    ],
)
def test_all_units_are_counted_as_printed(
    study: Study, known: Evidence, question: str, number: int | None
) -> None:
    if number is None:
        with pytest.raises(QuestionError):
            ask(study, question, "2017-18", evidence=known)
        return
    answer = ask(study, question, "2017-18", evidence=known)
    assert answer.lower == answer.upper == number
    assert answer.base == 195


def test_a_share_of_the_rated_leaves_out_those_without_a_plan(
    study: Study, known: Evidence
) -> None:
    answer = ask(study, "share red or amber", "2017-18", rated_only=True, evidence=known)
    assert answer.lower == answer.upper == Fraction(100 * 167, 188)
    answer = ask(study, "share red or amber", "2017-18", evidence=known)
    assert answer.lower == answer.upper == Fraction(100 * 167, 195)


def test_one_unit_by_its_code(study: Study, known: Evidence) -> None:
    answer = ask(study, "share red", "2017-18", "15f", evidence=known)
    assert answer.lower == answer.upper == 100
    assert answer.base == 1
    assert answer.question == "share red, NHS Leeds CCG, 2017/18"


def test_the_answer_is_that_of_its_bounds(study: Study, known: Evidence) -> None:
    place = find_place(study, "Midlands", "2016-17")
    answer = ask(study, "count amber", "2016-17", "Midlands", evidence=known)
    bounds = count_bounds(known, "2016-17", place.units, ["amber"])
    assert answer.lower == bounds.lower
    assert answer.upper == bounds.upper


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "is not understood"),
        ("green", "is not understood"),
        ("share", "is not understood"),
        ("mean green", "is not understood"),
        ("share blue", "“blue” is no single rating"),
        ("share failing", "“failing” is no single rating"),
        ("count red or blue", "“blue” is no single rating"),
    ],
)
def test_other_questions_are_refused(study: Study, question: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        ask(study, question, "2017-18")


def test_a_rating_of_another_scale_is_refused(study: Study, known: Evidence) -> None:
    with pytest.raises(QuestionError):
        ask(study, "count good", "2017-18", evidence=known)


def test_a_missing_state_is_no_share_of_the_rated(study: Study, known: Evidence) -> None:
    with pytest.raises(QuestionError, match="no plan cannot be a share of the units with a rating"):
        ask(study, "share no plan", "2017-18", rated_only=True, evidence=known)


def test_an_unknown_place_is_refused(study: Study, known: Evidence) -> None:
    with pytest.raises(UnknownPlaceError, match="Did you mean"):
        ask(study, "share green", "2017-18", "Leads", evidence=known)
