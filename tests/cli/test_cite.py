"""`ltp cite`, on a checkout."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.project import Project

if TYPE_CHECKING:
    from tests.cli.conftest import Run

    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]
GREEN = "share.2018-19.green.england.with-missing"


@pytest.fixture
def here(tmp_path: Path, processed: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a checkout that was built, and go into it."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(processed, tmp_path / "data" / "processed")
    (tmp_path / "reports").mkdir()
    shutil.copy(ROOT / "reports" / "2019.qmd", tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def test_the_dataset_is_cited_with_its_version_and_bytes(
    ltp: Run, here: Project, study: Study
) -> None:
    assert here.raw.is_dir()
    for arguments in ((), ("--dataset", study.settings.version), ("--dataset", study.version)):
        result = ltp("cite", *arguments)
        assert result.exit_code == 0
        assert study.settings.version in result.stdout
        assert study.swhid in result.stdout


def test_a_report_and_a_finding_are_cited(ltp: Run, here: Project) -> None:
    report = ltp("cite", "--report", "2019", "--format", "apa")
    assert "report of July 2019" in report.stdout
    assert "[Report]" in report.stdout
    finding = ltp("cite", "--finding", GREEN, "--format", "csl")
    (entry,) = json.loads(finding.stdout)
    assert GREEN in entry["note"]
    assert "35 or 36 of 195" in entry["note"]
    assert here.root.is_dir()


def test_a_citation_is_written_to_a_file(ltp: Run, here: Project) -> None:
    result = ltp("cite", "--format", "bibtex", "--output", "cite/us.bib")
    assert result.exit_code == 0
    assert "wrote cite/us.bib" in result.stdout
    assert (here.root / "cite" / "us.bib").read_text(encoding="utf-8").startswith("@misc{")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--report", "2019", "--finding", GREEN), "not several"),
        (("--finding", "share.2018-19.green.england"), "Did you mean"),
        (("--finding", "nothing at all"), "There is no finding nothing at all."),
        (("--report", "1999"), "There are: 2019."),
        (("--dataset", "9.9.9"), "not 9.9.9"),
        (("--format", "endnote"), "There are: text, apa"),
    ],
)
def test_what_cannot_be_cited_is_told(
    ltp: Run, here: Project, arguments: tuple[str, ...], words: str
) -> None:
    result = ltp("cite", *arguments, "--output", "out.txt")
    assert result.exit_code == 1
    assert words in " ".join(result.stderr.split())
    assert not (here.root / "out.txt").exists()


def test_a_finding_made_from_other_tables_is_not_cited(ltp: Run, here: Project) -> None:
    with (here.raw / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write("# changed\n")
    result = ltp("cite", "--finding", GREEN)
    assert result.exit_code == 1
    assert "ltp build" in result.stderr


def test_help_has_an_example(ltp: Run) -> None:
    assert "Example: ltp cite" in " ".join(ltp("cite", "--help").stdout.split())
