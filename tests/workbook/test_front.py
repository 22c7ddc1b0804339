"""Cover, contents and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis import __version__
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.workbook import front

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Rows

    from ltp_analysis.validated.study import Study
    from ltp_analysis.workbook.book import Book


def texts(study: Study) -> list[str]:
    return [line.text for line in front.cover(study, "Title").lines]


def test_the_cover_says_what_it_is_and_of_which_version(study: Study) -> None:
    found = "\n".join(texts(study))
    assert "2015/16, 2016/17, 2017/18 and 2018/19" in found
    assert f"Dataset {study.version}, made by ltp-analysis {__version__}." in found
    assert "came out in 2019-07" in found


def test_the_cover_keeps_the_attribution_of_open_licences(study: Study) -> None:
    found = texts(study)
    assert any("Open Government Licence v3.0" in text for text in found)
    assert any("© Crown copyright" in text and "Office for National" in text for text in found)
    assert any(text.startswith("The tables as a compilation: CC-BY-4.0.") for text in found)


def test_a_study_without_open_licences_needs_none(altered: Callable[..., Study]) -> None:
    def closed(rows: Rows) -> Rows:
        return [row | {"licence": "All rights reserved", "kind": "report"} for row in rows]

    found = texts(altered(sources=closed))
    assert not any("Open Government Licence" in text for text in found)
    assert "The terms of each source are on the worksheet Sources." in found


def test_contents_list_the_sheets(book: Book) -> None:
    sheet = front.contents(book.sheets)
    assert sheet.table is not None
    assert list(sheet.table["Worksheet"]) == [found.name for found in book.sheets]
    assert list(sheet.table["What it holds"]) == [found.title for found in book.sheets]


def test_every_word_that_stands_for_a_number_is_explained(book: Book, study: Study) -> None:
    notes = front.notes(study).table
    assert notes is not None
    explained = {word for words in notes["Word"] for word in str(words).split(", ")}
    used: set[str] = set()
    for sheet in book.sheets:
        if sheet.table is None:
            continue
        for name in sheet.table.columns:
            cells = list(sheet.table[name])
            if any(not isinstance(cell, str) for cell in cells):
                used |= {cell for cell in cells if isinstance(cell, str)}
    assert used == {"not known", "does not apply"}
    assert {*used, "no whole number", "none", *map(str, Verdict)} <= explained
    assert {"stated", "deduced", "open", "certain", "doubtful"} <= explained
    assert "no plan" in dict(zip(notes["Word"], notes["Meaning"], strict=True))["missing"]
