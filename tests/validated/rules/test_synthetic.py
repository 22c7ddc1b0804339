from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import synthetic

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Damage, Fault, StudyCopy

    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report


def made_up_source_in_a_real_study(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("sources", copy.row("sources", source_id="aol-2017"), kind="synthetic")
    return [("sources.csv", row, "kind", "synthetic", "not synthetic")]


def synthetic_study_that_does_not_say_so(copy: StudyCopy) -> list[Fault]:
    copy.setting('id = "nspcc-ltp"', 'id = "nspcc-ltp"\nsynthetic = true')
    title = "Transforming mental health services for children who have been abused"
    return [
        ("study.toml", None, "id", "nspcc-ltp", "does not say"),
        ("study.toml", None, "synthetic", "true", "no source of kind"),
        ("study.toml", None, "title", title, "does not say"),
        ("study.toml", None, "version", "0.1.0", "does not say"),
    ]


CASES: list[tuple[Rule, Damage]] = [
    (synthetic.made_up_studies_say_so, made_up_source_in_a_real_study),
    (synthetic.made_up_studies_say_so, synthetic_study_that_does_not_say_so),
]


@pytest.mark.parametrize(
    ("rule", "damage"), CASES, ids=[f"{r.__name__}-{d.__name__}" for r, d in CASES]
)
def test_broken_rule_is_found_where_it_is_broken(
    rule: Rule, damage: Damage, copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    expect(copy, damage(copy), rule)
