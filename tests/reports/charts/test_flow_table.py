"""The table of flows, against the flows that it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.chart import picture
from ltp_analysis.reports.charts.flow_table import SAME
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.flows import Flow, Flows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ltp_analysis.validated.study import Study

BOUNDS = {
    "red": [(0, 4), (3, 21), (0, 0), (2, 2)],
    "amber": [(0, 0), (96, 145), (0, 35), (0, 12)],
    "green": [(0, 4), (0, 20), (0, 21), (0, 12)],
    "no plan": [(1, 1), (0, 7), (0, 7), (0, 7)],
}


@pytest.fixture(scope="module")
def flows(study: Study) -> Flows:
    return made(study, "2016-17", "2017-18", apart=7)


def made(study: Study, since: str, until: str, apart: int) -> Flows:
    found = [
        Flow(before, after, *ends)
        for before, row in BOUNDS.items()
        for after, ends in zip(study.ratings, row, strict=True)
    ]
    followed = tuple(f"u{number}" for number in range(188))
    others = tuple(f"a{number}" for number in range(apart))
    ends = Range(97, 177), Range(7, 56), Range(0, 24)
    return Flows(since, until, followed, others, tuple(found), *ends)


def cells(axes: Axes) -> dict[tuple[int, int], Rectangle]:
    """Return the cell of each row and column."""
    found = {}
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        if patch.get_fill():
            found[int(patch.get_y()), int(patch.get_x())] = patch
    return found


def test_each_cell_says_its_bounds_and_what_they_mean(study: Study, flows: Flows) -> None:
    axes = picture(charts.flow_matrix(study, flows)).axes[0]
    said: dict[tuple[int, int], str] = {}
    for text in sorted(axes.texts, key=lambda text: text.get_position()[1]):
        x, y = text.get_position()
        if x >= 0 and 0 < y < 4 and "criteria" not in text.get_text():
            spot = int(y), int(x)
            said[spot] = f"{said.get(spot, '')} {text.get_text()}".strip()
    expected = {}
    for row, ends in enumerate(BOUNDS.values()):
        for column, (lower, upper) in enumerate(ends):
            number = f"{lower} to {upper}" if lower < upper else f"{lower}" if lower else "none"
            notes = [SAME] * (row == column) + ["forced"] * (lower > 0)
            expected[row, column] = "\n".join([number, *notes]).replace("\n", " ")
    assert {spot: text.replace("\n", " ") for spot, text in said.items()} == expected


def test_forced_cells_are_framed_and_excluded_ones_crossed(study: Study, flows: Flows) -> None:
    axes = picture(charts.flow_matrix(study, flows)).axes[0]
    frames = {
        (int(patch.get_y()), int(patch.get_x()))
        for patch in axes.patches
        if isinstance(patch, Rectangle) and not patch.get_fill()
    }
    crossed = {spot for spot, patch in cells(axes).items() if patch.get_hatch()}
    ends = {
        (row, col): end for row, some in enumerate(BOUNDS.values()) for col, end in enumerate(some)
    }
    assert frames == {spot for spot, (lower, _) in ends.items() if lower > 0}
    assert crossed == {spot for spot, (_, upper) in ends.items() if upper == 0}


def test_the_darker_a_cell_the_greater_its_greatest_number(study: Study, flows: Flows) -> None:
    axes = picture(charts.flow_matrix(study, flows)).axes[0]
    uppers = {(row, c): end[1] for row, e in enumerate(BOUNDS.values()) for c, end in enumerate(e)}
    order = sorted(uppers, key=lambda spot: uppers[spot])
    light = [sum(to_rgb(cells(axes)[spot].get_facecolor())) for spot in order]
    assert light == sorted(light, reverse=True)
    assert len({round(value, 6) for value in light}) == len(set(uppers.values()))


def test_the_words_say_every_number(study: Study, flows: Flows) -> None:
    chart = charts.flow_matrix(study, flows)
    assert chart.headline == "From 2016/17 to 2017/18, 97 to 177 of 188 CCGs kept their rating"
    assert chart.alt == (
        "Table of flows from 2016/17 to 2017/18. "
        "From red: to red 0 to 4; to amber 3 to 21 (forced); to green none; to no plan 2 (forced). "
        "From amber: to red none; to amber 96 to 145 (forced); to green 0 to 35; "
        "to no plan 0 to 12. "
        "From green: to red 0 to 4; to amber 0 to 20; to green 0 to 21; to no plan 0 to 12. "
        "From no plan: to red 1 (forced); to amber 0 or 7; to green 0 or 7; to no plan 0 or 7. "
        "Of 188 followed, 97 to 177 kept their rating, 7 to 56 got a better one and 0 to 24 a "
        "worse one. 7 are left out. The criteria changed between 2016/17 and 2017/18, so the "
        "series is broken there."
    ).replace("0 or 7", "0 to 7")
    assert "7 that merged or are new are left out." in chart.caption
    assert "The criteria changed" in chart.caption


def test_a_series_that_is_not_broken_is_not_called_so(study: Study) -> None:
    chart = charts.flow_matrix(study, made(study, "2017-18", "2018-19", apart=0))
    assert "criteria" not in chart.caption + chart.alt
    assert "left out" not in chart.caption + chart.alt
    assert not any("criteria" in text.get_text() for text in picture(chart).axes[0].texts)
    broken = picture(charts.flow_matrix(study, made(study, "2016-17", "2017-18", apart=0)))
    assert any("criteria changed" in text.get_text() for text in broken.axes[0].texts)


def test_the_data_are_the_flows(study: Study, flows: Flows) -> None:
    data = charts.flow_matrix(study, flows).data
    rows = data.set_index(["before", "after"])[["lower", "upper"]].apply(tuple, axis=1).to_dict()
    assert rows == {
        (before, after): end
        for before, ends in BOUNDS.items()
        for after, end in zip(study.ratings, ends, strict=True)
    }
    assert set(data["followed"]) == {188}
    assert set(data["apart"]) == {7}
    assert data["state"].value_counts().to_dict() == {"possible": 10, "forced": 4, "excluded": 2}


def test_wide_numbers_are_broken_where_cells_are_narrow(made_up: Study) -> None:
    ratings = made_up.ratings
    found = tuple(Flow(one, other, 0, 99999) for one in ratings for other in ratings)
    ends = Range(0, 99999)
    flows = Flows("2017-18", "2018-19", ("a",) * 99999, (), found, ends, ends, ends)
    chart = charts.flow_matrix(made_up, flows)
    numbers = [t.get_text() for t in picture(chart).axes[0].texts if "99" in t.get_text()]
    assert numbers == ["0 to\n99,999"] * len(ratings) ** 2
    assert "frame" not in chart.caption
    assert "crossed" not in chart.caption
