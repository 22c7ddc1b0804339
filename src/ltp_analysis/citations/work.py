"""What is cited: a version of the dataset, or a report or a finding of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    import datetime as dt

    from ltp_analysis.validated.citation import Author, Licence
    from ltp_analysis.validated.study import Study


class NotCitableError(LtpError):
    """Raised where a study does not say how it is cited."""


@dataclass(frozen=True)
class Work:
    """Something to cite.

    Attributes:
        key: Short name, for reference lists that work with keys.
        title: Its title.
        authors: Who made it.
        publisher: Who published it.
        released: Day on which it came out.
        version: Version of the dataset.
        abstract: What it holds.
        keywords: Words to find it by.
        language: Its language, such as en-GB.
        place: The place that it is about.
        years: The year in which the first round began, and that in which the last one ended.
        licences: The licence of the compilation first.
        swhid: SWHID of the raw tables that all of it is worked out from.
        doi: Its DOI; may be empty.
        address: Where it is published; may be empty.
        part: The part that is cited, in words; empty for the whole dataset.
        kind: What kind of work it is: dataset or report.
        notice: What has to stand before its title, such as that its data are made up.
    """

    key: str
    title: str
    authors: tuple[Author, ...]
    publisher: str
    released: dt.date
    version: str
    abstract: str
    keywords: tuple[str, ...]
    language: str
    place: str
    years: tuple[int, int]
    licences: tuple[Licence, ...]
    swhid: str
    doi: str = ""
    address: str = ""
    part: str = ""
    kind: str = "dataset"
    notice: str = ""


def cited(study: Study) -> Work:
    """Return the dataset of a study as something to cite.

    Args:
        study: The study.

    Raises:
        NotCitableError: If its `study.toml` does not say how it is cited.
    """
    settings = study.settings
    citation = settings.citation
    if citation is None:
        raise NotCitableError(
            "study.toml does not say how this study is cited. Give it a table [citation], as that "
            "of the shipped study, with title, authors, publisher, released, abstract, keywords, "
            "language, place and licences."
        )
    notice = f"{settings.notice}. " if settings.notice else ""
    return Work(
        key=f"{settings.id}-{settings.version}",
        title=notice + citation.title,
        authors=citation.authors,
        publisher=citation.publisher,
        released=citation.released,
        version=settings.version,
        abstract=notice + citation.abstract,
        keywords=citation.keywords,
        language=citation.language,
        place=citation.place,
        years=(_years(study.round(study.rounds[0]))[0], _years(study.round(study.rounds[-1]))[1]),
        licences=citation.licences,
        swhid=study.swhid,
        doi=citation.doi,
        address=citation.address,
        notice=notice,
    )


def report_of(work: Work, name: str, title: str, released: dt.date) -> Work:
    """Return a report made of a dataset as something to cite.

    Args:
        work: The dataset.
        name: Name of the report, such as 2019.
        title: Its title.
        released: Its date.
    """
    return replace(
        work,
        key=f"{work.key}-report-{name}",
        title=work.notice + title,
        released=released,
        part=f"made of “{work.title}”",
        kind="report",
    )


def finding_of(work: Work, name: str, value: str) -> Work:
    """Return a finding as something to cite.

    Args:
        work: The dataset.
        name: Id of the finding.
        value: What it says, in words.
    """
    return replace(work, key=f"{work.key}-{name}", part=f"finding {name}: {value}")


def _years(row: Any) -> tuple[int, int]:  # noqa: ANN401 - a row of the table of rounds
    """Return the years in which a round began and ended: by its name, else of its register."""
    named = re.search(r"(\d{4})(/\d\d)?", str(row["round"]))
    if named is None:
        return row["register_date"].year, row["register_date"].year
    return int(named[1]), int(named[1]) + (named[2] is not None)
