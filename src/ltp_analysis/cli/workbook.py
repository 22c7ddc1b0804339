"""`ltp workbook`: the tables and the self-assessment as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress, shown
from ltp_analysis.files import digest, write_atomically
from ltp_analysis.processed.results import work_out
from ltp_analysis.project import find_project
from ltp_analysis.runlog import run_log
from ltp_analysis.validated.study import load_study
from ltp_analysis.workbook.make import workbooks

if TYPE_CHECKING:
    from pathlib import Path


def run(to: Path | None) -> int:
    """Write the tables of the study and its self-assessment, and say where they are.

    Args:
        to: The folder to write into; that of the reports if not given.

    Returns:
        0 on success, 1 if the data are not sound or the files cannot be written.
    """
    project = find_project()
    folder = (to or project.output).resolve()
    with run_log("workbook", project) as log:
        with progress("workbook") as say:
            say("checking the raw tables")
            study = load_study(project.raw)
            made = workbooks(study, work_out(study, say))
            say("writing")
            paths = [folder / name for name in made]
            for path in paths:
                write_atomically(path, made[path.name])
        for path in paths:
            log.note("made %s sha256 %s", path, digest(path))
            console().print(f"wrote {shown(path)}", soft_wrap=True)
    return 0
