"""`ltp import plans`, `coding` and `adjudications`. All plans and answers here are made up."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.cli.conftest import Run

    from ltp_analysis.validated.study import Study

FLAGS = ("--round", "2018/19", "--source", "ltp-analysis")
PLANS = ("plan_id", "name", "state", "published", "unit_codes")


def write(path: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def rows(checkout: Path, table: str) -> list[dict[str, str]]:
    path = checkout / "data" / "raw" / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def said(result: object) -> str:
    text = f"{result.stdout}{result.stderr}"  # type: ignore[attr-defined]
    return " ".join(text.replace("│", " ").split())


@pytest.fixture
def planned(ltp: Run, checkout: Path) -> Path:
    """Return a checkout with a made-up plan."""
    file = write(checkout / "p.csv", PLANS, ("wirral", "Wirral", "Published", "2018-10", "12F"))
    assert ltp("import", "plans", file, *FLAGS, "--write").exit_code == 0
    return checkout


def answers(study: Study, plan: str, **other: str) -> list[tuple[str, ...]]:
    """Return an answer to every question but the rating, the first if not told otherwise."""
    table = study["answers"].sort_values("position")
    first = {
        str(name): str(group.iloc[0]) for name, group in table.groupby("question_id")["answer"]
    }
    said = {name.replace("_", "-"): answer for name, answer in other.items()}
    return [
        (plan, name, said.get(name, first[name]), "3", "")
        for name in study["questions"]["question_id"]
        if name != "rating" or name in said
    ]


CODING = ("plan_id", "question_id", "answer", "page", "note")


def test_plans_and_what_they_cover_are_written_once(ltp: Run, planned: Path) -> None:
    (plan,) = (row for row in rows(planned, "plans") if row["plan_id"] == "wirral")
    assert (plan["round_id"], plan["state"], plan["published"]) == (
        "2018-19",
        "published",
        "2018-10",
    )
    (unit,) = (row for row in rows(planned, "coverage") if row["plan_id"] == "wirral")
    assert (unit["unit_code"], unit["certainty"]) == ("12F", "certain")
    load_study(planned / "data" / "raw")
    again = ltp("import", "plans", planned / "p.csv", *FLAGS, "--write")
    assert again.exit_code == 0
    assert "All of it is there already. Nothing was written." in said(again)


def test_other_plans_are_shown_and_replaced_only_when_asked(ltp: Run, planned: Path) -> None:
    before = (rows(planned, "plans"), rows(planned, "coverage"))
    file = write(planned / "p.csv", PLANS, ("wirral", "Wirral", "late", "2018-10", "Leeds; 02X"))
    result = ltp("import", "plans", file, *FLAGS, "--write")
    assert result.exit_code == 1
    assert "Add --replace" in said(result)
    assert "state published late" in said(result)
    assert (rows(planned, "plans"), rows(planned, "coverage")) == before
    assert ltp("import", "plans", file, *FLAGS, "--write", "--replace").exit_code == 0
    covered = {r["unit_code"] for r in rows(planned, "coverage") if r["plan_id"] == "wirral"}
    assert covered == {"15F", "02X"}
    assert [r for r in rows(planned, "plans") if r["plan_id"] != "wirral"] == [
        r for r in before[0] if r["plan_id"] != "wirral"
    ]
    load_study(planned / "data" / "raw")


def test_every_fault_of_a_sheet_of_plans_is_told(ltp: Run, checkout: Path) -> None:
    file = write(
        checkout / "p.csv",
        (*PLANS, "colour"),
        ("one", "One", "published", "2018-10", "12F;12F", ""),
        ("one", "One", "published", "2018-10", "02X", ""),
        ("two", "", "burnt", "October", "15N; York; 02X", "blue"),
    )
    result = ltp("import", "plans", file, *FLAGS, "--write")
    assert result.exit_code == 1
    text = said(result)
    for part in (
        "the unit is there twice",
        "repeats the key",
        "not a state of a plan",
        "from 2019-04-01",
        "York",
        "row 3 covers 02X too",
        "would be lost",
        "October",
    ):
        assert part in text, part
    assert "Nothing was written" in text


def test_a_raters_sheet_is_written_and_a_second_one_compared(
    ltp: Run, planned: Path, study: Study
) -> None:
    file = write(planned / "anna.csv", CODING, *answers(study, "wirral", rating="Amber"))
    flags = (*FLAGS, "--rater", "anna")
    assert ltp("import", "coding", file, *flags).exit_code == 0
    assert rows(planned, "codings") == []
    assert ltp("import", "coding", file, *flags, "--write").exit_code == 0
    written = rows(planned, "codings")
    assert len(written) == len(study["questions"])
    assert {(row["rater"], row["page"]) for row in written} == {("anna", "3")}
    assert next(row for row in written if row["question_id"] == "rating")["answer"] == "amber"
    assert "Nothing was written" in said(ltp("import", "coding", file, *flags, "--write"))

    write(file, CODING, *answers(study, "wirral", rating="red"))
    result = ltp("import", "coding", file, *flags, "--write")
    assert result.exit_code == 1
    assert "answer amber red" in said(result)
    assert rows(planned, "codings") == written
    assert ltp("import", "coding", file, *flags, "--write", "--replace").exit_code == 0
    changed = [a for a, b in zip(rows(planned, "codings"), written, strict=True) if a != b]
    assert [(row["question_id"], row["answer"]) for row in changed] == [("rating", "red")]
    other = ltp("import", "coding", file, *FLAGS, "--rater", "ben", "--write")
    assert other.exit_code == 0
    assert len(rows(planned, "codings")) == 2 * len(written)


def test_every_fault_of_a_raters_sheet_is_told(ltp: Run, planned: Path, study: Study) -> None:
    sheet = [list(row) for row in answers(study, "wirral")]
    sheet[0][2] = ""
    sheet[1][2] = "perhaps"
    sheet[2][4] = "=1+1"
    missing = sheet.pop(3)[1]
    sheet += [
        sheet[4],
        ["nowhere", sheet[0][1], sheet[4][2], "", ""],
        ["wirral", "what", "yes", "", ""],
    ]
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in (CODING, *sheet):
        page.append(list(row))
    book.save(planned / "anna.xlsx")
    content = (planned / "anna.xlsx").read_bytes()
    result = ltp("import", "coding", planned / "anna.xlsx", *FLAGS, "--rater", "anna", "--write")
    assert result.exit_code == 1
    text = said(result)
    for part in (
        f"{sheet[0][1]} is not answered",
        f"not an answer to {sheet[1][1]}",
        "spreadsheet formula",
        f"{missing} is not in the sheet",
        "repeats the key",
        "nowhere",
        "not a question of the study",
    ):
        assert part in text, part
    assert rows(planned, "codings") == []
    assert (planned / "anna.xlsx").read_bytes() == content


def test_settled_answers_are_written(ltp: Run, planned: Path, study: Study) -> None:
    question = str(study["questions"]["question_id"].iloc[0])
    table = study["answers"]
    answer = str(table.loc[table["question_id"] == question, "answer"].iloc[0])
    header = ("plan_id", "question_id", "answer", "settled_by", "settled_on", "why")
    good = ("wirral", question, answer.upper(), "anna and ben", "2019-05-01", "read together")
    file = write(planned / "settled.csv", header, good)
    assert ltp("import", "adjudications", file, *FLAGS, "--write").exit_code == 0
    (row,) = rows(planned, "adjudications")
    assert (row["answer"], row["settled_on"]) == (answer, "2019-05-01")
    write(file, header, ("wirral", "rating", "amber", "", "May", ""))
    result = ltp("import", "adjudications", file, *FLAGS, "--write")
    assert result.exit_code == 1
    assert "the rating follows from the answers" in said(result)
    assert "not a date" in said(result)


def test_a_sheet_without_its_columns_or_rows_is_told(ltp: Run, planned: Path) -> None:
    file = write(planned / "anna.csv", ("plan_id", "answer"), ("wirral", "yes"))
    result = ltp("import", "coding", file, "--round", "2018/19", "--rater", "anna")
    assert result.exit_code == 1
    assert said(result).count("the column is missing") == 2
    empty = write(planned / "anna.csv", CODING)
    result = ltp("import", "coding", empty, *FLAGS, "--rater", "anna")
    assert "no row is filled in" in said(result)
    result = ltp("import", "coding", empty, "--round", "2018/19", "--rater", "a", "--source", "x")
    assert "There is no source x" in said(result)
