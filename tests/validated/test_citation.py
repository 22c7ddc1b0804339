"""How a dataset is cited, as `study.toml` says it."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ltp_analysis.validated.citation import Author, Licence, read_citation
from ltp_analysis.validated.settings import read_settings

SHIPPED = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture
def data() -> dict[str, Any]:
    """Return what a short study.toml holds."""
    return {
        "citation": {
            "title": "Ratings of wells",
            "authors": [
                {"family": "Curie", "given": "Marie", "orcid": "0000-0002-1825-009X"},
                {"name": "The well society"},
            ],
            "publisher": "Wells",
            "released": dt.date(2020, 2, 29),
            "abstract": "All wells.",
            "keywords": ["wells"],
            "language": "en-GB",
            "place": "England",
            "licences": [
                {"id": "X", "title": "T", "address": "https://example.org", "covers": "all"}
            ],
            "doi": "10.1234/wells",
        }
    }


def test_all_that_is_said_is_read(data: dict[str, Any]) -> None:
    citation, faults = read_citation(data)
    assert faults == []
    assert citation is not None
    assert citation.authors == (
        Author(family="Curie", given="Marie", orcid="0000-0002-1825-009X"),
        Author(name="The well society"),
    )
    assert [str(author) for author in citation.authors] == ["Marie Curie", "The well society"]
    assert citation.licences == (Licence("X", "T", "https://example.org", "all"),)
    assert (citation.title, citation.released) == ("Ratings of wells", dt.date(2020, 2, 29))
    assert (citation.doi, citation.address) == ("10.1234/wells", "")


def test_a_study_need_not_say_it() -> None:
    assert read_citation({}) == (None, [])


def test_what_is_no_table_is_a_fault() -> None:
    citation, ((name, _, _),) = read_citation({"citation": "cite us"})
    assert citation is None
    assert name == "citation"


def test_everything_that_is_missing_is_named_at_once() -> None:
    _, faults = read_citation({"citation": {}})
    assert {name for name, _, _ in faults} == {
        f"citation.{key}"
        for key in (
            *("title", "publisher", "abstract", "language", "place"),
            *("released", "keywords", "authors", "licences"),
        )
    }
    assert all(rule and remedy.endswith(".") for _, rule, remedy in faults)


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        ("title", " ", "title"),
        ("title", 7, "title"),
        ("released", "2020-02-29", "released"),
        ("released", dt.datetime(2020, 2, 29, tzinfo=dt.UTC), "released"),
        ("keywords", [], "keywords"),
        ("keywords", ["a", 1], "keywords"),
        ("doi", "https://doi.org/10.1234/wells", "doi"),
        ("address", "wells.example", "address"),
        ("authors", [], "authors"),
        ("authors", ["Marie Curie"], "authors"),
        ("authors", [{}], "authors[1]"),
        ("authors", [{"name": "A", "family": "B"}], "authors[1]"),
        ("authors", [{"name": "A", "given": "B"}], "authors[1]"),
        ("authors", [{"name": "A"}, {"family": "B", "mail": "b@example.org"}], "authors[2]"),
        ("authors", [{"family": "B", "orcid": "1825-0097"}], "authors[1].orcid"),
        ("licences", {"id": "X"}, "licences"),
        ("licence", "X", "licence"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_named(
    data: dict[str, Any], key: str, value: object, name: str
) -> None:
    data["citation"][key] = value
    citation, faults = read_citation(data)
    assert citation is None
    assert [fault for fault, _, _ in faults] == [f"citation.{name}"]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"id": ""}, "id"),
        ({"address": "example.org"}, "address"),
        ({"attribution": "Thanks"}, "attribution"),
        ({"url": "https://example.org"}, "url"),
    ],
)
def test_a_wrong_setting_of_a_licence_is_named(
    data: dict[str, Any], change: dict[str, object], name: str
) -> None:
    data["citation"]["licences"][0] |= change
    _, ((fault, _, _),) = read_citation(data)
    assert fault == f"citation.licences[1].{name}"


def test_the_shipped_study_keeps_the_lines_that_its_licence_file_asks_for() -> None:
    settings, _ = read_settings(SHIPPED)
    assert settings is not None
    assert settings.citation is not None
    text = " ".join((SHIPPED.parents[1] / "LICENSE-DATA.md").read_text("utf-8").split())
    plain = text.replace("> ", "")
    (line,) = (found.attribution for found in settings.citation.licences if found.attribution)
    assert len(line) == 3
    for each in line:
        assert each in plain


def test_settings_name_what_is_wrong_with_the_citation(tmp_path: Path) -> None:
    text = (SHIPPED / "study.toml").read_text(encoding="utf-8")
    released = tomllib.loads(text)["citation"]["released"]
    wrong = text.replace(f"released = {released}", f'released = "{released}"')
    assert wrong != text
    (tmp_path / "study.toml").write_text(wrong.replace('id = "nspcc-ltp"', ""), encoding="utf-8")
    settings, problems = read_settings(tmp_path)
    assert settings is None
    assert {problem.column for problem in problems} == {"id", "citation.released"}
