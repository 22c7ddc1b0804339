"""The chains behind units, statements and places of the shipped study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.explained.known import Known
from ltp_analysis.explained.names import Kind, Named
from ltp_analysis.explained.place import PlaceChain, explain_place
from ltp_analysis.explained.said import words_of
from ltp_analysis.explained.statement import StatementChain, explain_statement
from ltp_analysis.explained.unit import Relation, explain_unit, kin
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.solved.deductions import STRONG
from ltp_analysis.solved.evidence import count_bounds
from ltp_analysis.solved.ratings import unit_ratings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ltp_analysis.validated.study import Study

TOTAL = "2016-17-children-affected-inadequate-or-none-north-east"
YORKSHIRE = "2017-18-rating-failing-yorkshire-and-the-humber"
COUNTED = {"00C", "00D", "00J", "00L", "00M", "00N", "13T", "99C"}
"""The areas of the North East whose children add up to 56,042, by the brief."""


@pytest.fixture(scope="module")
def known(study: Study) -> Known:
    """Return what is known of the shipped study."""
    return Known(study)


def figure(known: Known, name: str) -> StatementChain:
    return explain_statement(known, Named(Kind.FIGURE, name))


def group(known: Known, name: str) -> PlaceChain:
    return explain_place(known, Named(Kind.GROUP, name))


def ids(sources: Iterable[Mapping[str, Any]]) -> set[str]:
    return {source["source_id"] for source in sources}


def test_a_unit_has_its_ratings_statements_and_sources_in_every_round(known: Known) -> None:
    chain = explain_unit(known, "02X")
    assert [item.round for item in chain.rounds] == ["2015/16", "2016/17", "2017/18", "2018/19"]
    for item in chain.rounds:
        assert (item.relation, item.possible, item.basis) == (Relation.ITSELF, ("green",), "stated")
    assert {item.id for item in chain.statements} >= {"2015-16-doncaster", "2018-19-doncaster"}
    assert all(item.standing == "held" for item in chain.statements)
    assert ids(chain.sources) >= {"doncaster-ccg"}
    assert chain.code_used[0].startswith("ltp_analysis.solved.ratings.unit_ratings ")
    assert chain.dataset == known.study.version


def test_a_unit_is_told_as_ratings_tell_it(known: Known, study: Study) -> None:
    ratings = unit_ratings(study, "2018-19", evidence=known.evidence)
    expected = {item.unit_code: item for item in ratings}
    for unit in ("06Q", "01D", "07Q"):
        (item,) = (one for one in explain_unit(known, unit).rounds if one.round == "2018/19")
        ours = expected[unit]
        assert (item.possible, item.basis, item.statements) == (
            ours.possible,
            ours.basis,
            ours.statements,
        )


def test_what_was_deduced_has_its_strength_and_the_source_of_the_total(known: Known) -> None:
    chain = explain_unit(known, "00C")
    (said,) = (item for item in chain.statements if item.strength is not None)
    assert said.strength is not None
    assert said.strength.figure_id == TOTAL
    assert said.strength.strong
    assert 0 < (said.strength.expected_by_chance or 0) < STRONG
    assert (said.strength.matches, said.strength.patterns) == (1, 2048)
    assert said.source_id == "northern-echo-2017"
    assert "Darlington" in said.words
    assert "red or amber or no plan" in said.words
    assert any("deductions.deductions" in code for code in chain.code_used)


def test_a_statement_that_is_left_out_is_told_all_the_same(known: Known) -> None:
    chain = explain_unit(known, "07Q")
    assert {item.basis for item in chain.rounds} == {"open"}
    assert chain.statements == ()
    assert {item.id for item in chain.others} == {
        "2016-17-bromley",
        "2017-18-bromley",
        "2018-19-bromley",
    }
    assert all(item.standing.startswith("left out: doubtful") for item in chain.others)
    assert "bromley-healthcare" in ids(chain.sources)


def test_kin_are_heirs_and_predecessors(known: Known, study: Study) -> None:
    assert kin(study, "02X", "2015-16") == [("02X", Relation.ITSELF)]
    # Three areas of Leeds were merged in April 2018.
    assert kin(study, "03C", "2017-18") == [("15F", Relation.HEIR)]
    assert kin(study, "15F", "2016-17") == [
        (code, Relation.PREDECESSOR) for code in ("02V", "03C", "03G")
    ]
    # A unit that opened after the last round, and was merged of some that had been merged.
    late = explain_unit(known, "92G")
    assert {item.relation for item in late.rounds} == {Relation.PREDECESSOR}
    assert {item.unit_code for item in late.rounds} == {"11E", "12D", "99N"}


def test_a_figure_has_its_row_readings_and_verdict(known: Known, study: Study) -> None:
    chain = figure(known, "2017-18-rating-failing")
    (row,) = chain.rows
    raw = study["figures"].set_index("figure_id").loc[chain.id]
    assert row["printed"] == raw["printed"] == "88 per cent"
    assert (chain.said.standing, chain.asserts, chain.clashes) == ("held", "amount", ())
    assert len(chain.readings) == len(set(chain.readings)) > 1
    assert any("CCGs with a plan" in label for label in chain.readings)
    assert chain.reconciled is not None
    assert chain.reconciled.verdict is Verdict.OTHERWISE
    assert chain.reconciled.rule == "truncated"
    assert ids(chain.sources) == {row["source_id"]}
    assert any("reconcile" in code for code in chain.code_used)


def test_a_figure_that_clashes_has_the_reason_and_the_clash(known: Known) -> None:
    chain = figure(known, YORKSHIRE)
    assert chain.said.standing.startswith("left out: cannot hold with")
    (clash,) = chain.clashes
    assert chain.id in clash
    for name in clash:
        if name != chain.id:
            assert name in chain.said.standing


def test_a_total_of_children_says_nothing_by_itself_and_has_its_strength(known: Known) -> None:
    chain = figure(known, TOTAL)
    assert "says nothing of ratings by itself" in chain.said.standing
    assert chain.readings == ()
    assert chain.deduced is not None
    assert chain.deduced.strong


def test_a_change_is_compared_only(known: Known) -> None:
    chain = figure(known, "2018-19-rating-change-green")
    assert "no part of the model" in chain.said.standing


def test_a_figure_on_no_round_is_told(known: Known) -> None:
    chain = figure(known, "context-self-assessed-short-yes")
    assert chain.said.round == ""
    assert chain.reconciled is not None
    assert chain.reconciled.verdict is Verdict.NOT_CHECKABLE


def test_a_rating_has_its_row_and_no_verdict(known: Known) -> None:
    chain = explain_statement(known, Named(Kind.RATING, "2016-17-kernow-original"))
    assert chain.rows[0]["ratings"] == "red"
    assert chain.said.standing == "left out: replaced by a corrected edition"
    assert chain.reconciled is None
    assert chain.deduced is None


@pytest.mark.parametrize(
    ("plan", "units", "standing"),
    [
        ("coverage-2018-19-southend-essex-and-thurrock", 7, "held"),
        ("coverage-2018-19-norfolk-and-waveney", 5, "joins nothing"),
    ],
)
def test_a_plan_has_a_row_for_each_unit(known: Known, plan: str, units: int, standing: str) -> None:
    chain = explain_statement(known, Named(Kind.PLAN, plan))
    assert len(chain.rows) == units
    assert chain.said.standing.startswith(standing)


def test_a_plan_of_one_unit_states_nothing_and_has_its_row_all_the_same(known: Known) -> None:
    chain = explain_statement(known, Named(Kind.PLAN, "coverage-2017-18-kernow"))
    assert [row["unit_code"] for row in chain.rows] == ["11N"]
    assert chain.said.source_id == "bbc-devon-2018"
    assert (chain.said.round, chain.asserts, chain.readings) == ("2017/18", "silent", ())
    assert chain.said.standing == "joins nothing: it covers one CCG"


def test_a_group_has_members_counts_statements_and_deductions(known: Known) -> None:
    chain = group(known, "north-east-2016")
    rounds = {item.round: item for item in chain.rounds}
    assert set(rounds) == {"2015/16", "2016/17", "2017/18", "2018/19"}
    here = rounds["2016/17"]
    assert set(here.certain) >= COUNTED
    assert set(here.doubtful) == {"01H"}
    for rating, bounds in here.counts.items():
        assert bounds == count_bounds(known.evidence, "2016-17", here.certain, [rating])
    assert {item.id for item in chain.statements} >= {TOTAL, "2016-17-rating-amber-north-east"}
    (deduced,) = chain.deductions
    assert deduced.strength.strong
    units = known.study.units("2016-17").set_index("unit_code")["name"]
    assert set(deduced.have) == {units[code] for code in COUNTED}
    assert set(deduced.have).isdisjoint(deduced.have_not)


def test_a_weak_deduction_names_no_unit(known: Known) -> None:
    (deduced,) = group(known, "north-east-2018").deductions
    assert not deduced.strength.strong
    assert deduced.have == deduced.have_not == ()


def test_the_whole_is_a_group_of_all_units(known: Known, study: Study) -> None:
    chain = group(known, study.settings.whole)
    assert chain.is_whole
    assert [len(item.certain) for item in chain.rounds] == [
        len(study.units(name)) for name in study.rounds
    ]
    # Figures about no round are told with the others.
    assert "context-self-assessed-short-yes" in {item.id for item in chain.statements}


def test_an_area_stands_in_the_rounds_of_its_register_dates(known: Known) -> None:
    chain = explain_place(known, Named(Kind.AREA, "E54000022"))
    assert [item.round for item in chain.rounds] == ["2016/17", "2017/18", "2018/19"]
    last = chain.rounds[-1]
    assert set(last.certain) == {"06M", "06V", "06W", "06Y", "07J"}
    assert last.doubtful == {}
    assert last.counts["amber"].single == len(last.certain)
    assert chain.statements == ()


def test_words_of_a_group_are_left_as_they_are(known: Known, study: Study) -> None:
    said = known.statements["2016-17-lancashire"]
    assert words_of(study, said) == said.words
