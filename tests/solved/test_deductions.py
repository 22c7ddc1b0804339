"""What printed totals of children say of single units."""

from __future__ import annotations

import math
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.children import Rounding, estimates, printed_totals
from ltp_analysis.solved.deductions import (
    ALL_PLANS,
    CERTAIN_PLANS,
    STRONG,
    WIDEST,
    Check,
    Deduction,
    Outcome,
    deductions,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.solved.matches import Matches
    from ltp_analysis.validated.study import Study

Rows = list[dict[str, str]]

PREFIX = "-children-affected-inadequate-or-none-"
NORTH_EAST = frozenset({"00C", "00D", "00J", "00L", "00M", "00N", "13T", "99C"})
NORTH_EAST_ALL = NORTH_EAST | {"00K", "00P", "01H"}


@pytest.fixture(scope="module")
def found(study: Study) -> dict[str, Deduction]:
    """Return the deductions of the shipped study by figure."""
    return {item.figure_id: item for item in deductions(study)}


def tried(item: Deduction, name: str = WIDEST) -> Matches:
    return next(reading.matches for reading in item.readings if reading.name == name)


def test_the_north_east_is_pinned_down(found: dict[str, Deduction]) -> None:
    item = found["2016-17" + PREFIX + "north-east"]
    assert tried(item).sets == (NORTH_EAST,)
    assert tried(item).patterns == 2**11
    assert item.determined_in == item.deduced_in == NORTH_EAST
    assert item.determined_out == item.deduced_out == {"00K", "00P"}
    assert 0 < item.expected_by_chance < STRONG
    assert item.strong
    assert item.ratings == ("red", "amber", "no plan")


def test_a_doubtful_member_is_never_said_to_be_out(found: dict[str, Deduction]) -> None:
    item = found["2016-17" + PREFIX + "north-east"]
    assert "01H" in tried(item).in_none
    assert "01H" not in item.determined_in | item.determined_out


def test_seven_of_greater_manchester_add_up(found: dict[str, Deduction]) -> None:
    item = found["2018-19" + PREFIX + "greater-manchester-seven"]
    assert (tried(item).patterns, tried(item).count) == (1, 1)
    assert item.strong
    assert not item.deduced_in | item.deduced_out
    assert item.score == (7, 7)


def test_the_south_west_gives_one_more_rating_and_predicts_those_stated(
    found: dict[str, Deduction],
) -> None:
    item = found["2017-18-children-affected-amber-south-west"]
    assert item.strong
    assert item.ratings == ("amber",)
    assert item.deduced_in == {"15C"}
    assert not item.deduced_out
    assert item.score == (5, 5)
    assert [check.outcome for check in item.leave_one_out].count(Outcome.NOT_PREDICTED) == 4


def test_weak_totals_are_not_strong(found: dict[str, Deduction]) -> None:
    strong = {item.figure_id for item in found.values() if item.strong}
    assert strong == {
        "2016-17" + PREFIX + "north-east",
        "2017-18-children-affected-amber-south-west",
        "2018-19" + PREFIX + "greater-manchester-seven",
    }


def test_a_total_beyond_its_area_matches_nothing(found: dict[str, Deduction]) -> None:
    item = found["2016-17" + PREFIX + "east-of-england-nspcc"]
    assert tried(item).count == 0
    assert not item.strong
    assert not item.determined_in | item.determined_out


def test_a_total_that_says_nothing_is_not_counted(found: dict[str, Deduction]) -> None:
    item = found["2016-17" + PREFIX + "midlands"]
    assert tried(item).count is None
    assert item.reason.startswith("not counted")
    assert not item.determined_in | item.determined_out


def test_only_figures_on_ratings_of_groups_with_members(
    study: Study, found: dict[str, Deduction]
) -> None:
    figures = study["figures"]
    wanted = figures[
        (figures["measure"] == "children-affected") & (figures["group_id"] != study.settings.whole)
    ]
    assert list(found) == list(wanted["figure_id"])


def test_every_reading_is_part_of_the_widest(found: dict[str, Deduction]) -> None:
    for item in found.values():
        assert item.readings[0].name == WIDEST
        assert item.stated_in <= item.certain | item.doubtful
        widest = item.readings[0].matches
        for reading in item.readings[1:]:
            narrow = reading.matches
            assert narrow.count is not None
            assert widest.count is not None
            assert narrow.count <= widest.count
            assert narrow.patterns <= widest.patterns
            assert item.expected_by_chance >= narrow.expected_by_chance
            if narrow.count:
                assert item.determined_in <= narrow.in_all | item.doubtful
                assert item.determined_out & narrow.units <= narrow.in_none
            if narrow.sets is not None and widest.sets is not None:
                assert set(narrow.sets) <= set(widest.sets)


SMALL = [
    "2016-17" + PREFIX + "north-east",
    "2017-18-children-affected-amber-south-west",
    "2018-19" + PREFIX + "greater-manchester-seven",
    "2018-19" + PREFIX + "thames-valley",
    "2018-19" + PREFIX + "north-east-and-cumbria",
]


@pytest.mark.parametrize("figure_id", SMALL)
def test_matches_of_real_areas_are_those_of_all_sets(
    study: Study, found: dict[str, Deduction], figure_id: str
) -> None:
    item = found[figure_id]
    children = {unit.unit_code: unit for unit in estimates(study, item.round_id)}
    always_in = item.stated_in & item.certain
    free = sorted((item.certain | item.doubtful) - always_in - item.stated_out)
    wanted = set()
    sizes = range(len(free) + 1)
    for some in chain.from_iterable(combinations(free, size) for size in sizes):
        units = [children[unit] for unit in (*some, *always_in)]
        for rule in Rounding:
            total = printed_totals(units, rule)
            if total.lower <= item.total.upper and total.upper >= item.total.lower:
                wanted.add(always_in.union(some))
    assert set(tried(item).sets or ()) == wanted


def only_north_east(rows: Rows) -> Rows:
    return [row for row in rows if row["unit_code"] in NORTH_EAST_ALL and row["year"] == "2015"]


def adding(template: dict[str, str], *changes: dict[str, str]) -> Callable[[Rows], Rows]:
    """Return an edit that adds rows, each the first like the template with some cells changed."""

    def edit(rows: Rows) -> Rows:
        first = next(row for row in rows if template.items() <= row.items())
        return rows + [first | change for change in changes]

    return edit


def statement(unit: str, rating: str) -> Callable[[Rows], Rows]:
    new = {"statement_id": f"test-{unit.lower()}", "unit_code": unit, "ratings": rating}
    return adding({"statement_id": "2016-17-herts-valleys"}, new | {"note": ""})


def plan(certainty: str, *units: str) -> Callable[[Rows], Rows]:
    new = {"plan_id": "test", "certainty": certainty}
    new["doubt"] = "a test" if certainty == "doubtful" else ""
    template = {"plan_id": "hertfordshire", "unit_code": "06K", "round_id": "2016-17"}
    return adding(template, *(new | {"unit_code": unit} for unit in units))


@pytest.fixture
def north_east(altered: Callable[..., Study]) -> Callable[..., Deduction]:
    """Return a function that deduces the North East of 2016/17 from an edited study."""

    def plans(rows: Rows) -> Rows:
        template = {"plan_id": "hertfordshire", "round_id": "2016-17"}
        return adding(template, {"plan_id": "test"}, {"plan_id": "test-2"})(rows)

    def deduce(**edits: Callable[[Rows], Rows]) -> Deduction:
        edits = {"population": only_north_east, "plans": plans, **edits}
        figure = "2016-17" + PREFIX + "north-east"
        return next(item for item in deductions(altered(**edits)) if item.figure_id == figure)

    return deduce


def test_units_without_a_population_are_named(altered: Callable[..., Study]) -> None:
    found = {item.figure_id: item for item in deductions(altered(population=only_north_east))}
    assert found["2016-17" + PREFIX + "north-east"].strong
    other = found["2018-19" + PREFIX + "thames-valley"]
    assert other.reason == "not tried: no estimate for 10Q, 14Y, 15A, 15D"
    assert other.expected_by_chance == math.inf
    assert not other.strong
    assert not other.readings
    assert other.score == (0, 0)


def test_a_stated_rating_is_kept_to_and_predicted(north_east: Callable[..., Deduction]) -> None:
    item = north_east(ratings=statement("00C", "red"))
    assert item.strong
    assert tried(item).patterns == 2**10
    assert item.deduced_in == NORTH_EAST - {"00C"}
    assert item.leave_one_out == (Check("00C", stated=True, predicted=True),)
    assert item.score == (1, 1)


def test_a_stated_rating_that_a_total_denies(north_east: Callable[..., Deduction]) -> None:
    item = north_east(ratings=statement("00K", "red"))
    assert tried(item).count == 0
    assert not item.strong
    assert item.leave_one_out == (Check("00K", stated=True, predicted=False),)
    assert item.leave_one_out[0].outcome is Outcome.DISAGREE
    assert item.score == (0, 1)


def test_a_rating_stated_out_and_one_left_open(north_east: Callable[..., Deduction]) -> None:
    item = north_east(ratings=statement("00K", "green"))
    assert item.strong
    assert item.deduced_out == {"00P"}
    assert item.leave_one_out == (Check("00K", stated=False, predicted=False),)
    open_still = north_east(ratings=statement("00K", "red|green"))
    assert open_still.leave_one_out == ()


def test_a_doubtful_member_stated_out_is_out(north_east: Callable[..., Deduction]) -> None:
    item = north_east(ratings=statement("01H", "green"))
    assert "01H" in item.determined_out
    assert "01H" not in item.deduced_out
    assert item.leave_one_out[0].outcome is Outcome.NOT_PREDICTED
    stated_in = north_east(ratings=statement("01H", "red"))
    assert stated_in.strong
    assert "01H" not in stated_in.determined_in


def test_plans_that_are_shared(north_east: Callable[..., Deduction]) -> None:
    agreeing = north_east(coverage=plan("certain", "00C", "00D", "01H"))
    assert agreeing.strong
    assert tried(agreeing, CERTAIN_PLANS).patterns == 2**10
    assert tried(agreeing, CERTAIN_PLANS).sets == (NORTH_EAST,)
    denied = north_east(coverage=plan("certain", "00C", "00K"))
    assert tried(denied).count == 1
    assert tried(denied, CERTAIN_PLANS).count == 0
    assert not denied.strong
    doubted = north_east(coverage=plan("doubtful", "00C", "00K"))
    assert tried(doubted, ALL_PLANS).count == 0
    assert doubted.strong


def test_shared_plans_against_stated_ratings(north_east: Callable[..., Deduction]) -> None:
    def both(rows: Rows) -> Rows:
        return statement("00C", "red")(statement("00K", "green")(rows))

    item = north_east(ratings=both, coverage=plan("certain", "00C", "00K"))
    assert tried(item).count == 1
    assert (tried(item, CERTAIN_PLANS).count, tried(item, CERTAIN_PLANS).patterns) == (0, 0)
    assert not item.strong


def test_plans_that_are_linked_go_together(north_east: Callable[..., Deduction]) -> None:
    def linked(rows: Rows) -> Rows:
        rows = plan("certain", "00C", "00D")(rows)
        others = plan("certain", "00D", "00J")(rows)[-2:]
        return rows + [row | {"plan_id": "test-2"} for row in others]

    item = north_east(coverage=linked)
    assert tried(item, CERTAIN_PLANS).patterns == 2**9


def test_an_open_category_is_not_tried(north_east: Callable[..., Deduction]) -> None:
    second = {"category": "inadequate-or-none", "reading": "2", "rating": "red"}
    item = north_east(categories=adding({"category": "inadequate-or-none"}, second))
    assert item.reason == "not tried: the category has several readings"
