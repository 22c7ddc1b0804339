"""Named ways to take the statements: which rules, which edition, which doubts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ltp_analysis.problems import LtpError
from ltp_analysis.statements.accepted import LeftOut, left_out
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.rounding import RULES, Rule
from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Scenario:
    """One way to take the statements.

    Attributes:
        name: Its name.
        words: What it supposes.
        rules: The rounding rules that a printed percentage may have been made by.
        edition: The edition of the ratings; empty for the study's own.
        doubtful: Whether doubtful statements are accepted too.
        doubtful_plans: Whether units that may share a plan are held to share one.
        missing: Whether a base that its source leaves open takes missing states in (“in”) or leaves
            them out (“out”); empty for either.
    """

    name: str
    words: str
    rules: tuple[Rule, ...] = (Rule.NEAREST,)
    edition: str = ""
    doubtful: bool = False
    doubtful_plans: bool = False
    missing: str = ""


DEFAULT = "default"

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario(DEFAULT, "percentages rounded to the nearest, doubtful statements left out"),
        Scenario("any-rule", "each percentage rounded by any of the rules", rules=RULES),
        Scenario("truncated", "every percentage cut off", rules=(Rule.TRUNCATED,)),
        Scenario("original", "the first edition of the ratings", edition="original"),
        Scenario("doubtful", "doubtful statements taken at their word too", doubtful=True),
        Scenario("missing-in", "open bases take in units without a rating", missing="in"),
        Scenario("missing-out", "open bases leave out units without a rating", missing="out"),
        Scenario("joint-plans", "units that may share a plan share one", doubtful_plans=True),
    )
}
"""Every scenario by name."""


class UnknownScenarioError(LtpError):
    """Raised where a scenario is asked for that there is not."""


def scenario_named(name: str) -> Scenario:
    """Return a scenario.

    Raises:
        UnknownScenarioError: If there is none of that name.
    """
    if name not in SCENARIOS:
        raise UnknownScenarioError(
            f"There is no scenario {name}. There are: {', '.join(SCENARIOS)}."
        )
    return SCENARIOS[name]


def in_edition(study: Study, scenario: Scenario) -> Study:
    """Return a study in the edition of a scenario: its ratings, and how its figures are read.

    Args:
        study: The study.
        scenario: The scenario.
    """
    if scenario.edition in {"", study.settings.edition}:
        return study
    return replace(study, settings=replace(study.settings, edition=scenario.edition))


def settle(
    study: Study, scenario: Scenario, more: Sequence[Statement] = ()
) -> tuple[list[Statement], list[LeftOut]]:
    """Return the statements that a scenario accepts, before any clash, and those left out.

    Args:
        study: The study.
        scenario: The scenario.
        more: Further statements to accept.

    Returns:
        The accepted statements and, with reasons, the others.
    """
    study = in_edition(study, scenario)
    out = [item for table in ("figures", "ratings") for item in left_out(study, table)]
    if scenario.doubtful:
        out = [item for item in out if not item.reason.startswith("doubtful")]
    names = {item.statement for item in out}
    accepted = []
    for statement in (*collect(study, scenario.rules), *more):
        if statement.id in names:
            continue
        if scenario.doubtful_plans and statement.kind is Kind.JOINT:
            units = tuple(sorted((*statement.units, *statement.doubtful_units)))
            accepted.append(replace(statement, units=units, doubtful_units=()))
        else:
            accepted.append(_based(statement, scenario.missing))
    return accepted, out


def _based(statement: Statement, missing: str) -> Statement:
    """Return a statement with an open base taken one way; one with a clear base as it is."""
    ways = {bool(reading.left_out) for reading in statement.readings}
    if not missing or ways != {True, False}:
        return statement
    kept = [one for one in statement.readings if bool(one.left_out) is (missing == "out")]
    return replace(statement, readings=tuple(kept))
