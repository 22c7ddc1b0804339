"""Render documents with Quarto where it is installed, else with the package's own engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ltp_analysis.engine import Engine, ReportError
from ltp_analysis.files import write_atomically
from ltp_analysis.rendering import Format, Job, Kernel, declared, parse, render
from ltp_analysis.reports.typed_numbers import typed_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ltp_analysis.project import Project

HOME = "index.html"
"""The page that leads to all reports."""

FORMATS: tuple[Format, ...] = ("html", "pdf", "docx")
_QUARTO_FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}


def check_prose(paths: Sequence[Path]) -> None:
    """Refuse documents with a number typed into their prose.

    Raises:
        RenderError: If a document cannot be read as one.
        ReportError: If a number is typed into the prose of one, with every place.
    """
    found = typed_numbers(paths)
    if found:
        raise ReportError("\n".join(str(number) for number in found))


def make_reports(  # noqa: PLR0913 - each is a choice of the caller, all but the first named
    project: Project,
    jobs: Sequence[Job],
    formats: Sequence[Format],
    engine: Engine,
    *,
    progress: Callable[[str], None],
    kernel: Kernel | None = None,
) -> list[list[Path]]:
    """Render documents, and put the data of their charts beside them.

    Args:
        project: The checkout.
        jobs: The documents, each with the date that goes into its files.
        formats: The formats to make.
        engine: QUARTO or EMBEDDED.
        progress: Called with each step.
        kernel: The kernel to run them in by the embedded engine; a new one if None.

    Returns:
        For each document the files made, in the output folder, named by the document.

    Raises:
        RenderError: If documents cannot be rendered by the embedded engine.
        ReportError: If Quarto fails; the message holds what it printed.
    """
    for job in jobs:
        shutil.rmtree(project.figures / job.document.stem, ignore_errors=True)
    if engine is Engine.EMBEDDED:
        made = render(
            jobs,
            formats=formats,
            output_dir=project.output,
            progress=progress,
            home=HOME,
            kernel=kernel,
        )
    else:
        # Documents of one project must not be rendered by Quarto at the same time.
        made = [
            _with_quarto(
                project, job, declared(parse(job.document).metadata, formats), progress=progress
            )
            for job in jobs
        ]
    return [
        [*files, *put_chart_data(project, job.document.stem)]
        for job, files in zip(jobs, made, strict=True)
    ]


def put_chart_data(project: Project, name: str) -> list[Path]:
    """Put the data of a document's charts beside the document.

    Args:
        project: The checkout.
        name: Name of the document.

    Returns:
        The files, in the output folder.
    """
    folder = project.output / "data" / name
    shutil.rmtree(folder, ignore_errors=True)
    made = []
    for path in sorted((project.figures / name).glob("*.csv")):
        made.append(folder / path.name)
        write_atomically(made[-1], path.read_bytes())
    return made


def _with_quarto(
    project: Project, job: Job, formats: Sequence[Format], *, progress: Callable[[str], None]
) -> list[Path]:
    return [_quarto(project, job, wanted, formats, progress=progress) for wanted in formats]


def _quarto(
    project: Project,
    job: Job,
    wanted: Format,
    formats: Sequence[Format],
    *,
    progress: Callable[[str], None],
) -> Path:
    document, created = job.document, job.created
    progress(f"{document.name}: {wanted} (quarto)")
    project.output.mkdir(parents=True, exist_ok=True)
    environment = {
        "QUARTO_PYTHON": sys.executable,
        # Pages name the other formats: see quarto-finish.lua.
        "LTP_FORMATS": ",".join(formats),
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
