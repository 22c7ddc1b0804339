"""The reconciliation as a file."""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.reconciliation.store import as_record, write_reconciliation
from ltp_analysis.reconciliation.verdict import Reconciled, Verdict

if TYPE_CHECKING:
    from pathlib import Path

WANTED = (
    "figure_id round measure category scope printed unit verdict rule base lower upper statements"
)
ITEM = Reconciled(
    "made-up",
    "2017-18",
    "rating",
    "red",
    "england",
    'about "a third", or so\n=1+1',
    "percent",
    Verdict.POSSIBLE,
    "nearest",
    "ccgs",
    Fraction(100, 3),
    None,
    ("one", "two"),
    "A made-up figure.",
)


def test_the_file_holds_every_column_and_any_text(tmp_path: Path) -> None:
    path = write_reconciliation([ITEM], tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert list(row)[:13] == WANTED.split()
    assert row["printed"] == ITEM.printed
    assert (row["lower"], row["upper"]) == ("33.333333", "")
    assert row["statements"].split("|") == ["one", "two"]


def test_a_record_has_plain_values() -> None:
    record = as_record(ITEM)
    assert list(record)[:13] == WANTED.split()
    assert (record["upper"], record["statements"]) == (None, ["one", "two"])
    assert record["verdict"] == "possible"
