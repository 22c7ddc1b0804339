"""The charts of reports, by the name that documents ask for them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.processed.rows import flows_of
from ltp_analysis.reports import charts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.reports.charts import Chart
    from ltp_analysis.reports.view import View


def _ratings(view: View) -> Chart:
    rounds = view.study.rounds[: view.study.rounds.index(view.round_id) + 1]
    return charts.ratings_by_round(view.study, view.ledger, rounds)


def _map(view: View) -> Chart:
    here = [unit for unit in view.results.ratings if unit.round_id == view.round_id]
    return charts.tile_map(view.study, view.round_id, here)


def _regions(view: View) -> Chart:
    here = [count for count in view.results.areas if count.round_id == view.round_id]
    return charts.area_panels(view.study, here)


def _flows(view: View) -> Chart:
    return charts.flow_matrix(
        view.study, flows_of(view.results.flows, view.results.followed, view.round_id)
    )


def _children(view: View) -> Chart:
    return charts.children_chart(view.study, view.results.figures)


def _verdicts(view: View) -> Chart:
    return charts.verdict_chart(view.study, view.results.figures)


CHARTS: Final[dict[str, Callable[[View], Chart]]] = {
    "ratings": _ratings,
    "map": _map,
    "regions": _regions,
    "flows": _flows,
    "children": _children,
    "verdicts": _verdicts,
}
"""What draws each chart."""
