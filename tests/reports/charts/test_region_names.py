"""Names of regions stand on no tile and on no other name."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.reports.charts.region_names import Box, place_names
from ltp_analysis.reports.charts.tiles import Place, pieces, tile_layout
from ltp_analysis.validated.areas import areas_of

if TYPE_CHECKING:
    from ltp_analysis.reports.charts.region_names import RegionName
    from ltp_analysis.validated.study import Study


def tile(place: Place) -> Box:
    column, row = place
    return Box(column - 0.5, row - 0.5, column + 0.5, row + 0.5)


def check(names: list[RegionName], places: dict[str, Place], regions: dict[str, str]) -> None:
    """Check that names are clear of tiles and of each other, and that lines start at home."""
    for name in names:
        assert not any(name.box.meets(tile(place)) for place in places.values())
        start = name.line.right if name.on_the_left else name.line.left
        middle = (name.line.top + name.line.bottom) / 2
        own = [places[unit] for unit in pieces(places, regions)[name.region][0]]
        assert any(
            column == round(start) and abs(row - middle) <= 0.5 + 1e-9 for column, row in own
        )
        left, right = (name.box, name.line) if name.on_the_left else (name.line, name.box)
        assert right.left - left.right == pytest.approx(0.15)
    for one, other in combinations(names, 2):
        assert not one.box.meets(other.box)
        assert not one.box.meets(other.line)
        assert not one.line.meets(other.box)


@pytest.mark.parametrize("round_id", ["2016-17", "2018-19"])
def test_every_region_of_the_study_is_named(study: Study, round_id: str) -> None:
    regions = areas_of(study, round_id)
    places = dict(tile_layout(study, round_id).places)
    sizes = dict.fromkeys(regions.values(), (4.5, 1.2))
    names = place_names(places, regions, sizes)
    assert sorted(name.region for name in names) == sorted(set(regions.values()))
    check(names, places, regions)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 6)), st.sampled_from("xyz"), min_size=1
    )
)
def test_so_are_those_of_any_map(cells: dict[Place, str]) -> None:
    places = {f"{column}-{row}": (column, row) for column, row in cells}
    regions = {f"{column}-{row}": region for (column, row), region in cells.items()}
    names = place_names(places, regions, dict.fromkeys("xyz", (3.0, 0.9)))
    assert len({name.region for name in names}) == len(names)
    check(names, places, regions)


def test_a_lone_tile_has_its_name_beside_it() -> None:
    (name,) = place_names({"a": (0, 0)}, {"a": "x"}, {"x": (2.0, 1.0)})
    assert name.box.right - name.box.left == pytest.approx(2)
    assert name.box.bottom - name.box.top == pytest.approx(1)
    assert min(abs(name.box.left), abs(name.box.right)) < 1


def test_a_line_starts_where_four_tiles_of_the_region_meet() -> None:
    places = {f"{column}{row}": (column, row) for column in range(3) for row in range(2)}
    (name,) = place_names(places, dict.fromkeys(places, "x"), {"x": (1.0, 0.5)})
    start = name.line.right if name.on_the_left else name.line.left
    assert start in {0.5, 1.5}
    assert (name.line.top + name.line.bottom) / 2 == pytest.approx(0.5)


def test_boxes_that_touch_do_not_meet() -> None:
    box = Box(0, 0, 1, 1)
    assert box.meets(Box(0.5, 0.5, 2, 2))
    assert box.meets(Box(0.2, 0.2, 0.8, 0.8))
    for other in (Box(1, 0, 2, 1), Box(0, 1, 1, 2), Box(-1, 0, 0, 1), Box(0, -1, 1, 0)):
        assert not box.meets(other)
