"""The frames, against the ledger, the verdicts and the raw rows."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.solved.ratings import UnitRating
from ltp_analysis.workbook import frames

if TYPE_CHECKING:
    import pandas as pd

    from ltp_analysis.validated.study import Study
    from ltp_analysis.workbook.tables import Content

RAW = Path(__file__).parents[2] / "data" / "raw"
NAME = """=HYPERLINK("https://example.org"), <b>O'Brien</b>\nمجموعة 🎈"""
"""Made up. A study's own files can hold no text that begins so."""


def raw(table: str) -> list[dict[str, str]]:
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def test_every_finding_is_in_one_frame(study: Study, ledger: Ledger) -> None:
    found = frames.findings(study, ledger)
    assert set(found) == {"percent", "points", "count"}
    ids = [row["Finding"] for frame in found.values() for row in rows(frame)]
    assert sorted(ids) == sorted(ledger)


@pytest.mark.parametrize(
    ("unit", "words"),
    [("percent", "per cent"), ("points", "percentage points"), ("count", "number")],
)
def test_values_of_findings_are_numbers(
    unit: str, words: str, study: Study, ledger: Ledger
) -> None:
    for row in rows(frames.findings(study, ledger)[unit]):
        finding = ledger[row["Finding"]]
        for name, bound in (("Least", finding.lower), ("Greatest", finding.upper)):
            cell = row[f"{name} value ({words})"]
            assert bound is not None
            assert abs(Fraction(cell) - bound) <= Fraction(1, 2_000_000)
            assert isinstance(cell, int if unit == "count" else float)
        assert row["Method"] == finding.method
        assert row["Statements"].split(", ") == list(finding.statements or ["none"])
        assert row["Made by"] == finding.code


def test_a_share_written_out(study: Study, ledger: Ledger) -> None:
    found = {row["Finding"]: row for row in rows(frames.findings(study, ledger)["percent"])}
    row = found["share.2018-19.green.england.with-missing"]
    assert (row["Round"], row["Category"], row["Where"]) == ("2018/19", "green", "England")
    assert (row["Least value (per cent)"], row["Greatest value (per cent)"]) == (
        17.948718,
        18.461538,
    )
    assert (row["Least numerator (number)"], row["Greatest numerator (number)"]) == (35, 36)
    assert (row["Least size of base (number)"], row["Base"]) == (195, "CCGs")
    assert (row["Least missing (number)"], row["Greatest missing (number)"]) == (11, 12)
    printed = found["share.2015-16.red.england.as-printed"]
    assert printed["As printed"] == "37 per cent"
    assert printed["Least size of base (number)"] == "not known"
    assert printed["Least missing (number)"] == "not known"


def test_changes_name_both_rounds(study: Study, ledger: Ledger) -> None:
    first = rows(frames.findings(study, ledger)["points"])[0]
    assert first["Round"] == "2015/16 to 2016/17"
    assert "The wording of the criteria changed" in first["Caution"]


def test_a_percentage_that_no_number_gives_says_so(study: Study, ledger: Ledger) -> None:
    finding = replace(
        ledger["numerators.2018-19-rating-green.nearest"],
        lower=None,
        upper=None,
        numerator_lower=None,
        numerator_upper=None,
    )
    (row,) = rows(frames.findings(study, Ledger([finding]))["count"])
    assert row["Least value (number)"] == "no whole number"
    assert row["Least missing (number)"] == "does not apply"


def test_a_finding_in_a_unit_of_its_own(study: Study, ledger: Ledger) -> None:
    first = next(iter(ledger.values()))
    finding = replace(first, unit="children", lower=Fraction(7, 2), upper=None, round="")
    (row,) = rows(frames.findings(study, Ledger([finding]))["children"])
    assert row["Least value (children)"] == 3.5
    assert row["Greatest value (children)"] == "not known"
    assert row["Round"] == "does not apply"


def test_ratings_of_units(study: Study, content: Content) -> None:
    found = rows(frames.unit_ratings(study, content.known, content.chances))
    assert len(found) == sum(len(study.units(round_id)) for round_id in study.rounds)
    by_unit = {(row["Round"], row["ODS code"]): row for row in found}
    known = {(study.round(unit.round_id)["round"], unit.unit_code): unit for unit in content.known}
    for key, row in by_unit.items():
        left = known[key].possible
        can = [name for name in study.ratings if row[f"Can be {name}"] == "yes"]
        assert tuple(row["Ratings left"].split(" or ")) == tuple(can) == left
        assert row["How it is known"] == known[key].basis
    assert by_unit["2018/19", "02X"]["Ratings left"] == "green"
    darlington = by_unit["2016/17", "00C"]
    assert darlington["Can be green"] == "no"
    assert darlington["How it is known"] == "deduced"
    assert darlington["Sets expected by chance (number)"] == 0.075413
    assert by_unit["2015/16", "00C"]["Sets expected by chance (number)"] == "does not apply"
    assert by_unit["2015/16", "00C"]["Statements"] == "none"


def test_reconciliation(study: Study, content: Content) -> None:
    found = rows(frames.reconciliation(study, content.reconciled))
    assert [row["Figure"] for row in found] == [item.figure_id for item in content.reconciled]
    by_id = {row["Figure"]: row for row in found}
    failing = by_id["2016-17-rating-failing"]
    assert failing["As printed"] == "83 per cent"
    assert failing["Verdict"] == "reproduced under another rule"
    assert failing["Least value (in the unit named)"] == 83.673469
    assert failing["Unit"] == "per cent"
    children = by_id["2016-17-children-affected-inadequate-or-none-north-east"]
    assert isinstance(children["Least value (in the unit named)"], int)
    assert children["Unit"] == "children"
    words = by_id["2015-16-services-not-mentioned-yes"]
    assert (words["As printed"], words["Unit"]) == ("a third", "per cent")
    assert words["Least value (in the unit named)"] == "not known"
    assert words["Base"] == words["Statements"] == "none"


def test_published_figures_are_as_printed(study: Study) -> None:
    found = rows(frames.figures(study))
    labels = {row["round_id"]: row["round"] for row in raw("rounds")}
    for row, figure in zip(found, raw("figures"), strict=True):
        assert row["Figure"] == figure["figure_id"]
        assert row["As printed"] == figure["printed"]
        assert abs(Fraction(row["Value (in the unit named)"]) - Fraction(figure["value"])) < 1e-6
        assert row["Round"] == (labels.get(figure["round_id"]) or "does not apply")
        absent = "not known" if figure["base"] else "does not apply"
        assert str(row["Size of base (number)"]) == (figure["base_value"] or absent)
        assert row["Doubt"] == (figure["doubt"] or "none")
        assert row["Source"] == figure["source_id"]


def test_statements_name_their_unit_or_group(study: Study) -> None:
    found = rows(frames.statements(study))
    groups = {row["group_id"]: row["name"] for row in raw("groups")}
    for row, statement in zip(found, raw("ratings"), strict=True):
        assert row["Statement"] == statement["statement_id"]
        assert row["ODS code"] == (statement["unit_code"] or "does not apply")
        assert statement["unit_code"] or row["Name"] == groups[statement["group_id"]]
        assert row["Ratings left"] == statement["ratings"].replace("|", " or ")
        assert row["Note"] == (statement["note"] or "none")


def test_sources_are_those_of_the_study(study: Study) -> None:
    found = rows(frames.sources(study))
    for row, source in zip(found, raw("sources"), strict=True):
        assert row["Source"] == source["source_id"]
        assert row["Title"] == source["title"]
        assert row["Address"] == (source["address"] or "none")
        assert row["Date"] == (source["date"] or "not known")
        assert row["Authors"] == (source["authors"] or "none named")


def test_names_of_a_study_are_not_changed(study: Study) -> None:
    made_up = {
        name: study[name].assign(**{column: NAME})
        for name, column in {"register": "name", "sources": "title", "groups": "name"}.items()
    }
    other = replace(study, tables={**study.tables, **made_up})
    unit = UnitRating("02X", other.units("2018-19")["name"][0], "2018-19", ("red",), "stated", ())
    (known,) = rows(frames.unit_ratings(other, [unit], {}))
    assert known["Name"] == NAME
    assert {row["Title"] for row in rows(frames.sources(other))} == {NAME}
    assert {row["Name"] for row in rows(frames.statements(other))} == {NAME}
    assert {row["Where"] for row in rows(frames.figures(other))} == {NAME}
