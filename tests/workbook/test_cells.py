"""What a cell can hold."""

from __future__ import annotations

import pytest

from ltp_analysis.workbook.cells import LONGEST, lines_of, plain, width_of


@pytest.mark.parametrize(
    "text", ["=1+1", "  a\tb\nc ", "مجموعة", "👩‍👧", "<b>&amp;</b>", "a" * LONGEST]
)
def test_texts_stay_as_they_are(text: str) -> None:
    assert plain(text) == text


def test_line_ends_become_one_kind() -> None:
    assert plain("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_what_no_xml_can_hold_is_marked() -> None:
    assert plain("a\x00b\x0bc\ud800d\uffff") == "a\ufffdb\ufffdc\ufffdd\ufffd"


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_too_long_a_text_is_cut_and_says_so(letter: str) -> None:
    found = plain(letter * 40_000)
    assert len(found.encode("utf-16-le")) <= 2 * LONGEST
    kept, mark = found.split(" [")
    assert mark == "cut: 40,000 characters in all]"
    assert set(kept) == {letter}
    assert len(kept.encode("utf-16-le")) > 2 * LONGEST - 100


def test_widths_have_room_for_words_and_are_bounded() -> None:
    assert width_of(["Header", "x"]) == 10
    assert width_of(["A header of many words", "x"]) == 10
    assert width_of(["Header", 1_234_567_890_123]) == len("1,234,567,890,123") + 2
    assert width_of(["Header", "four words of text"]) == len("four words of text") + 2
    assert width_of(["Header", "word " * 100]) == width_of(["Header", "w" * 500]) == 42


def test_lines_are_counted_as_they_wrap() -> None:
    assert lines_of(12, 10) == lines_of("short", 10) == 1
    assert lines_of("one two three four", 9) == 3
    assert lines_of("a\n\nb", 10) == 3
    assert lines_of("w" * 25, 10) == 3
