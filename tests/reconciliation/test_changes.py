"""Verdicts on changes between two rounds, against every way to rate a few units."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.reconciliation.changes import judge_change
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.solved.evidence import Evidence
from ltp_analysis.statements.rounding import Rule
from ltp_analysis.statements.scenario import DEFAULT, SCENARIOS
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ltp_analysis.reconciliation.verdict import Judgement, Reconciled
    from ltp_analysis.validated.study import Study

RATINGS = ("red", "green", "none")
SIZE = 4
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

Open = dict[str, tuple[str, ...]]
"""The ratings that are left for each unit."""


class Small:
    """As much of a study as shares of units need."""

    rounds = ("one", "two")
    ratings = RATINGS

    def codes(self, round_id: str) -> tuple[str, ...]:
        return names(round_id)

    def round(self, round_id: str) -> dict[str, str]:
        return {"round": f"round {round_id}"}


def names(round_id: str) -> tuple[str, ...]:
    return tuple(f"{round_id}-{number}" for number in range(SIZE))


def judged(left: Open, *readings: Reading) -> Judgement:
    said = {
        unit: Statement(
            unit, Kind.EACH, unit.partition("-")[0], "", (unit,), ratings=frozenset(ratings)
        )
        for unit, ratings in left.items()
    }
    study = cast("Study", Small())
    evidence = Evidence(study, SCENARIOS[DEFAULT], said, frozenset(said), (), ())
    change = Statement(
        "asked", Kind.CHANGE, "two", "all", names("two"), readings=readings, since="one"
    )
    return judge_change(evidence, change)


def points(printed: int, rule: Rule = Rule.NEAREST, left_out: Sequence[str] = ()) -> Reading:
    """Return a printed change of the share of green."""
    part, half = Fraction(printed, 100), Fraction(1, 200)
    cut = rule is Rule.TRUNCATED
    return Reading(
        f"{rule}",
        frozenset({"green"}),
        frozenset(left_out),
        is_share=False,
        lower=part if cut else part - half,
        upper=part + 2 * half if cut else part + half,
        upper_open=cut,
        rule=rule,
        base="rated" if left_out else "all",
    )


def shares(left: Open, round_id: str, left_out: str) -> Iterator[Fraction]:
    for ratings in product(*(left.get(unit, RATINGS) for unit in names(round_id))):
        based = [rating for rating in ratings if rating != left_out]
        if based:
            yield Fraction(based.count("green"), len(based))


def known(before: int, after: int) -> Open:
    """Return so many green units in the one round and the other, and all others red."""
    return {
        unit: ("green",) if number < green else ("red",)
        for round_id, green in (("one", before), ("two", after))
        for number, unit in enumerate(names(round_id))
    }


some_left = st.dictionaries(
    st.sampled_from(names("one") + names("two")),
    st.sets(st.sampled_from(RATINGS), min_size=1).map(lambda some: tuple(sorted(some))),
)


@FEW
@given(some_left, st.integers(-100, 100), st.sampled_from(["", "none"]))
def test_a_change_is_compared_with_both_shares(left: Open, printed: int, left_out: str) -> None:
    found = judged(left, points(printed, left_out=[left_out] if left_out else []))
    first = list(shares(left, "one", left_out))
    second = list(shares(left, "two", left_out))
    if not first or not second:
        assert found.verdict == Verdict.NOT_CHECKABLE
        return
    lower, upper = 100 * (min(second) - max(first)), 100 * (max(second) - min(first))
    assert (found.lower, found.upper) == (lower, upper)
    assert found.base == ("rated" if left_out else "all")
    least, most = printed - Fraction(1, 2), printed + Fraction(1, 2)
    if least <= lower and upper <= most:
        assert found.verdict == Verdict.REPRODUCED
    elif upper < least or most < lower:
        assert (found.verdict, found.rule) == (Verdict.CONTRADICTED, "")
    else:
        assert (found.verdict, found.rule) == (Verdict.POSSIBLE, "nearest")
    # What is named alone gives the same bounds.
    fewer = {unit: ratings for unit, ratings in left.items() if unit in found.statements}
    for round_id, ends in (("one", first), ("two", second)):
        again = list(shares(fewer, round_id, left_out))
        assert (min(again), max(again)) == (min(ends), max(ends))


def test_a_change_of_plans_cannot_be_checked() -> None:
    reading = Reading(
        "", frozenset({"green"}), frozenset(), False, Fraction(0), Fraction(1),  # noqa: FBT003 - points
        observation="plan",
    )  # fmt: skip
    found = judged(known(1, 2), reading)
    assert (found.verdict, found.lower) == (Verdict.NOT_CHECKABLE, None)


def test_the_second_reading_is_tried_where_the_first_cannot_hold() -> None:
    # From 1 of 4 to 2 of 4 is 25 points; without the unit that has none, 33 to 50 is 17.
    left = known(1, 2) | {"one-3": ("none",)}
    wrong, right = points(17), points(25)
    assert judged(left, wrong).verdict == Verdict.CONTRADICTED
    assert judged(left, wrong, right).verdict == Verdict.REPRODUCED
    assert judged({**left, "two-3": ("red",)}, wrong, points(17, left_out=["none"])).base == "rated"


def test_what_only_cutting_off_gives_is_under_another_rule() -> None:
    # From none to 2 of the 3 with a rating: 66.7 points, 67 to the nearest, 66 cut off.
    left = known(0, 2) | {"two-3": ("none",)}
    readings = [points(66, rule, ["none"]) for rule in (Rule.NEAREST, Rule.TRUNCATED)]
    assert judged(left, *readings).verdict == Verdict.OTHERWISE


def test_a_change_of_25_points_is_not_24_cut_off() -> None:
    assert judged(known(0, 1), points(24, Rule.TRUNCATED)).verdict == Verdict.CONTRADICTED


def test_a_reading_that_follows_comes_before_one_that_may_hold() -> None:
    left = known(0, 4) | {"two-3": ("green", "none")}
    readings = points(100), points(100, left_out=["none"])
    assert judged(left, readings[1]).verdict == Verdict.REPRODUCED
    assert judged(left, *readings).verdict == Verdict.REPRODUCED


def test_six_points_are_possible_of_units_of_the_real_study(
    verdicts: dict[str, Reconciled],
) -> None:
    found = verdicts["2018-19-rating-change-green"]
    assert (found.verdict, found.base) == (Verdict.POSSIBLE, "ccgs")
    assert found.lower is not None
    assert found.upper is not None
    # 35 or 36 of 195 then; before, at least one green unit, by its own page, of 209.
    assert found.upper <= 100 * (Fraction(36, 195) - Fraction(1, 209))
    assert found.lower < Fraction(11, 2) < found.upper
    assert "2018-19-rating-green" in found.statements
