"""Make a version of the dataset: one archive, whose bytes follow from what is in the checkout."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.dataset.about import about_study
from ltp_analysis.dataset.archive import SUFFIX, pack
from ltp_analysis.dataset.assemble import data_files, metadata_files
from ltp_analysis.dataset.checksums import sha256
from ltp_analysis.dataset.contents import report_files
from ltp_analysis.dataset.steps import check_step
from ltp_analysis.dataset.versions import VersionError, read_version
from ltp_analysis.engine import Engine
from ltp_analysis.files import write_atomically
from ltp_analysis.made import read_manifest
from ltp_analysis.reports.document import CITED
from ltp_analysis.site.update import update
from ltp_analysis.validated.settings import FILE as SETTINGS_FILE
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ltp_analysis.made import Manifest
    from ltp_analysis.project import Project
    from ltp_analysis.rendering import Format, Kernel

FORMATS: Final[tuple[Format, ...]] = ("html", "pdf", "docx")
_EPOCH: Final = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True)
class Released:
    """An archive that was made.

    Attributes:
        path: The file.
        size: Its size in bytes.
        sha256: Its SHA-256 in hexadecimal.
        files: How many files it holds.
        anew: Whether it was written; otherwise it was there already, with the same bytes.
        notes: What whoever releases it should know, in sentences.
    """

    path: Path
    size: int
    sha256: str
    files: int
    anew: bool
    notes: tuple[str, ...] = ()


def release(
    project: Project,
    wanted: str,
    since: str,
    progress: Callable[[str], None],
    kernel: Kernel | None = None,
) -> Released:
    """Make the archive of a version, and of its reports whatever is not up to date.

    Args:
        project: The checkout.
        wanted: The version.
        since: An archive, or a revision in git, that it follows on; the newest archive before it
            if empty.
        progress: Called with each step.
        kernel: The kernel to run documents in; a new one if None.

    Returns:
        What was made, in the folder `dist`.

    Raises:
        InvalidDataError: If anything in the raw tables is wrong.
        VersionError: If the version is not that of the study, if what it differs by from the one
            before asks for a greater step, or if it was made before with other bytes.
        RenderError: If documents cannot be rendered.
        ReportError: If a number is typed into prose.
    """
    version = read_version(wanted)
    study = load_study(project.raw)
    if wanted != study.settings.version:
        raise VersionError(
            f"{SETTINGS_FILE} says that the dataset has version {study.settings.version}, not "
            f'{wanted}. Write version = "{wanted}" into {project.raw / SETTINGS_FILE}, and what '
            "changed into CHANGELOG.md."
        )
    about = about_study(study)
    packed, count = make_archive(project, progress, kernel)
    path = project.dist / f"{about.top}{SUFFIX}"
    progress("comparing with the version before")
    check_step(project, version, since, packed)
    digest = sha256(packed)
    if path.is_file() and sha256(path.read_bytes()) != digest:
        raise VersionError(
            f"{path} is there, and its bytes are other than those made now. A version is made "
            f"once: raise version in {project.raw / SETTINGS_FILE}, or delete the file if nobody "
            "has it yet."
        )
    anew = not path.is_file()
    if anew:
        write_atomically(path, packed)
    return Released(path, len(packed), digest, count, anew)


def make_archive(
    project: Project, progress: Callable[[str], None], kernel: Kernel | None = None
) -> tuple[bytes, int]:
    """Return the archive of a checkout as it is, and how many files are in it.

    What was worked out, and reports, are made again where they are not up to date. They are always
    rendered by the embedded engine, and dated as their documents say, whatever the environment
    says, since whoever makes them again later knows no more than what is in the archive.

    Args:
        project: The checkout.
        progress: Called with each step.
        kernel: The kernel to run documents in; a new one if None.
    """
    study = load_study(project.raw)
    about = about_study(study)
    with own_dates():
        known = read_manifest(project)
        for name in _made_of_others(known, study.swhid):
            del known.documents[name]
        update(project, known, [], FORMATS, Engine.EMBEDDED, progress, kernel)
    progress("putting the archive together")
    files = data_files(project) | report_files(project, known)
    files |= metadata_files(project, files)
    return pack(files, about.top, about.work.released), len(files)


def _made_of_others(known: Manifest, swhid: str) -> list[str]:
    """Return the documents that name other raw tables than these, though they are up to date."""
    return [
        name
        for name, entry in known.documents.items()
        if any(asked["method"] == CITED and asked["names"] != [swhid] for asked in entry.requests)
    ]


@contextmanager
def own_dates() -> Iterator[None]:
    """Set aside the date that the environment may give to what is made."""
    before = os.environ.pop(_EPOCH, None)
    try:
        yield
    finally:
        if before is not None:
            os.environ[_EPOCH] = before
