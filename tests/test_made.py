"""What reports were made from: when there is nothing to do, and what it takes to know that."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ltp_analysis import made
from ltp_analysis.files import digest
from ltp_analysis.made import (
    BUILT,
    DOWNLOADS,
    Document,
    Manifest,
    code_digest,
    entry_digests,
    entry_of,
    everything,
    intact,
    nothing_to_do,
    read_manifest,
    text_digest,
    write_manifest,
)
from ltp_analysis.project import Project

ROOT = Path(__file__).parents[1]
HEAVY = ("pandas", "numpy", "matplotlib", "ortools", "nbclient", "pandera", "typst", "pypandoc")
NAMES = ("2018", "2019")
CODE = "embedded 0123"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a made-up checkout in which two documents were made."""
    for name, text in {
        "data/raw/study.toml": "",
        "data/raw/figures.csv": "a\n",
        "data/processed/findings.csv": "",
        "reports/2018.qmd": "---\n---\n{{< include _shared/a.qmd >}}\n",
        "reports/2019.qmd": "---\n---\nText\n",
        "reports/_shared/a.qmd": "{{< include _shared/b.qmd >}}\n\n{{< include c.qmd >}}\n",
        "reports/_shared/b.qmd": "b\n",
        "reports/_shared/c.qmd": "{{< include _shared/a.qmd >}}\n",
        "reports/_assets/style.css": "",
        "reports/_quarto.yml": "",
        "reports/_output/2018.html": "2018",
        "reports/_output/2019.html": "2019",
        "reports/_output/2019.pdf": "pdf",
        "reports/_output/data/2019/chart.csv": "x\n",
        "reports/_output/findings.json": "[]",
        "reports/_figures/2019/chart.svg": "",
        "requirements/reports.txt": "pandas==2\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Project(tmp_path)


def entry(project: Project, formats: list[str], *files: str) -> Document:
    digests = {name: digest(project.output / name) for name in files}
    return Document(everything(project), "text", CODE, {}, [], formats, digests)


@pytest.fixture
def manifest(project: Project) -> Manifest:
    """Return the record of the two documents and of what can be downloaded."""
    return Manifest(
        {
            "2018": entry(project, ["html"], "2018.html"),
            "2019": entry(project, ["html", "pdf"], "2019.html", "2019.pdf", "data/2019/chart.csv"),
            DOWNLOADS: entry(project, [], "findings.json"),
            BUILT: entry(project, [], "../../data/processed/findings.csv"),
        }
    )


def done(project: Project, manifest: Manifest, names: tuple[str, ...] = NAMES) -> bool:
    return nothing_to_do(project, manifest, names, ["html"], "embedded")


def test_a_record_comes_back_as_it_was(project: Project, manifest: Manifest) -> None:
    path = write_manifest(project, manifest)
    assert path.parent == project.output
    assert read_manifest(project) == manifest
    assert str(project.root) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"documents": {"a": {}}}', '{"documents": []}', "\x00"]
)
def test_a_record_that_cannot_be_read_is_none(project: Project, text: str) -> None:
    assert read_manifest(project) == Manifest()
    (project.output / "manifest.json").write_text(text, encoding="utf-8")
    assert read_manifest(project) == Manifest()


def test_a_record_of_other_fields_is_none(project: Project, manifest: Manifest) -> None:
    path = write_manifest(project, manifest)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["documents"]["2018"]["colour"] = "red"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_manifest(project) == Manifest()


def test_there_is_nothing_to_do_where_nothing_changed(project: Project, manifest: Manifest) -> None:
    assert done(project, manifest)
    assert done(project, manifest, ("2019",))
    assert nothing_to_do(project, manifest, ["2019"], ["html", "pdf"], "embedded")


@pytest.mark.parametrize(
    "name",
    [
        "data/raw/study.toml",
        "data/raw/figures.csv",
        "data/raw/new.csv",
        "reports/2019.qmd",
        "reports/new.qmd",
        "reports/_shared/b.qmd",
        "reports/_assets/style.css",
        "reports/_quarto.yml",
        "requirements/reports.txt",
    ],
)
def test_whatever_is_changed_or_added_has_to_be_looked_at(
    project: Project, manifest: Manifest, name: str
) -> None:
    (project.root / name).write_text("other\n", encoding="utf-8")
    assert not done(project, manifest)


@pytest.mark.parametrize(
    "name", ["data/raw/figures.csv", "reports/2018.qmd", "requirements/reports.txt"]
)
def test_whatever_is_gone_has_to_be_looked_at(
    project: Project, manifest: Manifest, name: str
) -> None:
    (project.root / name).unlink()
    assert not done(project, manifest)


@pytest.mark.parametrize(
    "name", ["reports/_figures/2019/chart.svg", "reports/_output/other.txt", "README.md"]
)
def test_what_no_report_is_made_from_may_change(
    project: Project, manifest: Manifest, name: str
) -> None:
    (project.root / name).write_text("other\n", encoding="utf-8")
    assert done(project, manifest)


@pytest.mark.parametrize("name", ["2018.html", "2019.pdf", "data/2019/chart.csv", "findings.json"])
@pytest.mark.parametrize("edit", ["gone", "edited"])
def test_files_that_are_gone_or_edited_are_seen(
    project: Project, manifest: Manifest, name: str, edit: str
) -> None:
    path = project.output / name
    if edit == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")
    assert not done(project, manifest)


def test_only_the_documents_that_are_wanted_count(project: Project, manifest: Manifest) -> None:
    (project.output / "2018.html").unlink()
    assert done(project, manifest, ("2019",))
    assert not done(project, manifest, ("2018",))
    assert not done(project, manifest, ("2017",))


def test_a_document_that_was_not_looked_at_since_a_change_is_not_taken_for_true(
    project: Project, manifest: Manifest
) -> None:
    """One document is made again after a change of the data; that says nothing of the other."""
    (project.raw / "figures.csv").write_text("b\n", encoding="utf-8")
    for name in ("2019", DOWNLOADS):
        manifest.documents[name] = replace(manifest.documents[name], everything=everything(project))
    assert done(project, manifest, ("2019",))
    assert not done(project, manifest)


def test_another_engine_and_another_format_have_to_be_made(
    project: Project, manifest: Manifest
) -> None:
    assert not nothing_to_do(project, manifest, NAMES, ["html"], "quarto")
    assert not nothing_to_do(project, manifest, NAMES, ["html", "pdf"], "embedded")
    assert not intact(project, manifest.documents["2018"], ["html", "docx"])
    assert intact(project, manifest.documents["2019"], ["pdf"])


def test_a_checkout_may_lie_in_a_folder_of_any_name(tmp_path: Path, project: Project) -> None:
    """A name like those of our own folders, above the checkout, hides no document."""
    inside = tmp_path.parent / f"{tmp_path.name}-in" / "_output" / "_figures"
    other = Project(Path(shutil.copytree(project.root, inside)))
    before = everything(other)
    assert before == everything(project)
    (other.reports / "2019.qmd").write_text("other", encoding="utf-8")
    assert everything(other) != before


def test_the_digest_of_a_document_is_that_of_all_it_includes(project: Project) -> None:
    document, alone = project.reports / "2018.qmd", project.reports / "2019.qmd"
    before = text_digest(project, document), text_digest(project, alone)
    for name, both in {
        "_shared/a.qmd": False,
        "_shared/b.qmd": False,
        "_shared/c.qmd": False,
        "_assets/style.css": True,
        "_quarto.yml": True,
    }.items():
        path = project.reports / name
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}more\n", encoding="utf-8")
        assert text_digest(project, document) != before[0]
        assert (text_digest(project, alone) != before[1]) == both
        path.write_text(text, encoding="utf-8")
    assert (text_digest(project, document), text_digest(project, alone)) == before
    shutil.move(document, project.reports / "renamed.qmd")
    assert text_digest(project, project.reports / "renamed.qmd") != before[0]


def test_the_digest_of_the_code_is_that_of_code_lock_libraries_and_date(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    found = [code_digest(project)]
    assert code_digest(project) == found[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    found.append(code_digest(project))
    (project.root / "requirements" / "reports.txt").write_text("pandas==3\n", encoding="utf-8")
    found.append(code_digest(project))
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 0")
    found.append(code_digest(project))
    monkeypatch.setattr("platform.python_version", lambda: "0")
    found.append(code_digest(project))
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(made, "__file__", str(package / "made.py"))
    found.append(code_digest(project))
    (package / "a.py").write_text("x = 2\n", encoding="utf-8")
    found.append(code_digest(project))
    (package / "a.pyc").write_bytes(b"x")
    assert code_digest(project) == found[-1]
    (package / "style.css").write_text("", encoding="utf-8")
    found.append(code_digest(project))
    assert len(set(found)) == len(found)


def test_entries_of_a_bibliography_are_told_apart(tmp_path: Path) -> None:
    rows = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
    path = tmp_path / "references.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    before = entry_digests(path)
    rows[1]["title"] = "C"
    path.write_text(json.dumps([dict(reversed(row.items())) for row in rows]), encoding="utf-8")
    after = entry_digests(path)
    assert list(before) == ["a", "b"]
    assert (after["a"] == before["a"], after["b"] == before["b"]) == (True, False)


def test_the_sources_that_a_page_cites_are_on_record(project: Project) -> None:
    page = project.output / "2019.html"
    page.write_text('<div id="ref-b">B</div>', encoding="utf-8")
    entries = {"a": "1", "b": "2"}
    found = entry_of(
        project, project.reports / "2019.qmd", "now", CODE, entries, [], ["html"], [page]
    )
    assert found.cited == {"b": "2"}
    assert found.files == {"2019.html": digest(page)}
    pdf = project.output / "2019.pdf"
    found = entry_of(
        project, project.reports / "2019.qmd", "now", CODE, entries, [], ["pdf"], [pdf]
    )
    assert found.cited == entries


def test_that_there_is_nothing_to_do_is_known_before_anything_is_loaded(
    project: Project, manifest: Manifest
) -> None:
    write_manifest(project, manifest)
    code = (
        "import sys\n"
        "from ltp_analysis.cli.app import app\n"
        "try:\n"
        "    app(['report', '--to', 'html', '--engine', 'embedded'])\n"
        "except SystemExit as exit:\n"
        "    print('left with', exit.code)\n"
        f"print('loaded', *sorted({set(HEAVY)!r} & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert run.stdout.startswith("Nothing to do: 2 documents are up to date"), run.stderr
    assert run.stdout.endswith("left with 0\nloaded\n")
