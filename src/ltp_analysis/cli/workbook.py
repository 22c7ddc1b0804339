"""`ltp workbook`: the tables and the self-assessment as workbooks."""

from __future__ import annotations

from pathlib import Path

from ltp_analysis.cli.screen import console, progress
from ltp_analysis.files import digest, write_atomically
from ltp_analysis.project import find_project
from ltp_analysis.runlog import run_log
from ltp_analysis.validated.study import load_study
from ltp_analysis.workbook.ods import to_ods
from ltp_analysis.workbook.tables import tables_book, work_out
from ltp_analysis.workbook.toolkit import toolkit_book
from ltp_analysis.workbook.xlsx import to_xlsx

TABLES, TOOLKIT = "ltp-tables", "toolkit"
FORMATS = {"xlsx": to_xlsx, "ods": to_ods}


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
            books = {TABLES: tables_book(study, work_out(study, say))}
            if not study["toolkit"].empty:
                books[TOOLKIT] = toolkit_book(study)
            say("writing")
            # All are made before any is written, so that they stay of one run.
            made = {
                folder / f"{name}.{kind}": make(book)
                for name, book in books.items()
                for kind, make in FORMATS.items()
            }
            for path, content in made.items():
                write_atomically(path, content)
        for path in made:
            log.note("made %s sha256 %s", path, digest(path))
            console().print(f"wrote {_shown(path)}", soft_wrap=True)
    return 0


def _shown(path: Path) -> str:
    """Return a path from here, if it lies here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
