"""Tables of the evidence: figures and their verdicts, clashes, sources, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.findings.finding import finding_id
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.reports import words
from ltp_analysis.reports.parts import Cell, Citation, Number, statement_place
from ltp_analysis.reports.tables.areas import grounds
from ltp_analysis.reports.tables.plain import PlainTable
from ltp_analysis.reports.view import View, number
from ltp_analysis.statements.rounding import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ltp_analysis.reconciliation.verdict import Reconciled


def published(view: View) -> PlainTable:
    """Return what was printed about a round, with the verdict on each figure."""
    here = [item for item in view.results.figures if item.round_id == view.round_id]
    return PlainTable(
        ("Published figure", "As printed", "Verdict", "Bounds from the rest", "Why"),
        tuple(_figure(view, item, dated=False) for item in here),
        f"Every figure found about {view.label()}, as it was printed, against what all other "
        "statements allow.",
    )


def reconciliation(view: View) -> PlainTable:
    """Return the verdict on every published figure of all rounds."""
    return PlainTable(
        ("Published figure", "As printed", "Verdict", "Bounds from the rest", "Why"),
        tuple(_figure(view, item, dated=True) for item in view.results.figures),
        "Every published figure against all other statements.",
    )


def contradicted(view: View) -> PlainTable:
    """Return the published figures that cannot hold with the rest, and with what they clash."""
    rows: list[tuple[Cell, ...]] = [
        (
            Number(statement_place(item.figure_id), item.printed),
            view.about(item, dated=True),
            item.because,
            grounds(view, item.statements),
        )
        for item in view.results.figures
        if item.verdict is Verdict.CONTRADICTED
    ]
    return PlainTable(
        ("As printed", "What it is about", "Why it cannot hold", "With"),
        tuple(rows),
        "Published figures that contradict the rest of the evidence, each with a smallest set of "
        "statements that it cannot hold with.",
    )


def _figure(view: View, item: Reconciled, *, dated: bool) -> tuple[Cell, ...]:
    rule = f" ({item.rule})" if item.rule and item.rule != Rule.NEAREST else ""
    return (
        view.about(item, dated=dated),
        Number(statement_place(item.figure_id), item.printed),
        f"{item.verdict}{rule}",
        words.bounds(item.lower, item.upper, item.unit),
        item.because,
    )


def verdicts(view: View) -> PlainTable:
    """Return how many published figures of each round have each verdict."""
    rows: list[tuple[Cell, ...]] = []
    whole = view.study.settings.whole
    for round_id in ("", *view.study.rounds):
        label = view.label(round_id) if round_id else "all, and no round stated"
        names = [finding_id("figures", round_id or "all", str(one), whole) for one in Verdict]
        found = [view.ledger[name] for name in names]
        rows.append((label, *(number(one, words.count(one)) for one in found)))
    return PlainTable(
        ("Round", *(str(one) for one in Verdict)),
        tuple(rows),
        "How many published figures have each verdict.",
    )


def children(view: View) -> PlainTable:
    """Return the printed numbers of children of a round against populations and rates."""
    here = [
        item
        for item in view.results.figures
        if item.round_id == view.round_id and item.unit == "children"
    ]
    groups = view.study["groups"].set_index("group_id")["name"]
    measures = view.study["measures"].set_index("measure")["label"]
    rows: list[tuple[Cell, ...]] = [
        (
            str(groups.get(item.group_id, item.group_id)),
            str(measures[item.measure])
            if item.category == "all"
            else view.study.label(item.category),
            Number(statement_place(item.figure_id), item.printed),
            words.bounds(item.lower, item.upper, item.unit),
            str(item.verdict),
        )
        for item in here
    ]
    return PlainTable(
        ("Where", "Which children", "As printed", "Worked out here", "Verdict"),
        tuple(rows),
        f"Printed numbers of abused or neglected children of {view.label()} against rates times "
        "populations. For totals the bounds are those of all ratings that the statements allow.",
    )


def left_out(view: View) -> PlainTable:
    """Return the statements on a round that are not taken at their word, with the reasons."""
    return _left_out(view, [view.round_id], f"Statements on {view.label()}")


def left_out_anywhere(view: View) -> PlainTable:
    """Return all statements that are not taken at their word, with the reasons."""
    return _left_out(view, ["", *view.study.rounds], "Statements on any round")


def _left_out(view: View, rounds: Sequence[str], which: str) -> PlainTable:
    rows = [
        (
            Number(statement_place(row.statement_id), row.statement_id),
            row.words,
            row.standing.removeprefix("left out: "),
        )
        for row in view.results.statements
        if row.round_id in rounds and row.standing.startswith("left out")
    ]
    return PlainTable(
        ("Statement", "What it says", "Why it is left out"),
        tuple(rows) or ((words.NONE, words.NONE, words.NONE),),
        f"{which} that are not taken at their word.",
    )


def clashes(view: View) -> PlainTable:
    """Return the smallest sets of statements that cannot all hold."""
    rows = [
        (
            str(row.clash),
            _sentences(view, row.statements),
            Number(statement_place(row.left_out), row.left_out),
        )
        for row in view.results.clashes
    ]
    return PlainTable(
        ("Clash", "Statements that cannot all hold", "Left out, as the least precise"),
        tuple(rows),
        "Clashes among accepted statements, found by the solver; each is as small as can be.",
    )


def _sentences(view: View, names: Iterable[str]) -> str:
    return "; ".join(view.statements[name].words for name in names)


def sources(view: View) -> PlainTable:
    """Return the sources of all statements on a round, those left out among them."""
    used: dict[str, int] = {}
    for table in ("figures", "ratings"):
        said = view.study[table]
        for source in said.loc[said["round_id"] == view.round_id, "source_id"]:
            used[source] = used.get(source, 0) + 1
    frame = view.study["sources"].fillna({"date": "no date"})
    frame = frame.sort_values(
        ["publisher", "date", "title"], key=lambda texts: texts.str.casefold()
    )
    rows = [
        (
            str(row["publisher"]),
            (str(row["title"]), ", ", Citation(row["source_id"])),
            str(row["date"]),
            str(used[row["source_id"]]),
        )
        for row in frame.to_dict("records")
        if row["source_id"] in used
    ]
    return PlainTable(
        ("Publisher", "Title", "Date", "Statements"),
        tuple(rows),
        f"Where the statements on {view.label()} come from.",
    )
