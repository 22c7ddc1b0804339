"""A small study of councils, released once, and archives to attack."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARDS = Path(__file__).parent / "standards"

CITATION = """
[citation]
title = "Ratings of councils"
publisher = "The makers & Söhne"
released = 2026-03-04
language = "en-GB"
place = "Nowhere"
keywords = ["councils", "ratings"]
abstract = "Made up for a test, with “quotes” and a < sign."
doi = "10.1234/councils"
address = "https://example.org/councils"

[[citation.authors]]
family = "Öz"
given = "Ann"
orcid = "0000-0002-1825-0097"

[[citation.authors]]
name = "The makers & Söhne"

[[citation.licences]]
id = "CC-BY-4.0"
title = "Creative Commons Attribution 4.0"
address = "https://creativecommons.org/licenses/by/4.0/"
covers = "everything"
attribution = ["Say who made it."]
"""
RATED = {"01": "poor", "02": "fair", "03": "fair", "04": "good", "05": "not inspected"}
"""Ratings of the first round; the same in the second, but for the first council."""


def ltp(folder: Path, *arguments: str, **environment: str) -> str:
    """Run `ltp` in a process of its own and return what it printed."""
    run = subprocess.run(
        [sys.executable, "-m", "ltp_analysis", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    return run.stdout


def add(table: Path, rows: list[dict[str, str]]) -> None:
    """Add rows to a raw table."""
    with table.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with table.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writerows({**row, "source_id": "councils"} for row in rows)


def start(folder: Path) -> Project:
    """Make the study in a folder that is not there yet."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    ltp(
        folder.parent,
        *("study", "new", folder.name, "--id", "councils", "--title", "Ratings of councils"),
        *("--unit-singular", "council", "--unit-plural", "councils", "--round", "2023"),
        *("--category", "poor", "--category", "fair", "--category", "good"),
        *("--missing", "not inspected"),
    )
    project = Project(folder)
    settings = project.raw / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + CITATION, encoding="utf-8")
    add(
        project.raw / "register.csv",
        [
            {"unit_code": code, "name": f"Council {code}", "valid_from": "2000-01-01"}
            for code in RATED
        ],
    )
    add(
        project.raw / "ratings.csv",
        [
            {
                "statement_id": f"2023-{code}",
                "round_id": "2023",
                "unit_code": code,
                "ratings": rating,
                "edition": "original",
                "certainty": "certain",
                "note": "A note, with a comma" if code == "01" else "",
            }
            for code, rating in RATED.items()
        ],
    )
    (folder / "LICENSE-DATA.md").write_text("# Terms\n\nCC BY 4.0.\n", encoding="utf-8")
    (folder / "requirements").mkdir()
    (folder / "requirements" / "reports.txt").write_text("pandas==3.1.1\n", encoding="utf-8")
    return project


@pytest.fixture(scope="session")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the study, its archive and reports made; tests leave it as it is."""
    project = start(tmp_path_factory.mktemp("dataset") / "councils")
    ltp(project.root, "release", "0.1.0", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="1")
    return project


@pytest.fixture(scope="session")
def archive(councils: Project) -> Path:
    """Return its archive."""
    return councils.dist / "ltp-dataset-0.1.0.zip"


@pytest.fixture(scope="session")
def files(archive: Path) -> dict[str, bytes]:
    """Return what is in the archive, read by hand, by path inside its one folder."""
    with zipfile.ZipFile(archive) as opened:
        return {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}


@pytest.fixture
def unbuilt(councils: Project, tmp_path: Path) -> Project:
    """Return a copy of the study, as it was before anything was made of it."""
    root = tmp_path / "copy"
    kept = shutil.ignore_patterns("_output", "_figures", "processed", "dist", "logs")
    shutil.copytree(councils.root, root, ignore=kept)
    return Project(root)


def zipped(files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip file made by hand."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as opened:
        for name, content in files.items():
            opened.writestr(zipfile.ZipInfo(name, (2026, 3, 4, 0, 0, 0)), content, compression)
    return made.getvalue()
