"""A tile says its state and its ratings by letters, not by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ltp_analysis.reports.charts.map_data import NONE_LEFT, SEVERAL
from ltp_analysis.reports.charts.marks import HALF, draw_tile, initials, new_pen
from ltp_analysis.reports.palette import styles
from ltp_analysis.solved.ratings import DEDUCED, OPEN, STATED

if TYPE_CHECKING:
    from ltp_analysis.reports.charts.marks import Pen
    from ltp_analysis.validated.study import Study


@pytest.fixture
def pen(study: Study) -> Pen:
    return new_pen(Figure().subplots(), styles(study), ["05W", "00L"], 21)


@pytest.mark.parametrize(
    ("ratings", "marks"),
    [
        (["red", "amber", "green", "no plan"], ["R", "A", "G", "N"]),
        (["requires improvement", "requires substantial improvement"], ["RI", "RSI"]),
        (["neutral", "not scored", "not accessed"], ["Ne", "NS", "NA"]),
        (["good", "great", "Gold"], ["Goo", "Gr", "Gol"]),
        (["a", "ab"], ["A", "Ab"]),
        ([], []),
    ],
)
def test_a_mark_is_as_short_as_it_can_be(ratings: list[str], marks: list[str]) -> None:
    assert initials(ratings) == dict(zip(ratings, marks, strict=True))


@given(
    st.lists(
        st.text("abcd ", min_size=1, max_size=8).map(str.strip).filter(bool),
        max_size=7,
        unique=True,
    )
)
def test_no_two_ratings_have_one_mark(ratings: list[str]) -> None:
    marks = initials(ratings)
    assert list(marks) == ratings
    assert len({mark.casefold() for mark in marks.values()}) == len(ratings)


def fills(pen: Pen) -> list[tuple[str, float]]:
    """Return colour and height of what was drawn, in order."""
    patches = [patch for patch in pen.axes.patches if isinstance(patch, Rectangle)]
    return [(to_hex(patch.get_facecolor()), round(patch.get_height(), 2)) for patch in patches]


def texts(pen: Pen) -> list[str]:
    return [text.get_text() for text in pen.axes.texts]


def test_what_is_stated_fills_the_tile(pen: Pen) -> None:
    draw_tile(pen, (2, 3), "05W", STATED, ["amber"])
    assert fills(pen) == [(pen.look["amber"].fill, round(2 * HALF, 2))]
    assert texts(pen) == ["05W", "A"]
    (patch,) = pen.axes.patches
    assert isinstance(patch, Rectangle)
    assert (patch.get_x() + HALF, patch.get_y() + HALF) == pytest.approx((2, 3))


def test_what_is_deduced_fills_its_foot_alone(pen: Pen) -> None:
    draw_tile(pen, (0, 0), "05W", DEDUCED, ["green"])
    (paper, whole), (fill, foot) = fills(pen)
    assert (paper, fill) == ("#ffffff", pen.look["green"].fill)
    assert foot < whole / 2
    assert texts(pen) == ["05W", "G"]


def test_what_is_left_stands_in_the_foot_in_order(pen: Pen) -> None:
    draw_tile(pen, (0, 0), "05W", SEVERAL, ["red", "amber", "no plan"])
    assert [fill for fill, _ in fills(pen)[1:]] == [
        pen.look[name].fill for name in ("red", "amber", "no plan")
    ]
    assert texts(pen) == ["05W", "R", "A", "N"]
    places = [text.get_position()[0] for text in pen.axes.texts[1:]]
    assert places == sorted(places)
    assert all(float(text.get_fontsize()) >= 8 for text in pen.axes.texts)


def test_where_letters_have_no_room_their_number_stands(study: Study) -> None:
    narrow = new_pen(Figure().subplots(), styles(study), ["05W"], 12)
    draw_tile(narrow, (0, 0), "05W", SEVERAL, ["red", "amber", "no plan"])
    assert texts(narrow) == ["05W", "3"]


def test_what_is_open_is_empty_and_what_is_contradicted_crossed(pen: Pen) -> None:
    draw_tile(pen, (0, 0), "05W", OPEN, list(pen.look))
    assert fills(pen) == [("#ffffff", round(2 * HALF, 2))]
    assert not pen.axes.lines
    draw_tile(pen, (1, 0), "00L", NONE_LEFT, [""])
    assert len(pen.axes.lines) == 2
    assert texts(pen) == ["05W", "00L"]


def test_a_hatch_leaves_its_letters_free(pen: Pen) -> None:
    draw_tile(pen, (0, 0), "05W", STATED, ["no plan"])
    assert texts(pen) == ["05W", "N"]
    assert all(text.get_bbox_patch() is not None for text in pen.axes.texts)
