"""Tests of the agreement of two raters on one question."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ltp_analysis.methods.agreement import gwet_ac2, raw_agreement, weighted_kappa
from ltp_analysis.methods.weights import Weights

SCALE = ("green", "amber", "red")
ALL_WEIGHTS: tuple[Weights, ...] = ("unweighted", "linear", "quadratic")
CHANCE_CORRECTED = [weighted_kappa, gwet_ac2]

Answers = list[str | None]


def answers_of(counts: Sequence[Sequence[int]], scale: Sequence[str]) -> tuple[Answers, Answers]:
    """Return the answers that a table of two raters counts."""
    first: Answers = []
    second: Answers = []
    for row, one in zip(counts, scale, strict=True):
        for count, other in zip(row, scale, strict=True):
            first += [one] * count
            second += [other] * count
    return first, second


@st.composite
def two_raters(draw: st.DrawFn, least: int = 2) -> tuple[Answers, Answers, tuple[str, ...]]:
    scale = tuple("abcde"[: draw(st.integers(2, 5))])
    pair = st.tuples(st.sampled_from(scale), st.sampled_from(scale))
    pairs = draw(st.lists(pair, min_size=least, max_size=40))
    return [one for one, _ in pairs], [other for _, other in pairs], scale


# Two by two and three by three, worked out by hand as fractions.
SMALL = answers_of([[20, 5], [10, 15]], ("yes", "no"))
MIDDLE = answers_of([[2, 1, 0], [0, 3, 1], [1, 0, 2]], SCALE)


def test_raw_agreement_is_a_count_of_those_answered() -> None:
    answer = raw_agreement(*MIDDLE, SCALE)
    assert (answer.value, answer.observations) == (7 / 10, 10)
    assert "on 7 of 10 plans that both answered (70%)" in answer.means
    assert (answer.lower, answer.upper, answer.confidence) == (None, None, None)


@pytest.mark.parametrize(
    ("weights", "kappa", "ac2"),
    [
        # Agreement 35/50. By chance 1/2 for kappa, 2 x 0.55 x 0.45 = 0.495 for AC1.
        ("unweighted", Fraction(2, 5), Fraction(41, 101)),
        # With two categories every disagreement is a full one.
        ("linear", Fraction(2, 5), Fraction(41, 101)),
        ("quadratic", Fraction(2, 5), Fraction(41, 101)),
    ],
)
def test_two_by_two_by_hand(weights: Weights, kappa: Fraction, ac2: Fraction) -> None:
    scale = ("yes", "no")
    assert weighted_kappa(*SMALL, scale, weights).value == pytest.approx(float(kappa))
    assert gwet_ac2(*SMALL, scale, weights).value == pytest.approx(float(ac2))


@pytest.mark.parametrize(
    ("weights", "kappa", "ac2"),
    [
        # Agreement 7/10. By chance (9 + 16 + 9)/100 and (0.21 + 0.24 + 0.21)/2.
        ("unweighted", Fraction(6, 11), Fraction(37, 67)),
        # Disagreement 2/10 of an expected 42/100; agreement 0.80 against 0.55.
        ("linear", Fraction(11, 21), Fraction(5, 9)),
        # Disagreement 1.5/10 of an expected 30/100; agreement 0.85 against 0.66.
        ("quadratic", Fraction(1, 2), Fraction(19, 34)),
    ],
)
def test_three_by_three_by_hand(weights: Weights, kappa: Fraction, ac2: Fraction) -> None:
    assert weighted_kappa(*MIDDLE, SCALE, weights).value == pytest.approx(float(kappa))
    assert gwet_ac2(*MIDDLE, SCALE, weights).value == pytest.approx(float(ac2))


@pytest.mark.parametrize(
    ("weights", "value", "lower", "upper"),
    [("unweighted", 0.3449, 0.2030, 0.4868), ("linear", 0.5082, 0.3798, 0.6366)],
)
def test_kappa_of_the_skin_conditions(
    weights: Weights, value: float, lower: float, upper: float
) -> None:
    # Two dermatologists and 88 patients: SAS/STAT User's Guide, FREQ procedure, agreement study.
    scale = ("terrible", "poor", "marginal", "clear")
    table = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
    answer = weighted_kappa(*answers_of(table, scale), scale, weights)
    assert answer.lower is not None
    assert answer.upper is not None
    rounded = [round(number, 4) for number in (answer.value or 0, answer.lower, answer.upper)]
    assert rounded == [value, lower, upper]
    assert (answer.observations, answer.confidence) == (88, 0.95)


@pytest.mark.parametrize(
    ("weights", "value", "lower", "upper"),
    [
        ("unweighted", 0.849, 0.764, 0.935),
        ("linear", 0.900, 0.842, 0.958),
        ("quadratic", 0.940, 0.905, 0.976),
    ],
)
def test_ac2_of_the_abstractors(weights: Weights, value: float, lower: float, upper: float) -> None:
    # Ectopic, abnormal and normal pregnancies: Gwet (2014), with the interval by Student's t.
    scale = ("ectopic", "abnormal", "normal")
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    answer = gwet_ac2(*answers_of(table, scale), scale, weights)
    assert answer.lower is not None
    assert answer.upper is not None
    rounded = [round(number, 3) for number in (answer.value or 0, answer.lower, answer.upper)]
    assert rounded == [value, lower, upper]
    assert ("AC1" in answer.method) == (weights == "unweighted")


def test_a_rare_category_pulls_kappa_down_and_not_ac1() -> None:
    # Feinstein and Cicchetti (1990), J Clin Epidemiol 43: the same 85% agreement, kappa .70 or
    # .32, as the categories are even or not.
    scale = ("yes", "no")
    even = answers_of([[40, 9], [6, 45]], scale)
    rare = answers_of([[80, 10], [5, 5]], scale)
    assert raw_agreement(*even, scale).value == raw_agreement(*rare, scale).value == 0.85
    values = [weighted_kappa(*raters, scale).value or 0 for raters in (even, rare)]
    assert [round(value, 2) for value in values] == [0.70, 0.32]
    assert (gwet_ac2(*rare, scale).value or 0) > (gwet_ac2(*even, scale).value or 0) > 0.69
    assert "88% of the answers are 'yes'" in weighted_kappa(*rare, scale).caution
    assert "of the answers" not in weighted_kappa(*even, scale).caution


@given(raters=two_raters(), weights=st.sampled_from(ALL_WEIGHTS))
def test_it_does_not_matter_who_is_first(
    raters: tuple[Answers, Answers, tuple[str, ...]], weights: Weights
) -> None:
    first, second, scale = raters
    assert raw_agreement(first, second, scale) == raw_agreement(second, first, scale)
    for method in CHANCE_CORRECTED:
        there = method(first, second, scale, weights)
        back = method(second, first, scale, weights)
        assert back.refusal == there.refusal
        for number in ("value", "lower", "upper"):
            assert getattr(back, number) == pytest.approx(getattr(there, number), abs=1e-9)


@given(raters=two_raters(), weights=st.sampled_from(ALL_WEIGHTS))
def test_it_does_not_matter_at_which_end_the_order_starts(
    raters: tuple[Answers, Answers, tuple[str, ...]], weights: Weights
) -> None:
    first, second, scale = raters
    for method in CHANCE_CORRECTED:
        up = method(first, second, scale, weights)
        down = method(first, second, scale[::-1], weights)
        assert down.refusal == up.refusal
        for number in ("value", "lower", "upper"):
            assert getattr(down, number) == pytest.approx(getattr(up, number), abs=1e-9)


@given(raters=two_raters())
def test_ac1_lies_between_minus_one_and_one(
    raters: tuple[Answers, Answers, tuple[str, ...]],
) -> None:
    value = gwet_ac2(*raters, "unweighted").value
    assert value is not None
    assert -1 - 1e-9 <= value <= 1


@given(raters=two_raters(), weights=st.sampled_from(ALL_WEIGHTS))
def test_no_value_or_interval_passes_one(
    raters: tuple[Answers, Answers, tuple[str, ...]], weights: Weights
) -> None:
    for method in CHANCE_CORRECTED:
        answer = method(*raters, weights)
        if answer.lower is not None and answer.upper is not None and answer.value is not None:
            assert answer.lower <= answer.value <= answer.upper <= 1
        if raters[0] != raters[1]:
            assert answer.value is not None
            assert answer.value < 1


def test_weighted_ac2_can_fall_below_minus_one() -> None:
    # By hand: agreement 1/8, by chance 330/576, so AC2 = -43/41.
    table = [[0, 1, 10], [0, 0, 0], [0, 1, 0]]
    value = gwet_ac2(*answers_of(table, SCALE), SCALE, "quadratic").value
    assert value == pytest.approx(-43 / 41)


@given(raters=two_raters(), weights=st.sampled_from(ALL_WEIGHTS))
def test_raters_who_always_agree_have_one(
    raters: tuple[Answers, Answers, tuple[str, ...]], weights: Weights
) -> None:
    first, _, scale = raters
    assert raw_agreement(first, first, scale).value == 1
    ac2 = gwet_ac2(first, first, scale, weights)
    kappa = weighted_kappa(first, first, scale, weights)
    assert (ac2.value, ac2.lower, ac2.confidence) == (1, None, None)
    assert (kappa.value == 1) != bool(kappa.refusal)
    assert bool(kappa.refusal) == (len(set(first)) == 1)


@given(raters=two_raters(), gaps=st.lists(st.tuples(st.integers(0, 40), st.booleans())))
def test_plans_without_both_answers_change_no_number(
    raters: tuple[Answers, Answers, tuple[str, ...]], gaps: list[tuple[int, bool]]
) -> None:
    first, second, scale = raters
    longer_first, longer_second = list(first), list(second)
    for place, by_first in gaps:
        longer_first.insert(place, None if by_first else scale[0])
        longer_second.insert(place, scale[0] if by_first else None)
    for method in (raw_agreement, *CHANCE_CORRECTED):
        whole: Any = method(first, second, scale)
        holed: Any = method(longer_first, longer_second, scale)
        assert (holed.value, holed.lower, holed.upper) == (whole.value, whole.lower, whole.upper)
        assert holed.observations == len(first)
        if gaps and not holed.refusal:
            left_out = "1 plan" if len(gaps) == 1 else f"{len(gaps)} plans"
            assert holed.caution.endswith(f"left out: {left_out}.")
        else:
            assert "left out" not in holed.caution


@given(raters=two_raters(), weights=st.sampled_from(ALL_WEIGHTS))
def test_a_scale_without_order_weighs_nothing(
    raters: tuple[Answers, Answers, tuple[str, ...]], weights: Weights
) -> None:
    first, second, scale = raters
    for method in CHANCE_CORRECTED:
        nominal = method(first, second, scale, weights, unordered=scale)
        plain = method(first, second, scale, "unweighted")
        assert (nominal.value, nominal.lower) == (plain.value, plain.lower)


@given(raters=two_raters())
def test_a_category_never_used_leaves_kappa_and_makes_guessing_harder(
    raters: tuple[Answers, Answers, tuple[str, ...]],
) -> None:
    first, second, scale = raters
    assume(len({*first, *second}) > 1)
    wider = (*scale, "never")
    narrow = weighted_kappa(first, second, scale, "unweighted")
    wide = weighted_kappa(first, second, wider, "unweighted")
    assert wide.value == pytest.approx(narrow.value, abs=1e-9)
    before = gwet_ac2(first, second, scale, "unweighted").value
    after = gwet_ac2(first, second, wider, "unweighted").value
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9


def test_a_disagreement_outside_the_order_counts_fully() -> None:
    scale = ("green", "amber", "red", "no plan")
    first: Answers = ["green", "green", "no plan", "red"]
    second: Answers = ["green", "green", "red", "red"]
    # By hand: disagreement 1/4 of an expected 10/16. In the order it would be 1/12 of 5/12.
    apart = weighted_kappa(first, second, scale, unordered=["no plan"])
    assert apart.value == pytest.approx(3 / 5)
    assert "or fully if one answer is 'no plan'" in apart.means
    assert weighted_kappa(first, second, scale).value == pytest.approx(4 / 5)
    # Agreement 3/4; weights add up to 4 + 4 x 1/2, used 2/4, 0, 3/8, 1/8.
    by_chance = 6 / 12 * (1 / 4 + 15 / 64 + 7 / 64)
    ac2 = gwet_ac2(first, second, scale, unordered=["no plan"])
    assert ac2.value == pytest.approx((3 / 4 - by_chance) / (1 - by_chance))


@pytest.mark.parametrize("method", [raw_agreement, *CHANCE_CORRECTED])
def test_no_plan_is_refused(method: Any) -> None:  # noqa: ANN401 - the three differ in options
    answer = method([], [], SCALE)
    assert (answer.value, answer.observations) == (None, 0)
    assert "No plan was coded" in answer.refusal


@pytest.mark.parametrize("method", [raw_agreement, *CHANCE_CORRECTED])
def test_no_plan_answered_by_both_is_refused(method: Any) -> None:  # noqa: ANN401 - as above
    answer = method(["red", None], [None, "red"], SCALE)
    assert (answer.value, answer.observations) == (None, 0)
    assert "Of 2 plans none was answered by both" in answer.refusal


def test_one_plan_is_counted_but_tells_nothing_beyond_chance() -> None:
    raw = raw_agreement(["red"], ["red"], SCALE)
    assert raw.value == 1
    assert "on 1 of 1 plan " in raw.means
    for method in CHANCE_CORRECTED:
        answer = method(["red"], ["red"], SCALE)
        assert answer.value is None
        assert "at least two" in answer.refusal


def test_one_category_throughout_has_no_kappa_but_an_ac2_of_one() -> None:
    same: Answers = ["amber"] * 12
    kappa = weighted_kappa(same, same, SCALE)
    assert kappa.value is None
    assert "'amber' on all 12 plans" in kappa.refusal
    assert "not defined" in kappa.refusal
    ac2 = gwet_ac2(same, same, SCALE)
    assert (ac2.value, ac2.lower, ac2.upper) == (1, None, None)
    assert "no width" in ac2.caution


def test_a_rater_of_one_answer_makes_kappa_zero_and_that_is_said() -> None:
    first: Answers = ["green"] * 8
    second: Answers = [*["green"] * 5, *["red"] * 3]
    answer = weighted_kappa(first, second, SCALE)
    assert (answer.value, answer.lower) == (0, None)
    assert "only ever answered 'green'" in answer.caution
    assert "kappa is 0.00," in answer.means
    assert "only ever answered 'green'" in weighted_kappa(second, first, SCALE).caution


def test_raters_who_never_agree_have_minus_one() -> None:
    answer = weighted_kappa(["red", "green"], ["green", "red"], ("green", "red"))
    assert answer.value == -1
    assert answer.lower is None


def test_few_plans_are_said_and_many_are_not() -> None:
    for method in CHANCE_CORRECTED:
        assert "10 are few" in method(*MIDDLE, SCALE).caution
        assert "few." not in method(*SMALL, ("yes", "no")).caution


def test_the_population_narrows_the_interval_until_there_is_none() -> None:
    free = gwet_ac2(*MIDDLE, SCALE)
    half = gwet_ac2(*MIDDLE, SCALE, population=20)
    whole = gwet_ac2(*MIDDLE, SCALE, population=10)
    assert free.value == half.value == whole.value
    assert free.lower is not None
    assert half.lower is not None
    assert half.value is not None
    assert (half.value - half.lower) ** 2 == pytest.approx((half.value - free.lower) ** 2 / 2)
    assert whole.lower is None
    assert "Every plan was coded twice" in whole.caution
    assert "sample of 20 plans" in half.caution
    assert "sample of plans like these" in free.caution
    with pytest.raises(ValueError, match="only 9"):
        gwet_ac2(*MIDDLE, SCALE, population=9)


def test_a_higher_level_widens_the_interval_and_is_said() -> None:
    for method in CHANCE_CORRECTED:
        usual = method(*SMALL, ("yes", "no"))
        wide = method(*SMALL, ("yes", "no"), confidence=0.995)
        assert usual.lower is not None
        assert wide.lower is not None
        assert wide.lower < usual.lower
        assert wide.confidence == 0.995
        assert "99.5% interval" in wide.means


@pytest.mark.parametrize("method", CHANCE_CORRECTED)
@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_level_that_is_none_is_refused(method: Any, confidence: float) -> None:  # noqa: ANN401 - as above
    with pytest.raises(ValueError, match=f"not at {confidence}"):
        method(*SMALL, ("yes", "no"), confidence=confidence)


@pytest.mark.parametrize("method", [raw_agreement, *CHANCE_CORRECTED])
def test_an_unknown_category_is_named(method: Any) -> None:  # noqa: ANN401 - as above
    with pytest.raises(ValueError, match="'blue' is not on the scale"):
        method(["red", "blue"], ["red", "red"], SCALE)
