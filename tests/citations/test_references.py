"""References for programs, read back by Pandoc, which knows nothing of this package."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.citations.references import bibtex, csl_json, ris
from ltp_analysis.citations.work import cited, finding_of
from ltp_analysis.rendering.pandoc import run_pandoc

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.citations.work import Work
    from ltp_analysis.validated.study import Study

WRITERS: dict[str, Callable[[Work], str]] = {
    "biblatex": bibtex,
    "bibtex": bibtex,
    "ris": ris,
    "csljson": csl_json,
}


def read_back(style: str, text: str) -> dict[str, Any]:
    made = run_pandoc([f"--from={style}", "--to=csljson"], source=text)
    (entry,) = json.loads(re.sub("</?span[^>]*>", "", made.decode()))
    found: dict[str, Any] = entry
    return found


def people(entry: dict[str, Any]) -> list[str]:
    return [
        author.get("literal") or ", ".join(filter(None, [author["family"], author.get("given")]))
        for author in entry["author"]
    ]


@pytest.mark.parametrize("style", WRITERS)
def test_another_program_reads_the_same(work: Work, style: str) -> None:
    entry = read_back(style, WRITERS[style](work))
    assert entry["title"] == work.title
    assert people(entry) == ["Skłodowska-Curie, Maria Salomea", "The Well & Spring Society"]
    assert entry["issued"]["date-parts"][0][0] == 2020
    assert entry["publisher"] == work.publisher
    assert entry["DOI"] == work.doi
    assert entry["abstract"] == work.abstract
    assert set(entry["keyword"].split(", ")) == set(work.keywords)
    assert entry["id"] == "wells-1.2.0"
    assert entry["edition" if style == "ris" else "version"] == "1.2.0"


@pytest.mark.parametrize("style", ["biblatex", "bibtex", "csljson"])
def test_day_bytes_and_licence_come_through_where_pandoc_reads_them(work: Work, style: str) -> None:
    entry = read_back(style, WRITERS[style](work))
    assert entry["issued"]["date-parts"] == [[2020, 2, 29]]
    assert entry["note"] == f"raw tables {work.swhid}; licence CC-BY-4.0"


def test_ris_has_them_too(work: Work) -> None:
    lines = ris(work).split("\r\n")
    assert "DA  - 2020/02/29" in lines
    assert f"N1  - raw tables {work.swhid}; licence CC-BY-4.0" in lines


@pytest.mark.parametrize("style", WRITERS)
def test_the_shipped_dataset_is_the_same_in_all(study: Study, style: str) -> None:
    work = cited(study)
    entry = read_back(style, WRITERS[style](work))
    assert entry["title"] == work.title
    assert people(entry) == [str(author) for author in work.authors]
    assert "DOI" not in entry


def test_a_key_has_no_sign_that_programs_trip_over(work: Work) -> None:
    odd = replace(finding_of(work, "share.x y,{z}", "1"), key="a b,{c}#é")
    assert read_back("bibtex", bibtex(odd))["id"] == "a-b-c-"


def test_line_ends_in_a_text_do_not_break_a_record(work: Work) -> None:
    text = ris(replace(work, abstract="One.\nER  - \nTwo."))
    assert [line for line in text.splitlines() if line.startswith("ER")] == ["ER  - "]
