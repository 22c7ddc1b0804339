from __future__ import annotations

import csv
import random
import re
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.problems import InvalidDataError
from ltp_analysis.raw.read import shorten
from ltp_analysis.validated.rules import RULES
from ltp_analysis.validated.schemas import TABLES
from ltp_analysis.validated.study import Study, check_study, kept, load_study

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Fault, StudyCopy

    from ltp_analysis.validated.study import Report

RAW = Path(__file__).parents[2] / "data" / "raw"


def rows_of(table: str) -> list[dict[str, str]]:
    """Read a shipped table with nothing but the csv module."""
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def as_set(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """Return the rows of a table as a set of text, whatever their order."""
    return set(map(tuple, frame.astype(object).map(str).to_numpy().tolist()))


def to_workbook(copy: StudyCopy, table: str, *, typed: bool = False) -> Path:
    """Turn a table into a workbook; `typed` keeps whole numbers as numbers."""
    book = openpyxl.Workbook()
    for line in copy.lines(table):
        book.worksheets[0].append(
            [int(cell) if typed and cell.isdecimal() else cell for cell in line]
        )
    copy.path(table).unlink()
    path = copy.folder / f"{table}.xlsx"
    book.save(path)
    return path


def test_shipped_study_is_sound_and_complete(shipped_report: Report) -> None:
    assert shipped_report.problems == []
    assert shipped_report.unchecked == []
    assert shipped_report.study is not None
    assert list(shipped_report.study.tables) == list(TABLES)
    assert set(shipped_report.encodings.values()) == {"utf-8"}
    for name in TABLES:
        assert shipped_report.rows[f"{name}.csv"] == len(rows_of(name))
        # Nobody's answers are made up: these two are filled by those who rate a new round.
        assert (len(rows_of(name)) == 0) == (name in {"codings", "adjudications"})


def test_progress_is_told_for_each_file_and_for_the_rules() -> None:
    said: list[str] = []
    check_study(RAW, said.append)
    assert said == [*(f"{name}.csv" for name in TABLES), f"{len(RULES)} rules across tables"]


@pytest.mark.parametrize(
    ("date", "units"),
    [
        ("2015-04-01", 209),
        ("2016-04-01", 209),
        ("2017-04-01", 207),
        ("2018-04-01", 195),
        ("2019-04-01", 191),
        ("2020-04-01", 135),
    ],
)
def test_register_holds_the_known_number_of_ccgs_each_april(date: str, units: int) -> None:
    """Dates as year-month-day sort as text, so no library is needed to count."""
    here = [
        row["unit_code"]
        for row in rows_of("register")
        if row["valid_from"] <= date and (not row["valid_to"] or row["valid_to"] >= date)
    ]
    assert len(here) == len(set(here)) == units


def test_rounds_have_the_units_of_their_register(shipped: Study) -> None:
    assert shipped.rounds == ["2015-16", "2016-17", "2017-18", "2018-19"]
    assert [len(shipped.units(name)) for name in shipped.rounds] == [209, 209, 195, 195]
    names = list(shipped.units("2018-19")["name"])
    assert names == sorted(names)
    assert "NHS Leeds CCG" in names
    assert "NHS Leeds North CCG" not in names


def test_units_are_followed_into_what_they_merged_into(shipped: Study) -> None:
    assert shipped.at({"10H", "10Y"}, "2016-17") == {"10H", "10Y"}
    assert shipped.at({"10H", "10Y"}, "2017-18") == {"14Y"}
    assert shipped.at({"00F"}, "2018-19") == {"13T"}
    assert shipped.at({"14Y"}, "2015-16") == set()
    assert shipped.at({"01H"}, "2018-19") == {"01H"}


def test_ratings_run_from_the_worst_with_missing_states_last(shipped: Study) -> None:
    assert shipped.ratings == ["red", "amber", "green", "no plan"]
    assert shipped.missing == ["no plan"]


def test_labels_are_those_that_readers_see(shipped: Study) -> None:
    assert shipped.label("failing") == "failing to plan properly"
    assert shipped.label("requires improvement") == "requires improvement"
    assert shipped.label("never heard of") == "never heard of"


def test_rounds_and_age_bands_are_ordered(shipped: Study) -> None:
    bands = shipped["population"]["age_band"].cat
    assert bands.ordered
    assert next(iter(bands.categories)) == "0-4"
    assert list(bands.categories).index("5-10") < list(bands.categories).index("11-15")
    assert shipped["figures"]["round_id"].cat.ordered
    assert list(shipped["ratings"]["round_id"].cat.categories) == shipped.rounds


def test_order_of_rows_changes_nothing(copy: StudyCopy) -> None:
    before = copy.load()
    shuffle = random.Random(20190718).shuffle  # noqa: S311 - not for secrets
    for name in TABLES:
        header, *rows = copy.lines(name)
        shuffle(rows)
        copy.write(name, [header, *rows])
    after = copy.load()
    for name in TABLES:
        assert as_set(after[name]) == as_set(before[name])
        assert len(after[name]) == len(before[name])
    assert after.rounds == before.rounds
    assert after.ratings == before.ratings
    for round_id in before.rounds:
        pd.testing.assert_frame_equal(after.units(round_id), before.units(round_id))


@pytest.mark.parametrize(("table", "typed"), [("register", False), ("register_counts", True)])
def test_workbook_in_the_place_of_a_csv_file_gives_an_equal_study(
    copy: StudyCopy, table: str, *, typed: bool
) -> None:
    before = copy.load()
    to_workbook(copy, table, typed=typed)
    report = copy.check()
    assert report.problems == []
    assert report.encodings[f"{table}.xlsx"] == "xlsx"
    assert report.study is not None
    for name in TABLES:
        pd.testing.assert_frame_equal(report.study[name], before[name])


def test_byte_order_mark_and_line_endings_change_no_value(copy: StudyCopy) -> None:
    before = copy.load()
    for name in TABLES:
        content = copy.path(name).read_bytes()
        copy.path(name).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    report = copy.check()
    assert report.problems == []
    assert set(report.encodings.values()) == {"utf-8-sig"}
    assert report.study is not None
    for name in TABLES:
        pd.testing.assert_frame_equal(report.study[name], before[name])


def test_table_there_twice_is_an_error(copy: StudyCopy, expect: Callable[..., Report]) -> None:
    text = copy.path("bases").read_bytes()
    to_workbook(copy, "bases")
    copy.path("bases").write_bytes(text)
    expect(copy, [("bases.csv", None, "", "", "there twice")])


@pytest.mark.parametrize("name", ["notes.txt", "rating.csv", "ratings.CSV", "ratings-old.xlsx"])
def test_unknown_file_is_an_error(
    copy: StudyCopy, name: str, expect: Callable[..., Report]
) -> None:
    (copy.folder / name).write_text("a\n1\n", encoding="utf-8")
    expect(copy, [(name, None, "", "", "no table of a study has this name")])


def test_folders_and_the_files_of_open_programs_are_left_alone(copy: StudyCopy) -> None:
    (copy.folder / "notes").mkdir()
    for name in (".DS_Store", "~$ratings.xlsx"):
        (copy.folder / name).write_bytes(b"x")
    assert copy.check().problems == []


def test_missing_table_is_named_and_its_rules_wait(
    copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    copy.path("coverage").unlink()
    report = expect(copy, [("coverage.csv", None, "", "", "missing")])
    assert report.unchecked == [
        "A name taken from another table is in that table; every source resolves.",
        "A doubtful row says why it is doubtful, and no other row does.",
        "A rated or covered unit is in that round's register, or merged whole into one that is.",
        "A plan that is covered, coded or adjudicated is in the register of plans of that round.",
    ]


def test_unreadable_cell_leaves_the_rules_on_its_table_unchecked(
    copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    """A cell that may be empty too: to read it as empty would break other rules falsely."""
    row = copy.edit("register", copy.row("register", unit_code="00C"), valid_to="31/03/2020")
    fault = ("register.csv", row, "valid_to", "31/03/2020", "not a date")
    report = expect(copy, [fault])
    assert "A successor opens on the day after its predecessor closes." in report.unchecked
    assert (
        "Stated ratings are categories of the round's scale, each once and in its order."
        not in (report.unchecked)
    )


def test_row_that_is_left_out_leaves_the_rules_on_its_table_unchecked(
    copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    """Without it, the places in its area would falsely be said to be in none."""
    lines = copy.lines("areas")
    row = next(number for number, line in enumerate(lines, 1) if line[0] == "E40000001")
    lines[row - 1].append("one more")
    copy.write("areas", lines)
    shown = shorten(",".join(lines[row - 1]))
    report = expect(copy, [("areas.csv", row, "", shown, "the row has 6 cells")])
    assert report.unchecked == [
        "A name taken from another table is in that table; every source resolves.",
        "An area that holds a unit at a date has a name at that date; one area of each kind.",
    ]


def test_without_settings_no_rule_is_checked(copy: StudyCopy) -> None:
    (copy.folder / "study.toml").unlink()
    report = copy.check()
    assert [problem.file for problem in report.problems] == ["study.toml"]
    assert len(report.unchecked) == len(RULES)


def test_faults_in_five_tables_are_told_in_one_go(
    copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    rows = {
        "areas": copy.edit("areas", 2, name="<b>London</b>"),
        "bases": copy.edit("bases", copy.row("bases", base="children"), observation="child"),
        "groups": copy.edit("groups", copy.row("groups", group_id="hull-2018"), source_id="nobody"),
        "population": copy.edit("population", 2, persons="6,393"),
        "ratings": copy.edit("ratings", copy.row("ratings", ratings="green"), ratings="gren"),
    }
    faults: list[Fault] = [
        ("areas.csv", rows["areas"], "name", "<b>London</b>", "HTML"),
        ("bases.csv", rows["bases"], "observation", "child", "not a value that this column"),
        ("groups.csv", rows["groups"], "source_id", "nobody", "not in sources"),
        ("population.csv", rows["population"], "persons", "6,393", "not a whole number"),
        ("ratings.csv", rows["ratings"], "ratings", "gren", "not a set of ratings"),
    ]
    expect(copy, faults)


def test_load_raises_with_every_problem(copy: StudyCopy) -> None:
    copy.edit("areas", 2, kind="")
    copy.edit("bases", 2, missing="perhaps")
    with pytest.raises(InvalidDataError) as error:
        load_study(copy.folder)
    assert error.value.problems == copy.check().problems
    lines = str(error.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "areas.csv, row 2, column kind",
        "bases.csv, row 2, column missing",
    ]


@pytest.mark.parametrize("place", ["nowhere", "empty"])
def test_folder_without_a_study_is_all_problems_and_no_error(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()
    report = check_study(tmp_path / place)
    assert report.study is None
    assert {problem.rule for problem in report.problems} == {"the file is missing"}
    assert len(report.problems) == len(TABLES) + 1


def test_version_names_the_bytes_and_nothing_else(copy: StudyCopy) -> None:
    first = copy.load().version
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{12}", first)
    elsewhere = Path(shutil.copytree(copy.folder, copy.folder.with_name("elsewhere")))
    (elsewhere / ".hidden").write_text("x", encoding="utf-8")
    assert load_study(elsewhere).version == first
    copy.edit("sources", 2, note="Other words.")
    assert copy.load().version != first


def test_check_changes_no_file(copy: StudyCopy) -> None:
    to_workbook(copy, "areas")
    copy.edit("bases", 2, label="=1+1")
    before = contents(copy.folder)
    assert copy.check().study is None
    assert contents(copy.folder) == before


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("ratings", "certainty", "perhaps"),
        ("figures", "unit", "people"),
        ("register", "gss_code", "E38"),
        ("groups", "kind", "island"),
        ("rounds", "round_id", "last year"),
    ],
)
def test_wrong_value_never_stops_the_rules_from_running(
    copy: StudyCopy, table: str, column: str, value: str
) -> None:
    """After one bad cell, the empty cells of its table still have to be read as empty."""
    row = copy.edit(table, len(copy.lines(table)), **{column: value})
    found = copy.check().problems
    assert (f"{table}.csv", row, column, value) in [
        (problem.file, problem.row, problem.column, problem.value) for problem in found
    ]


_GARBAGE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["9" * 30, "-1", "0", "1/2", "1e5", "nan", "2018-04-31", "9999-12-31", "a|b", "|", "=x"]
    ),
)


@settings(max_examples=20, deadline=None)
@given(data=st.data(), table=st.sampled_from(sorted(TABLES)), value=_GARBAGE)
def test_garbage_in_any_cell_gives_problems_or_a_study_and_never_raises(
    short_folder: Path,
    check_quickly: Callable[[Path], Report],
    data: st.DataObject,
    table: str,
    value: str,
) -> None:
    with TemporaryDirectory() as folder:
        place = Path(shutil.copytree(short_folder, Path(folder, "raw")))
        path = place / f"{table}.csv"
        lines = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        row = data.draw(st.integers(0, min(len(lines) - 1, 40)))
        column = data.draw(st.integers(0, len(lines[0]) - 1))
        lines[row][column] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        report = check_quickly(place)
    assert (report.study is None) == bool(report.problems)
    assert all(problem.remedy and problem.rule and problem.file for problem in report.problems)


def test_a_kept_function_works_once_for_a_study_and_its_arguments(study: Study) -> None:
    calls = []

    @kept
    def label(some: Study, round_id: str, *, loud: bool = False) -> str:
        calls.append(round_id)
        text = str(some.round(round_id)["round"])
        return text.upper() if loud else text

    found = [label(study, "2016-17"), label(study, "2016-17"), label(study, "2017-18")]
    assert found == ["2016/17", "2016/17", "2017/18"]
    assert calls == ["2016-17", "2017-18"]
    assert label(study, "2016-17", loud=True) == "2016/17"
    assert label(replace(study, version="other"), "2016-17") == "2016/17"
    assert calls == ["2016-17", "2017-18", "2016-17", "2016-17"]


def test_a_row_is_the_last_that_has_a_value(study: Study) -> None:
    register = study["register"]
    for unit in register["unit_code"].unique():
        rows = register[register["unit_code"] == unit]
        assert study.row("register", "unit_code", unit)["name"] == rows["name"].iloc[-1]
    with pytest.raises(KeyError):
        study.row("register", "unit_code", "none")


def test_codes_are_those_of_the_units(study: Study) -> None:
    for round_id in study.rounds:
        assert list(study.codes(round_id)) == list(study.units(round_id)["unit_code"])


def test_what_was_found_sound_is_read_as_it_was_and_not_checked_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ltp_analysis.validated.study.check_study", None)
    again = load_study(RAW, sound=study.version)
    assert (again.settings, again.version, again.swhid) == (
        study.settings,
        study.version,
        study.swhid,
    )
    assert again.tables.keys() == study.tables.keys()
    for name, frame in study.tables.items():
        pd.testing.assert_frame_equal(again[name], frame)


def test_any_other_byte_is_checked(study: Study, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(RAW, tmp_path / "raw"))
    path = folder / "figures.csv"
    path.write_bytes(path.read_bytes().replace(b",percent,37,", b",percent,=37,", 1))
    with pytest.raises(InvalidDataError, match="formula"):
        load_study(folder, sound=study.version)
    path.unlink()
    with pytest.raises(InvalidDataError, match="missing"):
        load_study(folder, sound=study.version)
