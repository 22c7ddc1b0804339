"""`ltp import ratings` as a user runs it, on copies of the study. All ratings here are made up."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from typer.testing import Result

    from ltp_analysis.validated.study import Study

FLAGS = ("--round", "2018/19", "--source", "nspcc-2019")


def write(path: Path, header: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def files(checkout: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (checkout / "data" / "raw").iterdir()}


def said(result: Result) -> str:
    """Return what was printed on one line, without the lines of tables."""
    return " ".join((result.stdout + result.stderr).replace("│", " ").split())


@pytest.fixture
def complete(checkout: Path, study: Study) -> Path:
    """Return a file with a made-up rating of every unit of 2018/19, names in a style of its own."""
    draw = random.Random(1)  # noqa: S311 - made-up ratings
    rows = [
        (
            name.replace(" and ", " & ").replace("NHS ", "").upper(),
            draw.choice(("Red", " amber", "GREEN", "No plan")),
        )
        for name in study.units("2018-19")["name"]
    ]
    return write(checkout / "list.csv", ("Area name", "RAG"), *rows)


def test_a_complete_list_is_shown_and_then_written(
    ltp: Run, checkout: Path, complete: Path
) -> None:
    before = files(checkout)
    result = ltp("import", "ratings", complete, *FLAGS)
    assert result.exit_code == 0, result.stderr
    text = said(result)
    assert "Column “RAG” is taken as the rating" in text
    assert "Column “Area name” is taken as the unit" in text
    assert "covers 195 of the 195 CCGs of 2018/19" in text
    assert "It would add 195 rows to ratings" in text
    assert "Contradiction 1 of" in text
    assert "2018-19-rating-red" in text
    assert "Nothing was written. Run again with --write" in text
    assert files(checkout) == before

    result = ltp("import", "ratings", complete, *FLAGS, "--write")
    assert result.exit_code == 0, result.stderr
    after = files(checkout)
    assert [name for name in after if after[name] != before[name]] == ["ratings.csv"]
    assert after["ratings.csv"].startswith(before["ratings.csv"])
    new = load_study(checkout / "data" / "raw")["ratings"]
    new = new[new["source_id"].eq("nspcc-2019") & new["statement_id"].str.contains("import")]
    assert len(new) == 195
    wanted = {
        row["Area name"]: row["RAG"].strip().lower()
        for row in csv.DictReader(complete.read_text(encoding="utf-8").splitlines())
    }
    assert sorted(new["ratings"]) == sorted(wanted.values())

    result = ltp("import", "ratings", complete, *FLAGS, "--write")
    assert result.exit_code == 0
    assert "All 195 rows are there already. Nothing was written." in said(result)
    assert files(checkout) == after


def test_a_stated_amber_turned_red_is_told(ltp: Run, checkout: Path) -> None:
    file = write(checkout / "list.csv", ("CCG", "RAG"), ("Shropshire", "red"), ("Wirral", "amber"))
    text = said(ltp("import", "ratings", file, *FLAGS))
    assert "Contradiction 1 of 1" in text
    assert "held so far 2018-19-shropshire" in text
    assert "imported 2018-19-import-nspcc-2019-05n" in text
    assert "excludes it" in text


def test_an_earlier_import_is_never_changed(ltp: Run, checkout: Path) -> None:
    file = write(checkout / "list.csv", ("CCG", "RAG"), ("Wirral", "amber"))
    assert ltp("import", "ratings", file, *FLAGS, "--write").exit_code == 0
    before = files(checkout)
    write(file, ("CCG", "RAG"), ("Wirral", "red"))
    result = ltp("import", "ratings", file, *FLAGS, "--write")
    assert result.exit_code == 1
    assert "an earlier import from nspcc-2019 has “amber”" in said(result)
    assert files(checkout) == before
    result = ltp("import", "ratings", file, *FLAGS, "--write", "--edition", "corrected")
    assert result.exit_code == 0, result.stderr
    last = files(checkout)["ratings.csv"].decode().splitlines()[-1]
    assert last.startswith("2018-19-import-nspcc-2019-12f-corrected,2018-19,12F,,red,corrected,")


def test_unsure_names_are_confirmed_in_a_file(ltp: Run, checkout: Path) -> None:
    file = write(checkout / "list.csv", ("CCG", "RAG"), ("York", "red"), ("Wirral", "amber"))
    before = files(checkout)
    result = ltp("import", "ratings", file, *FLAGS, "--map", "unit=CCG", "--write")
    assert result.exit_code == 1
    asked = checkout / "list-names.csv"
    (row,) = csv.DictReader(asked.read_text(encoding="utf-8").splitlines())
    assert row["name"] == "York"
    assert "03Q NHS Vale of York CCG" in row["suggestions"]
    assert row["unit_code"] == ""
    assert files(checkout) == before
    # What is there is not written over.
    again = ltp("import", "ratings", file, *FLAGS, "--map", "unit=CCG")
    assert again.exit_code == 1
    assert "list-names.csv is there already" in said(again)
    write(asked, ("name", "unit_code"), ("York", "03Q"))
    result = ltp(
        "import", "ratings", file, *FLAGS, "--map", "unit=CCG", "--confirm", asked, "--write"
    )
    assert result.exit_code == 0, result.stderr
    assert "confirmed by hand" in said(result)
    assert "-03q,2018-19,03Q,,red," in files(checkout)["ratings.csv"].decode()


def test_a_workbook_is_read_and_every_fault_is_told_at_once(ltp: Run, checkout: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in (
        ("Organisation", "Colour", "Remark"),
        ("Doncaster", "Requires improvement", None),
        ("Vale of York", None, "late"),
        ("Vale of York CCG", "red", "=1+1"),
        ("15N", "red", None),
    ):
        page.append(row)
    book.save(checkout / "list.xlsx")
    maps = ("--map", "unit=Organisation", "--map", "rating=Colour")
    result = ltp("import", "ratings", checkout / "list.xlsx", *FLAGS, *maps)
    assert result.exit_code == 1
    text = said(result)
    assert "no rating of the scale" in text
    assert "the rating is blank" in text
    assert "cannot rate" in text
    assert "3 problems in the data. Nothing was written." in text
    words = ("--rating-map", "Requires improvement=amber", "--rating-map", "=ignore")
    page.delete_rows(5)
    book.save(checkout / "list.xlsx")
    result = ltp("import", "ratings", checkout / "list.xlsx", *FLAGS, *maps, *words)
    assert result.exit_code == 0, said(result)
    assert "Left out as asked: rows 3." in said(result)


def test_columns_that_cannot_be_told_are_asked_for(ltp: Run, checkout: Path) -> None:
    file = write(checkout / "list.csv", ("CCG", "2018", "2019"), ("Wirral", "red", "amber"))
    result = ltp("import", "ratings", file, *FLAGS)
    assert result.exit_code == 1
    assert "--map rating=…" in said(result)
    assert "More than one column may hold it: 2018, 2019." in said(result)


def test_a_source_has_to_be_there_or_told(ltp: Run, checkout: Path) -> None:
    file = write(checkout / "list.csv", ("CCG", "RAG"), ("Wirral", "amber"))
    result = ltp("import", "ratings", file, "--round", "2018/19", "--source", "foi-2026")
    assert result.exit_code == 1
    assert "foi-2026,(title),(publisher)" in said(result)
    assert ltp("import", "ratings", file, "--round", "2018/19").exit_code == 1
    told = ("--source-title", "A list", "--source-publisher", "NSPCC", "--source-licence", "OGL")
    result = ltp(
        "import", "ratings", file, "--round", "2018/19", "--source", "foi-2026", *told, "--write"
    )
    assert result.exit_code == 0, result.stderr
    sources = files(checkout)["sources.csv"].decode().splitlines()
    assert sources[-1] == "foi-2026,A list,NSPCC,,,,report,OGL,"
    load_study(checkout / "data" / "raw")


def test_nothing_is_written_where_the_study_would_not_be_sound(ltp: Run, checkout: Path) -> None:
    file = write(checkout / "list.csv", ("CCG", "RAG"), ("Wirral", "amber"))
    before = files(checkout)
    told = ("--source-title", "A list", "--source-publisher", "NSPCC", "--source-licence", "OGL")
    result = ltp(
        "import", "ratings", file, "--round", "2018/19", "--source", "Not A Slug", *told, "--write"
    )
    assert result.exit_code == 1
    assert "not of the form" in said(result)
    assert files(checkout) == before


def test_ratings_kept_as_a_workbook_get_no_second_file(ltp: Run, checkout: Path) -> None:
    raw = checkout / "data" / "raw"
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in csv.reader((raw / "ratings.csv").read_text(encoding="utf-8").splitlines()):
        page.append(row)
    book.save(raw / "ratings.xlsx")
    (raw / "ratings.csv").unlink()
    file = write(checkout / "list.csv", ("CCG", "RAG"), ("Wirral", "amber"))
    result = ltp("import", "ratings", file, *FLAGS, "--write")
    assert result.exit_code == 1
    assert "ratings.xlsx is a workbook" in said(result)
    assert not (raw / "ratings.csv").exists()


def test_an_edition_that_there_is_not_is_refused(ltp: Run, checkout: Path) -> None:
    file = write(checkout / "list.csv", ("CCG", "RAG"), ("Wirral", "amber"))
    result = ltp("import", "ratings", file, *FLAGS, "--edition", "second")
    assert result.exit_code == 1
    assert "There is no edition second" in said(result)


@pytest.mark.parametrize("command", ["ratings", "plans", "coding", "adjudications"])
def test_help_has_an_example(ltp: Run, command: str) -> None:
    result = ltp("import", command, "--help")
    assert result.exit_code == 0
    assert f"Example: ltp import {command}" in " ".join(result.stdout.split())
