"""Units by the names of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.statements.collect import scope
from ltp_analysis.statements.places import UnknownPlaceError, find_place

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@pytest.mark.parametrize("name", ["15F", "15f", "Leeds", "LEEDS", "NHS Leeds CCG", "nhs leeds ccg"])
def test_a_unit_has_its_code_and_its_names(study: Study, name: str) -> None:
    place = find_place(study, name, "2017-18")
    assert (place.name, place.units, place.doubtful) == ("NHS Leeds CCG", ("15F",), ())


def test_units_are_found_by_each_name(study: Study) -> None:
    for row in study.units("2018-19").iloc[::40].to_dict("records"):
        for name in (row["unit_code"], row["name"], study.settings.short(row["name"])):
            assert find_place(study, name, "2018-19").units == (row["unit_code"],)


@pytest.mark.parametrize("kind", ["region", "STP", "local office"])
def test_an_area_is_found_by_name_or_code(study: Study, kind: str) -> None:
    date = study.round("2017-18")["register_date"]
    areas = study["areas"]
    here = areas[(areas["register_date"] == date) & (areas["kind"] == kind)]
    geography = study["geography"]
    assert len(here)
    for row in here.iloc[::8].to_dict("records"):
        rows = geography[
            (geography["register_date"] == date) & (geography["area_code"] == row["area_code"])
        ]
        place = find_place(study, row["area_code"], "2017-18")
        assert place.units == tuple(sorted(rows["unit_code"]))
        assert place.name == row["name"]


def test_a_region_is_found_by_name(study: Study) -> None:
    north = find_place(study, "north of england", "2017-18")
    assert north.name == "North of England"
    assert {"15F", "00C", "02X"} <= set(north.units)
    assert "11N" not in north.units


def test_a_group_has_members_in_doubt(study: Study) -> None:
    place = find_place(study, "north-east-2018", "2017-18")
    assert (place.units, place.doubtful) == scope(study, "north-east-2018", "2017-18")
    assert place.doubtful == ("01H", "03D")
    assert find_place(study, "Norfolk and Waveney (five CCGs)", "2018-19").units == (
        "06M", "06V", "06W", "06Y", "07J",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", "England", "england"])
def test_everything_is_a_place(study: Study, name: str) -> None:
    place = find_place(study, name, "2017-18")
    assert set(place.units) == set(study.units("2017-18")["unit_code"])
    assert place.doubtful == ()


def test_a_place_is_of_its_round(study: Study) -> None:
    with pytest.raises(UnknownPlaceError):
        find_place(study, "15F", "2016-17")
    assert find_place(study, "02V", "2016-17").units == ("02V",)


def test_a_wrong_name_is_answered_with_the_nearest(study: Study) -> None:
    with pytest.raises(UnknownPlaceError, match=r"no place “Leads” in 2017/18\. Did you mean") as e:
        find_place(study, "Leads", "2017-18")
    assert "NHS Leeds CCG" in str(e.value)
    with pytest.raises(UnknownPlaceError) as e:
        find_place(study, "xxxxxxxxxx", "2017-18")
    assert "Did you mean" not in str(e.value)


def test_no_name_is_suggested_twice(study: Study) -> None:
    with pytest.raises(UnknownPlaceError) as e:
        find_place(study, "Southend Essex and Thurrock", "2017-18")
    assert str(e.value).count("Southend, Essex and Thurrock") == 1


def test_of_groups_with_one_name_that_of_the_round_is_meant(study: Study) -> None:
    place = find_place(study, "Yorkshire and the Humber", "2017-18")
    expected = scope(study, "yorkshire-and-the-humber-2018", "2017-18")
    assert (place.units, place.doubtful) == expected
