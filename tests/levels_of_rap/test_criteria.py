"""The criteria of the NHS Levels of RAP: silver and gold, each held against what is here."""

from __future__ import annotations

import ast
import csv
import importlib.metadata
import logging
import os
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from tests.levels_of_rap.criteria import CRITERIA, DOCUMENT, ROOT, document, meets

import ltp_analysis
from ltp_analysis.files import digest
from ltp_analysis.made import everything
from ltp_analysis.project import Project
from ltp_analysis.rendering import parse
from ltp_analysis.runlog import run_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = ROOT / "src" / "ltp_analysis"


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def configured() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def cells() -> Iterator[tuple[str, ast.Module]]:
    """Yield the code of every cell of every document."""
    for path in sorted((ROOT / "reports").glob("[!_]*.qmd")):
        for cell in parse(path).cells:
            yield path.name, ast.parse("\n".join(line.text for line in cell.code))


@meets(
    "silver",
    "Outputs are made by code, with as little done by hand as can be",
    "no number is typed into a report, and each cell of a report only asks for findings; two "
    "commands do everything",
    "reports",
    "Makefile",
)
def test_reports_hold_no_computation() -> None:
    found = list(cells())
    assert len(found) > 20
    for name, cell in found:
        for node in ast.walk(cell):
            assert not isinstance(node, (ast.BinOp, ast.FunctionDef, ast.Lambda, ast.While)), name
            if isinstance(node, ast.ImportFrom):
                assert node.module == "ltp_analysis.reports", name
            assert not isinstance(node, ast.Import), name


@meets(
    "silver",
    "Code is documented: a guide for users, how it is built and works, and docstrings",
    "README with every command, a tutorial whose commands are tested, decisions, a methodology "
    "report; every public module, class and function has a docstring",
    "README.md",
    "docs",
    "reports/methodology.qmd",
)
def test_everything_public_has_a_docstring() -> None:
    for path, tree in modules():
        assert ast.get_docstring(tree), path
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path}: {node.name}"
    for name in ("README.md", "CONTRIBUTING.md", "docs/tutorial.md", "docs/decisions.md"):
        assert len((ROOT / name).read_text(encoding="utf-8").split()) > 100, name


@meets(
    "silver",
    "Code is organised after a standard layout of folders",
    "src layout; packages named after the steps that data go through; raw and processed data apart",
    "src/ltp_analysis",
    "tests",
    "data",
)
def test_folders_are_where_people_expect_them() -> None:
    for name in ("src/ltp_analysis", "tests", "docs", "data/raw", "data/processed", "reports"):
        assert (ROOT / name).is_dir(), name
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    tested = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert packages <= tested


@meets(
    "silver",
    "What is used again is a function or a class",
    "small modules of functions; analysis apart from reading and writing",
    "src/ltp_analysis",
)
def test_modules_do_nothing_when_they_are_imported() -> None:
    allowed = (
        *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
        *(
            ast.Assign,
            ast.AnnAssign,
            ast.If,
            ast.TypeAlias if hasattr(ast, "TypeAlias") else ast.If,
        ),
    )
    for path, tree in modules():
        for node in tree.body:
            said = isinstance(node, ast.Expr) and (
                isinstance(node.value, ast.Constant) or "add_typer" in ast.unparse(node)
            )
            assert said or isinstance(node, allowed), f"{path}:{node.lineno}"


@meets(
    "silver",
    "Code keeps to an agreed style",
    "every rule of ruff, its formatter, and strict types, checked in CI; exceptions have reasons",
    "pyproject.toml",
    ".ci/run",
)
def test_style_and_types_are_checked_strictly_in_ci() -> None:
    tools = configured()["tool"]
    assert tools["ruff"]["lint"]["select"] == ["ALL"]
    assert tools["mypy"]["strict"] is True
    assert re.search(r"nox -s .*\blint\b.*\btypes\b", (ROOT / ".ci" / "run").read_text("utf-8"))


@meets(
    "silver",
    "There is a framework of tests, of units and of whole results",
    "pytest and hypothesis; tests mirror modules; whole builds are held against what is committed",
    "tests",
    "noxfile.py",
)
def test_tests_are_run_by_one_command_and_fail_on_warnings() -> None:
    options = configured()["tool"]["pytest"]["ini_options"]
    assert options["testpaths"] == ["tests"]
    assert options["filterwarnings"][0] == "error"
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


@meets(
    "silver",
    "What it depends on is written down",
    "each library with its reason and lowest version; locks with hashes for every session",
    "pyproject.toml",
    "requirements",
)
def test_every_dependency_is_locked_with_hashes() -> None:
    names = {
        re.split(r"[\[>=<]", one, maxsplit=1)[0].lower()
        for one in configured()["project"]["dependencies"]
    }
    lock = (ROOT / "requirements" / "reports.txt").read_text(encoding="utf-8")
    pins = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==\S+.*\\\n\s+--hash=sha256:", lock, re.MULTILINE
    )
    assert names <= {pin.lower() for pin in pins}
    assert len(pins) == len(re.findall(r"^\S+==", lock, re.MULTILINE))


@meets(
    "silver",
    "The pipeline keeps logs of its runs by itself",
    "each build and each making of reports writes versions, inputs and outputs with their SHA-256",
    "src/ltp_analysis/runlog.py",
)
def test_a_run_writes_what_it_used_and_made(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.raw.mkdir(parents=True)
    made = tmp_path / "made.csv"
    made.write_text("a\n", encoding="utf-8")
    with run_log("build", project) as log:
        log.made(made)
    (file,) = project.logs.iterdir()
    text = file.read_text(encoding="utf-8")
    assert f"made made.csv sha256 {digest(made)}" in text
    assert f"version {ltp_analysis.__version__}" in text
    assert "pandas" in text
    logging.shutdown()


@meets(
    "silver",
    "Data are handled and put out tidy",
    "one table a kind of thing, one row a thing, one column a fact, as CSV in UTF-8",
    "data/raw",
    "data/processed",
    "data/README.md",
)
def test_tables_are_rectangular_with_one_header_and_distinct_rows() -> None:
    paths = sorted((ROOT / "data").glob("*/*.csv"))
    assert len(paths) > 30
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert len(set(header)) == len(header), path
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in header), path
        assert {len(row) for row in rows} <= {len(header)}, path
        assert len({tuple(row) for row in rows}) == len(rows), path


@meets(
    "gold",
    "Code is a package",
    "a wheel with the data inside and the command `ltp`; `ltp_analysis.load` needs no checkout",
    "pyproject.toml",
)
def test_the_package_is_installed_with_its_command() -> None:
    assert importlib.metadata.version("ltp-analysis") == ltp_analysis.__version__
    (command,) = importlib.metadata.entry_points(group="console_scripts", name="ltp")
    assert callable(command.load())
    (wheel,) = (configured()["tool"]["hatch"]["build"]["targets"]["wheel"],)
    assert wheel["packages"] == ["src/ltp_analysis"]


@meets(
    "gold",
    "Tests and the like are run by themselves on every change",
    "one script runs reports, checks, style, types, oldest libraries and tests on a clean clone",
    ".ci/run",
)
def test_ci_runs_everything_on_a_clean_clone() -> None:
    path = ROOT / ".ci" / "run"
    text = path.read_text(encoding="utf-8")
    assert os.access(path, os.X_OK)
    assert "set -eu" in text
    for step in ("make reports", "check", "git diff --exit-code", "minimums", "make test"):
        assert step in text, step


@meets(
    "gold",
    "The process runs when something happens, such as new data",
    "one command makes again what new data, code, locks or documents change, and only that, by "
    "their digests; nothing to do is told in under half a second",
    "src/ltp_analysis/made.py",
    "src/ltp_analysis/site/update.py",
)
def test_new_data_are_noticed(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.raw.mkdir(parents=True)
    project.reports.mkdir()
    (project.raw / "ratings.csv").write_text("a\n1\n", encoding="utf-8")
    before = everything(project)
    assert everything(project) == before
    (project.raw / "ratings.csv").write_text("a\n2\n", encoding="utf-8")
    assert everything(project) != before


@meets(
    "gold",
    "Changes are signposted",
    "a changelog; versions of code and data; `ltp diff` names what changed and what it moved",
    "CHANGELOG.md",
    "docs/versions.md",
)
def test_the_changelog_has_this_version_or_what_is_not_released_yet() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0].startswith(ltp_analysis.__version__)
    entries = re.findall(r"^- \S+", text.partition("\n## ")[2], re.MULTILINE)
    assert len(entries) > 10


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.test)
def test_evidence_is_where_the_table_says(criterion: Any) -> None:  # noqa: ANN401 - a Criterion
    assert criterion.level in {"silver", "gold"}
    for file in criterion.files:
        assert (ROOT / file).exists(), file


def test_the_table_is_the_one_that_is_made_of_these_tests() -> None:
    """Make it again with: python -m tests.levels_of_rap.criteria."""
    assert DOCUMENT.read_text(encoding="utf-8") == document()
    assert {one.level for one in CRITERIA} == {"silver", "gold"}
