"""Coding sheets: one for each rater, and none written over."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest
from tests.rounds.conftest import contents

from ltp_analysis.problems import InvalidDataError
from ltp_analysis.rounds.sheets import write_sheets
from ltp_analysis.validated.study import UnknownRoundError

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.project import Project

ROUND = "2016/17"


@pytest.fixture
def folder(light: Project) -> Path:
    return light.forms / "2016-17"


def test_each_rater_gets_a_sheet_and_missing_forms_are_made(light: Project, folder: Path) -> None:
    written = write_sheets(light, ROUND, ["ann", "ben-2", "ann"])
    names = {"coding-ann", "coding-ben-2", "plans", "coding-template", "ratings"}
    assert {path.name for path in written} == {
        f"{name}.{kind}" for name in names for kind in ("csv", "xlsx")
    }
    assert {path.parent for path in written} == {folder}
    assert (folder / "coding-ann.csv").read_bytes() == (folder / "coding-ben-2.csv").read_bytes()
    with (folder / "coding-ann.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["answer"] for row in rows} == {""}
    assert write_sheets(light, ROUND, []) == []


def test_plans_that_cannot_be_rated_are_not_asked_about(light: Project, folder: Path) -> None:
    path = light.raw / "plans.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "2016-17,hertfordshire,Hertfordshire,,,,,published",
            "2016-17,hertfordshire,Hertfordshire,,,,,missing",
        ),
        "utf-8",
    )
    write_sheets(light, ROUND, ["ann"])
    with (folder / "coding-ann.csv").open(encoding="utf-8", newline="") as file:
        plans = {row["plan_id"] for row in csv.DictReader(file)}
    assert plans
    assert "hertfordshire" not in plans


def test_an_empty_sheet_is_made_anew_and_a_filled_one_is_kept(light: Project, folder: Path) -> None:
    write_sheets(light, ROUND, ["ann", "ben"])
    assert {path.stem for path in write_sheets(light, ROUND, ["ann"])} == {"coding-ann"}
    fill_csv(folder / "coding-ann.csv")
    fill_workbook(folder / "coding-ben.xlsx")
    before = contents(light.root)
    with pytest.raises(InvalidDataError) as caught:
        write_sheets(light, ROUND, ["ann", "ben", "carl"])
    assert [(one.file, one.rule) for one in caught.value.problems] == [
        ("data/forms/2016-17/coding-ann.csv", "the sheet is filled in already"),
        ("data/forms/2016-17/coding-ben.xlsx", "the sheet is filled in already"),
    ]
    assert contents(light.root) == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_that_cannot_be_read_is_kept(light: Project, folder: Path, kind: str) -> None:
    write_sheets(light, ROUND, ["ann"])
    (folder / f"coding-ann.{kind}").write_bytes(b"\xff\x00 no sheet")
    before = contents(light.root)
    with pytest.raises(InvalidDataError, match="cannot be read"):
        write_sheets(light, ROUND, ["ann"])
    assert contents(light.root) == before


@pytest.mark.parametrize("rater", ["Ann", "a b", "../ann", "", "template"])
def test_a_rater_has_a_plain_name(light: Project, rater: str) -> None:
    with pytest.raises(InvalidDataError, match="no name of a rater"):
        write_sheets(light, ROUND, [rater])
    assert not light.forms.exists()


def test_without_plans_there_is_nothing_to_code(light: Project) -> None:
    for name in ("plans", "coverage"):
        path = light.raw / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(InvalidDataError, match="no plan of 2016/17 that can be rated"):
        write_sheets(light, ROUND, ["ann"])
    assert not light.forms.exists()


def test_a_round_that_is_not_there_is_told(light: Project) -> None:
    with pytest.raises(UnknownRoundError, match="There is no round 2031/32"):
        write_sheets(light, "2031/32", [])


def fill_csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    rows[3]["answer"] = "no"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(reader.fieldnames or ()))
        writer.writeheader()
        writer.writerows(rows)


def fill_workbook(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["G4"] = "a note"
    book.save(path)
