"""A work with everything that makes citing hard."""

from __future__ import annotations

import datetime as dt

import pytest

from ltp_analysis.citations.work import Work
from ltp_analysis.validated.citation import Author, Licence

SWHID = "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.fixture
def work() -> Work:
    return Work(
        key="wells-1.2.0",
        title="Ratings of 100% of wells & “springs” {north_south}",
        authors=(
            Author(family="Skłodowska-Curie", given="Maria Salomea", orcid="0000-0002-1825-0097"),
            Author(name="The Well & Spring Society"),
        ),
        publisher="Wells and Springs",
        released=dt.date(2020, 2, 29),
        version="1.2.0",
        abstract="What is known, and what is not.",
        keywords=("wells", "springs"),
        language="en-GB",
        place="England",
        years=(2015, 2019),
        licences=(
            Licence("CC-BY-4.0", "Attribution", "https://example.org/by", "the tables"),
            Licence("OGL-UK-3.0", "Open", "https://example.org/ogl", "names"),
        ),
        swhid=SWHID,
        doi="10.1234/wells.7",
    )
