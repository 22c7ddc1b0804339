"""What moved, in the words of the reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.reports.parts import plain
from ltp_analysis.reports.sentences import SENTENCES
from ltp_analysis.reports.view import View
from ltp_analysis.reports.words import NOT_KNOWN, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ltp_analysis.differences.tables import TableDifference
    from ltp_analysis.differences.version import Version
    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.validated.study import Study

NOTHING: Final = "nothing"
"""What stands for the side that lacks something."""

_SHOWN: Final = {
    "ratings": ("possible", "rating left"),
    "reconciliation": ("verdict", "verdict"),
    "comparisons": ("value", "answer"),
    "statements": ("standing", "standing"),
}
"""For a table whose rows are conclusions, the column that says so and what it is called."""


@dataclass(frozen=True)
class Moved:
    """Something that says something else now.

    Attributes:
        kind: What it is: finding, caution, rating left, verdict, answer, standing, clash or
            sentence.
        name: Its id, or what it is about; the ids of all findings that a caution stands with.
        before: What it said, in words.
        after: What it says now.
        printed: The reports that print the finding, where they were made.
    """

    kind: str
    name: str
    before: str
    after: str
    printed: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it in one line."""
        if self.before == NOTHING:
            return f"{self.name}: new: {self.after}"
        if self.after == NOTHING:
            return f"{self.name}: gone; was {self.before}"
        return f"{self.name}: {self.after} in place of {self.before}"


def moved_findings(before: Version, after: Version) -> Iterator[Moved]:
    """Yield the findings whose value, bounds or base is another now, and then changed cautions."""
    old, new = before.results.ledger, after.results.ledger
    cautions: dict[tuple[str, str], list[str]] = {}
    for name in dict.fromkeys((*new, *old)):
        was, is_now = old.get(name), new.get(name)
        said, says = _said(was), _said(is_now)
        if said != says:
            printed = after.printed.get(name, before.printed.get(name, ()))
            yield Moved("finding", name, said, says, printed)
        if was is not None and is_now is not None and was.caution != is_now.caution:
            cautions.setdefault((was.caution, is_now.caution), []).append(name)
    for (said, says), names in cautions.items():
        yield Moved("caution", ", ".join(names), said or NOTHING, says or NOTHING)


def moved_rows(
    tables: Iterable[TableDifference], before: Version, after: Version
) -> Iterator[Moved]:
    """Yield ratings left, verdicts, answers, standings and clashes that are others now."""
    labels = {**_labels(before.study), **_labels(after.study)}
    for table in tables:
        if table.name in _SHOWN:
            column, kind = _SHOWN[table.name]
            for row in table.removed:
                yield Moved(kind, _named(table, row, labels), _word(row[column], labels), NOTHING)
            for row in table.added:
                yield Moved(kind, _named(table, row, labels), NOTHING, _word(row[column], labels))
            for change in table.changed:
                row = dict(zip(table.key, change.key, strict=True))
                for cell in change.cells:
                    if cell.column == column:
                        yield Moved(
                            kind,
                            _named(table, row, labels),
                            _word(cell.before, labels),
                            _word(cell.after, labels),
                        )
    clashes = [
        {" and ".join(clash.statements) for clash in version.results.clashes}
        for version in (before, after)
    ]
    yield from (
        Moved("clash", name, "a clash", NOTHING) for name in sorted(clashes[0] - clashes[1])
    )
    yield from (
        Moved("clash", name, NOTHING, "a clash") for name in sorted(clashes[1] - clashes[0])
    )


def moved_sentences(before: Version, after: Version) -> Iterator[Moved]:
    """Yield the sentences of reports that read otherwise now, round by round."""
    old, new = _sentences(before), _sentences(after)
    for name in dict.fromkeys((*new, *old)):
        said, says = old.get(name, NOTHING), new.get(name, NOTHING)
        if said != says:
            yield Moved("sentence", name, said or NOTHING, says or NOTHING)


def _said(finding: Finding | None) -> str:
    if finding is None:
        return NOTHING
    said = value(finding)
    return finding.printed if said == NOT_KNOWN and finding.printed else said


def _sentences(version: Version) -> dict[str, str]:
    study, results = version.study, version.results
    return {
        f"{study.round(round_id)['round']}, {name}": _joined(
            plain(make(View(study, results, round_id)))
        )
        for round_id in study.rounds
        for name, make in SENTENCES.items()
    }


def _joined(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _labels(study: Study) -> dict[str, str]:
    """Return what readers see of codes of units and rounds."""
    names = {
        str(code): study.settings.short(str(name))
        for code, name in study["register"][["unit_code", "name"]].to_numpy()
    }
    rounds = {name: str(study.round(name)["round"]) for name in study.rounds}
    return names | rounds


def _named(table: TableDifference, row: Mapping[str, str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(row[name], row[name]) for name in table.key)


def _word(cell: str, labels: Mapping[str, str]) -> str:
    parts = cell.split("|") if cell else []
    return " or ".join(labels.get(part, part) for part in parts) or NOT_KNOWN
