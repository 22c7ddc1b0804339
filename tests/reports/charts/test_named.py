"""What sources say of single units, against the statements themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.chart import picture
from ltp_analysis.reports.charts.named import CONTRADICTED, named_data
from ltp_analysis.reports.palette import styles
from ltp_analysis.statements.stated import StatedRating, stated_ratings

if TYPE_CHECKING:
    from ltp_analysis.reports.charts import Chart
    from ltp_analysis.validated.study import Study

RATINGS = ("red", "amber", "green", "no plan")


@pytest.fixture(scope="module")
def named(study: Study) -> Chart:
    return charts.named_units(study, "2018-19")


def test_named_units_are_all_in_the_picture_and_in_its_text(study: Study, named: Chart) -> None:
    stated = stated_ratings(study, "2018-19")
    names = [study.settings.short(unit.name) for unit in stated]
    labels = [label.get_text() for label in picture(named).axes[0].get_yticklabels()]
    assert sorted(labels) == sorted(names)
    assert len(labels) == 31
    assert all(name in named.alt for name in names)
    green = re.search(r"green: ([^.]*)\.", named.alt)
    assert green is not None
    assert green[1] == (
        "Doncaster; Heywood, Middleton and Rochdale; Tameside and Glossop; and Trafford"
    )


def test_the_headline_counts_what_is_drawn(named: Chart) -> None:
    assert named.headline == (
        "Sources state the 2018/19 rating of 21 of 195 CCGs, and exclude some ratings of 10 more"
    )


def test_marks_stand_on_the_ratings_that_are_left(study: Study, named: Chart) -> None:
    axes = picture(named).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == list(RATINGS)
    labels = [label.get_text() for label in axes.get_yticklabels()]
    heights = list(axes.get_yticks())
    look = styles(study)
    marks: dict[str, set[str]] = defaultdict(set)
    filled: dict[str, set[bool]] = defaultdict(set)
    for line in axes.lines:
        if line.get_marker() not in {style.marker for style in look.values()}:
            continue
        ((column, place),) = np.asarray(line.get_xydata()).tolist()
        rating, name = RATINGS[int(column)], labels[heights.index(place)]
        assert line.get_marker() == look[rating].marker
        marks[name].add(rating)
        filled[name].add(line.get_markerfacecolor() != "#ffffff")
    expected = {
        study.settings.short(u.name): set(u.possible) for u in stated_ratings(study, "2018-19")
    }
    assert marks == expected
    assert {name: {len(left) == 1} for name, left in expected.items()} == filled


def test_the_data_are_a_row_a_unit_and_rating_left(study: Study, named: Chart) -> None:
    stated = {unit.unit_code: unit for unit in stated_ratings(study, "2018-19")}
    for code, rows in named.data.groupby("unit_code"):
        unit = stated.pop(str(code))
        assert tuple(rows["rating"]) == unit.possible
        assert set(rows["left"]) == {len(unit.possible)}
        assert set(rows["sources"]) == {"|".join(unit.sources)}
        assert set(rows["statements"]) == {"|".join(unit.statements)}
    assert not stated


def test_units_of_which_sources_contradict_each_other_are_shown(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [
        StatedRating("00C", "NHS Darlington CCG", (), ("a", "b"), ("c",)),
        StatedRating("00D", "NHS Durham CCG", ("red",), ("a",), ("c",)),
    ]
    monkeypatch.setattr("ltp_analysis.reports.charts.named.stated_ratings", lambda *_: units)
    made = charts.named_units(study, "2018-19")
    assert made.headline == (
        "Sources state the 2018/19 rating of 1 of 195 CCGs; of 1 they contradict each other"
    )
    assert made.alt == "Table of marks. contradicted: Darlington. red: Durham."
    texts = [text.get_text() for text in picture(made).axes[0].texts]
    assert texts == [CONTRADICTED]
    assert list(named_data(study, units)["rating"]) == ["", "red"]


def test_a_round_of_which_nothing_is_stated_says_so(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ltp_analysis.reports.charts.named.stated_ratings", lambda *_: [])
    made = charts.named_units(study, "2018-19")
    assert made.headline == "Sources state the 2018/19 rating of none of 195 CCGs"
    assert made.alt == "Table of marks. No statement was found."
    assert [text.get_text() for text in picture(made).axes[0].texts] == ["no statement was found"]
    assert made.data.empty
