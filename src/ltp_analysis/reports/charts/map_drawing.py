"""The map of a round: one tile a unit, that says what is known of its rating and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.collections import LineCollection

from ltp_analysis.reports.charts.chart import Chart
from ltp_analysis.reports.charts.drawing import INCH, PAGE_WIDTH, SIZE, new_page
from ltp_analysis.reports.charts.lettering import height_of, text_width, wrap
from ltp_analysis.reports.charts.map_data import (
    SEVERAL,
    STATES,
    map_alt,
    map_data,
    map_headline,
    map_source,
    map_subtitle,
)
from ltp_analysis.reports.charts.marks import draw_tile, new_pen, plain
from ltp_analysis.reports.charts.region_names import place_names
from ltp_analysis.reports.charts.tiles import borders, tile_layout
from ltp_analysis.reports.palette import TEXT, styles
from ltp_analysis.solved.ratings import DEDUCED, STATED
from ltp_analysis.validated.areas import REGION, areas_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.reports.charts.region_names import RegionName
    from ltp_analysis.reports.charts.tiles import Place
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study

_NAME_WIDTH: Final = 95
_MARGIN: Final = 0.3
_KEY_ROW: Final = 1.35
_KEY_GAP: Final = 0.8
_ENTRY_GAP: Final = 0.5
_ROOM_FOR_NAMES: Final = 5
_MOST: Final = 30
"""Greatest edge of a tile in points."""
_ONE_LEFT: Final = {STATED: "one left, stated", DEDUCED: "one left, deduced"}
_LEADER: Final = 2.7
"""Above tiles, below letters: a line to a name covers none."""


def tile_map(
    study: Study, round_id: str, ratings: Sequence[UnitRating], kind: str = REGION
) -> Chart:
    """Draw what is known of the rating of each unit of a round, a tile a unit.

    Args:
        study: The study.
        round_id: The round.
        ratings: What is known of each of its units.
        kind: The kind of area whose borders and names are drawn.
    """
    layout, regions = tile_layout(study, round_id, kind), areas_of(study, round_id, kind)
    data = map_data(study, ratings, layout, regions)
    return Chart(
        f"map-{round_id}",
        lambda: _draw(study, data, layout.places, regions),
        map_headline(study, round_id, data),
        map_subtitle(study, round_id, data, layout, kind),
        map_source(study, round_id, kind),
        map_alt(study, round_id, data),
        data,
    )


def _draw(
    study: Study, data: pd.DataFrame, places: Mapping[str, Place], regions: Mapping[str, str]
) -> Figure:
    columns, rows = (max(place[axis] for place in places.values()) + 1 for axis in (0, 1))
    names = _names(places, regions, min(_MOST, PAGE_WIDTH * INCH / (columns + _ROOM_FOR_NAMES)))
    west = min([-0.5, *(name.box.left for name in names)]) - _MARGIN
    east = max([columns - 0.5, *(name.box.right for name in names)]) + _MARGIN
    scale = min(_MOST, PAGE_WIDTH * INCH / (east - west))
    spare = PAGE_WIDTH * INCH / scale - (east - west)
    west, east = west - spare / 2, east + spare / 2
    key = _key(study, data, (east - west - 2 * _MARGIN) * scale, scale)
    top, bottom = -0.5 - _MARGIN, rows + _KEY_ROW * (len(key) - 1) + 0.5 + 2 * _MARGIN + _KEY_GAP
    drawn, axes = new_page((bottom - top) * scale / INCH)
    axes.set_xlim(west, east)
    axes.set_ylim(bottom, top)
    axes.set_axis_off()
    pen = new_pen(axes, styles(study), list(places), scale)
    for row in data.dropna(subset=["column"]).to_dict("records"):
        spot = float(row["column"]), float(row["row"])
        draw_tile(pen, spot, row["unit_code"], row["state"], row["possible"].split("|"))
    _regions(axes, places, regions, names)
    for place, line in enumerate(key):
        y = rows + _MARGIN + _KEY_GAP + _KEY_ROW * place
        for x, state, possible, text in line:
            left = west + _MARGIN + x / scale
            sample = pen if possible[0] else plain(pen)
            draw_tile(sample, (left + 0.5, y), "", state, possible)
            axes.text(left + 1.2, y, text, va="center_baseline")
    return drawn


def _names(
    places: Mapping[str, Place], regions: Mapping[str, str], scale: float
) -> list[RegionName]:
    """Place the names of regions, supposing a scale no greater than the map's will be."""
    sizes = {}
    for name in sorted(set(regions.values())):
        text = _wrapped(name)
        width = text_width(text, SIZE, bold=True)
        sizes[name] = width / scale, height_of(text, SIZE) / scale
    return place_names(places, regions, sizes)


def _wrapped(name: str) -> str:
    return wrap(name, SIZE, _NAME_WIDTH, bold=True)


def _regions(
    axes: Axes,
    places: Mapping[str, Place],
    regions: Mapping[str, str],
    names: Sequence[RegionName],
) -> None:
    """Draw the borders of regions and their names."""
    sides = [[(x - 0.5, y - 0.5) for x, y in side] for side in borders(places, regions)]
    axes.add_collection(
        LineCollection(sides, colors=TEXT, linewidths=1.8, capstyle="round", zorder=2.6)
    )
    for name in names:
        line, left = name.line, name.on_the_left
        middle = (line.top + line.bottom) / 2
        axes.plot(
            (line.left, line.right), (middle, middle), color=TEXT, linewidth=0.9, zorder=_LEADER
        )
        start = line.right if left else line.left
        axes.plot(start, middle, "o", color=TEXT, markersize=3.2, zorder=_LEADER)
        axes.text(
            name.box.right if left else name.box.left,
            middle,
            _wrapped(name.region),
            fontweight="bold",
            ha="right" if left else "left",
            va="center",
        )


_Entry = tuple[float, str, list[str], str]
"""Where it starts in points, the state and the ratings of its sample, and its text."""


def _key(study: Study, data: pd.DataFrame, width: float, scale: float) -> list[list[_Entry]]:
    """Return the lines of the key: each rating, and each way of knowing, with its number."""
    settled = data[data["state"].isin([STATED, DEDUCED])]["possible"].value_counts()
    states = data["state"].value_counts()
    ratings = [
        (STATED, [rating], f"{rating}: {settled.get(rating, 'none')} known")
        for rating in study.ratings
    ]
    ways = [
        (
            state,
            study.ratings[:2] if state == SEVERAL else [""],
            f"{_ONE_LEFT.get(state, state)}: {states[state]}",
        )
        for state in STATES
        if state in states
    ]
    lines: list[list[_Entry]] = []
    for group in (ratings, ways):
        lines.append([])
        start = 0.0
        for state, possible, text in group:
            long = 1.2 * scale + text_width(text, SIZE)
            if lines[-1] and start + long > width:
                lines.append([])
                start = 0.0
            lines[-1].append((start, state, possible, text))
            start += long + _ENTRY_GAP * scale
    return lines
