"""The XLSX, read back with three programs."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import openpyxl
import pytest

from ltp_analysis.workbook.xlsx import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook
    from tests.workbook.conftest import Grid

    from ltp_analysis.workbook.book import Book


def cells_of(book: Book) -> Grid:
    """Return the cells of a workbook before it has a format, rows filled up to one length."""
    grids: Grid = {}
    for sheet in book.sheets:
        rows = [[cell for cell, _ in row] for row in sheet.rows()]
        width = max(map(len, rows))
        grids[sheet.name] = [[*row, *[""] * (width - len(row))] for row in rows]
    return grids


def test_openpyxl_finds_every_cell(book: Book, opened: Workbook) -> None:
    found = {
        page.title: [["" if cell is None else cell for cell in row] for row in page.values]
        for page in opened.worksheets
    }
    assert found == cells_of(book)
    kinds = {cell.data_type for page in opened for row in page.rows for cell in row if cell.value}
    assert kinds == {"s", "n"}


def test_a_second_library_finds_every_cell(
    book: Book, xlsx: bytes, read: Callable[[bytes], Grid]
) -> None:
    assert read(xlsx) == cells_of(book)


def test_hostile_names_come_through_and_nothing_is_a_formula(
    hostile: Book, read: Callable[[bytes], Grid]
) -> None:
    made = to_xlsx(hostile)
    assert read(made) == cells_of(hostile)
    (page,) = openpyxl.load_workbook(io.BytesIO(made)).worksheets
    rows = [list(row) for row in page.values]
    assert rows == [
        [cell or None if cell == "" else cell for cell in row]
        for row in cells_of(hostile)["Made-up names"]
    ]
    assert not [cell for row in page.rows for cell in row if cell.data_type == "f"]
    assert not [cell for row in page.rows for cell in row if cell.hyperlink]
    quoted = {str(cell.value)[0] for row in page.rows for cell in row if cell.quotePrefix}
    assert quoted == set("=+-@\t")
    with ZipFile(io.BytesIO(made)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "sheet" in name]
    assert not any(b"<f" in part for part in parts)


def test_what_excel_reads_as_a_character_is_escaped(
    hostile: Book, read: Callable[[bytes], Grid]
) -> None:
    sheet = replace(hostile.sheets[0], title="_x0041_ and _x000d_")
    assert read(to_xlsx(replace(hostile, sheets=(sheet,))))["Made-up names"][0][0] == sheet.title


@pytest.mark.slow
def test_libreoffice_finds_hostile_names_unharmed(
    hostile: Book, calc: Callable[[bytes, str], Grid]
) -> None:
    texts = {
        name: [list(map(str, row)) for row in rows] for name, rows in cells_of(hostile).items()
    }
    assert calc(to_xlsx(hostile), "xlsx") == texts


def test_the_same_workbook_gives_the_same_bytes(book: Book, xlsx: bytes) -> None:
    assert to_xlsx(book) == xlsx


def test_every_sheet_keeps_to_the_guidance(opened: Workbook) -> None:
    for page in opened.worksheets:
        title = page["A1"]
        assert isinstance(title.value, str)
        assert title.style in ("Heading 1", "Cover title")
        assert not page.merged_cells.ranges
        assert page.freeze_panes is None
        assert page.auto_filter.ref is None
        assert page.sheet_state == "visible"
        assert not any(row.hidden for row in page.row_dimensions.values())
        assert not any(column.hidden for column in page.column_dimensions.values())
        assert page.sheet_view.selection[0].activeCell == "A1"
        assert len(page.tables) == (0 if page.title == "Cover" else 1)
        for table in page.tables.values():
            first, last = table.ref.split(":")
            area = page[table.ref]
            assert first.startswith("A")
            assert last == area[-1][-1].coordinate == page.dimensions.split(":")[1]
            header = [cell.value for cell in area[0]]
            assert header == table.column_names
            assert len(set(map(str.casefold, map(str, header)))) == len(header)
            assert all(cell.value not in (None, "") for row in area for cell in row)
            assert table.autoFilter is None
            assert all(
                cell.alignment.wrap_text for row in area for cell in row if cell.data_type == "s"
            )
    names = [name for page in opened.worksheets for name in page.tables]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_letters_are_plain_and_colour_says_nothing(opened: Workbook) -> None:
    for page in opened.worksheets:
        for cell in (cell for row in page.rows for cell in row if cell.value is not None):
            assert cell.font.name == "Arial"
            assert cell.font.size >= 12
            assert cell.fill.fill_type is None
            assert (cell.font.color is None) == (cell.hyperlink is None)


def test_the_file_says_what_it_is(opened: Workbook, book: Book) -> None:
    facts = opened.properties
    assert facts.title == book.title
    assert facts.language == "en-GB"
    assert facts.creator == facts.lastModifiedBy == book.author
    assert facts.created == facts.modified == book.date.replace(tzinfo=None)


def test_contents_lead_to_every_sheet_after_them(opened: Workbook) -> None:
    page = opened["Contents"]
    links = [page.cell(row, 1).hyperlink for row in range(4, page.max_row + 1)]
    places = [link.location for link in links if link is not None]
    assert places == [f"'{name}'!A1" for name in opened.sheetnames[2:]]
