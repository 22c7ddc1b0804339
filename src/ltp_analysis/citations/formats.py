"""The formats in which a citation can be had, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.citations.records import cff, datacite
from ltp_analysis.citations.references import bibtex, csl_json, ris
from ltp_analysis.citations.texts import apa, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.citations.work import Work


def _line(text: Callable[[Work], str]) -> Callable[[Work], str]:
    return lambda work: f"{text(work)}\n"


FORMATS: Final[dict[str, Callable[[Work], str]]] = {
    "text": _line(plain),
    "apa": _line(apa),
    "bibtex": bibtex,
    "ris": ris,
    "csl": csl_json,
    "datacite": datacite,
    "cff": cff,
}
"""What writes each format; the texts end with a line end."""
