"""A figure with its verdict as plain values, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ltp_analysis.reconciliation.verdict import Reconciled

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


def as_record(item: Reconciled) -> dict[str, Any]:
    """Return a figure with its verdict: bounds as decimals in its unit, None if not known."""
    row = asdict(item)
    row |= {"round": row.pop("round_id"), "scope": row.pop("group_id")}
    row |= {name: None if row[name] is None else float(row[name]) for name in ("lower", "upper")}
    return {name: row[name] for name in COLUMNS} | {"statements": list(item.statements)}
