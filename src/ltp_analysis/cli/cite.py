"""`ltp cite`: how to cite the dataset, a report or a finding."""

from __future__ import annotations

import datetime as dt
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING

import yaml

from ltp_analysis.citations.formats import FORMATS
from ltp_analysis.citations.work import Work, cited, finding_of, report_of
from ltp_analysis.cli.screen import shown
from ltp_analysis.files import write_atomically
from ltp_analysis.findings.store import read_ledger
from ltp_analysis.problems import LtpError
from ltp_analysis.project import Project, documents, find_project
from ltp_analysis.reports.words import value
from ltp_analysis.validated.study import Study, load_study

if TYPE_CHECKING:
    from pathlib import Path


class CannotCiteError(LtpError):
    """Raised where it cannot be told what is to be cited, or as what."""


def run(finding: str, report: str, dataset: str, style: str, output: Path | None) -> int:
    """Print or write a citation.

    Args:
        finding: Id of the finding to cite; empty if none.
        report: Name of the report to cite; empty if none.
        dataset: Version of the dataset to cite; empty for the one that is here.
        style: Name of the format.
        output: The file to write; printed if None.

    Returns:
        0 on success.

    Raises:
        CannotCiteError: If more than one thing is named, a name is unknown, or findings were worked
            out from other raw tables.
        NoDocumentError: If there is no such report.
        NotCitableError: If the study does not say how it is cited.
    """
    if sum(map(bool, (finding, report, dataset))) > 1:
        raise CannotCiteError("Name one of --finding, --report and --dataset, not several.")
    if style not in FORMATS:
        raise CannotCiteError(f"There is no format {style}. There are: {', '.join(FORMATS)}.")
    project = find_project()
    study = load_study(project.raw)
    text = FORMATS[style](_work(project, study, finding, report, dataset))
    if output is None:
        sys.stdout.write(text)
        return 0
    write_atomically(output, text)
    print(f"wrote {shown(output)}")  # noqa: T201 - the output
    return 0


def _work(project: Project, study: Study, finding: str, report: str, dataset: str) -> Work:
    work = cited(study)
    if dataset and dataset not in {study.settings.version, study.version}:
        raise CannotCiteError(
            f"The dataset here has the version {study.settings.version}, not {dataset}. The "
            "archive of a release holds its own citations: CITATION.cff, citation.bib and others."
        )
    if report:
        (path,) = documents(project, [report])
        front = next(yaml.safe_load_all(path.read_text(encoding="utf-8")))
        title = ": ".join(front[key] for key in ("title", "subtitle") if key in front)
        date = front.get("date")
        if not isinstance(date, dt.date):
            raise CannotCiteError(f"{path.name} has no date. Give it one in its front matter.")
        return report_of(work, report, title, date)
    return _with_finding(work, project, study, finding) if finding else work


def _with_finding(work: Work, project: Project, study: Study, name: str) -> Work:
    ledger = read_ledger(project.processed)
    if {found.dataset for found in ledger.values()} != {study.version}:
        raise CannotCiteError(
            f"{shown(project.processed)} was made from other raw tables. Make it again: ltp build"
        )
    if name not in ledger:
        near = get_close_matches(name, list(ledger), n=5)
        hint = f" Did you mean {'; '.join(near)}?" if near else ""
        raise CannotCiteError(f"There is no finding {name}.{hint}")
    return finding_of(work, name, value(ledger[name]))
