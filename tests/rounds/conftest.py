"""Copies of the checkout in which rounds may be started."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from ltp_analysis.project import Project

ROOT = Path(__file__).parents[2]
NOT_NEEDED = ("geography", "points", "population")


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout whose largest tables are empty, so that it is read fast."""
    root = tmp_path_factory.mktemp("pattern") / "checkout"
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    made = shutil.ignore_patterns("_output", "_figures", ".quarto")
    shutil.copytree(ROOT / "reports", root / "reports", ignore=made)
    for name in NOT_NEEDED:
        path = root / "data" / "raw" / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
        path.write_text(header, encoding="utf-8")
    return root


@pytest.fixture
def light(pattern: Path, tmp_path: Path) -> Project:
    """Return a copy of that checkout that a test may change."""
    return Project(Path(shutil.copytree(pattern, tmp_path / "checkout")))


def contents(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def merge(project: Project, codes: tuple[str, ...], new: str) -> None:
    """Close some units at the end of March 2021 and open one that they are merged into."""
    path = project.raw / "register.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    for row in rows:
        if row["unit_code"] in codes and not row["valid_to"]:
            row["valid_to"] = "2021-03-31"
    source = rows[0]["source_id"]
    rows.append(
        {
            "unit_code": new,
            "gss_code": "E38999999",
            "name": "NHS Made-up Merger CCG",
            "valid_from": "2021-04-01",
            "valid_to": "",
            "source_id": source,
        }
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(reader.fieldnames or ()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with (project.raw / "succession.csv").open("a", encoding="utf-8", newline="") as file:
        for code in codes:
            file.write(f"{code},{new},2021-04-01,merger,made up for a test,{source}\n")
