"""The flows between two rounds as a table of bounds: from each rating to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from ltp_analysis.reports import words
from ltp_analysis.reports.charts.chart import Chart
from ltp_analysis.reports.charts.drawing import (
    CRITERIA_CHANGED,
    INCH,
    PAGE_WIDTH,
    SIZE,
    SMALL,
    breaks_sentence,
    margin_for,
    new_page,
)
from ltp_analysis.reports.charts.lettering import height_of, text_width, wrap, wrap_all
from ltp_analysis.reports.palette import PAPER, QUIET, TEXT
from ltp_analysis.solved.flows import EXCLUDED, FORCED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.solved.flows import Flow, Flows
    from ltp_analysis.validated.study import Study

HEAT: Final = (PAPER, "#6bacd8")
"""White to a light blue of the sequential palette: dark text reads on all of it."""

SAME: Final = "same rating"
"""What the cells of the diagonal are called."""

_HEAT: Final = LinearSegmentedColormap.from_list("heat", HEAT)
_ROW: Final = 0.66
_NAME_WIDTH: Final = 110
_FOOT: Final = 0.34
_EDGE: Final = 0.04
_INSET: Final = 2.5
_DOWN: Final = 12
_NARROW: Final = 0.9
_HEAD_ROOM: Final = 0.94
_BOLDER: Final = 1.12


def flow_data(flows: Flows) -> pd.DataFrame:
    """Return what the chart of flows draws, a row a pair of ratings.

    Args:
        flows: The flows.

    Returns:
        `since`, `round`, `before`, `after`, `lower`, `upper`, `state` (forced, possible or
        excluded), and how many units were `followed` and how many set `apart`.
    """
    rounds, sizes = (flows.since, flows.round_id), (len(flows.followed), len(flows.apart))
    return pd.DataFrame(
        [
            (*rounds, flow.before, flow.after, flow.lower, flow.upper, flow.state, *sizes)
            for flow in flows.flows
        ],
        columns=[
            *("since", "round", "before", "after", "lower", "upper", "state"),
            *("followed", "apart"),
        ],
    )


def flow_matrix(study: Study, flows: Flows) -> Chart:
    """Draw the bounds of the flows between two rounds as a table.

    Args:
        study: The study.
        flows: The flows.
    """
    since, until = _names(study, flows)
    kept = words.between(flows.kept.lower, flows.kept.upper)
    return Chart(
        f"flows-{flows.since}-to-{flows.round_id}",
        lambda: _draw(study, flows),
        f"From {since} to {until}, {kept} of {len(flows.followed)} {study.settings.plural} "
        "kept their rating",
        _subtitle(study, flows),
        "Source: worked out from all statements held; see the sources of this report",
        _alt(study, flows),
        flow_data(flows),
    )


def _names(study: Study, flows: Flows) -> tuple[str, str]:
    since, until = (study.round(name)["round"] for name in (flows.since, flows.round_id))
    return str(since), str(until)


def _subtitle(study: Study, flows: Flows) -> str:
    plural, singular = study.settings.plural, study.settings.singular
    said = [
        (
            f"Number of {plural} that went from the rating of a row to that of a column, least and "
            f"greatest, of the {len(flows.followed)} that were one {singular} in both rounds."
        ),
    ]
    if flows.apart:
        said.append(f"{len(flows.apart)} that merged or are new are left out.")
    if any(flow.state == FORCED for flow in flows.flows):
        said.append("A thick frame marks a flow that certainly took place.")
    if any(flow.state == EXCLUDED for flow in flows.flows):
        said.append("A crossed cell marks one that cannot have.")
    said.append("The darker a cell, the greater its greatest number.")
    said.append(breaks_sentence(study, [flows.since, flows.round_id]))
    return " ".join(text for text in said if text)


def _draw(study: Study, flows: Flows) -> Figure:
    ratings = study.ratings
    size = len(ratings)
    corner = f"from, in\n{_names(study, flows)[0]}"
    rows = [wrap(name, SIZE, _NAME_WIDTH) for name in ratings]
    left = max(margin_for(rows), margin_for([corner], _BOLDER * SIZE))
    column = (PAGE_WIDTH - left - _EDGE) * INCH / size
    heads, head = wrap_all(ratings, (SIZE, SMALL), _HEAD_ROOM * column)
    deep = max(height_of(name, head) for name in heads) + _DOWN
    broken = bool(breaks_sentence(study, [flows.since, flows.round_id]))
    drawn, axes = new_page(
        _ROW * size,
        left=left,
        right=_EDGE,
        top=(deep + height_of("\n", SIZE)) / INCH,
        foot=_FOOT if broken else _EDGE,
    )
    axes.set_xlim(0, size)
    axes.set_ylim(size, 0)
    for flow in flows.flows:
        place = ratings.index(flow.after), ratings.index(flow.before)
        _cell(axes, flow, place, flow.upper / max(1, len(flows.followed)), column)
    _heads(axes, study, flows, rows, (heads, head))
    if broken:
        _beside(axes, (0, 0), (0, -8), f"Between these rounds the {CRITERIA_CHANGED}.", "top")
    return drawn


def _cell(axes: Axes, flow: Flow, place: tuple[int, int], heat: float, width: float) -> None:
    """Draw a cell so many points wide."""
    column, row = place
    excluded, forced = flow.state == EXCLUDED, flow.state == FORCED
    hatch = "xx" if excluded else ""
    axes.add_patch(
        Rectangle(place, 1, 1, facecolor=_HEAT(heat), edgecolor=QUIET, hatch=hatch, linewidth=0.6)
    )
    if forced:
        aside, down = _INSET / width, _INSET / (_ROW * INCH)
        corner = column + aside, row + down
        sides = 1 - 2 * aside, 1 - 2 * down
        axes.add_patch(Rectangle(corner, *sides, fill=False, edgecolor=TEXT, linewidth=2, zorder=2))
    number, weight = words.between(flow.lower, flow.upper), "bold" if forced else "normal"
    if text_width(number, SIZE, bold=forced) > _NARROW * width:
        number = wrap(number, SIZE, _NARROW * width, bold=forced)
    notes = [SAME] * (flow.before == flow.after) + [FORCED] * forced
    below = "\n".join(wrap(note, SMALL, _NARROW * width) for note in notes)
    high = height_of(number, SIZE), height_of(below, SMALL) if notes else 0
    start = row + 0.5 - sum(high) / 2 / (_ROW * INCH)
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 2} if excluded else None
    middle, parting = column + 0.5, start + high[0] / (_ROW * INCH)
    spot = middle, (start + parting) / 2
    axes.text(*spot, number, fontweight=weight, ha="center", va="center", bbox=box)
    if notes:
        look: dict[str, Any] = {"fontsize": SMALL, "ha": "center", "va": "top", "bbox": box}
        axes.text(middle, parting, below, **look, linespacing=1.1)


def _heads(
    axes: Axes,
    study: Study,
    flows: Flows,
    rows: Sequence[str],
    heads: tuple[Sequence[str], float],
) -> None:
    """Name the rows and columns, in a size of their own, and the rounds that they are of."""
    (since, until), (columns, size) = _names(study, flows), heads
    middles = [place + 0.5 for place in range(len(rows))]
    axes.set_xticks(middles, columns, fontsize=size)
    axes.set_yticks(middles, rows, va="center")
    axes.xaxis.tick_top()
    axes.tick_params(pad=5, labelcolor=TEXT)
    up = max(height_of(name, size) for name in columns) + 7
    _beside(axes, (0.5, 1), (0, up), f"to, in {until}", "bottom", "center", bold=True)
    _beside(axes, (0, 1), (-5, 5), f"from, in\n{since}", "bottom", "right", bold=True)


def _beside(  # noqa: PLR0913, PLR0917 - where, what, and how it looks
    axes: Axes,
    spot: tuple[float, float],
    offset: tuple[float, float],
    text: str,
    upright: str,
    level: str = "left",
    *,
    bold: bool = False,
) -> None:
    """Write a text so many points off a spot, given as parts of the table."""
    axes.annotate(
        text,
        spot,
        offset,
        xycoords="axes fraction",
        textcoords="offset points",
        ha=level,
        va=upright,
        fontweight="bold" if bold else "normal",
        fontstyle="normal" if bold else "italic",
    )


def _alt(study: Study, flows: Flows) -> str:
    since, until = _names(study, flows)
    said = [f"Table of flows from {since} to {until}."]
    for before in dict.fromkeys(flow.before for flow in flows.flows):
        parts = [
            f"to {flow.after} {words.between(flow.lower, flow.upper)}"
            + (f" ({FORCED})" if flow.state == FORCED else "")
            for flow in flows.flows
            if flow.before == before
        ]
        said.append(f"From {before}: {'; '.join(parts)}.")
    kept, better, worse = (
        words.between(ends.lower, ends.upper) for ends in (flows.kept, flows.better, flows.worse)
    )
    said.append(
        f"Of {len(flows.followed)} followed, {kept} kept their rating, {better} got a better one "
        f"and {worse} a worse one."
    )
    if flows.apart:
        said.append(f"{len(flows.apart)} are left out.")
    said.append(breaks_sentence(study, [flows.since, flows.round_id]))
    return " ".join(text for text in said if text)
