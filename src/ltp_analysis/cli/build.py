"""`ltp build`: from raw to processed."""

from __future__ import annotations

from ltp_analysis.cli.screen import console, progress
from ltp_analysis.project import find_project
from ltp_analysis.runlog import run_log
from ltp_analysis.site.built import work_out


def run() -> int:
    """Make `data/processed` and say what was written.

    Returns:
        0 on success, 1 if the data are not sound or cannot be written.
    """
    project = find_project()
    with run_log("build", project) as log:
        with progress("build") as say:
            written = work_out(project, say)
        for path in written:
            log.made(path)
            console().print(f"wrote {path.relative_to(project.root)}")
    return 0
