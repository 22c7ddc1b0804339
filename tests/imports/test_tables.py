"""Tables are written all or none, and only where the whole study stays sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ltp_analysis.files import write_atomically
from ltp_analysis.imports import tables
from ltp_analysis.imports.rows import with_rows
from ltp_analysis.imports.tables import (
    ChangedMeanwhileError,
    WorkbookKeptError,
    as_it_would_be,
    table_text,
    write_tables,
)
from ltp_analysis.problems import InvalidDataError

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the tables that a test may change."""
    return Path(shutil.copytree(RAW, tmp_path / "raw"))


def digests(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_study_that_would_be_unsound_is_told_and_left_as_it_is(folder: Path) -> None:
    before = digests(folder)
    row = {
        "statement_id": "x",
        "round_id": "2018-19",
        "unit_code": "15N",
        "ratings": "purple",
        "edition": "original",
        "certainty": "certain",
        "source_id": "nobody",
    }
    text = with_rows(table_text(folder, "ratings"), [row])
    with pytest.raises(InvalidDataError) as error:
        as_it_would_be(folder, {"ratings": text})
    columns = {problem.column for problem in error.value.problems}
    assert columns == {"unit_code", "ratings", "source_id"}
    assert digests(folder) == before


def test_all_tables_are_written_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: table_text(folder, name) for name in ("plans", "coverage")}
    texts = {name: text + "x\n" for name, text in before.items()}
    states = digests(folder)

    def fail_on_coverage(path: Path, content: str | bytes) -> None:
        if path.name == "coverage.csv":
            raise OSError("no space left")
        write_atomically(path, content)

    monkeypatch.setattr(tables, "write_atomically", fail_on_coverage)
    with pytest.raises(OSError, match="no space"):
        write_tables(folder, texts, before)
    assert digests(folder) == states
    monkeypatch.undo()
    written = write_tables(folder, {**texts, "coverage": before["coverage"]}, before)
    assert [path.name for path in written] == ["plans.csv"]
    assert table_text(folder, "plans") == texts["plans"]


def test_a_table_that_changed_meanwhile_is_not_written_over(folder: Path) -> None:
    before = {"plans": table_text(folder, "plans")}
    (folder / "plans.csv").write_text("round_id\n", encoding="utf-8")
    with pytest.raises(ChangedMeanwhileError):
        write_tables(folder, {"plans": "x"}, before)
    assert table_text(folder, "plans") == "round_id\n"


def test_a_workbook_is_never_joined_by_a_second_file(folder: Path) -> None:
    (folder / "ratings.csv").unlink()
    (folder / "ratings.xlsx").write_bytes(b"PK")
    with pytest.raises(WorkbookKeptError, match=r"Save it as ratings\.csv"):
        table_text(folder, "ratings")
