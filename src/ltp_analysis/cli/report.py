"""`ltp report`: render the reports that are not up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress
from ltp_analysis.engine import Engine, ReportError, choose
from ltp_analysis.made import BUILT, DOWNLOADS, nothing_to_do, read_manifest
from ltp_analysis.project import documents, find_project
from ltp_analysis.runlog import run_log
from ltp_analysis.validated.settings import is_synthetic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.rendering import Format

PRELOAD = ("ltp_analysis.reports.drawn",)
"""What every document imports."""

FORMATS: tuple[Format, ...] = ("html", "pdf", "docx")


def run(names: Sequence[str], to: str, engine: str, *, again: bool = False) -> int:
    """Build the findings, render the reports that are not up to date, and say where they are.

    Args:
        names: Names of the documents, such as 2019; all if none.
        to: Formats, divided by commas.
        engine: auto, quarto or embedded.
        again: Whether to make everything again.

    Returns:
        0 on success, else 1.
    """
    formats = _formats(to)
    if engine not in set(Engine):
        raise ReportError(f"There is no engine {engine}. There are: {', '.join(Engine)}.")
    project = find_project()
    if engine == Engine.AUTO and is_synthetic(project.raw):
        engine = Engine.EMBEDDED  # the one that marks every page as made up
    chosen = choose(Engine(engine))
    known = read_manifest(project)
    wanted = [path.stem for path in documents(project, names)]
    for name in (*wanted, DOWNLOADS, BUILT) if again else ():
        known.documents.pop(name, None)
    screen = console()
    if nothing_to_do(project, known, wanted, formats, chosen):
        screen.print(f"Nothing to do: {_counted(wanted)} up to date in {project.output}.")
        return 0
    from ltp_analysis.rendering import Kernel  # noqa: PLC0415 - takes time to load

    with run_log("report", project) as log, Kernel(preload=PRELOAD) as kernel:
        log.note("engine %s", chosen)
        with progress("report") as say:
            if chosen is Engine.EMBEDDED:
                # It gets ready while the rest is loaded and the findings are worked out.
                kernel.start()
            from ltp_analysis.site.update import update  # noqa: PLC0415 - takes more time

            done = update(project, known, names, formats, chosen, say, kernel)
        for path in done.made:
            log.made(path)
    if done.kept:
        screen.print(f"Up to date, and not made again: {', '.join(done.kept)}.")
    screen.print(f"The reports are in {project.output.relative_to(project.root)}:")
    for path in done.made:
        if path.suffix[1:] in FORMATS:
            screen.print(f"  {path}", soft_wrap=True)
    return 0


def _counted(names: Sequence[str]) -> str:
    return f"{names[0]} is" if len(names) == 1 else f"{len(names)} documents are"


def _formats(to: str) -> list[Format]:
    names = [name.strip() for name in to.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise ReportError(
            f"There is no format {', '.join(unknown) or 'given'}. There are: {', '.join(FORMATS)}."
        )
    return [name for name in FORMATS if name in names]
