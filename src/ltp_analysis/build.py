"""From raw to processed: check the study, work out every finding, write what was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.citations.records import cff
from ltp_analysis.citations.work import cited
from ltp_analysis.files import write_atomically
from ltp_analysis.processed.references import REFERENCES_FILE, references
from ltp_analysis.processed.results import work_out
from ltp_analysis.processed.store import write_results
from ltp_analysis.validated.dictionary import data_dictionary
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study


def build(
    project: Project,
    progress: Callable[[str], None] | None = None,
    study: Study | None = None,
) -> list[Path]:
    """Make everything in `data/processed`, the data dictionary, and how to cite all of it.

    Args:
        project: The checkout.
        progress: Called with the name of each step as it is taken up.
        study: The raw tables as they were checked; they are read and checked if None.

    Returns:
        The files written.

    Raises:
        InvalidDataError: If anything in `data/raw` is wrong; nothing is written then.
        ContradictionError: If accepted figures of a round cannot all hold.
    """
    say = progress or (lambda _: None)
    if study is None:
        say("checking the raw tables")
        study = load_study(project.raw)
    results = work_out(study, say)
    say("writing")
    written = write_results(results, project.processed)
    texts = {
        project.processed / REFERENCES_FILE: references(study),
        project.dictionary: data_dictionary(),
    }
    if study.settings.citation is not None:
        texts[project.citation] = cff(cited(study))
    for path, text in texts.items():
        write_atomically(path, text)
        written.append(path)
    return written
