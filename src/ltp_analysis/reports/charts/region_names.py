"""Where the names of regions stand around a tile map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.reports.charts.tiles import borders, pieces

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ltp_analysis.reports.charts.tiles import Place

_GAP: Final = 0.3
_CROSSED: Final = 2.0
_ALONG: Final = 4.0
_OUTSIDE: Final = 1.0
_LENGTH: Final = 0.3
_OFF_MIDDLE: Final = 0.15
_FURTHER: Final = 12
_THIN: Final = 0.1


@dataclass(frozen=True)
class Box:
    """A rectangle in tiles; rows count downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles overlap."""
        apart = (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )
        return not apart


@dataclass(frozen=True)
class RegionName:
    """The name of a region beside the map.

    Attributes:
        region: The region.
        box: What the name takes up.
        line: The line that leads to the name, between two rows of tiles, from where four tiles of
            the region meet, where they do: there it touches no letters.
    """

    region: str
    box: Box
    line: Box

    @property
    def on_the_left(self) -> bool:
        """Say whether the name stands to the left of its region."""
        return self.box.right < self.line.left


def place_names(
    places: Mapping[str, Place],
    regions: Mapping[str, str],
    sizes: Mapping[str, tuple[float, float]],
) -> list[RegionName]:
    """Return a place for the name of each region, on no tile and on no other name.

    The line to a name runs between two rows, by as few tiles and along as few borders as can be;
    the name stands near the middle of the largest piece of its region and near the map.

    Args:
        places: Column and row of each unit's tile.
        regions: The region of each unit.
        sizes: Width and height of each name, in tiles.

    Returns:
        The names, the largest region first. With very many regions some may find no place.
    """
    parted = {name: parts[0] for name, parts in pieces(places, regions).items()}
    order = sorted(parted, key=lambda name: (-len(parted[name]), name))
    parting = {
        (left[0], left[1] - 0.5) for left, right in borders(places, regions) if left[1] == right[1]
    }
    found: list[RegionName] = []
    for region in order:
        piece = [places[unit] for unit in sorted(parted[region])]
        free = [
            (cost, name)
            for cost, name in _options(region, piece, list(places.values()), parting, sizes[region])
            if not any(_clash(name, other) for other in found)
        ]
        if free:
            found.append(min(free, key=lambda option: option[0])[1])
    return found


def _clash(one: RegionName, other: RegionName) -> bool:
    return any(a.meets(b) for a in (one.box, one.line) for b in (other.box, other.line))


def _options(
    region: str,
    piece: Sequence[Place],
    tiles: Sequence[Place],
    parting: Collection[tuple[int, float]],
    size: tuple[float, float],
) -> Iterator[tuple[float, RegionName]]:
    """Yield each place that a name can have, with what speaks against it.

    Args:
        region: The region.
        piece: The tiles of its largest piece.
        tiles: All tiles.
        parting: Column and height of each level side between two regions.
        size: Width and height of the name.
    """
    width, height = size
    middle = sum(row for _, row in piece) / len(piece)
    for side in (-1, 1):
        # Seen from the side of the name, columns grow towards it.
        last = max(side * column for column, _ in tiles) + 0.5
        for y, own, start in _starts([(side * column, row) for column, row in piece]):
            level = {side * column for column, row in tiles if abs(row - y) < 1}
            along = sum(side * column > own for column, at in parting if at == y)
            band = [side * column for column, row in tiles if abs(row - y) < (height + 1) / 2]
            for further in range(_FURTHER):
                near = max(band) + 0.5 + _GAP + further
                box = _box(side, near, near + width, y, height)
                line = _box(side, start, near - _GAP / 2, y, _THIN)
                cost = (
                    _CROSSED * sum(column > own for column in level)
                    + _ALONG * along
                    + _LENGTH * (near - own)
                    + _OUTSIDE * max(0.0, near + width - last)
                    + _OFF_MIDDLE * abs(y - middle)
                )
                yield cost, RegionName(region, box, line)


def _starts(piece: Sequence[Place]) -> Iterator[tuple[float, float, float]]:
    """Yield where a line can start: between two rows, the last column that both reach, and where.

    That is before this column if both rows have the one before it too, else in its middle. A
    region of one row has no such spots; its line starts below its last tile.
    """
    rows: dict[int, set[int]] = {}
    for column, row in piece:
        rows.setdefault(row, set()).add(column)
    between = [row for row in sorted(rows) if row + 1 in rows]
    for row in between or sorted(rows):
        here, below = rows[row], rows.get(row + 1, rows[row])
        last = min(max(here), max(below))
        inside = last - 1 in here and last - 1 in below
        yield row + 0.5, float(last), last - 0.5 if inside else float(last)


def _box(side: int, near: float, far: float, middle: float, height: float) -> Box:
    left, right = sorted((side * near, side * far))
    return Box(left, middle - height / 2, right, middle + height / 2)
