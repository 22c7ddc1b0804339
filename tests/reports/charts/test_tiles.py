"""Places of tiles, against brute force and against the points themselves."""

from __future__ import annotations

import math
from itertools import permutations, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ltp_analysis.reports.charts.tiles import (
    REACH,
    SHIFTS,
    borders,
    lay_tiles,
    neighbours,
    pieces,
    points_of,
    tile_layout,
)
from ltp_analysis.validated.areas import areas_of

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

Point = tuple[float, float]
KM = 111.19
ROUNDS = ["2015-16", "2016-17", "2017-18", "2018-19"]


def flat(points: dict[str, Point]) -> dict[str, Point]:
    """Return kilometres to the east and to the south."""
    middle = math.radians(sum(y for _, y in points.values()) / len(points))
    return {unit: (x * math.cos(middle) * KM, -y * KM) for unit, (x, y) in points.items()}


def best_by_force(
    points: dict[str, Point], regions: dict[str, str], edge: float
) -> tuple[int, float]:
    """Return the fewest pieces, and the least sum of squares in edges with so many."""
    spots = {unit: (x / edge, y / edge) for unit, (x, y) in flat(points).items()}
    centre = [sum(spot[axis] for spot in spots.values()) / len(spots) for axis in (0, 1)]
    found = []
    for across, down in product(range(SHIFTS), repeat=2):
        start = centre[0] + across / SHIFTS, centre[1] + down / SHIFTS
        cells = [
            (column, row)
            for column, row in product(range(-12, 13), repeat=2)
            if any(
                math.dist((start[0] + column, start[1] + row), spot) <= REACH + 1e-3
                for spot in spots.values()
            )
        ]
        totals = {
            chosen: sum(
                (start[0] + column - x) ** 2 + (start[1] + row - y) ** 2
                for (column, row), (x, y) in zip(chosen, spots.values(), strict=True)
            )
            for chosen in permutations(cells, len(spots))
        }
        if totals:
            chosen = min(totals, key=lambda some: totals[some])
            parts = pieces(dict(zip(spots, chosen, strict=True)), regions)
            found.append((sum(map(len, parts.values())), totals[chosen]))
    return min(found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-3, 1), st.floats(50, 55)).map(
            lambda point: (round(point[0], 2), round(point[1], 2))
        ),
        min_size=1,
        max_size=3,
        unique=True,
    ),
    st.booleans(),
)
def test_no_other_places_are_nearer(spots: list[Point], one_region: bool) -> None:  # noqa: FBT001
    points = {f"u{number}": spot for number, spot in enumerate(spots)}
    regions = dict.fromkeys(points, "all") if one_region else {}
    layout = lay_tiles(points, regions)
    number, total = best_by_force(points, regions, layout.edge)
    found = sum(len(parts) for parts in pieces(layout.places, regions).values())
    moved = layout.moved**2 * len(points) / layout.edge**2
    # Costs are in thousandths of an edge, squared, so what differs by less is a tie.
    assert moved == pytest.approx(total, abs=0.01)
    assert found == number


@given(
    st.lists(st.tuples(st.floats(-6, 2), st.floats(49, 56)), min_size=2, max_size=25, unique=True)
)
@example([(0.0, 49.0), (1.1125369292536007e-308, 49.0)])
@settings(max_examples=40, deadline=None)
def test_each_unit_has_a_tile_of_its_own(spots: list[Point]) -> None:
    points = {f"u{number}": spot for number, spot in enumerate(spots)}
    try:
        layout = lay_tiles(points, {})
    except ValueError as error:
        assert "too many units stand at one spot" in str(error)  # noqa: PT017
        return
    assert set(layout.places) == set(points)
    assert len(set(layout.places.values())) == len(points)
    for axis in (0, 1):
        assert min(place[axis] for place in layout.places.values()) == 0


def spots_of(study: Study, round_id: str) -> dict[str, Point]:
    rows = points_of(study, round_id)
    spots = zip(rows["longitude"].astype(float), rows["latitude"].astype(float), strict=True)
    return dict(zip(rows["unit_code"], spots, strict=True))


@pytest.mark.parametrize("round_id", ROUNDS)
def test_every_unit_of_a_round_has_one_tile(study: Study, round_id: str) -> None:
    layout = tile_layout(study, round_id)
    assert set(layout.places) == set(study.units(round_id)["unit_code"])
    assert len(set(layout.places.values())) == len(layout.places)


@pytest.mark.parametrize("round_id", ROUNDS[1::2])
def test_tiles_keep_the_order_of_the_points(study: Study, round_id: str) -> None:
    layout, spots = tile_layout(study, round_id), flat(spots_of(study, round_id))
    units = list(spots)
    where = np.array([spots[unit] for unit in units])
    tiles = np.array([layout.places[unit] for unit in units])
    for axis in (0, 1):
        apart = where[:, None, axis] - where[None, :, axis]
        steps = tiles[:, None, axis] - tiles[None, :, axis]
        far = apart > 4 * layout.edge
        assert (steps[far] > 0).mean() > 0.99
    assert layout.places["00L"][1] == 0
    assert layout.places["11N"][0] == 0


def test_the_same_points_give_the_same_places(study: Study) -> None:
    spots, regions = spots_of(study, "2018-19"), areas_of(study, "2018-19")
    layout = lay_tiles(spots, regions)
    assert lay_tiles(dict(reversed(spots.items())), dict(reversed(regions.items()))) == layout
    moved = lay_tiles({unit: (x + 4, y) for unit, (x, y) in spots.items()}, regions)
    assert moved.places == layout.places
    assert moved.edge == pytest.approx(layout.edge)
    assert tile_layout(study, "2017-18").places == tile_layout(study, "2018-19").places


def test_the_distance_is_that_from_points_to_tiles(study: Study) -> None:
    spots = flat(spots_of(study, "2018-19"))
    layout = tile_layout(study, "2018-19")
    where = np.array([spots[unit] for unit in spots])
    tiles = layout.edge * np.array([layout.places[unit] for unit in spots])
    # Where the grid starts is not told, but the best start is the mean difference.
    least = np.sqrt((((where - tiles) - (where - tiles).mean(axis=0)) ** 2).sum(axis=1).mean())
    assert least <= layout.moved + 0.1
    assert layout.moved < 1.2 * least


def test_without_points_there_is_no_map() -> None:
    with pytest.raises(ValueError, match="there is no point to place a tile for"):
        lay_tiles({}, {})


def test_units_at_one_spot_cannot_all_have_tiles() -> None:
    crowd = {f"u{number}": (0.0, 52.0) for number in range(40)}
    with pytest.raises(ValueError, match="too many units stand at one spot"):
        lay_tiles({**crowd, "far": (1.0, 53.0)}, {})


def test_points_are_those_of_the_last_register_not_after(study: Study) -> None:
    for round_id in ROUNDS:
        date = study.round(round_id)["register_date"]
        rows, every = points_of(study, round_id), study["points"]
        assert rows["unit_code"].is_unique
        for row in rows.to_dict("records"):
            dates = every.loc[every["unit_code"] == row["unit_code"], "register_date"]
            before = dates[dates <= date]
            assert row["register_date"] == (before.max() if len(before) else dates.min())


PLACES = {"a": (0, 0), "b": (1, 0), "c": (0, 1), "d": (3, 0), "e": (1, 1)}
REGIONS = {"a": "x", "b": "x", "c": "y", "d": "x", "e": "y"}


def test_pieces_are_tiles_joined_by_their_edges() -> None:
    assert pieces(PLACES, REGIONS) == {"x": [{"a", "b"}, {"d"}], "y": [{"c", "e"}]}
    assert pieces({"a": (0, 0), "b": (1, 1)}, {"a": "x", "b": "x"}) == {"x": [{"a"}, {"b"}]}
    assert pieces(PLACES, {}) == {}


def test_borders_are_the_sides_between_regions() -> None:
    assert borders(PLACES, REGIONS) == [((0, 1), (1, 1)), ((1, 1), (2, 1))]
    assert borders({"a": (0, 0), "b": (1, 0)}, {"a": "x", "b": "y"}) == [((1, 0), (1, 1))]
    assert borders(PLACES, {}) == []


def test_a_place_has_four_neighbours() -> None:
    assert sorted(neighbours((0, 0))) == [(-1, 0), (0, -1), (0, 1), (1, 0)]
