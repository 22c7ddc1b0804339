"""Named ways to take the statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.rounding import RULES, Rule
from ltp_analysis.statements.scenario import (
    DEFAULT,
    SCENARIOS,
    UnknownScenarioError,
    scenario_named,
    settle,
)
from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


def _settled(study: Study, name: str) -> tuple[dict[str, Statement], dict[str, str]]:
    scenario = scenario_named(name)
    accepted, out = settle(study, scenario)
    return (
        {statement.id: statement for statement in accepted},
        {item.statement: item.reason for item in out},
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_statement_is_accepted_or_left_out(study: Study, name: str) -> None:
    scenario = scenario_named(name)
    assert scenario.name == name
    assert scenario.words
    accepted, out = _settled(study, name)
    everything = {statement.id for statement in collect(study)}
    assert set(accepted) | set(out) == everything
    assert not set(accepted) & set(out)
    for statement in accepted.values():
        assert {item.rule for item in statement.readings} <= {None, *scenario.rules}


def test_an_unknown_name_is_answered_with_all(study: Study) -> None:
    del study
    with pytest.raises(UnknownScenarioError, match="There are: default, any-rule"):
        scenario_named("worst")


def test_the_default_leaves_out_doubtful_and_replaced_statements(study: Study) -> None:
    accepted, out = _settled(study, DEFAULT)
    assert out["2016-17-kernow-original"] == "replaced by a corrected edition"
    assert out["2017-18-bromley"].startswith("doubtful: ")
    assert "2016-17-kernow-corrected" in accepted


def test_the_original_edition_has_the_first_rating(study: Study) -> None:
    accepted, out = _settled(study, "original")
    assert "2016-17-kernow-original" in accepted
    assert out["2016-17-kernow-corrected"] == "belongs to a corrected edition"
    assert out["2017-18-bromley"].startswith("doubtful: ")
    assert study.settings.edition == "corrected"


def test_figures_of_the_original_edition_count_the_first_ratings(study: Study) -> None:
    moved = {
        name: {
            statement.id: {reading.moved for reading in statement.readings}
            for statement in _settled(study, name)[0].values()
            if statement.readings and statement.round_id == "2016-17"
        }
        for name in (DEFAULT, "original")
    }
    changed = {name for name, steps in moved[DEFAULT].items() if steps != {0}}
    assert changed, "the shares of 2016/17 were printed before Kernow was put right"
    assert all(steps == {0} for steps in moved["original"].values())


def test_doubtful_statements_can_be_accepted(study: Study) -> None:
    accepted, out = _settled(study, "doubtful")
    assert "2017-18-bromley" in accepted
    assert set(out) == {"2016-17-kernow-original"}


@pytest.mark.parametrize(("name", "out"), [("missing-in", False), ("missing-out", True)])
def test_an_open_base_is_taken_one_way(study: Study, name: str, out: bool) -> None:  # noqa: FBT001 - given by the table
    def taken(scenario: str) -> dict[str, Statement]:
        accepted, _ = settle(study, scenario_named(scenario))
        return {statement.id: statement for statement in accepted}

    usual, found = taken(DEFAULT), taken(name)
    assert usual.keys() == found.keys()
    opened = 0
    for key, statement in usual.items():
        ways = {bool(reading.left_out) for reading in statement.readings}
        if len(ways) < 2:
            assert found[key] == statement
            continue
        opened += 1
        assert set(found[key].readings) < set(statement.readings)
        assert {bool(reading.left_out) for reading in found[key].readings} == {out}
    assert opened > 5


def test_rules_are_those_of_the_scenario() -> None:
    assert scenario_named(DEFAULT).rules == (Rule.NEAREST,)
    assert scenario_named("any-rule").rules == RULES
    assert scenario_named("truncated").rules == (Rule.TRUNCATED,)


def test_units_that_may_share_a_plan_can_be_held_to(study: Study) -> None:
    before, _ = _settled(study, DEFAULT)
    after, _ = _settled(study, "joint-plans")
    joint = [name for name, item in before.items() if item.kind is Kind.JOINT]
    assert any(before[name].doubtful_units for name in joint)
    for name in joint:
        assert after[name].doubtful_units == ()
        assert set(after[name].units) == {*before[name].units, *before[name].doubtful_units}
    for name in set(before) - set(joint):
        assert after[name] == before[name]
