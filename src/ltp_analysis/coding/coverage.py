"""Which units of a round the known plans cover, and how many plans there are of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.coding.derived import Basis, derived
from ltp_analysis.coding.settled import RATERS_NEEDED, plan_ids, questions, settled_answers
from ltp_analysis.validated.members import members_at
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Collection

    from ltp_analysis.validated.study import Study

UNIT_COLUMNS: Final = ("unit_code", "name", "covered", "plans", "doubtful_plans")


class Covered(StrEnum):
    """How a unit is covered: by one plan, by several, perhaps by one, or by none."""

    ONCE = "once"
    SEVERAL = "several"
    DOUBTFUL = "doubtful"
    NONE = "none"


@dataclass(frozen=True)
class PlanUnits:
    """The units that a plan covers, in the register of its round.

    Attributes:
        round_id: The round.
        plan_id: The plan.
        name: Its name.
        units: The units that it covers for certain.
        doubtful: The units that it may cover.
    """

    round_id: str
    plan_id: str
    name: str
    units: tuple[str, ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """A count with what it is a count of.

    Attributes:
        what: What is counted.
        count: How many.
        base: Out of how many.
        base_name: What the base is.
    """

    what: str
    count: int
    base: int
    base_name: str


@kept
def plan_units(study: Study, round_id: str) -> tuple[PlanUnits, ...]:
    """Return the units of each plan of a round, in the order of the register of plans.

    Units named by a code that was merged by the date of the round count as their heir, which is
    covered for certain only if all its predecessors are.
    """
    rows = study["coverage"]
    rows = rows[rows["round_id"] == round_id]
    plans = study["plans"]
    names = dict(plans.loc[plans["round_id"] == round_id, ["plan_id", "name"]].to_numpy())
    found = []
    for plan in plan_ids(study, round_id):
        own = rows[rows["plan_id"] == plan]
        certain = set(own.loc[own["certainty"] == "certain", "unit_code"])
        doubtful = set(own["unit_code"]) - certain
        units = members_at(study, certain, doubtful, round_id)
        found.append(PlanUnits(round_id, plan, str(names[plan]), *units))
    return tuple(found)


def unit_coverage(study: Study, round_id: str) -> pd.DataFrame:
    """Return how each unit of a round is covered.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        One row a unit of the register, in the order of names, all columns text. `plans` cover it
        for certain and `doubtful_plans` perhaps, divided by “|”. `covered` is “once” for one
        certain plan and no other, “several” for two certain ones or more, “doubtful” if it rests
        on a doubtful plan whether there is one or only one, and “none” if no plan names it.
    """
    certain: dict[str, list[str]] = {}
    doubtful: dict[str, list[str]] = {}
    for plan in plan_units(study, round_id):
        for unit in plan.units:
            certain.setdefault(unit, []).append(plan.plan_id)
        for unit in plan.doubtful:
            doubtful.setdefault(unit, []).append(plan.plan_id)
    rows = [
        (
            unit,
            name,
            str(_covered(certain.get(unit, []), doubtful.get(unit, []))),
            "|".join(certain.get(unit, [])),
            "|".join(doubtful.get(unit, [])),
        )
        for unit, name in study.units(round_id)[["unit_code", "name"]].itertuples(index=False)
    ]
    return pd.DataFrame(rows, columns=list(UNIT_COLUMNS), dtype="string")


def unit_counts(study: Study, round_id: str) -> list[Count]:
    """Return how many units of a round are covered once, by several plans, in doubt or by none."""
    how = unit_coverage(study, round_id)["covered"]
    base = f"{study.settings.plural} of the register"
    words = {
        Covered.ONCE: "covered by one plan",
        Covered.SEVERAL: "covered by several plans",
        Covered.DOUBTFUL: "doubtful whether covered by one plan",
        Covered.NONE: "covered by no known plan",
    }
    return [Count(text, int((how == kind).sum()), len(how), base) for kind, text in words.items()]


def joint_plans(study: Study, round_id: str) -> list[PlanUnits]:
    """Return the plans of a round that cover several units, doubtful ones counted too."""
    return [plan for plan in plan_units(study, round_id) if len(plan.units + plan.doubtful) > 1]


def plans_without_units(study: Study, round_id: str) -> list[str]:
    """Return the plans of a round of which no unit is named."""
    return [plan.plan_id for plan in plan_units(study, round_id) if not plan.units + plan.doubtful]


def coded_twice(study: Study, round_id: str) -> list[str]:
    """Return the plans of a round on which every question has two raters or was settled.

    A rater's own rating is not needed.
    """
    answers = settled_answers(study, round_id)
    asked = questions(study)
    return [
        plan
        for plan, items in answers.items()
        if asked
        and all(
            item.answer is not None or len(item.given) >= RATERS_NEEDED for item in items.values()
        )
    ]


def plan_counts(study: Study, round_id: str) -> list[Count]:
    """Return how many plans of a round are in each state, and how far their analysis is.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        Counts of plans, each out of the plans due, which are all in the register of plans: those
        due, published and analysed (with an answer of a rater), those coded by two raters, those
        with one rating, and those in each state that occurs.
    """
    plans, states = study["plans"], study["plan_states"]
    plans = plans[plans["round_id"] == round_id]
    out = set(states.loc[states["published"] == "yes", "state"])
    found = derived(study, round_id)
    ready = [item for item in found if item.basis in (Basis.ANSWERS, Basis.NO_RUBRIC)]
    counts = {
        "due": len(plans),
        "published": int(plans["state"].isin(out).sum()),
        "analysed": len(ready),
        "coded by two raters on every question": len(coded_twice(study, round_id)),
        "with one rating from answers": sum(len(item.possible) == 1 for item in ready),
    }
    for state, label in zip(states["state"], states["label"], strict=True):
        if number := int((plans["state"] == state).sum()):
            counts[f"state: {label}"] = number
    return [Count(what, number, len(plans), "plans due") for what, number in counts.items()]


def _covered(certain: Collection[str], doubtful: Collection[str]) -> Covered:
    if len(certain) > 1:
        return Covered.SEVERAL
    if doubtful:
        return Covered.DOUBTFUL
    return Covered.ONCE if certain else Covered.NONE
