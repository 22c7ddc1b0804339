"""What a map shows, as a table and in words, against ratings made up for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reports.charts.map_data import (
    NONE_LEFT,
    SEVERAL,
    map_alt,
    map_data,
    map_headline,
    map_source,
    map_subtitle,
)
from ltp_analysis.reports.charts.tiles import Layout
from ltp_analysis.solved.ratings import DEDUCED, OPEN, STATED, UnitRating

if TYPE_CHECKING:
    import pandas as pd

    from ltp_analysis.validated.study import Study

ROUND = "2018-19"
ALL = ("red", "amber", "green", "no plan")
LAYOUT = Layout({"a": (0, 0), "b": (1, 0), "c": (1, 1), "d": (0, 2), "e": (2, 2)}, 30.0, 12.4)
REGIONS = {"a": "North", "b": "North", "c": "South", "d": "South"}
CASES = [
    ("a", "NHS Ash, Birch and Cedar CCG", ("red",), STATED, STATED),
    ("b", "NHS Beech CCG", ("green",), DEDUCED, DEDUCED),
    ("c", "NHS Dogwood CCG", ("amber", "no plan"), DEDUCED, SEVERAL),
    ("d", "NHS Elm CCG", ALL, OPEN, OPEN),
    ("e", "NHS Fir CCG", (), STATED, NONE_LEFT),
    ("f", "NHS Gorse CCG", ("red",), STATED, STATED),
]


def rows(study: Study, *which: int) -> pd.DataFrame:
    ratings = [
        UnitRating(code, name, ROUND, left, basis, ("s1", "s2"))
        for code, name, left, basis, _ in (CASES[place] for place in which)
    ]
    return map_data(study, ratings, LAYOUT, REGIONS)


@pytest.fixture(scope="module")
def data(study: Study) -> pd.DataFrame:
    return rows(study, *range(len(CASES)))


def test_each_unit_has_its_row(data: pd.DataFrame) -> None:
    assert list(data["unit_code"]) == [case[0] for case in CASES]
    assert list(data["state"]) == [case[-1] for case in CASES]
    assert list(data["possible"]) == ["|".join(case[2]) for case in CASES]
    assert list(data["region"]) == ["North", "North", "South", "South", "", ""]
    assert set(data["statements"]) == {"s1|s2"}
    places = list(zip(data["column"], data["row"], strict=True))[:5]
    assert places == list(LAYOUT.places.values())
    assert data[["column", "row"]].iloc[5].isna().all()


def test_known_and_deduced_are_counted_apart(study: Study, data: pd.DataFrame) -> None:
    assert map_headline(study, ROUND, data) == (
        "In 2018/19, the rating of 3 of 6 CCGs is known (2 stated, 1 deduced), and some ratings "
        "of 1 more are excluded"
    )
    assert map_headline(study, ROUND, rows(study, 0, 3)) == (
        "In 2018/19, the rating of 1 of 2 CCGs is known"
    )


def test_the_text_names_every_unit_of_which_something_is_known(
    study: Study, data: pd.DataFrame
) -> None:
    assert map_alt(study, ROUND, data) == (
        "Map of 6 equal squares, one a CCG, 2018/19. Stated red: Ash, Birch and Cedar; and Gorse. "
        "Deduced green: Beech. Left are amber or no plan: Dogwood. Contradicted: Fir. "
        "Nothing is known of 1."
    )
    assert "Nothing" not in map_alt(study, ROUND, rows(study, 0, 1))


def test_the_subtitle_explains_what_is_there_and_no_more(study: Study, data: pd.DataFrame) -> None:
    said = map_subtitle(study, ROUND, data, LAYOUT, "region")
    for words in (
        "the root of its mean is 12 km",
        "with its ODS code",
        "A filled square has the rating that a source states.",
        "deduced",
        "A crossed square is contradicted.",
        "Of an empty square no rating is excluded.",
        "Thick lines part the regions of the time.",
        "Not drawn, for want of a point: 1 CCGs.",
    ):
        assert words in said
    few = map_subtitle(study, ROUND, rows(study, 4), LAYOUT, "region")
    for words in ("filled", "deduced", "empty", "Thick", "Not drawn"):
        assert words not in few


def test_the_source_names_who_published_the_places(study: Study) -> None:
    assert map_source(study, ROUND, "region") == (
        "Source: Office for National Statistics (places); the sources of this report (ratings)"
    )
