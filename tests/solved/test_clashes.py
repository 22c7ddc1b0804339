"""Clashes, against every set of statements on a few units."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from random import Random  # noqa: TC003 - hypothesis reads annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.solved.clashes import shrink, smallest_clash
from ltp_analysis.solved.world import World, build_world, core
from ltp_analysis.statements.statement import Kind, Reading, Statement

RATINGS = ("red", "amber", "green")
UNITS = ("a", "b", "c", "d")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def _model(statements: list[Statement]) -> World:
    return build_world({"one": UNITS}, RATINGS, statements)


def _is_true(statement: Statement, rated: dict[str, str]) -> bool:
    own = [rated[unit] for unit in statement.units]
    if statement.kind is Kind.EACH:
        return set(own) <= statement.ratings
    if statement.kind is Kind.JOINT:
        return len(set(own)) <= 1
    found = []
    for reading in statement.readings:
        number = Fraction(sum(rating in reading.counted for rating in own))
        if reading.is_share and not own:
            continue
        found.append(reading.holds(number / len(own) if reading.is_share else number))
    return any(found)


def _can_hold(statements: list[Statement]) -> bool:
    return any(
        all(_is_true(statement, dict(zip(UNITS, ratings, strict=True))) for statement in statements)
        for ratings in product(RATINGS, repeat=len(UNITS))
    )


def _smallest(statements: list[Statement], always: list[Statement]) -> int | None:
    for size in range(len(statements) + 1):
        for some in combinations(statements, size):
            if not _can_hold([*some, *always]):
                return size
    return None


@st.composite
def crowds(draw: st.DrawFn) -> list[Statement]:
    """Draw up to seven statements, precise enough that most crowds clash."""
    found = []
    for number in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from([Kind.EACH, Kind.AMOUNT, Kind.AMOUNT, Kind.JOINT]))
        units = tuple(sorted(draw(st.frozensets(st.sampled_from(UNITS), min_size=1))))
        ratings = draw(st.frozensets(st.sampled_from(RATINGS), min_size=1, max_size=2))
        is_share = draw(st.booleans())
        value = Fraction(draw(st.integers(0, 4)), 4 if is_share else 1)
        wide = draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 4), Fraction(1, 2)]))
        reading = Reading("", ratings, frozenset(), is_share, value - wide, value + wide)
        readings = (reading,) if kind is Kind.AMOUNT else ()
        found.append(
            Statement(f"s{number}", kind, "one", "", units, ratings=ratings, readings=readings)
        )
    return found


@FEW
@given(crowds())
def test_a_smallest_clash_is_as_small_as_any(statements: list[Statement]) -> None:
    names = [statement.id for statement in statements]
    clash = smallest_clash(_model(statements), names)
    size = _smallest(statements, [])
    assert (None if clash is None else len(clash)) == size
    if clash is not None:
        assert list(clash) == sorted(set(clash))
        assert not _can_hold([item for item in statements if item.id in clash])


@FEW
@given(crowds(), st.data())
def test_statements_held_always_are_not_counted(
    statements: list[Statement], data: st.DataObject
) -> None:
    fixed = data.draw(st.frozensets(st.sampled_from([item.id for item in statements])))
    free = [item for item in statements if item.id not in fixed]
    always = [item for item in statements if item.id in fixed]
    clash = smallest_clash(_model(statements), [item.id for item in free], fixed)
    size = _smallest(free, always)
    assert (None if clash is None else len(clash)) == size
    if clash is not None:
        assert fixed.isdisjoint(clash)
        assert not _can_hold([item for item in statements if item.id in fixed.union(clash)])


@FEW
@given(crowds(), st.data())
def test_statements_that_are_not_named_have_no_part(
    statements: list[Statement], data: st.DataObject
) -> None:
    names = data.draw(st.frozensets(st.sampled_from([item.id for item in statements])))
    clash = smallest_clash(_model(statements), names)
    some = [item for item in statements if item.id in names]
    size = _smallest(some, [])
    assert (None if clash is None else len(clash)) == size


@FEW
@given(crowds(), st.data())
def test_of_a_shrunk_clash_every_part_is_needed(
    statements: list[Statement], data: st.DataObject
) -> None:
    world = _model(statements)
    names = [statement.id for statement in statements]
    found = core(world, names)
    assert (found is None) is _can_hold(statements)
    if found is None:
        return
    for start in (found, names, data.draw(st.permutations(names))):
        kept = shrink(world, start)
        assert set(kept) <= set(start)
        clash = [item for item in statements if item.id in kept]
        assert not _can_hold(clash)
        for size in range(len(clash)):
            assert all(_can_hold(list(some)) for some in combinations(clash, size))


@FEW
@given(crowds(), st.randoms())
def test_a_smallest_clash_is_the_same_each_time(
    statements: list[Statement], random: Random
) -> None:
    names = [statement.id for statement in statements]
    first = smallest_clash(_model(statements), names)
    random.shuffle(names)
    assert smallest_clash(_model(statements), names) == first


def test_what_can_hold_has_no_clash() -> None:
    one = Statement("one", Kind.EACH, "one", "", ("a",), ratings=frozenset(["red"]))
    assert smallest_clash(_model([one]), ["one"]) is None
    assert smallest_clash(_model([one]), []) is None
    assert smallest_clash(_model([]), []) is None


def test_a_statement_that_cannot_hold_is_a_clash_by_itself() -> None:
    third = Reading("", frozenset(["red"]), frozenset(), True, Fraction(3, 10), Fraction(4, 10))  # noqa: FBT003 - a share
    statements = [
        Statement("one", Kind.EACH, "one", "", ("a",), ratings=frozenset(["red"])),
        Statement("other", Kind.EACH, "one", "", ("a",), ratings=frozenset(["green"])),
        Statement("third", Kind.AMOUNT, "one", "", ("a", "b"), readings=(third,)),
    ]
    world = _model(statements)
    assert smallest_clash(world, ["one", "other", "third"]) == ("third",)
    assert smallest_clash(world, ["one", "other"]) == ("one", "other")
    assert smallest_clash(world, ["one"], ["other"]) == ("one",)
    assert smallest_clash(world, [], ["one", "other"]) == ()
    assert shrink(world, ["other", "one"], ["third"]) == ()


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Statement], Statement]:
    """Draw a rating of each unit, some of them twice, amounts, and an amount to hold besides."""
    said = []
    for number in range(draw(st.integers(4, 9))):
        rating = draw(st.sampled_from(RATINGS[:2]))
        unit = UNITS[number % len(UNITS)]
        said.append(
            Statement(f"s{number}", Kind.EACH, "one", "", (unit,), ratings=frozenset({rating}))
        )
    amounts = []
    for number in range(draw(st.integers(1, 3))):
        units = tuple(sorted(draw(st.frozensets(st.sampled_from(UNITS), min_size=2))))
        value = Fraction(draw(st.integers(0, 4)))
        ratings = frozenset({draw(st.sampled_from(RATINGS))})
        reading = Reading("", ratings, frozenset(), is_share=False, lower=value, upper=value)
        amounts.append(Statement(f"t{number}", Kind.AMOUNT, "one", "", units, readings=(reading,)))
    *rest, last = amounts
    return draw(st.permutations([*said, *rest])), last


@FEW
@given(lists())
def test_what_is_needed_of_one_unit_is_needed_of_all_like_it(
    drawn: tuple[list[Statement], Statement],
) -> None:
    statements, last = drawn
    world = _model([*statements, last])
    names = [statement.id for statement in statements]
    if core(world, {*names, last.id}) is None:
        return
    asked = shrink(world, names, [last.id])
    assert shrink(world, names, [last.id], by_scope=True) == asked
