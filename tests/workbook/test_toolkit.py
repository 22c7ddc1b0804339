"""The self-assessment, against the raw rows and the files that are made of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from ltp_analysis.workbook.ods import to_ods
from ltp_analysis.workbook.toolkit import ANSWERS, FIELDS, toolkit_book
from ltp_analysis.workbook.xlsx import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.workbook.conftest import Grid

    from ltp_analysis.validated.study import Study
    from ltp_analysis.workbook.book import Book

RAW = Path(__file__).parents[2] / "data" / "raw" / "toolkit.csv"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
THEMES, REQUIREMENTS = 6, 3
"""Of the toolkit of 2018, and of what a plan had to show."""


def raw() -> list[dict[str, str]]:
    with RAW.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def form(study: Study) -> Book:
    """Return the self-assessment of the shipped study."""
    return toolkit_book(study)


def test_every_theme_and_requirement_has_a_few_questions() -> None:
    for part, number in (("theme", THEMES), ("requirement", REQUIREMENTS)):
        headings = [row["heading"] for row in raw() if row["part"] == part]
        assert len(set(headings)) == number
        assert all(3 <= headings.count(heading) <= 4 for heading in headings)


def test_every_question_is_one_and_says_why() -> None:
    assert all(row["question"].endswith("?") for row in raw())
    assert all(row["why"].endswith(".") for row in raw())
    assert len({row["question"] for row in raw()}) == len(raw())


def test_the_sheets_hold_the_questions_in_their_order(form: Book) -> None:
    first, *parts = form.sheets
    assert first.name == "Instructions"
    assert [sheet.name for sheet in parts] == ["Themes", "Requirements"]
    tables = [sheet.table for sheet in parts if sheet.table is not None]
    found = [row for table in tables for row in table.to_dict("records")]
    for row, question in zip(found, raw(), strict=True):
        assert row["Name"] == question["question_id"]
        assert row[question["part"].capitalize()] == question["heading"]
        assert row["Question"] == question["question"]
        assert row["Why it is asked"] == question["why"]
        assert row["Source"] == question["source_id"]
        assert {row[name] for name in FIELDS} == {""}


def test_the_instructions_name_all_that_is_to_be_known(form: Book) -> None:
    text = "\n".join(line.text for line in form.sheets[0].lines)
    assert "30 questions" in text
    assert "20 on 6 themes and 10 on 3 requirements" in text
    assert "not a rating and gives no score" in text
    assert all(answer in text for answer in ANSWERS)
    assert all(f"{row['source_id']}: " in text for row in raw())
    assert all(name.split(" (")[0] in text for name in FIELDS)


def test_answers_of_the_xlsx_are_chosen_from_a_list(form: Book) -> None:
    opened = openpyxl.load_workbook(io.BytesIO(to_xlsx(form)))
    for sheet in form.sheets[1:]:
        page = opened[sheet.name]
        (offered,) = page.data_validations.dataValidation
        assert offered.type == "list"
        assert offered.formula1 == '"yes,partly,no,not known"'
        assert sheet.table is not None
        header = {name: get_column_letter(n) for n, name in enumerate(sheet.table.columns, start=1)}
        letter = header["Answer"]
        assert str(offered.sqref) == f"{letter}{sheet.top + 1}:{letter}{sheet.end[0]}"
        fields = [page[f"{header[name]}{sheet.end[0]}"] for name in FIELDS]
        assert all(cell.value is None for cell in fields)
        assert all(cell.border.left.style == "thin" for cell in fields)
        assert not any(cell.border.left for cell in page["A"])


def test_answers_of_the_ods_are_chosen_from_the_same_list(form: Book) -> None:
    with ZipFile(io.BytesIO(to_ods(form))) as archive:
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314 - made by this package
    (offered,) = content.iter(f"{TABLE}content-validation")
    listed = 'of:cell-content-is-in-list("yes";"partly";"no";"not known")'
    assert offered.get(f"{TABLE}condition") == listed
    names = [
        cell.get(f"{TABLE}content-validation-name") for cell in content.iter(f"{TABLE}table-cell")
    ]
    assert names.count(offered.get(f"{TABLE}name")) == len(raw())


def test_both_formats_hold_the_same_cells(form: Book, read: Callable[[bytes], Grid]) -> None:
    xlsx, ods = read(to_xlsx(form)), read(to_ods(form))
    assert list(xlsx) == list(ods)
    for name, rows in xlsx.items():
        # A reader may leave out blank cells at the end of a row.
        kept = [[cell for cell in row if cell != ""] for row in ods[name]]
        assert kept == [[cell for cell in row if cell != ""] for row in rows]


def test_the_same_questions_give_the_same_bytes(form: Book, study: Study) -> None:
    again = toolkit_book(study)
    assert to_xlsx(form) == to_xlsx(again)
    assert to_ods(form) == to_ods(again)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_finds_every_question(
    kind: str, form: Book, calc: Callable[[bytes, str], Grid]
) -> None:
    made = to_xlsx(form) if kind == "xlsx" else to_ods(form)
    found = calc(made, kind)
    cells = {cell for rows in found.values() for row in rows for cell in row}
    assert {row["question"] for row in raw()} <= cells
