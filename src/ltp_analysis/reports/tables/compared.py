"""What complete ratings say of rounds and regions, each answer with when not to believe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.compared.shown import answer
from ltp_analysis.reports.parts import Cell, Place
from ltp_analysis.reports.tables.plain import PlainTable

if TYPE_CHECKING:
    from ltp_analysis.compared.comparison import Comparison
    from ltp_analysis.reports.view import View

_TRANSITION = "transition"


def comparisons(view: View) -> PlainTable:
    """Return the comparisons up to the round looked at, with what they mean.

    Those that are refused because ratings are not complete are not in it: a sentence says why.
    """
    here = [one for one in view.results.comparisons if one.round_id == view.round_id]
    started = any(one.answered for one in here)
    rows: list[tuple[Cell, ...]] = _transitions(here)
    rows += [
        (
            (Place(f"c-{one.id}", one.label), f" ({one.id})"),
            answer(one),
            one.means or one.refusal,
            f"{one.caution} Made by {one.code}.".strip(),
        )
        for one in here
        if one.kind != _TRANSITION and started and not one.waits
    ]
    return PlainTable(
        ("Question", "Answer", "What it means", "When not to believe it"),
        tuple(rows),
        f"Comparisons up to {view.label()} that need every rating. Units are "
        f"{view.study.settings.plural}.",
    )


def _transitions(here: list[Comparison]) -> list[tuple[Cell, ...]]:
    """Return a row for each table of transitions, with the counts that are not zero."""
    tables: dict[tuple[str, str], list[Comparison]] = {}
    for one in here:
        if one.kind == _TRANSITION and one.answered:
            tables.setdefault((one.since, one.way), []).append(one)
    rows: list[tuple[Cell, ...]] = []
    for cells in tables.values():
        first = cells[0]
        pair = first.label.partition(", ")[2]
        counts = [f"{one.category}: {answer(one)}" for one in cells if one.value]
        rows.append(
            (
                f"From each rating to each, {pair}",
                "; ".join(counts),
                f"Counts of all {first.observations} units; what is not named is zero.",
                f"{first.caution} Made by {first.code}.",
            )
        )
    return rows
