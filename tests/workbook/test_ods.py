"""The ODS, read back with two programs, and against the XLSX of the same run."""

from __future__ import annotations

import io
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from ltp_analysis.workbook.book import Style
from ltp_analysis.workbook.ods import to_ods

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.workbook.conftest import Grid

    from ltp_analysis.workbook.book import Book

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT, META, STYLE = (
    f"{{{NAMES}{name}:1.0}}" for name in ("table", "office", "text", "meta", "style")
)
FO = f"{{{NAMES}xsl-fo-compatible:1.0}}"
TEMPLATE = ET.fromstring(files("ltp_analysis.workbook").joinpath("template.fods").read_bytes())  # noqa: S314 - kept in this package
DC = "{http://purl.org/dc/elements/1.1/}"


def part(data: bytes, name: str) -> ET.Element:
    with ZipFile(io.BytesIO(data)) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314 - made by this package


def test_both_formats_hold_the_same_cells(
    xlsx: bytes, ods: bytes, read: Callable[[bytes], Grid]
) -> None:
    assert read(ods) == read(xlsx)


def test_hostile_names_come_through_and_nothing_is_a_formula(
    hostile: Book, read: Callable[[bytes], Grid]
) -> None:
    made = to_ods(hostile)
    (sheet,) = hostile.sheets
    found = read(made)[sheet.name]
    assert [row[: len(kept)] for row, kept in zip(found, sheet.rows(), strict=True)] == [
        [cell for cell, _ in row] for row in sheet.rows()
    ]
    content = part(made, "content.xml")
    cells = list(content.iter(f"{TABLE}table-cell"))
    assert {cell.get(f"{OFFICE}value-type") for cell in cells} == {"string", "float"}
    assert not [cell for cell in cells if cell.get(f"{TABLE}formula") is not None]
    assert not list(content.iter(f"{TEXT}a"))


@pytest.mark.slow
def test_libreoffice_finds_hostile_names_unharmed(
    hostile: Book, calc: Callable[[bytes, str], Grid]
) -> None:
    (sheet,) = hostile.sheets
    rows = [[str(cell) for cell, _ in row] for row in sheet.rows()]
    found = calc(to_ods(hostile), "ods")[sheet.name]
    assert [row[: len(kept)] for row, kept in zip(found, rows, strict=True)] == rows


@pytest.mark.slow
def test_libreoffice_finds_the_same_in_both_formats(
    xlsx: bytes, ods: bytes, book: Book, calc: Callable[[bytes, str], Grid]
) -> None:
    found = calc(ods, "ods")
    assert found == calc(xlsx, "xlsx")
    assert set(found) == {sheet.name for sheet in book.sheets}


def test_the_same_workbook_gives_the_same_bytes(book: Book, ods: bytes) -> None:
    assert to_ods(book) == ods


def test_every_sheet_keeps_to_the_guidance(book: Book, ods: bytes) -> None:
    content = part(ods, "content.xml")
    tables = list(content.iter(f"{TABLE}table"))
    assert [table.get(f"{TABLE}name") for table in tables] == [sheet.name for sheet in book.sheets]
    for table in tables:
        first = next(table.iter(f"{TABLE}table-cell"))
        assert first.get(f"{TABLE}style-name") in ("Heading_20_1", "Cover_20_title")
        headers = table.findall(f"{TABLE}table-header-rows")
        assert len(headers) == (0 if table.get(f"{TABLE}name") == "Cover" else 1)
        assert not list(table.iter(f"{TABLE}covered-table-cell"))
        for cell in table.iter(f"{TABLE}table-cell"):
            assert cell.get(f"{TABLE}number-columns-spanned") is None
            assert "".join(cell.itertext()) or list(cell.iter(f"{TEXT}s"))
    ranges = list(content.iter(f"{TABLE}database-range"))
    assert len(ranges) == len(tables) - 1
    for found, sheet in zip(ranges, book.sheets[1:], strict=True):
        assert found.get(f"{TABLE}name") == sheet.key
        address = str(found.get(f"{TABLE}target-range-address"))
        assert address.startswith(f"'{sheet.name}'.A{sheet.top}:'{sheet.name}'.")
        assert address.endswith(str(sheet.end[0]))
        assert found.get(f"{TABLE}display-filter-buttons") == "false"
        assert found.get(f"{TABLE}contains-header") == "true"


def test_the_template_looks_as_heights_are_counted_for() -> None:
    names = {found.get(f"{STYLE}name"): found for found in TEMPLATE.iter(f"{STYLE}style")}
    (usual,) = TEMPLATE.iter(f"{STYLE}default-style")

    def look(name: str | None, key: str) -> str | None:
        style = names[name] if name else usual
        own = [child.get(key) for child in style if child.get(key)]
        if own or not name:
            return own[0] if own else None
        return look(style.get(f"{STYLE}parent-style-name"), key)

    for style in Style:
        name = style.replace(" ", "_20_")
        assert look(name, f"{FO}font-size") == f"{style.points}pt"
        assert (look(name, f"{FO}font-weight") == "bold") == style.bold
        assert (look(name, f"{FO}wrap-option") == "wrap") == style.wraps
        assert names[name].get(f"{STYLE}display-name", name) == style


def test_every_style_that_is_used_is_there(ods: bytes) -> None:
    parts = [part(ods, name) for name in ("content.xml", "styles.xml")]
    there = {found.get(f"{STYLE}name") for root in parts for found in root.iter(f"{STYLE}style")}
    used = {
        value
        for root in parts
        for found in root.iter()
        for name, value in found.items()
        if name in (f"{TABLE}style-name", f"{STYLE}parent-style-name")
    }
    assert used <= there


def test_the_file_says_what_it_is(book: Book, ods: bytes) -> None:
    facts = {found.tag: found.text for found in part(ods, "meta.xml")[0]}
    assert facts[f"{DC}title"] == book.title
    assert facts[f"{DC}language"] == "en-GB"
    assert facts[f"{META}generator"] == facts[f"{DC}creator"] == book.author
    date = book.date.replace(tzinfo=None).isoformat()
    assert facts[f"{META}creation-date"] == facts[f"{DC}date"] == date
    with ZipFile(io.BytesIO(ods)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        listed = {
            found.get(f"{{{NAMES}manifest:1.0}}full-path")
            for found in part(ods, "META-INF/manifest.xml")
        }
        assert {*listed, "mimetype", "META-INF/manifest.xml"} == {"/", *archive.namelist()}


def test_contents_lead_to_every_sheet_after_them(book: Book, ods: bytes) -> None:
    links = list(part(ods, "content.xml").iter(f"{TEXT}a"))
    leads = [link.get("{http://www.w3.org/1999/xlink}href") for link in links]
    assert leads == [f"#'{sheet.name}'.A1" for sheet in book.sheets[2:]]
