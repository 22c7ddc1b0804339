"""A citation for registries: DataCite's metadata, and the Citation File Format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import yaml

from ltp_analysis import __version__

if TYPE_CHECKING:
    from ltp_analysis.citations.work import Work
    from ltp_analysis.validated.citation import Author

_SOFTWARE: Final = "ltp-analysis"
_MESSAGE: Final = "If you use these data or this software, please cite them with their versions."


def datacite(work: Work) -> str:
    """Return a citation as DataCite JSON, schema 4.

    The DOI stands as `null` until the dataset has one: the registry gives it.

    Args:
        work: What is cited.
    """
    kind = "Dataset" if work.kind == "dataset" else "Report"
    record: dict[str, Any] = {
        "types": {"resourceTypeGeneral": kind, "resourceType": kind},
        "alternateIdentifiers": [
            {"alternateIdentifier": work.swhid, "alternateIdentifierType": "SWHID"}
        ],
        "creators": [_creator(author) for author in work.authors],
        "titles": [{"title": work.title, "lang": work.language}],
        "publisher": {"name": work.publisher},
        "publicationYear": str(work.released.year),
        "dates": [
            {"date": work.released.isoformat(), "dateType": "Issued"},
            # Schemas before 4.6 have no type for what the data cover.
            {
                "date": f"{work.years[0]}/{work.years[1]}",
                "dateType": "Other",
                "dateInformation": "years that the data cover",
            },
        ],
        "language": work.language,
        "version": work.version,
        "subjects": [{"subject": word, "lang": work.language} for word in work.keywords],
        "descriptions": [
            {
                "description": work.abstract,
                "descriptionType": "Abstract",
                "lang": work.language,
            },
            *(
                [{"description": work.part, "descriptionType": "Other", "lang": work.language}]
                if work.part
                else []
            ),
        ],
        "rightsList": [
            {
                "rights": licence.title,
                "rightsUri": licence.address,
                "rightsIdentifier": licence.id,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": work.language,
            }
            for licence in work.licences
        ],
        "geoLocations": [{"geoLocationPlace": work.place}],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    if work.doi:
        prefix, _, suffix = work.doi.partition("/")
        record = {"doi": work.doi, "prefix": prefix, "suffix": suffix} | record
    if work.address:
        record["url"] = work.address
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def cff(work: Work) -> str:
    """Return `CITATION.cff`, version 1.2.0: the work, and the software that made it.

    Args:
        work: What is cited.
    """
    record = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": work.title,
        "authors": [_person(author) for author in work.authors],
        "version": work.version,
        "date-released": work.released.isoformat(),
        "license": work.licences[0].id,
        "identifiers": [
            {"type": "swh", "value": work.swhid, "description": "The raw tables of this version."}
        ],
        "abstract": " ".join(filter(None, [work.abstract, work.part])),
        "keywords": list(work.keywords),
        "references": [
            {
                "type": "software",
                "title": _SOFTWARE,
                "authors": [{"name": f"The {_SOFTWARE} authors"}],
                "version": __version__,
                "license": "MIT",
                "notes": "Works out all numbers from the raw tables, and makes the reports.",
            }
        ],
    }
    if work.doi:
        record["doi"] = work.doi
    if work.address:
        record["url"] = work.address
    head = "# Made by `ltp build` from data/raw/study.toml. Change that file, not this one.\n"
    return head + yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=100)


def _creator(author: Author) -> dict[str, Any]:
    if author.name:
        return {"name": author.name, "nameType": "Organizational"}
    known: dict[str, Any] = {
        "name": ", ".join(filter(None, [author.family, author.given])),
        "nameType": "Personal",
        "familyName": author.family,
        "givenName": author.given,
    }
    if author.orcid:
        known["nameIdentifiers"] = [
            {
                "nameIdentifier": f"https://orcid.org/{author.orcid}",
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ]
    return {key: value for key, value in known.items() if value}


def _person(author: Author) -> dict[str, str]:
    if author.name:
        return {"name": author.name}
    found = {"family-names": author.family, "given-names": author.given}
    if author.orcid:
        found["orcid"] = f"https://orcid.org/{author.orcid}"
    return {key: value for key, value in found.items() if value}
