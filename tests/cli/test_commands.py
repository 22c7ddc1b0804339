from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from ltp_analysis import __version__
from ltp_analysis.cli.app import app
from ltp_analysis.processed.store import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

    from ltp_analysis.processed.results import Results

ROOT = Path(__file__).parents[2]
FINDING = "share.2018-19.green.england.with-missing"
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
MADE = (
    "processed/findings.csv",
    "processed/findings.json",
    *(f"processed/{file}.csv" for file, _ in TABLES.values()),
    "processed/references.json",
)


def no_traceback(text: str) -> bool:
    """Say whether a text is free of Python's traces."""
    return "Traceback" not in text and ".py" not in text


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def unfolded(text: str) -> str:
    """Return the cells of printed tables without spaces; long ones are folded over lines."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("│")[1:-1]]
        if rows and cells and not cells[0] and len(cells) == len(rows[-1]):
            rows[-1] = [before + more for before, more in zip(rows[-1], cells, strict=True)]
        elif cells:
            rows.append(cells)
    return "\n".join(cell.replace(" ", "") for row in rows for cell in row)


@pytest.fixture(scope="module")
def told(ltp: Run) -> dict[str, Any]:
    """Return what `ltp explain --json` says of a finding of the shipped study."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        result = ltp("explain", FINDING, "--json")
    assert result.exit_code == 0
    content: dict[str, Any] = json.loads(result.stdout)
    return content


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_of_every_command_has_an_example(command: str, option: str, ltp: Run) -> None:
    result = ltp(command, option)
    assert result.exit_code == 0
    assert re.search(rf"^\s*Examples?: ltp {command}\b", result.stdout, re.MULTILINE)


def test_help_lists_every_command(ltp: Run) -> None:
    result = ltp("--help")
    assert result.exit_code == 0
    assert {"build", "doctor", "explain", "report", "validate"} <= set(COMMANDS)
    for command in COMMANDS:
        assert re.search(rf"^\s+{command}\s+\w", result.stdout, re.MULTILINE)


def test_no_command_at_all_shows_the_help(ltp: Run) -> None:
    assert "Usage" in ltp().output


def test_version_is_that_of_the_package(ltp: Run) -> None:
    result = ltp("--version")
    assert (result.exit_code, result.stdout) == (0, f"ltp-analysis {__version__}\n")
    assert __version__ == importlib.metadata.version("ltp-analysis")


def test_unknown_command_and_option_are_refused(ltp: Run) -> None:
    for arguments in (["valdate"], ["validate", "--fix"], ["explain"]):
        result = ltp(*arguments)
        assert result.exit_code == 2
        assert "Usage" in result.stderr
        assert no_traceback(result.output)


@pytest.mark.parametrize(
    "arguments", [["validate"], ["build"], ["explain", FINDING], ["report", "2019"]]
)
def test_outside_a_checkout_every_command_says_so(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ltp: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    result = ltp(*arguments)
    assert result.exit_code == 1
    assert "Run ltp inside a checkout" in result.stderr
    assert "study.toml" in result.stderr
    assert no_traceback(result.output)
    assert list(tmp_path.iterdir()) == []


def test_project_is_found_from_a_folder_inside_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, ltp: Run
) -> None:
    inside = checkout / "data" / "raw"
    (inside / "areas.csv").write_text("", encoding="utf-8")
    monkeypatch.chdir(inside)
    result = ltp("validate")
    assert result.exit_code == 1
    assert "areas.csv" in result.stdout


def test_explain_prints_value_statements_and_addresses(
    monkeypatch: pytest.MonkeyPatch, ltp: Run, told: dict[str, Any]
) -> None:
    monkeypatch.chdir(ROOT)
    result = ltp("explain", FINDING)
    assert result.exit_code == 0
    flat = unfolded(result.stdout)
    finding = told["finding"]
    for end in ("lower", "upper"):
        assert f"{finding[end]:.4f}" in flat
    for item in told["statements"]:
        assert item["id"] in flat
        assert re.sub(r"\s+", "", item["printed"]) in flat
    for source in told["sources"]:
        assert source["source_id"] in flat
        assert f"  {source['address']}\n" in result.stdout
    assert finding["dataset"] in flat
    assert finding["code"].replace(" ", "") in flat


def test_explain_as_json_has_the_finding_its_statements_and_their_sources(
    told: dict[str, Any],
) -> None:
    assert set(told) == {"finding", "statements", "sources"}
    finding = told["finding"]
    assert finding["id"] == FINDING
    assert {item["id"] for item in told["statements"]} == set(finding["statements"]) != set()
    assert {item["source_id"] for item in told["sources"]} == set(finding["sources"]) != set()
    assert {item["source_id"] for item in told["statements"]} <= set(finding["sources"])
    assert all(source["address"].startswith("http") for source in told["sources"])


def test_explain_agrees_with_the_raw_tables_and_the_findings_on_disk(
    told: dict[str, Any],
) -> None:
    findings = json.loads((ROOT / "data/processed/findings.json").read_text(encoding="utf-8"))
    assert told["finding"] == next(item for item in findings if item["id"] == FINDING)
    with (ROOT / "data/raw/figures.csv").open(encoding="utf-8", newline="") as file:
        figures = {row["figure_id"]: row for row in csv.DictReader(file)}
    for item in told["statements"]:
        assert item["table"] == "figures"
        assert item["printed"] == figures[item["id"]]["printed"]


def test_unknown_finding_is_told_with_those_that_are_near(
    monkeypatch: pytest.MonkeyPatch, ltp: Run
) -> None:
    monkeypatch.chdir(ROOT)
    result = ltp("explain", FINDING.replace("green", "gren"))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "There is no finding share.2018-19.gren" in result.stderr
    assert "Did you mean" in result.stderr
    assert FINDING in result.stderr
    assert no_traceback(result.output)


def test_doctor_as_json_names_versions_engine_and_dataset(
    monkeypatch: pytest.MonkeyPatch, ltp: Run
) -> None:
    monkeypatch.chdir(ROOT)
    result = ltp("doctor", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["ready"] is True
    assert told["ltp-analysis"] == __version__
    assert told["pandas"] == importlib.metadata.version("pandas")
    assert re.fullmatch(r"\d+(\.\d+)+", told["Pandoc"])
    assert told["engine"] in ("quarto", "embedded")
    findings = json.loads((ROOT / "data/processed/findings.json").read_text(encoding="utf-8"))
    assert told["data"] == f"dataset {findings[0]['dataset']}; findings up to date"


def test_doctor_outside_a_checkout_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ltp: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    result = ltp("doctor", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["ready"]) == (1, False)
    assert "Run ltp inside a checkout" in told["data"]
    text = ltp("doctor")
    assert text.exit_code == 1
    assert "Reports cannot be made here." in text.stdout
    assert no_traceback(text.output)


def test_doctor_counts_the_problems_and_sees_stale_findings(checkout: Path, ltp: Run) -> None:
    raw = checkout / "data" / "raw"
    sources = (raw / "sources.csv").read_text(encoding="utf-8")
    (raw / "sources.csv").write_text(sources.replace(",NSPCC,", ",The NSPCC,"), encoding="utf-8")
    stale = json.loads(ltp("doctor", "--json").stdout)
    assert stale["ready"] is True
    assert stale["data"].endswith("findings to be rebuilt")
    shutil.rmtree(checkout / "data" / "processed")
    assert json.loads(ltp("doctor", "--json").stdout)["data"].endswith("findings not built yet")
    (raw / "stray.csv").write_text("a\n", encoding="utf-8")
    broken = ltp("doctor", "--json")
    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["data"] == "1 problems; see ltp validate"


def test_build_makes_what_is_committed_and_logs_how(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    worked_out: Callable[..., Results],
    ltp: Run,
) -> None:
    monkeypatch.setattr("ltp_analysis.build.work_out", worked_out)
    data = checkout / "data"
    shutil.rmtree(data / "processed")
    (data / "README.md").write_text("", encoding="utf-8")
    raw = tree(data / "raw")
    result = ltp("build")
    assert result.exit_code == 0
    for name in (*MADE, "README.md"):
        assert (data / name).read_bytes() == (ROOT / "data" / name).read_bytes()
        assert f"wrote data/{name}" in result.stdout
    assert set(tree(data / "processed")) == {name.removeprefix("processed/") for name in MADE}
    assert tree(data / "raw") == raw

    (log,) = (checkout / "logs").glob("*-build.log")
    text = log.read_text(encoding="utf-8")
    assert f"version {__version__}" in text
    assert f"library pandas {importlib.metadata.version('pandas')}" in text
    for name, content in raw.items():
        assert f"input data/raw/{name} sha256 {hashlib.sha256(content).hexdigest()}" in text
    for name in MADE:
        digest = hashlib.sha256((data / name).read_bytes()).hexdigest()
        assert f"made data/{name} sha256 {digest}" in text
    assert "done in" in text
    assert str(ROOT) not in text


def test_build_of_broken_data_tells_the_fault_and_writes_nothing(checkout: Path, ltp: Run) -> None:
    path = checkout / "data" / "raw" / "scales.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("nspcc,amber,amber,2", "nspcc,amber,amber,two"), encoding="utf-8")
    before = tree(checkout / "data")
    result = ltp("build")
    assert result.exit_code == 1
    assert tree(checkout / "data") == before
    assert re.search(r"scales\.csv\s*│\s*3\s*│\s*position\s*│\s*two\s*│", result.stdout)
    assert "1 problems in the data. Nothing was written." in result.stderr
    assert no_traceback(result.output)
    (log,) = (checkout / "logs").glob("*-build.log")
    assert "stopped: InvalidDataError: scales.csv, row 3, column position" in log.read_text(
        encoding="utf-8"
    )


def test_build_reports_the_fault_in_its_exit_code_for_explain_too(checkout: Path, ltp: Run) -> None:
    (checkout / "data" / "raw" / "areas.csv").write_bytes(b"")
    result = ltp("explain", FINDING)
    assert result.exit_code == 1
    assert "areas.csv" in result.stdout
    assert no_traceback(result.output)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "2019", "--to", "rtf"], "There is no format rtf"),
        (["report", "--to", ""], "There is no format given"),
        (["report", "--engine", "word"], "There is no engine word"),
    ],
)
def test_report_refuses_what_it_cannot_make(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, ltp: Run
) -> None:
    monkeypatch.chdir(ROOT)
    result = ltp(*arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert no_traceback(result.output)
