"""A workbook as XLSX."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.writer.excel import ExcelWriter

from ltp_analysis.workbook.book import Style
from ltp_analysis.workbook.package import undated

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from ltp_analysis.workbook.book import Book, Sheet
    from ltp_analysis.workbook.cells import Cell

_TALLEST = 409.0
"""Points of the tallest row that there can be."""

_WIDENED = 1.15
"""Widths are counted in digits of Calibri 11; the text is Arial 12."""

_A3, _A4 = 8, 9
_MARGIN = 0.5
"""Inches at the edges of a page."""

_KNOWN_TO_EXCEL = {Style.TITLE: 16, Style.HEADING: 17}
_FORMATS = {Style.WHOLE: "#,##0", Style.DECIMAL: "#,##0.0", Style.SMALL: "0.000000"}
_HEADERS = (Style.HEADER, Style.NUMBER_HEADER)
_AT_RIGHT = {Style.NUMBER_HEADER, Style.LABEL, *_FORMATS}
_FLUSH = {Style.TITLE, Style.COVER_TITLE, Style.HEADING, Style.LINE}
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
COMMANDS = ("=", "+", "-", "@", "\t")


class _Row(RowDimension):
    """A row that starts at a height, and grows when somebody writes more into it."""

    customHeight = False  # noqa: N815 - the name of the attribute in the file


def to_xlsx(book: Book) -> bytes:
    """Return a workbook as XLSX: the same bytes for the same workbook.

    Every text is stored as text, whatever it begins with.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for style in Style:
        workbook.add_named_style(named(style))
    for number, sheet in enumerate(book.sheets, start=1):
        page = workbook.create_sheet(sheet.name)
        _fill(page, sheet)
        if sheet.table is not None:
            _mark_table(page, sheet, number)
            _offer_choices(page, sheet)
    properties = workbook.properties
    properties.title, properties.subject, properties.creator = book.title, book.subject, book.author
    properties.lastModifiedBy, properties.language = book.author, book.language
    properties.created = properties.modified = book.date.replace(tzinfo=None)
    saved = io.BytesIO()
    # Workbook.save would put the time of day into the properties.
    ExcelWriter(workbook, ZipFile(saved, "w", ZIP_DEFLATED)).save()
    return undated(saved.getvalue())


def named(style: Style) -> NamedStyle:
    """Return a style; headings are those that programs know by number."""
    link, thin = style is Style.LINK, Side(style="thin")
    return NamedStyle(
        name=str(style),
        font=Font(
            name="Arial",
            size=style.points,
            bold=style.bold,
            underline="single" if link else None,
            color="0000FF" if link else None,
        ),
        border=Border(
            bottom=thin if style in (*_HEADERS, Style.FIELD) else None,
            **dict.fromkeys(("left", "right", "top"), thin if style is Style.FIELD else None),
        ),
        alignment=Alignment(
            horizontal="right" if style in _AT_RIGHT else "left",
            indent=int(style not in _FLUSH),
            vertical="top",
            wrap_text=style.wraps and style not in _FORMATS,
        ),
        number_format=_FORMATS.get(style),
        builtinId=_KNOWN_TO_EXCEL.get(style),
    )


def _fill(page: Worksheet, sheet: Sheet) -> None:
    rows = zip(sheet.rows(), sheet.heights(), strict=True)
    for place, (row, height) in enumerate(rows, start=1):
        page.row_dimensions[place] = _Row(page, index=place, ht=min(_TALLEST, height))
        for column, (content, style) in enumerate(row, start=1):
            _write(page, place, column, content, style)
    for column, width in enumerate(sheet.widths(), start=1):
        page.column_dimensions[get_column_letter(column)].width = round(width * _WIDENED, 1)
    alone = sheet.table is None
    page.page_setup.orientation = "portrait" if alone else "landscape"
    page.page_setup.paperSize = _A4 if alone else _A3
    page.page_setup.fitToHeight = False
    page.page_margins = PageMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write(page: Worksheet, row: int, column: int, content: Cell, style: Style) -> None:
    cell = page.cell(row, column)
    cell.style = str(style)
    if not isinstance(content, str):
        cell.value = content
    elif content:
        cell.value = ESCAPE.sub("_x005F_", content)
        # A text that looks like a formula or an error stays text, also when somebody edits it.
        cell.data_type = "s"
        cell.quotePrefix = content.startswith(COMMANDS)
        if style is Style.LINK:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{content}'!A1")


def _mark_table(page: Worksheet, sheet: Sheet, number: int) -> None:
    """Mark the cells of a table as one, with a name and without filter buttons."""
    rows = list(sheet.rows())
    header = [str(name) for name, _ in rows[sheet.top - 1]]
    last = f"{get_column_letter(sheet.end[1])}{sheet.end[0]}"
    # Naming the columns here is what keeps filter buttons away.
    columns = [TableColumn(id=place, name=name) for place, name in enumerate(header, start=1)]
    page.add_table(
        Table(
            id=number,
            name=sheet.key,
            displayName=sheet.key,
            ref=f"A{sheet.top}:{last}",
            tableColumns=columns,
        )
    )
    page.print_title_rows = f"{sheet.top}:{sheet.top}"


def _offer_choices(page: Worksheet, sheet: Sheet) -> None:
    """Give the fields of a table their lists of answers."""
    columns = [] if sheet.table is None else list(sheet.table.columns)
    for name, choices in sheet.fields.items():
        if choices:
            offered = DataValidation(
                type="list",
                formula1=f'"{",".join(choices)}"',
                allow_blank=True,
                showErrorMessage=True,
                error=f"Choose one of: {', '.join(choices)}.",
                showInputMessage=True,
                prompt=f"Choose one of: {', '.join(choices)}.",
            )
            letter = get_column_letter(columns.index(name) + 1)
            offered.add(f"{letter}{sheet.top + 1}:{letter}{sheet.end[0]}")
            page.add_data_validation(offered)
