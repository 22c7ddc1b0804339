"""Tables, against the ledger and the raw rows."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reports import words
from ltp_analysis.reports.parts import Citation, Link, Number, Place, Used, Uses, plain
from ltp_analysis.reports.tables import TABLES, appendix

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.processed.results import Results
    from ltp_analysis.reports.parts import Cell, Part
    from ltp_analysis.reports.tables import PlainTable
    from ltp_analysis.reports.view import View
    from ltp_analysis.validated.study import Study

    Look = Callable[..., View]

RAW = Path(__file__).parents[2] / "data" / "raw"
ROUNDS = ("2015-16", "2016-17", "2017-18", "2018-19")
NOT_KNOWN = "not known"


def raw(table: str) -> list[dict[str, str]]:
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(table: PlainTable) -> list[tuple[str, ...]]:
    return [tuple(plain(cell) for cell in row) for row in table.rows]


def parts(cell: Cell) -> tuple[Part, ...]:
    return cell if isinstance(cell, tuple) else (cell,)


def back_links(cell: Cell) -> tuple[Link, ...]:
    (used,) = (part for part in parts(cell) if isinstance(part, Used))
    return used.links


def targets(cell: Cell) -> list[str]:
    return [part.target for part in parts(cell) if isinstance(part, Number)]


def test_ratings_of_2018_19_written_out(look: Look) -> None:
    found = TABLES["ratings"](look())
    rows = texts(found)
    assert rows[2] == (
        "green",
        "17.9% to 18.5% (35 or 36 of 195 CCGs)",
        "19.0% to 19.7% (35 or 36 of 183 or 184 CCGs with a plan)",
        "17.9% to 24.6% (35 to 48 of 195 CCGs)",
    )
    assert rows[3] == (
        "no plan",
        "5.6% to 6.2% (11 or 12 of 195 CCGs)",
        "does not apply",
        "does not apply",
    )
    assert [row[0] for row in rows] == ["red", "amber", "green", "no plan"]
    assert "2018/19" in found.caption


@pytest.mark.parametrize("round_id", ["2016-17", "2017-18", "2018-19"])
def test_ratings_of_a_round_are_in_the_ledger(look: Look, results: Results, round_id: str) -> None:
    variants = ("with-missing", "without-missing", "missing-either-way")
    for rating, *cells in TABLES["ratings"](look(round_id)).rows:
        for variant, cell in zip(variants, cells, strict=True):
            name = f"share.{round_id}.{plain(rating).replace(' ', '-')}.england.{variant}"
            finding = results.ledger.get(name)
            if finding is None:
                assert cell == "does not apply"
            else:
                assert cell == Number(f"f-{name}", words.share(finding, 1))


def test_ratings_through_time_written_out(look: Look) -> None:
    found = TABLES["rounds"](look())
    rows = texts(found)
    assert found.header == ("Round", "red", "amber", "green", "no plan")
    assert rows[0] == (
        "2015/16",
        "37% (of CCGs, those without a plan perhaps left out; their number was not printed)",
        NOT_KNOWN,
        "14% (of plans or CCGs, not said which; their number was not printed)",
        NOT_KNOWN,
    )
    assert rows[1] == (
        "2016/17",
        "21% (21 of 98 plans analysed)",
        "62% (61 of 98 plans analysed)",
        "16% (16 of 98 plans analysed)",
        "16% (18 of 116 plans due)",
    )
    assert rows[2][1:] == (
        "11% (21 of 195 CCGs)",
        "75% (146 of 195 CCGs)",
        "11% (21 of 195 CCGs)",
        "4% (7 of 195 CCGs)",
    )
    assert [row[0] for row in rows] == ["2015/16", "2016/17", "2017/18", "2018/19"]


def test_units_are_counted_for_every_round(look: Look, results: Results) -> None:
    rows = TABLES["units"](look()).rows
    assert [plain(row[1]) for row in rows] == ["209 CCGs", "209 CCGs", "195 CCGs", "195 CCGs"]
    for row, round_id in zip(rows, ROUNDS, strict=True):
        for cell, rating in zip(row[2:], ("red", "amber", "green", "no-plan"), strict=True):
            name = f"units.{round_id}.{rating}.england"
            finding = results.ledger[name]
            text = words.between(finding.numerator_lower, finding.numerator_upper)
            assert cell == Number(f"f-{name}", text)


def test_criteria_are_those_of_the_round(look: Look) -> None:
    meanings = {
        row["category"]: row["meaning"]
        for row in raw("criteria")
        if row["criteria_id"] == "abused-children"
    }
    expected = [(name, meanings[name]) for name in ("red", "amber", "green")]
    assert texts(TABLES["criteria"](look("2016-17"))) == expected
    by_round = {row[0]: row[1:] for row in texts(TABLES["criteria-by-round"](look()))}
    assert by_round["2016/17"] == (*(meaning for _, meaning in expected), "does not apply")
    assert list(by_round) == ["2015/16", "2016/17", "2017/18", "2018/19"]


def test_counts_by_rule_written_out(look: Look) -> None:
    found = TABLES["rules"](look())
    rows = texts(found)
    assert found.header == ("Printed", "nearest", "half-up", "half-even", "truncated")
    same = ("35 or 36", "35 or 36", "35 or 36", "36 or 37")
    assert rows[0] == ("green: 18 per cent", *same)
    assert rows[-1][1:] == ("193 to 197", "193 to 197", "193 to 197", "197 to 201")
    assert len(rows) == 6
    assert "195 CCGs" in found.caption
    assert targets(found.rows[0][4]) == ["f-numerators.2018-19-rating-green.truncated"]


@pytest.mark.parametrize("round_id", ["2015-16", "2017-18"])
def test_counts_by_rule_of_a_round_without_percentages(look: Look, round_id: str) -> None:
    assert TABLES["rules"](look(round_id)).rows == ()


def test_changes_are_those_of_the_ledger(look: Look, results: Results) -> None:
    rows = TABLES["changes"](look()).rows
    names = {name for name, one in results.ledger.items() if one.measure == "change"}
    shown = {target.removeprefix("f-") for row in rows for cell in row for target in targets(cell)}
    assert shown == {name for name in names if name.endswith(".with-missing")}
    assert [plain(row[0]) for row in rows] == [
        "2015/16 to 2016/17",
        "2016/17 to 2017/18",
        "2017/18 to 2018/19",
        "2015/16 to 2017/18",
        "2015/16 to 2018/19",
    ]


def test_stated_units_of_2018_19_are_those_of_the_rows(look: Look) -> None:
    """Whoever a certain row names, itself or in a group, is there with what the rows leave."""
    members: dict[str, list[str]] = {}
    for row in raw("group_members"):
        if row["certainty"] == "certain":
            members.setdefault(row["group_id"], []).append(row["unit_code"])
    left: dict[str, set[str]] = {}
    for said in raw("ratings"):
        if (said["round_id"], said["certainty"]) == ("2018-19", "certain"):
            for code in [said["unit_code"]] if said["unit_code"] else members[said["group_id"]]:
                ratings = set(said["ratings"].split("|"))
                left[code] = left.get(code, ratings) & ratings
    assert len(left) == 31
    rows = {plain(row[0]).rsplit("(")[-1].rstrip(")"): row for row in TABLES["known"](look()).rows}
    assert set(left) <= set(rows)
    for code, line in rows.items():
        found = set(plain(line[1]).split(" or "))
        if plain(line[2]) == "stated":
            assert found == left[code]
        else:
            assert plain(line[2]) == "deduced"
            assert found < left.get(code, {"red", "amber", "green", "no plan"})


def test_known_units_lead_to_statements_and_sources(look: Look, study: Study) -> None:
    said_by = {line["statement_id"]: line["source_id"] for line in raw("ratings")}
    said_by |= {line["figure_id"]: line["source_id"] for line in raw("figures")}
    found = {plain(row[0]): row for row in TABLES["known"](look()).rows}
    row = found["Heywood, Middleton and Rochdale (01D)"]
    assert (plain(row[1]), row[2]) == ("green", "stated")
    assert Citation("rochdale-online-2019") in parts(row[3])
    assert plain(found["Bolton (00T)"][1]) == "red or amber or no plan"
    assert targets(found["Ashford (09C)"][3]) == ["s-2018-19-kent"]
    names = [name.rsplit(" (", 1)[0] for name in found]
    assert names == sorted(names)
    for row in found.values():
        for part, follows in pairwise(part for part in parts(row[3]) if part not in {"", ", "}):
            name = part.target.removeprefix("s-") if isinstance(part, Number) else ""
            if name in said_by:
                assert follows == Citation(said_by[name])
    assert len(found) < len(study.units("2018-19"))


def test_deduced_units_are_those_of_strong_totals(look: Look, results: Results) -> None:
    for round_id in ROUNDS:
        rows = TABLES["deduced"](look(round_id)).rows
        strong = [one for one in results.totals if one.round_id == round_id and one.strong]
        codes = [code for one in strong for code in (*one.deduced_in, *one.deduced_out)]
        assert [plain(row[0]).rsplit("(")[-1].rstrip(")") for row in rows] == codes
    assert len(TABLES["deduced"](look("2016-17")).rows) == 10
    weak = [replace(one, strong=False) for one in results.totals]
    assert TABLES["deduced"](look("2016-17", totals=weak)).rows == ()


def test_regions_and_flows_are_the_bounds_on_file(look: Look, results: Results) -> None:
    rows = texts(TABLES["regions"](look()))
    assert len(rows) == len({one.area for one in results.areas if one.round_id == "2018-19"})
    cells = [cell for row in rows for cell in row[1:]]
    assert cells == [
        words.between(one.lower, one.upper) for one in results.areas if one.round_id == "2018-19"
    ]
    flows = TABLES["flows"](look())
    assert flows.header[0] == "2017/18 to 2018/19"
    assert [cell for row in texts(flows) for cell in row[1:]] == [
        words.between(one.lower, one.upper) for one in results.flows if one.round_id == "2018-19"
    ]
    assert TABLES["flows"](look("2015-16")).rows == ()


def test_published_figures_are_all_rows_of_the_round_as_printed(look: Look) -> None:
    for round_id in ROUNDS:
        expected = {
            (f"s-{row['figure_id']}", row["printed"])
            for row in raw("figures")
            if row["round_id"] == round_id
        }
        rows = TABLES["published"](look(round_id)).rows
        assert {
            (part.target, part.text)
            for row in rows
            for part in parts(row[1])
            if isinstance(part, Number)
        } == expected
        assert len(rows) == len(expected)


def test_the_reconciliation_has_every_figure_with_its_verdict(look: Look, results: Results) -> None:
    rows = TABLES["reconciliation"](look()).rows
    assert [targets(row[1]) for row in rows] == [
        [f"s-{row['figure_id']}"] for row in raw("figures")
    ]
    for row, item in zip(rows, results.figures, strict=True):
        assert plain(row[2]).startswith(str(item.verdict))
        assert plain(row[4]) == item.because
    contradicted = TABLES["contradicted"](look()).rows
    assert [targets(row[0]) for row in contradicted] == [
        [f"s-{item.figure_id}"] for item in results.figures if item.verdict == "contradicted"
    ]


def test_verdicts_add_up_to_all_figures(look: Look) -> None:
    def number(cell: Cell) -> int:
        return 0 if plain(cell) == "none" else int(plain(cell))

    rows = TABLES["verdicts"](look()).rows
    figures = Counter(row["round_id"] for row in raw("figures"))
    assert sum(number(cell) for cell in rows[0][1:]) == sum(figures.values())
    for row, round_id in zip(rows[1:], ROUNDS, strict=True):
        assert sum(number(cell) for cell in row[1:]) == figures[round_id]


def test_children_are_the_printed_numbers_of_the_round(look: Look) -> None:
    for round_id in ROUNDS:
        expected = [
            row["printed"]
            for row in raw("figures")
            if (row["round_id"], row["unit"]) == (round_id, "children")
        ]
        assert [plain(row[2]) for row in TABLES["children"](look(round_id)).rows] == expected
    rows = {plain(row[2]): plain(row[3]) for row in TABLES["children"](look("2016-17")).rows}
    assert {"8,959", "35,489"} <= set(rows)
    assert rows["35,489"] == "35,489"


def test_totals_are_there_weak_ones_too(look: Look, results: Results) -> None:
    rows = TABLES["totals"](look()).rows
    assert [targets(row[0])[0] for row in rows] == [f"s-{one.figure_id}" for one in results.totals]
    for row, total in zip(texts(TABLES["totals"](look())), results.totals, strict=True):
        assert row[5].startswith("strong") == total.strong
        new = bool(total.deduced_in or total.deduced_out)
        assert not total.strong or (row[5] == "strong") == new
        assert (row[5] == "no set matches") == (total.matches == 0 and not total.reason)
        assert row[3] == (NOT_KNOWN if total.matches is None else f"{total.matches:,}")


def test_statements_left_out_are_those_of_the_round(look: Look) -> None:
    expected = {
        row[key]: f"doubtful: {row['doubt']}"
        for table, key in (("figures", "figure_id"), ("ratings", "statement_id"))
        for row in raw(table)
        if (row["round_id"], row["certainty"]) == ("2016-17", "doubtful")
    }
    found = {row[0]: row[2] for row in texts(TABLES["left-out"](look("2016-17")))}
    assert found.pop("2016-17-kernow-original") == "replaced by a corrected edition"
    assert found == expected
    everywhere = {row[0] for row in texts(TABLES["left-out-anywhere"](look()))}
    doubtful = {
        row[key]
        for table, key in (("figures", "figure_id"), ("ratings", "statement_id"))
        for row in raw(table)
        if row["certainty"] == "doubtful"
    }
    assert doubtful <= everywhere


def test_sources_of_a_round_are_counted(look: Look) -> None:
    counted = Counter(
        row["source_id"]
        for table in ("figures", "ratings")
        for row in raw(table)
        if row["round_id"] == "2018-19"
    )
    found = {}
    for row in TABLES["sources"](look()).rows:
        (key,) = (part.key for part in parts(row[1]) if isinstance(part, Citation))
        found[key] = int(plain(row[3]))
    assert found == counted


def test_clashes_name_the_statement_that_is_left_out(look: Look, results: Results) -> None:
    rows = TABLES["clashes"](look()).rows
    assert [targets(row[2]) for row in rows] == [[f"s-{one.left_out}"] for one in results.clashes]
    for one in results.clashes:
        assert one.left_out in one.statements


def test_raw_tables_are_counted_and_rates_cited(look: Look) -> None:
    rows = {row[0]: row for row in texts(TABLES["raw-tables"](look()))}
    for name, row in rows.items():
        lines = raw(name)
        assert row[2] == f"{len(lines):,}"
        assert lines == [] or row[3] == ", ".join(lines[0])
    assert {path.stem for path in RAW.glob("*.csv")} == set(rows)
    rates = TABLES["rates"](look()).rows
    assert [plain(row[1]) for row in rates] == [row["rate"] for row in raw("prevalence")]


def test_populations_are_exact_where_they_are_not_estimates(look: Look, results: Results) -> None:
    for row, round_id in zip(texts(TABLES["populations"](look())), ROUNDS, strict=True):
        here = [unit for unit in results.children if unit.round_id == round_id]
        exact = [unit for unit in here if unit.error == 0]
        assert row[2] == (f"{len(exact)} of {len(here)}" if here else "none")


def test_scenarios_are_those_of_the_round(look: Look, results: Results) -> None:
    rows = texts(TABLES["scenarios"](look()))
    here = [one for one in results.scenarios if one.round_id == "2018-19"]
    assert [row[0] for row in rows] == list(dict.fromkeys(one.scenario for one in here))
    assert [cell for row in rows for cell in row[4:]] == [
        words.between(one.lower, one.upper) for one in here
    ]


def test_questions_of_the_toolkit_are_those_of_the_rows(look: Look) -> None:
    for part, name in (("theme", "toolkit-themes"), ("requirement", "toolkit-requirements")):
        expected = [
            (row["heading"], row["question"], row["why"])
            for row in raw("toolkit")
            if row["part"] == part
        ]
        assert texts(TABLES[name](look())) == expected != []


def test_findings_used_stand_once_with_value_caution_and_back_links(
    look: Look, results: Results
) -> None:
    green = "share.2018-19.green.england.with-missing"
    change = "change.2015-16-to-2018-19.red.england.with-missing"
    uses = Uses()
    for name in (green, change, green):
        uses.markdown(Number(f"f-{name}", "x"))
    found = appendix.findings(look(), uses)
    assert [parts(row[0])[0] for row in found.rows] == [
        Place(f"f-{green}", green),
        Place(f"f-{change}", change),
    ]
    assert [plain(row[1]) for row in found.rows] == [
        "17.9% to 18.5% (35 or 36 of 195 CCGs)",
        "fell by 34.4 to 36.0 percentage points",
    ]
    assert "criteria changed" in plain(found.rows[1][2])
    for row, name, back in zip(found.rows, (green, change), (["u-1", "u-3"], ["u-2"]), strict=True):
        assert results.ledger[name].method in plain(row[2])
        assert [link.target for link in back_links(row[0])] == [f"#{place}" for place in back]
        assert {part.target for part in parts(row[3]) if isinstance(part, Link)} == {
            f"#s-{name}" for name in results.ledger[name].statements
        }


def test_statements_used_are_those_printed_and_those_behind_findings(
    look: Look, results: Results
) -> None:
    green = "share.2018-19.green.england.with-missing"
    uses = Uses()
    uses.markdown(Number(f"f-{green}", "x"))
    uses.markdown(Number("s-2016-17-rating-failing", "83 per cent"))
    found = appendix.statements(look(), uses)
    names = sorted({*results.ledger[green].statements, "2016-17-rating-failing"})
    assert [parts(row[0])[0] for row in found.rows] == [Place(f"s-{name}", name) for name in names]
    sources = {row["figure_id"]: row["source_id"] for row in raw("figures")}
    cited = [parts(row[3])[0] for row in found.rows]
    assert cited == [Citation(sources[name]) for name in names]
    addresses = {row["source_id"]: row["address"] for row in raw("sources")}
    for row, name in zip(found.rows, names, strict=True):
        links = [part.target for part in parts(row[3]) if isinstance(part, Link)]
        assert links == [address for address in [addresses[sources[name]]] if address]
    (failing,) = (row for row in found.rows if plain(row[0]).startswith("2016-17-rating-failing"))
    assert "reproduced under another rule" in plain(failing[2])
    assert back_links(failing[0]) == (Link("#u-2", "1", "use 1 of 1"),)


def test_an_appendix_of_nothing_says_so(look: Look) -> None:
    assert texts(appendix.findings(look(), Uses())) == [("none",) * 4]
    assert texts(appendix.statements(look(), Uses())) == [("none",) * 4]


@pytest.mark.parametrize("round_id", ROUNDS)
@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_rectangular_text(
    look: Look, results: Results, name: str, round_id: str
) -> None:
    table = TABLES[name](look(round_id))
    rows = {f"f-{finding}" for finding in results.ledger}
    rows |= {f"s-{row.statement_id}" for row in results.statements}
    assert table.caption.endswith(".")
    assert all(str(part).strip() for part in table.header)
    for row in table.rows:
        assert len(row) == len(table.header)
        for cell in row:
            assert plain(cell)
            assert not {"nan", "None", "<NA>"} & set(plain(cell).split())
            assert set(targets(cell)) <= rows
