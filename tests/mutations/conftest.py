"""The first two rounds of the shipped study without populations and places: quick to work out."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mutations.run import built

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.differences.version import Version

RAW = Path(__file__).parents[2] / "data" / "raw"
ROUNDS = ("2015-16", "2016-17")


def in_rounds(row: dict[str, str]) -> bool:
    return row["round_id"] in ROUNDS


def national(row: dict[str, str]) -> bool:
    return in_rounds(row) and row["measure"] == "rating" and row["group_id"] == "england"


KEPT: dict[str, Callable[[dict[str, str]], bool]] = {
    **dict.fromkeys(("rounds", "ratings", "coverage", "plans"), in_rounds),
    **dict.fromkeys(("geography", "points", "population"), lambda _: False),
    "figures": national,
}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Return the small study, built."""
    folder = tmp_path_factory.mktemp("mutations")
    shutil.copytree(RAW, folder / "raw")
    for name, wanted in KEPT.items():
        path = folder / "raw" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = [row for row in reader if wanted(row)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(reader.fieldnames or ()), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return built(folder / "raw", folder / "base")
