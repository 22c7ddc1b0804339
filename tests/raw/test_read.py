from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from ltp_analysis.raw.read import MAXIMUM_BYTES, MAXIMUM_CELL, TextTable, read_table, shorten

if TYPE_CHECKING:
    from tests.raw.conftest import Put, PutBook

    from ltp_analysis.problems import Problem

GOOD = "code,name\n00C,Darlington\n06N,Herts Valleys\n"
GOOD_ROWS = (
    {"code": "00C", "name": "Darlington"},
    {"code": "06N", "name": "Herts Valleys"},
)


def only_problem(table: TextTable) -> Problem:
    """Return the one problem of a table; every problem names its file and a remedy."""
    (problem,) = table.problems
    assert problem.file == table.file
    assert problem.remedy.endswith(".")
    return problem


def place(table: TextTable) -> tuple[int | None, str, str]:
    """Return row, column and value of a table's one problem."""
    problem = only_problem(table)
    return problem.row, problem.column, problem.value


def test_text_is_read_cell_by_cell_with_spreadsheet_row_numbers(put: Put) -> None:
    table = read_table(put(GOOD))
    assert table.header == ("code", "name")
    assert table.rows == GOOD_ROWS
    assert table.numbers == (2, 3)
    assert table.file == "table.csv"
    assert table.problems == ()


def test_byte_order_mark_changes_the_encoding_and_nothing_else(put: Put) -> None:
    plain = read_table(put(GOOD))
    marked = read_table(put(b"\xef\xbb\xbf" + GOOD.encode()))
    assert (plain.encoding, marked.encoding) == ("utf-8", "utf-8-sig")
    assert (marked.header, marked.rows, marked.problems) == (plain.header, plain.rows, ())


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_reads_the_same(put: Put, ending: str) -> None:
    table = read_table(put(GOOD.replace("\n", ending)))
    assert (table.rows, table.problems) == (GOOD_ROWS, ())


def test_numbers_and_dates_stay_text(put: Put) -> None:
    text = "a,b,c,d\n007,1.50,2018-04-01,NA\n"
    assert read_table(put(text)).rows == ({"a": "007", "b": "1.50", "c": "2018-04-01", "d": "NA"},)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused(put: Put, encoding: str) -> None:
    content = GOOD.encode(encoding)
    table = read_table(put(content))
    problem = only_problem(table)
    assert "not UTF-8" in problem.rule
    assert "UTF-8" in problem.remedy
    assert table.rows == ()
    if encoding == "utf-16":
        assert problem.value == "UTF-16"


def test_one_latin_1_byte_is_named_by_its_row(put: Put) -> None:
    table = read_table(put(GOOD.encode() + "06H,Café\n".encode("latin-1") + b"07K,Suffolk\n"))
    row, column, value = place(table)
    assert (row, column) == (4, "")
    assert "0xe9" in value
    assert "Caf" in value
    assert table.rows == ()


def test_mixed_encodings_are_refused_at_the_first_byte_that_is_not_utf_8(put: Put) -> None:
    table = read_table(put("a\nCafé\n".encode() + "Café\n".encode("cp1252")))
    assert place(table)[0] == 3
    assert "UTF-8 throughout" in only_problem(table).rule


def test_nul_is_named_by_its_row(put: Put) -> None:
    row, _, value = place(read_table(put("a\nb\nc\x00d\n")))
    assert row == 3
    assert "NUL" in value


def test_empty_file_is_a_problem(put: Put) -> None:
    assert "empty" in only_problem(read_table(put(b""))).rule


def test_missing_file_and_folder_in_its_place_are_problems(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("nowhere.csv", "nowhere.xlsx", "folder.csv"):
        assert "missing" in only_problem(read_table(tmp_path / name)).rule


def test_header_alone_is_a_table_without_rows(put: Put) -> None:
    table = read_table(put("a,b\n"))
    assert (table.header, table.rows, table.problems) == (("a", "b"), (), ())


@pytest.mark.parametrize("content", ["\n", "\na,b\n1,2\n", ",,\n1,2,3\n", "\ufeff\n1\n"])
def test_empty_header_is_a_problem_in_row_1(put: Put, content: str) -> None:
    problem = only_problem(read_table(put(content)))
    assert (problem.row, problem.rule) == (1, "the header row is empty")


def test_column_without_a_name_is_named_by_its_place(put: Put) -> None:
    problem = only_problem(read_table(put("a,\n1,2\n")))
    assert (problem.row, problem.value, problem.rule) == (1, "column 2", "a column has no name")


def test_two_columns_without_a_name_are_told_apart(put: Put) -> None:
    found = read_table(put("a,,c,\n1,2,3,4\n")).problems
    assert [problem.value for problem in found] == ["column 2", "column 4"]


def test_column_named_twice_is_told_once(put: Put) -> None:
    problem = only_problem(read_table(put("a,b,a,a\n1,2,3,4\n")))
    assert (problem.row, problem.column) == (1, "a")
    assert "twice" in problem.rule


def test_spaces_around_a_column_name_do_not_make_another_column(put: Put) -> None:
    assert read_table(put(" a ,b\n1,2\n")).header == ("a", "b")


@pytest.mark.parametrize(("line", "cells"), [("1", 1), ("1,2,3", 3), ("", 0), ("1,2,", 3)])
def test_ragged_row_is_left_out_and_named(put: Put, line: str, cells: int) -> None:
    table = read_table(put(f"a,b\n5,6\n{line}\n7,8\n"))
    problem = only_problem(table)
    assert problem.row == 3
    assert problem.rule == f"the row has {cells} cells and the header 2"
    assert table.rows == ({"a": "5", "b": "6"}, {"a": "7", "b": "8"})
    assert table.numbers == (2, 4)


def test_every_ragged_row_is_told(put: Put) -> None:
    found = read_table(put("a,b\n1\n1,2\n1,2,3\n")).problems
    assert [problem.row for problem in found] == [2, 4]


def test_unclosed_quotation_mark_is_named_by_its_row(put: Put) -> None:
    table = read_table(put('a,b\n1,2\n3,"4\n5,6\n'))
    problem = only_problem(table)
    assert (problem.row, table.rows) == (3, ())
    assert "quotation mark" in problem.remedy


def test_text_after_a_closed_quotation_mark_is_not_csv(put: Put) -> None:
    problem = only_problem(read_table(put('a,b\n1,"2"x\n')))
    assert (problem.row, problem.rule) == (2, "the row is not CSV")


def test_quoted_comma_and_quotation_mark_belong_to_the_cell(put: Put) -> None:
    table = read_table(put('a,b\n"Durham Dales, Easington","the ""old"" name"\n'))
    assert table.rows == ({"a": "Durham Dales, Easington", "b": 'the "old" name'},)
    assert table.problems == ()


def test_quoted_line_break_belongs_to_the_cell_and_is_a_control_character(put: Put) -> None:
    table = read_table(put('a,b\n"one\ntwo",x\ny,=z\n'))
    assert table.rows[0] == {"a": "one\ntwo", "b": "x"}
    assert table.numbers == (2, 3)
    assert [(problem.row, problem.column) for problem in table.problems] == [(2, "a"), (3, "b")]
    assert "control" in table.problems[0].rule


def test_workbook_under_the_name_of_a_csv_file_is_refused(put: Put, put_book: PutBook) -> None:
    problem = only_problem(read_table(put(put_book([["a"], ["1"]]).read_bytes())))
    assert "workbook" in problem.rule
    assert ".xlsx" in problem.remedy


@pytest.mark.parametrize("text", ["a ", " a", "a\t", "\u00a0a", " "])
def test_space_at_the_end_of_a_cell_is_told(put: Put, text: str) -> None:
    table = read_table(put(f"a,b\n1,{text}\n"))
    problem = only_problem(table)
    assert (problem.row, problem.column) == (2, "b")
    assert "space" in problem.rule
    assert table.rows == ({"a": "1", "b": text},)


@pytest.mark.parametrize(
    "text",
    ["a\x01b", "a\x7fb", "a\x85b", "a\u200bb", "a\u202eb", "\ufeffa", "a\ufffdb", "a\tb"],
)
def test_damaged_or_invisible_character_is_told(put: Put, text: str) -> None:
    problem = only_problem(read_table(put(f"a,b\n1,2\n3,{text}\n")))
    assert (problem.row, problem.column) == (3, "b")
    assert "control or replacement" in problem.rule


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "x<script>", "</p>", "<!-- x -->", "<?php", "x <IMG src=x>"]
)
def test_html_is_told(put: Put, text: str) -> None:
    problem = only_problem(read_table(put(f"a\n{text}\n")))
    assert (problem.row, problem.column, problem.value) == (2, "a", text)
    assert "HTML" in problem.rule


@pytest.mark.parametrize("text", ["a < b", "x<5", "p > 0.05", "a <= b", "<3", "R&D", "&lt;"])
def test_signs_that_are_no_html_are_left_alone(put: Put, text: str) -> None:
    table = read_table(put(f"a\n{text}\n"))
    assert (table.rows, table.problems) == (({"a": text},), ())


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "@SUM(A1)", "-x", "-", "=HYPERLINK(A1)", "-1+cmd|x!A0", "-2 of 3"]
)
def test_text_that_a_spreadsheet_would_run_is_told(put: Put, text: str) -> None:
    problem = only_problem(read_table(put(f"a\n{text}\n")))
    assert (problem.row, problem.column, problem.value) == (2, "a", text)
    assert "formula" in problem.rule


@pytest.mark.parametrize("text", ["-1.25", "-5", "-.5", "a=b", "1-2", "a@b.org", "5+"])
def test_negative_numbers_and_signs_inside_text_are_left_alone(put: Put, text: str) -> None:
    assert read_table(put(f"a\n{text}\n")).problems == ()


def test_cell_may_be_long_but_not_over_long(put: Put) -> None:
    assert read_table(put("a\n" + "x" * MAXIMUM_CELL + "\n")).problems == ()
    problem = only_problem(read_table(put("a\nb\n" + "x" * (MAXIMUM_CELL + 1) + "\n")))
    assert (problem.row, problem.column) == (3, "a")
    assert "longer" in problem.rule
    assert len(problem.value) <= 60


def test_cell_beyond_what_csv_takes_is_a_problem_too(put: Put) -> None:
    assert only_problem(read_table(put("a\nb\n" + "x" * 200_000 + "\n"))).row == 3


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_file_over_the_limit_is_not_opened(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(MAXIMUM_BYTES + 1)
    problem = only_problem(read_table(path))
    assert "larger than 64 MiB" in problem.rule
    assert problem.value == "64 MiB"


def test_all_faults_of_a_file_are_told_in_one_go(put: Put) -> None:
    found = read_table(put("a,b,b\n1,2\n=x,<b>y</b>, z\n\x01x,2,3\n")).problems
    assert {(problem.row, problem.column) for problem in found} == {
        (1, "b"),
        (2, ""),
        (3, "a"),
        (3, "b"),
        (4, "a"),
    }


def test_workbook_reads_like_the_csv_file(put: Put, put_book: PutBook) -> None:
    book = read_table(put_book([["code", "name"], ["00C", "Darlington"], ["06N", "Herts Valleys"]]))
    text = read_table(put(GOOD))
    assert book.encoding == "xlsx"
    assert (book.header, book.rows, book.numbers) == (text.header, text.rows, text.numbers)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12, "12"),
        (12.0, "12"),
        (-1.25, "-1.25"),
        (dt.datetime(2018, 4, 1), "2018-04-01"),  # noqa: DTZ001 - a cell has no time zone
        (dt.date(2018, 4, 1), "2018-04-01"),
        (dt.datetime(2018, 4, 1, 9, 30), "2018-04-01 09:30:00"),  # noqa: DTZ001
        ("2018-04-01", "2018-04-01"),
        ("007", "007"),
    ],
)
def test_typed_cells_of_a_workbook_become_plain_text(
    put_book: PutBook, value: object, text: str
) -> None:
    table = read_table(put_book([["a", "b"], ["x", value]]))
    assert (table.rows, table.problems) == (({"a": "x", "b": text},), ())


def test_formula_in_a_workbook_is_told_with_its_text(put_book: PutBook) -> None:
    problem = only_problem(read_table(put_book([["a", "b"], ["x", "y"], ["z", "=SUM(1,2)"]])))
    assert (problem.row, problem.column, problem.value) == (3, "b", "=SUM(1,2)")
    assert "formula" in problem.rule


def test_array_formula_in_a_workbook_is_told_with_its_text(put_book: PutBook) -> None:
    formula = ArrayFormula("B2", "=SUM(A1:A2*2)")
    problem = only_problem(read_table(put_book([["a", "b"], ["x", formula]])))
    assert (problem.row, problem.column, problem.value) == (2, "b", "=SUM(A1:A2*2)")


def test_empty_rows_and_columns_at_the_end_of_a_sheet_are_dropped(put_book: PutBook) -> None:
    rows = [["a", "b", None], ["1", "2", ""], ["3", None, None], [None, "", None], [None]]
    table = read_table(put_book(rows))
    assert table.header == ("a", "b")
    assert table.rows == ({"a": "1", "b": "2"}, {"a": "3", "b": ""})
    assert table.problems == ()


def test_empty_row_inside_a_sheet_keeps_the_row_numbers(put_book: PutBook) -> None:
    table = read_table(put_book([["a"], ["1"], [None], ["3"]]))
    assert table.numbers == (2, 3, 4)
    assert [row["a"] for row in table.rows] == ["1", "", "3"]


def test_sheet_without_a_cell_has_an_empty_header(put_book: PutBook) -> None:
    assert only_problem(read_table(put_book([]))).rule == "the header row is empty"


def test_second_sheet_is_refused(put_book: PutBook) -> None:
    table = read_table(put_book([["a"], ["1"]], [["b"], ["2"]]))
    assert only_problem(table).rule == "the workbook has 2 sheets"
    assert (table.rows, table.encoding) == ((), "xlsx")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" * 200])
def test_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(content)
    assert "cannot be opened as a workbook" in only_problem(read_table(path)).rule


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]
)
@pytest.mark.parametrize("damage", ["cut short", "left out"])
def test_workbook_with_a_damaged_part_is_refused(put_book: PutBook, part: str, damage: str) -> None:
    path = put_book([["a"], ["1"]])
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            text = whole.read(name)
            if name != part:
                broken.writestr(name, text)
            elif damage == "cut short":
                broken.writestr(name, text[: len(text) // 2])
    table = read_table(path)
    assert "workbook" in only_problem(table).rule
    assert table.rows == ()


def test_workbook_with_a_flipped_byte_never_raises(put_book: PutBook) -> None:
    path = put_book([["a", "b"], ["1", "2"]])
    whole = path.read_bytes()
    for place_ in range(0, len(whole), 97):
        path.write_bytes(whole[:place_] + bytes([whole[place_] ^ 0xFF]) + whole[place_ + 1 :])
        table = read_table(path)
        assert table.problems or table.rows


def test_workbook_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(9):
            archive.writestr(f"{number}.xml", b"\0" * (MAXIMUM_BYTES // 8))
    with zipfile.ZipFile(path) as archive:
        sizes = [part.file_size for part in archive.infolist()]
    assert sum(sizes) > MAXIMUM_BYTES
    assert "cannot be opened" in only_problem(read_table(path)).rule
    bomb = bytearray(path.read_bytes())
    start = bomb.index(b"PK\x01\x02")
    bomb[start + 24 : start + 28] = (8 * MAXIMUM_BYTES).to_bytes(4, "little")
    path.write_bytes(bytes(bomb))
    assert "unpacks to more than 512 MiB" in only_problem(read_table(path)).rule


def test_long_text_is_shown_on_one_line() -> None:
    assert shorten("a\n  b\tc") == "a b c"
    assert shorten("x" * 60) == "x" * 60
    assert shorten("x" * 61) == "x" * 59 + "…"


_SIGNS = st.sampled_from("abcXYZ019 ,;\"'|.()&/é\u2013\u2019\u4e2d\U0001f600")
_CELL = (
    st.text(_SIGNS, max_size=12)
    .map(str.strip)
    .filter(lambda text: text[:1] not in ("=", "+", "-", "@"))
)
_NAMES = st.lists(st.text("abcxyz_", min_size=1, max_size=5), min_size=2, max_size=4, unique=True)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Draw a header and rows of clean text; no row is empty, since those are dropped."""
    header = draw(_NAMES)
    row = st.lists(_CELL, min_size=len(header), max_size=len(header)).filter(any)
    return header, draw(st.lists(row, max_size=5))


@settings(max_examples=60, deadline=None)
@given(
    table=tables(),
    ending=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    mark=st.booleans(),
)
def test_any_clean_table_written_as_csv_reads_back_and_stays_as_it_is(
    table: tuple[list[str], list[list[str]]], ending: str, quoting: int, *, mark: bool
) -> None:
    header, rows = table
    text = io.StringIO()
    csv.writer(text, lineterminator=ending, quoting=quoting).writerows([header, *rows])  # type: ignore[arg-type]
    content = (b"\xef\xbb\xbf" if mark else b"") + text.getvalue().encode()
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        path.write_bytes(content)
        found = read_table(path)
        assert path.read_bytes() == content
    assert found.problems == ()
    assert found.header == tuple(header)
    assert [list(row.values()) for row in found.rows] == rows
    assert found.numbers == tuple(range(2, len(rows) + 2))


@settings(max_examples=25, deadline=None)
@given(table=tables())
def test_any_clean_table_written_as_a_workbook_reads_back_and_stays_as_it_is(
    table: tuple[list[str], list[list[str]]],
) -> None:
    header, rows = table
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.worksheets[0].append(row)
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.xlsx")
        book.save(path)
        content = path.read_bytes()
        found = read_table(path)
        assert path.read_bytes() == content
    assert found.problems == ()
    assert found.header == tuple(header)
    assert [list(row.values()) for row in found.rows] == rows


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=200), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_any_bytes_give_a_table_or_a_problem(content: bytes, suffix: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table{suffix}")
        path.write_bytes(content)
        found = read_table(path)
    assert found.problems or found.header
    assert len(found.rows) == len(found.numbers)
