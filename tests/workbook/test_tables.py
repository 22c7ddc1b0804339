"""The workbook as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ltp_analysis.findings.ledger import Ledger, build_ledger
from ltp_analysis.workbook.tables import Content, tables_book
from ltp_analysis.workbook.xlsx import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Rows

    from ltp_analysis.validated.study import Study
    from ltp_analysis.workbook.book import Book


def test_the_sheets_and_their_order(book: Book) -> None:
    assert [sheet.name for sheet in book.sheets] == [
        *("Cover", "Contents", "Notes", "Shares", "Counts", "Changes", "Ratings"),
        *("Reconciliation", "Published figures", "Statements", "Sources"),
    ]


def test_every_sheet_with_a_table_says_how_long_it_is(book: Book) -> None:
    for sheet in book.sheets[3:]:
        assert sheet.table is not None
        words = f"This worksheet contains one table with {len(sheet.table)} rows."
        assert sheet.lines[0].text.startswith(words)


def test_the_break_in_the_criteria_is_marked(book: Book) -> None:
    words = "changed between 2015/16 and 2016/17, and between 2016/17 and 2017/18."
    marked = {sheet.name for sheet in book.sheets for line in sheet.lines if words in line.text}
    assert marked == {"Shares", "Counts", "Changes", "Ratings"}


def test_the_date_is_that_of_the_latest_report(book: Book) -> None:
    assert book.date == datetime(2019, 7, 1, tzinfo=UTC)


def test_a_table_without_rows_has_no_sheet(study: Study) -> None:
    found = tables_book(study, Content(Ledger([]), [], [], {}))
    assert [sheet.name for sheet in found.sheets] == [
        *("Cover", "Contents", "Notes", "Published figures", "Statements", "Sources")
    ]


def test_findings_in_a_new_unit_get_a_sheet(study: Study, ledger: Ledger) -> None:
    finding = replace(next(iter(ledger.values())), unit="children")
    found = tables_book(study, Content(Ledger([finding]), [], [], {}))
    assert found.sheets[3].name == "Children"
    assert found.sheets[3].title == "Findings, with bounds (children)"


def test_another_study_needs_no_other_code(altered: Callable[..., Study]) -> None:
    def one_wording(rows: Rows) -> Rows:
        return [row | {"criteria_id": rows[0]["criteria_id"]} for row in rows]

    def words(settings: str) -> str:
        for old, new in {
            'singular = "CCG"': 'singular = "=school"',
            'plural = "CCGs"': 'plural = "=schools"',
            'title = "': 'title = "=Made up: ',
        }.items():
            settings = settings.replace(old, new)
        return settings

    study = altered(rounds=one_wording, toml=words)
    found = tables_book(study, Content(build_ledger(study), [], [], {}))
    assert found.title.startswith("=Made up: ")
    assert not any(
        "criteria changed" in line.text for sheet in found.sheets for line in sheet.lines
    )
    assert any("=schools" in sheet.title for sheet in found.sheets)
    assert to_xlsx(found)
