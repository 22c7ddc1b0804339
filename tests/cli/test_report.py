"""`ltp report`: what it says, without making anything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.files import digest
from ltp_analysis.made import (
    BUILT,
    DOWNLOADS,
    Document,
    Manifest,
    everything,
    read_manifest,
    write_manifest,
)
from ltp_analysis.project import Project
from ltp_analysis.rendering import Kernel
from ltp_analysis.site.update import Update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.cli.conftest import Run

    from ltp_analysis.engine import Engine

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a checkout with two documents that were made, and go into it."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    (root / "reports" / "_output").mkdir(parents=True)
    project = Project(root)
    for name in ("2018", "2019"):
        (project.reports / f"{name}.qmd").write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")
        (project.output / f"{name}.html").write_text(name, encoding="utf-8")
    now = everything(project)
    known = {
        name: Document(
            *(now, "", "embedded 0", {}, [], ["html"]),
            {f"{name}.html": digest(project.output / f"{name}.html")},
        )
        for name in ("2018", "2019")
    }
    for name in (DOWNLOADS, BUILT):
        known[name] = Document(now, "", "embedded 0", {}, [], [], {})
    write_manifest(project, Manifest(known))
    monkeypatch.chdir(root)
    return project


@pytest.fixture
def asked(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Let nothing be made; return what was asked to be made."""
    found: list[dict[str, Any]] = []

    def update(  # noqa: PLR0913, PLR0917 - as the one that it stands for
        _: Project,
        known: Manifest,
        names: Sequence[str],
        formats: Sequence[str],
        engine: Engine,
        progress: object,
        kernel: object,
    ) -> Update:
        assert callable(progress)
        assert isinstance(kernel, Kernel)
        asked = {"known": sorted(known.documents), "names": list(names)}
        found.append(asked | {"formats": list(formats), "engine": str(engine)})
        return Update([project.output / "2019.html"], ["2018"])

    monkeypatch.setattr("ltp_analysis.site.update.update", update)
    return found


def test_where_nothing_changed_nothing_is_made(project: Project, ltp: Run) -> None:
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    result = ltp("report", "--to", "html", "--engine", "embedded")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert said.startswith("Nothing to do: 2 documents are up to date in ")
    one = ltp("report", "2019", "--to", "html", "--engine", "embedded")
    assert one.stdout.startswith("Nothing to do: 2019 is up to date in ")
    assert {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()} == before


def test_what_is_made_and_what_is_kept_is_told(
    project: Project, asked: list[dict[str, Any]], ltp: Run
) -> None:
    result = ltp("report", "2019", "2018", "--engine", "embedded")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[:2] == [
        "Up to date, and not made again: 2018.",
        "The reports are in reports/_output:",
    ]
    assert lines[2].strip() == str(project.output / "2019.html")
    assert asked == [
        {
            "known": ["2018", "2019", DOWNLOADS, BUILT],
            "names": ["2019", "2018"],
            "formats": ["html", "pdf", "docx"],
            "engine": "embedded",
        }
    ]
    (log,) = project.logs.glob("*-report.log")
    assert "engine embedded" in log.read_text(encoding="utf-8")


def test_again_forgets_only_what_is_asked_for(asked: list[dict[str, Any]], ltp: Run) -> None:
    assert ltp("report", "2019", "--to", "html", "--engine", "embedded", "--again").exit_code == 0
    assert asked[0]["known"] == ["2018"]
    assert ltp("report", "--to", "html", "--engine", "embedded", "--again").exit_code == 0
    assert asked[1]["known"] == []


def test_a_record_that_is_broken_is_no_reason_to_stop(
    project: Project, asked: list[dict[str, Any]], ltp: Run
) -> None:
    (project.output / "manifest.json").write_text("[1]", encoding="utf-8")
    assert ltp("report", "--to", "html", "--engine", "embedded").exit_code == 0
    assert asked[0]["known"] == []
    assert read_manifest(project) == Manifest()


@pytest.mark.parametrize(
    ("to", "formats"),
    [("docx, html", ["html", "docx"]), ("pdf,pdf", ["pdf"]), ("html,,", ["html"])],
)
def test_formats_are_made_in_one_order_and_once(
    project: Project, asked: list[dict[str, Any]], ltp: Run, to: str, formats: list[str]
) -> None:
    (project.reports / "2019.qmd").write_text("---\ntitle: B\n---\n", encoding="utf-8")
    assert ltp("report", "--to", to, "--engine", "embedded").exit_code == 0
    assert asked[0]["formats"] == formats


def test_quarto_is_asked_for_by_name(
    project: Project, asked: list[dict[str, Any]], ltp: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    assert ltp("report", "2019", "--to", "html").exit_code == 0
    assert asked[0]["engine"] == "quarto"
    monkeypatch.setattr("shutil.which", lambda _: None)
    refused = ltp("report", "--engine", "quarto")
    assert refused.exit_code == 1
    assert "quarto is not on the PATH" in refused.stderr
    assert json.loads((project.output / "manifest.json").read_text(encoding="utf-8"))


def test_an_unknown_document_is_refused_before_anything_is_worked_out(
    ltp: Run, project: Project, asked: list[dict[str, Any]]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("*")}
    result = ltp("report", "1999")
    assert result.exit_code == 1
    assert "no document for 1999. There are: 2018, 2019." in " ".join(result.stderr.split())
    assert asked == []
    assert {path: path.stat().st_mtime_ns for path in project.root.rglob("*")} == before
