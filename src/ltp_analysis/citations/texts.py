"""A citation as text: in APA style, and in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ltp_analysis.citations.work import Work
    from ltp_analysis.validated.citation import Author

_MOST_AUTHORS: Final = 20
"""APA names up to this many, and then the last one."""

_KINDS: Final = {"dataset": "Data set", "report": "Report"}


def apa(work: Work) -> str:
    """Return a citation in the style of the APA, seventh edition, sections 9.8 and 10.9.

    Args:
        work: What is cited.
    """
    names = [_inverted(author) for author in work.authors]
    said = [f"{_listed(names)} ({work.released.year})."]
    said.append(f"{work.title} ({_version(work)}) [{_KINDS[work.kind]}].")
    publisher = "" if names == [work.publisher] else f"{work.publisher}."
    return " ".join(filter(None, [*said, publisher, _where(work)]))


def plain(work: Work) -> str:
    """Return a citation in one sentence each for what, by whom, and which bytes.

    Args:
        work: What is cited.
    """
    names = _listed([str(author) for author in work.authors])
    said = [f"{work.title}. By {names}, {work.released.isoformat()}."]
    if work.part:
        said.append(f"Cited: {work.part}.")
    said.append(f"Dataset version {work.version}, {work.swhid}.")
    said.append(f"Licence: {work.licences[0].id}.")
    if work.doi or work.address:
        said.append(f"{_where(work)}.")
    return " ".join(said)


def _version(work: Work) -> str:
    if work.kind == "report":
        return f"Dataset version {work.version}"
    return "; ".join(filter(None, [f"Version {work.version}", work.part]))


def _where(work: Work) -> str:
    if work.doi:
        return f"https://doi.org/{work.doi}"
    return work.address or work.swhid


def _inverted(author: Author) -> str:
    if author.name:
        return author.name
    initials = " ".join(f"{name[0]}." for name in author.given.split())
    return ", ".join(filter(None, [author.family, initials]))


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[: _MOST_AUTHORS - 1])}, . . . {names[-1]}"
    if len(names) > 1:
        return f"{', '.join(names[:-1])}, & {names[-1]}"
    return names[0]
