"""Which engine renders, what Quarto is told, and what happens when it fails."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.engine import Engine, ReportError, choose
from ltp_analysis.rendering import Job, RenderError
from ltp_analysis.reports.engines import make_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ltp_analysis.project import Project
    from ltp_analysis.rendering import Format

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
FAKE = """#!/bin/sh
"exec" "{python}" "$0" "$@"
import json, os, pathlib, sys
arguments = sys.argv[1:]
told = dict(arguments=arguments, folder=os.getcwd())
told["epoch"] = os.environ.get("SOURCE_DATE_EPOCH")
told["python"] = os.environ.get("QUARTO_PYTHON")
with open({log!r}, "a", encoding="utf-8") as file:
    file.write(json.dumps(told) + "\\n")
{body}
"""
WRITES = """
suffix = dict(html="html", typst="pdf", docx="docx")[arguments[3]]
folder = pathlib.Path(arguments[5])
(folder / (pathlib.Path(arguments[1]).stem + "." + suffix)).write_text("by quarto")
"""
FAILS = """
print("told on stdout")
print("\\x1b[31mERROR: no such \\x1b[1mfilter\\x1b[0m", file=sys.stderr)
sys.exit(3)
"""

Told = list[dict[str, object]]


@pytest.fixture
def quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[[], Told]]:
    """Return a function that puts a fake Quarto on the PATH, alone there.

    What it returns tells what the program was told.
    """

    def install(body: str) -> Callable[[], Told]:
        folder, log = tmp_path / "bin", tmp_path / "told.jsonl"
        folder.mkdir()
        program = folder / "quarto"
        text = FAKE.format(python=sys.executable, log=str(log), body=body)
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        monkeypatch.delenv("QUARTO_PYTHON", raising=False)
        return lambda: [json.loads(line) for line in log.read_text("utf-8").splitlines()]

    return install


@pytest.fixture
def no_quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no program on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_quarto")
def test_without_quarto_the_embedded_engine_is_used() -> None:
    assert choose(Engine.AUTO) is Engine.EMBEDDED
    assert choose(Engine.EMBEDDED) is Engine.EMBEDDED
    with pytest.raises(ReportError, match="not on the PATH"):
        choose(Engine.QUARTO)


def test_with_quarto_it_is_used_unless_told_otherwise(
    quarto: Callable[[str], Callable[[], Told]],
) -> None:
    quarto(WRITES)
    assert choose(Engine.AUTO) is Engine.QUARTO
    assert choose(Engine.QUARTO) is Engine.QUARTO
    assert choose(Engine.EMBEDDED) is Engine.EMBEDDED


def made_by_quarto(
    project: Project, *formats: Format, steps: list[str] | None = None
) -> list[Path]:
    said: list[str] = [] if steps is None else steps
    job = Job(project.reports / "2019.qmd", CREATED)
    (made,) = make_reports(project, [job], formats, Engine.QUARTO, progress=said.append)
    return made


def test_quarto_is_told_what_to_make_and_where(
    project: Project, quarto: Callable[[str], Callable[[], Told]]
) -> None:
    told, steps = quarto(WRITES), []  # type: ignore[var-annotated]
    made = made_by_quarto(project, "html", "pdf", "docx", steps=steps)
    assert made == [project.output / f"2019.{suffix}" for suffix in ("html", "pdf", "docx")]
    assert [path.read_text(encoding="utf-8") for path in made] == ["by quarto"] * 3
    assert sorted(project.output.iterdir()) == sorted(made)
    assert steps == [f"2019.qmd: {name} (quarto)" for name in ("html", "pdf", "docx")]
    for run, name in zip(told(), ("html", "typst", "docx"), strict=True):
        arguments = run["arguments"]
        assert isinstance(arguments, list)
        assert arguments[:5] == ["render", "2019.qmd", "--to", name, "--output-dir"]
        assert len(arguments) == 6
        assert arguments[5].startswith("_output/")
        assert run["folder"] == str(project.reports.resolve())
        assert run["epoch"] == str(int(CREATED.timestamp()))
        assert run["python"] == sys.executable


@pytest.mark.parametrize("body", [FAILS, "print('quiet')"], ids=["fails", "writes nothing"])
def test_where_quarto_fails_its_words_are_shown_and_nothing_is_overwritten(
    project: Project, quarto: Callable[[str], Callable[[], Told]], body: str
) -> None:
    quarto(body)
    project.output.mkdir()
    old = project.output / "2019.html"
    old.write_text("the old report", encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        made_by_quarto(project, "html")
    message = str(caught.value)
    assert message.startswith("quarto could not render 2019.qmd to html:\n")
    if body == FAILS:
        assert "told on stdout" in message
        assert "ERROR: no such filter" in message
    assert "\x1b" not in message
    assert old.read_text(encoding="utf-8") == "the old report"
    assert list(project.output.iterdir()) == [old]


def test_a_document_that_only_quarto_could_read_is_refused_for_both(
    project: Project, quarto: Callable[[str], Callable[[], Told]]
) -> None:
    told = quarto(WRITES)
    path = project.reports / "2019.qmd"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{{{{< video x.mp4 >}}}}\n", encoding="utf-8")
    with pytest.raises(RenderError, match="video"):
        made_by_quarto(project, "html")
    with pytest.raises(FileNotFoundError):
        told()


def test_data_of_charts_are_put_beside_the_pages_and_old_ones_taken_away(
    project: Project, quarto: Callable[[str], Callable[[], Told]]
) -> None:
    figures = "pathlib.Path('_figures') / pathlib.Path(arguments[1]).stem"
    quarto(f"{WRITES}\n({figures}).mkdir(parents=True)\n({figures} / 'b.csv').write_text('x')\n")
    old = project.output / "data" / "2019" / "a.csv"
    kept = project.output / "data" / "2018" / "a.csv"
    for path in (old, kept, project.figures / "2019" / "gone.csv"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old", encoding="utf-8")
    made = made_by_quarto(project, "html")
    assert made == [project.output / "2019.html", project.output / "data" / "2019" / "b.csv"]
    assert made[1].read_text(encoding="utf-8") == "x"
    assert not old.exists()
    assert kept.exists()


def test_quarto_makes_the_formats_that_a_document_names(
    project: Project, quarto: Callable[[str], Callable[[], Told]]
) -> None:
    told = quarto(WRITES)
    path = project.reports / "2019.qmd"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("toc: true\n", "toc: true\nformat: html\n", 1), encoding="utf-8")
    assert made_by_quarto(project, "html", "pdf") == [project.output / "2019.html"]
    assert len(told()) == 1
