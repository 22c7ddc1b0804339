"""A workbook as ODS (OpenDocument).

How cells and pages look is in `template.fods`, which LibreOffice opens as it is. The template of
the library would bring fonts, a language and a date of its own.
"""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from odfdo import Cell as OdfCell
from odfdo import Column, Document, Element, Link, Paragraph, Row, Table
from odfdo import Style as OdfStyle
from openpyxl.utils import get_column_letter

from ltp_analysis.workbook.book import Style
from ltp_analysis.workbook.package import undated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.workbook.book import Book, Sheet
    from ltp_analysis.workbook.cells import Cell

_CENTIMETRES = 0.215
"""Width of a character of Arial 12."""


def to_ods(book: Book) -> bytes:
    """Return a workbook as ODS: the same bytes for the same workbook.

    Every text is stored as text, whatever it begins with.
    """
    template = files("ltp_analysis.workbook").joinpath("template.fods").read_bytes()
    document = Document(io.BytesIO(template))
    for width in sorted({width for sheet in book.sheets for width in sheet.widths()}):
        size = f"{width * _CENTIMETRES:.2f}cm"
        style = OdfStyle("table-column", name=_width(width), width=size)
        document.insert_style(style, automatic=True)
    for height in sorted({height for sheet in book.sheets for height in sheet.heights()}):
        style = OdfStyle("table-row", name=_height(height), height=f"{height}pt")
        document.insert_style(style, automatic=True)
    _append(document.body, "table:content-validations", _choices(book))
    mark = Table("sheets")
    document.body.append(mark)
    ranges = (_range(sheet) for sheet in book.sheets if sheet.table is not None)
    _append(document.body, "table:database-ranges", ranges)
    _describe(document, book)
    # The library leaves it out for a template of the newest version, and programs ask for it.
    document.manifest.root.set_attribute("manifest:version", "1.4")
    saved = io.BytesIO()
    document.save(saved)
    # The library would take long to put so many elements into another, one by one.
    sheets = "".join(map(_sheet, book.sheets))
    return undated(saved.getvalue(), {mark.serialize().encode(): sheets.encode()})


def _describe(document: Document, book: Book) -> None:
    """Write the properties of the file."""
    meta, date = document.meta, book.date.replace(tzinfo=None)
    document.language = book.language
    meta.title, meta.subject = book.title, book.subject
    meta.generator = meta.initial_creator = meta.creator = book.author
    meta.creation_date = meta.date = date


def _append(parent: Element, name: str, children: Iterator[Element]) -> None:
    """Append an element that holds others, unless there are none."""
    around = Element.from_tag(name)
    for child in children:
        around.append(child)
    if around.children:
        parent.append(around)


def _element(tag: str, /, **attributes: str) -> Element:
    """Return an element of tables with attributes of its own kind."""
    made = Element.from_tag(f"table:{tag}")
    for key, value in attributes.items():
        made.set_attribute(f"table:{key.replace('_', '-')}", value)
    return made


def _width(width: int) -> str:
    return f"width{width}"


def _height(height: float) -> str:
    return f"height{height:g}"


def _sheet(sheet: Sheet) -> str:
    """Return a sheet as XML."""
    style = "text-page" if sheet.table is None else "table-page"
    columns = [Column(style=_width(width)).serialize() for width in sheet.widths()]
    header = None if sheet.table is None else sheet.top
    names = [] if sheet.table is None else list(sheet.table.columns)
    offered = [sheet.fields.get(name, ()) for name in names] or [()]
    rows = []
    for number, (cells, height) in enumerate(
        zip(sheet.rows(), sheet.heights(), strict=True), start=1
    ):
        # Rows that are filled in are left to grow.
        row = _around(
            Row(style=None if sheet.fields else _height(height)),
            *(
                _written(content, style, choices)
                for (content, style), choices in zip(cells, offered, strict=False)
            ),
        )
        rows.append(
            _around(Element.from_tag("table:table-header-rows"), row) if number == header else row
        )
    return _around(Table(sheet.name, style=style), *columns, *rows)


def _around(outer: Element, *inner: str) -> str:
    """Return an empty element around others, all as XML."""
    return f"{outer.serialize().removesuffix('/>')}>{''.join(inner)}</{outer.tag}>"


@lru_cache(maxsize=None, typed=True)
def _written(content: Cell, style: Style, choices: tuple[str, ...]) -> str:
    """Return a cell as XML: nine in ten are like one before."""
    return _cell(content, style, choices).serialize()


def _cell(content: Cell, style: Style, choices: tuple[str, ...]) -> OdfCell:
    cell = OdfCell(content if content != "" else None, style=style.replace(" ", "_20_"))
    if not isinstance(content, str):
        return cell
    if style is Style.LINK:
        link = Paragraph()
        link.append(Link(f"#'{content}'.A1", text=content))
        _say(cell, link)
    elif content.split() != content.split(" "):
        # The library would write all of it as one paragraph, in which tabs and lines are lost.
        _say(cell, *map(Paragraph, content.split("\n")))
    if style is Style.FIELD and choices:
        cell.set_attribute("table:content-validation-name", _choice_name(choices))
    return cell


def _say(cell: OdfCell, *paragraphs: Paragraph) -> None:
    cell.delete_children()
    for paragraph in paragraphs:
        cell.append(paragraph)


def _choices(book: Book) -> Iterator[Element]:
    """Yield the lists of answers that fields of a workbook offer, each once."""
    for choices in dict.fromkeys(some for sheet in book.sheets for some in sheet.fields.values()):
        if choices:
            listed = ";".join(f'"{choice}"' for choice in choices)
            yield _element(
                "content-validation",
                name=_choice_name(choices),
                condition=f"of:cell-content-is-in-list({listed})",
                allow_empty_cell="true",
                display_list="unsorted",
            )


def _choice_name(choices: tuple[str, ...]) -> str:
    return f"one of {', '.join(choices)}"


def _range(sheet: Sheet) -> Element:
    """Return the table of a sheet as a named range with a header and without filter buttons."""
    last = f"{get_column_letter(sheet.end[1])}{sheet.end[0]}"
    return _element(
        "database-range",
        name=sheet.key,
        target_range_address=f"'{sheet.name}'.A{sheet.top}:'{sheet.name}'.{last}",
        contains_header="true",
        display_filter_buttons="false",
    )
