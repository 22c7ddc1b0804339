"""The flows between two rounds as a table of bounds: from each rating to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ltp_analysis.reports import words
from ltp_analysis.reports.charting.drawing import (
    CRITERIA_CHANGED,
    LOOK,
    PAGE_WIDTH,
    Chart,
    criteria_changed,
)
from ltp_analysis.reports.palette import PAPER, QUIET, RULE, TEXT
from ltp_analysis.solved.flows import EXCLUDED, FORCED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ltp_analysis.solved.flows import Flow, Flows
    from ltp_analysis.validated.study import Study

_HEAT: Final = LinearSegmentedColormap.from_list("heat", [PAPER, "#6bacd8"])
"""White to a light blue of the sequential palette: dark text reads on all of it."""

_LEFT, _TOP, _FOOT, _RIGHT = 1.15, 0.72, 0.42, 0.04
_ROW: Final = 0.68
_SIZE: Final = 10.5
_SMALL: Final = 9
_INSET: Final = 0.045


def flow_data(flows: Flows) -> pd.DataFrame:
    """Return what the chart of flows draws, a row a pair of ratings.

    Args:
        flows: The flows.

    Returns:
        `since`, `round`, `before`, `after`, `lower`, `upper`, `state` (forced, possible or
        excluded), and how many units were `followed` and how many set `apart`.
    """
    return pd.DataFrame(
        {
            "since": flows.since,
            "round": flows.round_id,
            "before": flow.before,
            "after": flow.after,
            "lower": flow.lower,
            "upper": flow.upper,
            "state": flow.state,
            "followed": len(flows.followed),
            "apart": len(flows.apart),
        }
        for flow in flows.flows
    )


def flow_matrix(study: Study, flows: Flows) -> Chart:
    """Draw the bounds of the flows between two rounds as a table.

    Args:
        study: The study.
        flows: The flows.
    """
    ratings, size = study.ratings, len(study.ratings)
    names = [str(study.round(name)["round"]) for name in (flows.since, flows.round_id)]
    broken = criteria_changed(study, flows.since, flows.round_id)
    height = _TOP + _ROW * size + (_FOOT if broken else _RIGHT)
    with mpl.rc_context(LOOK):
        picture = Figure(figsize=(PAGE_WIDTH, height))
        spot = _LEFT, height - _TOP - _ROW * size, PAGE_WIDTH - _LEFT - _RIGHT, _ROW * size
        sides = PAGE_WIDTH, height, PAGE_WIDTH, height
        left, bottom, across, up = (inch / side for inch, side in zip(spot, sides, strict=True))
        axes = picture.add_axes((left, bottom, across, up))
        axes.set_xlim(0, size)
        axes.set_ylim(size, 0)
        for flow in flows.flows:
            place = ratings.index(flow.after), ratings.index(flow.before)
            _cell(axes, flow, place, flow.upper / max(1, len(flows.followed)))
        _heads(axes, ratings, names)
        if broken:
            _beside(axes, (0, 0), (0, -9), f"Between these rounds the {CRITERIA_CHANGED}.", "top")
    return Chart(
        f"flows-{flows.since}-to-{flows.round_id}",
        picture,
        _caption(study, flows, names, broken=broken),
        _alt(flows, names, broken=broken),
        flow_data(flows),
    )


def _cell(axes: Axes, flow: Flow, place: tuple[int, int], heat: float) -> None:
    column, row = place
    excluded, forced = flow.state == EXCLUDED, flow.state == FORCED
    axes.add_patch(
        Rectangle(
            place,
            1,
            1,
            facecolor=_HEAT(heat),
            edgecolor=QUIET if excluded else RULE,
            hatch="xx" if excluded else "",
            linewidth=0.6,
        )
    )
    if forced:
        corner, inner = (column + _INSET, row + _INSET), 1 - 2 * _INSET
        axes.add_patch(
            Rectangle(corner, inner, inner, fill=False, edgecolor=TEXT, linewidth=2, zorder=2)
        )
        _write(axes, (column + 0.5, row + 0.7), FORCED, _SMALL)
    _write(
        axes,
        (column + 0.5, row + (0.36 if forced else 0.5)),
        words.between(flow.lower, flow.upper),
        _SIZE,
        bold=forced,
        boxed=excluded,
    )


def _write(  # noqa: PLR0913 - where, what, and how it looks
    axes: Axes,
    spot: tuple[float, float],
    text: str,
    size: float,
    *,
    bold: bool = False,
    boxed: bool = False,
) -> None:
    axes.text(
        *spot,
        text,
        fontsize=size,
        fontweight="bold" if bold else "normal",
        ha="center",
        va="center",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 2} if boxed else None,
    )


def _heads(axes: Axes, ratings: list[str], names: list[str]) -> None:
    """Name the rows and columns, and the rounds that they are of."""
    middles = [place + 0.5 for place in range(len(ratings))]
    axes.set_xticks(middles, ratings, fontsize=_SIZE)
    axes.set_yticks(middles, ratings, fontsize=_SIZE)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, pad=6, labelcolor=TEXT)
    axes.spines[:].set_visible(False)
    _beside(axes, (0.5, 1), (0, 27), f"to, in {names[1]}", "bottom", "center", bold=True)
    corner = -72 * _LEFT + 3, 8
    _beside(axes, (0, 1), corner, f"from, in\n{names[0]}", "bottom", bold=True)


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
        fontsize=_SIZE if bold else _SMALL,
        fontweight="bold" if bold else "normal",
        fontstyle="normal" if bold else "italic",
    )


def _caption(study: Study, flows: Flows, names: list[str], *, broken: bool) -> str:
    plural, size = study.settings.plural, len(flows.followed)
    one = f"{plural} that were one {study.settings.singular} in both rounds"
    said = [
        f"From {names[0]} to {names[1]}, {_kept(flows)} of {size} {plural} kept their rating.",
        "Each cell is the least and greatest number that can have gone from the rating of its row",
        f"to that of its column, of {size} {one}.",
    ]
    if flows.apart:
        said.append(f"{len(flows.apart)} that merged or are new are left out.")
    said.append("A thick frame marks a flow that certainly took place.")
    if any(flow.state == EXCLUDED for flow in flows.flows):
        said.append("A crossed cell marks one that cannot have.")
    said.append("The darker a cell, the greater its greatest number.")
    if broken:
        said.append(f"Between these rounds the {CRITERIA_CHANGED}.")
    said.append("Source: worked out from all statements held; see the sources of this report.")
    return " ".join(said)


def _kept(flows: Flows) -> str:
    return words.between(flows.kept.lower, flows.kept.upper)


def _alt(flows: Flows, names: list[str], *, broken: bool) -> str:
    said = [f"Table of flows from {names[0]} to {names[1]}."]
    for before in dict.fromkeys(flow.before for flow in flows.flows):
        parts = [
            f"to {flow.after} {words.between(flow.lower, flow.upper)}"
            + (f" ({FORCED})" if flow.state == FORCED else "")
            for flow in flows.flows
            if flow.before == before
        ]
        said.append(f"From {before}: {'; '.join(parts)}.")
    said.append(
        f"Of {len(flows.followed)} followed, {_kept(flows)} kept their rating, "
        f"{words.between(flows.better.lower, flows.better.upper)} got a better one and "
        f"{words.between(flows.worse.lower, flows.worse.upper)} a worse one."
    )
    if broken:
        said.append(f"Between these rounds the {CRITERIA_CHANGED}.")
    return " ".join(said)
