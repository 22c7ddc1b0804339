"""The shipped study, all that is worked out of it, and copies of it with edited tables."""

from __future__ import annotations

import csv
import os
import pickle
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from ltp_analysis.files import write_atomically
from ltp_analysis.findings.ledger import Ledger, build_ledger
from ltp_analysis.processed.references import REFERENCES_FILE, references
from ltp_analysis.processed.results import Results, work_out
from ltp_analysis.processed.store import write_results
from ltp_analysis.project import Project
from ltp_analysis.validated.study import Study, load_study

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
# In CI the same examples each time, so that a change fails for what it changed and not by luck.
settings.register_profile("ci", derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "default")

NOT_NEEDED = ("geography", "points", "population")

Rows = list[dict[str, str]]
Edit = Callable[[Rows], Rows]
Copy = Callable[[Path], Project]
Change = Callable[[Project, str, Edit], None]


@pytest.fixture(scope="session")
def study() -> Study:
    """Return the shipped study."""
    return load_study(RAW)


@pytest.fixture(scope="session")
def ledger(study: Study) -> Ledger:
    """Return its findings, worked out now."""
    return build_ledger(study)


@pytest.fixture(scope="session")
def results(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Return all that is worked out of the shipped study, worked out now.

    It takes long, so that one worker of a parallel run does it for all.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return work_out(study)
    shared = tmp_path_factory.getbasetemp().parent / "results"
    try:
        shared.mkdir()
    except FileExistsError:
        return _awaited(shared) or work_out(study)
    found = None
    try:
        found = work_out(study)
    finally:
        write_atomically(shared / "done", pickle.dumps(found))
    return found


def _awaited(shared: Path) -> Results | None:
    """Return what another worker makes; None if it failed."""
    while not (shared / "done").is_file():
        time.sleep(0.2)
    found: Results | None = pickle.loads((shared / "done").read_bytes())  # noqa: S301 - our own
    return found


@pytest.fixture(scope="session")
def processed(study: Study, results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds what a build writes into `data/processed`."""
    folder = tmp_path_factory.mktemp("processed")
    write_results(results, folder)
    write_atomically(folder / REFERENCES_FILE, references(study))
    return folder


@pytest.fixture
def altered(tmp_path: Path) -> Callable[..., Study]:
    """Return a function that loads a copy of the study, some of its tables edited.

    Tables that no test here needs are emptied, so that copies load fast.
    """

    def load(*, toml: Callable[[str], str] = str, **edits: Edit) -> Study:
        folder = tmp_path / f"raw-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(RAW, folder)
        for name, edit in {**dict.fromkeys(NOT_NEEDED, _nothing), **edits}.items():
            path = folder / f"{name}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows = list(reader)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(reader.fieldnames or ()))
                writer.writeheader()
                writer.writerows(edit(rows))
        settings = folder / "study.toml"
        settings.write_text(toml(settings.read_text(encoding="utf-8")), encoding="utf-8")
        return load_study(folder)

    return load


def _nothing(_: Rows) -> Rows:
    return []


@pytest.fixture(scope="session")
def copied(processed: Path) -> Copy:
    """Return a function that copies the checkout's data and documents, the findings built."""

    def copy(root: Path) -> Project:
        shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
        shutil.copytree(processed, root / "data" / "processed")
        made = shutil.ignore_patterns("_output", "_figures", ".quarto")
        shutil.copytree(ROOT / "reports", root / "reports", ignore=made)
        return Project(root)

    return copy


@pytest.fixture
def project(tmp_path: Path, copied: Copy) -> Project:
    """Return a copy of the checkout's data and documents, the findings built."""
    return copied(tmp_path / "checkout")


@pytest.fixture(scope="session")
def edit() -> Change:
    """Return a function that changes the rows of a raw table of a copy."""

    def change(project: Project, table: str, rows_of: Edit) -> None:
        path = project.raw / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = rows_of(list(reader))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(reader.fieldnames or ()), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return change


@pytest.fixture(scope="session")
def first_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the study as it was before December 2017: without the correction of Kernow."""
    folder = tmp_path_factory.mktemp("editions") / "first-edition"
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    path = folder / "data" / "raw" / "ratings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("2016-17-kernow-corrected,")]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def corrected_edition(tmp_path_factory: pytest.TempPathFactory, processed: Path) -> Path:
    """Return the study with the correction, built."""
    folder = tmp_path_factory.mktemp("editions") / "corrected-edition"
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copytree(processed, folder / "data" / "processed")
    return folder
