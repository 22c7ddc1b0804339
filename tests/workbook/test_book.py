"""What a workbook may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from ltp_analysis.workbook.book import FIELD_WIDTH, Book, Line, Sheet, Style

TABLE = pd.DataFrame({"Name": ["a", "b"], "Share": ["not known", 0.5]}, dtype=object)
SHEET = Sheet(name="One", title="Title", lines=(Line("Text"),), table=TABLE)


@pytest.mark.parametrize("name", ["", "a/b", "a:b", "[a]", "it's", "a?", "*", "\\", "n" * 32])
def test_names_that_no_sheet_can_have_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no sheet can be called"):
        replace(SHEET, name=name)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"Name": ["a"], "name": ["b"]}),
        pd.DataFrame([["a", "b"]], columns=["Name", "Name"]),
        pd.DataFrame({"Name": []}),
    ],
)
def test_a_table_has_rows_and_headers_of_their_own(table: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="two columns of one name, or no row"):
        replace(SHEET, table=table)


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_blank_cells_are_refused(blank: str) -> None:
    with pytest.raises(ValueError, match="a cell is blank"):
        replace(SHEET, table=pd.DataFrame({"Name": ["a", blank]}))
    with pytest.raises(ValueError, match="a cell is blank"):
        replace(SHEET, table=pd.DataFrame({blank: ["a"]}))
    with pytest.raises(ValueError, match="a cell is blank"):
        replace(SHEET, lines=(Line(blank),))
    with pytest.raises(ValueError, match="a cell is blank"):
        replace(SHEET, title=blank)


def test_two_sheets_of_one_name_are_refused() -> None:
    facts = {"title": "t", "subject": "s", "author": "a", "language": "en-GB"}
    other = replace(SHEET, name="one")
    with pytest.raises(ValueError, match="two sheets have one name"):
        Book(**facts, date=datetime(2020, 1, 1, tzinfo=UTC), sheets=(SHEET, other))


def test_rows_of_a_sheet_with_their_looks() -> None:
    assert list(SHEET.rows()) == [
        [("Title", Style.TITLE)],
        [("Text", Style.LINE)],
        [("Name", Style.HEADER), ("Share", Style.NUMBER_HEADER)],
        [("a", Style.TEXT), ("not known", Style.LABEL)],
        [("b", Style.TEXT), (0.5, Style.SMALL)],
    ]
    assert (SHEET.key, SHEET.top, SHEET.end) == ("table_one", 3, (5, 2))
    assert len(SHEET.heights()) == 5


def test_small_numbers_show_more_decimals_only_if_all_are_small() -> None:
    table = pd.DataFrame({"Share": [0.5, 12.25], "Count": [0, 3]}, dtype=object)
    *_, first, second = replace(SHEET, table=table).rows()
    assert first == [(0.5, Style.DECIMAL), (0, Style.WHOLE)]
    assert second == [(12.25, Style.DECIMAL), (3, Style.WHOLE)]


def test_a_sheet_without_a_table_is_a_page_of_text() -> None:
    lines = (Line("About", heading=True), Line("word " * 40))
    page = Sheet(name="Cover", title="Title", lines=lines)
    assert [row[0][1] for row in page.rows()] == [Style.COVER_TITLE, Style.HEADING, Style.TEXT]
    title, heading, text = page.heights()
    assert title > heading
    assert text > 2 * 12
    # Large bold letters need a second line where others do not.
    assert replace(page, title="word " * 16).heights()[0] > 1.5 * title


def test_a_column_of_links() -> None:
    *_, last = replace(SHEET, linked=True).rows()
    assert last[0] == ("b", Style.LINK)


def test_fields_may_be_blank() -> None:
    table = pd.DataFrame({"Question": ["Why?"], "Answer": [""], "Note": [""]})
    sheet = Sheet(name="Form", title="t", table=table, fields={"Answer": ("yes",), "Note": ()})
    *_, (question, answer, note) = sheet.rows()
    assert question == ("Why?", Style.TEXT)
    assert answer == note == ("", Style.FIELD)
    assert sheet.widths() == [12, 10, FIELD_WIDTH]
    with pytest.raises(ValueError, match="a cell is blank"):
        replace(sheet, fields={"Answer": ("yes",)})


@pytest.mark.parametrize("answers", [("yes, or no",), ("a", 'say "b"'), ("word" * 60,)])
def test_answers_that_no_list_can_hold_are_refused(answers: tuple[str, ...]) -> None:
    table = pd.DataFrame({"Question": ["Why?"], "Answer": [""]})
    with pytest.raises(ValueError, match="no list can hold the answers"):
        Sheet(name="Form", title="t", table=table, fields={"Answer": answers})
