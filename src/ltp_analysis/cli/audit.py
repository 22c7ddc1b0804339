"""`ltp audit`: every published figure with its verdict."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress, shown, table
from ltp_analysis.explained.said import said_plainly
from ltp_analysis.problems import LtpError
from ltp_analysis.project import find_project
from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.reconciliation.record import as_record
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.reports.words import bounds
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.readings import base_label
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study


class UnknownVerdictError(LtpError):
    """Raised where a verdict is asked for that there is not."""


class UnknownFormatError(LtpError):
    """Raised where a chart is asked for in a format that is not made."""


_FORMATS = (".svg", ".png")


def run(round_name: str, verdict: str, scenario: str, chart: Path | None, *, as_json: bool) -> int:
    """Print published figures with their verdicts.

    Args:
        round_name: Name or id of a round; empty for all.
        verdict: A verdict or a part of it; empty for all.
        scenario: Name of the scenario.
        chart: Where to draw how many figures of the rounds have which verdict, if at all.
        as_json: Whether to print JSON.

    Returns:
        0, whatever the verdicts.

    Raises:
        UnknownVerdictError: If there is no such verdict.
        UnknownFormatError: If the chart is to be neither SVG nor PNG.
    """
    wanted = {one for one in Verdict if verdict.strip().lower() in one}
    if not wanted:
        raise UnknownVerdictError(
            f"There is no verdict “{verdict}”. There are: {', '.join(Verdict)}."
        )
    if chart is not None and chart.suffix not in _FORMATS:
        raise UnknownFormatError(
            f"The chart {chart} has no known format; end its name with {' or '.join(_FORMATS)}."
        )
    with progress("audit") as say:
        say("reading the evidence")
        study = load_study(find_project().raw)
        round_id = study.find_round(round_name) if round_name else ""
        say("setting every published figure against the rest")
        figures = study["figures"]
        chosen = figures.loc[figures["round_id"] == round_id, "figure_id"] if round_id else None
        evidence = weigh(study, scenario)
        asked = None if chosen is None else set(chosen)
        found = reconcile(study, figures=asked, evidence=evidence)
        drawn = [] if chart is None else _draw(study, found, chart)
    listed = [item for item in found if item.verdict in wanted]
    if as_json:
        _tell(drawn, errors=True)
        rows = [as_record(item) | {"round": _round(study, item)} for item in listed]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201 - the output
        return 0
    header = ("Figure", "Printed", "Verdict", "Rule", "Of", "Bounds", "Why")
    lines = [
        (
            item.figure_id,
            item.printed,
            item.verdict,
            item.rule,
            base_label(study, item.base) if item.base else "",
            bounds(item.lower, item.upper, item.unit),
            item.because,
        )
        for item in listed
    ]
    screen = console()
    screen.print(table(header, lines))
    _show_clashes(screen, evidence, listed, round_id)
    counts = Counter(item.verdict for item in listed)
    screen.print(", ".join(f"{counts[one]} {one}" for one in Verdict if counts[one]) or "none")
    _tell(drawn)
    return 0


def _draw(study: Study, items: Sequence[Reconciled], path: Path) -> list[Path]:
    """Draw the verdicts; returns what was written, which is named after a path."""
    from ltp_analysis.reports.charts import noticed, save, verdict_chart  # noqa: PLC0415 - slow to load

    chart = noticed(verdict_chart(study, items), study.settings.notice)
    made = save(replace(chart, name=path.stem), path.parent)
    return [made.with_suffix(suffix) for suffix in (*_FORMATS, ".csv")]


def _show_clashes(
    screen: Console, evidence: Evidence, listed: Sequence[Reconciled], round_id: str
) -> None:
    """Print what contradicted figures and accepted statements cannot hold with, in words."""
    study = evidence.study
    said = {item.id: item for item in collect(study, evidence.scenario.rules)}

    def row(name: str) -> tuple[str, ...]:
        known = said.get(name)
        if known is None:
            return name, "rows of the raw tables", ""
        return tuple(said_plainly(study, known).values())

    against = [
        (item.figure_id, *row(name))
        for item in listed
        if item.verdict is Verdict.CONTRADICTED
        for name in item.statements
    ]
    if against:
        header = ("Figure", "Cannot hold with", "Which says", "Source")
        screen.print(table(header, against, "What contradicts figures"))
    left_out = {item.statement for item in evidence.left_out}
    for clash in evidence.clashes:
        if round_id and all(said[name].round_id != round_id for name in clash):
            continue
        rows = [(*row(name), "left out" if name in left_out else "held") for name in clash]
        what = "Cannot all hold" if len(clash) > 1 else "Cannot hold by itself"
        title = f"{what} under the scenario “{evidence.scenario.name}”"
        screen.print(table(("Statement", "Says", "Source", "Standing"), rows, title))


def _tell(paths: Sequence[Path], *, errors: bool = False) -> None:
    for path in paths:
        console(errors=errors).print(f"wrote {shown(path)}", soft_wrap=True)


def _round(study: Study, item: Reconciled) -> str:
    return str(study.round(item.round_id)["round"]) if item.round_id else ""
