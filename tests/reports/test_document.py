"""What documents ask for, in a copy of the checkout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ltp_analysis import __version__
from ltp_analysis.findings.ledger import UnknownFindingError
from ltp_analysis.findings.store import NotBuiltError
from ltp_analysis.project import NoProjectError
from ltp_analysis.reports import open_report
from ltp_analysis.reports.document import StaleFindingsError

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study

LOOKED_UP = re.compile(r"r\.(\w+)\(\"([^\"]+)\"\)")
GREEN = "share.2018-19.green.england.with-missing"
RED = "change.2015-16-to-2018-19.red.england.with-missing"


def test_documents_look_up_what_exists(
    documents_on_disk: list[Path], study: Study, ledger: Ledger
) -> None:
    figures = set(study["figures"]["figure_id"])
    for document in documents_on_disk:
        looked_up = [
            found
            for path in [document, *document.parent.glob("_*.qmd")]
            for found in LOOKED_UP.findall(path.read_text(encoding="utf-8"))
        ]
        assert looked_up
        known = {True: figures, False: set(ledger)}
        unknown = [name for method, name in looked_up if name not in known[method == "printed"]]
        assert unknown == []


def test_a_published_figure_is_shown_as_printed(project: Project) -> None:
    report = open_report("2018-19", project.root)
    assert report.printed("2018-19-rating-failing") == "82 per cent"


def test_the_sentence_on_rules_rules_out_truncation(project: Project) -> None:
    sentence = open_report("2018-19", project.root).rules_sentence()
    possible, _, ruled_out = sentence.partition("They cannot")
    assert "truncated" in ruled_out
    for rule in ("nearest", "half-up", "half-even"):
        assert rule in possible
        assert rule not in ruled_out


@pytest.mark.parametrize("round_id", ["2015-16", "2016-17", "2017-18"])
def test_the_sentence_on_rules_of_earlier_rounds(project: Project, round_id: str) -> None:
    # The accepted figures of 2016/17 leave 16 green plans under every rule.
    sentence = open_report(round_id, project.root).rules_sentence()
    assert "cannot" not in sentence


def test_a_document_prints_findings_and_lists_them(project: Project, study: Study) -> None:
    report = open_report("2018-19", project.root / "reports")
    assert (report.round, report.dataset, report.version) == ("2018/19", study.version, __version__)
    assert report.share(GREEN) == "18% (35 or 36 of 195 CCGs)"
    assert report.share(GREEN, 1) == "17.9% to 18.5% (35 or 36 of 195 CCGs)"
    assert report.percent(GREEN) == "18%"
    assert (report.count(GREEN), report.base(GREEN)) == ("35 or 36", "195 CCGs")
    assert report.missing(GREEN) == "11 or 12"
    assert report.change(RED) == "fell by 34.4 to 36.0 percentage points"
    assert report.cautions().startswith("2015/16: The size of the base was not seen")
    assert "2016/17: The figures are of the first edition" in report.cautions()
    assert "contradict" not in report.named_sentence()
    assert "31 of 195 CCGs of the register" in report.named_sentence()
    table = report.findings_table()
    assert "tbl-findings" in table
    ids = [line for line in table.splitlines() if line.startswith(("| share", "| change"))]
    assert len(ids) == 2
    assert re.sub(r"\\(.)", r"\1", ids[0]).startswith(f"| {GREEN} |")


def test_a_wrong_id_is_refused_and_not_listed(project: Project) -> None:
    report = open_report("2018-19", project.root)
    report.count(GREEN)
    with pytest.raises(UnknownFindingError, match="Did you mean"):
        report.share(GREEN.replace("green", "gren"))
    assert report.findings_table().count("share\\.2018") == 1


def test_two_reports_keep_their_lists_apart(project: Project) -> None:
    first, second = (open_report("2018-19", project.root) for _ in range(2))
    first.share(GREEN)
    second.change(RED)
    assert "share\\.2018" not in second.findings_table()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("ratings_table", "tbl-ratings"),
        ("rounds_table", "tbl-rounds"),
        ("criteria_table", "tbl-criteria"),
        ("rules_table", "tbl-rules"),
        ("named_table", "tbl-named"),
        ("left_out_table", "tbl-left-out"),
        ("sources_table", "tbl-sources"),
    ],
)
def test_tables_carry_their_labels(project: Project, name: str, label: str) -> None:
    text = getattr(open_report("2018-19", project.root), name)()
    assert text.rstrip().endswith(f"{{#{label}}}")


def test_charts_are_saved_beside_the_documents(project: Project) -> None:
    report = open_report("2017-18", project.root)
    text = report.ratings_chart()
    assert "](_figures/2017-18/ratings-by-round.svg){#fig-ratings " in text
    assert "2018/19" not in text  # rounds after the report's own
    assert "2015/16: red 37%" in text
    assert "](_figures/2017-18/named-units-2017-18.svg){#fig-named " in report.named_chart()
    assert sorted(path.name for path in (project.figures / "2017-18").iterdir()) == [
        *(f"named-units-2017-18.{kind}" for kind in ("csv", "png", "svg")),
        *(f"ratings-by-round.{kind}" for kind in ("csv", "png", "svg")),
    ]


def test_findings_of_other_raw_tables_are_refused(project: Project) -> None:
    path = project.raw / "figures.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("the highest share so far", "the highest"), encoding="utf-8")
    with pytest.raises(StaleFindingsError, match="ltp build"):
        open_report("2018-19", project.root)


def test_findings_that_were_not_built_are_asked_for(project: Project) -> None:
    (project.processed / "findings.json").unlink()
    with pytest.raises(NotBuiltError, match="ltp build"):
        open_report("2018-19", project.root)


def test_outside_a_checkout_there_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(NoProjectError, match="inside a checkout"):
        open_report("2018-19", tmp_path)
