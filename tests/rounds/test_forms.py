"""Forms, read back as CSV and, as workbooks, with two programs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from ltp_analysis.rounds.form import Column, Form, to_csv
from ltp_analysis.rounds.form_xlsx import LISTS, NOTES, SPARE_ROWS, to_workbook
from ltp_analysis.rounds.forms import coding_form, files_of, plans_form, ratings_form

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from ltp_analysis.validated.study import Study

DATE = datetime(2020, 4, 1, tzinfo=UTC)
ROUND = "2016-17"


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def choices(book: Workbook, cell: str) -> list[str]:
    """Return what the list of a cell of the first sheet offers."""
    page = book.worksheets[0]
    (one,) = [rule for rule in page.data_validations.dataValidation if cell in rule.sqref]
    assert one.type == "list"
    sheet, _, area = str(one.formula1).partition("!")
    rows = book[sheet][area.replace("$", "")]
    return [str(cell.value) for (cell,) in rows]


@pytest.fixture(params=["plans", "ratings", "coding"])
def form(request: pytest.FixtureRequest, study: Study) -> Form:
    made = {
        "plans": plans_form(study, ROUND),
        "ratings": ratings_form(study, ROUND),
        "coding": coding_form(study, ROUND, "ann"),
    }
    return made[request.param]


@pytest.fixture
def unplanned(study: Study) -> Study:
    """Return the study without any plan."""
    none = {name: study[name].head(0) for name in ("plans", "coverage")}
    return replace(study, tables={**study.tables, **none})


def test_csv_and_both_readers_of_the_workbook_have_the_same_texts(form: Form) -> None:
    expected = [form.header, *form.lines]
    assert list(csv.reader(io.StringIO(to_csv(form).decode()))) == expected
    content = to_workbook(form, DATE)
    page = opened(content).worksheets[0]
    assert [["" if one is None else one for one in row] for row in page.values] == expected
    other = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert other.get_sheet_by_index(0).to_python() == expected
    assert {cell.data_type for row in page.rows for cell in row if cell.value} == {"s"}
    assert {cell.number_format for row in page.rows for cell in row} == {"@"}
    columns = [
        page.column_dimensions[get_column_letter(place + 1)] for place in range(len(form.header))
    ]
    assert {one.number_format for one in columns} == {"@"}


def test_a_workbook_has_a_header_that_stays_notes_and_names(form: Form) -> None:
    book = opened(to_workbook(form, DATE))
    page = book.worksheets[0]
    assert book.sheetnames[:2] == [form.name, NOTES]
    assert page.freeze_panes == "A2"
    (table,) = page.tables.values()
    assert [column.name for column in table.tableColumns] == form.header
    assert book.properties.title == form.title
    assert book.properties.language == "en-GB"
    notes = [str(row[0]) for row in book[NOTES].values]
    assert notes[0] == form.title
    for column in form.columns:
        assert any(text.startswith(f"{column.name}: {column.meaning}") for text in notes)
    assert set(form.how) <= set(notes)


def test_the_same_form_has_the_same_bytes(study: Study, form: Form) -> None:
    assert to_workbook(form, DATE) == to_workbook(form, DATE)
    assert files_of(study, ROUND, form) == files_of(study, ROUND, form)
    made = opened(files_of(study, ROUND, form)[f"{form.name}.xlsx"]).properties.created
    assert made == datetime(2016, 4, 1)  # noqa: DTZ001 - as the file has it


def test_plans_are_those_of_the_table_with_the_units_that_they_cover(study: Study) -> None:
    form = plans_form(study, ROUND)
    plans, covers = study["plans"], study["coverage"]
    here = plans[plans["round_id"] == ROUND]
    assert [row["plan_id"] for row in form.rows] == list(here["plan_id"])
    for row in form.rows:
        same = covers[(covers["round_id"] == ROUND) & (covers["plan_id"] == row["plan_id"])]
        assert row["unit_codes"].split(";") == list(same["unit_code"])
    book = opened(to_workbook(form, DATE))
    letter = "ABCDEFGHIJKL"[form.header.index("state")]
    for number in (2, len(form.rows) + 1 + SPARE_ROWS):
        assert choices(book, f"{letter}{number}") == list(study["plan_states"]["state"])


def test_a_round_without_plans_has_an_empty_form(unplanned: Study) -> None:
    assert plans_form(unplanned, ROUND).rows == ()
    assert to_csv(plans_form(unplanned, ROUND)).count(b"\n") == 1


def test_ratings_have_a_row_for_each_unit_of_the_register(study: Study) -> None:
    form = ratings_form(study, ROUND)
    assert {row["unit_code"] for row in form.rows} == set(study.units(ROUND)["unit_code"])
    assert any(row["unit_code"].startswith("0") for row in form.rows)
    assert choices(opened(to_workbook(form, DATE)), "C2") == study.ratings


def test_each_question_of_a_coding_sheet_offers_its_own_answers(study: Study) -> None:
    form = coding_form(study, ROUND, "ann")
    asked = list(study["questions"].sort_values("position")["question_id"])
    plans = study["plans"]
    here = list(plans.loc[plans["round_id"] == ROUND, "plan_id"])
    pairs = [(row["plan_id"], row["question_id"]) for row in form.rows]
    assert pairs == [(plan, question) for plan in here for question in asked]
    book, answers = opened(to_workbook(form, DATE)), study["answers"]
    for number, (_, question) in enumerate(pairs[: len(asked)], start=2):
        rows = answers[answers["question_id"] == question].sort_values("position")
        assert choices(book, f"E{number}") == list(rows["answer"])


def test_a_template_without_plans_asks_every_question_once(unplanned: Study) -> None:
    form = coding_form(unplanned, ROUND)
    assert form.name == "coding-template"
    assert {row["plan_id"] for row in form.rows} == {""}
    assert len(form.rows) == len(unplanned["questions"])


def test_hostile_texts_stay_texts_and_long_lists_with_commas_are_offered() -> None:
    words = tuple(f"word {place}, “quoted”, and more" for place in range(40))
    hostile = ["=1+1", "+44", "-1", "@x", "_x000D_", "007", "a\nb"]
    form = Form(
        name="made-up",
        title="A form that is made up",
        columns=(Column("text", "Any text."), Column("word", "A word.", words)),
        how=("It is not filled in.",),
        rows=tuple({"text": text} for text in hostile),
        own_choices={},
    )
    content = to_workbook(form, DATE)
    book = opened(content)
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(hostile)
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read[1:]] == hostile
    assert choices(book, "B2") == list(words)
    assert book.sheetnames[-1] == LISTS
