"""What a document holds in its hands: the findings of its round, as text, tables and charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ltp_analysis import __version__
from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.store import read_ledger
from ltp_analysis.problems import LtpError
from ltp_analysis.project import find_project
from ltp_analysis.reports import charts, tables, words
from ltp_analysis.reports.markdown import figure, table
from ltp_analysis.statements.rounding import RULES
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.project import Project
    from ltp_analysis.reports.charts import Chart
    from ltp_analysis.reports.tables import PlainTable
    from ltp_analysis.validated.study import Study


class StaleFindingsError(LtpError):
    """Raised where the findings were made from other raw tables than there are now."""


class UnknownFigureError(LtpError):
    """Raised where a published figure is asked for that is not in the raw tables."""


@dataclass(frozen=True)
class ReportDocument:
    """A report on one round.

    Its methods print findings, by id, in the words of a report, and emit tables and charts as
    Markdown. It keeps the ids of the findings printed, so that the report can list them.

    Attributes:
        study: The study.
        ledger: Its findings.
        round_id: The round that the report is about.
        project: The folders.
    """

    study: Study
    ledger: Ledger
    round_id: str
    project: Project
    _printed: list[str] = field(default_factory=list)

    @property
    def round(self) -> str:
        """The round as a reader sees it."""
        return str(self.study.round(self.round_id)["round"])

    @property
    def dataset(self) -> str:
        """Version of the raw tables."""
        return self.study.version

    @property
    def version(self) -> str:
        """Version of the package."""
        return __version__

    def share(self, name: str, digits: int = 0) -> str:
        """Return a share with numerator and base: “18% (35 or 36 of 195 CCGs)”."""
        return words.share(self._find(name), digits)

    def percent(self, name: str, digits: int = 0) -> str:
        """Return a share alone: “18%”. Its numerator and base belong nearby."""
        return words.percent(self._find(name), digits)

    def count(self, name: str) -> str:
        """Return a count, or the numerator of a share: “35 or 36”."""
        return words.count(self._find(name))

    def base(self, name: str) -> str:
        """Return the base of a share: “195 CCGs”."""
        return words.base(self._find(name))

    def missing(self, name: str) -> str:
        """Return how many units of a share's round had no plan: “11 or 12”."""
        return words.missing(self._find(name))

    def change(self, name: str) -> str:
        """Return a change: “fell by 34.4 to 36.0 percentage points”."""
        finding = self._find(name)
        return f"{words.direction(finding)} {words.points(finding)}"

    def printed(self, name: str) -> str:
        """Return a published figure as it was printed: “82 per cent”."""
        figures = self.study["figures"].set_index("figure_id")
        if name not in figures.index:
            raise UnknownFigureError(f"There is no published figure {name}.")
        return str(figures.loc[name, "printed"])

    def rules_sentence(self) -> str:
        """Return which rounding rules let the ratings of this round add up to their base."""
        ids = {rule: finding_id("numerators-total", self.round_id, rule) for rule in RULES}
        return words.rules(
            {rule: self._find(name) for rule, name in ids.items() if name in self.ledger}
        )

    def cautions(self) -> str:
        """Return what has to be said of the ratings of each round up to this one."""
        said = []
        for round_id in self._rounds():
            found = [
                finding.caution
                for finding in self.ledger.values()
                if finding.round == round_id and finding.measure == "share" and finding.caution
            ]
            if found:
                label = self.study.round(round_id)["round"]
                said.append(f"{label}: {' '.join(dict.fromkeys(found))}")
        return " ".join(said)

    def named_sentence(self) -> str:
        """Return how many units are known to have each rating, by name or in a group."""
        scope = self.study.settings.whole
        counts = {
            category: self._find(finding_id("named", self.round_id, category, scope))
            for category in ("any", *self.study.ratings, "open", "contradicted")
        }
        return words.named(counts, self.study.ratings)

    def ratings_chart(self) -> str:
        """Return the chart of the ratings of every round up to this one."""
        chart = charts.ratings_by_round(self.study, self.ledger, self._rounds())
        return self._figure(chart, "fig-ratings")

    def named_chart(self) -> str:
        """Return the chart of the units whose rating is public."""
        return self._figure(charts.named_units(self.study, self.round_id), "fig-named")

    def ratings_table(self) -> str:
        """Return the ratings of this round with numerators and bases."""
        content = tables.ratings_of_round(self.study, self.ledger, self.round_id)
        return _table(content, "tbl-ratings")

    def rounds_table(self) -> str:
        """Return the ratings of every round as published."""
        return _table(tables.ratings_through_time(self.study, self.ledger), "tbl-rounds")

    def criteria_table(self) -> str:
        """Return what each rating means in this round."""
        return _table(tables.criteria(self.study, self.round_id), "tbl-criteria")

    def rules_table(self) -> str:
        """Return the counts that each printed percentage allows under each rounding rule."""
        content = tables.counts_by_rule(self.study, self.ledger, self.round_id)
        return _table(content, "tbl-rules")

    def named_table(self) -> str:
        """Return the units whose rating is public, with sources."""
        return _table(tables.named_units(self.study, self.round_id), "tbl-named")

    def left_out_table(self) -> str:
        """Return the statements on this round that are not accepted."""
        return _table(tables.statements_left_out(self.study, self.round_id), "tbl-left-out")

    def sources_table(self) -> str:
        """Return the sources of the statements on this round."""
        return _table(tables.sources_used(self.study, self.round_id), "tbl-sources")

    def findings_table(self) -> str:
        """Return every finding that the sentences before this table printed."""
        return _table(tables.findings_used(self.ledger, self._printed), "tbl-findings")

    def _rounds(self) -> list[str]:
        rounds = self.study.rounds
        return rounds[: rounds.index(self.round_id) + 1]

    def _find(self, name: str) -> Finding:
        finding = self.ledger[name]
        self._printed.append(name)
        return finding

    def _figure(self, chart: Chart, label: str) -> str:
        path = charts.save(chart, self.project.figures / self.round_id)
        relative = path.relative_to(self.project.reports).as_posix()
        return figure(relative, caption=chart.caption, alt=chart.alt, label=label)


def open_report(round_id: str, start: Path | None = None) -> ReportDocument:
    """Return the document's view of a round.

    Args:
        round_id: The round, such as `2018-19`.
        start: A folder of the checkout; the current one if not given.

    Raises:
        InvalidDataError: If anything in the raw tables is wrong.
        NotBuiltError: If the findings were not built yet.
        StaleFindingsError: If they were built from other raw tables.
    """
    project = find_project(start)
    study, ledger = load_study(project.raw), read_ledger(project.processed)
    made_from = {finding.dataset for finding in ledger.values()}
    if made_from != {study.version}:
        raise StaleFindingsError(
            f"{project.processed} was made from other raw tables. Make it again with: ltp build"
        )
    return ReportDocument(study, ledger, round_id, project)


def _table(content: PlainTable, label: str) -> str:
    return table(content.header, content.rows, caption=content.caption, label=label)
