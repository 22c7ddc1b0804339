"""The bibliography, against the table of sources."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.processed.references import references

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]
CSL_TYPES = {"report", "article-newspaper", "article-journal", "webpage", "dataset"}
CSL_NAMES = {"id", "type", "title", "publisher", "container-title", "author", "issued", "URL"}


@pytest.fixture(scope="module")
def entries(study: Study) -> dict[str, dict[str, Any]]:
    rows = json.loads(references(study))
    assert isinstance(rows, list)
    found = {row["id"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def sources() -> list[dict[str, str]]:
    with (ROOT / "data" / "raw" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_source_is_there_as_csl(entries: dict[str, dict[str, Any]]) -> None:
    assert list(entries) == [row["source_id"] for row in sources()]
    for row in sources():
        entry = entries[row["source_id"]]
        assert set(entry) <= CSL_NAMES
        assert entry["type"] in CSL_TYPES
        assert entry["title"] == row["title"]
        assert row["publisher"] in (entry.get("publisher"), entry.get("container-title"))
        assert entry.get("URL", "") == row["address"]
        parts = entry["issued"]["date-parts"][0] if row["date"] else []
        assert [int(part) for part in row["date"].split("-") if part] == parts
        assert len(parts) <= 3


def test_people_are_parsed_and_others_stand_as_they_are(
    entries: dict[str, dict[str, Any]],
) -> None:
    assert entries["nspcc-2017"]["author"] == [
        {"family": "Sundell", "given": "Ben"},
        {"family": "Ryan", "given": "Alana"},
        {"family": "Lara", "given": "Almudena"},
    ]
    assert entries["nspcc-2019"]["author"] == [{"literal": "NSPCC"}]
    for row in sources():
        authors = entries[row["source_id"]]["author"]
        assert len(authors) == len(row["authors"].split("; "))
        assert all(name for author in authors for name in author.values())


def test_papers_are_containers_and_not_publishers(entries: dict[str, dict[str, Any]]) -> None:
    paper = entries["hexham-courant-2019"]
    assert paper["type"] == "article-newspaper"
    assert "publisher" not in paper
    assert paper["container-title"] == paper["author"][0]["literal"]


def test_the_bibliography_on_disk_is_the_one_made_now(study: Study) -> None:
    path = ROOT / "data" / "processed" / "references.json"
    same = path.read_text(encoding="utf-8") == references(study)
    assert same, f"{path.name} is not what data/raw/sources.csv gives. Remake it with: ltp build"
