"""Files as others would send them, and what rounds call their units."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.imports.reading import read_sheet
from ltp_analysis.imports.register import Names, names_of
from ltp_analysis.raw.read import TextTable

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.validated.study import Study

Made = Callable[..., TextTable]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Return a function that writes rows into a CSV file and reads it."""

    def make(header: Sequence[str], *rows: Sequence[str]) -> TextTable:
        path = tmp_path / "sent.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return read_sheet(path)

    return make


@pytest.fixture(scope="session")
def names(study: Study) -> Names:
    """Return what the units of 2018/19 are called."""
    return names_of(study, "2018-19")
