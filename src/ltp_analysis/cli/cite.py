"""`ltp cite`: how to cite the dataset, a report or a finding."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ltp_analysis.citations.formats import FORMATS
from ltp_analysis.citations.work import Work, cited, finding_of, report_of
from ltp_analysis.cli.screen import put
from ltp_analysis.findings.store import read_ledger
from ltp_analysis.problems import LtpError
from ltp_analysis.project import Project, documents, find_project
from ltp_analysis.reports.document import refuse_stale
from ltp_analysis.reports.front import front_matter, title_of
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
        CannotCiteError: If more than one thing is named, or there is no such version or format.
        UnknownFindingError: If there is no such finding.
        StaleFindingsError: If findings were worked out from other raw tables.
        NoDocumentError: If there is no such report.
        NotCitableError: If the study does not say how it is cited.
    """
    if sum(map(bool, (finding, report, dataset))) > 1:
        raise CannotCiteError("Name one of --finding, --report and --dataset, not several.")
    if style not in FORMATS:
        raise CannotCiteError(f"There is no format {style}. There are: {', '.join(FORMATS)}.")
    project = find_project()
    study = load_study(project.raw)
    put(FORMATS[style](_work(project, study, finding, report, dataset)), output)
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
        front = front_matter(path)
        date = front.get("date")
        if not isinstance(date, dt.date):
            raise CannotCiteError(f"{path.name} has no date. Give it one in its front matter.")
        return report_of(work, report, title_of(front), date)
    if finding:
        ledger = read_ledger(project.processed)
        refuse_stale(project, study, ledger)
        return finding_of(work, finding, value(ledger[finding]))
    return work
