"""What documents ask for, in a copy of the checkout: each request is answered and on record."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from ltp_analysis import __version__
from ltp_analysis.findings.ledger import UnknownFindingError
from ltp_analysis.findings.store import NotBuiltError
from ltp_analysis.processed.store import read_results
from ltp_analysis.project import NoProjectError
from ltp_analysis.rendering.qmd import INLINE, Text, parse
from ltp_analysis.reports import open_report
from ltp_analysis.reports.document import (
    OPENED,
    TRACE,
    ReportDocument,
    StaleFindingsError,
    UnknownNameError,
    new_document,
)
from ltp_analysis.reports.drawn import CHARTS
from ltp_analysis.reports.markdown import BREAK
from ltp_analysis.reports.replay import replay
from ltp_analysis.reports.sentences import SENTENCES
from ltp_analysis.reports.tables import TABLES
from ltp_analysis.validated.citation import Author
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.processed.results import Results
    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study

GREEN = "share.2018-19.green.england.with-missing"
RED = "change.2015-16-to-2018-19.red.england.with-missing"
FAILING = "2018-19-rating-failing"
NAMES = {
    "printed": "figure",
    "verdict": "figure",
    "because": "figure",
    "table": "table",
    "chart": "chart",
    "sentence": "sentence",
    "table_if_any": "table",
    "tables": "table",
    "sentences": "sentence",
}
"""What each method is given the name of; all others are given the id of a finding."""

FACTS = {"round", "dataset", "title", "strong", "version", "round_id"}
"""What a document knows without asking: it is on record in its opening, or part of the code."""

ALL_ROUNDS = {"flows", "reports"}
"""What is asked for without a name: it goes over all rounds."""

METHODS = {"share", "percent", "count", "value", "base", "appendix", *NAMES}


@pytest.fixture
def report(project: Project, study: Study, results: Results) -> ReportDocument:
    """Return the report of 2019 in a copy of the checkout."""
    return new_document(project, study, results, "2019", "2018-19")


def expressions(document: Path) -> list[ast.expr | ast.stmt]:
    """Return the statements of each cell, and each inline expression, of a document."""
    found: list[ast.expr | ast.stmt] = []
    for block in parse(document).blocks:
        if isinstance(block, Text):
            for line, code in zip(block.lines, block.code, strict=True):
                if not code:
                    texts = INLINE.findall(line.text)
                    found += [ast.parse(text.strip(), mode="eval").body for text in texts]
        else:
            found += ast.parse("\n".join(line.text for line in block.code)).body
    return found


def shown(node: ast.expr | ast.stmt) -> ast.expr | None:
    """Return what an expression, or a cell that prints, shows; none for a cell that opens."""
    if isinstance(node, ast.expr):
        return node
    if isinstance(node, ast.Expr):
        call = node.value
        assert isinstance(call, ast.Call)
        assert ast.unparse(call.func) == "print"
        (argument,) = call.args
        return argument
    allowed = {
        "from ltp_analysis.reports import open_report",
        *(f"r = open_report('{name}')" for name in ("index", "overview", "methodology", "toolkit")),
        *(f"r = open_report('{int(y) + 1}', '{y}-{int(y) % 100 + 1}')" for y in range(2015, 2019)),
    }
    assert ast.unparse(node) in allowed
    return None


def asked(node: ast.expr) -> tuple[str, tuple[object, ...]]:
    """Return the method, or the fact, that an expression asks for, and what it gives it."""
    arguments: tuple[object, ...] = ()
    if isinstance(node, ast.Call):
        assert not node.keywords
        arguments = tuple(ast.literal_eval(argument) for argument in node.args)
        node = node.func
    assert isinstance(node, ast.Attribute)
    assert isinstance(node.value, ast.Name)
    assert node.value.id == "r"
    return node.attr, arguments


def test_documents_use_nothing_but_what_is_on_record(documents_on_disk: list[Path]) -> None:
    """So the record of a document holds all that its text depends on besides itself."""
    for document in documents_on_disk:
        nodes = expressions(document)
        opened = [node for node in nodes if isinstance(node, ast.Assign)]
        assert len(opened) == 1
        assert ast.unparse(opened[0]).startswith(f"r = open_report('{document.stem}'")
        first = next(place for place, node in enumerate(nodes) if shown(node) is not None)
        assert nodes.index(opened[0]) < first
        requests = [asked(part) for node in nodes if (part := shown(node)) is not None]
        assert {name for name, arguments in requests if arguments} <= METHODS
        assert {name for name, arguments in requests if not arguments} <= {
            *FACTS,
            *ALL_ROUNDS,
            "appendix",
            "citation",
        }


def test_the_appendix_is_asked_for_last_and_once(documents_on_disk: list[Path]) -> None:
    for document in documents_on_disk:
        parts = [part for node in expressions(document) if (part := shown(node)) is not None]
        methods = [name for name, arguments in map(asked, parts) if name not in FACTS]
        assert methods.count("appendix") == 1
        assert methods[-1] == "appendix"


def test_documents_look_up_what_exists(
    documents_on_disk: list[Path], study: Study, results: Results
) -> None:
    known = {
        "figure": set(study["figures"]["figure_id"]),
        "finding": set(results.ledger),
        "table": set(TABLES),
        "chart": set(CHARTS),
        "sentence": set(SENTENCES),
    }
    for document in documents_on_disk:
        parts = [part for node in expressions(document) if (part := shown(node)) is not None]
        assert parts
        requests = [request for request in map(asked, parts) if request[1]]
        for method, (name, *_) in requests:
            assert name in known[NAMES.get(method, "finding")], f"{document.name}: {name}"


def test_labels_of_tables_and_charts_are_given_once(documents_on_disk: list[Path]) -> None:
    for document in documents_on_disk:
        parts = [part for node in expressions(document) if (part := shown(node)) is not None]
        requests = [one for one in map(asked, parts) if one[0] in {"table", "chart"}]
        assert len(requests) == len(set(requests))


def test_each_method_says_what_it_was_asked_for(report: ReportDocument, study: Study) -> None:
    facts = (report.round, report.round_id, report.dataset, report.version, report.strong)
    assert facts == ("2018/19", "2018-19", study.settings.version, __version__, "0.1")
    assert report.title.startswith("Transforming mental health services")
    assert "July 2019" in report.title
    said = [
        report.share(GREEN),
        report.share(GREEN, 1),
        report.percent(GREEN),
        report.percent(GREEN, 1),
        report.count(GREEN),
        report.base(GREEN),
        report.value(RED),
    ]
    texts = ["18% (35 or 36 of 195 CCGs)", "17.9% to 18.5% (35 or 36 of 195 CCGs)", "18%"]
    texts += ["17.9% to 18.5%", "35 or 36", "195 CCGs", "fell by 34.4 to 36.0 percentage points"]
    for place, (text, markdown) in enumerate(zip(texts, said, strict=True), start=1):
        target = RED if text.startswith("fell") else GREEN
        plain = re.sub(r"\\(.)", r"\1", markdown)
        assert plain == f"[[{text}](#f-{target}){{.finding}}]{{#u-{place}}}"


def test_a_published_figure_is_shown_as_printed_with_its_verdict(report: ReportDocument) -> None:
    assert "[82 per cent](#s-2018-19-rating-failing)" in report.printed(FAILING)
    assert "](#s-2018-19-rating-failing)" in report.verdict(FAILING)
    other = re.sub(r"\\(.)", r"\1", report.verdict("2016-17-rating-failing"))
    assert other.startswith("[[reproduced under another rule (")
    because = report.because("2018-19-rating-green")
    assert "](#" not in because
    assert because.endswith(r"\.")


def test_every_request_is_on_record(report: ReportDocument, project: Project) -> None:
    report.share(GREEN, 1)
    report.printed(FAILING)
    report.sentence("known")
    report.table("units")
    report.table("scenarios", "2016/17")
    report.chart("ratings")
    report.appendix()
    asked_for = [(request.method, request.names) for request in report.requests]
    assert asked_for == [
        (OPENED, ("2018-19",)),
        ("share", (GREEN, "1")),
        ("printed", (FAILING,)),
        ("sentence", ("known", "")),
        ("table", ("units", "")),
        ("table", ("scenarios", "2016/17")),
        ("chart", ("ratings", "")),
        ("appendix", ()),
    ]
    assert len({request.digest for request in report.requests}) == len(report.requests)
    lines = (project.figures / "2019" / TRACE).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"method": one.method, "names": list(one.names), "digest": one.digest}
        for one in report.requests
    ]


def test_a_record_starts_anew_with_each_document(
    project: Project, study: Study, results: Results
) -> None:
    for _ in range(2):
        report = new_document(project, study, results, "2019", "2018-19")
        report.count(GREEN)
    lines = (project.figures / "2019" / TRACE).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2


def test_what_keeps_nothing_writes_nothing(
    project: Project, study: Study, results: Results
) -> None:
    report = new_document(project, study, results, "2019", "2018-19", keeps=False)
    report.count(GREEN)
    report.chart("ratings")
    assert not project.figures.exists()
    assert len(report.requests) == 3


def test_the_appendix_lists_what_was_printed_and_leads_back(report: ReportDocument) -> None:
    report.share(GREEN)
    report.table("units")
    report.value(RED)
    report.share(GREEN)
    text = re.sub(r"\\(.)", r"\1", report.appendix().replace(BREAK, ""))
    assert re.findall(r"^\| \[([^\]]+)\]\{#f-", text, re.MULTILINE) == [
        GREEN,
        *(
            f"units.{round_id}.{rating}.england"
            for round_id in ("2015-16", "2016-17", "2017-18", "2018-19")
            for rating in ("red", "amber", "green", "no-plan")
        ),
        RED,
    ]
    line = next(line for line in text.splitlines() if line.startswith(f"| [{GREEN}]"))
    back = '[1](#u-1){aria-label="use 1 of 2"} [2](#u-19){aria-label="use 2 of 2"}'
    assert f"[Used at: {back}]{{.used}}" in line
    assert text.count("{#tbl-findings}") == text.count("{#tbl-statements}") == 1


def test_a_table_without_rows_is_left_out_where_nothing_refers_to_it(
    report: ReportDocument,
) -> None:
    """No round has all its ratings, so that nothing can be compared yet."""
    assert report.table_if_any("comparisons") == ""
    assert "| none |" in report.table("comparisons")
    assert report.table_if_any("units").startswith("\n| Round |")


def test_a_wrong_id_is_refused_and_not_listed(report: ReportDocument) -> None:
    report.count(GREEN)
    with pytest.raises(UnknownFindingError, match="Did you mean"):
        report.share(GREEN.replace("green", "gren"))
    assert len(report.requests) == 2
    assert list(report.uses.places) == [f"f-{GREEN}"]


@pytest.mark.parametrize(
    ("method", "what", "known"),
    [
        ("printed", "published figure", FAILING),
        ("verdict", "published figure", FAILING),
        ("because", "published figure", FAILING),
        ("sentence", "sentence", ", ".join(sorted(SENTENCES))),
        ("table", "table", ", ".join(sorted(TABLES))),
        ("chart", "chart", ", ".join(sorted(CHARTS))),
    ],
)
def test_unknown_names_are_answered_with_those_there_are(
    report: ReportDocument, method: str, what: str, known: str
) -> None:
    with pytest.raises(UnknownNameError, match=f"There is no {what} gone") as caught:
        getattr(report, method)("gone")
    assert known in str(caught.value)
    assert [request.method for request in report.requests] == [OPENED]


def test_two_reports_keep_their_lists_apart(
    project: Project, study: Study, results: Results
) -> None:
    first, second = (new_document(project, study, results, name) for name in ("2018", "2019"))
    first.share(GREEN)
    second.value(RED)
    assert r"share\.2018" not in second.appendix()
    assert "{#u-1}" in second.table("units") or "u-1" in second.uses.texts


@pytest.mark.parametrize("name", TABLES)
def test_tables_carry_their_labels(report: ReportDocument, name: str) -> None:
    text = report.table(name)
    assert text.rstrip().endswith(f"{{#tbl-{name}}}")
    assert report.table(name, "2018-19").rstrip().endswith(f"{{#tbl-{name}-2018-19}}")


def test_a_table_without_rows_says_none_and_can_be_referred_to(report: ReportDocument) -> None:
    assert TABLES["rules"](report.view.at("2015-16")).rows == ()
    lines = report.table("rules", "2015-16").strip().splitlines()
    assert lines[2] == "| none | none | none | none | none |"
    assert lines[-1].endswith("{#tbl-rules-2015-16}")


def test_charts_are_saved_beside_the_documents(
    project: Project, study: Study, results: Results
) -> None:
    report = new_document(project, study, results, "2018", "2017-18")
    text = report.chart("ratings")
    assert "](_figures/2018/ratings-by-round.svg){#fig-ratings " in text
    assert "[The data of this chart \\(CSV\\)](data/2018/ratings-by-round.csv)" in text
    assert "2018/19" not in text  # rounds after the report's own
    assert "2015/16: red 37%" in text
    assert sorted(path.name for path in (project.figures / "2018").iterdir()) == [
        *("ratings-by-round.csv", "ratings-by-round.png", "ratings-by-round.svg"),
        TRACE,
    ]


def test_a_chart_of_another_round_has_files_and_a_label_of_its_own(report: ReportDocument) -> None:
    texts = [report.chart("flows", name) for name in ("2016-17", "2017-18", "2018-19")]
    labels = [re.findall(r"\{#(fig-\S+) ", text) for text in texts]
    assert labels == [["fig-flows-2016-17"], ["fig-flows-2017-18"], ["fig-flows-2018-19"]]
    files = {path for text in texts for path in re.findall(r"\]\((\S+\.(?:svg|csv))\)", text)}
    assert len(files) == 6


def test_a_report_is_opened_from_any_folder_of_the_checkout(project: Project, study: Study) -> None:
    report = open_report("2019", "2018-19", project.root / "reports")
    assert (report.round, report.dataset) == ("2018/19", study.settings.version)
    assert open_report("overview", start=project.root).round_id == "2018-19"


def test_what_was_read_is_read_again_only_when_files_changed(project: Project) -> None:
    first = open_report("2019", "2018-19", project.root)
    second = open_report("2018", "2017-18", project.root)
    assert second.view.study is first.view.study
    assert second.view.results is first.view.results
    path = project.processed / "clashes.csv"
    path.write_text(path.read_text(encoding="utf-8") + "99,a|b,a\n", encoding="utf-8")
    third = open_report("2019", "2018-19", project.root)
    assert third.view.results.clashes[-1].clash == 99


def test_findings_of_other_raw_tables_are_refused(project: Project) -> None:
    path = project.raw / "figures.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("the highest share so far", "the highest"), encoding="utf-8")
    with pytest.raises(StaleFindingsError, match="ltp build"):
        open_report("2019", "2018-19", project.root)


@pytest.mark.parametrize("name", ["findings.json", "ratings.csv", "scenarios.csv"])
def test_findings_that_were_not_built_are_asked_for(project: Project, name: str) -> None:
    (project.processed / name).unlink()
    with pytest.raises(NotBuiltError, match="ltp build"):
        open_report("2019", "2018-19", project.root)


def test_outside_a_checkout_there_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(NoProjectError, match="inside a checkout"):
        open_report("2019", "2018-19", tmp_path)


def test_a_report_says_how_it_is_cited_and_which_tables_it_was_made_of(
    project: Project, study: Study
) -> None:
    document = open_report("2019", "2018-19", project.root)
    said = plain_text(document.citation())
    assert "The report of July 2019" in said
    assert f"(Dataset version {study.settings.version}) [Report]." in said
    assert said.endswith(study.swhid)


def test_a_report_is_kept_while_only_the_name_of_its_tables_would_differ(
    project: Project, study: Study
) -> None:
    document = open_report("2019", "2018-19", project.root)
    document.citation()
    asked_for = [asdict(request) for request in document.requests]
    results = read_results(project.processed)
    other = replace(study, swhid=f"swh:1:dir:{'0' * 40}")
    assert replay(project, other, results, "2019", asked_for) is not None
    assert study.settings.citation is not None
    cited = replace(study.settings.citation, authors=(Author(name="Somebody else"),))
    renamed = replace(study, settings=replace(study.settings, citation=cited))
    assert replay(project, renamed, results, "2019", asked_for) is None


def test_a_study_that_does_not_say_how_it_is_cited_still_names_its_tables(
    project: Project,
) -> None:
    path = project.raw / "study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition("# How the dataset is cited")[0], encoding="utf-8")
    silent = load_study(project.raw)
    document = new_document(project, silent, read_results(project.processed), "2019", "2018-19")
    said = plain_text(document.citation())
    assert silent.swhid in said
    assert silent.settings.version in said


def plain_text(markdown: str) -> str:
    """Return Markdown without its escapes and the places where a line may end."""
    return markdown.replace(BREAK, "").replace("\\", "")
