"""Studies of a few made-up units: hand counts, and clear answers where there is little to compare.

No rating here is that of a real plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltp_analysis.compared.comparison import Comparison
from ltp_analysis.compared.odds import groups_of, model_frame
from ltp_analysis.compared.paired import AS_PUBLISHED, EARLIER, LIKE_FOR_LIKE, paired

if TYPE_CHECKING:
    import pandas as pd

    from ltp_analysis.compared.rated import Rated
    from ltp_analysis.validated.study import Study

Compare = Callable[..., dict[str, Comparison]]
Small = Callable[..., "Rated"]

FIRST = {
    "A": "red",
    "B": "red",
    "C": "amber",
    "D": "green",
    "E": "no plan",
    "P": "red",
    "Q": "red",
    "R": "red",
    "S": "green",
    "X": "amber",
}
SECOND = {
    "A": "amber",
    "B": "green",
    "C": "red",
    "D": "green",
    "E": "amber",
    "PQ": "green",
    "RS": "amber",
    "N": "red",
}
ROUNDS = {"2001": FIRST, "2002": SECOND}
MERGERS = {"P": "PQ", "Q": "PQ", "R": "RS", "S": "RS"}


def rows(frame: pd.DataFrame) -> set[tuple[str, str, str]]:
    return {tuple(row) for row in frame[["unit", "before", "after"]].itertuples(index=False)}


def test_units_are_paired_by_their_codes_or_through_mergers(small: Small) -> None:
    """P and Q, both red, became PQ; R and S, unlike, became RS; X closed and N is new."""
    found = {one.way: one for one in paired(small(ROUNDS, mergers=MERGERS), "2001", "2002")}
    same = {(unit, FIRST[unit], SECOND[unit]) for unit in "ABCDE"}
    gone = {(unit, FIRST[unit], "not in the register") for unit in "PQRSX"}
    new = {(unit, "not in the register", SECOND[unit]) for unit in ("PQ", "RS", "N")}
    one = found[AS_PUBLISHED]
    assert (rows(one.pairs), rows(one.apart)) == (same, gone | new)
    assert "5 of 2001 and 3 of 2002" in one.caution
    one = found[LIKE_FOR_LIKE]
    merged = {("PQ", "red", "green"), ("RS", "parts differed", "amber")}
    ends = {("X", "amber", "not in the register"), ("N", "not in the register", "red")}
    assert (rows(one.pairs), rows(one.apart)) == (same | merged, ends)
    assert "1 unit had been several with unlike ratings" in one.caution
    one = found[EARLIER]
    parts = {(unit, FIRST[unit], SECOND[MERGERS[unit]]) for unit in "PQRS"}
    assert (rows(one.pairs), rows(one.apart)) == (same | parts, ends)


def test_moves_counted_by_hand(compare: Compare) -> None:
    """Like for like, A, B and PQ improve, D stays, C worsens; E and RS have no first rating."""
    found = compare(ROUNDS, mergers=MERGERS)
    name = "compared.2001.2002.moves.like-for-like"
    improved, same, worse = (found[f"{name}.{one}"] for one in ("improved", "same", "worsened"))
    assert (improved.value, improved.lower, improved.upper) == (3 / 5, 3 / 7, 5 / 7)
    assert (same.value, same.lower, same.upper) == (1 / 5, 1 / 7, 3 / 7)
    assert (worse.value, worse.lower, worse.upper) == (1 / 5, 1 / 7, 3 / 7)
    improved = found["compared.2001.2002.moves.as-published.improved"]
    assert (improved.value, improved.lower, improved.upper) == (2 / 4, 2 / 5, 3 / 5)
    improved = found["compared.2001.2002.moves.like-for-like-earlier.improved"]
    # A, B, P, Q, R of those with both ratings: A B C D P Q R S.
    assert (improved.value, improved.observations) == (5 / 8, 8)
    bowker = found["compared.2001.2002.bowker.like-for-like"]
    # Red and amber: one each way. Red and green: two up. Amber and green: none.
    assert bowker.value == pytest.approx(0 / 2 + 2**2 / 2)
    assert bowker.degrees == 2


def test_without_mergers_units_of_the_earlier_round_are_not_counted_twice(
    compare: Compare,
) -> None:
    found = compare({"2001": {"A": "red", "B": "red"}, "2002": {"A": "green", "B": "red"}})
    assert {one.way for one in found.values()} == {"", AS_PUBLISHED, LIKE_FOR_LIKE}


def test_each_two_rounds_in_a_row_are_compared_and_first_with_last(compare: Compare) -> None:
    ratings = {"A": "red", "B": "green"}
    found = compare(dict.fromkeys(["2001", "2002", "2003"], ratings))
    pairs = {(one.since, one.round_id) for one in found.values() if one.kind == "bowker"}
    assert pairs == {("2001", "2002"), ("2002", "2003"), ("2001", "2003")}


def test_one_open_rating_and_nothing_is_computed_for_its_round(compare: Compare) -> None:
    full = {"A": "red", "B": "green"}
    found = compare({"2001": full, "2002": {"A": "red", "B": "?"}, "2003": full})
    for one in found.values():
        rounds = {one.since, one.round_id}
        if one.kind == "odds":
            # The model leaves the round out and is refused for another reason: two clusters.
            assert "clusters" in one.refusal
            assert "Left out, since not every rating is known: 2002" in one.caution
        elif "2002" in rounds:
            assert one.waits
            assert one.refusal == (
                "1 of 2 CCGs have a known rating in 2002; complete ratings are needed: ltp import "
                "ratings."
            )
            assert one.observations == 0
        else:
            assert not one.waits
    assert found["compared.2001.2003.moves.like-for-like.same"].value == 1


def test_one_round_only_is_told_so(compare: Compare) -> None:
    found = compare({"2001": {"A": "red", "B": "green"}})
    for kind in ("transition", "moves", "stuart-maxwell", "bowker", "tipping", "odds"):
        one = found[f"compared.2001.{kind}"]
        assert one.refusal == "There is one round only; a second one gives something to compare."
        assert (one.since, one.caution) == ("", "")
    assert found["compared.2001.share.red"].value == 1 / 2


def test_one_unit_only_is_counted_and_not_tested_for_more_than_it_can_bear(
    compare: Compare,
) -> None:
    found = compare({"2001": {"A": "red"}, "2002": {"A": "green"}}, regions={"A": "North"})
    assert found["compared.2001.2002.moves.like-for-like.improved"].value == 1
    bowker = found["compared.2001.2002.bowker.like-for-like"]
    assert (bowker.value, bowker.degrees) == (1, 1)
    assert "p-value is rough" in bowker.caution
    assert "Fewer than two regions" in found["compared.2002.regions"].refusal
    assert found["compared.2001.2002.odds"].refusal


def test_all_of_one_rating_leaves_nothing_to_test(compare: Compare) -> None:
    units = dict.fromkeys("ABCDEF", "amber")
    regions = dict(zip("ABCDEF", ["N", "S"] * 3, strict=True))
    found = compare({"2001": units, "2002": units}, regions=regions)
    for kind in ("bowker", "stuart-maxwell"):
        assert "No unit changed" in found[f"compared.2001.2002.{kind}.like-for-like"].refusal
    assert (
        found["compared.2001.2002.odds"].refusal == "All ratings are amber, so there are no odds."
    )
    assert "no comparison to turn" in found["compared.2001.2002.tipping.as-published"].refusal
    assert "nothing to compare" in found["compared.2002.regions"].refusal
    assert found["compared.2001.2002.moves.like-for-like.same"].value == 1


def test_an_empty_category_is_dropped_openly(compare: Compare) -> None:
    units = [f"U{place}" for place in range(30)]
    first = {unit: "red" if place < 20 else "amber" for place, unit in enumerate(units)}
    second = {unit: "red" if place % 3 else "amber" for place, unit in enumerate(units)}
    one = compare({"2001": first, "2002": second})["compared.2001.2002.bowker.like-for-like"]
    up = sum(first[unit] == "red" and second[unit] == "amber" for unit in units)
    down = sum(first[unit] == "amber" and second[unit] == "red" for unit in units)
    assert one.value == pytest.approx((up - down) ** 2 / (up + down))
    assert "No unit was green" in one.means


def test_no_rated_unit_at_all_is_a_refusal(compare: Compare) -> None:
    found = compare({"2001": {"A": "no plan"}, "2002": {"A": "no plan"}})
    kinds = {one.kind for one in found.values() if not one.answered}
    tests = {"stuart-maxwell", "bowker", "odds", "odds-agreement", "odds-parallel"}
    assert kinds == {"moves", "tipping", "share", "regions"} | tests
    assert not any(one.waits for one in found.values())


def test_without_geography_regions_are_refused_with_what_would_help(compare: Compare) -> None:
    one = compare({"2001": {"A": "red"}})["compared.2001.regions"]
    assert one.refusal == "No region of any CCG is known: fill in geography."


def test_units_in_no_region_are_left_out_and_counted(compare: Compare) -> None:
    ratings = {"A": "red", "B": "green", "C": "red", "D": "red"}
    regions = {"A": "North & East", "B": "South"}
    found = compare({"2001": ratings}, regions=regions)
    assert "Left out: 2 units in no known region." in found["compared.2001.regions"].caution
    assert found["compared.2001.region.North-East"].place == "North & East"
    assert found["compared.2001.regions"].value == 1


def test_a_study_that_calls_no_rating_inadequate_has_nothing_to_turn(compare: Compare) -> None:
    units = {"A": "red", "B": "green"}
    found = compare({"2001": units, "2002": units}, inadequate=())
    for name in ("2001.2002.tipping.as-published", "2002.regions"):
        assert found[f"compared.{name}"].refusal == "The study calls no rating inadequate."


def test_a_comparison_that_no_missing_rating_can_turn_is_an_answer(compare: Compare) -> None:
    first = {"A": "red", "B": "red", "C": "no plan"}
    second = {"A": "green", "B": "green", "C": "green"}
    one = compare({"2001": first, "2002": second})["compared.2001.2002.tipping.as-published"]
    assert (one.words, one.value, one.refusal) == ("no number of them", None, "")
    assert one.answered


def test_units_of_one_plan_are_one_group_through_a_merger(small: Small) -> None:
    rounds = {"2001": {"A": "red", "P": "red", "Q": "red"}, "2002": {"A": "red", "PQ": "green"}}
    plans = {("2001", "A"): "one", ("2001", "P"): "one", ("2001", "Q"): "two"}
    known = small(rounds, mergers={"P": "PQ", "Q": "PQ"}, plans=plans)
    frame, said = model_frame(known, ["2001", "2002"])
    groups = {(row["round"], row["unit"]): row["group"] for row in frame.to_dict("records")}
    assert set(groups) == {("2001", "A"), ("2001", "PQ"), ("2002", "A"), ("2002", "PQ")}
    assert groups["2001", "A"] == groups["2001", "PQ"]
    assert groups["2002", "A"] != groups["2002", "PQ"]
    assert "not known for 2 of 4 ratings" in said


@given(
    st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=8),
)
def test_groups_are_what_hangs_together(covered: list[tuple[str, str]]) -> None:
    found = groups_of(covered)
    assert set(found) == {unit for unit, _ in covered}
    for unit in found:
        reached, plans = {unit}, set[str]()
        for _ in covered:
            plans |= {plan for one, plan in covered if one in reached}
            reached |= {one for one, plan in covered if plan in plans}
        assert {one for one in found if found[one] == found[unit]} == reached


RATING = st.sampled_from(["red", "amber", "green", "no plan"])


@given(
    st.lists(
        st.dictionaries(st.sampled_from("ABCDEF"), RATING, min_size=1), min_size=1, max_size=3
    ),
    st.sampled_from([{}, {"A": "B"}, {"A": "C", "B": "C"}]),
)
@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_the_ratings_there_is_an_answer_or_a_refusal_and_never_nan(
    compare: Compare, ratings: list[dict[str, str]], mergers: dict[str, str]
) -> None:
    rounds = {f"{2001 + place}": one for place, one in enumerate(ratings)}
    regions = dict(zip("ABCDEF", ["N", "S"] * 3, strict=True))
    for one in compare(rounds, mergers=mergers, regions=regions).values():
        assert one.answered == bool(one.means) == (one.value is not None or bool(one.words))
        assert not one.waits
        for value in astuple(one):
            assert not (isinstance(value, float) and not math.isfinite(value))


def test_a_scale_of_one_rating_is_nothing_to_compare(compare: Compare) -> None:
    found = compare({"2001": {"A": "only"}, "2002": {"A": "only"}}, scale="one-rating")
    assert {one.refusal for one in found.values()} == {
        "The scale has fewer than two ratings, so there is nothing to compare."
    }


def test_a_scale_of_two_ratings_has_an_exact_test_too(study: Study, compare: Compare) -> None:
    scales = study["scales"]
    two = scales[(scales["scale_id"] == "nspcc") & (scales["category"] != "amber")]
    units = [f"U{place}" for place in range(9)]
    first = dict.fromkeys(units, "red")
    second = {unit: "green" if place < 6 else "red" for place, unit in enumerate(units)}
    rounds = {"2001": first | {"V": "green"}, "2002": second | {"V": "red"}}
    found = compare(rounds, scales=two, inadequate=("red",))
    one = found["compared.2001.2002.mcnemar.like-for-like"]
    # Six of seven moves are up: two tails of the binomial distribution, 7 + 1 ways each.
    assert one.value == pytest.approx(6 / 7)
    assert one.p_value == pytest.approx(2 * (7 + 1) / 2**7)
    assert one.unit == "share"


def test_rounds_on_another_scale_are_not_compared(compare: Compare) -> None:
    found = compare({"2001": {"A": "good"}, "2002": {"A": "good"}}, scale="epi")
    assert all("were rated on the scale epi" in one.refusal for one in found.values())


def test_a_round_without_units_is_told_so(compare: Compare) -> None:
    found = compare({"2001": {"A": "red"}, "2002": {}})
    assert found["compared.2002.share"].refusal == "The register has no CCGs in 2002."
    assert "no CCGs in 2002" in found["compared.2001.2002.bowker"].refusal


def test_nothing_is_said_of_plans_if_all_are_known(small: Small) -> None:
    rounds = {"2001": {"A": "red", "B": "green"}}
    plans = {("2001", "A"): "one", ("2001", "B"): "two"}
    frame, said = model_frame(small(rounds, plans=plans), ["2001"])
    assert len(set(frame["group"])) == 2
    assert not said


def test_deduced_ratings_are_counted_in_the_caution(small: Small) -> None:
    known = small({"2001": {"A": "red"}, "2002": {"A": "red"}, "2003": {"A": "red"}})
    some = replace(known, deduced={"2001": 2, "2002": 0, "2003": 3})
    assert some.caution("2001", "2003") == "Ratings that are deduced and not stated: 5."
    assert some.caution("2002") == ""
