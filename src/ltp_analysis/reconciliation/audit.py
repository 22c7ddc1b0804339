"""Every published figure with its verdict."""

from __future__ import annotations

from dataclasses import asdict, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ltp_analysis.problems import LtpError
from ltp_analysis.reconciliation.amounts import TRIED_RULES, judge_amount
from ltp_analysis.reconciliation.changes import judge_change
from ltp_analysis.reconciliation.children import judge_estimates
from ltp_analysis.reconciliation.peers import judge_peers
from ltp_analysis.reconciliation.sums import added_after_rounding
from ltp_analysis.reconciliation.totals import judge_totals
from ltp_analysis.reconciliation.verdict import Judgement, Reconciled, Verdict
from ltp_analysis.solved.children import MEASURE as ESTIMATED
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.parallel import side_by_side
from ltp_analysis.statements.collect import BEFORE, collect
from ltp_analysis.statements.readings import base_label
from ltp_analysis.statements.scenario import DEFAULT
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.statements.statement import Statement
    from ltp_analysis.validated.study import Study

    Figure = Mapping[Any, Any]
    """A row of the table `figures`."""

COVERED: Final = "units-covered"
"""The measure that counts the units of a round."""


class UnknownFigureError(LtpError):
    """Raised where a figure is asked for that there is not."""


def reconcile(
    study: Study,
    scenario: str = DEFAULT,
    figures: Collection[str] | None = None,
    *,
    evidence: Evidence | None = None,
) -> list[Reconciled]:
    """Return published figures with their verdicts.

    Each figure is set against all the statements that are held true under a scenario, itself
    left out.

    Args:
        study: The study.
        scenario: Name of the scenario.
        figures: Ids of the figures; all if not given.
        evidence: What was weighed already, to be used again.

    Returns:
        One record a figure, in the order of the table.

    Raises:
        UnknownFigureError: If there is no figure with one of the ids.
    """
    table = study["figures"]
    unknown = set(figures or ()) - set(table["figure_id"])
    if unknown:
        raise UnknownFigureError(f"There is no figure {', '.join(sorted(unknown))} in figures.")
    known = evidence or weigh(study, scenario)
    rows = [
        row for row in table.to_dict("records") if figures is None or row["figure_id"] in figures
    ]
    verdicts = _verdicts(known, rows)
    return [_record(study.rounds, row, verdicts[row["figure_id"]]) for row in rows]


def _record(rounds: Collection[str], figure: Figure, judged: Judgement) -> Reconciled:
    return Reconciled(
        figure_id=figure["figure_id"],
        round_id=str(figure["round_id"]) if figure["round_id"] in rounds else "",
        measure=figure["measure"],
        category=figure["category"],
        group_id=figure["group_id"],
        printed=figure["printed"],
        unit=figure["unit"],
        **asdict(judged),
    )


def _verdicts(evidence: Evidence, figures: Sequence[Figure]) -> dict[str, Judgement]:
    """Return the verdict on each figure: the kind of its measure says how it is checked."""
    study = evidence.study
    measures = {row["measure"]: row for row in study["measures"].to_dict("records")}
    said = {item.id: item for item in collect(study, TRIED_RULES)}
    parted: dict[str, list[Figure]] = {}

    def way(figure: Figure) -> str:
        return _way(study, figure, measures[figure["measure"]], said[figure["figure_id"]].kind)

    for figure in figures:
        parted.setdefault(way(figure), []).append(figure)
    found: dict[str, Judgement] = {}
    if estimated := parted.pop("estimate", []):
        every = [row for row in study["figures"].to_dict("records") if way(row) == "estimate"]
        found |= judge_estimates(study, estimated, every)
    found |= judge_totals(evidence, parted.pop("total", []))
    # The peer figures are weighed together, whichever of them is asked for.
    if peers := parted.pop("peer", []):
        found |= _peers(study, {row["figure_id"] for row in peers})
    for figure in parted.pop("change", []):
        judgement = judge_change(evidence, said[figure["figure_id"]])
        beside = f"{judgement.because} {_before(study, figure)}".strip()
        found[figure["figure_id"]] = replace(judgement, because=beside)
    amounts = parted.pop("amount", [])
    judged = side_by_side(
        lambda figure: _amount(evidence, figure, said[figure["figure_id"]]), amounts
    )
    found |= {
        figure["figure_id"]: judgement for figure, judgement in zip(amounts, judged, strict=True)
    }
    for figure in parted.pop("other", []):
        found[figure["figure_id"]] = _other(study, figure, said[figure["figure_id"]])
    return found


def _way(study: Study, figure: Figure, measure: Figure, kind: Kind) -> str:
    """Return how a figure is checked."""
    rated, banded = (not pd.isna(measure[name]) for name in ("scale_id", "age_band"))
    if figure["round_id"] not in study.rounds:
        return "other"
    if rated and measure["scale_id"] != study.settings.scale:
        return "peer"
    if figure["unit"] == "children" and (rated or banded or figure["measure"] == ESTIMATED):
        return "total" if rated else "estimate"
    if not rated or kind is Kind.SILENT:
        return "other"
    return "change" if kind is Kind.CHANGE else "amount"


def _amount(evidence: Evidence, figure: Figure, statement: Statement) -> Judgement:
    """Return the verdict on a number or share of ratings, other ways of rounding among them."""
    judged = judge_amount(evidence.case(statement))
    settled = judged.verdict in (Verdict.REPRODUCED, Verdict.POSSIBLE)
    if settled or figure["unit"] != "percent":
        return judged
    added = added_after_rounding(evidence.study, figure)
    if added is None:
        return judged
    if judged.verdict is Verdict.OTHERWISE:
        rule, why = f"{judged.rule}; {added.rule}", f"{judged.because} {added.because}"
    else:
        rule, why = (
            added.rule,
            f"{added.because} Rounded by itself, it cannot hold together with them.",
        )
    return Judgement(
        Verdict.OTHERWISE,
        rule,
        judged.base,
        judged.lower,
        judged.upper,
        tuple(dict.fromkeys((*added.statements, *judged.statements))),
        why,
    )


def _before(study: Study, figure: Figure) -> str:
    """Say what was printed of the earlier round, on whatever base."""
    rows, measures = study["figures"], study["measures"].set_index("measure")
    same = rows["category"].eq(figure["category"]) & rows["group_id"].eq(figure["group_id"])
    shares = rows["unit"].eq("percent") & rows["measure"].map(measures["kind"]).eq("rating")
    printed = [
        f"{row['printed']} of {base_label(study, row['base'])}"
        for row in rows[same & shares & rows["round_id"].eq(figure["since"])].to_dict("records")
    ]
    return f"Printed of that round: {'; '.join(printed)}." if printed else ""


def _peers(study: Study, wanted: Collection[str]) -> dict[str, Judgement]:
    measures = study["measures"].set_index("measure")
    rows = study["figures"]
    rows = rows[rows["unit"].isin(["count", "percent"]) & (rows["certainty"] == "certain")]
    scale = rows["measure"].map(measures["scale_id"])
    rows = rows[scale.notna() & (scale != study.settings.scale)]
    found: dict[str, Judgement] = {}
    for _, some in rows.groupby([rows["round_id"].astype(str), scale[rows.index]]):
        found |= judge_peers(study, some.to_dict("records"))
    unsaid = Judgement(Verdict.NOT_CHECKABLE, because="Nothing else was printed that it rests on.")
    return {name: found.get(name, unsaid) for name in wanted}


def _other(study: Study, figure: Figure, said: Statement) -> Judgement:
    """Return the verdict on a figure that is about no ratings."""
    if figure["measure"] == COVERED:
        count = len(study.units(str(figure["round_id"])))
        date = study.round(str(figure["round_id"]))["register_date"].date().isoformat()
        agrees = int(figure["value"]) == count
        return Judgement(
            Verdict.REPRODUCED if agrees else Verdict.CONTRADICTED,
            lower=Fraction(count),
            upper=Fraction(count),
            statements=(f"register: {date}",),
            because=f"The register of {date} holds {count} {study.settings.plural}.",
        )
    because = "Nothing else that was found bears on it."
    if figure["unit"] == "rank":
        because = "No table lists the areas that it is ranked among."
    elif said.silent_because == BEFORE:
        because = f"It was {BEFORE}."
    return Judgement(Verdict.NOT_CHECKABLE, because=because)
