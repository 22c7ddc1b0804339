"""`ltp check`: hold built reports against the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress
from ltp_analysis.project import find_project
from ltp_analysis.site.pages import check_pages

if TYPE_CHECKING:
    from ltp_analysis.site.pages import PageProblem


def run() -> int:
    """Say what is wrong with the reports that were built.

    Returns:
        0 if nothing is, else 1.
    """
    project = find_project()
    with progress("check") as say:
        problems = check_pages(project, say)
    for problem in problems:
        console(errors=True).print(_line(problem), soft_wrap=True)
    if not problems:
        console().print("Every number of the reports is what its finding says.")
    return int(bool(problems))


def _line(problem: PageProblem) -> str:
    return f"{problem.file}: {problem.message} {problem.remedy}"
