"""From a file to one rating a unit: every fault told in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.imports.confirmation import Confirmed, confirmation_text, confirmed
from ltp_analysis.imports.names import How
from ltp_analysis.imports.ratings import read_entries
from ltp_analysis.imports.words import RatingMapError, rating_words

if TYPE_CHECKING:
    from tests.imports.conftest import Made

    from ltp_analysis.imports.register import Names
    from ltp_analysis.validated.study import Study

COLUMNS = {"unit": "Area", "rating": "RAG"}


def test_words_fold_and_missing_states_are_ratings_too(
    made: Made, study: Study, names: Names
) -> None:
    table = made(
        ("Area", "RAG"),
        ("Doncaster", "AMBER"),
        ("Vale of York", " Green "),
        ("Wirral", "no-plan"),
        ("Leeds", "No  Plan"),
        ("Bolton", "amber|red"),
    )
    found = read_entries(table, COLUMNS, names, rating_words(study, "2018-19"))
    assert not found.problems
    assert [(one.unit_code, one.ratings) for one in found.entries] == [
        ("02X", ("amber",)),
        ("03Q", ("green",)),
        ("12F", ("no plan",)),
        ("15F", ("no plan",)),
        ("00T", ("red", "amber")),
    ]


def test_every_fault_is_told_in_one_pass(made: Made, study: Study, names: Names) -> None:
    table = made(
        ("Area", "RAG"),
        ("Doncaster", "amber"),
        ("NHS Doncaster CCG", "red"),
        ("02X", "amber"),
        ("Vale of York", "A"),
        ("Wirral", ""),
        ("15N", "red"),
        ("", "red"),
        ("York", "red"),
        ("York", "green"),
        ("=HYPERLINK(1)", "red"),
    )
    found = read_entries(table, COLUMNS, names, rating_words(study, "2018-19"))
    told = {(problem.row, problem.column): problem.rule for problem in found.problems}
    assert told.keys() == {
        (3, "Area"),
        (4, "Area"),
        (5, "RAG"),
        (6, "RAG"),
        (7, "Area"),
        (8, "Area"),
        (11, "Area"),
    }
    assert (
        "row 2 (“Doncaster”) names 02X NHS Doncaster CCG too, with another rating"
        in told[3, "Area"]
    )
    assert told[4, "Area"].endswith("too")
    assert told[5, "RAG"] == "no rating of the scale"
    assert told[6, "RAG"] == "the rating is blank"
    assert "from 2019-04-01" in told[7, "Area"]
    assert told[8, "Area"] == "the row names no unit"
    assert "formula" in told[11, "Area"]
    assert [one.written for one in found.unsure] == ["York", "=HYPERLINK(1)"]


def test_a_code_and_a_name_have_to_agree(made: Made, study: Study, names: Names) -> None:
    table = made(
        ("Code", "Area", "RAG"), ("02X", "Doncaster", "red"), ("02X", "Vale of York", "red")
    )
    columns = {**COLUMNS, "code": "Code"}
    found = read_entries(table, columns, names, rating_words(study, "2018-19"))
    (differ, _) = found.problems if found.problems[0].column == "Code" else found.problems[::-1]
    assert (differ.row, differ.column) == (3, "Code")
    assert "the name of 03Q NHS Vale of York CCG" in differ.rule


def test_a_unit_beside_what_it_was_merged_into(made: Made, study: Study, names: Names) -> None:
    table = made(("Area", "RAG"), ("Bristol", "red"), ("15C", "amber"))
    found = read_entries(table, COLUMNS, names, rating_words(study, "2018-19"))
    (problem,) = found.problems
    assert problem.row == 2
    assert "merged into 15C" in problem.rule


def test_confirmed_names_are_used_and_ignored_ones_left_out(
    made: Made, study: Study, names: Names
) -> None:
    table = made(("Area", "RAG"), ("York", "red"), ("Total", "194"), ("Wirral", "green"))
    settled = Confirmed({"York": "03Q", "Total": "ignore"})
    words = rating_words(study, "2018-19")
    found = read_entries(table, COLUMNS, names, words, settled)
    assert not found.problems
    assert not found.unsure
    assert found.left_out == (3,)
    assert [(one.unit_code, one.how) for one in found.entries] == [
        ("03Q", How.CONFIRMED),
        ("12F", How.EXACT),
    ]


def test_a_confirmation_file_keeps_what_was_filled_in(
    made: Made, study: Study, names: Names
) -> None:
    table = made(("Area", "RAG"), ("York", "red"), ("Newcastle", "red"))
    unsure = read_entries(table, COLUMNS, names, rating_words(study, "2018-19")).unsure
    text = confirmation_text(unsure, [{"name": "York", "unit_code": "03Q", "why": "", "x": "y"}])
    lines = text.splitlines()
    assert lines[0] == "name,why,suggestions,unit_code"
    assert lines[1] == "York,,,03Q"
    assert lines[2].startswith("Newcastle,")
    assert "13T NHS Newcastle Gateshead CCG" in lines[2]
    assert len(lines) == 3


def test_faults_of_a_confirmation_file_are_told(made: Made, names: Names) -> None:
    table = made(
        ("name", "unit_code"), ("York", "03q"), ("York", "02X"), ("Devon", "15N"), ("Leeds", "")
    )
    found = confirmed(table, names)
    assert [(one.row, one.column) for one in found.problems] == [(3, "name"), (4, "unit_code")]
    assert "from 2019-04-01" in found.problems[1].rule
    assert found.codes["York"] in {"03Q", "02X"}
    assert "Leeds" not in found.codes
    (absent,) = confirmed(made(("name",), ("York",)), names).problems
    assert (absent.column, absent.rule) == ("unit_code", "the column is missing")


def test_words_of_ones_own(study: Study) -> None:
    words = rating_words(study, "2018-19", ["A=amber", "=no plan", "n/a=ignore"])
    assert words.read("a") == ("amber",)
    assert words.read("") == ("no plan",)
    assert words.read("N/A") == ()
    assert words.read("b") is None
    assert rating_words(study, "2018-19").read("") is None


@pytest.mark.parametrize("pairs", [["A"], ["A=purple"], ["A=red", "a=green"]])
def test_a_map_that_is_not_understood_is_refused(study: Study, pairs: list[str]) -> None:
    with pytest.raises(RatingMapError):
        rating_words(study, "2018-19", pairs)
