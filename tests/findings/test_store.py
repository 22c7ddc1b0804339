"""The ledger in files."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ltp_analysis.findings.finding import COLUMNS
from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.findings.store import NotBuiltError, as_record, read_ledger, write_ledger

if TYPE_CHECKING:
    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.processed.results import Results

PROCESSED = Path(__file__).parents[2] / "data" / "processed"
ASKED_FOR = (
    *("id", "round", "measure", "category", "scope", "unit", "lower", "upper"),
    *("numerator_lower", "numerator_upper", "base", "base_name", "missing"),
    *("method", "statements", "sources", "code"),
)


@pytest.fixture(scope="session")
def folder(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the ledger was written."""
    folder = tmp_path_factory.mktemp("findings")
    paths = write_ledger(ledger, folder)
    assert paths == [folder / "findings.csv", folder / "findings.json"]
    assert sorted(folder.iterdir()) == sorted(paths)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_ledger_comes_back_as_it_was(ledger: Ledger, folder: Path) -> None:
    back = read_ledger(folder)
    assert list(back.items()) == list(ledger.items())
    values = [value for finding in back.values() for value in (finding.lower, finding.upper)]
    assert {type(value) for value in values} <= {Fraction, type(None)}


def test_a_finding_without_bounds_comes_back_too(ledger: Ledger, tmp_path: Path) -> None:
    record = as_record(ledger["share.2015-16.red.england.as-printed"])
    empty = {"lower": None, "upper": None, "lower_exact": None, "upper_exact": None}
    (tmp_path / "findings.json").write_text(json.dumps([record | empty]), encoding="utf-8")
    back = read_ledger(tmp_path)
    (finding,) = back.values()
    assert (finding.lower, finding.upper, finding.determined) == (None, None, False)
    write_ledger(back, tmp_path)
    assert read_ledger(tmp_path) == back
    (row,) = rows_of(tmp_path / "findings.csv")
    assert (row["lower"], row["upper"]) == ("", "")


def test_the_csv_has_the_columns_that_were_asked_for(folder: Path) -> None:
    frame = pd.read_csv(folder / "findings.csv")
    assert tuple(frame.columns) == COLUMNS
    assert set(ASKED_FOR) <= set(COLUMNS)
    assert [name for name in COLUMNS if name in ASKED_FOR] == list(ASKED_FOR)


def test_the_csv_holds_what_the_ledger_holds(ledger: Ledger, folder: Path) -> None:
    def whole(number: int | None) -> str:
        return "" if number is None else str(number)

    rows = rows_of(folder / "findings.csv")
    assert [row["id"] for row in rows] == list(ledger)
    for row, finding in zip(rows, ledger.values(), strict=True):
        for name, value in (("lower", finding.lower), ("upper", finding.upper)):
            assert value is not None
            assert abs(Fraction(row[name]) - value) <= Fraction(1, 2_000_000)
            assert value.denominator != 1 or row[name] == str(value)
        assert row["numerator_lower"] == whole(finding.numerator_lower)
        assert row["base"] == whole(finding.base)
        assert row["missing"] == whole(finding.missing)
        assert tuple(row["statements"].split()) == finding.statements
        assert tuple(row["sources"].split()) == finding.sources
        for name in ("round", "measure", "category", "scope", "unit", "base_name", "method"):
            assert row[name] == getattr(finding, name)


def test_pandas_reads_numbers_as_numbers(ledger: Ledger, folder: Path) -> None:
    frame = pd.read_csv(folder / "findings.csv").set_index("id")
    assert frame["lower"].dtype == float
    for name, finding in ledger.items():
        assert finding.lower is not None
        assert frame.loc[name, "lower"] == pytest.approx(float(finding.lower), abs=1e-6)


def test_the_json_keeps_rounded_and_exact_bounds(folder: Path) -> None:
    text = (folder / "findings.json").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in json.loads(text, parse_constant=pytest.fail)}
    green = rows["share.2018-19.green.england.with-missing"]
    assert (green["lower"], green["lower_exact"]) == (17.948718, "700/39")
    assert (green["upper"], green["upper_exact"]) == (18.461538, "240/13")


def test_a_ledger_that_was_not_built_says_how(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="ltp build"):
        read_ledger(tmp_path)


def test_processed_findings_are_those_of_the_raw_tables_now(
    results: Results, processed: Path
) -> None:
    changes = difference(read_ledger(PROCESSED), results.ledger)
    why = "data/processed does not hold what data/raw gives now"
    assert not changes, "\n".join([f"{why}. Remake it with: ltp build", *changes])
    for name in ("findings.csv", "findings.json"):
        same = (PROCESSED / name).read_bytes() == (processed / name).read_bytes()
        assert same, f"data/processed/{name} is written another way now. Remake it with: ltp build"


def difference(old: Ledger, new: Ledger) -> list[str]:
    """Return, one a line, the findings that came, went or changed, with the values."""
    lines = [f"- {name} is gone" for name in old if name not in set(new)]
    lines += [f"- {name} is new" for name in new if name not in set(old)]
    for name in (name for name in new if name in set(old)):
        before, after = old[name], new[name]
        lines += [
            f"- {name}: {column} was {getattr(before, column)}, is {getattr(after, column)}"
            for column in COLUMNS
            if column != "dataset" and getattr(before, column) != getattr(after, column)
        ]
    versions = [{finding.dataset for finding in ledger.values()} for ledger in (old, new)]
    if versions[0] != versions[1]:
        lines.append(f"- dataset was {sorted(versions[0])}, is {sorted(versions[1])}")
    return lines


def test_the_difference_names_findings_and_values(ledger: Ledger) -> None:
    def changed(finding: Finding) -> Finding:
        record = {name: getattr(finding, name) for name in COLUMNS}
        return type(finding)(**record | {"lower": Fraction(1)})

    first, second, third = list(ledger.values())[:3]
    old, new = Ledger([first, second]), Ledger([changed(second), third])
    assert difference(old, old) == []
    assert difference(old, new) == [
        f"- {first.id} is gone",
        f"- {third.id} is new",
        f"- {second.id}: lower was {second.lower}, is 1",
    ]
