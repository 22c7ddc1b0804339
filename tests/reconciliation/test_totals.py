"""Verdicts on totals of children over areas with some ratings, by sums worked out here."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.reconciliation.totals import judge_totals
from ltp_analysis.reconciliation.verdict import Verdict

if TYPE_CHECKING:
    from ltp_analysis.reconciliation.verdict import Judgement, Reconciled
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study

SEVEN = "2018-19-children-affected-inadequate-or-none-greater-manchester-seven"
NORTH_EAST = "2017-18-children-affected-inadequate-or-none-north-east"
NORTH_EAST_2016 = "2016-17-children-affected-inadequate-or-none-north-east"
EAST = "2016-17-children-affected-inadequate-or-none-east-of-england-nspcc"

RATES = Fraction(89, 1000), Fraction(219, 1000)
HALF = Fraction(1, 2)

# Children aged 0-10 and 11-17, from the evidence: mid-2017 of seven CCGs of Greater Manchester,
# mid-2016 of the ten of the North East and the two of which one may be with them.
MANCHESTER = [
    (43152, 24281),
    (27341, 15772),
    (37278, 21791),
    (37130, 18527),
    (39855, 23057),
    (42457, 25619),
    (81229, 39953),
]
TEN = {
    "00C": (14115, 8404),
    "00D": (34110, 20140),
    "00J": (28973, 17067),
    "00K": (39913, 23066),
    "00L": (35388, 23588),
    "00M": (38104, 21394),
    "00N": (18559, 10952),
    "00P": (34133, 20127),
    "13T": (62411, 34686),
    "99C": (25679, 14930),
}
PERHAPS = {"01H": (37184, 22884), "03D": (16980, 11039)}


def children(people: tuple[int, int]) -> Fraction:
    return RATES[0] * people[0] + RATES[1] * people[1]


def judged(evidence: Evidence, name: str, **other: Any) -> Judgement:  # noqa: ANN401 - cells
    table = evidence.study["figures"]
    (found,) = table[table["figure_id"] == name].to_dict("records")
    return judge_totals(evidence, [{**found, **other}])[name]


def whole(value: Fraction) -> int:
    return int(value + HALF)


def test_a_total_names_the_printed_shares_that_bound_it(verdicts: dict[str, Reconciled]) -> None:
    # Ratings of single areas leave nearly all of the children of England open on their own.
    found = verdicts["2018-19-children-affected-inadequate-or-none"]
    shares = {f"2018-19-rating-{name}" for name in ("green", "amber", "red", "no-plan")}
    assert shares <= set(found.statements)
    # These seven areas are all rated one by one, which is enough.
    assert not shares & set(verdicts[SEVEN].statements)


def test_all_seven_areas_of_greater_manchester_make_the_printed_total(
    verdicts: dict[str, Reconciled], study: Study
) -> None:
    total = sum(map(children, MANCHESTER), Fraction(0))
    assert whole(total) == 64462
    found = verdicts[SEVEN]
    assert (found.verdict, found.rule) == (Verdict.REPRODUCED, "total")
    ratings = study["ratings"].set_index("statement_id")
    assert len(found.statements) == len(MANCHESTER)
    assert {ratings.loc[name, "ratings"] for name in found.statements} == {"red|amber|no plan"}
    assert found.lower == found.upper == 64462


@pytest.mark.parametrize("more", range(-3, 4))
def test_a_total_of_areas_that_all_count_moves_with_the_rule(evidence: Evidence, more: int) -> None:
    by_rule = {
        "total": whole(sum(map(children, MANCHESTER), Fraction(0))),
        "units": sum(whole(children(people)) for people in MANCHESTER),
        "products": sum(whole(RATES[0] * a) + whole(RATES[1] * b) for a, b in MANCHESTER),
    }
    value = by_rule["total"] + more
    rule = next((name for name, number in by_rule.items() if number == value), "")
    found = judged(evidence, SEVEN, value=str(value))
    if not rule:
        assert found.verdict == Verdict.CONTRADICTED
    else:
        given_by = Verdict.REPRODUCED if rule == "total" else Verdict.OTHERWISE
        assert (found.verdict, found.rule) == (given_by, rule)


def test_46000_is_too_few_with_two_green_areas(
    verdicts: dict[str, Reconciled], study: Study
) -> None:
    members = study["group_members"]
    members = members[members["group_id"] == "north-east-2018"]
    codes = members["unit_code"].groupby(members["certainty"].astype(str)).agg(set)
    assert codes["certain"] == set(TEN)
    assert codes["doubtful"] == set(PERHAPS)
    # The least there can be: the two largest green, and no doubtful area in the region.
    areas = [children(people) for people in TEN.values()]
    everyone = sum(areas, Fraction(0))
    least = min(everyone - sum(green) for green in combinations(areas, 2))
    most = everyone + sum(map(children, PERHAPS.values()), Fraction(0))
    most -= min(map(sum, combinations([*areas, *map(children, PERHAPS.values())], 2)))
    # About 46,000 is no more than 47,000.
    assert least > 47000
    found = verdicts[NORTH_EAST]
    assert found.verdict == Verdict.CONTRADICTED
    assert found.statements == ("2017-18-rating-green-north-east",)
    assert found.lower is not None
    assert found.upper is not None
    # Twelve areas of two products, each out by a half, and few populations by a thousandth.
    assert 0 < least - found.lower < 60
    assert 0 < found.upper - most < 60


def test_a_total_within_its_bounds_is_possible(evidence: Evidence) -> None:
    found = judged(evidence, NORTH_EAST, value="60000", printed="60,000")
    assert found.verdict == Verdict.POSSIBLE
    assert "sets of its areas add up to it" in found.because


def test_more_than_every_area_together_has_only_the_group_against_it(evidence: Evidence) -> None:
    found = judged(evidence, SEVEN, value="74462", printed="74,462")
    assert found.verdict == Verdict.CONTRADICTED
    assert found.statements == ("group_members: greater-manchester-seven-2018",)


def test_a_list_of_members_that_no_source_gives_says_nothing_against_more(
    verdicts: dict[str, Reconciled], evidence: Evidence
) -> None:
    # All that may belong to the North East make 79,000 at most.
    most = sum(map(children, [*TEN.values(), *PERHAPS.values()]), Fraction(0))
    more = judged(evidence, NORTH_EAST, value="90000", printed="90,000", qualifier="none")
    assert more.verdict == Verdict.NOT_CHECKABLE
    assert "Who belongs to the area was not published" in more.because
    short = int(more.because.split()[-2].replace(",", ""))
    # Of them two are green, and those of the lowest number may be: the printed number is rounded
    # to a thousand, and each of the areas is out by a child or, if estimated, by a thousandth.
    fewest = sum(sorted(map(children, [*TEN.values(), *PERHAPS.values()]))[:2], Fraction(0))
    assert abs(90000 - 500 - (most - fewest) - short) < 100
    found = verdicts[EAST]
    assert found.verdict == Verdict.NOT_CHECKABLE
    assert found.statements == ("group_members: east-of-england-nspcc-2016",)
    assert found.upper is not None
    assert found.because.endswith(f"fall at least {238093 - int(found.upper):,} short.")


def test_a_number_that_every_meaning_excludes_is_contradicted(
    evidence: Evidence,
) -> None:
    # Six of its areas are amber, and failing whatever that means: no six have so few children.
    assert sum(sorted(map(children, TEN.values()))[:6], Fraction(0)) > 30000
    found = judged(evidence, NORTH_EAST, value="3000", category="failing")
    assert found.verdict == Verdict.CONTRADICTED
    assert found.statements == ("2017-18-rating-amber-north-east",)


def test_one_set_of_areas_adds_up_to_the_total_of_the_north_east(
    verdicts: dict[str, Reconciled],
) -> None:
    found = verdicts[NORTH_EAST_2016]
    assert found.verdict == Verdict.POSSIBLE
    assert found.because.startswith("1 set of its areas adds up to it; about 0.0")


def test_a_round_without_populations_cannot_be_checked(evidence: Evidence) -> None:
    found = judged(evidence, NORTH_EAST_2016, round_id="2015-16")
    assert found.verdict == Verdict.NOT_CHECKABLE
    assert "no population" in found.because


def test_a_member_without_an_estimate_is_named(evidence: Evidence, study: Study) -> None:
    people = study["population"]
    fewer = replace(
        study, tables={**study.tables, "population": people[people["unit_code"] != "00J"]}
    )
    found = judged(replace(evidence, study=fewer), NORTH_EAST)
    assert found.verdict == Verdict.NOT_CHECKABLE
    assert found.because == "There is no estimate for 00J."


def test_a_member_that_is_no_unit_of_the_round_is_named(evidence: Evidence) -> None:
    # Three members of the group opened after the register of 2016/17.
    found = judged(evidence, NORTH_EAST_2016, group_id="thames-valley-2018")
    assert found.verdict == Verdict.NOT_CHECKABLE
    assert "14Y" in found.because


def test_a_total_may_take_any_meaning_of_its_word(evidence: Evidence) -> None:
    # Failing may take in areas without a plan; as “inadequate or none” the number is possible.
    value = "72000"
    assert judged(evidence, NORTH_EAST, value=value).verdict == Verdict.POSSIBLE
    found = judged(evidence, NORTH_EAST, value=value, category="failing")
    assert found.verdict == Verdict.POSSIBLE


def test_a_total_of_no_rating_cannot_be_checked(evidence: Evidence) -> None:
    assert judged(evidence, NORTH_EAST, category="all").verdict == Verdict.NOT_CHECKABLE
