"""A workbook as ODS (OpenDocument 1.3), written part by part.

The libraries that write ODS are either no longer kept or start from a template of their own, with
its fonts, language and date. What is needed of the format is small: four parts in a zip file.
"""

from __future__ import annotations

import re
from itertools import starmap
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from ltp_analysis.workbook.book import Style
from ltp_analysis.workbook.odf import DECLARATION, NAMES, document, element
from ltp_analysis.workbook.ods_styles import LANDSCAPE, PORTRAIT, style_name, styles
from ltp_analysis.workbook.package import pack

if TYPE_CHECKING:
    from ltp_analysis.workbook.book import Book, Sheet
    from ltp_analysis.workbook.cells import Cell

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_CENTIMETRES = 0.215
"""Width of a character of Arial 12."""

_WHITE = re.compile(r"\t| {2,}|^ | $")


def to_ods(book: Book) -> bytes:
    """Return a workbook as ODS: the same bytes for the same workbook.

    Every text is stored as text, whatever it begins with.
    """
    parts = {
        "mimetype": _MIMETYPE,
        "content.xml": _content(book),
        "styles.xml": styles(book.language),
        "meta.xml": _meta(book),
        "META-INF/manifest.xml": _manifest(),
    }
    return pack({name: part.encode() for name, part in parts.items()}, stored=["mimetype"])


def _content(book: Book) -> str:
    looks = [
        _look(_width(width), "table-column", column_width=f"{width * _CENTIMETRES:.2f}cm")
        for width in sorted({width for sheet in book.sheets for width in sheet.widths()})
    ]
    looks += [
        _look(
            _height(height), "table-row", row_height=f"{height}pt", use_optimal_row_height="false"
        )
        for height in sorted({height for sheet in book.sheets for height in sheet.heights()})
    ]
    pages = [
        element(
            "style:style",
            {"style:name": name, "style:family": "table", "style:master-page-name": name},
        )
        for name in (PORTRAIT, LANDSCAPE)
    ]
    ranges = [_range(sheet) for sheet in book.sheets if sheet.table is not None]
    body = [_sheet(sheet) for sheet in book.sheets]
    body += [element("table:database-ranges", None, *ranges)] if ranges else []
    return document(
        "office:document-content",
        element("office:automatic-styles", None, *looks, *pages),
        element("office:body", None, element("office:spreadsheet", None, *body)),
    )


def _width(width: int) -> str:
    return f"width{width}"


def _height(height: float) -> str:
    return f"height{height:g}"


def _look(name: str, family: str, **properties: str) -> str:
    """Return a style of columns or rows."""
    given = {f"style:{key.replace('_', '-')}": value for key, value in properties.items()}
    return element(
        "style:style",
        {"style:name": name, "style:family": family},
        element(f"style:{family}-properties", given),
    )


def _sheet(sheet: Sheet) -> str:
    columns = [
        element("table:table-column", {"table:style-name": _width(width)})
        for width in sheet.widths()
    ]
    rows = [
        element("table:table-row", {"table:style-name": _height(height)}, *starmap(_cell, row))
        for row, height in zip(sheet.rows(), sheet.heights(), strict=True)
    ]
    page = PORTRAIT
    if sheet.table is not None:
        page, header = LANDSCAPE, sheet.top - 1
        rows[header] = element("table:table-header-rows", None, rows[header])
    return element(
        "table:table",
        {"table:name": sheet.name, "table:style-name": page},
        *columns,
        *rows,
    )


def _cell(content: Cell, style: Style) -> str:
    if not isinstance(content, str):
        kind = {"office:value-type": "float", "office:value": repr(content)}
        texts = [element("text:p", None, repr(content))]
    else:
        kind = {"office:value-type": "string"}
        # Programs read a tab from here, though not from the text.
        if "\t" in content:
            kind["office:string-value"] = content
        texts = [element("text:p", None, _spaced(line)) for line in content.split("\n")]
        if style is Style.LINK:
            texts = [element("text:p", None, _link(content))]
    return element("table:table-cell", {"table:style-name": style_name(style)} | kind, *texts)


def _link(name: str) -> str:
    """Return a link to the sheet of that name."""
    leads = {"xlink:type": "simple", "xlink:href": f"#'{name}'.A1"}
    return element("text:a", leads, escape(name))


def _spaced(line: str) -> str:
    """Return a line of text as XML in which no white space is lost."""
    parts, done = [], 0
    for found in _WHITE.finditer(line):
        parts.append(escape(line[done : found.start()]))
        tab = found.group() == "\t"
        count = {"text:c": str(len(found.group()))}
        parts.append(element("text:tab") if tab else element("text:s", count))
        done = found.end()
    return "".join([*parts, escape(line[done:])])


def _range(sheet: Sheet) -> str:
    """Return the table of a sheet as a named range with a header and without filter buttons."""
    last = f"{get_column_letter(sheet.end[1])}{sheet.end[0]}"
    return element(
        "table:database-range",
        {
            "table:name": sheet.key,
            "table:target-range-address": f"'{sheet.name}'.A{sheet.top}:'{sheet.name}'.{last}",
            "table:contains-header": "true",
            "table:display-filter-buttons": "false",
        },
    )


def _meta(book: Book) -> str:
    date = book.date.replace(tzinfo=None).isoformat(timespec="seconds")
    facts = {
        "meta:generator": book.author,
        "dc:title": book.title,
        "dc:subject": book.subject,
        "meta:initial-creator": book.author,
        "dc:creator": book.author,
        "meta:creation-date": date,
        "dc:date": date,
        "dc:language": book.language,
    }
    said = [element(name, None, escape(value)) for name, value in facts.items()]
    return document("office:document-meta", element("office:meta", None, *said))


def _manifest() -> str:
    files = {"/": _MIMETYPE} | dict.fromkeys(("content.xml", "styles.xml", "meta.xml"), "text/xml")
    entries = [
        element(
            "manifest:file-entry",
            {"manifest:full-path": path, "manifest:media-type": kind}
            | ({"manifest:version": "1.3"} if path == "/" else {}),
        )
        for path, kind in files.items()
    ]
    names = {"xmlns:manifest": f"{NAMES}manifest:1.0", "manifest:version": "1.3"}
    return DECLARATION + element("manifest:manifest", names, *entries)
