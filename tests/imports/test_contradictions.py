"""What cannot hold with imported ratings, against what is stated in the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.imports.contradictions import contradictions, weighed
from ltp_analysis.statements.scenario import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.imports.contradictions import Contradiction
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def before(study: Study) -> Evidence:
    """Return the evidence as it is."""
    return weighed(study, DEFAULT)


@pytest.fixture
def against(altered: Callable[..., Study], before: Evidence) -> Callable[..., list[Contradiction]]:
    """Return a function that imports ratings of 2018/19 and returns the contradictions."""

    def find(**ratings: str) -> list[Contradiction]:
        rows = [
            {
                "statement_id": f"new-{code.lower()}",
                "round_id": "2018-19",
                "unit_code": code,
                "ratings": rating,
                "edition": "original",
                "certainty": "certain",
                "source_id": "nspcc-2019",
            }
            for code, rating in ((name.removeprefix("u"), said) for name, said in ratings.items())
        ]
        after = altered(ratings=lambda old: [*old, *rows])
        return contradictions(before, after, {row["statement_id"] for row in rows})

    return find


def ids(found: list[Contradiction]) -> list[tuple[list[str], list[str]]]:
    return [([x.id for x in one.held], [x.id for x in one.imported]) for one in found]


def test_what_agrees_contradicts_nothing(
    against: Callable[..., list[Contradiction]],
) -> None:
    assert against(u02X="green", u05N="amber", u00T="red") == []


def test_an_amber_turned_red_is_told_with_what_states_it(
    against: Callable[..., list[Contradiction]],
) -> None:
    found = ids(against(u05N="red", u02X="green"))
    assert (["2018-19-shropshire"], ["new-05n"]) in found
    assert len(found) == 1


def test_counts_that_no_longer_fit_are_told(
    against: Callable[..., list[Contradiction]],
) -> None:
    """Of ten areas of Greater Manchester just three were green; the other seven were not."""
    found = ids(against(u00T="green"))
    assert (["2018-19-bolton"], ["new-00t"]) in found
    held = [name for statements, _ in found for name in statements]
    assert "2018-19-rating-green-greater-manchester" in held
    assert len(held) == len(set(held))


def test_ratings_that_exclude_each_other_come_alone(
    against: Callable[..., list[Contradiction]],
) -> None:
    """Units that were merged by the round, rated alike, stand for what they became."""
    (only,) = against(u11H="red", u11T="red", u12A="red", u15C="amber")
    assert only.held == ()
    assert {item.id for item in only.imported} == {"new-11h", "new-11t", "new-12a", "new-15c"}


def test_one_part_of_a_merged_unit_says_nothing_of_it(
    against: Callable[..., list[Contradiction]],
) -> None:
    assert against(u11H="red", u15C="amber") == []
    assert against(u11H="red", u11T="red", u12A="amber", u15C="amber") == []
