from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import RULES
from ltp_analysis.validated.rules.tools import Tables, UnsoundTableError

if TYPE_CHECKING:
    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report, Study

HERE = Path(__file__).parent


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_has_a_case_that_breaks_it(rule: Rule) -> None:
    """A rule of a module is broken in the test file of the same name."""
    module = rule.__module__.rpartition(".")[2]
    cases = runpy.run_path(str(HERE / f"test_{module}.py"))["CASES"]
    assert rule in [case for case, _ in cases]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_kept_by_the_study_that_is_shipped(
    rule: Rule, shipped: Study, shipped_report: Report
) -> None:
    files = dict(zip(shipped.tables, shipped_report.rows, strict=True))
    tables = Tables(shipped.tables, {**files, "settings": "study.toml"}, shipped.settings)
    assert list(rule(tables)) == []


def test_every_rule_is_said_in_one_sentence_of_its_own() -> None:
    sentences = [str(rule.__doc__).split("\n", maxsplit=1)[0] for rule in RULES]
    assert len(set(sentences)) == len(RULES)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_every_rule_that_needs_a_table_waits_for_it(shipped: Study) -> None:
    """Without any table, a rule says what it lacks."""
    files = dict.fromkeys([*shipped.tables, "settings"], "")
    nothing = Tables({}, files, shipped.settings)
    waiting = []
    for rule in RULES:
        try:
            assert list(rule(nothing)) == []
        except UnsoundTableError:
            waiting.append(rule.__name__)
    assert waiting == [rule.__name__ for rule in RULES]
