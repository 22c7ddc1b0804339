"""Ratings by the rubrics, against tables written by hand and against enumeration."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coding.conftest import QUESTIONS

from ltp_analysis.coding.rubric import (
    NoRubricError,
    Rule,
    asked_by,
    decides,
    outcome,
    rubric,
    rubric_needed,
    scale_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.study import Study

NEWER = "vulnerable-groups"
SCALES = {
    "vulnerability-recognised": ("no", "some", "yes"),
    "needs-assessed": ("no", "some", "yes"),
    "services-informed": ("no", "some", "yes"),
    "data-jsna": ("no", "yes"),
    "data-services": ("no", "yes"),
}
# Of the 108 patterns, one is green; a third, with vulnerability not recognised, is red.
GREEN = {("yes", "yes", "yes", "yes", "yes")}
RED = {
    ("no", needs, services, jsna, data)
    for needs in ("no", "some", "yes")
    for services in ("no", "some", "yes")
    for jsna in ("no", "yes")
    for data in ("no", "yes")
}


def by_hand(pattern: tuple[str, ...]) -> str:
    if pattern in RED:
        return "red"
    return "green" if pattern in GREEN else "amber"


def test_the_newer_rubric_rates_every_pattern_as_written_by_hand(study: Study) -> None:
    rules = rubric(study, NEWER)
    assert {name: scale_of(study, name) for name in asked_by(rules)} == SCALES
    counts = dict.fromkeys(("red", "amber", "green"), 0)
    for pattern in product(*SCALES.values()):
        found = decides(rules, dict(zip(SCALES, pattern, strict=True))).category
        assert found == by_hand(pattern)
        counts[found] += 1
    assert counts == {"red": 36, "amber": 71, "green": 1}


@pytest.mark.parametrize(
    ("answer", "rating", "words"),
    [
        ("none", "red", "rule 1: red if abused-children is none"),
        ("some", "amber", "rule 3: amber otherwise"),
        ("good", "green", "rule 2: green if abused-children is good"),
    ],
)
def test_the_older_rubric_rates_by_its_one_question(
    study: Study, answer: str, rating: str, words: str
) -> None:
    rule = decides(rubric(study, "abused-children"), {"abused-children": answer})
    assert (rule.category, rule.words) == (rating, words)


def test_criteria_without_a_rubric_are_refused_by_name(study: Study) -> None:
    assert rubric(study, "not-seen") == ()
    with pytest.raises(NoRubricError, match=r"not-seen have no rubric.*vulnerable-groups"):
        rubric_needed(study, "not-seen")
    assert rubric_needed(study, NEWER) == rubric(study, NEWER)


PARTIAL = st.fixed_dictionaries(
    {name: st.sampled_from((None, *answers)) for name, answers in SCALES.items()}
)


def completions(answers: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Return every full pattern that agrees with what is answered."""
    return [
        pattern
        for pattern in product(*SCALES.values())
        if all(answers[name] in (None, full) for name, full in zip(SCALES, pattern, strict=True))
    ]


def test_open_answers_leave_just_the_ratings_that_some_completion_has(study: Study) -> None:
    rules = rubric(study, NEWER)

    @given(PARTIAL)
    def check(answers: dict[str, str | None]) -> None:
        found = outcome(rules, answers, SCALES)
        patterns = completions(answers)
        assert set(found.categories) == {by_hand(pattern) for pattern in patterns}
        assert len(found.categories) == len(set(found.categories))
        for place, question in enumerate(QUESTIONS):
            can_change = answers[question] is None and any(
                by_hand(pattern) != by_hand((*pattern[:place], other, *pattern[place + 1 :]))
                for pattern in patterns
                for other in SCALES[question]
            )
            assert (question in found.open_questions) is can_change

    check()


def test_a_half_coded_plan_has_a_set_and_the_rules_that_can_decide(study: Study) -> None:
    rules = rubric(study, NEWER)
    found = outcome(rules, {"vulnerability-recognised": "yes", "data-jsna": "yes"}, SCALES)
    assert found.categories == ("green", "amber")
    assert [rule.position for rule in found.rules] == [2, 3]
    assert found.open_questions == ("needs-assessed", "services-informed", "data-services")
    # Whatever the rest, one answer is enough for red, and one against green for amber.
    red = outcome(rules, {"vulnerability-recognised": "no"}, SCALES)
    assert (red.categories, red.open_questions) == (("red",), ())
    amber = outcome(rules, {"vulnerability-recognised": "yes", "data-jsna": "no"}, SCALES)
    assert (amber.categories, amber.open_questions) == (("amber",), ())


def test_two_rules_that_give_one_rating_leave_one_rating() -> None:
    rules = (
        Rule(1, "low", (("a", ("x",)),)),
        Rule(2, "low", (("a", ("y",)), ("b", ("x", "y")))),
        Rule(3, "high", ()),
    )
    scales = {"a": ("x", "y", "z"), "b": ("x", "y", "z")}
    found = outcome(rules, {"b": "x"}, scales)
    assert found.categories == ("low", "high")
    assert found.open_questions == ("a",)
    found = outcome(rules, {"a": "x"}, scales)
    assert (found.categories, found.rules, found.open_questions) == (("low",), rules[:1], ())


def test_answers_without_a_rule_are_an_error_and_no_guess() -> None:
    with pytest.raises(LookupError, match="no rule holds"):
        decides((Rule(1, "low", (("a", ("x",)),)),), {"a": "y"})
