"""What tables and charts are made of: a study, all that was worked out of it, and a round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ltp_analysis.findings.finding import finding_id
from ltp_analysis.reports.parts import Number, finding_place
from ltp_analysis.solved.ratings import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.processed.results import Results
    from ltp_analysis.processed.rows import StatementRow
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class View:
    """A study as a report looks at it.

    Attributes:
        study: The study.
        results: All that was worked out of it.
        round_id: The round that is looked at; the last one where a report is about all.
    """

    study: Study
    results: Results
    round_id: str

    @property
    def ledger(self) -> Ledger:
        """The findings."""
        return self.results.ledger

    @cached_property
    def statements(self) -> Mapping[str, StatementRow]:
        """Every statement by id."""
        return {row.statement_id: row for row in self.results.statements}

    @cached_property
    def figures(self) -> Mapping[str, Reconciled]:
        """Every published figure with its verdict, by id."""
        return {item.figure_id: item for item in self.results.figures}

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The address of each source that has one."""
        rows = self.study["sources"].dropna(subset=["address"])
        return dict(zip(rows["source_id"], rows["address"], strict=True))

    def at(self, round_id: str) -> View:
        """Return the same study, looked at in another round."""
        return replace(self, round_id=round_id)

    def find(self, measure: str, category: str, *more: str) -> Finding | None:
        """Return the finding on a category of the round over all units, if there is one."""
        name = finding_id(measure, self.round_id, category, self.study.settings.whole, *more)
        return self.ledger.get(name)

    @cached_property
    def rated(self) -> bool:
        """Whether anything that is held says something of the ratings of the round."""
        found = [self.find("units", rating) for rating in self.study.ratings]
        return (
            any(
                one.round == self.round_id and one.measure == "share"
                for one in self.ledger.values()
            )
            or any(
                one.round_id == self.round_id and one.basis != OPEN for one in self.results.ratings
            )
            or any(
                (one.numerator_lower, one.numerator_upper) != (0, one.base) for one in found if one
            )
        )

    def about(self, item: Reconciled, *, dated: bool = False) -> str:
        """Return what a published figure is about.

        Args:
            item: The figure.
            dated: Whether its round is said too.
        """
        measure = self.study.row("measures", "measure", item.measure)["label"]
        category = "" if item.category == "all" else f": {self.study.label(item.category)}"
        groups = self.study["groups"].set_index("group_id")["name"]
        since = self.study.row("figures", "figure_id", item.figure_id)["since"]
        rounds = [self.label(item.round_id)] if dated and item.round_id else []
        if isinstance(since, str):
            rounds = [f"{self.label(since)} to {self.label(item.round_id)}"]
        where = groups.get(item.group_id, item.group_id)
        return ", ".join([f"{measure}{category}", str(where), *rounds])

    def label(self, round_id: str = "") -> str:
        """Return a round as readers see it: the one looked at if none is given."""
        return str(self.study.round(round_id or self.round_id)["round"])


def number(finding: Finding, text: str) -> Number:
    """Return a finding in some words, to be opened."""
    return Number(finding_place(finding.id), text)
