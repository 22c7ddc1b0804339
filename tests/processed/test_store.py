"""What was worked out, written and read back."""

from __future__ import annotations

import csv
from dataclasses import fields
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ltp_analysis.findings.store import NotBuiltError
from ltp_analysis.processed.results import Results
from ltp_analysis.processed.store import TABLES, read_results, write_results

if TYPE_CHECKING:
    from pathlib import Path


def test_every_list_of_the_results_has_a_file_of_its_own() -> None:
    lists = [field.name for field in fields(Results) if field.name != "ledger"]
    assert list(TABLES) == lists
    assert len({file for file, _ in TABLES.values()}) == len(TABLES)


def test_results_come_back_as_they_were(results: Results, processed: Path) -> None:
    back = read_results(processed)
    assert list(back.ledger.items()) == list(results.ledger.items())
    for name, (_, kind) in TABLES.items():
        old, new = getattr(results, name), getattr(back, name)
        assert len(new) == len(old) > 0
        for one, other in zip(new, old, strict=True):
            for field in fields(kind):
                found, was = getattr(one, field.name), getattr(other, field.name)
                if isinstance(was, Fraction):
                    assert abs(found - was) <= Fraction(1, 10**6)
                else:
                    assert found == was, (name, field.name)
                    assert isinstance(found, type(was)) or isinstance(was, type(found))


def test_results_read_back_are_written_the_same_again(processed: Path, tmp_path: Path) -> None:
    written = write_results(read_results(processed), tmp_path)
    for path in written:
        assert path.read_bytes() == (processed / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_fields_in_the_words_of_readers(processed: Path, name: str) -> None:
    file, kind = TABLES[name]
    with (processed / f"{file}.csv").open(encoding="utf-8", newline="") as opened:
        header = next(csv.reader(opened))
    words = {"round_id": "round", "group_id": "scope"}
    assert header == [words.get(field.name, field.name) for field in fields(kind)]


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_every_row(results: Results, processed: Path, name: str) -> None:
    frame = pd.read_csv(processed / f"{TABLES[name][0]}.csv")
    assert len(frame) == len(getattr(results, name))


@pytest.mark.parametrize("name", ["findings.json", *(f"{file}.csv" for file, _ in TABLES.values())])
def test_a_file_that_is_not_there_is_asked_for(results: Results, tmp_path: Path, name: str) -> None:
    write_results(results, tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(NotBuiltError, match=f"{name} is not there. Make it with: ltp build"):
        read_results(tmp_path)
