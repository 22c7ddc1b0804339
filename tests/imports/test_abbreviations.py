"""Words cut short, against what a reader would say."""

from __future__ import annotations

import pytest

from ltp_analysis.imports.abbreviations import initials, may_stand_for, table
from ltp_analysis.imports.folding import words


@pytest.mark.parametrize(
    ("written", "name", "fits"),
    [
        ("N Glos", "north gloucestershire", True),
        ("N Glos", "northern gloucestershire", True),
        ("N Glos", "south gloucestershire", False),
        ("NEW Devon", "northern eastern western devon", True),
        ("New Devon", "northern eastern western devon", False),
        ("NE", "north east", False),  # initials alone
        ("N E W", "north east west", False),
        ("Glos", "gloucestershire", True),
        ("Herts Valleys", "herts valleys", True),
        ("Hertfordshire Valleys", "herts valleys", True),
        ("St Helens", "saint helens", True),
        ("Saint Helens", "st helens", True),
        ("S Warw.", "south warwickshire", False),  # one initial and one word cut short
        ("South Warw.", "south warwickshire", True),
        ("Rother.", "rotherham", False),
        ("York", "vale of york", False),
        ("B&NES Swindon", "bath north east somerset swindon", False),
        ("BANES", "bath north east somerset", True),
    ],
)
def test_what_may_stand_for_a_name(written: str, name: str, fits: bool) -> None:  # noqa: FBT001
    some = [word for word in words(written) if word.text != "and"]
    assert may_stand_for(some, name.split()) is fits


def test_the_table_has_words_in_lower_case_and_never_cuts_a_word_to_itself() -> None:
    for short, full in table().items():
        assert short == short.casefold()
        assert full
        assert all(short not in some for some in full)


def test_initials() -> None:
    assert initials(["bristol", "north", "somerset", "south", "gloucestershire"]) == "bnssg"
