"""What the dataset is, as all its metadata say it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis import __version__

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

NAME: Final = "ltp-dataset"
SYNTHETIC: Final = "synthetic"


@dataclass(frozen=True)
class Creator:
    """A person or organisation that made the dataset."""

    name: str
    given: str = ""
    family: str = ""
    address: str = ""
    affiliation: str = ""

    @property
    def entity(self) -> str:
        return self.address or f"#{self.name.lower().replace(' ', '-')}"


@dataclass(frozen=True)
class Licence:
    spdx: str
    title: str
    address: str


@dataclass(frozen=True, kw_only=True)
class About:
    top: str
    name: str
    title: str
    description: str
    version: str
    dataset: str
    released: dt.date
    synthetic: bool
    id: str = ""
    homepage: str = ""
    keywords: tuple[str, ...] = ()
    licences: tuple[Licence, ...] = ()
    creators: tuple[Creator, ...] = ()
    publisher: str = ""
    citation: str = ""
    bibtex: str = ""
    terms: str = ""
    software_version: str = __version__
    software_address: str = "https://example.org/ltp-analysis"
    software_words: str = "Rebuilds"

    @property
    def urn(self) -> str:
        return f"urn:{self.top}"

    @property
    def software_entity(self) -> str:
        return f"#ltp-analysis-{self.software_version}"

    @property
    def publisher_entity(self) -> str:
        return next((o.entity for o in self.creators if o.name == self.publisher), "#publisher")


def about_study(study: Study) -> About:
    s = study.settings
    version = s.version
    if s.synthetic and not version.endswith(f"-{SYNTHETIC}"):
        version += f"-{SYNTHETIC}"
    return About(
        top=f"{NAME}-{version}",
        name=NAME,
        title=s.title,
        description="d",
        version=version,
        dataset=study.version,
        released=dt.date(2026, 11, 22),
        synthetic=s.synthetic,
        keywords=("a",),
        licences=(Licence("CC-BY-4.0", "CC BY", "https://creativecommons.org/licenses/by/4.0/"),),
        creators=(Creator("The ltp-analysis authors"),),
        publisher="The ltp-analysis authors",
        citation="cite",
        bibtex="@misc{x}",
        terms="t",
    )


def citation_files(study: Study) -> dict[str, str]:
    return {}
