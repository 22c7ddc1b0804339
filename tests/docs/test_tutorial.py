"""The tutorial: each of its commands is run, in order, and prints what the document says."""

from __future__ import annotations

import csv
import doctest
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.docs.commands import Commands, commands_of
from typer.testing import CliRunner

from ltp_analysis.cli.app import app

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
SHEETS = ROOT / "examples" / "tutorial"
LIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run(line: str) -> tuple[int, str]:
    """Run a command as a shell would, `ltp` without a new process, and return code and output."""
    program, *arguments = shlex.split(line)
    if program == "cd":
        os.chdir(arguments[0])
        return 0, ""
    if program == "ltp":
        result = CliRunner().invoke(app, arguments)
        return result.exit_code, result.stdout
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def follow(block: Commands) -> str:
    """Run a block, each command of which succeeds unless the last shall fail; return the output."""
    printed = ""
    for place, line in enumerate(block.lines, start=1):
        code, text = run(line)
        fails = block.fails and place == len(block.lines)
        assert code == int(fails), f"{TUTORIAL.name}:{block.line}: {line}\n{text}"
        printed += text
    return printed


def test_blocks_are_read_with_what_they_print() -> None:
    text = "```sh\na\nb\n```\n\n```text\nc\n```\nx\n```sh exit=1\nd\n```\n```python\ne\n```\n"
    assert list(commands_of(text)) == [
        Commands(1, ("a", "b"), fails=False, prints="c\n"),
        Commands(10, ("d",), fails=True, prints=None),
    ]


@pytest.mark.slow
def test_every_command_of_the_tutorial_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = shutil.ignore_patterns("_output", "_figures", ".quarto")
    for name in ("data/raw", "examples", "reports"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=made)
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in SHEETS.iterdir()}
    for block in commands_of(TUTORIAL.read_text(encoding="utf-8")):
        printed = follow(block)
        if block.prints is not None:
            same = doctest.OutputChecker().check_output(block.prints, printed, LIKE)
            assert same, f"{TUTORIAL.name}:{block.line}\n{block.prints}\nbut:\n{printed}"
    study = tmp_path / "my-study"
    assert {
        SHEETS / path.name: path.read_bytes() for path in (study / "sheets").iterdir()
    } == before
    page = (study / "reports" / "_output" / "2020.html").read_text(encoding="utf-8")
    text = " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())
    with (SHEETS / "list.csv").open(encoding="utf-8", newline="") as file:
        rated = [row["RAG"] for row in csv.DictReader(file)]
    for rating in ("Green", "Amber", "Red"):
        assert f"{rating.lower()} {round(100 * rated.count(rating) / len(rated))}%" in text
        assert f"({rated.count(rating)} of {len(rated)} CCGs)" in text
    assert "made-up ratings" in text
    assert not re.search(r"\bnan\b|None|not yet rated", text)


def test_every_row_of_the_sheets_says_that_it_is_made_up() -> None:
    for path in SHEETS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        if path.stem != "names":
            assert all("synthetic" in " ".join(row.values()) for row in rows), path
