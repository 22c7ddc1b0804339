"""The shipped documents, and what they look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reports.view import View

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]

Look = Callable[..., View]


@pytest.fixture(scope="session")
def documents_on_disk() -> list[Path]:
    """Return the shipped documents."""
    return sorted((ROOT / "reports").glob("[!_]*.qmd"))


@pytest.fixture(scope="session")
def look(study: Study, results: Results) -> Look:
    """Return a function that looks at a round of the shipped study; some results may be others."""
    return lambda round_id="2018-19", **others: View(study, replace(results, **others), round_id)
