"""Identifiers of files and folders, held against git."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.swhid import content_id, directory_id

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

RAW = Path(__file__).parents[1] / "data" / "raw"
NAMES = st.text("abcAB.-0é", min_size=1, max_size=6).filter(lambda name: name not in {".", ".."})
TREES = st.recursive(
    st.dictionaries(NAMES, st.binary(max_size=20), min_size=1, max_size=4),
    lambda inner: st.dictionaries(NAMES, st.one_of(st.binary(max_size=9), inner), min_size=1),
    max_leaves=6,
)

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not on the PATH")


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=given, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def flat(tree: dict[str, object], before: str = "") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, inner in tree.items():
        if isinstance(inner, bytes):
            found[before + name] = inner
        elif isinstance(inner, dict):
            found |= flat(inner, f"{before}{name}/")
    return found


def test_what_is_empty_has_the_identifiers_that_git_is_known_for() -> None:
    assert content_id(b"") == "swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert directory_id({}) == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@needs_git
@settings(max_examples=15, deadline=None)
@given(tree=TREES)
def test_a_folder_has_the_identifier_that_git_gives_it(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    files = flat(tree)
    git(folder, "init", "-q")
    index = b""
    for path, content in files.items():
        sha = git(folder, "hash-object", "-w", "--stdin", given=content)
        assert content_id(content) == f"swh:1:cnt:{sha}"
        index += f"100644 {sha}\t{path}".encode() + b"\0"
    git(folder, "update-index", "-z", "--index-info", given=index)
    assert directory_id(files) == f"swh:1:dir:{git(folder, 'write-tree')}"


@needs_git
def test_a_study_has_the_identifier_that_git_gives_its_raw_tables(
    study: Study, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(RAW, tmp_path / "raw"))
    git(folder, "init", "-q")
    git(folder, "-c", "core.autocrlf=false", "-c", "core.fileMode=false", "add", "--all")
    assert study.swhid == f"swh:1:dir:{git(folder, 'write-tree')}"
