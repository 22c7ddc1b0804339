"""`ltp diff`, and the worked example that `docs` shows of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from tests.cli.conftest import Run

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-diff.md"


def test_the_worked_example_is_what_the_command_prints(
    ltp: Run,
    first_edition: Path,
    corrected_edition: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for folder in (first_edition, corrected_edition):
        (tmp_path / folder.name).symlink_to(folder, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    result = ltp("diff", "first-edition", "corrected-edition", "--all")
    assert result.exit_code == 0
    assert f"```text\n{result.stdout}```\n" in text


def test_a_difference_is_written_to_a_file(
    ltp: Run, corrected_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ("diff", corrected_edition, corrected_edition, "--format", "html")
    result = ltp(*arguments, "--output", "out/d.html")
    assert result.exit_code == 0
    assert "wrote out/d.html" in result.stdout
    assert "Nothing changed" in (tmp_path / "out" / "d.html").read_text(encoding="utf-8")


def test_a_format_that_there_is_not_is_refused(ltp: Run) -> None:
    result = ltp("diff", "a", "b", "--format", "xml")
    assert result.exit_code == 1
    assert "There are: text, json, html." in result.stderr
