"""Keep the reconciliation in a file, and as plain values for JSON."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ltp_analysis.files import write_atomically
from ltp_analysis.records import as_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ltp_analysis.reconciliation.verdict import Reconciled

CSV_FILE = "reconciliation.csv"
COLUMNS = (
    "figure_id",
    "round",
    "measure",
    "category",
    "scope",
    "printed",
    "unit",
    "verdict",
    "rule",
    "base",
    "lower",
    "upper",
    "statements",
    "because",
)


def write_reconciliation(items: Sequence[Reconciled], folder: Path) -> Path:
    """Write the verdicts as CSV, a row a figure.

    `lower` and `upper` are in the unit of the figure, rounded to six decimals, and empty where
    they are not known. `statements` are ids, separated by a vertical bar.

    Args:
        items: The figures with their verdicts.
        folder: Where to write.

    Returns:
        The file written.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for item in items:
        row = _named(item)
        row["statements"] = "|".join(item.statements)
        writer.writerow(row | {name: as_decimal(row[name]) for name in ("lower", "upper")})
    path = folder / CSV_FILE
    write_atomically(path, text.getvalue())
    return path


def as_record(item: Reconciled) -> dict[str, Any]:
    """Return a figure with its verdict as plain values for JSON."""
    row = _named(item)
    ends = {name: row[name] for name in ("lower", "upper")}
    row |= {name: None if end is None else float(end) for name, end in ends.items()}
    return row | {"statements": list(item.statements)}


def _named(item: Reconciled) -> dict[str, Any]:
    row = asdict(item)
    row |= {"round": row.pop("round_id"), "scope": row.pop("group_id")}
    return {name: row[name] for name in COLUMNS}
