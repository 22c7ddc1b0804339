"""Render documents with Quarto where it is installed, else with the package's own engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ltp_analysis.problems import LtpError
from ltp_analysis.rendering import Format, parse, render
from ltp_analysis.reports.typed_numbers import typed_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ltp_analysis.project import Project

FORMATS: tuple[Format, ...] = ("html", "pdf", "docx")
_QUARTO_FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}


class Engine(StrEnum):
    """What turns a document into pages."""

    AUTO = "auto"
    QUARTO = "quarto"
    EMBEDDED = "embedded"


class ReportError(LtpError):
    """Raised where a report cannot be made; the message says what to do."""


def choose(engine: Engine) -> Engine:
    """Return the engine to use.

    Args:
        engine: What was asked for.

    Raises:
        ReportError: If Quarto was asked for and is not on the PATH.
    """
    found = shutil.which("quarto") is not None
    if engine is Engine.QUARTO and not found:
        raise ReportError("quarto is not on the PATH. Install it, or use --engine embedded.")
    if engine is Engine.AUTO:
        return Engine.QUARTO if found else Engine.EMBEDDED
    return engine


def documents(project: Project, years: Sequence[int] = ()) -> list[Path]:
    """Return the documents of some report years, or of all.

    Args:
        project: The checkout.
        years: Years in which reports came out; none for all documents.

    Raises:
        ReportError: If there is no document for a year.
    """
    known = {path.stem: path for path in sorted(project.reports.glob("[!_]*.qmd"))}
    wanted = [str(year) for year in years] or list(known)
    missing = [name for name in wanted if name not in known]
    if missing or not wanted:
        there = ", ".join(known) or "none"
        raise ReportError(
            f"There is no document for {', '.join(missing) or 'any year'}. There are: {there}."
        )
    return [known[name] for name in wanted]


def check_prose(paths: Sequence[Path]) -> None:
    """Refuse documents with a number typed into their prose.

    Raises:
        RenderError: If a document cannot be read as one.
        ReportError: If a number is typed into the prose of one, with every place.
    """
    found = typed_numbers(paths)
    if found:
        raise ReportError("\n".join(str(number) for number in found))


def make_report(  # noqa: PLR0913 - each is a choice of the caller's
    project: Project,
    document: Path,
    formats: Sequence[Format],
    engine: Engine,
    *,
    created: datetime,
    progress: Callable[[str], None],
) -> list[Path]:
    """Render one document.

    Args:
        project: The checkout.
        document: The document.
        formats: The formats to make.
        engine: QUARTO or EMBEDDED.
        created: The date that goes into the files.
        progress: Called with each step.

    Returns:
        The files made, in the output folder, named by the document.

    Raises:
        RenderError: If the document cannot be rendered by the embedded engine.
        ReportError: If Quarto fails; the message holds what it printed.
    """
    if engine is Engine.EMBEDDED:
        return render(
            document,
            formats=formats,
            output_dir=project.output,
            created=created,
            progress=progress,
        )
    parse(document)
    return [
        _quarto(project, document, wanted, created=created, progress=progress) for wanted in formats
    ]


def _quarto(
    project: Project,
    document: Path,
    wanted: Format,
    *,
    created: datetime,
    progress: Callable[[str], None],
) -> Path:
    progress(f"{document.name}: {wanted} (quarto)")
    project.output.mkdir(parents=True, exist_ok=True)
    environment = {
        "QUARTO_PYTHON": sys.executable,
        "SOURCE_DATE_EPOCH": str(int(created.timestamp())),
        **os.environ,
    }
    with tempfile.TemporaryDirectory(dir=project.output) as folder:
        run = subprocess.run(  # noqa: S603 - the program found on the PATH, with our own files
            [
                shutil.which("quarto") or "quarto",
                "render",
                document.name,
                "--to",
                _QUARTO_FORMATS[wanted],
                "--output-dir",
                Path(folder).relative_to(project.reports),
            ],
            cwd=project.reports,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        made = Path(folder) / f"{document.stem}.{wanted}"
        if run.returncode or not made.is_file():
            words = re.sub(r"\x1b\[[0-9;]*m", "", f"{run.stdout}\n{run.stderr}").strip()
            raise ReportError(f"quarto could not render {document.name} to {wanted}:\n{words}")
        return made.replace(project.output / made.name)
