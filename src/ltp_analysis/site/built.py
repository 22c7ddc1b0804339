"""What was worked out, and on record, so that no command works it out again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ltp_analysis.build import build
from ltp_analysis.files import digest
from ltp_analysis.made import BUILT, Document, data_digest, intact, read_manifest, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.made import Manifest
    from ltp_analysis.project import Project


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
    made = built(project, known, progress)
    if project.reports.is_dir():
        write_manifest(project, known)
    return made


def built_if_stale(
    project: Project, known: Manifest, progress: Callable[[str], None]
) -> list[Path]:
    """Work everything out, unless it is there as it would come out.

    Args:
        project: The checkout.
        known: The record; what is noted is not written yet.
        progress: Called with each step.

    Returns:
        The files that were made.
    """
    entry, state = known.documents.get(BUILT), data_digest(project)
    if entry is not None and entry.everything == state and intact(project, entry, ()):
        return []
    return built(project, known, progress)


def built(project: Project, known: Manifest, progress: Callable[[str], None]) -> list[Path]:
    """Work everything out, and note in a record of what it was made.

    Args:
        project: The checkout.
        known: The record; what is noted is not written yet.
        progress: Called with each step.

    Returns:
        The files that were made.
    """
    state = data_digest(project)
    made = build(project, progress)
    digests = {
        Path(os.path.relpath(path, project.output)).as_posix(): digest(path) for path in made
    }
    known.documents[BUILT] = Document(state, "", "", {}, [], [], digests)
    return made
