"""What a document holds in its hands: findings, tables and charts, as Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from ltp_analysis import __version__
from ltp_analysis.citations.texts import apa
from ltp_analysis.citations.work import cited, report_of
from ltp_analysis.files import digest_of
from ltp_analysis.problems import LtpError
from ltp_analysis.processed.store import read_results
from ltp_analysis.project import Project, find_project
from ltp_analysis.reports import words
from ltp_analysis.reports.front import front_matter, title_of
from ltp_analysis.reports.markdown import escape, figure, table
from ltp_analysis.reports.parts import Cell, Inline, Link, Number, Uses, plain, statement_place
from ltp_analysis.reports.sentences import SENTENCES
from ltp_analysis.reports.tables import TABLES, appendix
from ltp_analysis.reports.view import View, number
from ltp_analysis.solved.deductions import STRONG
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.processed.results import Results
    from ltp_analysis.reports.tables import PlainTable
    from ltp_analysis.validated.study import Study

Found = TypeVar("Found")

OPENED = "open"
"""What every record begins with."""

CITED = "citation"
"""The record of the raw tables that a document says it was made of."""

TRACE = "trace.jsonl"
"""Name of the file in which a document keeps what it asked for."""


class StaleFindingsError(LtpError):
    """Raised where the findings were made from other raw tables than there are now."""


class UnknownNameError(LtpError):
    """Raised where a document asks for a figure, table, chart or sentence that there is not."""


@dataclass(frozen=True)
class Request:
    """Something that a document asked for.

    Attributes:
        method: The method of `ReportDocument`.
        names: What it was given.
        digest: SHA-256 of what it returned; for a chart, of its data too.
    """

    method: str
    names: tuple[str, ...]
    digest: str


@dataclass
class ReportDocument:
    """A document's view of the study.

    Its methods return findings, by id, in the words of a report, and tables and charts, by name,
    as Markdown. Numbers in them lead to the appendix, which is printed last and leads back.
    Whatever is asked for is put on record, so that it can be told later whether a document is
    still true.

    Attributes:
        name: Name of the document.
        view: What it looks at.
        project: The folders.
        keeps: Whether charts and the record are written.
        requests: What was asked for.
        uses: Where numbers were printed.
    """

    name: str
    view: View
    project: Project
    keeps: bool = True
    requests: list[Request] = field(default_factory=list)
    uses: Uses = field(default_factory=Uses)

    @property
    def round_id(self) -> str:
        """Id of the round that the document is about."""
        return self.view.round_id

    @property
    def round(self) -> str:
        """The round as a reader sees it."""
        return self.view.label()

    @property
    def dataset(self) -> str:
        """Version of the dataset."""
        return self.view.study.settings.version

    @cached_property
    def front(self) -> dict[str, Any]:
        """The front matter of the document."""
        return front_matter(self.project.reports / f"{self.name}.qmd")

    @property
    def title(self) -> str:
        """Title of the document, with its subtitle."""
        return title_of(self.front)

    @property
    def strong(self) -> str:
        """How many sets may match by chance for a deduction to be printed."""
        return f"{STRONG:g}"

    @property
    def version(self) -> str:
        """Version of the package."""
        return __version__

    def open(self, round_id: str) -> None:
        """Put on record what the document is, and of what version."""
        self._keep(OPENED, [round_id], f"{self.title} {self.round} {self.dataset} {self.version}")

    def citation(self, made_of: str = "") -> Inline:
        """Return how the document is cited, with the SWHID of the raw tables that it was made of.

        It is put on record with that SWHID. Asked again, it names the same tables, so that a
        document is kept if other tables would make the same but for that name.

        Args:
            made_of: The SWHID; that of the raw tables as they are if empty.
        """
        study = replace(self.view.study, swhid=made_of or self.view.study.swhid)
        if study.settings.citation is None:
            said = f"{self.title}. Dataset version {self.dataset}. {study.swhid}"
        else:
            said = apa(report_of(cited(study), self.name, self.title, self.front["date"]))
        return self._keep(CITED, [study.swhid], escape(said))

    def share(self, name: str, digits: int | str = 0) -> Inline:
        """Return a share with numerator and base: “18% (35 or 36 of 195 CCGs)”."""
        say = partial(words.share, digits=int(digits))
        return self._opened("share", name, say, str(digits))

    def percent(self, name: str, digits: int | str = 0) -> Inline:
        """Return a share alone: “18%”. Its numerator and base belong nearby."""
        say = partial(words.percent, digits=int(digits))
        return self._opened("percent", name, say, str(digits))

    def count(self, name: str) -> Inline:
        """Return a count, or the numerator of a share: “35 or 36”."""
        return self._opened("count", name, words.count)

    def value(self, name: str) -> Inline:
        """Return a finding in the way that its unit asks for, with its base."""
        return self._opened("value", name, words.value)

    def base(self, name: str) -> Inline:
        """Return the base of a share: “195 CCGs”."""
        return self._opened("base", name, words.base)

    def printed(self, name: str) -> Inline:
        """Return a published figure as it was printed: “82 per cent”."""
        item = _known(name, self.view.figures, "published figure")
        return self._give("printed", [name], Number(statement_place(name), item.printed))

    def verdict(self, name: str) -> Inline:
        """Return the verdict on a published figure: “reproduced”."""
        item = _known(name, self.view.figures, "published figure")
        rule = f" ({item.rule})" if item.rule else ""
        return self._give("verdict", [name], Number(statement_place(name), f"{item.verdict}{rule}"))

    def because(self, name: str) -> Inline:
        """Return why a published figure has its verdict, in a sentence."""
        item = _known(name, self.view.figures, "published figure")
        return self._give("because", [name], item.because)

    def sentence(self, name: str, round_id: str = "") -> Inline:
        """Return a sentence that is put together from findings."""
        make = _known(name, SENTENCES, "sentence")
        return self._give("sentence", [name, round_id], make(self._at(round_id)))

    def table(self, name: str, round_id: str = "") -> Inline:
        """Return a table, to be referred to as `@tbl-` and its name, and its round if given."""
        return self._keep("table", [name, round_id], self._named_table(name, round_id))

    def table_if_any(self, name: str) -> Inline:
        """Return a table, or nothing where it has no rows: no prose may refer to it."""
        content = _known(name, TABLES, "table")(self.view)
        shown = self._table(content, f"tbl-{name}") if content.rows else ""
        return self._keep("table_if_any", [name], shown)

    def tables(self, name: str, since: str = "") -> Inline:
        """Return a table of each round that is rated; of those after a round if one is given."""
        rounds = [one for one in self._after(since) if self.view.at(one).rated]
        shown = "\n".join(self._named_table(name, round_id) for round_id in rounds)
        return self._keep("tables", [name, since], shown)

    def chart(self, name: str, round_id: str = "") -> Inline:
        """Return a chart, to be referred to as `@fig-` and its name, and its round if given."""
        shown, behind = self._chart(name, round_id)
        return self._keep("chart", [name, round_id], shown, behind)

    def sentences(self, name: str, since: str = "") -> Inline:
        """Return a sentence on each round, a paragraph each; after a round if one is given."""
        make = _known(name, SENTENCES, "sentence")
        # No list: Typst loses a link in an item that a page break cuts.
        said = {round_id: make(self.view.at(round_id)) for round_id in self._after(since)}
        shown = "\n\n".join(
            f"**{self.uses.markdown(self.view.label(round_id))}:** {self.uses.markdown(sentence)}"
            for round_id, sentence in said.items()
            if sentence
        )
        return self._keep("sentences", [name, since], f"\n{shown}\n")

    def flows(self) -> Inline:
        """Return the chart of flows between each two rounds that follow another and are rated."""
        rounds = self.view.study.rounds
        rated = [
            after
            for before, after in pairwise(rounds)
            if self.view.at(before).rated and self.view.at(after).rated
        ]
        drawn = [self._chart("flows", name) for name in rated]
        shown = "\n".join(text for text, _ in drawn)
        return self._keep("flows", [], shown, "".join(data for _, data in drawn))

    def reports(self) -> Inline:
        """Return the list of the reports by year, each with its round and what is known of it."""
        study, said = self.view.study, list[str]()
        for round_id in study.rounds:
            row = study.round(round_id)
            year, label = str(row["report_year"]), str(row["round"])
            if (self.project.reports / f"{year}.qmd").is_file():
                state = self.uses.markdown(SENTENCES["state"](self.view.at(round_id)))
                said.append(
                    f"- **[{year}]({year}.html)**, on {self.uses.markdown(label)}. {state} "
                    f"([PDF]({year}.pdf), [Word]({year}.docx))"
                )
        return self._keep("reports", [], "\n{}\n".format("\n".join(said)))

    def _after(self, since: str) -> list[str]:
        rounds = self.view.study.rounds
        return rounds[rounds.index(self.view.study.find_round(since)) + 1 :] if since else rounds

    def _chart(self, name: str, round_id: str) -> tuple[str, str]:
        """Draw a chart; return its Markdown, and its data as CSV."""
        # Takes long to load, and most who read this module draw nothing.
        from ltp_analysis.reports import charts  # noqa: PLC0415
        from ltp_analysis.reports.drawn import CHARTS  # noqa: PLC0415

        made = _known(name, CHARTS, "chart")(self._at(round_id))
        chart = charts.noticed(made, self.view.study.settings.notice)
        label = "-".join(part for part in ("fig", name, round_id) if part)
        folder = self.project.figures / self.name
        if self.keeps:
            charts.save(chart, folder)
        path = (folder / f"{chart.name}.svg").relative_to(self.project.reports).as_posix()
        picture = figure(path, title=chart.title, caption=chart.caption, alt=chart.alt, label=label)
        data = Link(f"data/{self.name}/{chart.name}.csv", "The data of this chart (CSV)")
        shown = f"{picture}\n{self.uses.markdown((data, '.'))}\n"
        return shown, chart.data.to_csv(index=False)

    def appendix(self) -> Inline:
        """Return the tables of all findings and statements that were printed before."""
        tables = {
            "tbl-findings": appendix.findings(self.view, self.uses),
            "tbl-statements": appendix.statements(self.view, self.uses),
        }
        shown = "\n".join(self._table(content, label) for label, content in tables.items())
        return self._keep("appendix", [], shown)

    def _at(self, round_id: str) -> View:
        return self.view.at(self.view.study.find_round(round_id)) if round_id else self.view

    def _opened(self, method: str, name: str, say: Callable[[Finding], str], *more: str) -> Inline:
        finding = self.view.ledger[name]
        return self._give(method, [name, *more], number(finding, say(finding)))

    def _give(self, method: str, names: Sequence[str], cell: Cell) -> Inline:
        return self._keep(method, names, self.uses.markdown(cell))

    def _keep(self, method: str, names: Sequence[str], shown: str, behind: str = "") -> Inline:
        """Put on record what was asked for and what was given, and give it."""
        request = Request(method, tuple(names), digest_of(shown + behind))
        self.requests.append(request)
        if self.keeps:
            path = self.project.figures / self.name / TRACE
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w" if len(self.requests) == 1 else "a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(request)) + "\n")
        return Inline(shown)

    def _named_table(self, name: str, round_id: str) -> str:
        content = _known(name, TABLES, "table")(self._at(round_id))
        if not content.rows:
            # Prose refers to a table by its label, so that there is one also where it says none.
            content = replace(content, rows=((words.NONE,) * len(content.header),))
        return self._table(content, "-".join(part for part in ("tbl", name, round_id) if part))

    def _table(self, content: PlainTable, label: str) -> str:
        rows = [[(plain(cell), self.uses.markdown(cell)) for cell in row] for row in content.rows]
        return table(content.header, rows, caption=content.caption, label=label)


def new_document(  # noqa: PLR0913 - where, what, and which
    project: Project,
    study: Study,
    results: Results,
    name: str,
    round_id: str = "",
    *,
    keeps: bool = True,
) -> ReportDocument:
    """Return a document's view of a study, its opening put on record.

    Args:
        project: The checkout.
        study: The study.
        results: What was worked out of it.
        name: Name of the document.
        round_id: The round that it is about; the last one if empty.
        keeps: Whether charts and the record are written.
    """
    chosen = study.find_round(round_id) if round_id else study.rounds[-1]
    document = ReportDocument(name, View(study, results, chosen), project, keeps)
    document.open(round_id)
    return document


def open_report(name: str, round_id: str = "", start: Path | None = None) -> ReportDocument:
    """Return a document's view of the study.

    Args:
        name: Name of the document, such as `2019`.
        round_id: The round that it is about, such as `2018-19`; the last one if not given.
        start: A folder of the checkout; the current one if not given.

    Raises:
        InvalidDataError: If anything in the raw tables is wrong.
        NotBuiltError: If the findings were not built yet.
        StaleFindingsError: If they were built from other raw tables.
    """
    project = find_project(start)
    study, results = _loaded(project.root, _state(project))
    return new_document(project, study, results, name, round_id)


def _state(project: Project) -> tuple[tuple[str, int, int], ...]:
    """Return what tells the files that are read from earlier ones of the same names."""
    return tuple(
        (path.name, path.stat().st_mtime_ns, path.stat().st_size)
        for folder in (project.raw, project.processed)
        for path in sorted(folder.glob("*"))
    )


@lru_cache(maxsize=1)
def _loaded(root: Path, state: tuple[tuple[str, int, int], ...]) -> tuple[Study, Results]:  # noqa: ARG001 - tells one state from another
    """Return the study and what was worked out of it: documents run one after the other."""
    project = Project(root)
    results = read_results(project.processed)
    # What findings were made from was found sound then.
    study = load_study(project.raw, sound=results.ledger.dataset)
    refuse_stale(project, study, results.ledger)
    return study, results


def refuse_stale(project: Project, study: Study, ledger: Ledger) -> None:
    """Refuse findings that were made from other raw tables than there are now.

    Args:
        project: The folders.
        study: The study as it is now.
        ledger: The findings as they were read back.

    Raises:
        StaleFindingsError: If they were.
    """
    if ledger.dataset != study.version:
        raise StaleFindingsError(
            f"{project.processed} was made from other raw tables. Make it again with: ltp build"
        )


def _known(name: str, kinds: Mapping[str, Found], what: str) -> Found:
    if name not in kinds:
        raise UnknownNameError(f"There is no {what} {name}. There are: {', '.join(sorted(kinds))}.")
    return kinds[name]
