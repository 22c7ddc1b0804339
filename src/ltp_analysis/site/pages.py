"""Hold built pages against the findings: is every number still what its finding says?"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ltp_analysis.files import digest
from ltp_analysis.made import read_manifest
from ltp_analysis.processed.store import read_results
from ltp_analysis.reports.parts import Number
from ltp_analysis.reports.replay import replay
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ltp_analysis.made import Document
    from ltp_analysis.project import Project
    from ltp_analysis.reports.document import ReportDocument


@dataclass(frozen=True)
class PageProblem:
    """Something that is wrong with a built file.

    Attributes:
        file: The file.
        message: What is wrong.
        remedy: What to do.
    """

    file: str
    message: str
    remedy: str = "Make it again with: ltp report --again"


def check_pages(project: Project, progress: Callable[[str], None]) -> list[PageProblem]:
    """Return what is wrong with the reports that were built.

    Args:
        project: The checkout.
        progress: Called with each document.

    Returns:
        Files that are missing or were changed since they were made, documents that would come
        out otherwise now, and numbers in pages that are not what their findings say.
    """
    manifest = read_manifest(project)
    if not manifest.documents:
        return [PageProblem(str(project.output), "No report is on record.", "Run: ltp report")]
    study, results = load_study(project.raw), read_results(project.processed)
    found: list[PageProblem] = []
    for name, entry in sorted(manifest.documents.items()):
        progress(name)
        found += _files(project, entry)
        if not entry.requests:
            continue
        document = replay(project, study, results, name, entry.requests, anyhow=True)
        if document is None:
            message = "It asks for a finding, figure, table or chart that is no longer there."
            found.append(PageProblem(f"{name}.html", message))
            continue
        if [vars(one) for one in document.requests] != _asked(entry):
            message = "What it was made from reads otherwise now."
            found.append(PageProblem(f"{name}.html", message, "Run: ltp report"))
        found += _numbers(project, name, document)
    return found


def _asked(entry: Document) -> list[dict[str, object]]:
    return [one | {"names": tuple(one["names"])} for one in entry.requests]


def _files(project: Project, entry: Document) -> Iterator[PageProblem]:
    for name, known in entry.files.items():
        path = project.output / name
        if not path.is_file():
            yield PageProblem(name, "The file is missing.")
        elif digest(path) != known:
            yield PageProblem(name, "The file was changed after it was made.")


def _numbers(project: Project, name: str, document: ReportDocument) -> Iterator[PageProblem]:
    path = project.output / f"{name}.html"
    if not path.is_file():
        return
    printed = numbers_of(path.read_text(encoding="utf-8"))
    expected: Mapping[str, Number] = document.uses.texts
    for place in sorted(printed.keys() | expected.keys(), key=lambda one: int(one[2:])):
        here, due = printed.get(place), expected.get(place)
        if here is None or due is None:
            word = "is missing" if here is None else "belongs to no finding"
            yield PageProblem(path.name, f"The number {place} {word}.")
        elif (here.target, _spaced(here.text)) != (due.target, _spaced(due.text)):
            yield PageProblem(
                path.name,
                f"The number {place} reads “{_spaced(here.text)}” ({here.target}), but should read "
                f"“{_spaced(due.text)}” ({due.target}).",
            )


def _spaced(text: str) -> str:
    return " ".join(text.split())


def numbers_of(page: str) -> dict[str, Number]:
    """Return the numbers of a page that open, by their ids."""
    reader = _Numbers()
    reader.feed(page)
    return reader.found


class _Numbers(HTMLParser):
    """Collects numbers that open."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Number] = {}
        self._place = self._target = ""
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down where a number stands and what it leads to."""
        values = dict(attrs)
        if tag == "span" and (values.get("id") or "").startswith("u-"):
            self._place = values["id"] or ""
        elif tag == "a" and values.get("class") == "finding":
            self._target, self._text = unquote((values.get("href") or "")[1:]), []

    def handle_data(self, data: str) -> None:
        """Take down the text of a number."""
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Keep a number that is complete."""
        if tag == "a" and self._text is not None:
            self.found[self._place] = Number(self._target, "".join(self._text))
            self._text = None
