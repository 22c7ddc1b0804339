"""What `quarto render reports` asks the package to put beside the pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ltp_analysis.project import Project
from ltp_analysis.site.update import finish

ROOT = Path(__file__).parents[2]
DATA = b"area,rating\nDoncaster,green\n"


@pytest.fixture
def project(tmp_path: Path, processed: Path) -> Project:
    """Return a checkout of one document whose charts were drawn, and copied by Quarto."""
    found = Project(tmp_path)
    shutil.copytree(ROOT / "data" / "raw", found.raw)
    shutil.copytree(processed, found.processed)
    found.reports.mkdir()
    for name in ("2019.qmd", "_finish.py"):
        shutil.copy(ROOT / "reports" / name, found.reports)
    for folder in (found.figures, found.output / "_figures"):
        (folder / "2019").mkdir(parents=True)
        (folder / "2019" / "map.csv").write_bytes(DATA)
        (folder / "2019" / "map.svg").write_bytes(b"<svg/>")
    return found


DUE = {
    "data/2019/map.csv",
    "findings.json",
    "ltp-tables.xlsx",
    "ltp-tables.ods",
    "toolkit.xlsx",
    "toolkit.ods",
}


def there(project: Project) -> set[str]:
    found = project.output.rglob("*")
    return {path.relative_to(project.output).as_posix() for path in found if path.is_file()}


def test_all_that_pages_link_to_is_put_beside_them(project: Project) -> None:
    made = finish(project)
    assert {path.relative_to(project.output).as_posix() for path in made} == DUE
    assert there(project) == DUE
    assert (project.output / "data" / "2019" / "map.csv").read_bytes() == DATA
    findings = project.processed / "findings.json"
    assert (project.output / "findings.json").read_bytes() == findings.read_bytes()


@pytest.mark.parametrize(
    ("told", "due"),
    [({"QUARTO_PROJECT_RENDER_ALL": "1"}, DUE), ({}, {"_figures/2019/map.csv"})],
    ids=["all", "one"],
)
def test_only_where_all_documents_were_made(
    project: Project, told: dict[str, str], due: set[str]
) -> None:
    known = {key: value for key, value in os.environ.items() if not key.startswith("QUARTO_")}
    run = [sys.executable, "_finish.py"]
    source = {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run(run, cwd=project.reports, env={**known, **source, **told}, check=True)
    assert there(project) - {"_figures/2019/map.svg"} == due
