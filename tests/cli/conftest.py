"""The command line, and copies of the real study for it to work on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from ltp_analysis.cli.app import app

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"

KEPT = ("00C", "01H", "06N", "14L")
"""Units whose populations and places stay in the short study."""

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def ltp() -> Run:
    """Return a function that runs `ltp` with arguments and keeps its two streams apart."""
    return lambda *arguments: CliRunner().invoke(app, [str(part) for part in arguments])


@pytest.fixture(scope="session")
def short_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real study with the populations and places of a few units."""
    folder = Path(shutil.copytree(RAW, tmp_path_factory.mktemp("short") / "raw"))
    for table in ("population", "points", "geography"):
        path = folder / f"{table}.csv"
        header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line.startswith(KEPT)]
        path.write_text("".join([header, *kept]), encoding="utf-8")
    return folder


@pytest.fixture
def raw(short_raw: Path, tmp_path: Path) -> Path:
    """Return a copy of the short study that a test may break."""
    return Path(shutil.copytree(short_raw, tmp_path / "raw"))


@pytest.fixture(scope="session")
def worked_out(results: Results) -> Callable[..., Results]:
    """Return what stands for working out the shipped study once more, which takes long."""

    def work_out(study: Study, progress: Callable[[str], None]) -> Results:
        assert {finding.dataset for finding in results.ledger.values()} == {study.version}
        progress("working out the findings")
        return results

    return work_out


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that holds a copy of `data`, and go into it."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "data", folder / "data")
    monkeypatch.chdir(folder)
    return folder
