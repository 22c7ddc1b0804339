"""The bibliography, made from the table of sources (CSL JSON)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

REFERENCES_FILE = "references.json"

_TYPES = {
    "report": "report",
    "report copy": "report",
    "news": "article-newspaper",
    "article": "article-journal",
    "parliamentary question": "webpage",
    "official statistics": "dataset",
    "lookup": "dataset",
    "web page": "webpage",
    "compiled here": "dataset",
    "synthetic": "dataset",
}


def references(study: Study) -> str:
    """Return every source of a study as CSL JSON, by its source_id.

    Args:
        study: The study.

    Returns:
        JSON text for Pandoc and Quarto (`bibliography:`).
    """
    rows = [_entry(row) for row in study["sources"].to_dict("records")]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _entry(row: dict[Any, Any]) -> dict[str, object]:
    kind = _TYPES[row["kind"]]
    entry: dict[str, object] = {"id": row["source_id"], "type": kind, "title": row["title"]}
    entry["container-title" if kind == "article-newspaper" else "publisher"] = row["publisher"]
    if pd.isna(row["authors"]):
        entry["author"] = [{"literal": row["publisher"]}]
    else:
        names = [name.partition(", ") for name in row["authors"].split("; ")]
        entry["author"] = [{"family": family, "given": given} for family, _, given in names]
    if not pd.isna(row["date"]):
        entry["issued"] = {"date-parts": [[int(part) for part in row["date"].split("-")]]}
    if not pd.isna(row["address"]):
        entry["URL"] = row["address"]
    return entry
