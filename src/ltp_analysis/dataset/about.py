"""What a version of the dataset is, as all its metadata say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis import __version__
from ltp_analysis.citations.records import cff, datacite
from ltp_analysis.citations.references import bibtex, csl_json, ris
from ltp_analysis.citations.texts import apa
from ltp_analysis.citations.work import cited
from ltp_analysis.project import DATASET
from ltp_analysis.validated.rules.synthetic import KIND as SYNTHETIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.citations.work import Work
    from ltp_analysis.validated.citation import Author
    from ltp_analysis.validated.study import Study

SOFTWARE: Final = "ltp-analysis"

_ENTRIES: Final[dict[str, Callable[[Work], str]]] = {
    "CITATION.cff": cff,
    "citation.txt": lambda work: f"{apa(work)}\n",
    "citation.bib": bibtex,
    "citation.ris": ris,
    "csl.json": csl_json,
    "datacite.json": datacite,
}


@dataclass(frozen=True)
class About:
    """A version of the dataset.

    Attributes:
        work: What is cited.
        dataset: Its version with the digest of the raw tables.
        synthetic: Whether ratings in it are made up.
        software_version: Version of the program that made it.
    """

    work: Work
    dataset: str
    synthetic: bool
    software_version: str = __version__

    @property
    def top(self) -> str:
        """Name of the archive and of the folder in it; it says if ratings are made up."""
        marked = not self.synthetic or self.work.version.endswith(f"-{SYNTHETIC}")
        return f"{DATASET}-{self.work.version}" + ("" if marked else f"-{SYNTHETIC}")

    @property
    def name(self) -> str:
        """Name of the dataset, whatever its version."""
        return f"{DATASET}-{SYNTHETIC}" if self.synthetic else DATASET

    @property
    def identifier(self) -> str:
        """The address of its DOI, or the SWHID of its raw tables if it has none."""
        return f"https://doi.org/{self.work.doi}" if self.work.doi else self.work.swhid


def about_study(study: Study) -> About:
    """Return what the dataset of a study is.

    Raises:
        NotCitableError: If its `study.toml` does not say how it is cited.
    """
    return About(cited(study), study.version, study.settings.synthetic)


def citation_files(about: About) -> dict[str, str]:
    """Return the entries to cite a version by, by the names of their files."""
    return {name: write(about.work) for name, write in _ENTRIES.items()}


def author_address(author: Author) -> str:
    """Return the address of who made it, which is that of an ORCID; empty if there is none."""
    return f"https://orcid.org/{author.orcid}" if author.orcid else ""
