"""`ltp release`: a version of the dataset as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.cli.report import PRELOAD
from ltp_analysis.cli.screen import console, progress, shown
from ltp_analysis.dataset.release import release
from ltp_analysis.project import find_project
from ltp_analysis.rendering import Kernel
from ltp_analysis.runlog import run_log

if TYPE_CHECKING:
    from pathlib import Path


def run(version: str, since: str, to: Path | None) -> int:
    """Make the archive of a version, and say where it is, its size and its SHA-256.

    Args:
        version: The version, which is that in `study.toml`.
        since: An archive or a revision that it follows on; the newest archive if empty.
        to: The folder to write into; `dist` of the checkout if not given.

    Returns:
        0 on success, else 1.
    """
    project = find_project()
    folder = None if to is None else to.resolve()
    with run_log("release", project) as log, Kernel(preload=PRELOAD) as kernel:
        with progress("release") as say:
            made = release(project, version, since, say, folder=folder, kernel=kernel)
        log.note("made %s sha256 %s", made.path, made.sha256)
    screen = console()
    for line in made.notes:
        screen.print(line, soft_wrap=True)
    word = "wrote" if made.anew else "was there already, with the same bytes:"
    screen.print(f"{word} {shown(made.path)}", soft_wrap=True)
    screen.print(f"{made.files} files, {made.size:,} bytes, SHA-256 {made.sha256}")
    return 0
