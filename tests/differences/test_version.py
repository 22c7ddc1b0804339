"""A version whose files are damaged, or of another version of the program, is refused clearly."""

from __future__ import annotations

import csv
import html
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.differences.difference import compare_versions
from ltp_analysis.differences.shown import to_json, to_page, to_text
from ltp_analysis.differences.step import needed_step
from ltp_analysis.differences.version import NoVersionError, version

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

DATA = Path(__file__).parents[2] / "data"

Damage = Callable[[bytes], bytes]


def quiet(_: str) -> None:
    pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path


def without_its_last_column(text: bytes) -> bytes:
    return b"\n".join(line.rpartition(b",")[0] for line in text.split(b"\n"))


def one_cell_more(text: bytes) -> bytes:
    first, *others = text.split(b"\n")
    return b"\n".join([first, others[0] + b",x", *others[1:]])


def one_cell_less(text: bytes) -> bytes:
    first, *others = text.split(b"\n")
    return b"\n".join([first, others[0].rpartition(b",")[0], *others[1:]])


@pytest.mark.parametrize(
    ("file", "damage", "says"),
    [
        ("areas.csv", without_its_last_column, "has no 'upper'"),
        ("areas.csv", one_cell_more, "the row 2015-16 of areas.csv has not one cell"),
        ("areas.csv", one_cell_less, "the row 2015-16 of areas.csv has not one cell"),
        ("areas.csv", lambda text: text.replace(b"London", b"L\xf6ndon"), "decode byte 0xf6"),
        ("flows.csv", lambda text: text.replace(b",0,", b",none,", 1), "invalid literal"),
        ("findings.json", lambda text: text[:-9], "cannot be read"),
    ],
)
def test_what_was_worked_out_and_cannot_be_read_is_told_with_the_way_out(
    folder: Path, file: str, damage: Damage, says: str
) -> None:
    path = folder / "data" / "processed" / file
    path.write_bytes(damage(path.read_bytes()))
    with version(str(folder), None, quiet) as one, pytest.raises(NoVersionError) as raised:
        _ = one.processed, one.results
    assert says in str(raised.value)
    assert "--rebuild works it out anew" in str(raised.value)


@pytest.mark.parametrize("line", [b"\nx = = 1\n", b'\nx = "\xf6"\n'])
def test_settings_that_are_no_toml_are_told(folder: Path, line: bytes) -> None:
    path = folder / "data" / "raw" / "study.toml"
    path.write_bytes(path.read_bytes() + line)
    with (
        pytest.raises(NoVersionError, match=r"study\.toml of .* is not TOML"),
        version(str(folder), None, quiet),
    ):
        pass


@pytest.fixture
def older(folder: Path) -> Path:
    """Return a version without two tables, a column and a row that came later."""
    raw = folder / "data" / "raw"
    for name in ("toolkit", "exact_sums"):
        (raw / f"{name}.csv").unlink()
    rows = list(csv.DictReader((raw / "ratings.csv").read_text("utf-8").splitlines()))
    with (raw / "ratings.csv").open("w", encoding="utf-8", newline="") as file:
        header = [name for name in rows[0] if name != "doubt"]
        writer = csv.DictWriter(file, header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows[1:])
    shutil.rmtree(folder / "data" / "processed")
    return folder


def test_facts_of_an_older_version_are_compared_and_what_follows_is_said_not_to_be(
    older: Path,
) -> None:
    with (
        version(str(older), None, quiet) as before,
        version(str(DATA.parent), None, quiet) as after,
    ):
        difference = compare_versions(before, after)
    tables = {table.name: table for table in difference.raw}
    assert set(tables) == {"toolkit", "exact_sums", "ratings"}
    assert tables["ratings"].new_columns == ("doubt",)
    assert [row["statement_id"] for row in tables["ratings"].added] == ["2015-16-doncaster"]
    assert len(tables["exact_sums"].added) == 2
    assert (difference.processed, difference.findings, difference.sentences) == ((), (), ())
    assert "(3 faults, the first: exact_sums.csv: the file is missing" in difference.untold
    assert needed_step(difference) == "minor"
    text = to_text(difference)
    assert "1 new column. What follows was not compared. The raw tables of " in text
    assert "column added: doubt" in text
    assert difference.untold in json.loads(to_json(difference))["untold"]
    page = html.unescape(to_page(difference))
    assert difference.untold in page


def test_what_could_not_be_compared_is_never_called_the_same(older: Path) -> None:
    with version(str(older), None, quiet) as one:
        difference = compare_versions(one, one)
    assert not difference.raw
    assert difference
    assert needed_step(difference) == "minor"
    assert "Facts: the same. What follows was not compared." in to_text(difference)


def test_where_a_table_is_not_there_all_is_worked_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "data" / "processed" / "totals.csv").unlink()
    written: list[Path] = []

    def write_results(_: object, place: Path) -> None:
        assert not place.exists()
        written.append(place)

    monkeypatch.setattr("ltp_analysis.differences.version.work_out", lambda study: study.version)
    monkeypatch.setattr("ltp_analysis.differences.version.write_results", write_results)
    with version(str(folder), None, quiet) as one:
        assert written == [one.project.processed]


def test_what_was_worked_out_from_other_raw_tables_is_worked_out_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[str] = []

    def work_out(study: Study) -> None:
        worked_out.append(study.version)

    monkeypatch.setattr("ltp_analysis.differences.version.work_out", work_out)
    monkeypatch.setattr("ltp_analysis.differences.version.write_results", lambda *_: [])
    with version(str(folder), None, quiet):
        assert worked_out == []
    path = folder / "data" / "raw" / "ratings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",green,original,", ",amber,original,", 1), encoding="utf-8")
    with version(str(folder), None, quiet) as one:
        assert worked_out == [one.study.version]
