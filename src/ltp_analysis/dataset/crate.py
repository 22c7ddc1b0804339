"""The dataset as an RO-Crate 1.2: every file, who made it, of what, and by which program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ltp_analysis.dataset.about import SOFTWARE, author_address
from ltp_analysis.dataset.checksums import sha256
from ltp_analysis.dataset.contents import SOURCE_LOCK as LOCK
from ltp_analysis.dataset.media import media_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.dataset.about import About
    from ltp_analysis.dataset.tables import DataTable
    from ltp_analysis.validated.citation import Author, Licence

FILE: Final = "ro-crate-metadata.json"
CONTEXT: Final = "https://w3id.org/ro/crate/1.2/context"
CONFORMS: Final = "https://w3id.org/ro/crate/1.2"

_Entity = dict[str, Any]

MIT: Final = "https://spdx.org/licenses/MIT"
"""The licence of the program."""

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
                "name": f"Metadata of {about.work.title}",
            },
            _root(about, files),
            *(_file(path, files[path], words.get(path, "")) for path in sorted(files)),
            *_actions(about, files),
            _software(about, files),
            *_agents(about),
            *map(_licence, about.work.licences),
            {"@id": MIT, "@type": "CreativeWork", "name": "MIT License", "description": "MIT."},
        ],
    }


def _root(about: About, files: Mapping[str, bytes]) -> _Entity:
    work = about.work
    authors = _all(map(_entity, work.authors))
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": work.title,
        "description": work.abstract,
        "datePublished": work.released.isoformat(),
        "version": work.version,
        "license": _all(one.address for one in work.licences),
        "author": authors,
        "creator": authors,
        "publisher": _reference(_publisher(about)),
        "keywords": _single(list(work.keywords)),
        "identifier": about.identifier,
        "inLanguage": work.language,
        "temporalCoverage": f"{work.years[0]}/{work.years[1]}",
        **({"url": work.address} if work.address else {}),
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
            "description": f"{words}, by {SOFTWARE} {about.software_version}.",
            "endTime": about.work.released.isoformat(),
            "agent": _all(map(_entity, about.work.authors)),
            "instrument": _reference(_program(about)),
            "object": _all(map(_id, taken)),
            "result": _all(map(_id, made)),
        }
        for name, (words, taken, made) in _steps(files).items()
    ]


def _program(about: About) -> str:
    return _local(f"{SOFTWARE}-{about.software_version}")


def _software(about: About, files: Iterable[str]) -> _Entity:
    lock = [path for path in files if path == LOCK]
    return {
        "@id": _program(about),
        "@type": "SoftwareApplication",
        "name": f"{SOFTWARE} {about.software_version}",
        "description": "Works out all numbers from the raw tables, and makes the reports.",
        "version": about.software_version,
        # It has no address of its own: it is published with the dataset.
        "url": about.work.address or about.identifier,
        "license": _reference(MIT),
        **({"softwareRequirements": _all(map(_id, lock))} if lock else {}),
    }


def _agents(about: About) -> list[_Entity]:
    found = {_entity(author): _agent(author) for author in about.work.authors}
    place, name = _publisher(about), about.work.publisher
    found.setdefault(place, {"@id": place, "@type": "Organization", "name": name})
    return list(found.values())


def _agent(author: Author) -> _Entity:
    if author.name:
        return {"@id": _entity(author), "@type": "Organization", "name": author.name}
    names = {"givenName": author.given, "familyName": author.family}
    known = {key: value for key, value in names.items() if value}
    return {"@id": _entity(author), "@type": "Person", "name": str(author), **known}


def _entity(author: Author) -> str:
    return author_address(author) or _local(str(author))


def _publisher(about: About) -> str:
    return _local(about.work.publisher)


def _licence(one: Licence) -> _Entity:
    attribution = " ".join(one.attribution)
    return {
        "@id": one.address,
        "@type": "CreativeWork",
        "name": one.title,
        "description": f"{one.id}. Of {one.covers}.",
        "identifier": one.id,
        **({"creditText": attribution} if attribution else {}),
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
