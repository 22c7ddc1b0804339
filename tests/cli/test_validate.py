"""Each kind of broken file through the real command.

A case breaks a folder and returns the file, the row and the column that the command must name,
and a word of the rule.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest

from ltp_analysis import validated
from ltp_analysis.raw.read import MAXIMUM_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

    from ltp_analysis.validated.study import Report

    Place = tuple[str, int | None, str, str]
    Break = Callable[[Path], Place]


def lines_of(path: Path) -> list[list[str]]:
    """Return a table as text, its header first."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def put(path: Path, lines: list[list[str]]) -> None:
    """Write a table."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    path.write_text(text.getvalue(), encoding="utf-8")


def change(folder: Path, table: str, key: str, column: str, value: str) -> int:
    """Change a cell of the first row that has `key` among its cells; return the row's number."""
    path = folder / f"{table}.csv"
    lines = lines_of(path)
    row = next(number for number, line in enumerate(lines, start=1) if key in line)
    lines[row - 1][lines[0].index(column)] = value
    put(path, lines)
    return row


def missing_column(folder: Path) -> Place:
    path = folder / "bases.csv"
    put(path, [line[:1] + line[2:] for line in lines_of(path)])
    return "bases.csv", None, "label", "missing"


def unknown_column(folder: Path) -> Place:
    path = folder / "bases.csv"
    header, *lines = lines_of(path)
    put(path, [[*header, "colour"], *([*line, "blue"] for line in lines)])
    return "bases.csv", None, "colour", "unknown"


def unknown_code(folder: Path) -> Place:
    row = change(folder, "ratings", "2017-18-corby", "unit_code", "77Z")
    return "ratings.csv", row, "unit_code", "not in register"


def unknown_source(folder: Path) -> Place:
    row = change(folder, "figures", "2017-18-rating-red", "source_id", "hearsay")
    return "figures.csv", row, "source_id", "not in sources"


def duplicate_key(folder: Path) -> Place:
    row = change(folder, "ratings", "2017-18-corby", "statement_id", "2017-18-nene")
    return "ratings.csv", row, "statement_id", "repeats the key"


def utf_16(folder: Path) -> Place:
    path = folder / "groups.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    return "groups.csv", None, "", "UTF-8"


def latin_1(folder: Path) -> Place:
    row = change(folder, "groups", "hull-2018", "name", "Hüll")
    path = folder / "groups.csv"
    path.write_bytes(path.read_bytes().replace("Hüll".encode(), "Hüll".encode("latin-1")))
    return "groups.csv", row, "", "UTF-8"


def empty_file(folder: Path) -> Place:
    (folder / "coverage.csv").write_bytes(b"")
    return "coverage.csv", None, "", "empty"


def missing_file(folder: Path) -> Place:
    (folder / "coverage.csv").unlink()
    return "coverage.csv", None, "", "missing"


def file_over_the_limit(folder: Path) -> Place:
    with (folder / "points.csv").open("r+b") as file:
        file.truncate(MAXIMUM_BYTES + 1)
    return "points.csv", None, "", "larger than 64 MiB"


def formula_in_a_name(folder: Path) -> Place:
    row = change(folder, "groups", "hull-2018", "name", '=HYPERLINK("x","Hull")')
    return "groups.csv", row, "name", "formula"


def formula_in_a_workbook(folder: Path) -> Place:
    path = folder / "groups.csv"
    lines = lines_of(path)
    row = next(number for number, line in enumerate(lines, start=1) if "hull-2018" in line)
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.worksheets[0].cell(row, 2).value = '=CONCATENATE("Hu","ll")'
    book.save(path.with_suffix(".xlsx"))
    path.unlink()
    return "groups.xlsx", row, "name", "formula"


def html_in_a_name(folder: Path) -> Place:
    row = change(folder, "groups", "hull-2018", "name", "<b>Hull</b>")
    return "groups.csv", row, "name", "HTML"


def date_in_the_wrong_order(folder: Path) -> Place:
    row = change(folder, "register", "00C", "valid_to", "31/03/2020")
    return "register.csv", row, "valid_to", "year-month-day"


def thousands_comma(folder: Path) -> Place:
    row = change(folder, "population", "00C", "persons", "6,393")
    return "population.csv", row, "persons", "whole number"


def wrong_category(folder: Path) -> Place:
    row = change(folder, "coverage", "milton-keynes", "certainty", "lost")
    return "coverage.csv", row, "certainty", "allows"


def ragged_row(folder: Path) -> Place:
    path = folder / "areas.csv"
    lines = lines_of(path)
    lines[4].append("one more")
    put(path, lines)
    return "areas.csv", 5, "", "6 cells and the header 5"


def unclosed_quote(folder: Path) -> Place:
    path = folder / "areas.csv"
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text[-1] = text[-1].replace(",", ',"', 1)
    path.write_text("".join(text), encoding="utf-8")
    return "areas.csv", len(text), "", "not CSV"


def wrong_rating_set(folder: Path) -> Place:
    row = change(folder, "ratings", "2018-19-bury", "ratings", "amber|red")
    return "ratings.csv", row, "ratings", "set of ratings"


def count_above_its_base(folder: Path) -> Place:
    row = change(folder, "figures", "2016-17-plans-analysed", "value", "117")
    return "figures.csv", row, "value", "more than its base"


def successor_that_opens_late(folder: Path) -> Place:
    change(folder, "register", "15M", "valid_from", "2019-05-01")
    change(folder, "register_counts", "2019-04-01", "units", "190")
    row = next(
        number
        for number, line in enumerate(lines_of(folder / "succession.csv"), start=1)
        if line[1] == "15M"
    )
    return "succession.csv", row, "successor_code", "does not open"


def bands_that_do_not_add_up(folder: Path) -> Place:
    lines = lines_of(folder / "population.csv")
    row = next(number for number, line in enumerate(lines, 1) if line[1:3] == ["2015", "0-17"])
    lines[row - 1][3] = "1"
    put(folder / "population.csv", lines)
    return "population.csv", row, "persons", "add up to"


BREAKS: list[Break] = [
    missing_column,
    unknown_column,
    unknown_code,
    unknown_source,
    duplicate_key,
    utf_16,
    latin_1,
    empty_file,
    missing_file,
    file_over_the_limit,
    formula_in_a_name,
    formula_in_a_workbook,
    html_in_a_name,
    date_in_the_wrong_order,
    thousands_comma,
    wrong_category,
    ragged_row,
    unclosed_quote,
    wrong_rating_set,
    count_above_its_base,
    successor_that_opens_late,
    bands_that_do_not_add_up,
]


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return size and bytes of every file below a folder; of a huge one only the first bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        with path.open("rb") as file:
            found[str(path.relative_to(folder))] = (path.stat().st_size, file.read(2**20))
    return found


@pytest.fixture
def checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command keep what it found in a folder, to print it in two ways in half the time."""
    check, kept = validated.study.check_study, dict[object, "Report"]()

    def once(folder: Path, say: Callable[[str], None]) -> Report:
        if folder not in kept:
            kept[folder] = check(folder, say)
        return kept[folder]

    monkeypatch.setattr("ltp_analysis.cli.validate.check_study", once)


@pytest.mark.usefixtures("checked_once")
@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
def test_broken_file_is_named_with_place_and_remedy_and_nothing_is_changed(
    raw: Path, damage: Break, ltp: Run
) -> None:
    file, row, column, rule = damage(raw)
    before = contents(raw)
    as_json = ltp("validate", "--study", raw, "--json")
    as_text = ltp("validate", "--study", raw)
    assert contents(raw) == before
    assert (as_json.exit_code, as_text.exit_code) == (1, 1)

    told = json.loads(as_json.stdout)
    assert told["valid"] is False
    here = [item for item in told["problems"] if item["file"] == file]
    assert {item["file"] for item in told["problems"]} == {file}
    assert (row, column) in [(item["row"], item["column"]) for item in here]
    (fault, *_) = [item for item in here if (item["row"], item["column"]) == (row, column)]
    assert rule in fault["rule"]
    assert fault["remedy"].endswith(".")

    table = [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in as_text.stdout.splitlines()
        if line.startswith("│")
    ]
    places = [(cells[0], cells[1], cells[2]) for cells in table if cells[0]]
    assert places == [
        (item["file"], "" if item["row"] is None else str(item["row"]), item["column"])
        for item in told["problems"]
    ]
    assert f"{len(told['problems'])} problems in" in as_text.stdout
    assert "No file was changed." in as_text.stdout
    assert "Traceback" not in as_text.output


def test_byte_order_mark_is_sound_and_told(raw: Path, ltp: Run) -> None:
    path = raw / "groups.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    before = contents(raw)
    result = ltp("validate", "--study", raw, "--json")
    assert result.exit_code == 0
    assert contents(raw) == before
    told = json.loads(result.stdout)
    assert (told["valid"], told["problems"], told["unchecked"]) == (True, [], [])
    encodings = {item["file"]: item["encoding"] for item in told["files"]}
    assert encodings["groups.csv"] == "utf-8-sig"
    assert encodings["ratings.csv"] == "utf-8"


def test_sound_study_is_said_to_be_sound(raw: Path, ltp: Run) -> None:
    result = ltp("validate", "--study", raw)
    assert result.exit_code == 0
    rows = sum(len(lines_of(path)) - 1 for path in raw.glob("*.csv"))
    assert f"{rows:,} rows are sound" in result.stdout
    assert "validate: ratings.csv" in result.stderr


def test_rules_that_wait_are_listed(raw: Path, ltp: Run) -> None:
    missing_file(raw)
    result = ltp("validate", "--study", raw)
    _, _, waiting = result.stdout.partition("Not checked until these are mended:")
    assert "- A doubtful row says why it is doubtful, and no other row does." in waiting


def test_text_of_a_cell_is_printed_as_it_is(raw: Path, ltp: Run) -> None:
    """Square brackets mean colour to the library that prints tables, and nothing to us."""
    change(raw, "plans", "milton-keynes", "state", "[red]lost[/red]")
    assert "[red]lost[/red]" in ltp("validate", "--study", raw).stdout


def test_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path, ltp: Run) -> None:
    result = ltp("validate", "--study", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nowhere is no folder" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("damage", [html_in_a_name, latin_1], ids=lambda damage: damage.__name__)
def test_program_of_its_own_prints_json_and_nothing_else(raw: Path, damage: Break) -> None:
    file, row, column, _ = damage(raw)
    before = contents(raw)
    result = subprocess.run(
        [sys.executable, "-m", "ltp_analysis", "validate", "--json", "--study", str(raw)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    (problem,) = json.loads(result.stdout)["problems"]
    assert (problem["file"], problem["row"], problem["column"]) == (file, row, column)
    assert contents(raw) == before
