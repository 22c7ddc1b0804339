"""How a dataset is cited: the table `citation` of `study.toml`, the one source of all metadata."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ORCID: Final = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_ADDRESS: Final = re.compile(r"https?://\S+")
_TEXTS: Final = ("title", "publisher", "abstract", "language", "place")

Fault = tuple[str, str, str]
"""The setting, the rule that it breaks and how to mend it."""


@dataclass(frozen=True)
class Author:
    """Who made a dataset.

    Attributes:
        name: The whole name, of a body; empty for a person.
        family: Family name of a person.
        given: Given names of a person.
        orcid: ORCID of a person, such as 0000-0002-1825-0097; may be empty.
    """

    name: str = ""
    family: str = ""
    given: str = ""
    orcid: str = ""

    def __str__(self) -> str:
        """Return the name as it is read out."""
        return self.name or f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class Licence:
    """Terms under which some of a dataset may be used.

    Attributes:
        id: Its SPDX identifier.
        title: Its name.
        address: Where its text is.
        covers: What of the dataset is under it.
        attribution: Lines that it asks to be kept.
    """

    id: str
    title: str
    address: str
    covers: str
    attribution: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citation:
    """What a dataset is called and by whom it is, for all that cite it.

    Attributes:
        title: Title of the dataset.
        authors: Who made it.
        publisher: Who published it.
        released: Day on which this version came out.
        abstract: What it holds, in some sentences.
        keywords: Words to find it by.
        language: Its language, such as en-GB.
        place: The place that it is about.
        licences: The licence of the compilation first, then those of parts of it.
        doi: Its DOI; may be empty.
        address: Where it is published; may be empty.
    """

    title: str
    authors: tuple[Author, ...]
    publisher: str
    released: dt.date
    abstract: str
    keywords: tuple[str, ...]
    language: str
    place: str
    licences: tuple[Licence, ...]
    doi: str = ""
    address: str = ""


def read_citation(data: Mapping[str, Any]) -> tuple[Citation | None, list[Fault]]:
    """Read the table `citation`.

    Args:
        data: What `study.toml` holds.

    Returns:
        How the dataset is cited, or None if the table is not there or is wrong, and everything that
        is wrong with it.
    """
    if "citation" not in data:
        return None, []
    found = data["citation"]
    if not isinstance(found, dict):
        return None, [_wrong("", "a table")]
    faults = list(_faults(found))
    if faults:
        return None, faults
    return Citation(
        **{key: found[key] for key in _TEXTS},
        authors=tuple(Author(**each) for each in found["authors"]),
        released=found["released"],
        keywords=tuple(found["keywords"]),
        licences=tuple(
            Licence(**{**each, "attribution": tuple(each.get("attribution", ()))})
            for each in found["licences"]
        ),
        doi=found.get("doi", ""),
        address=found.get("address", ""),
    ), []


def _faults(found: Mapping[str, Any]) -> Iterator[Fault]:
    known = {*_TEXTS, "authors", "released", "keywords", "licences", "doi", "address"}
    for key in sorted(found.keys() - known):
        yield f"citation.{key}", "there is no such setting", "Take it out, or mend its name."
    for key in _TEXTS:
        if not _is_text(found.get(key)):
            yield _wrong(key, "a text in quotation marks")
    if type(found.get("released")) is not dt.date:
        yield _wrong("released", "a date such as 2026-11-22, without quotation marks")
    if not _are_texts(found.get("keywords")):
        yield _wrong("keywords", "a list of texts in quotation marks")
    for key, pattern, what in (
        ("doi", _DOI, "a DOI such as 10.1234/abcd, without an address before it"),
        ("address", _ADDRESS, "an address that starts with https://"),
    ):
        if key in found and not _fits(found[key], pattern):
            yield _wrong(key, what)
    yield from _tables(found, "authors", _author)
    yield from _tables(found, "licences", _licence)


def _tables(found: Mapping[str, Any], key: str, check: Any) -> Iterator[Fault]:  # noqa: ANN401 - one of the two below
    each = found.get(key)
    if not isinstance(each, list) or not each or not all(isinstance(one, dict) for one in each):
        yield _wrong(key, f"one table or more, each under [[citation.{key}]]")
        return
    for number, one in enumerate(each, start=1):
        yield from check(f"{key}[{number}]", one)


def _author(key: str, one: Mapping[str, Any]) -> Iterator[Fault]:
    whole, person = _is_text(one.get("name")), _is_text(one.get("family"))
    texts = all(isinstance(value, str) for value in one.values())
    if one.keys() - {"name", "family", "given", "orcid"} or whole is person or not texts:
        yield _wrong(key, "either a name, of a body, or family and given, of a person")
    elif whole and one.keys() != {"name"}:
        yield _wrong(key, "a name alone if it is a body")
    if "orcid" in one and not _fits(one["orcid"], _ORCID):
        yield _wrong(f"{key}.orcid", "an ORCID such as 0000-0002-1825-0097")


def _licence(key: str, one: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("id", "title", "covers"):
        if not _is_text(one.get(name)):
            yield _wrong(f"{key}.{name}", "a text in quotation marks")
    if not _fits(one.get("address"), _ADDRESS):
        yield _wrong(f"{key}.address", "an address that starts with https://")
    if "attribution" in one and not _are_texts(one["attribution"]):
        yield _wrong(f"{key}.attribution", "a list of texts in quotation marks")
    for name in sorted(one.keys() - {"id", "title", "covers", "address", "attribution"}):
        yield (
            f"citation.{key}.{name}",
            "there is no such setting",
            "Take it out, or mend its name.",
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(item) for item in value)


def _fits(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _wrong(key: str, what: str) -> Fault:
    name = f"citation.{key}" if key else "citation"
    return name, "the setting is missing or of the wrong kind", f"Give it {what}."
