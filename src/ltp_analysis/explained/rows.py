"""Rows of the raw tables as plain values, for people and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ltp_analysis.validated.study import Study


def plain_row(row: dict[Any, Any]) -> dict[str, Any]:
    """Return a row as plain values, without its empty cells."""
    return {str(key): _plain(value) for key, value in row.items() if not pd.isna(value)}


def source_rows(study: Study, sources: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rows of some sources, each once, in the order of their table."""
    rows = study["sources"]
    chosen = rows[rows["source_id"].isin(set(sources))]
    return [plain_row(row) for row in chosen.to_dict("records")]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value
