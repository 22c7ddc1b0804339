"""`ltp workbook`, run whole, against the files of `ltp build`."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.processed.results import Results
from ltp_analysis.processed.store import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
FILES = ["ltp-tables.xlsx", "ltp-tables.ods", "toolkit.xlsx", "toolkit.ods"]


@pytest.fixture(scope="module")
def made(
    ltp: Run, worked_out: Callable[..., Results], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a checkout in which the command was run."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "data", folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("ltp_analysis.cli.workbook.work_out", worked_out)
        result = ltp("workbook")
    assert result.exit_code == 0, result.output
    wrote = [f"wrote reports/_output/{name}" for name in FILES]
    assert result.stdout.splitlines() == wrote
    assert "workbook: working out the findings" in result.stderr
    return folder


def table(folder: Path, kind: str, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by its header; the table begins at the first full row."""
    data = (folder / "reports" / "_output" / f"ltp-tables.{kind}").read_bytes()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name)
    rows = [row for row in sheet.to_python() if all(cell != "" for cell in row)]
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_findings_are_those_of_the_json(kind: str, made: Path) -> None:
    text = (ROOT / "data" / "processed" / "findings.json").read_text(encoding="utf-8")
    findings = {row["id"]: row for row in json.loads(text)}
    units = {"Shares": "per cent", "Counts": "number", "Changes": "percentage points"}
    units |= {"Children": "children", "Number": "number"}
    seen = set()
    for name, unit in units.items():
        for row in table(made, kind, name):
            finding = findings[row["Finding"]]
            seen.add(row["Finding"])
            assert row[f"Least value ({unit})"] == finding["lower"]
            assert row[f"Greatest value ({unit})"] == finding["upper"]
            assert row["Method"] == finding["method"]
            assert row["Caution"] == (finding["caution"] or "none")
            assert row["Base"] == finding["base_name"]
    assert seen == set(findings)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_verdicts_are_those_of_the_csv(kind: str, made: Path) -> None:
    path = ROOT / "data" / "processed" / "reconciliation.csv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = {row["figure_id"]: row for row in csv.DictReader(file)}
    found = {row["Figure"]: row for row in table(made, kind, "Reconciliation")}
    assert set(found) == set(expected)
    for name, row in found.items():
        verdict = expected[name]
        assert row["Verdict"] == verdict["verdict"]
        assert row["As printed"] == verdict["printed"]
        assert row["Why"] == verdict["because"]
        assert row["Statements"] == (verdict["statements"].replace("|", ", ") or "none")
        lower = verdict["lower"]
        assert row["Least value (in the unit named)"] == (float(lower) if lower else "not known")


@pytest.mark.slow
def test_deductions_stand_with_their_strength(made: Path) -> None:
    found = {
        (row["Round"], row["ODS code"]): row["Sets expected by chance (number)"]
        for row in table(made, "xlsx", "Ratings")
    }
    # The only set of areas that the printed 56,042 children of the North East can be the total of.
    assert found["2016/17", "00C"] == pytest.approx(0.0754, abs=1e-3)
    assert all(cell < 0.1 for cell in found.values() if not isinstance(cell, str))


@pytest.mark.slow
def test_the_run_is_on_record_and_nothing_else_is_left(made: Path) -> None:
    assert {path.name for path in (made / "reports" / "_output").iterdir()} == set(FILES)
    (log,) = (made / "logs").iterdir()
    lines = log.read_text(encoding="utf-8")
    assert all(f"_output/{name} sha256" in lines for name in FILES)
    page = openpyxl.load_workbook(made / "reports" / "_output" / "ltp-tables.xlsx")["Cover"]
    text = json.loads((ROOT / "data/processed/findings.json").read_text(encoding="utf-8"))
    assert any(text[0]["dataset"] in str(cell.value) for cell in page["A"])


def test_a_study_without_questions_has_no_form(
    checkout: Path, ltp: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = checkout / "data" / "raw" / "toolkit.csv"
    header, *_ = questions.read_text(encoding="utf-8").splitlines(keepends=True)
    questions.write_text(header, encoding="utf-8")
    nothing = Results(Ledger([]), **{name: [] for name in TABLES})
    monkeypatch.setattr("ltp_analysis.cli.workbook.work_out", lambda *_: nothing)
    assert ltp("workbook").exit_code == 0
    assert {path.name for path in (checkout / "reports" / "_output").iterdir()} == set(FILES[:2])


def test_unsound_data_write_nothing(checkout: Path, ltp: Run) -> None:
    (checkout / "data" / "raw" / "areas.csv").write_text("", encoding="utf-8")
    result = ltp("workbook", "--to", checkout / "tables")
    assert result.exit_code == 1
    assert "areas.csv" in result.stdout
    assert not (checkout / "tables").exists()
