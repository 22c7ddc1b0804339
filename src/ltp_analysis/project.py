"""Where things are: the folders of a checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Sequence

DATASET: Final = "ltp-dataset"
"""What versions of the dataset are called, before their number."""

SUFFIX: Final = ".zip"
"""How the names of archives end."""

_MARK = Path("data", "raw", "study.toml")


class NoProjectError(LtpError):
    """Raised where neither the folder nor any above it holds a study."""


class NoDocumentError(LtpError):
    """Raised where a document is asked for that is not there."""


@dataclass(frozen=True)
class Project:
    """The folders of a checkout.

    Attributes:
        root: The folder that holds `data/raw/study.toml`.
    """

    root: Path

    @property
    def raw(self) -> Path:
        """Untouched facts."""
        return self.root / "data" / "raw"

    @property
    def forms(self) -> Path:
        """Forms to fill in, a folder a round."""
        return self.root / "data" / "forms"

    @property
    def processed(self) -> Path:
        """What is made from them."""
        return self.root / "data" / "processed"

    @property
    def dictionary(self) -> Path:
        """The data dictionary."""
        return self.root / "data" / "README.md"

    @property
    def citation(self) -> Path:
        """How to cite it, in the Citation File Format."""
        return self.root / "CITATION.cff"

    @property
    def reports(self) -> Path:
        """The documents."""
        return self.root / "reports"

    @property
    def output(self) -> Path:
        """The rendered reports."""
        return self.reports / "_output"

    @property
    def figures(self) -> Path:
        """The charts that documents include."""
        return self.reports / "_figures"

    @property
    def dist(self) -> Path:
        """The archives of released versions."""
        return self.root / "dist"

    def archive(self, version: str) -> Path:
        """Return where the archive of a version lies, if it was released here."""
        return self.dist / archive_name(version)

    @property
    def logs(self) -> Path:
        """What each run did."""
        return self.root / "logs"


def archive_name(version: str) -> str:
    """Return the name of the archive of a version of the dataset.

    Args:
        version: The version; a star for a pattern that fits all.
    """
    return f"{DATASET}-{version}{SUFFIX}"


def find_project(start: Path | None = None) -> Project:
    """Return the project that a folder is in.

    Args:
        start: The folder; the current one if not given.

    Raises:
        NoProjectError: If neither it nor any folder above it holds `data/raw/study.toml`.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / _MARK).is_file():
            return Project(folder)
    raise NoProjectError(f"No {_MARK} in {here} or above it. Run ltp inside a checkout.")


def documents(project: Project, names: Sequence[str] = ()) -> list[Path]:
    """Return some documents, or all.

    Args:
        project: The checkout.
        names: Names of documents, such as the years in which reports came out; none for all.

    Raises:
        NoDocumentError: If there is no document of a name.
    """
    known = {path.stem: path for path in sorted(project.reports.glob("[!_]*.qmd"))}
    wanted = list(names) or list(known)
    missing = [name for name in wanted if name not in known]
    if missing or not wanted:
        there = ", ".join(known) or "none"
        raise NoDocumentError(
            f"There is no document for {', '.join(missing) or 'any name'}. There are: {there}."
        )
    return [known[name] for name in wanted]
