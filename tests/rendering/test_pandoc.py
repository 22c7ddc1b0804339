from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.rendering import Document
from ltp_analysis.rendering.markdown import Assembled
from ltp_analysis.rendering.pandoc import PandocError, located, pandoc_path, run_pandoc
from ltp_analysis.rendering.qmd import Line

if TYPE_CHECKING:
    from pathlib import Path


def test_pandoc_comes_from_the_wheel() -> None:
    assert pandoc_path().parent.parent.name == "pypandoc"


def test_a_warning_is_an_error() -> None:
    with pytest.raises(PandocError, match="unclosed"):
        run_pandoc(["--from=markdown", "--to=html"], source="::: {.a}\nx\n")


def test_a_failure_is_an_error() -> None:
    with pytest.raises(PandocError, match="nonsense"):
        run_pandoc(["--from=nonsense"])


def test_a_filter_that_loops_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ltp_analysis.rendering.pandoc._SECONDS", 0.5)
    (tmp_path / "loop.lua").write_text("while true do end")
    with pytest.raises(PandocError, match=r"more than 0\.5 seconds"):
        run_pandoc(["--lua-filter=loop.lua"], folder=tmp_path)


def test_a_document_that_takes_too_much_memory_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ltp_analysis.rendering.pandoc._MEMORY", "-M16m")
    with pytest.raises(PandocError, match=r"251|[Hh]eap"):
        run_pandoc(["--to=html"], source="*a* " * 2_000_000)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("[WARNING] Div at line 2 column 1 unclosed", 12),
        ("[WARNING] Citeproc: citation who not found", 13),
        ("[WARNING] Could not fetch resource 'a.svg'", 11),
        ("something else", 1),
    ],
)
def test_what_pandoc_says_is_located(tmp_path: Path, said: str, line: int) -> None:
    path = tmp_path / "a.qmd"
    texts = ("![](a.svg)", "::: {.b}", "@who")
    lines = tuple(Line(text, path, number) for number, text in enumerate(texts, 11))
    assembled = Assembled(lines, Document(path, {}, {}, ()), complete=True)
    (problem,) = located(PandocError(said), assembled).problems
    assert (problem.file, problem.line) == (path, line)
