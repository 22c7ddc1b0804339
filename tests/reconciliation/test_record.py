"""A figure with its verdict as plain values."""

from __future__ import annotations

from fractions import Fraction

from ltp_analysis.reconciliation.record import as_record
from ltp_analysis.reconciliation.verdict import Reconciled, Verdict

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


def test_a_record_has_plain_values() -> None:
    record = as_record(ITEM)
    assert list(record)[:13] == WANTED.split()
    assert record["printed"] == ITEM.printed
    assert record["lower"] == 100 / 3
    assert (record["upper"], record["statements"]) == (None, ["one", "two"])
    assert record["verdict"] == "possible"
