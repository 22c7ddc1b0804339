"""What `ltp release` makes, and which versions it refuses."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.dataset.conftest import add
from typer.testing import CliRunner

from ltp_analysis.build import build
from ltp_analysis.cli.app import app
from ltp_analysis.dataset.about import about_study
from ltp_analysis.dataset.libraries import other_libraries
from ltp_analysis.dataset.release import release
from ltp_analysis.dataset.steps import check_step, newest_before
from ltp_analysis.dataset.versions import VersionError, read_version
from ltp_analysis.project import Project
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def quietly(_: str) -> None:
    """Take a step and say nothing."""


def setting(project: Project, pattern: str, new: str) -> None:
    path = project.raw / "study.toml"
    text = re.sub(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def versioned(project: Project, version: str) -> None:
    setting(project, r'^version = "[^"]+"', f'version = "{version}"')


@pytest.fixture
def made(councils: Project, tmp_path: Path) -> Project:
    """Return a copy of the study with all that was made of it."""
    return Project(shutil.copytree(councils.root, tmp_path / "made"))


@pytest.fixture
def bare(unbuilt: Project) -> Project:
    """Return a copy of the study without documents, which is released fast."""
    shutil.rmtree(unbuilt.reports)
    return unbuilt


def test_the_archive_has_data_in_all_forms_reports_and_sources(files: dict[str, bytes]) -> None:
    expected = {
        *("data/raw/study.toml", "data/raw/ratings.csv", "data/processed/findings.json"),
        *("data/processed/reconciliation.csv", "parquet/raw/ratings.parquet", "data/README.md"),
        *("parquet/processed/findings.parquet", "reports/2023.html", "reports/2023.pdf"),
        *("reports/2023.docx", "reports/index.html", "reports/ltp-tables.xlsx"),
        *("reports/ltp-tables.ods", "source/reports/2023.qmd", "source/reports/_shared/units.qmd"),
        *("source/requirements/reports.txt", "LICENSE-DATA.md", "README.md", "SHA256SUMS"),
        *("datapackage.json", "ro-crate-metadata.json", "croissant.json", "CITATION.cff"),
        *("citation.bib", "citation.ris", "csl.json", "datacite.json"),
    }
    assert expected <= files.keys()
    assert not [name for name in files if "_output" in name or "manifest" in name]
    assert any(name.startswith("reports/data/2023/") for name in files)


def test_raw_files_and_reports_are_those_of_the_checkout(
    files: dict[str, bytes], councils: Project
) -> None:
    for path in councils.raw.iterdir():
        assert files[f"data/raw/{path.name}"] == path.read_bytes()
    for path in councils.processed.iterdir():
        assert files[f"data/processed/{path.name}"] == path.read_bytes()
    assert files["reports/2023.pdf"] == (councils.output / "2023.pdf").read_bytes()


def test_the_same_version_made_again_is_the_same_file(
    made: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made.dist / "ltp-dataset-0.1.0.zip"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.chdir(made.root)
    run = CliRunner().invoke(app, ["release", "0.1.0"])
    assert run.exit_code == 0, run.stderr
    assert "was there already, with the same bytes" in run.stdout
    assert f"{path.stat().st_size:,} bytes, SHA-256 {digest}" in run.stdout
    assert "release: putting the archive together" in run.stderr
    path.unlink()
    again = release(made, "0.1.0", "", quietly)
    assert again.anew
    assert hashlib.sha256(path.read_bytes()).hexdigest() == again.sha256 == digest


def test_a_version_with_other_bytes_is_refused_and_stays(bare: Project) -> None:
    bare.dist.mkdir()
    path = bare.dist / "ltp-dataset-0.1.0.zip"
    path.write_bytes(b"released before")
    with pytest.raises(VersionError, match="its bytes are other than those made now"):
        release(bare, "0.1.0", "", quietly)
    assert path.read_bytes() == b"released before"
    assert list(bare.dist.iterdir()) == [path]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("1.0", "1.0 is no semantic version"),
        (
            "1.0.0",
            "study.toml says that the dataset has version 0.1.0, not 1.0.0. Write version = ",
        ),
    ],
)
def test_other_versions_are_refused_with_what_to_write_where(
    bare: Project, version: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bare.root)
    run = CliRunner().invoke(app, ["release", version])
    assert run.exit_code == 1
    assert words in run.stderr
    assert not bare.dist.exists()


def test_a_study_that_does_not_say_how_it_is_cited_is_refused(
    bare: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bare.raw / "study.toml"
    text = path.read_text(encoding="utf-8").partition("[citation]")[0]
    path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(bare.root)
    run = CliRunner().invoke(app, ["release", "0.1.0"])
    assert run.exit_code == 1
    assert "table [citation]" in run.stderr
    assert not bare.dist.exists()


def step_of(project: Project, version: str, since: Path | str) -> str:
    return check_step(project, read_version(version), str(since), quietly)


@pytest.fixture(scope="module")
def first(councils: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data of the study as version 1.0.0, built."""
    project = Project(tmp_path_factory.mktemp("first"))
    shutil.copytree(councils.root / "data", project.root / "data")
    versioned(project, "1.0.0")
    build(project)
    return project.root


def test_the_same_data_may_take_the_least_step_and_no_earlier_version(
    bare: Project, first: Path
) -> None:
    versioned(bare, "1.0.1")
    build(bare)
    assert "the data are the same: a patch step" in step_of(bare, "1.0.1", first)
    with pytest.raises(VersionError, match=r"1\.0\.0 does not come after 1\.0\.0"):
        step_of(bare, "1.0.0", first)


def test_new_data_ask_for_a_minor_step(bare: Project, first: Path) -> None:
    versioned(bare, "1.0.1")
    add(bare.raw / "register.csv", [{"unit_code": "06", "name": "New", "valid_from": "2001-01-01"}])
    build(bare)
    with pytest.raises(VersionError, match=r"asks for 1\.1\.0 or later.*ltp diff"):
        step_of(bare, "1.0.1", first)
    assert "a minor step" in step_of(bare, "1.1.0", first)


@pytest.mark.parametrize("change", ["corrected", "removed"])
def test_a_value_corrected_or_removed_asks_for_a_major_step(
    bare: Project, first: Path, change: str
) -> None:
    versioned(bare, "1.1.0")
    path = bare.raw / "ratings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace("poor", "fair") if change == "corrected" else ""
    path.write_text("".join(lines), encoding="utf-8")
    build(bare)
    with pytest.raises(VersionError, match=r"asks for 2\.0\.0 or later"):
        step_of(bare, "1.1.0", first)
    assert "a major step" in step_of(bare, "2.0.0", first)


def test_no_step_is_counted_from_what_does_not_say_its_version(
    bare: Project, first: Path, tmp_path: Path
) -> None:
    shutil.copytree(first / "data", tmp_path / "old" / "data")
    path = tmp_path / "old" / "data" / "raw" / "study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('version = "1.0.0"', ""), encoding="utf-8")
    build(bare)
    with pytest.raises(VersionError, match="does not say its version"):
        step_of(bare, "1.0.1", tmp_path / "old")


def test_release_looks_at_the_newest_archive_before(bare: Project) -> None:
    release(bare, "0.1.0", "", quietly)
    versioned(bare, "0.1.1")
    path = bare.raw / "ratings.csv"
    text = path.read_text(encoding="utf-8").replace(",good,", ",fair,")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VersionError, match=r"From 0\.1\.0 to 0\.1\.1 is too small a step"):
        release(bare, "0.1.1", "", quietly)
    assert [one.name for one in bare.dist.iterdir()] == ["ltp-dataset-0.1.0.zip"]


def test_a_revision_in_git_can_be_what_it_follows_on(bare: Project) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=bare.root, check=True, capture_output=True)

    git("init", "-q")
    git("add", "data/raw")
    git("commit", "-qm", "First")
    git("tag", "v0.1.0")
    versioned(bare, "0.1.1")
    build(bare)
    assert "the data are the same" in step_of(bare, "0.1.1", "v0.1.0")


def test_the_newest_archive_before_is_one_of_the_same_kind(tmp_path: Path) -> None:
    names = ["0.9.0", "0.10.0", "1.0.0-rc.1", "1.0.0", "1.0.0-synthetic", "2.0.0", "x"]
    for name in names:
        (tmp_path / f"ltp-dataset-{name}.zip").touch()

    def before(version: str) -> str:
        found = newest_before(tmp_path, read_version(version))
        return "" if found is None else found.name

    assert before("1.0.0") == "ltp-dataset-1.0.0-rc.1.zip"
    assert before("1.0.0-rc.1") == "ltp-dataset-0.10.0.zip"
    assert before("1.5.0") == "ltp-dataset-1.0.0.zip"
    assert before("0.9.0") == ""
    assert before("1.5.0-synthetic") == "ltp-dataset-1.0.0-synthetic.zip"


@pytest.fixture
def synthetic(bare: Project) -> Project:
    """Return the study as one whose ratings are made up."""
    setting(bare, r"\A", "synthetic = true\n")
    setting(bare, r'^id = "councils"', 'id = "councils-synthetic"')
    setting(bare, r'^title = "', 'title = "Synthetic: ')
    path = bare.raw / "sources.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("compiled here", "synthetic"), encoding="utf-8"
    )
    return bare


def test_a_synthetic_study_says_so_in_its_name_and_everywhere(synthetic: Project) -> None:
    versioned(synthetic, "0.1.0-synthetic")
    done = release(synthetic, "0.1.0-synthetic", "", quietly)
    assert done.path.name == "ltp-dataset-0.1.0-synthetic.zip"
    with zipfile.ZipFile(done.path) as archive:
        text = {
            name.partition("/")[2]: archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith((".json", ".md", ".cff", ".bib", ".ris", ".txt"))
            and name.count("/") == 1
        }
    assert len(text) >= 9
    for name, content in text.items():
        if name not in {"LICENSE-DATA.md", "CHANGELOG.md"}:
            assert "Synthetic example: made-up ratings" in content, name
    assert json.loads(text["datapackage.json"])["name"] == "ltp-dataset-synthetic"
    about = about_study(load_study(synthetic.raw))
    unmarked = replace(about, work=replace(about.work, version="0.1.0"))
    assert unmarked.top == about.top == "ltp-dataset-0.1.0-synthetic"


def test_libraries_other_than_those_of_the_lock_are_told() -> None:
    assert list(other_libraries("")) == []
    lock = (
        "pandas==1.0 \\\n    --hash=sha256:00\npandas-stubs==9\nnumpy==0.1 ; python_version < '4'\n"
    )
    assert [words.split(" is ")[0] for words in other_libraries(lock)] == ["numpy", "pandas"]
    assert next(iter(other_libraries(lock))).endswith("and 0.1 in the lock.")
