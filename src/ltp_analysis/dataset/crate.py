"""The dataset as an RO-Crate 1.2: every file, who made it, of what, and by which program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ltp_analysis.dataset.checksums import sha256
from ltp_analysis.dataset.media import media_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.dataset.about import About, Creator
    from ltp_analysis.dataset.tables import DataTable

FILE: Final = "ro-crate-metadata.json"
CONTEXT: Final = "https://w3id.org/ro/crate/1.2/context"
CONFORMS: Final = "https://w3id.org/ro/crate/1.2"

_Entity = dict[str, Any]

RAW: Final = ("data/raw/",)
SOURCE: Final = ("source/",)
WORKED_OUT: Final = ("data/processed/", "data/README.md", "parquet/")
REPORTS: Final = ("reports/",)
"""Where the files lie that a step takes, or makes."""

WORDS: Final = {
    "": "What the dataset is, its terms, or how to cite it.",
    "data/README.md": "The data dictionary.",
    "data/processed/": "What was worked out, for programs.",
    "data/raw/": "A setting of the study.",
    "parquet/": "A table of the dataset, with types.",
    "reports/": "A report, or a file that goes with the reports.",
    "reports/data/": "The data of a chart.",
    "source/": "What the reports are rendered from.",
}
"""What the files are of which nothing more is said, by the start of their paths."""


def ro_crate(
    about: About, tables: Sequence[DataTable], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the metadata of the crate.

    Args:
        about: What the dataset is.
        tables: Its tables, which say what their files hold.
        files: Every file of the crate but its metadata, by path.
    """
    words = {table.path: table.description for table in tables}
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": FILE,
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": CONFORMS},
                "name": f"Metadata of {about.title}",
            },
            _root(about, files),
            *(_file(path, files[path], words.get(path, "")) for path in sorted(files)),
            *_actions(about, files),
            *_software(about),
            *_agents(about),
            *(
                {
                    "@id": one.address,
                    "@type": "CreativeWork",
                    "name": one.title,
                    "description": f"{one.title} ({one.spdx})",
                    "identifier": one.spdx,
                }
                for one in about.licences
            ),
        ],
    }


def _root(about: About, files: Mapping[str, bytes]) -> _Entity:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description,
        "datePublished": about.released.isoformat(),
        "version": about.version,
        "license": _all(one.address for one in about.licences),
        "author": _all(one.entity for one in about.creators),
        "creator": _all(one.entity for one in about.creators),
        "publisher": _reference(about.publisher_entity),
        "keywords": _single(list(about.keywords)),
        "identifier": about.id or about.urn,
        "inLanguage": "en-GB",
        **({"url": about.homepage} if about.homepage else {}),
        "hasPart": _all(_id(path) for path in sorted(files)),
        "mentions": _all(f"#{name}" for name in _steps(files)),
    }


def _file(path: str, content: bytes, words: str) -> _Entity:
    return {
        "@id": _id(path),
        "@type": "File",
        "name": path,
        "description": words or _words(path),
        "encodingFormat": media_type(path),
        "contentSize": str(len(content)),
        "sha256": sha256(content),
    }


def _words(path: str) -> str:
    """Return what a file is, by where it lies."""
    places = (place for place in WORDS if path.startswith(place))
    return WORDS[max(places, key=len, default="")]


def _steps(files: Iterable[str]) -> dict[str, tuple[str, list[str], list[str]]]:
    """Return for each step its words, what it takes and what it makes; none that makes nothing."""
    there = sorted(files)

    def below(places: tuple[str, ...]) -> list[str]:
        return [path for path in there if path.startswith(places)]

    steps = {
        "work-out": ("Everything worked out from the raw tables", below(RAW), below(WORKED_OUT)),
        "render": (
            "The reports rendered from their documents and what was worked out",
            [*below(RAW), *below(SOURCE), *below(("data/processed/",))],
            below(REPORTS),
        ),
    }
    return {name: step for name, step in steps.items() if step[2]}


def _actions(about: About, files: Mapping[str, bytes]) -> list[_Entity]:
    return [
        {
            "@id": f"#{name}",
            "@type": "CreateAction",
            "name": words,
            "description": f"{words}, by ltp-analysis {about.software_version}.",
            "endTime": about.released.isoformat(),
            "agent": _all(one.entity for one in about.creators),
            "instrument": _reference(about.software_entity),
            "object": _all(map(_id, taken)),
            "result": _all(map(_id, made)),
        }
        for name, (words, taken, made) in _steps(files).items()
    ]


def _software(about: About) -> list[_Entity]:
    return [
        {
            "@id": about.software_entity,
            "@type": "SoftwareApplication",
            "name": "ltp-analysis",
            "description": about.software_words,
            "version": about.software_version,
            "softwareVersion": about.software_version,
            "url": about.software_address,
        },
    ]


def _agents(about: About) -> list[_Entity]:
    found = {one.entity: _agent(one) for one in about.creators}
    publisher = {
        "@id": about.publisher_entity,
        "@type": "Organization",
        "name": about.publisher,
        "url": about.homepage or about.software_address,
    }
    found.setdefault(about.publisher_entity, publisher)
    for one in about.creators:
        if one.affiliation:
            place = _local(one.affiliation)
            organisation = {"@id": place, "@type": "Organization", "name": one.affiliation}
            found.setdefault(place, organisation)
    return list(found.values())


def _agent(one: Creator) -> _Entity:
    return {
        "@id": one.entity,
        "@type": "Person" if one.family else "Organization",
        "name": one.name,
        **({"givenName": one.given, "familyName": one.family} if one.family else {}),
        **({"url": one.address} if one.address else {}),
        **({"affiliation": _reference(_local(one.affiliation))} if one.affiliation else {}),
    }


def _local(name: str) -> str:
    return f"#{quote(name.lower().replace(' ', '-'))}"


def _reference(entity: str) -> _Entity:
    return {"@id": entity}


def _all(entities: Iterable[str]) -> Any:  # noqa: ANN401 - one reference, or a list of them
    return _single([_reference(entity) for entity in entities])


def _single(values: list[Any]) -> Any:  # noqa: ANN401 - the same
    """Return a list of one as the one, as the standard wants it."""
    return values[0] if len(values) == 1 else values


def _id(path: str) -> str:
    """Return the path of a file as the relative address that the standard asks for."""
    return quote(path)
