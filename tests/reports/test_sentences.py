"""Sentences, against rows and findings counted here or made up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.reports.parts import Number, plain
from ltp_analysis.reports.sentences import SENTENCES, known, rules
from ltp_analysis.reports.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.processed.results import Results
    from ltp_analysis.reports.view import View
    from ltp_analysis.validated.study import Study

    Look = Callable[..., View]

ROUNDS = ("2015-16", "2016-17", "2017-18", "2018-19")


def said(view: View, name: str) -> str:
    return plain(SENTENCES[name](view))


def opened(view: View, name: str) -> list[Number]:
    cell = SENTENCES[name](view)
    parts = cell if isinstance(cell, tuple) else (cell,)
    return [part for part in parts if isinstance(part, Number)]


@pytest.mark.parametrize("round_id", ROUNDS)
@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_of_every_round_is_one(look: Look, name: str, round_id: str) -> None:
    text = said(look(round_id), name)
    if name == "cautions" and not text:
        return  # of that round nothing has to be said
    assert re.match(r"[A-Z0-9]", text)
    assert text.rstrip().endswith((".", ". "))
    assert not re.search(r"None|nan\b|<|  |\bFraction\b", text)


@pytest.mark.parametrize("round_id", ROUNDS)
@pytest.mark.parametrize("name", SENTENCES)
def test_numbers_of_sentences_open_to_findings_and_statements(
    look: Look, results: Results, name: str, round_id: str
) -> None:
    rows = {f"f-{finding}" for finding in results.ledger}
    rows |= {f"s-{row.statement_id}" for row in results.statements}
    assert {number.target for number in opened(look(round_id), name)} <= rows


@pytest.mark.parametrize("name", ["known", "rules", "deductions", "children", "moves"])
def test_no_number_of_a_sentence_is_closed(look: Look, name: str) -> None:
    """Whatever digits stand outside numbers that open belong to rounds, years or mergers."""
    for round_id in ROUNDS:
        cell = SENTENCES[name](look(round_id))
        parts = cell if isinstance(cell, tuple) else (cell,)
        closed = "".join(part for part in parts if isinstance(part, str))
        closed = re.sub(r"20\d\d/\d\d|mid-20\d\d|; \d+ others were merged", "", closed)
        closed = re.sub(r"children in \d+ CCGs", "", closed)
        assert not re.search(r"\d", closed), closed


def unrated(look: Look, results: Results) -> View:
    """Return the last round as it is before anything is stated of it."""
    kept, study = {}, look().study
    for name, one in results.ledger.items():
        if one.round == "2018-19" and one.measure in {"share", "count"}:
            continue
        if one.round == "2018-19" and one.measure == "units":
            size = int(one.base or 0)
            kept[name] = replace(one, numerator_lower=0, numerator_upper=size)
            continue
        kept[name] = one
    ratings = [
        replace(unit, possible=tuple(study.ratings), basis="open", statements=())
        if unit.round_id == "2018-19"
        else unit
        for unit in results.ratings
    ]
    return look(ledger=Ledger(kept.values()), ratings=ratings)


def test_a_round_of_which_nothing_is_held_is_not_yet_rated(look: Look, results: Results) -> None:
    view = unrated(look, results)
    assert not view.rated
    assert all(view.at(name).rated for name in ROUNDS[:-1])
    text = said(view, "state")
    assert text.startswith("2018/19 is not yet rated: ")
    ends = "red 0 to 195, amber 0 to 195, green 0 to 195 and no plan 0 to 195."
    assert text.endswith(ends)
    assert said(view, "known").startswith("2018/19 is not yet rated.")
    assert said(view, "moves").startswith("2018/19 is not yet rated, so nothing is known of moves")
    assert said(view.at("2017-18"), "moves") == said(look("2017-18"), "moves")
    assert "every round from 2015/16 to 2017/18" in said(view, "steady")
    rows = TABLES["ratings"](view).rows
    assert [plain(row[1]) for row in rows] == ["0 to 195 of 195 CCGs of the register"] * 4
    assert [plain(cell) for cell in TABLES["rounds"](view).rows[-1][1:]] == ["not yet rated"] * 4


def test_one_unit_that_is_known_makes_a_round_rated(look: Look, results: Results) -> None:
    view = unrated(look, results)
    first, *rest = view.results.ratings[::-1]
    known_one = replace(first, possible=("red",), basis="stated")
    assert replace(view, results=replace(view.results, ratings=[known_one, *rest])).rated


def test_what_is_known_of_a_rated_round_is_its_shares(look: Look) -> None:
    assert said(look("2017-18"), "state") == (
        "Its ratings, as far as they are known: red 11% (21 of 195 CCGs), amber 75% "
        "(146 of 195 CCGs), green 11% (21 of 195 CCGs) and no plan 4% (7 of 195 CCGs)."
    )


def test_ratings_that_were_put_right_are_given_as_printed_and_as_they_became(look: Look) -> None:
    text = said(look("2016-17"), "state")
    assert "later put right to 20% (20 of 98 plans analysed), amber" in text
    assert "green 16% (16 of 98 plans analysed) and no plan" in text


def test_what_is_known_counts_the_rows(look: Look, results: Results) -> None:
    here = [unit for unit in results.ratings if unit.round_id == "2018-19"]
    settled = [unit for unit in here if len(unit.possible) == 1]
    text = said(look(), "known")
    assert text.startswith(f"The rating is known of {len(settled)} of 195 CCGs of the register: ")
    for rating in ("amber", "green"):
        number = sum(unit.possible == (rating,) for unit in settled)
        assert f"{number} {rating}" in text
    assert " red" not in text.partition(".")[0]
    basis = {name: sum(unit.basis == name for unit in here) for name in ("stated", "deduced")}
    assert f"sources say something of the rating of {basis['stated']}; of" in text
    assert f"of {basis['deduced']} more it is deduced" in text
    assert f"Of the other {195 - basis['stated'] - basis['deduced']} CCGs" in text


def test_no_rating_at_all_is_known_in_words(look: Look, results: Results) -> None:
    none = {
        name: replace(finding, numerator_lower=0, numerator_upper=0)
        for name, finding in results.ledger.items()
        if finding.measure == "known"
    }
    view = look(ledger=Ledger({**results.ledger, **none}.values()))
    assert plain(known(view)).startswith("The rating is known of none of 195 CCGs of the register.")


def test_truncation_is_ruled_out_for_2018_19(look: Look) -> None:
    possible, _, ruled_out = said(look(), "rules").partition("They cannot")
    assert "truncated" in ruled_out
    for rule in ("nearest", "half-up", "half-even"):
        assert rule in possible
        assert rule not in ruled_out


@pytest.mark.parametrize("round_id", ["2015-16", "2016-17", "2017-18"])
def test_no_rule_is_ruled_out_for_earlier_rounds(look: Look, round_id: str) -> None:
    # The accepted figures of 2016/17 leave 16 green plans under every rule.
    assert "cannot" not in said(look(round_id), "rules").lower().removeprefix("no share")


@pytest.mark.parametrize(
    ("totals", "text"),
    [
        (
            dict.fromkeys(("nearest", "half-up", "half-even", "truncated"), (193, 197)),
            (
                "The ratings can add up to their base under the rules “nearest”, “half-up”, "
                "“half-even” and “truncated”."
            ),
        ),
        (
            {
                "nearest": (195, 195),
                "half-up": (190, 195),
                "half-even": (None, None),
                "truncated": (190, 194),
            },
            (
                "The ratings can add up to their base under the rules “nearest” and “half-up”. "
                "They cannot under the rules “half-even” and “truncated”."
            ),
        ),
        (
            {
                "nearest": (196, 197),
                "half-up": (1, 2),
                "half-even": (None, None),
                "truncated": (190, 195),
            },
            (
                "The ratings can add up to their base under the rule “truncated”. "
                "They cannot under the rules “nearest”, “half-up” and “half-even”."
            ),
        ),
        (
            dict.fromkeys(("nearest", "half-up", "half-even", "truncated"), (196, 199)),
            "They cannot under the rules “nearest”, “half-up”, “half-even” and “truncated”.",
        ),
    ],
)
def test_rules_that_a_base_fits_and_does_not_fit(
    look: Look, results: Results, totals: dict[str, Any], text: str
) -> None:
    def summed(finding: Finding) -> Finding:
        if finding.measure != "numerators-total" or finding.round != "2018-19":
            return finding
        lower, upper = totals[finding.rule]
        return replace(finding, numerator_lower=lower, numerator_upper=upper)

    cell = rules(look(ledger=Ledger(map(summed, results.ledger.values()))))
    assert plain(cell) == text


def test_cautions_are_those_of_the_printed_shares_of_a_round(look: Look) -> None:
    assert said(look("2015-16"), "cautions").startswith("The size of the base was not seen")
    text = said(look("2016-17"), "cautions")
    assert "The figures are of the first edition" in text
    assert "The size of the base was not seen" not in text
    # What has to be said of the shares after corrections is not said of the printed ones.
    assert "Nothing but that" not in text
    assert not said(look("2017-18"), "cautions")


def test_contradicted_figures_are_those_with_the_verdict(look: Look, results: Results) -> None:
    for round_id in ROUNDS:
        expected = [
            f"s-{item.figure_id}"
            for item in results.figures
            if (item.round_id, str(item.verdict)) == (round_id, "contradicted")
        ]
        assert [n.target for n in opened(look(round_id), "contradictions")] == expected
        alone = said(look(round_id), "contradictions").startswith("No published figure")
        assert alone == (not expected)


def test_the_north_east_is_deduced_from_its_total(look: Look) -> None:
    text = said(look("2016-17"), "deductions")
    assert "The printed total of 56,042 children (North East) is that of 1 of 2,048" in text
    assert "“inadequate plan or none” (red or amber or no plan)" in text
    inside, _, outside = text.partition("Deduced to be counted in it, as ")[2].partition(
        "Deduced not to be counted in it:"
    )
    for name in ("Darlington", "Durham Dales", "Northumberland", "South Tees", "North Tyneside"):
        assert name in inside
    for name in ("Hartlepool", "Sunderland"):
        assert name in outside
        assert name not in inside


def test_weak_totals_deduce_nothing(look: Look, results: Results) -> None:
    weak = [replace(total, strong=False) for total in results.totals]
    text = said(look("2016-17", totals=weak), "deductions")
    assert text.startswith("No printed total of this round is strong enough")


def test_children_are_estimated_where_a_population_is_known(look: Look, study: Study) -> None:
    assert said(look("2015-16"), "children").startswith("The report of this round printed no")
    text = said(look("2016-17"), "children")
    assert f"(children in {len(study.units('2016-17'))} CCGs, mid-2015)" in text
    assert len(opened(look("2016-17"), "children")) == 2


def test_the_first_round_has_none_to_be_compared_with(look: Look) -> None:
    assert said(look("2015-16"), "moves") == "There is no earlier round to compare this one with."


def test_merged_units_are_set_apart(look: Look, results: Results) -> None:
    for row in results.followed:
        text = said(look(row.round_id), "moves")
        assert f"of {len(row.followed)} CCGs that were one before and after" in text
        assert (f"; {len(row.apart)} others were merged" in text) == bool(row.apart)


def test_who_was_steady_had_one_rating_each_time(look: Look, results: Results) -> None:
    def ratings(code: str) -> set[tuple[str, ...]]:
        return {unit.possible for unit in results.ratings if unit.unit_code == code}

    text = said(look(), "steady")
    named = {
        unit.unit_code
        for unit in results.ratings
        if re.search(rf"\b{re.escape(unit.name.removeprefix('NHS ').removesuffix(' CCG'))}\b", text)
    }
    steady = {
        unit.unit_code
        for unit in results.ratings
        if len(ratings(unit.unit_code)) == 1
        and len(unit.possible) == 1
        and sum(other.unit_code == unit.unit_code for other in results.ratings) == len(ROUNDS)
    }
    assert named == steady
    assert steady
