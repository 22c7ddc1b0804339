"""Where the tile of each unit stands on a map of equal squares.

A square grid is laid over the points of the units, and each point is given a cell of its own so
that the sum of the squared distances between points and cells is the least that can be: the
assignment problem (Kuhn 1955, The Hungarian method for the assignment problem, Naval Research
Logistics Quarterly 2(1-2), 83-97), solved in whole numbers by OR-Tools (Goldberg and Kennedy
1995, An efficient cost scaling algorithm for the assignment problem, Mathematical Programming
71, 153-177).

Candidates are the cells whose middle lies within `REACH` edges of a point, which keeps the
outline of the country and its bays. The edge is the greatest, in steps of one per cent, that
gives `ROOM` candidates a unit or more. Of `SHIFTS` by `SHIFTS` positions of the grid the one is
taken that parts the regions into the fewest pieces, and of those the one with the least sum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from ortools.graph.python import linear_sum_assignment  # type: ignore[import-untyped]

from ltp_analysis.validated.areas import REGION, areas_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ltp_analysis.validated.study import Study

REACH: Final = 1.2
ROOM: Final = 1.1
SHIFTS: Final = 4

_STEP: Final = 0.99
_LEAST: Final = 1e-4
_GRAIN: Final = 1000
_MILLIMETRES: Final = 6
_KM_OF_A_DEGREE: Final = 111.19
"""Of latitude, on a sphere with the mean radius of the Earth, 6,371 km."""

Place = tuple[int, int]
"""Column from the west and row from the north."""


@dataclass(frozen=True)
class Layout:
    """The places of the tiles.

    Attributes:
        places: Column and row of each unit's tile, both from 0.
        edge: Edge of a tile, in kilometres.
        moved: Root of the mean squared distance between a point and its tile, in kilometres.
    """

    places: Mapping[str, Place]
    edge: float
    moved: float


@dataclass(frozen=True)
class _Grid:
    """A square grid: the middle of the cell 0, 0 and the edge."""

    x: float
    y: float
    edge: float


def tile_layout(study: Study, round_id: str, kind: str = REGION) -> Layout:
    """Return the places of the tiles of a round.

    Args:
        study: The study.
        round_id: The round; rounds of one register have one layout.
        kind: The kind of area that is to fall into as few pieces as can be.
    """
    rows = points_of(study, round_id)
    spots = zip(rows["longitude"].astype(float), rows["latitude"].astype(float), strict=True)
    points = dict(zip(rows["unit_code"].astype(str), spots, strict=True))
    return lay_tiles(points, areas_of(study, round_id, kind))


def points_of(study: Study, round_id: str) -> pd.DataFrame:
    """Return the point of each unit of a round that has one.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        Rows of the table `points`, one a unit in the order of codes: that of the last register
        not after the round's own, or else of the first after it.
    """
    date = study.round(round_id)["register_date"]
    rows = study["points"]
    rows = rows[rows["unit_code"].isin(study.units(round_id)["unit_code"])]
    later = rows["register_date"] > date
    days = (rows["register_date"] - date).abs()
    ordered = rows.assign(later=later, days=days).sort_values(["unit_code", "later", "days"])
    return ordered.drop_duplicates("unit_code")[list(rows.columns)]


def lay_tiles(points: Mapping[str, tuple[float, float]], regions: Mapping[str, str]) -> Layout:
    """Return the places of tiles of given points.

    Args:
        points: Longitude and latitude of each unit.
        regions: The region of each unit; units without one are of a region of their own.

    Raises:
        ValueError: If there is no point, or too many stand at one spot to be told apart.
    """
    return _lay(tuple(sorted(points.items())), tuple(sorted(regions.items())))


def pieces(places: Mapping[str, Place], regions: Mapping[str, str]) -> dict[str, list[set[str]]]:
    """Return the pieces of each region: tiles joined by their edges, the largest piece first.

    Args:
        places: Column and row of each unit's tile.
        regions: The region of each unit; others are passed over.
    """
    at = {place: unit for unit, place in places.items()}
    left = sorted(unit for unit in places if unit in regions)
    found: dict[str, list[set[str]]] = {}
    seen: set[str] = set()
    for start in left:
        piece, todo = set[str](), [] if start in seen else [start]
        while todo:
            unit = todo.pop()
            piece.add(unit)
            for spot in neighbours(places[unit]):
                other = at.get(spot, "")
                if regions.get(other) == regions[unit] and other not in piece:
                    todo.append(other)
        seen |= piece
        if piece:
            found.setdefault(regions[start], []).append(piece)
    return {
        name: sorted(parts, key=lambda part: (-len(part), min(part)))
        for name, parts in sorted(found.items())
    }


def borders(places: Mapping[str, Place], regions: Mapping[str, str]) -> list[tuple[Place, Place]]:
    """Return the sides that tiles of different regions share.

    Args:
        places: Column and row of each unit's tile.
        regions: The region of each unit; the tiles of others count as none.

    Returns:
        The ends of each side: corner 0, 0 is the upper left one of the tile 0, 0.
    """
    at = {place: regions.get(unit, "") for unit, place in places.items()}
    found = []
    for (column, row), region in sorted(at.items()):
        if at.get((column + 1, row), region) != region:
            found.append(((column + 1, row), (column + 1, row + 1)))
        if at.get((column, row + 1), region) != region:
            found.append(((column, row + 1), (column + 1, row + 1)))
    return found


def neighbours(place: Place) -> Iterator[Place]:
    """Yield the four places beside a place."""
    column, row = place
    yield from ((column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1))


@lru_cache(maxsize=16)
def _lay(
    points: tuple[tuple[str, tuple[float, float]], ...], regions: tuple[tuple[str, str], ...]
) -> Layout:
    if not points:
        raise ValueError("there is no point to place a tile for")
    units, region = [unit for unit, _ in points], dict(regions)
    flat = _flat([point for _, point in points])
    edge = _edge(flat)
    best: tuple[int, int, list[Place]] | None = None
    for across in range(SHIFTS):
        for down in range(SHIFTS):
            grid = _grid(flat, edge, (across / SHIFTS, down / SHIFTS))
            cells = _candidates(flat, grid)
            if len(cells) < len(units):
                continue
            total, chosen = _assigned(flat, cells, grid)
            laid = [(int(column), int(row)) for column, row in cells[chosen]]
            parted = pieces(dict(zip(units, laid, strict=True)), region)
            number = sum(len(parts) for parts in parted.values())
            if best is None or (number, total) < best[:2]:
                best = number, total, laid
    if best is None:
        raise AssertionError("a grid that has room without a shift has none at all")
    _, total, laid = best
    west, north = (min(place[axis] for place in laid) for axis in (0, 1))
    places = {
        unit: (column - west, row - north) for unit, (column, row) in zip(units, laid, strict=True)
    }
    return Layout(places, edge, math.sqrt(total / len(units)) * edge / _GRAIN)


def _flat(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return kilometres to the east and to the south: true to scale at the mean latitude.

    Points less than a millimetre apart are one spot.
    """
    degrees = np.array(points, dtype=np.float64)
    middle = np.radians(degrees[:, 1].mean())
    turned = np.column_stack([degrees[:, 0] * np.cos(middle), -degrees[:, 1]])
    rounded: NDArray[np.float64] = np.round(turned * _KM_OF_A_DEGREE, _MILLIMETRES)
    return rounded


def _edge(flat: NDArray[np.float64]) -> float:
    """Return the greatest edge that gives room enough."""
    longest = float(np.ptp(flat, axis=0).max()) or 1.0
    # No more cells than these are within reach, so greater edges cannot do.
    edge = longest / max(1.0, math.sqrt(ROOM * len(flat)) - 2 * REACH - 1)
    while len(_candidates(flat, _grid(flat, edge, (0, 0)))) < ROOM * len(flat):
        edge *= _STEP
        if edge < _LEAST * longest:
            raise ValueError("too many units stand at one spot to be given a tile each")
    return edge


def _grid(flat: NDArray[np.float64], edge: float, shift: tuple[float, float]) -> _Grid:
    """Return the grid whose cell 0, 0 lies at the mean of the points, moved by parts of an edge."""
    middle = flat.mean(axis=0)
    return _Grid(float(middle[0]) + shift[0] * edge, float(middle[1]) + shift[1] * edge, edge)


def _candidates(flat: NDArray[np.float64], grid: _Grid) -> NDArray[np.int64]:
    """Return columns and rows of the cells whose middle lies within reach of a point, in order."""
    near = np.round((flat - (grid.x, grid.y)) / grid.edge).astype(np.int64)
    steps = range(-int(REACH) - 1, int(REACH) + 2)
    around = near[:, None, :] + np.array([(across, down) for across in steps for down in steps])
    within = _squares(flat, around, grid) <= (REACH * _GRAIN) ** 2
    reached: NDArray[np.int64] = np.unique(around[within], axis=0)
    return reached


def _squares(flat: NDArray[np.float64], cells: NDArray[np.int64], grid: _Grid) -> NDArray[np.int64]:
    """Return squared distances of points, a row each, and cells, in thousandths of an edge.

    Args:
        flat: The points.
        cells: The cells, the same for all points or a row of them for each.
        grid: The grid of the cells.
    """
    spots = cells * grid.edge + (grid.x, grid.y)
    apart = (flat[:, None, :] - spots) * (_GRAIN / grid.edge)
    squares: NDArray[np.int64] = np.rint((apart**2).sum(axis=2)).astype(np.int64)
    return squares


def _assigned(
    flat: NDArray[np.float64], cells: NDArray[np.int64], grid: _Grid
) -> tuple[int, list[int]]:
    """Return the least sum of squares, and the cell of each point that gives it."""
    # The solver matches as many with as many: cells that stay empty go to nobody at no cost.
    size = len(cells)
    costs = np.zeros((size, size), dtype=np.int64)
    costs[: len(flat)] = _squares(flat, cells, grid)
    left, right = np.indices(costs.shape, dtype=np.int32)
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(left.ravel(), right.ravel(), costs.ravel())
    if solver.solve() != solver.OPTIMAL:
        raise AssertionError("a complete table of costs always has a best assignment")
    return int(solver.optimal_cost()), [solver.right_mate(point) for point in range(len(flat))]
