"""Make a version of the dataset: one archive, whose bytes follow from what is in the checkout."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.dataset.about import about_study
from ltp_analysis.dataset.archive import pack
from ltp_analysis.dataset.assemble import data_files, metadata_files, tables_of
from ltp_analysis.dataset.checksums import sha256
from ltp_analysis.dataset.contents import SOURCE_LOCK, report_files
from ltp_analysis.dataset.libraries import other_libraries
from ltp_analysis.dataset.steps import check_step, newest_before
from ltp_analysis.dataset.versions import VersionError, read_version
from ltp_analysis.engine import Engine
from ltp_analysis.files import write_atomically
from ltp_analysis.made import read_manifest
from ltp_analysis.project import SUFFIX
from ltp_analysis.reports.document import CITED
from ltp_analysis.site.built import built_if_stale
from ltp_analysis.site.update import update
from ltp_analysis.validated.settings import FILE as SETTINGS_FILE
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ltp_analysis.made import Manifest
    from ltp_analysis.project import Project
    from ltp_analysis.rendering import Format, Kernel
    from ltp_analysis.validated.study import Study

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


def release(  # noqa: PLR0913 - each is a choice of the caller's
    project: Project,
    wanted: str,
    since: str,
    progress: Callable[[str], None],
    *,
    folder: Path | None = None,
    kernel: Kernel | None = None,
) -> Released:
    """Make the archive of a version, and of its reports whatever is not up to date.

    Args:
        project: The checkout.
        wanted: The version.
        since: An archive, or a revision in git, that it follows on; the newest archive before it
            if empty.
        progress: Called with each step.
        folder: Where to write, and where archives made before lie; `dist` of the checkout if None.
        kernel: The kernel to run documents in; a new one if None.

    Returns:
        What was made.

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
    folder = folder or project.dist
    path = folder / f"{about_study(study).top}{SUFFIX}"
    with own_dates():
        known = read_manifest(project)
        built_if_stale(project, known, progress)
        since = since or str(newest_before(folder, version) or "")
        notes = [check_step(project, version, since, progress)] if since else []
        packed, files = make_archive(project, study, known, progress, kernel)
    notes += other_libraries(files.get(SOURCE_LOCK, b"").decode())
    digest = sha256(packed)
    anew = not path.is_file()
    if not anew and path.read_bytes() != packed:
        raise VersionError(
            f"{path} is there, and its bytes are other than those made now. A version is made "
            f"once: raise version in {project.raw / SETTINGS_FILE}, or delete the file if nobody "
            "has it yet."
        )
    if anew:
        write_atomically(path, packed)
    return Released(path, len(packed), digest, len(files), anew, tuple(notes))


def make_archive(
    project: Project,
    study: Study,
    known: Manifest,
    progress: Callable[[str], None],
    kernel: Kernel | None = None,
) -> tuple[bytes, dict[str, bytes]]:
    """Return the archive of a checkout that was built, and the files in it.

    Reports are made again where they are not up to date, always by the embedded engine.

    Args:
        project: The checkout.
        study: Its study.
        known: What is on record there.
        progress: Called with each step.
        kernel: The kernel to run documents in; a new one if None.
    """
    about = about_study(study)
    for name in _made_of_others(known, study.swhid):
        del known.documents[name]
    if any(project.reports.glob("[!_]*.qmd")):
        update(project, known, [], FORMATS, Engine.EMBEDDED, progress, kernel)
    progress("putting the archive together")
    tables = tables_of(project, study)
    files = data_files(project, tables) | report_files(project, known)
    files |= metadata_files(about, tables, files)
    return pack(files, about.top, about.work.released), files


def _made_of_others(known: Manifest, swhid: str) -> list[str]:
    """Return the documents that name other raw tables than these, though they are up to date."""
    return [
        name
        for name, entry in known.documents.items()
        if any(asked["method"] == CITED and asked["names"] != [swhid] for asked in entry.requests)
    ]


@contextmanager
def own_dates() -> Iterator[None]:
    """Set aside the date that the environment may give to what is made.

    Documents are dated as they say, since whoever makes them again later knows no more than what
    is in the archive.
    """
    before = os.environ.pop(_EPOCH, None)
    try:
        yield
    finally:
        if before is not None:
            os.environ[_EPOCH] = before
