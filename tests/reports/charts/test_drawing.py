"""Pages, margins, and marks of a break in the series."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reports.charts.drawing import (
    PAGE_WIDTH,
    breaks_sentence,
    criteria_changed,
    margin_for,
    mark_breaks,
    new_page,
    publishers,
)
from ltp_analysis.reports.charts.lettering import text_width

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


def test_a_page_has_its_field_within_its_margins() -> None:
    drawn, axes = new_page(3, left=1, right=0.5, top=0.25, foot=0.75)
    assert drawn.get_size_inches().tolist() == [PAGE_WIDTH, 4]
    box = axes.get_position()
    inches = [box.x0 * PAGE_WIDTH, box.width * PAGE_WIDTH, box.y0 * 4, box.height * 4]
    assert inches == pytest.approx([1, PAGE_WIDTH - 1.5, 0.75, 3])
    assert not any(spine.get_visible() for spine in axes.spines.values())


def test_a_margin_holds_the_widest_label() -> None:
    assert margin_for(["m", "mmm\nm"], gap=0) * 72 == pytest.approx(text_width("mmm", 9))
    assert margin_for([], gap=36) == 0.5


def test_breaks_are_those_of_the_table_of_rounds(study: Study) -> None:
    rows = study["rounds"].sort_values("round_id")
    criteria = dict(zip(rows["round_id"], rows["criteria_id"], strict=True))
    rounds = study.rounds
    for since, until in pairwise(rounds):
        assert criteria_changed(study, since, until) == (criteria[since] != criteria[until])
    _, axes = new_page(3)
    mark_breaks(axes, study, [rounds[0], *rounds])
    heights = [line.get_ydata()[0] for line in axes.lines]  # type: ignore[index]
    assert heights == [1.5, 2.5]
    assert [text.get_text() for text in axes.texts] == ["criteria changed"] * 2


def test_breaks_are_said_in_words(study: Study) -> None:
    assert breaks_sentence(study, study.rounds) == (
        "The criteria changed between 2015/16 and 2016/17 and between 2016/17 and 2017/18, "
        "so the series is broken there."
    )
    assert breaks_sentence(study, study.rounds[-2:]) == ""
    assert breaks_sentence(study, study.rounds[:1]) == ""


def test_publishers_are_named_once_each(study: Study) -> None:
    sources = study["sources"]
    some = list(sources["source_id"].iloc[:5])
    names = list(dict.fromkeys(sources["publisher"].iloc[:5]))
    said = publishers(study, [*some, *some])
    assert all(
        said.count(name) == 1 for name in names if not any(name in n for n in names if n != name)
    )
    places = [said.index(name) for name in names]
    assert places == sorted(places)
