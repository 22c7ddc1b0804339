"""Everything that is worked out of a study, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from ltp_analysis.compared.compare import comparisons
from ltp_analysis.explained.known import Known
from ltp_analysis.findings.children import children_findings
from ltp_analysis.findings.known import known_findings
from ltp_analysis.findings.ledger import Ledger, build_ledger
from ltp_analysis.findings.moves import move_findings
from ltp_analysis.findings.units import unit_findings
from ltp_analysis.findings.verdicts import clash_findings, total_findings, verdict_findings
from ltp_analysis.processed.rows import (
    ClashRow,
    DeducedTotal,
    FlowRow,
    FollowedRow,
    ScenarioRow,
    StatementRow,
    UnitChildren,
    clash_rows,
    deduced_total,
    flow_rows,
    followed_row,
    scenario_rows,
    statement_rows,
    unit_children,
)
from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.solved.by_area import area_counts
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.flows import flows
from ltp_analysis.solved.parallel import side_by_side
from ltp_analysis.solved.ratings import unit_ratings
from ltp_analysis.statements.scenario import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.compared.comparison import Comparison
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.solved.by_area import AreaCount
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Results:
    """What is worked out of a study.

    Bounds of areas, flows and figures rest on statements alone; ratings of single units on what
    strong totals of children say as well, and these are marked as deduced.

    Attributes:
        ledger: The findings.
        figures: The published figures with their verdicts.
        ratings: What is known of each unit in each round.
        areas: How many units of each area can have had each rating.
        flows: How many units went from each rating to each other, round by round.
        followed: The units that can be followed from round to round.
        children: The children estimated in each unit.
        totals: What printed totals of children say of single units.
        statements: Every statement, and whether it is held.
        clashes: Statements that cannot all hold.
        scenarios: What comes out if statements are taken otherwise.
        comparisons: What complete ratings say of rounds and regions, or why they say nothing.
    """

    ledger: Ledger
    figures: list[Reconciled]
    ratings: list[UnitRating]
    areas: list[AreaCount]
    flows: list[FlowRow]
    followed: list[FollowedRow]
    children: list[UnitChildren]
    totals: list[DeducedTotal]
    statements: list[StatementRow]
    clashes: list[ClashRow]
    scenarios: list[ScenarioRow]
    comparisons: list[Comparison]


def work_out(study: Study, progress: Callable[[str], None] | None = None) -> Results:
    """Return everything that is worked out of a study.

    Args:
        study: The study.
        progress: Called with the name of each step as it is taken up.

    Raises:
        ContradictionError: If accepted figures of a round cannot all hold.
    """
    say = progress or (lambda _: None)
    say("adding up the printed figures")
    ledger = build_ledger(study)
    say("weighing the statements")
    evidence, known = weigh(study), Known(study)
    say("setting every published figure against the rest")
    figures = reconcile(study, evidence=evidence)
    say("finding the ratings that are left to each unit")
    ratings = [
        unit
        for round_id in study.rounds
        for unit in unit_ratings(study, round_id, evidence=known.evidence)
    ]
    say("bounding areas and flows")
    areas = [count for name in study.rounds for count in area_counts(evidence, name)]
    moved = side_by_side(lambda pair: flows(evidence, *pair), pairwise(study.rounds))
    say("taking the statements otherwise")
    taken = side_by_side(partial(scenario_rows, study), SCENARIOS.values())
    say("comparing rounds and regions")
    compared = comparisons(study, ratings)
    say("working out the findings")
    findings = [
        *ledger.values(),
        *unit_findings(evidence),
        *known_findings(study, ratings),
        *move_findings(study, moved),
        *children_findings(study, figures),
        *verdict_findings(study, figures),
        *clash_findings(evidence),
        *total_findings(study, list(known.deductions.values())),
    ]
    return Results(
        Ledger(findings),
        figures,
        ratings,
        areas,
        [row for some in moved for row in flow_rows(some)],
        [followed_row(some) for some in moved],
        list(unit_children(study)),
        [deduced_total(item) for item in known.deductions.values()],
        list(statement_rows(known)),
        list(clash_rows(evidence)),
        [row for rows in taken for row in rows],
        compared,
    )
