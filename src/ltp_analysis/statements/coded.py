"""What the answers of raters, and the states of plans, say of the units of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.coding.coverage import plan_units
from ltp_analysis.coding.derived import Basis, DerivedRating, derived
from ltp_analysis.coding.settled import rounds_with_codings
from ltp_analysis.statements.statement import Kind, Statement
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from ltp_analysis.coding.coverage import PlanUnits
    from ltp_analysis.validated.study import Study

PREFIX: Final = "coded-"


def coded_id(round_id: str, plan_id: str) -> str:
    """Return the id of the statement on a plan that was coded."""
    return f"{PREFIX}{round_id}-{plan_id}"


@kept
def coded_statements(study: Study) -> tuple[Statement, ...]:
    """Return what follows for units from the coding of their plans.

    Every round that has codings is taken up. Each of its plans to which fewer ratings than the
    whole scale are left gives one statement: that the units which it covers for certain have one
    of these. A plan that could not be rated gives the missing state that its own state leads to.

    Args:
        study: The study.

    Returns:
        The statements in the order of rounds and of the register of plans. One on a plan of
        which no unit is named says nothing of ratings.
    """
    return tuple(
        _statement(study, item, units)
        for round_id in rounds_with_codings(study)
        for item, units in zip(derived(study, round_id), plan_units(study, round_id), strict=True)
        if len(item.possible) < len(study.ratings)
    )


def coded_by_id(study: Study) -> dict[str, tuple[str, str]]:
    """Return the round and the plan of each statement on a coded plan, by its id."""
    return {
        coded_id(round_id, item.plan_id): (round_id, item.plan_id)
        for round_id in rounds_with_codings(study)
        for item in derived(study, round_id)
        if len(item.possible) < len(study.ratings)
    }


def _statement(study: Study, item: DerivedRating, plan: PlanUnits) -> Statement:
    label = study.round(item.round_id)["round"]
    grounds = "by the state of the plan" if item.basis is Basis.STATE else "as coded"
    ratings = " or ".join(item.possible)
    named = bool(plan.units or plan.doubtful)
    return Statement(
        coded_id(item.round_id, item.plan_id),
        Kind.EACH if named else Kind.SILENT,
        item.round_id,
        "",
        plan.units,
        plan.doubtful,
        ratings=frozenset(item.possible) if named else frozenset(),
        words=f"{item.name} in {label}: {ratings}, {grounds}",
        source_id=_source(study, item),
        silent_because="" if named else "no table says which units the plan covers",
    )


def _source(study: Study, item: DerivedRating) -> str:
    """Return the source of the first answer on a plan, or of its row in the register of plans."""
    for name in ("codings", "adjudications", "plans"):
        rows = study[name]
        own = rows[(rows["round_id"] == item.round_id) & (rows["plan_id"] == item.plan_id)]
        if len(own) and (name == "plans" or item.basis is not Basis.STATE):
            return str(own["source_id"].iloc[0])
    raise LookupError(item.plan_id)
