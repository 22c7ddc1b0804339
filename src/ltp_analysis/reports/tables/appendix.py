"""The last tables of a report: what each number in it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ltp_analysis.reports import words
from ltp_analysis.reports.parts import (
    Cell,
    Citation,
    Link,
    Part,
    Place,
    Used,
    Uses,
    finding_place,
    statement_place,
)
from ltp_analysis.reports.tables.plain import PlainTable

if TYPE_CHECKING:
    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.reports.view import View

_LISTED_AT_MOST = 12
_OF_ALL = frozenset({"moved", "known", "named", "figures", "statements"})
"""Findings that follow from all statements at once, so that none of them is named."""


def findings(view: View, uses: Uses) -> PlainTable:
    """Return every finding that a report prints, with all that is needed to check it."""
    places = {finding_place(name): name for name in view.ledger}
    found = [view.ledger[places[target]] for target in uses.places if target in places]
    rows = [
        (
            (Place(finding_place(finding.id), finding.id), *_used(uses, finding_place(finding.id))),
            words.value(finding),
            _how(finding),
            _statements(view, finding),
        )
        for finding in found
    ]
    return PlainTable(
        ("Finding", "Value", "How it was found", "Statements"),
        tuple(rows) or ((words.NONE, words.NONE, words.NONE, words.NONE),),
        "The findings that texts and tables of this report print, by their stable ids; those that "
        "only charts draw are in the data of the charts. The numbers behind an id lead back to "
        "where it is used.",
    )


def statements(view: View, uses: Uses) -> PlainTable:
    """Return every statement that a report prints or that its findings rest on."""
    places = {statement_place(name): name for name in view.statements}
    names = {places[target]: None for target in uses.places if target in places}
    shown = {finding_place(name): finding for name, finding in view.ledger.items()}
    for target in uses.places:
        finding = shown.get(target)
        names |= dict.fromkeys(finding.statements if finding is not None else ())
    rows = []
    for name in sorted(names):
        if name not in view.statements:
            continue
        row, figure = view.statements[name], view.figures.get(name)
        standing = (
            row.standing if figure is None else f"{row.standing.rstrip('.')}; {figure.verdict}"
        )
        rows.append(
            (
                (Place(statement_place(name), name), *_used(uses, statement_place(name))),
                row.words,
                standing,
                _source(view, row.source_id),
            )
        )
    return PlainTable(
        ("Statement", "What it says", "Standing, and verdict on a figure", "Source"),
        tuple(rows) or ((words.NONE, words.NONE, words.NONE, words.NONE),),
        "Every statement that this report prints or that its findings rest on, with its source.",
    )


def _source(view: View, source_id: str) -> Cell:
    """Return a source, cited, with its address where it has one."""
    if not source_id:
        return words.NONE
    address = view.addresses.get(source_id)
    if address is None:
        return Citation(source_id)
    return Citation(source_id), ", ", Link(address, urlsplit(address).netloc.removeprefix("www."))


def _used(uses: Uses, target: str) -> tuple[Part, ...]:
    back = uses.back(target)
    return (" ", Used(back)) if back else ()


def _how(finding: Finding) -> str:
    texts = [finding.method, finding.caution, f"Made by {finding.code}."]
    return " ".join(text for text in texts if text)


def _statements(view: View, finding: Finding) -> Cell:
    """Return links to statements, or how many there are where they are too many to name."""
    if finding.measure in _OF_ALL and not finding.statements:
        return "all, taken together"
    known = [name for name in finding.statements if name in view.statements]
    if len(known) > _LISTED_AT_MOST:
        return f"{len(known)} statements, taken together"
    parts: list[Part] = []
    for name in known:
        parts += ["; " if parts else "", Link(f"#{statement_place(name)}", name)]
    return tuple(parts) or words.NONE
