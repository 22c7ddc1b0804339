"""Keep what was worked out in `data/processed`, and read it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.compared.comparison import Comparison
from ltp_analysis.files import write_atomically
from ltp_analysis.findings.store import NotBuiltError, read_ledger, write_ledger
from ltp_analysis.processed import rows
from ltp_analysis.processed.results import Results
from ltp_analysis.reconciliation.verdict import Reconciled
from ltp_analysis.records import from_csv, to_csv
from ltp_analysis.solved.by_area import AreaCount
from ltp_analysis.solved.ratings import UnitRating

if TYPE_CHECKING:
    from pathlib import Path

TABLES: Final[dict[str, tuple[str, type[Any]]]] = {
    "figures": ("reconciliation", Reconciled),
    "ratings": ("ratings", UnitRating),
    "areas": ("areas", AreaCount),
    "flows": ("flows", rows.FlowRow),
    "followed": ("followed", rows.FollowedRow),
    "children": ("children", rows.UnitChildren),
    "totals": ("totals", rows.DeducedTotal),
    "statements": ("statements", rows.StatementRow),
    "clashes": ("clashes", rows.ClashRow),
    "scenarios": ("scenarios", rows.ScenarioRow),
    "comparisons": ("comparisons", Comparison),
}
"""For each list of the results, the name of its file and the class of its records."""

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "findings": ("id",),
    "reconciliation": ("figure_id",),
    "ratings": ("unit_code", "round_id"),
    "areas": ("round_id", "area", "rating"),
    "flows": ("since", "round_id", "before", "after"),
    "followed": ("since", "round_id"),
    "children": ("round_id", "unit_code"),
    "totals": ("figure_id",),
    "statements": ("statement_id",),
    "clashes": ("clash",),
    "scenarios": ("scenario", "round_id", "rating"),
    "comparisons": ("id",),
}
"""Fields that together name a row, by the name of the file."""


def write_results(results: Results, folder: Path) -> list[Path]:
    """Write everything that was worked out: the findings as CSV and JSON, the rest as CSV.

    Args:
        results: What was worked out.
        folder: Where to write.

    Returns:
        The files written.
    """
    written = write_ledger(results.ledger, folder)
    for name, (file, kind) in TABLES.items():
        path = folder / f"{file}.csv"
        write_atomically(path, to_csv(getattr(results, name), kind))
        written.append(path)
    return written


def read_results(folder: Path) -> Results:
    """Read everything back; fractions of tables are then those of six decimals.

    Args:
        folder: Where it was written.

    Raises:
        NotBuiltError: If it was not built yet.
    """
    found: dict[str, list[Any]] = {}
    for name, (file, kind) in TABLES.items():
        path = folder / f"{file}.csv"
        if not path.is_file():
            raise NotBuiltError(f"{path} is not there. Make it with: ltp build")
        with path.open(encoding="utf-8", newline="") as written:
            found[name] = from_csv(written.read(), kind)
    return Results(read_ledger(folder), **found)
