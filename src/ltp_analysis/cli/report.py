"""`ltp report`: render the reports."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import yaml

from ltp_analysis.build import build
from ltp_analysis.cli.screen import console, progress
from ltp_analysis.project import find_project
from ltp_analysis.reports.engines import (
    FORMATS,
    Engine,
    ReportError,
    check_prose,
    choose,
    documents,
    make_report,
)
from ltp_analysis.runlog import run_log

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ltp_analysis.rendering import Format


def run(years: Sequence[int], to: str, engine: str) -> int:
    """Build the findings, render the reports and say where they are.

    Args:
        years: Years in which the reports came out; all documents if none.
        to: Formats, divided by commas.
        engine: auto, quarto or embedded.

    Returns:
        0 on success, else 1.
    """
    formats = _formats(to)
    if engine not in set(Engine):
        raise ReportError(f"There is no engine {engine}. There are: {', '.join(Engine)}.")
    project = find_project()
    chosen = choose(Engine(engine))
    paths = documents(project, years)
    check_prose(paths)
    with run_log("report", project) as log:
        log.note("engine %s", chosen)
        with progress("report") as say:
            for path in build(project, say):
                log.made(path)
            made = [
                file
                for path in paths
                for file in make_report(
                    project, path, formats, chosen, created=_created(path), progress=say
                )
            ]
        for file in made:
            log.made(file)
        screen = console()
        screen.print(f"The reports are in {project.output.relative_to(project.root)}:")
        for file in made:
            screen.print(f"  {file}", soft_wrap=True)
    return 0


def _formats(to: str) -> list[Format]:
    names = [name.strip() for name in to.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise ReportError(
            f"There is no format {', '.join(unknown) or 'given'}. There are: {', '.join(FORMATS)}."
        )
    return [name for name in FORMATS if name in names]


def _created(document: Path) -> datetime:
    """Return the date that goes into the files: SOURCE_DATE_EPOCH, else that of the document."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        if not epoch.isdigit():
            raise ReportError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch}")
        return datetime.fromtimestamp(int(epoch), UTC)
    front = next(yaml.safe_load_all(document.read_text(encoding="utf-8")))
    return datetime.combine(front["date"], datetime.min.time(), UTC)
