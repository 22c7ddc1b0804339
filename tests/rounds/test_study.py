"""A new study: a folder that all commands work in once its register is filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.rounds.conftest import contents

from ltp_analysis.problems import InvalidDataError
from ltp_analysis.processed.results import work_out
from ltp_analysis.project import Project, find_project
from ltp_analysis.rounds.start import Wanted, start_round
from ltp_analysis.rounds.study import WantedStudy, start_study
from ltp_analysis.validated.schemas import TABLES
from ltp_analysis.validated.study import check_study, load_study

if TYPE_CHECKING:
    from pathlib import Path

WANTED = WantedStudy(
    id="councils",
    title='Ratings of "councils" \\ boroughs',
    singular="council",
    plural="councils",
    categories=("inadequate", "requires improvement, to be good", "good", "outstanding"),
    missing=("not yet inspected",),
    round="2022/23",
)


def fill(project: Project, codes: tuple[str, ...] = ("001", "E1", "X")) -> None:
    """Put units into the register that are made up."""
    with (project.raw / "register.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{code},,Council {code},2000-01-01,,councils\n" for code in codes)


def test_a_study_lacks_nothing_but_its_units(tmp_path: Path) -> None:
    written = start_study(tmp_path / "new" / "study", WANTED)
    project = find_project(tmp_path / "new" / "study" / "reports")
    assert project.root == tmp_path / "new" / "study"
    assert {path.relative_to(project.root).as_posix() for path in written} == set(
        contents(project.root)
    )
    assert {path.stem for path in project.raw.glob("*.csv")} == set(TABLES)
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["study"]
    (problem,) = check_study(project.raw).problems
    assert problem.rule == "the register holds no unit at that date"
    assert "register.csv" in problem.remedy
    fill(project)
    study = load_study(project.raw)
    assert study.ratings == [*WANTED.categories, *WANTED.missing]
    assert study.missing == list(WANTED.missing)
    assert study.settings.title == WANTED.title
    assert study.settings.inadequate == ("inadequate",)
    assert study.rounds == ["2022-23"]
    assert str(study.round("2022-23")["register_date"].date()) == "2022-01-01"
    assert study.round("2022-23")["report_year"] == 2023
    assert set(study.codes("2022-23")) == {"001", "E1", "X"}


@pytest.mark.parametrize("missing", [(), ("not yet", "withdrawn")])
def test_everything_can_be_worked_out_of_a_study_without_statements(
    tmp_path: Path, missing: tuple[str, ...]
) -> None:
    wanted = replace(WANTED, missing=missing, inadequate=("good",))
    start_study(tmp_path / "study", wanted)
    project = Project(tmp_path / "study")
    fill(project)
    study = load_study(project.raw)
    results = work_out(study)
    ratings = [*wanted.categories, *missing]
    assert {unit.possible for unit in results.ratings} == {tuple(ratings)}
    units = [one for one in results.ledger.values() if one.measure == "units"]
    assert {(one.numerator_lower, one.numerator_upper) for one in units} == {(0, 3)}
    assert set(ratings) <= {one.category for one in units}
    assert not [one for one in results.ledger.values() if one.measure == "share"]


def test_a_second_round_can_be_started_in_it(tmp_path: Path) -> None:
    start_study(tmp_path / "study", WANTED)
    project = Project(tmp_path / "study")
    fill(project)
    start_round(project, Wanted(round="2023/24", register="2023-04", report_year=2024))
    assert load_study(project.raw).rounds == ["2022-23", "2023-24"]
    assert "# Change since 2022/23" in (project.reports / "2024.qmd").read_text(encoding="utf-8")
    assert (project.forms / "2023-24" / "ratings.csv").read_text(encoding="utf-8") == (
        "unit_code,name,rating,note\n001,Council 001,,\nE1,Council E1,,\nX,Council X,,\n"
    )


@pytest.mark.parametrize(
    ("others", "where"),
    [
        ({"id": "Not A Slug"}, "--id"),
        ({"round": "2022/24"}, "--round"),
        ({"register": "2022"}, "--register"),
        ({"categories": ("a", "b", "a")}, "--category"),
        ({"categories": ("a b", "a-b")}, "--category"),
        ({"categories": ("a|b", "c")}, "--category"),
        ({"categories": ("", "c")}, "--category"),
        ({"inadequate": ("none such",)}, "--inadequate"),
        ({"title": " "}, "--title"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_made(
    tmp_path: Path, others: dict[str, Any], where: str
) -> None:
    with pytest.raises(InvalidDataError) as caught:
        start_study(tmp_path / "study", replace(WANTED, **others))
    assert {one.file for one in caught.value.problems} == {where}
    assert list(tmp_path.iterdir()) == []


def test_what_the_tables_refuse_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataError, match="HTML"):
        start_study(tmp_path / "study", replace(WANTED, plural="<b>councils"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "a.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(InvalidDataError, match="the folder is not empty"):
        start_study(tmp_path / "study", WANTED)
    assert contents(tmp_path) == {"study/a.txt": b"kept"}
    (tmp_path / "study" / "a.txt").unlink()
    assert start_study(tmp_path / "study", WANTED)
