"""What was worked out, and on record, so that no command works it out again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ltp_analysis.build import build
from ltp_analysis.files import digest
from ltp_analysis.findings.store import read_ledger
from ltp_analysis.made import BUILT, Document, data_digest, intact, read_manifest, write_manifest
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.made import Manifest
    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study


def work_out(project: Project, progress: Callable[[str], None]) -> list[Path]:
    """Work everything out, and put it on record where there are documents to be made of it.

    Args:
        project: The checkout.
        progress: Called with each step.

    Returns:
        The files of `data/processed` that were made.

    Raises:
        InvalidDataError: If anything in the raw tables is wrong; nothing is made then.
    """
    known = read_manifest(project)
    known.documents.pop(BUILT, None)
    _, made = built_if_stale(project, known, progress)
    if project.reports.is_dir():
        write_manifest(project, known)
    return made


def built_if_stale(
    project: Project, known: Manifest, progress: Callable[[str], None]
) -> tuple[Study, list[Path]]:
    """Work everything out, unless it is there as it would come out.

    Args:
        project: The checkout.
        known: The record; what is noted is not written yet.
        progress: Called with each step.

    Returns:
        The study, and the files that were made.

    Raises:
        InvalidDataError: If anything in the raw tables is wrong; nothing is made then.
    """
    # Taken before anything is read, so that what changes meanwhile counts as not worked out.
    entry, state = known.documents.get(BUILT), data_digest(project)
    if entry is not None and entry.everything == state and intact(project, entry, ()):
        # The same tables were found sound by the same code.
        return load_study(project.raw, sound=read_ledger(project.processed).dataset), []
    progress("checking the raw tables")
    study = load_study(project.raw)
    made = build(project, progress, study)
    digests = {
        Path(os.path.relpath(path, project.output)).as_posix(): digest(path) for path in made
    }
    known.documents[BUILT] = Document(state, "", "", {}, [], [], digests)
    return study, made
