"""Records for registries: their fields say the same as the other formats."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ltp_analysis import __version__
from ltp_analysis.citations.records import cff, datacite
from ltp_analysis.citations.references import csl_json
from ltp_analysis.citations.work import cited, finding_of

if TYPE_CHECKING:
    from ltp_analysis.citations.work import Work
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]


def test_datacite_has_what_the_registry_asks_for(work: Work) -> None:
    """Mandatory in kernel 4: identifier, creator, title, publisher, year, type."""
    record = json.loads(datacite(work))
    assert (record["doi"], record["prefix"], record["suffix"]) == (
        "10.1234/wells.7",
        "10.1234",
        "wells.7",
    )
    person, body = record["creators"]
    assert (person["familyName"], person["givenName"]) == ("Skłodowska-Curie", "Maria Salomea")
    assert person["nameIdentifiers"][0]["nameIdentifier"].endswith("0000-0002-1825-0097")
    assert body == {"name": "The Well & Spring Society", "nameType": "Organizational"}
    assert record["titles"] == [{"title": work.title, "lang": "en-GB"}]
    assert record["publisher"] == {"name": "Wells and Springs"}
    assert record["publicationYear"] == "2020"
    assert record["types"]["resourceTypeGeneral"] == "Dataset"
    assert {one["rightsIdentifier"] for one in record["rightsList"]} == {"CC-BY-4.0", "OGL-UK-3.0"}
    assert {(one["date"], one["dateType"]) for one in record["dates"]} == {
        ("2020-02-29", "Issued"),
        ("2015/2019", "Other"),
    }
    assert record["alternateIdentifiers"][0]["alternateIdentifier"] == work.swhid


def test_datacite_invents_no_doi(work: Work) -> None:
    record = json.loads(datacite(replace(work, doi="")))
    assert not {"doi", "prefix", "suffix"} & record.keys()


def test_cff_names_the_dataset_and_the_software(work: Work) -> None:
    record = yaml.safe_load(cff(work))
    assert record["cff-version"] == "1.2.0"
    assert (record["type"], record["title"]) == ("dataset", work.title)
    assert record["authors"] == [
        {
            "family-names": "Skłodowska-Curie",
            "given-names": "Maria Salomea",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        },
        {"name": "The Well & Spring Society"},
    ]
    assert (record["version"], record["date-released"]) == ("1.2.0", "2020-02-29")
    (software,) = record["references"]
    assert (software["type"], software["version"]) == ("software", __version__)
    # The schema's own form of such an identifier.
    form = r"swh:1:(snp|rel|rev|dir|cnt):[0-9a-f]{40}"
    assert re.fullmatch(form, record["identifiers"][0]["value"])


def test_records_agree_with_the_references(work: Work) -> None:
    finding = finding_of(work, "share.x", "1 of 2")
    (entry,) = json.loads(csl_json(finding))
    record, file = json.loads(datacite(finding)), yaml.safe_load(cff(finding))
    assert entry["title"] == record["titles"][0]["title"] == file["title"]
    assert entry["version"] == record["version"] == file["version"]
    assert entry["DOI"] == record["doi"] == file["doi"]
    assert entry["keyword"].split(", ") == file["keywords"]
    assert "1 of 2" in entry["note"]
    assert "1 of 2" in record["descriptions"][1]["description"]
    assert "1 of 2" in file["abstract"]


def test_the_file_at_the_root_is_the_one_that_is_made(study: Study) -> None:
    assert (ROOT / "CITATION.cff").read_text(encoding="utf-8") == cff(cited(study))
