"""Where the folders of a checkout are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.project import (
    NoDocumentError,
    NoProjectError,
    Project,
    documents,
    find_project,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder that holds a study and a folder for reports."""
    root = tmp_path / "checkout"
    (root / "data" / "raw").mkdir(parents=True)
    (root / "data" / "raw" / "study.toml").touch()
    (root / "reports" / "deep").mkdir(parents=True)
    return root


def test_a_checkout_is_found_from_anywhere_in_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (root, root / "reports" / "deep", root / "data" / "raw"):
        assert find_project(folder) == Project(root.resolve())
        monkeypatch.chdir(folder)
        assert find_project() == Project(root.resolve())


def test_a_file_or_a_folder_that_is_not_there_is_a_place_too(root: Path) -> None:
    assert find_project(root / "data" / "raw" / "study.toml") == Project(root.resolve())
    assert find_project(root / "not" / "there") == Project(root.resolve())


def test_the_nearest_checkout_counts(root: Path) -> None:
    inner = root / "reports" / "deep" / "data" / "raw"
    inner.mkdir(parents=True)
    (inner / "study.toml").touch()
    assert find_project(inner).root == (root / "reports" / "deep").resolve()


def test_a_folder_named_like_the_settings_is_no_study(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw" / "study.toml").mkdir(parents=True)
    with pytest.raises(NoProjectError):
        find_project(tmp_path)


def test_outside_a_checkout_the_error_says_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoProjectError) as caught:
        find_project(tmp_path)
    message = str(caught.value)
    assert str(tmp_path.resolve()) in message
    assert "study.toml" in message
    assert "Run ltp inside a checkout." in message


def test_every_folder_is_in_the_checkout(root: Path) -> None:
    project = Project(root)
    found = {
        name: getattr(project, name).relative_to(root).as_posix()
        for name in ("raw", "processed", "dictionary", "reports", "output", "figures", "logs")
    }
    assert found == {
        "raw": "data/raw",
        "processed": "data/processed",
        "dictionary": "data/README.md",
        "reports": "reports",
        "output": "reports/_output",
        "figures": "reports/_figures",
        "logs": "logs",
    }


@pytest.fixture
def documented(root: Path) -> Project:
    for name in ("2019", "2018", "_draft"):
        (root / "reports" / f"{name}.qmd").touch()
    return Project(root)


def test_documents_are_found_by_name(documented: Project) -> None:
    first, second = (documented.reports / f"{name}.qmd" for name in ("2018", "2019"))
    assert documents(documented) == [first, second]
    assert documents(documented, ["2019", "2018"]) == [second, first]


def test_an_unknown_document_is_answered_with_those_there_are(documented: Project) -> None:
    with pytest.raises(NoDocumentError) as caught:
        documents(documented, ["2019", "1999"])
    assert str(caught.value) == "There is no document for 1999. There are: 2018, 2019."


def test_a_checkout_without_documents_says_so(root: Path) -> None:
    with pytest.raises(NoDocumentError, match=r"no document for any name\. There are: none"):
        documents(Project(root))
