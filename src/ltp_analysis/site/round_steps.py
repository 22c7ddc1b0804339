"""What of a round is done, from the register of units to the built report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.coding.steps import Step, coding_steps
from ltp_analysis.made import nothing_to_do, read_manifest

if TYPE_CHECKING:
    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study


def round_steps(project: Project, study: Study, round_id: str) -> list[Step]:
    """Return every step of a round, done or not, in the order in which they are done.

    Args:
        project: The checkout, for its documents and what was made of them.
        study: Its study.
        round_id: The round.
    """
    return [*coding_steps(study, round_id), *_report(project, study, round_id)]


def _report(project: Project, study: Study, round_id: str) -> list[Step]:
    name = str(study.round(round_id)["report_year"])
    document = project.reports / f"{name}.qmd"
    place = document.relative_to(project.root).as_posix()
    there = document.is_file()
    manifest = read_manifest(project)
    entry = manifest.documents.get(name)
    fresh = (
        there
        and entry is not None
        and nothing_to_do(project, manifest, [name], entry.formats, entry.code.split()[0])
    )
    said = "not built" if entry is None else "built, and not up to date"
    return [
        Step(
            "report document there",
            there,
            place if there else f"no {place}",
            f"Write {place}; the document of another round shows how.",
        ),
        Step(
            "report built and up to date",
            fresh,
            "up to date" if fresh else said,
            f"Run `ltp report {name}`.",
        ),
    ]
