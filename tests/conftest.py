"""The shipped study, its ledger, and copies of it with edited tables."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from ltp_analysis.findings.ledger import Ledger, build_ledger
from ltp_analysis.validated.study import Study, load_study

RAW = Path(__file__).parents[1] / "data" / "raw"
# In CI the same examples each time, so that a change fails for what it changed and not by luck.
settings.register_profile("ci", derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "default")

NOT_NEEDED = ("geography", "points", "population")

Rows = list[dict[str, str]]
Edit = Callable[[Rows], Rows]


@pytest.fixture(scope="session")
def study() -> Study:
    """Return the shipped study."""
    return load_study(RAW)


@pytest.fixture(scope="session")
def ledger(study: Study) -> Ledger:
    """Return its findings, worked out now."""
    return build_ledger(study)


@pytest.fixture
def altered(tmp_path: Path) -> Callable[..., Study]:
    """Return a function that loads a copy of the study, some of its tables edited.

    Tables that no test here needs are emptied, so that copies load fast.
    """

    def load(*, toml: Callable[[str], str] = str, **edits: Edit) -> Study:
        folder = tmp_path / f"raw-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(RAW, folder)
        for name, edit in {**dict.fromkeys(NOT_NEEDED, _nothing), **edits}.items():
            path = folder / f"{name}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows = list(reader)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(reader.fieldnames or ()))
                writer.writeheader()
                writer.writerows(edit(rows))
        settings = folder / "study.toml"
        settings.write_text(toml(settings.read_text(encoding="utf-8")), encoding="utf-8")
        return load_study(folder)

    return load


def _nothing(_: Rows) -> Rows:
    return []
