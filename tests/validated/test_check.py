from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ltp_analysis.raw.read import TextTable
from ltp_analysis.validated.check import check_table, is_sound
from ltp_analysis.validated.schemas import TABLES, Table

if TYPE_CHECKING:
    from ltp_analysis.problems import Problem

POINTS = ("unit_code", "register_date", "longitude", "latitude", "method", "source_id")
POINT = ("00C", "2018-04-01", "-1.56837", "54.53534", "centroid", "ons-points")
BANDS = ("age_band", "from_age", "to_age", "source_id")


def text(name: str, header: tuple[str, ...], *rows: tuple[str, ...]) -> TextTable:
    """Return a table of text, as it comes from a file."""
    return TextTable(
        f"{name}.csv",
        header=header,
        rows=tuple(dict(zip(header, row, strict=True)) for row in rows),
        numbers=tuple(range(2, len(rows) + 2)),
    )


def check(
    name: str, header: tuple[str, ...], *rows: tuple[str, ...]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Check rows against the model of a table."""
    return check_table(text(name, header, *rows), TABLES[name])


def the_problem(problems: list[Problem]) -> tuple[int | None, str, str, str]:
    """Return row, column, value and rule of the one problem; it says how to mend it."""
    (problem,) = problems
    assert problem.remedy.endswith(".")
    return problem.row, problem.column, problem.value, problem.rule


def point(**cells: str) -> tuple[str, ...]:
    """Return a sound point with some cells changed."""
    return tuple({**dict(zip(POINTS, POINT, strict=True)), **cells}.values())


def test_sound_table_gets_types_and_keeps_its_spreadsheet_rows() -> None:
    frame, problems = check("points", POINTS, POINT, point(unit_code="06N"))
    assert problems == []
    assert list(frame.index) == [2, 3]
    assert frame.loc[2, "register_date"] == pd.Timestamp("2018-04-01")
    assert frame.loc[2, "longitude"] == pytest.approx(-1.56837, abs=1e-12)
    assert frame.loc[3, "unit_code"] == "06N"
    assert is_sound(frame, TABLES["points"])


def test_codes_keep_their_zeros_and_words_for_nothing_stay_words() -> None:
    frame, problems = check("points", POINTS, point(unit_code="007", method="NA"))
    assert problems == []
    assert (frame.loc[2, "unit_code"], frame.loc[2, "method"]) == ("007", "NA")


def test_empty_cell_is_missing_where_it_may_be() -> None:
    frame, problems = check("age_bands", BANDS, ("all", "0", "", "x"), ("0-4", "0", "4", "x"))
    assert problems == []
    assert frame["to_age"].isna().tolist() == [True, False]
    assert frame.loc[3, "to_age"] == 4


def test_empty_cell_is_a_problem_where_it_may_not_be() -> None:
    frame, problems = check("points", POINTS, POINT, point(method="", unit_code="06N"))
    assert the_problem(problems) == (3, "method", "", "the cell is empty")
    assert "How the point was found." in problems[0].remedy
    assert not is_sound(frame, TABLES["points"])


@pytest.mark.parametrize(
    "value", ["1,000", "1.0", "1e3", "x", "\uff11", "9" * 30, "9" * 5000, "1 000", "0x1"]
)
def test_whole_number_is_plain_digits_of_a_size_that_fits(value: str) -> None:
    _, problems = check("age_bands", BANDS, ("all", value, "", "x"))
    row, column, shown, rule = the_problem(problems)
    assert (row, column, rule) == (2, "from_age", "not a whole number")
    assert shown == (value if len(value) <= 60 else value[:59] + "…")


@pytest.mark.parametrize("value", ["1,5", "1.", ".5", "1e3", "nan", "inf", "--1", "\u0661"])
def test_number_is_digits_with_a_point(value: str) -> None:
    _, problems = check("points", POINTS, point(longitude=value))
    assert the_problem(problems) == (2, "longitude", value, "not a number")


@pytest.mark.parametrize(
    "value",
    ["01/04/2018", "2018-4-1", "20180401", "2018-02-30", "2018-13-01", "9999-12-31", "0001-01-01"],
)
def test_date_is_written_year_month_day_and_is_in_the_calendar(value: str) -> None:
    _, problems = check("points", POINTS, point(register_date=value))
    assert the_problem(problems) == (2, "register_date", value, "not a date as year-month-day")
    assert "2018-04-01" in problems[0].remedy


def test_leap_day_is_a_date() -> None:
    frame, problems = check("points", POINTS, point(register_date="2020-02-29"))
    assert problems == []
    assert frame.loc[2, "register_date"] == pd.Timestamp(2020, 2, 29)


def test_value_outside_the_range_of_its_column_is_told() -> None:
    _, problems = check("points", POINTS, point(latitude="154.5"))
    row, column, value, rule = the_problem(problems)
    assert (row, column, value) == (2, "latitude", "154.5")
    assert rule == "more than 90"


def test_word_that_is_not_allowed_is_told_with_those_that_are() -> None:
    header = tuple(TABLES["population"].to_schema().columns)
    cells = ("00C", "2015", "0-4", "12", "guess", "x")
    _, problems = check("population", header, cells)
    assert the_problem(problems) == (2, "quality", "guess", "not a value that this column allows")
    assert problems[0].remedy == "Use one of: exact, estimate."


def test_text_of_the_wrong_form_is_told_with_the_form() -> None:
    _, problems = check("age_bands", BANDS, ("children", "0", "17", "x"))
    row, column, value, rule = the_problem(problems)
    assert (row, column, value) == (2, "age_band", "children")
    assert rule.startswith("not of the form ")


def test_missing_and_unknown_columns_are_told_by_name() -> None:
    header = tuple("lenght" if name == "longitude" else name for name in POINTS)
    frame, problems = check("points", header, POINT)
    assert sorted(map(str, problems)) == [
        "points.csv, column lenght: the column is unknown. Delete it, or mend its name.",
        "points.csv, column longitude: the column is missing. Add the column longitude.",
    ]
    assert not is_sound(frame, TABLES["points"])


def test_order_of_columns_does_not_matter() -> None:
    _, problems = check("points", POINTS[::-1], POINT[::-1])
    assert problems == []


def test_repeated_key_is_told_in_every_row_that_has_it() -> None:
    frame, problems = check("points", POINTS, POINT, point(unit_code="06N"), point(method="again"))
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [
        (2, "unit_code", "00C"),
        (4, "unit_code", "00C"),
    ]
    assert "repeats the key (unit_code, register_date)" in problems[0].rule
    assert not is_sound(frame, TABLES["points"])


def test_unreadable_cell_is_told_once() -> None:
    """Not a second time as an empty cell, which it becomes."""
    _, problems = check("points", POINTS, point(longitude="west"))
    assert the_problem(problems) == (2, "longitude", "west", "not a number")


def test_all_faults_of_a_table_are_told_in_one_go() -> None:
    rows = [point(longitude="west"), point(unit_code="06N", latitude="100"), point(method="")]
    rows[2] = point(unit_code="04F", method="", register_date="1/4/18")
    _, problems = check("points", POINTS, *rows)
    assert {(problem.row, problem.column) for problem in problems} == {
        (2, "longitude"),
        (3, "latitude"),
        (4, "method"),
        (4, "register_date"),
    }


@pytest.mark.parametrize(("name", "model"), TABLES.items(), ids=list(TABLES))
def test_header_alone_is_sound_and_typed(name: str, model: type[Table]) -> None:
    frame, problems = check(name, tuple(model.to_schema().columns))
    assert problems == []
    assert is_sound(frame, model)
