"""The log of a run."""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import platform
import re
import sys
from typing import TYPE_CHECKING

import pytest

from ltp_analysis import __version__
from ltp_analysis.project import Project
from ltp_analysis.runlog import LIBRARIES, run_log

if TYPE_CHECKING:
    from pathlib import Path

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (INFO|ERROR) .+")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a checkout with two raw files and a document."""
    project = Project(tmp_path)
    project.raw.mkdir(parents=True)
    project.reports.mkdir()
    (project.raw / "study.toml").write_bytes(b"abc")
    (project.raw / "figures.csv").write_bytes(b"")
    (project.reports / "2019.qmd").write_bytes(b"text")
    (project.reports / "picture.png").write_bytes(b"dots")
    return project


def log_of(project: Project) -> list[str]:
    (path,) = project.logs.iterdir()
    return path.read_text(encoding="utf-8").splitlines()


def test_a_run_puts_versions_inputs_and_results_on_record(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["ltp", "build", "--fast"])
    with run_log("build", project) as log:
        log.note("a note on %s", "this")
        made = project.root / "data" / "made.csv"
        made.write_bytes(b"made")
        log.made(made)
    lines = log_of(project)
    assert all(LINE.fullmatch(line) for line in lines)
    said = [line.split(" INFO ")[1] for line in lines]
    assert said[0] == f"ltp build --fast, version {__version__}"
    assert said[1].startswith(f"Python {platform.python_version()} on ")
    libraries = [f"library {name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    assert said[2 : 2 + len(libraries)] == libraries
    assert said[2 + len(libraries) : -1] == [
        f"input data/raw/figures.csv sha256 {hashlib.sha256(b'').hexdigest()}",
        f"input data/raw/study.toml sha256 {hashlib.sha256(b'abc').hexdigest()}",
        f"input reports/2019.qmd sha256 {hashlib.sha256(b'text').hexdigest()}",
        "a note on this",
        f"made data/made.csv sha256 {hashlib.sha256(b'made').hexdigest()}",
    ]
    assert re.fullmatch(r"done in \d+\.\d s", said[-1])


def test_the_log_is_named_by_time_and_command_and_each_run_has_its_own(project: Project) -> None:
    for command in ("build", "report"):
        with run_log(command, project):
            pass
    names = sorted(path.name for path in project.logs.iterdir())
    assert len(names) == 2
    for name, command in zip(names, ("build", "report"), strict=True):
        assert re.fullmatch(rf"\d{{8}}T\d{{12}}Z-{command}\.log", name)


@pytest.mark.parametrize("error", [ValueError("three"), KeyboardInterrupt("three")])
def test_what_stopped_a_run_is_on_record_and_goes_on(
    project: Project, error: BaseException
) -> None:
    with pytest.raises(type(error), match="three"), run_log("build", project):
        raise error
    lines = log_of(project)
    assert lines[-1].endswith(f" ERROR stopped: {type(error).__name__}: three")
    assert not [line for line in lines if "done in" in line]


def test_no_place_outside_the_checkout_and_no_path_of_it_is_on_record(project: Project) -> None:
    with run_log("build", project) as log, pytest.raises(ValueError, match="not in the subpath"):
        log.made(project.root.parent / "elsewhere")
    assert not [line for line in log_of(project) if str(project.root) in line]


def test_a_log_leaves_no_trace_in_the_logging_of_the_program(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    before = set(logging.root.manager.loggerDict)
    with caplog.at_level(logging.DEBUG), run_log("build", project) as log:
        log.note("quiet")
    assert caplog.records == []
    assert set(logging.root.manager.loggerDict) == before


def test_a_folder_among_the_raw_tables_does_no_harm(project: Project) -> None:
    (project.raw / ".checkpoints").mkdir()
    with run_log("build", project):
        pass
