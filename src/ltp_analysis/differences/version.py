"""One side of a comparison: a folder, an archive or a revision in git, read as tables of text."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import tempfile
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.differences.tables import TextTable
from ltp_analysis.findings.store import CSV_FILE as FINDINGS_FILE
from ltp_analysis.findings.store import JSON_FILE
from ltp_analysis.opened import open_archive, open_bytes
from ltp_analysis.problems import InvalidDataError, LtpError
from ltp_analysis.processed.results import work_out
from ltp_analysis.processed.store import KEYS, read_results, write_results
from ltp_analysis.project import Project
from ltp_analysis.raw.read import read_table
from ltp_analysis.records import NAMES
from ltp_analysis.reports.parts import finding_place
from ltp_analysis.rounds.appended import table_path
from ltp_analysis.validated.schemas import TABLES
from ltp_analysis.validated.settings import FILE as SETTINGS_FILE
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

_FOLDERS: Final = ("data/raw", "data/processed")
_PAGE: Final = re.compile(r"reports/[^/]+\.html")
_FINDING: Final = re.compile(rf'id="{finding_place("")}([^"]+)"')
_BUILT: Final = (JSON_FILE, *(f"{name}.csv" for name in KEYS))
"""Files without which not all of what follows from a version is there."""


class NoVersionError(LtpError):
    """Raised where what is to be compared is not there, or is no dataset."""


@dataclass(frozen=True)
class Version:
    """A version of a dataset, laid out in a folder.

    Attributes:
        label: What it is called: version and place.
        project: Its folders.
        printed: For each finding, the reports that print it, where they were made.
    """

    label: str
    project: Project
    printed: Mapping[str, tuple[str, ...]]

    @cached_property
    def settings(self) -> dict[str, str]:
        """The settings in `study.toml`, by their names with points."""
        return dict(_flat(_settings(self.project.raw, self.label)))

    @cached_property
    def raw(self) -> dict[str, TextTable]:
        """The raw tables, by name, as text.

        Raises:
            InvalidDataError: If a file cannot be read as a table.
        """
        paths = {name: table_path(self.project.raw, name) for name in TABLES}
        tables = {name: read_table(path) for name, path in paths.items() if path.is_file()}
        problems = [problem for table in tables.values() for problem in table.problems]
        if problems:
            raise InvalidDataError(problems)
        return {
            name: TextTable(name, table.header, table.rows, tuple(TABLES[name].to_schema().unique))
            for name, table in tables.items()
        }

    @cached_property
    def processed(self) -> dict[str, TextTable]:
        """The tables of what was worked out, by name, as text.

        Raises:
            NoVersionError: If a file cannot be read as a table.
        """
        try:
            return {
                name: _read(self.project.processed / f"{name}.csv", name, key)
                for name, key in KEYS.items()
                if (self.project.processed / f"{name}.csv").is_file()
            }
        except (csv.Error, OSError, ValueError) as error:
            raise self._unreadable(error) from error

    @cached_property
    def study(self) -> Study:
        """The study.

        Raises:
            InvalidDataError: If it is not sound by the rules of today.
        """
        return load_study(self.project.raw)

    @cached_property
    def fault(self) -> str:
        """Why what follows from it cannot be told, in a sentence; empty if it can."""
        try:
            _ = self.study
        except InvalidDataError as error:
            count = len(error.problems)
            found = "one fault" if count == 1 else f"{count} faults, the first"
            return (
                f"The raw tables of {self.label} are not sound by the rules of today "
                f"({found}: {error.problems[0]})"
            )
        return ""

    @cached_property
    def results(self) -> Results:
        """What was worked out of it.

        Raises:
            NoVersionError: If it was written otherwise than it is read today.
        """
        try:
            return read_results(self.project.processed)
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> NoVersionError:
        said = f"has no {error}" if isinstance(error, KeyError) else f"cannot be read: {error}"
        return NoVersionError(
            f"What was worked out in {self.label} {said}. It may be of another version of the "
            "program. --rebuild works it out anew."
        )


@contextmanager
def version(
    name: str, here: Project | None, say: Callable[[str], None], *, rebuild: bool = False
) -> Iterator[Version]:
    """Lay out a version in a folder of its own, for as long as it is looked at.

    Args:
        name: A folder that holds `data/raw`, an archive of a release, a version whose archive lies
            in `dist`, or a revision of the checkout in git.
        here: The checkout that revisions are of; None outside one.
        say: Called with each step.
        rebuild: Whether to work everything out anew, although it is there.

    Yields:
        The version. If its raw tables are not sound nothing is worked out, as its `fault` says.

    Raises:
        NoVersionError: If there is no such thing, or it holds no dataset.
    """
    with tempfile.TemporaryDirectory(prefix="ltp-version-") as folder:
        project = Project(Path(folder))
        say(f"reading {name}")
        pages = _lay_out(name, here, project)
        if not (project.raw / SETTINGS_FILE).is_file():
            raise NoVersionError(
                f"{name} holds no {_FOLDERS[0]}/{SETTINGS_FILE}, so it is no dataset."
            )
        said = _settings(project.raw, name)
        label = f"{name} (version {said.get('version', 'not said')})"
        one = Version(label, project, _printed(pages))
        if rebuild or not _is_built(one):
            say(f"working out what follows from {name}")
            shutil.rmtree(project.processed, ignore_errors=True)
            if not one.fault:
                write_results(work_out(one.study), project.processed)
        yield one


def _is_built(one: Version) -> bool:
    """Say whether all that follows is there, worked out from these raw tables and no others."""
    folder = one.project.processed
    if not all((folder / file).is_file() for file in _BUILT):
        return False
    if one.fault:
        return True
    try:
        rows = _read(folder / FINDINGS_FILE, "findings", ("id",)).rows
    except (csv.Error, ValueError):
        return True  # and told, with what to do, where it is read
    return {row.get("dataset") for row in rows} == {one.study.version}


def _lay_out(name: str, here: Project | None, project: Project) -> dict[str, bytes]:
    """Put the data of a version into folders; return its pages by name, where they were made."""
    path = Path(name)
    if path.is_dir():
        for folder in _FOLDERS:
            if (path / folder).is_dir():
                shutil.copytree(path / folder, project.root / folder)
        output = Project(path).output
        return {page.stem: page.read_bytes() for page in sorted(output.glob("*.html"))}
    released = here.archive(name) if here is not None and not path.is_file() else path
    packed = open_archive(released) if released.is_file() else open_bytes(_from_git(name, here))
    if not packed.safe:
        raise NoVersionError(f"{name}: {'; '.join(map(str, packed.found))}")
    pages = {}
    for file, content in packed.files.items():
        if file.startswith(tuple(f"{folder}/" for folder in _FOLDERS)):
            target = project.root / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        elif _PAGE.fullmatch(file):
            pages[Path(file).stem] = content
    return pages


def _printed(pages: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for page, content in pages.items():
        for name in dict.fromkeys(_FINDING.findall(content.decode())):
            found[name] = (*found.get(name, ()), page)
    return found


def _from_git(name: str, here: Project | None) -> bytes:
    git = shutil.which("git")
    if here is None or git is None:
        what = "this is no checkout" if here is None else "git is not on the PATH"
        raise NoVersionError(
            f"There is no folder or file {name}, and {what}, so it can be no revision either."
        )
    done = subprocess.run(  # noqa: S603 - git of the PATH; a name that looks like an option is none
        [git, "archive", "--format=zip", "--prefix=version/", "--end-of-options", name, "data"],
        cwd=here.root,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise NoVersionError(f"There is no folder, file or revision {name}. git says: {said}")
    return done.stdout


def _read(path: Path, name: str, key: tuple[str, ...]) -> TextTable:
    text = io.StringIO(path.read_bytes().decode(), newline="")
    reader = csv.DictReader(text, strict=True)
    rows = tuple(reader)
    for row in rows:
        if None in row or None in row.values():
            first = next(iter(row.values()))
            raise ValueError(f"the row {first} of {path.name} has not one cell for each column")
    names = tuple(NAMES.get(one, one) for one in key)
    return TextTable(name, tuple(reader.fieldnames or ()), rows, names)


def _settings(raw: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((raw / SETTINGS_FILE).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NoVersionError(f"{SETTINGS_FILE} of {name} is not TOML: {error}.") from error


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, one in enumerate(value, start=1):
                yield from _flat(one, f"{before}{key}[{number}].")
        elif isinstance(value, list):
            yield f"{before}{key}", ", ".join(map(str, value))
        else:
            yield f"{before}{key}", str(value)
