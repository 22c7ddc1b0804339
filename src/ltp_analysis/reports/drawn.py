"""The charts of reports, by the name that documents ask for them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.processed.rows import flows_of
from ltp_analysis.reports import charts
from ltp_analysis.solved.by_area import AreaCount

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
    if not here:
        return charts.area_panels(view.study, _whole(view), "group")
    return charts.area_panels(view.study, here)


def _whole(view: View) -> list[AreaCount]:
    """Return the bounds of all units together, for a round whose regions are not known."""
    study, found = view.study, list[AreaCount]()
    name = str(study.row("groups", "group_id", study.settings.whole)["name"])
    for rating in study.ratings:
        units = len(study.codes(view.round_id))
        count = view.find("units", rating)
        ends = (0, units) if count is None else (count.numerator_lower, count.numerator_upper)
        lower, upper = (0, units) if None in ends else ends
        found.append(AreaCount(view.round_id, name, rating, units, lower or 0, upper or 0))
    return found


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
