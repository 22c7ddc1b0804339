"""Tables, against the ledger and the raw rows."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reports import tables, words

if TYPE_CHECKING:
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.validated.study import Study

RAW = Path(__file__).parents[2] / "data" / "raw"
NOT_KNOWN = "not known"


def raw(table: str) -> list[dict[str, str]]:
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ratings_of_2018_19_written_out(study: Study, ledger: Ledger) -> None:
    found = tables.ratings_of_round(study, ledger, "2018-19")
    assert found.rows[2] == (
        "green",
        "17.9% to 18.5% (35 or 36 of 195 CCGs)",
        "19.0% to 19.7% (35 or 36 of 183 or 184 CCGs with a plan)",
        "17.9% to 24.6% (35 to 48 of 195 CCGs)",
    )
    assert found.rows[3] == (
        "no plan",
        "5.6% to 6.2% (11 or 12 of 195 CCGs)",
        "does not apply",
        "does not apply",
    )
    assert [row[0] for row in found.rows] == ["red", "amber", "green", "no plan"]
    assert "2018/19" in found.caption


@pytest.mark.parametrize("round_id", ["2016-17", "2017-18", "2018-19"])
def test_ratings_of_a_round_are_in_the_ledger(study: Study, ledger: Ledger, round_id: str) -> None:
    variants = ("with-missing", "without-missing", "missing-either-way")
    for rating, *cells in tables.ratings_of_round(study, ledger, round_id).rows:
        for variant, cell in zip(variants, cells, strict=True):
            name = f"share.{round_id}.{rating.replace(' ', '-')}.england.{variant}"
            assert (cell == "does not apply") == (name not in ledger)
            assert name not in ledger or cell == words.share(ledger[name], 1)


def test_ratings_through_time_written_out(study: Study, ledger: Ledger) -> None:
    found = tables.ratings_through_time(study, ledger)
    assert found.header == ("Round", "red", "amber", "green", "no plan")
    assert found.rows[0] == (
        "2015/16",
        "37% (of CCGs, with or without a plan; their number was not printed)",
        NOT_KNOWN,
        "14% (of plans or CCGs, not said which; their number was not printed)",
        NOT_KNOWN,
    )
    assert found.rows[1] == (
        "2016/17",
        "21% (21 of 98 plans analysed)",
        "62% (61 of 98 plans analysed)",
        "16% (16 of 98 plans analysed)",
        "16% (18 of 116 plans due)",
    )
    assert found.rows[2][1:] == (
        "11% (21 of 195 CCGs)",
        "75% (146 of 195 CCGs)",
        "11% (21 of 195 CCGs)",
        "4% (7 of 195 CCGs)",
    )
    assert [row[0] for row in found.rows] == ["2015/16", "2016/17", "2017/18", "2018/19"]


def test_criteria_are_those_of_the_round(study: Study) -> None:
    found = tables.criteria(study, "2016-17")
    meanings = {
        row["category"]: row["meaning"]
        for row in raw("criteria")
        if row["criteria_id"] == "abused-children"
    }
    assert found.rows == tuple((name, meanings[name]) for name in ("red", "amber", "green"))


def test_counts_by_rule_written_out(study: Study, ledger: Ledger) -> None:
    found = tables.counts_by_rule(study, ledger, "2018-19")
    assert found.header == ("Printed", "nearest", "half-up", "half-even", "truncated")
    same = ("35 or 36", "35 or 36", "35 or 36", "36 or 37")
    assert found.rows[0] == ("green: 18 per cent", *same)
    assert found.rows[-1][1:] == ("193 to 197", "193 to 197", "193 to 197", "197 to 201")
    assert len(found.rows) == 6
    assert "195 CCGs" in found.caption


@pytest.mark.parametrize("round_id", ["2015-16", "2017-18"])
def test_counts_by_rule_of_a_round_without_percentages(
    study: Study, ledger: Ledger, round_id: str
) -> None:
    tables.counts_by_rule(study, ledger, round_id)


def test_named_units_show_rating_and_publisher(study: Study) -> None:
    found = tables.named_units(study, "2018-19")
    publishers = {row["source_id"]: row["publisher"] for row in raw("sources")}
    rows = {row[0]: row[1:] for row in found.rows}
    assert len(rows) == len(found.rows) == 31
    rochdale = publishers["rochdale-online-2019"]
    rating, known, publisher = rows["Heywood, Middleton and Rochdale (01D)"]
    assert (rating, publisher) == ("green", rochdale)
    assert known.startswith("By name. ")
    assert "the word green is not in the excerpt" in known
    assert rows["Bolton (00T)"][::2] == ("red or amber or no plan", rochdale)
    assert rows["Ashford (09C)"][1] == "As one of Kent."
    assert list(rows) == sorted(rows)


def test_statements_left_out_are_those_of_the_round(study: Study) -> None:
    expected = {
        row[key]: row["doubt"]
        for table, key in (("figures", "figure_id"), ("ratings", "statement_id"))
        for row in raw(table)
        if (row["round_id"], row["certainty"]) == ("2016-17", "doubtful")
    }
    rows = tables.statements_left_out(study, "2016-17").rows
    found = {row[0]: row[1] for row in rows}
    replaced = found.pop("2016-17-kernow-original")
    assert replaced == "replaced by a corrected edition"
    assert found == {name: f"doubtful: {doubt}" for name, doubt in expected.items()}


def test_sources_of_a_round_are_counted(study: Study) -> None:
    counted = Counter(
        row["source_id"]
        for table in ("figures", "ratings")
        for row in raw(table)
        if row["round_id"] == "2018-19"
    )
    titles = {row["source_id"]: (row["publisher"], row["title"]) for row in raw("sources")}
    found = Counter(
        {
            (publisher, title): int(number)
            for publisher, title, _, number in tables.sources_used(study, "2018-19").rows
        }
    )
    expected: Counter[tuple[str, str]] = Counter()
    for name, number in counted.items():
        expected[titles[name]] += number
    assert len(tables.sources_used(study, "2018-19").rows) == len(counted)
    if len(set(map(titles.get, counted))) == len(counted):
        assert found == expected


def test_findings_used_stand_once_with_value_and_caution(ledger: Ledger) -> None:
    green = "share.2018-19.green.england.with-missing"
    change = "change.2015-16-to-2018-19.red.england.with-missing"
    found = tables.findings_used(ledger, [green, change, green])
    assert [row[:2] for row in found.rows] == [
        (green, "17.9% to 18.5% (35 or 36 of 195 CCGs)"),
        (change, "fell by 34.4 to 36.0 percentage points"),
    ]
    assert "criteria changed" in " ".join(found.rows[1])
    for row, name in zip(found.rows, (green, change), strict=True):
        assert ledger[name].method in row[2]


def test_every_table_is_rectangular_text(study: Study, ledger: Ledger) -> None:
    made = [
        tables.ratings_of_round(study, ledger, "2018-19"),
        tables.ratings_through_time(study, ledger),
        tables.criteria(study, "2018-19"),
        tables.counts_by_rule(study, ledger, "2018-19"),
        tables.named_units(study, "2018-19"),
        tables.statements_left_out(study, "2018-19"),
        tables.sources_used(study, "2018-19"),
        tables.findings_used(ledger, ledger),
    ]
    for table in made:
        assert table.rows
        for row in table.rows:
            assert len(row) == len(table.header)
            assert all(row)
            assert {type(cell) for cell in row} == {str}
            assert not {"nan", "None", "<NA>"} & set(row)
