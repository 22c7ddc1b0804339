"""Check an archive: is it as it was released, and does the same come out when it is made again?"""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ltp_analysis import __version__
from ltp_analysis.build import build
from ltp_analysis.dataset import checksums, crate, package
from ltp_analysis.dataset.about import about_study
from ltp_analysis.dataset.archive import pack
from ltp_analysis.dataset.assemble import METADATA, data_files, metadata_files, tables_of
from ltp_analysis.dataset.compare import first_difference
from ltp_analysis.dataset.contents import REPORTS, SOURCE_LOCK, place_in_checkout, report_files
from ltp_analysis.dataset.libraries import other_libraries
from ltp_analysis.dataset.release import FORMATS, own_dates
from ltp_analysis.engine import Engine
from ltp_analysis.files import write_atomically
from ltp_analysis.made import Manifest
from ltp_analysis.opened import Fault, Found, Opened, open_archive
from ltp_analysis.problems import LtpError
from ltp_analysis.project import Project
from ltp_analysis.site.update import update
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ltp_analysis.dataset.about import About


@dataclass(frozen=True)
class Verified:
    """What a check of an archive found.

    Attributes:
        files: How many files it holds.
        again: How many of them were made again.
        found: Everything that is wrong, in the order of files.
        notes: What may be the reason if files come out otherwise, in sentences: another version of
            the program, or of libraries.
    """

    files: int
    again: int
    found: tuple[Found, ...]
    notes: tuple[str, ...] = ()


def verify(path: Path, progress: Callable[[str], None], *, deep: bool = False) -> Verified:
    """Check an archive, and make again in a temporary folder what can be made of its raw tables.

    Args:
        path: The archive.
        progress: Called with each step.
        deep: Whether to render the reports too, which runs the documents in the archive.

    Raises:
        OSError: If the file cannot be read.
    """
    progress("reading the archive")
    opened = open_archive(path)
    found = check(opened)
    if not opened.safe or not opened.files:
        return Verified(len(opened.files), 0, tuple(found))
    again, others = _again(opened, found, progress, deep=deep)
    found += others
    differ = any(one.fault is Fault.DIFFERS for one in found)
    notes = tuple(_reasons(opened.files)) if differ else ()
    return Verified(len(opened.files), again, tuple(sorted(set(found), key=_place)), notes)


def _place(one: Found) -> tuple[str, str, str]:
    return one.file, one.fault, one.words


def _reasons(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield in what the program and the libraries here are others than those of an archive."""
    program = re.search(rb'"#ltp-analysis-([^"]+)"', files.get(crate.FILE, b""))
    if program is not None and program[1].decode(errors="replace") != __version__:
        made_by = program[1].decode(errors="replace")
        yield f"The archive was made by ltp-analysis {made_by}, and here is {__version__}."
    yield from other_libraries(files.get(SOURCE_LOCK, b"").decode(errors="replace"))


def check(opened: Opened) -> list[Found]:
    """Return everything that is wrong with an archive, as far as it says so itself.

    Args:
        opened: What is in it.
    """
    if not opened.safe:
        return list(opened.found)
    found = [*opened.found, *_against_sums(opened.files), *_against_package(opened.files)]
    if not found and not _packed_by_release(opened):
        words = "the files are as they were, but packed otherwise than by ltp release"
        found.append(Found(Fault.REPACKED, "", words))
    return found


def _packed_by_release(opened: Opened) -> bool:
    try:
        day = dt.date(*opened.date)
    except ValueError:
        return False
    return pack(opened.files, opened.top, day) == opened.packed


def _against_sums(files: Mapping[str, bytes]) -> Iterator[Found]:
    if checksums.FILE not in files:
        yield Found(Fault.MISSING, checksums.FILE, "there is nothing to check the files against")
        return
    try:
        sums = checksums.from_sums(files[checksums.FILE].decode())
    except ValueError as error:
        yield Found(Fault.CHANGED, checksums.FILE, f"it is no list of checksums ({error})")
        return
    for name in sums.keys() - files.keys():
        yield Found(Fault.MISSING, name, f"{checksums.FILE} lists it")
    for name in files.keys() - sums.keys() - {checksums.FILE}:
        yield Found(Fault.EXTRA, name, f"{checksums.FILE} does not list it")
    for name in files.keys() & sums.keys():
        if checksums.sha256(files[name]) != sums[name]:
            yield Found(Fault.CHANGED, name, f"its SHA-256 is not that in {checksums.FILE}")


def _against_package(files: Mapping[str, bytes]) -> Iterator[Found]:
    if package.FILE not in files:
        yield Found(Fault.MISSING, package.FILE, "the dataset is not described")
        return
    try:
        resources = json.loads(files[package.FILE])["resources"]
        stated = {str(one["path"]): (one["bytes"], str(one["hash"])) for one in resources}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        yield Found(Fault.CHANGED, package.FILE, f"it describes no files ({error!r})")
        return
    for name in stated.keys() - files.keys():
        yield Found(Fault.MISSING, name, f"{package.FILE} describes it")
    for name in stated.keys() & files.keys():
        actual: tuple[Any, str] = len(files[name]), f"sha256:{checksums.sha256(files[name])}"
        if actual != stated[name]:
            words = f"its size or SHA-256 is not that in {package.FILE}"
            yield Found(Fault.CHANGED, name, words)
    for name in files.keys() - stated.keys() - set(METADATA):
        yield Found(Fault.EXTRA, name, f"{package.FILE} does not describe it")


def _again(
    opened: Opened, known: list[Found], progress: Callable[[str], None], *, deep: bool
) -> tuple[int, list[Found]]:
    """Make files again, and return how many, and which are not as they come out."""
    with tempfile.TemporaryDirectory(prefix="ltp-verify-") as folder:
        project = Project(Path(folder).resolve())
        for name, content in opened.files.items():
            place = place_in_checkout(name)
            if place is not None:
                write_atomically(project.root / place, content)
        try:
            about, made = _made(project, opened.files, progress, deep=deep and not known)
        except (LtpError, OSError) as error:
            words = f"nothing could be made of it: {error}".replace(str(project.root), "")
            return 0, [Found(Fault.NOT_REBUILT, "", words)]
    found = list(_named(opened, about.top, about.work.released))
    if deep and known:
        words = "reports are rendered only where nothing else is wrong, since that runs documents"
        found.append(Found(Fault.NOT_REBUILT, REPORTS, words))
    wrong = {one.file for one in known}
    # What describes files that are not as they were cannot be as it was either.
    skipped = wrong | (set(METADATA) if wrong else set())
    again = {name for name in made if place_in_checkout(name) is None} - skipped
    found += _differing(opened.files, made, again)
    found += [
        Found(Fault.EXTRA, name, "ltp release would not put it there")
        for name in opened.files.keys() - made.keys() - wrong
        if deep or not name.startswith(f"{REPORTS}/")
    ]
    return len(again), found


def _named(opened: Opened, top: str, released: dt.date) -> Iterator[Found]:
    if opened.top != top:
        words = f"the folder should be called {top}, by study.toml"
        yield Found(Fault.CHANGED, opened.top, words)
    if opened.date != (released.year, released.month, released.day):
        words = f"its files should be of {released}, by study.toml"
        yield Found(Fault.REPACKED, "", words)


def _differing(
    files: Mapping[str, bytes], made: Mapping[str, bytes], names: set[str]
) -> Iterator[Found]:
    for name in sorted(names):
        if name not in files:
            yield Found(Fault.MISSING, name, "it is made, but not in the archive")
        elif files[name] != made[name]:
            words = first_difference(name, files[name], made[name])
            yield Found(Fault.DIFFERS, name, words)


def _made(
    project: Project,
    files: Mapping[str, bytes],
    progress: Callable[[str], None],
    *,
    deep: bool,
) -> tuple[About, dict[str, bytes]]:
    """Return what a checkout is, and what comes out of it: data, reports if wanted, and metadata.

    What describes files is made of those in the archive, so that one that differs is told once.
    """
    with own_dates():
        if deep and any(project.reports.glob("[!_]*.qmd")):
            record = Manifest()
            update(project, record, [], FORMATS, Engine.EMBEDDED, progress)
            reports = report_files(project, record)
        else:
            build(project, progress)
            reports = {}
    progress("comparing")
    study = load_study(project.raw)
    about, tables = about_study(study), tables_of(project, study)
    found = data_files(project, tables) | reports
    stated = {name: content for name, content in files.items() if name not in METADATA}
    return about, found | metadata_files(about, tables, found | stated)
