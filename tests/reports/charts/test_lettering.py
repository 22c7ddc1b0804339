"""Letters: which can be drawn, and how much room they take, against Matplotlib's outlines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from ltp_analysis.reports.charts.lettering import (
    FONT,
    height_of,
    printable,
    text_width,
    wrap,
    wrap_all,
)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Bassetlaw", "Bassetlaw"),
        ("Ünit № 1 😀", "Ünit № 1 😀"),
        ("דורש שיפור", "דורש שיפור"),
        ("中", "[cjk unified ideograph-4e2d]"),
        ("👩\u200d⚕\ufe0f", "[woman]⚕"),
        ("a\u200fb\x00c\ud800d\ue000", "abcd"),
        ("two\u00a0words\tthree\nlines", "two words three\nlines"),
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_drawn_by_name(text: str, drawn: str) -> None:
    assert printable(text) == drawn


@given(st.text(max_size=30))
def test_whatever_is_printable_stays(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    assert once.count("\n") == text.count("\n")


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["00L", "Midlands and East of England", "no plan\nm", "W"])
def test_widths_are_those_of_the_outlines(text: str, bold: bool) -> None:  # noqa: FBT001
    font = FontProperties(family=FONT, weight="bold" if bold else "normal")
    outlines = [
        TextPath((0, 0), line, size=20, prop=font).get_extents() for line in text.split("\n")
    ]
    # An outline ends with its ink, which may stop short of where the next letter would start.
    widest = max(box.x1 for box in outlines)
    assert widest <= text_width(text, 20, bold=bold) * 1.02
    assert text_width(text, 20, bold=bold) <= widest + 4
    assert text_width(text, 10, bold=bold) == pytest.approx(text_width(text, 20, bold=bold) / 2)


def test_text_without_letters_has_no_width() -> None:
    assert text_width("", 10) == 0
    assert height_of("", 10) == height_of("a", 10)
    assert height_of("a\nb", 10) == 2 * height_of("a", 10)


@given(st.text("abc לm", max_size=40), st.floats(20, 200))
def test_lines_fit_and_keep_every_letter(text: str, room: float) -> None:
    broken = wrap(text, 10, room)
    assert text_width(broken, 10) <= room
    assert "".join(broken.split()) == "".join(text.split())
    assert broken.count("\n") <= len(text)


def test_words_are_broken_only_where_they_must() -> None:
    assert wrap("one two three", 10, 1000) == "one two three"
    assert wrap("one two three", 10, text_width("one two", 10)) == "one two\nthree"
    assert wrap("one\ntwo", 10, 1000) == "one\ntwo"
    assert wrap("mmmm", 10, text_width("mm", 10)) == "mm\nmm"
    assert wrap("mm", 10, 1) == "m\nm"


def test_the_first_size_is_taken_that_breaks_no_word() -> None:
    room = text_width("improvement", 8)
    assert wrap_all(["good", "requires improvement"], (9, 8), room) == (
        ["good", "requires\nimprovement"],
        8,
    )
    assert wrap_all(["good"], (9, 8), room) == (["good"], 9)
    texts, size = wrap_all(["improvements"], (9, 8), room)
    assert (size, texts) == (8, ["improvement\ns"])


def test_words_from_right_to_left_start_on_the_right() -> None:
    font = FontProperties(family=FONT)
    first, second = "\N{HEBREW LETTER SHIN}", "\N{HEBREW LETTER DALET}"
    pair = TextPath((0, 0), first + second, size=20, prop=font)
    alone = TextPath((0, 0), second, size=20, prop=font)
    polygons = [np.asarray(polygon, dtype=float) for polygon in pair.to_polygons()]
    left = min(polygons, key=lambda polygon: float(polygon[:, 0].min()))
    (shape,) = [np.asarray(polygon, dtype=float) for polygon in alone.to_polygons()]
    assert np.allclose(left - left.min(axis=0), shape - shape.min(axis=0), atol=0.2)
