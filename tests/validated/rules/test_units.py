from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import units

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Damage, Fault, StudyCopy

    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report


def code_of_another_form(copy: StudyCopy) -> list[Fault]:
    like = copy.row("register", unit_code="42D")
    row = copy.add("register", like, unit_code="X12", gss_code="", valid_from="2020-05-01")
    return [("register.csv", row, "unit_code", "X12", "not of the form")]


def statistical_code_of_another_form(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("register", copy.row("register", unit_code="42D"), gss_code="E08000001")
    return [("register.csv", row, "gss_code", "E08000001", "not of the form")]


def spell_that_ends_before_it_starts(copy: StudyCopy) -> list[Fault]:
    dates = {"valid_from": "2013-05-02", "valid_to": "2013-05-01"}
    like = copy.row("register", unit_code="42D")
    row = copy.add("register", like, unit_code="98Z", gss_code="", **dates)
    recode = copy.row("succession", predecessor_code="09G", kind="recode")
    codes = {"predecessor_code": "98Z", "successor_code": "98Z"}
    copy.add("succession", recode, **codes, effective_date="2013-05-02")
    return [("register.csv", row, "valid_to", "98Z", "ends before it starts")]


def spells_that_overlap(copy: StudyCopy) -> list[Fault]:
    like = copy.row("register", gss_code="E38000041")
    row = copy.add("register", like, gss_code="", valid_from="2014-04-01")
    return [("register.csv", row, "valid_from", "01H", "overlaps another")]


def spells_that_share_a_day(copy: StudyCopy) -> list[Fault]:
    like = copy.row("register", unit_code="00F", valid_to="2015-03-31")
    row = copy.add("register", like, gss_code="", valid_from="2015-03-31")
    return [("register.csv", row, "valid_from", "00F", "overlaps another")]


def spell_after_one_that_is_still_open(copy: StudyCopy) -> list[Fault]:
    like = copy.row("register", unit_code="00L")
    row = copy.add("register", like, gss_code="", valid_from="2014-04-01")
    return [("register.csv", row, "valid_from", "00L", "overlaps another")]


def wrong_count(copy: StudyCopy) -> list[Fault]:
    like = copy.row("register_counts", register_date="2018-04-01")
    row = copy.edit("register_counts", like, units="194")
    return [("register_counts.csv", row, "units", "194", "holds 195 units at 2018-04-01")]


def unit_that_the_official_list_does_not_count(copy: StudyCopy) -> list[Fault]:
    like = copy.row("register", unit_code="42D")
    copy.add("register", like, unit_code="98Z", gss_code="", valid_from="2020-01-01")
    row = copy.row("register_counts", register_date="2020-04-01")
    return [("register_counts.csv", row, "units", "135", "holds 136 units at 2020-04-01")]


def round_before_any_unit(copy: StudyCopy) -> list[Fault]:
    like = copy.row("rounds", round_id="2015-16")
    named = {"round_id": "2010-11", "round": "2010/11"}
    row = copy.add("rounds", like, **named, register_date="2010-04-01")
    rule = "the register holds no unit at that date"
    return [("rounds.csv", row, "register_date", "2010-04-01", rule)]


def successor_that_opens_late(copy: StudyCopy) -> list[Fault]:
    copy.edit("register", copy.row("register", unit_code="15N"), valid_from="2019-05-01")
    copy.edit(
        "register_counts", copy.row("register_counts", register_date="2019-04-01"), units="190"
    )
    rows = [copy.row("succession", predecessor_code=code) for code in ("99P", "99Q")]
    return [
        ("succession.csv", row, "successor_code", "15N", "does not open on that day")
        for row in rows
    ]


def predecessor_that_never_closes(copy: StudyCopy) -> list[Fault]:
    like = copy.row("succession", predecessor_code="00F", successor_code="13T")
    row = copy.add("succession", like, predecessor_code="00L")
    return [("succession.csv", row, "predecessor_code", "00L", "does not close the day before")]


def split_into_one(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("succession", copy.row("succession", predecessor_code="99P"), kind="split")
    return [("succession.csv", row, "kind", "99P", "is split into one unit")]


def two_successors_each_whole(copy: StudyCopy) -> list[Fault]:
    first = copy.row("succession", predecessor_code="99P")
    rows = first, copy.add("succession", first, successor_code="15M")
    return [("succession.csv", row, "kind", "99P", "two units, each whole") for row in rows]


def split_beside_a_merger(copy: StudyCopy) -> list[Fault]:
    first = copy.row("succession", predecessor_code="99P")
    rows = first, copy.add("succession", first, successor_code="15M", kind="split")
    return [("succession.csv", row, "kind", "99P", "becomes one unit whole") for row in rows]


def part_of_a_split_that_opens_late(copy: StudyCopy) -> list[Fault]:
    first = copy.edit("succession", copy.row("succession", predecessor_code="99P"), kind="split")
    row = copy.add("succession", first, successor_code="14Y")
    return [("succession.csv", row, "successor_code", "14Y", "does not open on that day")]


def closed_unit_without_a_successor(copy: StudyCopy) -> list[Fault]:
    copy.drop("succession", predecessor_code="99K")
    row = copy.row("register", unit_code="99K")
    return [("register.csv", row, "valid_to", "99K", "has no successor")]


def place_of_a_unit_that_is_closed(copy: StudyCopy) -> list[Fault]:
    like = copy.row("geography", unit_code="00C", register_date="2018-04-01")
    row = copy.edit("geography", like, unit_code="00F")
    return [("geography.csv", row, "unit_code", "00F", "not open at 2018-04-01")]


def point_of_a_unit_that_is_closed(copy: StudyCopy) -> list[Fault]:
    like = copy.row("points", unit_code="14L")
    row = copy.edit("points", like, unit_code="00W")
    date = copy.cell("points", row, "register_date")
    return [("points.csv", row, "unit_code", "00W", f"not open at {date}")]


def member_of_a_group_that_is_closed(copy: StudyCopy) -> list[Fault]:
    like = copy.row("group_members", group_id="north-east-2016", unit_code="13T")
    row = copy.edit("group_members", like, unit_code="00G")
    return [("group_members.csv", row, "unit_code", "00G", "not open at 2016-04-01")]


def area_without_a_name(copy: StudyCopy) -> list[Fault]:
    """The region has a name at other dates, so the reference itself resolves."""
    named = {"area_code": "E40000001", "register_date": "2018-04-01"}
    copy.drop("areas", **named)
    rows = [
        number
        for number, row in enumerate(copy.lines("geography"), start=1)
        if row[1:3] == ["2018-04-01", "E40000001"]
    ]
    return [
        ("geography.csv", row, "area_code", "E40000001", "no name at that date") for row in rows
    ]


def unit_in_two_regions(copy: StudyCopy) -> list[Fault]:
    areas = copy.lines("areas")[1:]
    stated = {row[2] for row in copy.lines("geography")[1:] if row[:2] == ["00C", "2018-04-01"]}
    code, other = next(
        (code, row[0])
        for code, date, kind, *_ in areas
        if code in stated and date == "2018-04-01"
        for row in areas
        if row[1:3] == [date, kind] and row[0] not in stated
    )
    like = copy.row("geography", unit_code="00C", register_date="2018-04-01", area_code=code)
    row = copy.add("geography", like, area_code=other)
    return [("geography.csv", row, "area_code", other, "two areas of one kind")]


def exact_band_off_by_one(copy: StudyCopy) -> list[Fault]:
    row = copy.row("population", unit_code="00C", year="2015", age_band="0-17", quality="exact")
    people = str(int(copy.cell("population", row, "persons")) + 1)
    copy.edit("population", row, persons=people)
    return [
        ("population.csv", row, "persons", people, "the bands 0-4, 5-10, 11-15, 16-17 add up to")
    ]


def estimated_band_off_by_more_than_its_parts_round(copy: StudyCopy) -> list[Fault]:
    row, parts = estimated_children(copy)
    people = str(parts + 3)
    copy.edit("population", row, persons=people)
    return [("population.csv", row, "persons", people, f"0-4, 5-10 add up to {parts}")]


def estimated_children(copy: StudyCopy) -> tuple[int, int]:
    """Return the row of an estimated band of two parts, and what the parts add up to."""
    row = copy.row("population", age_band="0-10", quality="estimate")
    unit, year = (copy.cell("population", row, name) for name in ("unit_code", "year"))
    parts = [
        copy.row("population", unit_code=unit, year=year, age_band=band) for band in ("0-4", "5-10")
    ]
    return row, sum(int(copy.cell("population", part, "persons")) for part in parts)


def two_rounds_of_one_name(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("rounds", copy.row("rounds", round_id="2017-18"), round="2016/17")
    return [("rounds.csv", row, "round", "2016/17", "another round has this name")]


CASES: list[tuple[Rule, Damage]] = [
    (units.rounds_told_apart, two_rounds_of_one_name),
    (units.rounds_have_units, round_before_any_unit),
    (units.codes_have_their_form, code_of_another_form),
    (units.codes_have_their_form, statistical_code_of_another_form),
    (units.spells_do_not_overlap, spell_that_ends_before_it_starts),
    (units.spells_do_not_overlap, spells_that_overlap),
    (units.spells_do_not_overlap, spells_that_share_a_day),
    (units.spells_do_not_overlap, spell_after_one_that_is_still_open),
    (units.register_counts_agree, wrong_count),
    (units.register_counts_agree, unit_that_the_official_list_does_not_count),
    (units.successors_open_as_predecessors_close, successor_that_opens_late),
    (units.successors_open_as_predecessors_close, predecessor_that_never_closes),
    (units.successors_open_as_predecessors_close, part_of_a_split_that_opens_late),
    (units.splits_have_parts, split_into_one),
    (units.splits_have_parts, two_successors_each_whole),
    (units.splits_have_parts, split_beside_a_merger),
    (units.closed_units_have_a_successor, closed_unit_without_a_successor),
    (units.units_open_at_the_date, place_of_a_unit_that_is_closed),
    (units.units_open_at_the_date, point_of_a_unit_that_is_closed),
    (units.units_open_at_the_date, member_of_a_group_that_is_closed),
    (units.areas_named_at_the_date, area_without_a_name),
    (units.areas_named_at_the_date, unit_in_two_regions),
    (units.bands_add_up, exact_band_off_by_one),
    (units.bands_add_up, estimated_band_off_by_more_than_its_parts_round),
]


@pytest.mark.parametrize(
    ("rule", "damage"), CASES, ids=[f"{r.__name__}-{d.__name__}" for r, d in CASES]
)
def test_broken_rule_is_found_where_it_is_broken(
    rule: Rule, damage: Damage, copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    expect(copy, damage(copy), rule)


def test_estimated_band_may_differ_by_one_for_each_part(copy: StudyCopy) -> None:
    row, parts = estimated_children(copy)
    copy.edit("population", row, persons=str(parts + 2))
    assert copy.check().problems == []


def test_a_unit_may_be_split_into_two_that_open_as_it_closes(copy: StudyCopy) -> None:
    first = copy.edit("succession", copy.row("succession", predecessor_code="99P"), kind="split")
    copy.add("succession", first, successor_code="15M")
    assert copy.check().problems == []


def test_unit_may_become_itself_under_another_code(copy: StudyCopy) -> None:
    """A recode closes one spell and opens the next with no day between."""
    row = copy.row("succession", predecessor_code="01H", successor_code="01H", kind="recode")
    assert copy.cell("succession", row, "effective_date") == "2017-04-01"
    first = copy.row("register", unit_code="01H", valid_from="2013-04-01")
    assert copy.cell("register", first, "valid_to") == "2017-03-31"
    assert copy.check().problems == []


def test_unit_is_still_open_on_its_last_day(copy: StudyCopy) -> None:
    like = copy.row("register_counts", register_date="2019-04-01", units="191")
    copy.add("register_counts", like, register_date="2020-03-31")
    assert copy.check().problems == []
