"""A table with one row more."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest

from ltp_analysis.raw.read import read_table
from ltp_analysis.rounds.appended import table_path, with_row

if TYPE_CHECKING:
    from pathlib import Path

ROW = {"b": "2, or so", "a": "007"}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_was_there_stays_to_the_byte(
    tmp_path: Path, end: str, mark: str, *, last: bool
) -> None:
    path = tmp_path / "t.csv"
    before = f"{mark}a,b,c{end}1,“é”,{end if last else ''}".encode()
    path.write_bytes(before)
    after = with_row(path, ROW)
    assert after.startswith(before)
    assert after.endswith(f'007,"2, or so",{end}'.encode())
    rows = list(csv.reader(after.decode("utf-8-sig").splitlines()))
    assert rows == [["a", "b", "c"], ["1", "“é”", ""], ["007", "2, or so", ""]]
    assert path.read_bytes() == before


def test_a_workbook_gets_the_row_below_its_last(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (["a", "b", "c"], ["1", "x", None]):
        book.active.append(line)
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert table_path(tmp_path, "t") == path
    path.write_bytes(with_row(path, ROW))
    table = read_table(path)
    assert table.problems == ()
    assert table.rows == (
        {"a": "1", "b": "x", "c": ""},
        {"a": "007", "b": "2, or so", "c": ""},
    )
    assert table_path(tmp_path, "other") == tmp_path / "other.csv"
