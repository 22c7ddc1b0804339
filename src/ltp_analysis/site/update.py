"""Make the reports that are not up to date, and only those."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ltp_analysis.engine import Engine, ReportError
from ltp_analysis.files import digest, write_atomically
from ltp_analysis.findings.store import JSON_FILE
from ltp_analysis.made import (
    BUILT,
    DOWNLOADS,
    Document,
    code_digest,
    entry_digests,
    entry_of,
    everything,
    intact,
    text_digest,
    write_manifest,
)
from ltp_analysis.processed.references import REFERENCES_FILE
from ltp_analysis.processed.store import read_results
from ltp_analysis.project import documents
from ltp_analysis.rendering import Job
from ltp_analysis.reports.document import TRACE
from ltp_analysis.reports.engines import check_prose, make_reports, put_chart_data
from ltp_analysis.reports.front import front_matter
from ltp_analysis.reports.replay import replay
from ltp_analysis.site.built import built_if_stale
from ltp_analysis.validated.settings import is_synthetic
from ltp_analysis.validated.study import load_study
from ltp_analysis.workbook.make import workbooks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from ltp_analysis.made import Manifest
    from ltp_analysis.processed.results import Results
    from ltp_analysis.project import Project
    from ltp_analysis.rendering import Format, Kernel
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Update:
    """What was done.

    Attributes:
        made: The files that were made.
        kept: Names of the documents that were up to date.
    """

    made: list[Path]
    kept: list[str]


def update(  # noqa: PLR0913, PLR0917 - each is a choice of the caller's
    project: Project,
    known: Manifest,
    names: Sequence[str],
    formats: Sequence[Format],
    engine: Engine,
    progress: Callable[[str], None],
    kernel: Kernel | None = None,
) -> Update:
    """Build the findings, and make the documents that would now come out otherwise.

    A document is kept if its text, the code and the libraries are the same, its files are as they
    were made, the sources that it cites read the same, and everything that it asked for is the
    same when asked again.

    Args:
        project: The checkout.
        known: What is on record.
        names: Names of documents; all if none.
        formats: The formats to make.
        engine: QUARTO or EMBEDDED.
        progress: Called with each step.
        kernel: The kernel to run documents in; a new one if None.

    Raises:
        InvalidDataError: If anything in the raw tables is wrong; nothing is made then.
        RenderError: If documents cannot be rendered.
        NoDocumentError: If there is no document of a name.
        ReportError: If a number is typed into prose, or Quarto is asked to render a synthetic
            study, whose pages it would not mark.
    """
    paths = documents(project, names)
    check_prose(paths)
    if engine is Engine.QUARTO and is_synthetic(project.raw):
        raise ReportError(
            "Only the embedded engine marks every page of a synthetic study as made up. Use "
            "--engine embedded."
        )
    now = everything(project)
    study, made = built_if_stale(project, known, progress)
    code = f"{engine} {code_digest(project)}"
    entries = entry_digests(project.processed / REFERENCES_FILE)
    results = read_results(project.processed)

    def up_to_date(path: Path) -> bool:
        entry = known.documents.get(path.stem)
        return (
            entry is not None
            and (entry.code, entry.text) == (code, text_digest(project, path))
            and intact(project, entry, formats)
            and entry.cited == {name: entries.get(name) for name in entry.cited}
            and replay(project, study, results, path.stem, entry.requests) is not None
        )

    progress("looking for what is up to date")
    kept = [path for path in paths if up_to_date(path)]
    stale = [path for path in paths if path not in kept]
    jobs = [Job(path, _created(path), study.settings.notice) for path in stale]
    # Documents are made by processes of their own, which leave this one time for the downloads.
    with ThreadPoolExecutor(1) as beside:
        downloads = beside.submit(_downloads, project, known, study, results, now, code)
        rendered = make_reports(project, jobs, formats, engine, progress=progress, kernel=kernel)
    for path, files in zip(stale, rendered, strict=True):
        requests = _requests(project, path.stem)
        entry = entry_of(project, path, now, code, entries, requests, formats, files)
        _forget(project, known, path.stem, set(entry.files))
        known.documents[path.stem] = entry
        made += files
    for path in kept:
        known.documents[path.stem] = replace(known.documents[path.stem], everything=now)
    there = {path.stem for path in documents(project)}
    for name in known.documents.keys() - there - {DOWNLOADS, BUILT}:
        _forget(project, known, name)
    made += downloads.result()
    made.append(write_manifest(project, known))
    return Update(made, [path.stem for path in kept])


def _forget(
    project: Project, known: Manifest, name: str, kept: Collection[str] = frozenset()
) -> None:
    """Take a document off the record, and away what was made of it, so that nothing stale stays."""
    entry = known.documents.pop(name, None)
    for file in () if entry is None else entry.files.keys() - set(kept):
        (project.output / file).unlink(missing_ok=True)


def _downloads(  # noqa: PLR0913, PLR0917 - what there is, and what it is made of
    project: Project,
    known: Manifest,
    study: Study,
    results: Results,
    state: str,
    code: str,
) -> list[Path]:
    """Put workbooks and the findings beside the reports, if anything in them can have changed."""
    entry = known.documents.get(DOWNLOADS)
    if (
        entry is not None
        and (entry.everything, entry.code) == (state, code)
        and intact(project, entry, ())
    ):
        return []
    paths = _put_downloads(project, study, results)
    digests = {path.name: digest(path) for path in paths}
    known.documents[DOWNLOADS] = Document(state, "", code, {}, [], [], digests)
    return paths


def _put_downloads(project: Project, study: Study, results: Results) -> list[Path]:
    files = workbooks(study, results)
    files[JSON_FILE] = (project.processed / JSON_FILE).read_bytes()
    paths = [project.output / name for name in files]
    for path in paths:
        write_atomically(path, files[path.name])
    return paths


def finish(project: Project) -> list[Path]:
    """Put what reports link to beside those that Quarto made by itself.

    `ltp report` does this too; `quarto render reports` asks for it when it has made all documents.

    Args:
        project: The checkout.

    Returns:
        The data of all charts, the workbooks and the findings, in the output folder.
    """
    # Quarto copies the charts beside pages that hold them already.
    shutil.rmtree(project.output / project.figures.name, ignore_errors=True)
    made = [file for path in documents(project) for file in put_chart_data(project, path.stem)]
    study, results = load_study(project.raw), read_results(project.processed)
    return made + _put_downloads(project, study, results)


def _requests(project: Project, name: str) -> list[dict[str, Any]]:
    """Return what a document asked for while it was made; nothing if it asked for nothing."""
    path = project.figures / name / TRACE
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _created(document: Path) -> datetime:
    """Return the date that goes into the files: SOURCE_DATE_EPOCH, else that of the document."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        if not epoch.isdigit():
            raise ReportError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch}")
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(front_matter(document)["date"], datetime.min.time(), UTC)
