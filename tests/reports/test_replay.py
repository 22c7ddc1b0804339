"""Asked again, a document gets the same, or is told that it would not."""

from __future__ import annotations

from dataclasses import asdict, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.reports.document import new_document
from ltp_analysis.reports.replay import replay

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.project import Project
    from ltp_analysis.reports.document import ReportDocument
    from ltp_analysis.validated.study import Study

GREEN = "share.2018-19.green.england.with-missing"
AMBER = "share.2018-19.amber.england.with-missing"
Requests = list[dict[str, Any]]


@pytest.fixture
def requests(project: Project, study: Study, results: Results) -> Requests:
    """Return what a document asked for: a finding, a figure, a sentence, a table, a chart."""
    report = new_document(project, study, results, "2019", "2018-19")
    report.share(GREEN, 1)
    report.printed("2018-19-rating-failing")
    report.sentence("deductions", "2016-17")
    report.table("known")
    report.chart("regions")
    report.appendix()
    return [asdict(one) | {"names": list(one.names)} for one in report.requests]


def other(results: Results, name: str, **values: object) -> Results:
    """Return the results with one finding changed."""
    found = dict(results.ledger) | {name: replace(results.ledger[name], **values)}  # type: ignore[arg-type]
    return replace(results, ledger=Ledger(found.values()))


def test_a_document_that_gets_the_same_is_returned(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    again = replay(project, study, results, "2019", requests)
    assert again is not None
    assert [asdict(one) | {"names": list(one.names)} for one in again.requests] == requests
    assert again.uses.texts["u-1"].text == "17.9% to 18.5% (35 or 36 of 195 CCGs)"


def test_replaying_writes_nothing(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    def files() -> dict[str, int]:
        return {str(p): p.stat().st_mtime_ns for p in project.root.rglob("*") if p.is_file()}

    before = files()
    replay(project, study, results, "2019", requests)
    assert files() == before


@pytest.mark.parametrize(
    "values",
    [
        {"upper": Fraction(50)},
        {"numerator_upper": 37},
        {"base_name": "areas"},
        {"method": "Otherwise."},
        {"caution": "Beware."},
        {"statements": ("2018-19-rating-red",)},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_finding_that_changed_is_seen(
    project: Project, study: Study, results: Results, requests: Requests, values: dict[str, Any]
) -> None:
    changed = other(results, GREEN, **values)
    assert replay(project, study, changed, "2019", requests) is None


def test_a_finding_that_was_not_asked_for_may_change(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    changed = other(results, AMBER, upper=Fraction(99), numerator_upper=190)
    assert replay(project, study, changed, "2019", requests) is not None


def changed(results: Results, kind: str, key: tuple[str, str], **values: object) -> Results:
    """Return the results with one row of a table changed: the first that has a value."""
    rows = list(getattr(results, kind))
    place = next(i for i, row in enumerate(rows) if getattr(row, key[0]) == key[1])
    rows[place] = replace(rows[place], **values)
    more: Any = {kind: rows}
    return replace(results, **more)


def test_a_cell_of_a_table_that_changed_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    known = next(
        unit for unit in results.ratings if (unit.round_id, unit.basis) == ("2018-19", "stated")
    )
    rows = [
        replace(unit, possible=("red", "green")) if unit is known else unit
        for unit in results.ratings
    ]
    assert replay(project, study, replace(results, ratings=rows), "2019", requests) is None


def test_data_of_a_chart_that_changed_are_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    less = changed(results, "areas", ("round_id", "2018-19"), upper=1)
    assert replay(project, study, less, "2019", requests) is None
    elsewhere = changed(results, "areas", ("round_id", "2016-17"), upper=1)
    assert replay(project, study, elsewhere, "2019", requests) is not None


def test_a_sentence_that_changed_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    weak = [replace(total, strong=False) for total in results.totals]
    assert replay(project, study, replace(results, totals=weak), "2019", requests) is None


def test_a_printed_figure_that_changed_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    key = ("figure_id", "2018-19-rating-failing")
    assert (
        replay(
            project,
            study,
            changed(results, "figures", key, printed="83 per cent"),
            "2019",
            requests,
        )
        is None
    )


def test_a_statement_in_the_appendix_that_changed_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    key = ("statement_id", "2018-19-rating-green")
    said = changed(results, "statements", key, words="Somebody said so.")
    assert replay(project, study, said, "2019", requests) is None


def test_another_title_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    path = project.reports / "2019.qmd"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("of July 2019", "of August 2019", 1), encoding="utf-8")
    assert replay(project, study, results, "2019", requests) is None


def test_another_version_of_the_dataset_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    settings = replace(study.settings, version="9.9.9")
    newer = replace(study, settings=settings)
    assert replay(project, newer, results, "2019", requests) is None


def test_what_is_no_longer_there_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    less = Ledger(one for name, one in results.ledger.items() if name != GREEN)
    gone = replace(results, ledger=less)
    assert replay(project, study, gone, "2019", requests) is None
    assert replay(project, study, gone, "2019", requests, anyhow=True) is None


@pytest.mark.parametrize("kept", [0, 1])
def test_a_record_that_does_not_begin_with_the_opening_is_no_record(
    project: Project, study: Study, results: Results, requests: Requests, kept: int
) -> None:
    assert replay(project, study, results, "2019", requests[1:] * kept) is None


def test_a_record_that_was_tampered_with_is_seen(
    project: Project, study: Study, results: Results, requests: Requests
) -> None:
    requests[1]["digest"] = "0" * 64
    assert replay(project, study, results, "2019", requests) is None
    found: ReportDocument | None = replay(project, study, results, "2019", requests, anyhow=True)
    assert found is not None
    assert [one.method for one in found.requests] == [one["method"] for one in requests]
