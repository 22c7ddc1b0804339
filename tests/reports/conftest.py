"""The shipped study, its ledger, and a copy of the checkout to render in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ltp_analysis.findings.ledger import Ledger, build_ledger
from ltp_analysis.findings.store import write_ledger
from ltp_analysis.project import Project
from ltp_analysis.validated.study import Study, load_study

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def study() -> Study:
    """Return the shipped study."""
    return load_study(ROOT / "data" / "raw")


@pytest.fixture(scope="session")
def ledger(study: Study) -> Ledger:
    """Return its findings, worked out now."""
    return build_ledger(study)


@pytest.fixture(scope="session")
def documents_on_disk() -> list[Path]:
    """Return the shipped documents."""
    return sorted((ROOT / "reports").glob("[!_]*.qmd"))


@pytest.fixture
def project(tmp_path: Path, ledger: Ledger) -> Project:
    """Return a copy of the checkout's data and documents, its findings built."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    made = shutil.ignore_patterns("_output", "_figures", ".quarto")
    shutil.copytree(ROOT / "reports", root / "reports", ignore=made)
    write_ledger(ledger, root / "data" / "processed")
    return Project(root)
