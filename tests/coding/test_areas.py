"""Coverage by area and by children, against sums by hand."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from tests.coding.conftest import ROUND, covers, plan

from ltp_analysis.coding.areas import NO_AREA, area_coverage, children
from ltp_analysis.validated.areas import areas_of
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.coding.conftest import Made

    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study


def people(project: Project, unit: str, year: str) -> int:
    """Add up the published single bands of ages 0 to 17 of a unit."""
    with (project.raw / "population.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit_code"] == unit]
    bands = {row["age_band"]: int(row["persons"]) for row in rows if row["year"] == year}
    return bands["0-10"] + bands["11-17"]


def test_areas_add_up_to_the_whole(made_in: Callable[..., Study], checkout: Project) -> None:
    study = made_in(
        plans=[plan("alpha"), plan("beta")],
        coverage=[*covers("alpha", "00C", "02X"), *covers("beta", "00K", doubtful=True)],
    )
    found = area_coverage(study, ROUND).set_index("area")
    areas = areas_of(study, ROUND)
    assert set(found.index[:-1]) == set(areas.values())
    whole, parts = found.iloc[-1], found.iloc[:-1]
    for column in found.columns:
        assert parts[column].sum() == whole[column]
    assert list(whole[["units", "once", "several", "doubtful", "none"]]) == [195, 2, 0, 1, 192]
    # The round rests on mid-2016.
    certain = people(checkout, "00C", "2016") + people(checkout, "02X", "2016")
    assert whole["children_least"] == certain
    assert whole["children_most"] == certain + people(checkout, "00K", "2016")
    assert whole["children"] > 11_000_000  # all children of England
    north = found.loc[areas["00C"]]
    assert (north["once"], north["doubtful"]) == (2, 1)
    assert children(study, ROUND).ages == (0, 17)


def test_a_round_without_a_population_says_so(study: Study) -> None:
    found = children(study, "2015-16")
    assert found.persons == {}
    assert found.why_not == "There is no population for 2015/16: its row in rounds names no year."
    rows = area_coverage(study, "2015-16")
    assert rows[["children", "children_least", "children_most"]].isna().all(axis=None)
    assert rows["units"].iloc[-1] == 209


def test_a_year_without_people_and_units_without_an_area_are_told(made: Made) -> None:
    study = made(plans=[plan("alpha")], coverage=covers("alpha", "00C"))
    assert children(study, ROUND).why_not == "There is no population of mid-2016 for ages 0 to 17."
    found = area_coverage(study, ROUND)
    assert list(found["area"]) == [NO_AREA, study.label("england")]
    assert list(found["once"]) == [1, 1]


def test_no_rates_leave_open_which_ages_count(altered: Callable[..., Study]) -> None:
    study = altered(prevalence=lambda _: [])
    found = children(study, ROUND)
    assert (found.year, found.ages) == (None, None)
    assert "which ages count" in found.why_not


@pytest.mark.parametrize("lacking", ["00C", "00L"])
def test_one_unit_without_a_population_leaves_its_area_open(
    checkout: Project, edit: Callable[..., None], lacking: str
) -> None:
    edit(checkout, "population", lambda rows: [r for r in rows if r["unit_code"] != lacking])
    study = load_study(checkout.raw)
    found = area_coverage(study, ROUND).set_index("area")
    area = areas_of(study, ROUND)[lacking]
    lost = set(found.index[found["children"].isna()])
    assert lost == {area, found.index[-1]}
