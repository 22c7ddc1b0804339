"""The same study gives the same archive: elsewhere, at another time, in another language."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.dataset.compare import first_difference

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.project import Project

pytestmark = pytest.mark.slow

BACKWARDS = """
import os, sys
listed, scanned = os.listdir, os.scandir

class Backwards:
    def __init__(self, *path):
        with scanned(*path) as found:
            self.found = iter(sorted(found, key=lambda one: one.name, reverse=True))
    def __enter__(self): return self
    def __exit__(self, *_): return None
    def __iter__(self): return self.found
    def __next__(self): return next(self.found)
    def close(self): pass

os.listdir = lambda *path: sorted(listed(*path), reverse=True)
os.scandir = Backwards
os.umask(0o077)
from ltp_analysis.__main__ import main
sys.argv = ["ltp", "release", "0.1.0"]
main()
"""
"""Makes a release where folders list their files in the opposite order."""


def names_and_bytes(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_two_builds_differ_in_no_byte(archive: Path, unbuilt: Project, tmp_path: Path) -> None:
    root = tmp_path / "elsewhere, été" / "deeper" / "study"
    root.parent.mkdir(parents=True)
    shutil.move(unbuilt.root, root)
    for path in root.rglob("*"):
        os.utime(path, (1e9, 1e9))
    environment = {
        **os.environ,
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "1000000000",
        "COLUMNS": "40",
    }
    run = subprocess.run(
        [sys.executable, "-c", BACKWARDS],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    other = root / "dist" / archive.name
    first, second = names_and_bytes(archive), names_and_bytes(other)
    assert list(first) == list(second)
    for name, content in first.items():
        assert content == second[name], f"{name}: {first_difference(name, content, second[name])}"
    assert archive.read_bytes() == other.read_bytes(), "the same files, packed otherwise"
