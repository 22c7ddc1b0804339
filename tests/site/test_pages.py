"""Built pages against findings: whatever is not what it should be is told."""

from __future__ import annotations

from dataclasses import asdict, replace
from html import escape
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.files import digest
from ltp_analysis.made import DOWNLOADS, Document, Manifest, write_manifest
from ltp_analysis.processed.store import read_results, write_results
from ltp_analysis.reports.document import new_document
from ltp_analysis.reports.parts import Number
from ltp_analysis.site.pages import check_pages, numbers_of

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study

GREEN = "share.2018-19.green.england.with-missing"


def page_of(numbers: dict[str, Number]) -> str:
    """Return a made-up page with some numbers, as Pandoc writes them."""
    return "\n".join(
        f'<p>It is <span id="{name}"><a href="#{number.target}" class="finding">'
        f"{escape(number.text)}</a></span>.</p>"
        for name, number in numbers.items()
    )


@pytest.fixture
def numbers(project: Project, study: Study, results: Results) -> dict[str, Number]:
    """Put a page of two numbers, and what it was made from, on record; return its numbers."""
    document = new_document(project, study, results, "2019", "2018-19")
    document.share(GREEN)
    document.printed("2018-19-rating-failing")
    found = dict(document.uses.texts)
    project.output.mkdir()
    (project.output / "2019.html").write_text(page_of(found), encoding="utf-8")
    (project.output / "findings.json").write_text("[]", encoding="utf-8")
    requests: list[dict[str, Any]] = [
        asdict(one) | {"names": list(one.names)} for one in document.requests
    ]
    write_manifest(
        project,
        Manifest(
            {
                "2019": Document(
                    *("now", "text", "code", {}, requests, ["html"]),
                    {"2019.html": digest(project.output / "2019.html")},
                ),
                DOWNLOADS: Document(
                    *("now", "", "code", {}, [], []),
                    {"findings.json": digest(project.output / "findings.json")},
                ),
            }
        ),
    )
    return found


def told(project: Project) -> list[str]:
    steps: list[str] = []
    found = [f"{one.file}: {one.message}" for one in check_pages(project, steps.append)]
    assert "2019" in steps
    return found


def test_numbers_of_a_page_are_read_with_what_they_lead_to() -> None:
    page = (
        '<p>A <span id="u-1"><a class="finding" href="#f-a.b">18% (35\nof 195)</a></span> and '
        '<a href="#f-c">no number</a>, <span id="x">no place</span> <span id="u-2">'
        '<a href="#s-d%C3%A9" class="finding">83 <em>per</em> cent</a></span></p>'
    )
    assert numbers_of(page) == {
        "u-1": Number("f-a.b", "18% (35\nof 195)"),
        "u-2": Number("s-dé", "83 per cent"),
    }
    assert numbers_of("") == {}


@pytest.mark.usefixtures("numbers")
def test_pages_that_are_true_have_no_problem(project: Project) -> None:
    assert told(project) == []


def rewritten(project: Project, numbers: dict[str, Number]) -> list[str]:
    """Return what is told of the page with other numbers, besides that it was changed."""
    (project.output / "2019.html").write_text(page_of(numbers), encoding="utf-8")
    first, *rest = told(project)
    assert first == "2019.html: The file was changed after it was made."
    return rest


def test_a_number_that_reads_otherwise_is_told(
    project: Project, numbers: dict[str, Number]
) -> None:
    other = numbers | {"u-1": replace(numbers["u-1"], text="19% (35 or 36 of 195 CCGs)")}
    (problem,) = rewritten(project, other)
    assert "u-1 reads “19% (35 or 36 of 195 CCGs)”" in problem
    assert "should read “18% (35 or 36 of 195 CCGs)”" in problem


def test_a_number_that_leads_elsewhere_is_told(
    project: Project, numbers: dict[str, Number]
) -> None:
    other = numbers | {"u-2": replace(numbers["u-2"], target="s-2018-19-rating-red")}
    (problem,) = rewritten(project, other)
    assert "u-2" in problem
    assert "s-2018-19-rating-red" in problem


def test_numbers_too_few_and_too_many_are_told(
    project: Project, numbers: dict[str, Number]
) -> None:
    other = {"u-2": numbers["u-2"], "u-3": Number("f-x", "7")}
    assert rewritten(project, other) == [
        "2019.html: The number u-1 is missing.",
        "2019.html: The number u-3 belongs to no finding.",
    ]


def test_line_breaks_make_no_difference(project: Project, numbers: dict[str, Number]) -> None:
    broken = replace(numbers["u-1"], text=numbers["u-1"].text.replace(" ", "\n "))
    assert rewritten(project, numbers | {"u-1": broken}) == []


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize("name", ["2019.html", "findings.json"])
def test_files_that_are_gone_are_told(project: Project, name: str) -> None:
    (project.output / name).unlink()
    assert told(project) == [f"{name}: The file is missing."]


@pytest.mark.usefixtures("numbers")
def test_a_finding_that_changed_since_is_told(project: Project) -> None:
    results = read_results(project.processed)
    figures = [
        replace(one, printed="83 per cent") if one.figure_id == "2018-19-rating-failing" else one
        for one in results.figures
    ]
    write_results(replace(results, figures=figures), project.processed)
    otherwise, number = told(project)
    assert otherwise == "2019.html: What it was made from reads otherwise now."
    assert "should read “83 per cent”" in number


@pytest.mark.usefixtures("numbers")
def test_a_figure_that_is_no_longer_there_is_told(project: Project) -> None:
    results = read_results(project.processed)
    figures = [one for one in results.figures if one.figure_id != "2018-19-rating-failing"]
    write_results(replace(results, figures=figures), project.processed)
    (problem,) = told(project)
    assert "no longer there" in problem


def test_where_nothing_was_made_that_is_told(project: Project) -> None:
    (problem,) = check_pages(project, lambda _: None)
    assert "No report is on record" in problem.message
    assert problem.remedy == "Run: ltp report"
