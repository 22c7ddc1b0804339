from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import toolkit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Damage, Fault, StudyCopy

    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report


def position_of_another(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("toolkit", copy.row("toolkit", question_id="voice-2"), position="12")
    return [("toolkit.csv", row, "position", "12", "of another question")]


def question_away_from_its_heading(copy: StudyCopy) -> list[Fault]:
    like = copy.row("toolkit", question_id="voice-1")
    row = copy.add("toolkit", like, question_id="voice-9", position="99")
    heading = copy.cell("toolkit", row, "heading")
    return [("toolkit.csv", row, "heading", heading, "in two places")]


def heading_of_two_parts(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("toolkit", copy.row("toolkit", question_id="needs-4"), part="requirement")
    heading = copy.cell("toolkit", row, "heading")
    return [("toolkit.csv", row, "heading", heading, "in two places")]


CASES: list[tuple[Rule, Damage]] = [
    (toolkit.positions_differ, position_of_another),
    (toolkit.headings_stand_together, question_away_from_its_heading),
    (toolkit.headings_stand_together, heading_of_two_parts),
]


@pytest.mark.parametrize(
    ("rule", "damage"), CASES, ids=[f"{r.__name__}-{d.__name__}" for r, d in CASES]
)
def test_broken_rule_is_found_where_it_is_broken(
    rule: Rule, damage: Damage, copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    expect(copy, damage(copy), rule)
