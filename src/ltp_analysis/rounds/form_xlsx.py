"""A form as a workbook: lists to choose from, a header that stays, and notes.

The table starts in the first row of the first sheet, so that programs read it as they read the
CSV file. Every cell to fill in is text, so that codes keep their zeros and nothing is run as a
formula.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.writer.excel import ExcelWriter

from ltp_analysis.workbook.book import FIELD_WIDTH, PAGE_WIDTH, Style
from ltp_analysis.workbook.cells import plain, width_of
from ltp_analysis.workbook.front import AUTHOR, LANGUAGE
from ltp_analysis.workbook.package import undated
from ltp_analysis.workbook.xlsx import COMMANDS, ESCAPE, named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from openpyxl.worksheet.worksheet import Worksheet

    from ltp_analysis.rounds.form import Form

NOTES: Final = "Notes"
LISTS: Final = "Lists"
SPARE_ROWS: Final = 500
"""Rows below those that are there, ready to be filled in."""

_TEXT: Final = "@"
_MARGIN: Final = 0.5
_A4: Final = 9
_STYLES: Final = (Style.COVER_TITLE, Style.HEADING, Style.TEXT, Style.HEADER, Style.FIELD)


def to_workbook(form: Form, date: datetime) -> bytes:
    """Return a form as XLSX: the same bytes for the same form and date.

    Args:
        form: The form.
        date: The date that stands in the file.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for style in _STYLES:
        workbook.add_named_style(named(style))
    page = workbook.create_sheet(form.name[:31])
    _fill(page, form)
    lists = _lists(form)
    _notes(workbook.create_sheet(NOTES), form, lists)
    if lists:
        _put_lists(workbook.create_sheet(LISTS), lists)
        _offer(page, form, lists)
    properties = workbook.properties
    properties.title, properties.subject, properties.creator = form.title, form.title, AUTHOR
    properties.lastModifiedBy, properties.language = AUTHOR, LANGUAGE
    properties.created = properties.modified = date.replace(tzinfo=None)
    saved = io.BytesIO()
    # Workbook.save would put the time of day into the properties.
    ExcelWriter(workbook, ZipFile(saved, "w", ZIP_DEFLATED)).save()
    return undated(saved.getvalue())


def _fill(page: Worksheet, form: Form) -> None:
    for place, name in enumerate(form.header, start=1):
        _write(page, 1, place, name, Style.HEADER)
    # A table of a workbook has at least one row below its header.
    for number, line in enumerate(form.lines or [[""] * len(form.columns)], start=2):
        for place, (text, column) in enumerate(zip(line, form.columns, strict=True), start=1):
            _write(page, number, place, text, Style.TEXT if column.given else Style.FIELD)
    for place, column in enumerate(form.columns, start=1):
        texts = [line[place - 1] for line in form.lines]
        width = width_of([column.name, *texts])
        dimension = page.column_dimensions[get_column_letter(place)]
        dimension.width = width if column.given else max(width, FIELD_WIDTH)
        # What is typed below the table is text as well.
        dimension.number_format = _TEXT
    page.freeze_panes = "A2"
    last = f"{get_column_letter(len(form.columns))}{max(2, len(form.rows) + 1)}"
    columns = [TableColumn(id=place, name=name) for place, name in enumerate(form.header, start=1)]
    name = f"form_{form.name}".replace("-", "_")
    page.add_table(Table(id=1, name=name, displayName=name, ref=f"A1:{last}", tableColumns=columns))
    page.print_title_rows = "1:1"
    _fit(page, landscape=True)


def _notes(page: Worksheet, form: Form, lists: Sequence[tuple[str, ...]]) -> None:
    """Say how the form is filled in and what each column is for."""
    lines = [(form.title, Style.COVER_TITLE), ("How to fill it in", Style.HEADING)]
    lines += [(text, Style.TEXT) for text in form.how]
    lines += [
        ("Fill in the first worksheet and keep its header. All cells are text.", Style.TEXT),
        ("The columns", Style.HEADING),
    ]
    for column in form.columns:
        said = f"{column.name}: {column.meaning}"
        if column.choices:
            said += f" One of: {', '.join(column.choices)}."
        lines.append((said, Style.TEXT))
    if lists:
        lines.append((f"The worksheet {LISTS} holds what can be chosen.", Style.TEXT))
    for number, (text, style) in enumerate(lines, start=1):
        _write(page, number, 1, text, style)
    page.column_dimensions["A"].width = PAGE_WIDTH
    _fit(page, landscape=False)


def _lists(form: Form) -> list[tuple[str, ...]]:
    """Return the distinct lists of values to choose from, in the order of their first use."""
    found: dict[tuple[str, ...], None] = {}
    for column in form.columns:
        for choices in (column.choices, *form.own_choices.get(column.name, ())):
            if choices:
                found.setdefault(choices)
    return list(found)


def _put_lists(page: Worksheet, lists: Sequence[tuple[str, ...]]) -> None:
    """Write each list below a header of its own."""
    for place, choices in enumerate(lists, start=1):
        _write(page, 1, place, f"List {place}", Style.HEADER)
        for number, text in enumerate(choices, start=2):
            _write(page, number, place, text, Style.TEXT)
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = width_of([f"List {place}", *choices])
    _fit(page, landscape=True)


def _offer(page: Worksheet, form: Form, lists: Sequence[tuple[str, ...]]) -> None:
    """Give cells their lists, also those of rows that are still to come."""
    end = max(2, len(form.rows) + 1) + SPARE_ROWS
    for place, column in enumerate(form.columns, start=1):
        letter = get_column_letter(place)
        if column.choices:
            _add(page, lists, column.choices, [f"{letter}2:{letter}{end}"])
        where: dict[tuple[str, ...], list[str]] = {}
        for number, choices in enumerate(form.own_choices.get(column.name, ()), start=2):
            where.setdefault(choices, []).append(f"{letter}{number}")
        for choices, cells in where.items():
            _add(page, lists, choices, cells)


def _add(
    page: Worksheet,
    lists: Sequence[tuple[str, ...]],
    choices: tuple[str, ...],
    cells: Sequence[str],
) -> None:
    letter = get_column_letter(lists.index(choices) + 1)
    said = f"Choose one of: {', '.join(choices)}."
    page.add_data_validation(
        DataValidation(
            type="list",
            formula1=f"{LISTS}!${letter}$2:${letter}${len(choices) + 1}",
            allow_blank=True,
            showErrorMessage=True,
            error=said[:_LONGEST_HINT],
            showInputMessage=True,
            prompt=said[:_LONGEST_HINT],
            sqref=MultiCellRange(" ".join(cells)),
        )
    )


_LONGEST_HINT: Final = 225
"""Characters of a message that Excel still shows."""


def _write(page: Worksheet, row: int, column: int, text: str, style: Style) -> None:
    cell = page.cell(row, column)
    cell.style = str(style)
    cell.number_format = _TEXT
    if text:
        cell.value = ESCAPE.sub("_x005F_", plain(text))
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(COMMANDS)


def _fit(page: Worksheet, *, landscape: bool) -> None:
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = False
    page.page_margins = PageMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
