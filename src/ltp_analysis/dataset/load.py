"""Use the tables from Python: those that came with the package, or those of an archive."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd
import yaml

import ltp_analysis
from ltp_analysis.citations.texts import apa
from ltp_analysis.citations.work import cited
from ltp_analysis.dataset.checksums import FILE as SUMS_FILE
from ltp_analysis.dataset.checksums import from_sums, sha256
from ltp_analysis.dataset.frames import from_parquet
from ltp_analysis.dataset.parquet import parquet_path, to_parquet
from ltp_analysis.dataset.tables import processed_tables, raw_tables
from ltp_analysis.opened import open_archive
from ltp_analysis.problems import LtpError
from ltp_analysis.processed.store import read_results
from ltp_analysis.project import archive_name
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Mapping

_RAW: Final = "raw/"
_PLACE: Final = "parquet/"
_ENTRY: Final = "CITATION.cff"
_CITATION: Final = "citation.txt"
_PACKAGED: Final = "_data"


class NoTableError(LtpError):
    """Raised where there is no table of a name, or no archive of a version."""


class BadArchiveError(LtpError):
    """Raised where an archive is not one of this package's, or was changed."""


@dataclass(frozen=True)
class Tables:
    """The tables of one version of the dataset.

    Attributes:
        files: Each as Parquet, by its name: `ratings`, `raw/ratings`.
        about: What is known of the whole: version, swhid, licence, citation.
        digest: Its version with the digest of its raw tables; empty if that is not known.
    """

    files: Mapping[str, bytes]
    about: Mapping[str, str]
    digest: str = ""

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table as a frame."""
        return from_parquet(self.files[name], {"name": name, **self.about})


def load(
    name: str, *, version: str | None = None, archive: str | Path | None = None
) -> pd.DataFrame:
    """Return a table of the dataset as a typed frame, with what is known of it in `attrs`.

    Args:
        name: Its name, as `tables()` lists them: `ratings` is what is known of each unit in each
            round, `raw/ratings` what sources say. A raw table that no other shares its name with
            may be asked for without `raw/`.
        version: Version of the dataset. If it is not the one that came with the package, its
            archive `ltp-dataset-VERSION.zip` is looked for here and in `dist`.
        archive: The archive of a release, in place of a version.

    Returns:
        A frame. Values with an order (ratings, rounds) are ordered categories, least first; whole
        numbers are `Int64`, dates are dates, several texts in a cell are a list. `attrs` holds
        name, description, columns (what each holds), version, swhid, licence and citation.

    Raises:
        NoTableError: If there is no such table, or no archive of the version.
        BadArchiveError: If the archive is not sound.
    """
    known = _tables(version, archive)
    wanted = name if name in known.files else f"{_RAW}{name}"
    if wanted not in known.files:
        near = get_close_matches(name, list(known.files), n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise NoTableError(f"There is no table {name}.{hint} ltp_analysis.tables() lists them all.")
    return known.frame(wanted)


def tables(*, version: str | None = None, archive: str | Path | None = None) -> pd.DataFrame:
    """Return what tables there are: name, rows, columns and description.

    Args:
        version: As for `load`.
        archive: As for `load`.

    Raises:
        NoTableError: If there is no archive of the version.
        BadArchiveError: If the archive is not sound.
    """
    known = _tables(version, archive)
    frames = {name: known.frame(name) for name in known.files}
    return pd.DataFrame(
        [
            (name, len(frame), len(frame.columns), frame.attrs["description"])
            for name, frame in frames.items()
        ],
        columns=["name", "rows", "columns", "description"],
    )


def _tables(version: str | None, archive: str | Path | None) -> Tables:
    if archive is not None:
        if version is not None:
            raise NoTableError("Give a version or an archive, not both.")
        path = Path(archive)
        if not path.is_file():
            raise NoTableError(f"There is no file {path}.")
        return _of_archive(path.resolve(), path.stat().st_mtime_ns)
    if version is None or version in {_packaged().about["version"], _packaged().digest}:
        return _packaged()
    file = archive_name(version)
    for path in (Path(file), Path("dist", file)):
        if path.is_file():
            found = _of_archive(path.resolve(), path.stat().st_mtime_ns)
            if found.about["version"] != version:
                raise BadArchiveError(f"{path} holds version {found.about['version']}.")
            return found
    raise NoTableError(
        f"Version {version} did not come with this package, which holds "
        f"{_packaged().about['version']}, and there is no {file} here or in dist. Get that "
        "archive, or name where it is: archive=..."
    )


@lru_cache(maxsize=1)
def _packaged() -> Tables:
    """Return the tables that came with the package, or those of the checkout that it runs in."""
    home = Path(ltp_analysis.__file__).parent
    data = home / _PACKAGED
    if not data.is_dir():
        data = home.parents[1] / "data"
    study = load_study(data / "raw")
    found = [
        *processed_tables(study, read_results(data / "processed")),
        *raw_tables(study, data / "raw"),
    ]
    work = cited(study)
    return Tables(
        {_name(parquet_path(table)): to_parquet(table) for table in found},
        {
            "version": work.version,
            "swhid": work.swhid,
            "licence": work.licences[0].id,
            "citation": apa(work),
        },
        study.version,
    )


@lru_cache(maxsize=4)
def _of_archive(path: Path, _: int) -> Tables:
    """Return the tables of an archive; the time of its last change tells it from an earlier one."""
    opened = open_archive(path)
    if not opened.safe:
        raise BadArchiveError(f"{path}: {'; '.join(map(str, opened.found))}")
    lacking = [name for name in (SUMS_FILE, _ENTRY, _CITATION) if name not in opened.files]
    if lacking:
        raise BadArchiveError(
            f"{path} is not an archive of this dataset: it holds no {', '.join(lacking)}."
        )
    try:
        changed = _changed(opened.files)
        entry = yaml.safe_load(opened.files[_ENTRY])
        about = {
            "version": str(entry["version"]),
            "swhid": str(entry["identifiers"][0]["value"]),
            "licence": str(entry["license"]),
            "citation": opened.files[_CITATION].decode().strip(),
        }
    except (KeyError, ValueError, yaml.YAMLError, TypeError, IndexError) as error:
        raise BadArchiveError(f"{path} is not an archive of this dataset: {error}") from error
    files = {name: text for name, text in opened.files.items() if name.startswith(_PLACE)}
    if changed or not files:
        raise BadArchiveError(
            f"{path}: {', '.join(changed) or _PLACE} is not as it was released. See: ltp verify"
        )
    return Tables({_name(name): text for name, text in files.items()}, about)


def _changed(files: Mapping[str, bytes]) -> list[str]:
    """Return what is read of an archive and is missing, added or other than its checksum says."""
    sums = from_sums(files[SUMS_FILE].decode())
    read = {name for name in {*sums, *files} if name.startswith(_PLACE)} | {_ENTRY, _CITATION}
    return sorted(name for name in read if sums.get(name) != sha256(files.get(name, b"")))


def _name(path: str) -> str:
    """Return the name of a table by its path as Parquet."""
    folder, _, file = path.removeprefix(_PLACE).partition("/")
    name = file.rpartition(".")[0]
    return f"{_RAW}{name}" if folder == _RAW[:-1] else name
