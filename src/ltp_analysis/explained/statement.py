"""The chain behind a published figure, a statement of a rating, or what is said of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ltp_analysis.coding.derived import derived
from ltp_analysis.explained.coded import Decided, decided, rows_of
from ltp_analysis.explained.names import Kind, plan_ids
from ltp_analysis.explained.rows import plain_row, source_rows
from ltp_analysis.explained.said import Said, Strength, say, strength_of
from ltp_analysis.findings.finding import made_by
from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.solved.deductions import deductions
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.statement import Kind as Asserts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.explained.known import Known
    from ltp_analysis.explained.names import Named
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class StatementChain:
    """A statement and what becomes of it.

    Attributes:
        kind: What it is.
        id: Its id.
        rows: Its rows in the raw tables; several for a plan.
        said: The statement in words, whether it is held, and its source.
        asserts: What kind of thing it asserts, as `statements.statement.Kind` names them.
        readings: The ways to read it, in words; it asserts that one of them holds.
        clashes: The clashes that it is in, each as ids of statements.
        deduced: For a total of children: what it says of single units, and how strongly.
        reconciled: For a figure: its verdict.
        decided: For a coded plan: its rule, and its answers with raters and pages.
        code_used: The functions that work this out, with their version.
        dataset: Version of the raw tables.
        sources: The rows of the sources.
    """

    kind: Kind
    id: str
    rows: list[dict[str, Any]]
    said: Said
    asserts: str
    readings: tuple[str, ...]
    clashes: tuple[tuple[str, ...], ...]
    deduced: Strength | None
    reconciled: Reconciled | None
    decided: Decided | None
    code_used: tuple[str, ...]
    dataset: str
    sources: list[dict[str, Any]]


def explain_statement(known: Known, named: Named) -> StatementChain:
    """Return the chain behind a figure, a statement of a rating, a plan or a coded plan.

    Args:
        known: What is known.
        named: Its kind and id.
    """
    study, is_figure = known.study, named.kind is Kind.FIGURE
    rows = _rows(study, named)
    statement = known.statements.get(named.id)
    said = _of_one_unit(study, named.id, rows[0]) if statement is None else say(known, named.id)
    deduction = known.deductions.get(named.id)
    verdict = reconcile(study, figures={named.id})[0] if is_figure else None
    used: list[Callable[..., object]] = [collect, weigh]
    used += [deductions] if deduction else []
    used += [reconcile] if verdict else []
    used += [derived] if named.kind is Kind.CODED else []
    return StatementChain(
        named.kind,
        named.id,
        rows,
        said,
        str(statement.kind if statement else Asserts.SILENT),
        tuple(reading.words for reading in statement.readings) if statement else (),
        tuple(clash for clash in known.evidence.clashes if named.id in clash),
        None if deduction is None else strength_of(deduction),
        verdict,
        decided(study, named.id) if named.kind is Kind.CODED else None,
        tuple(made_by(function) for function in used),
        study.version,
        source_rows(study, [row["source_id"] for row in rows]),
    )


def _of_one_unit(study: Study, name: str, row: dict[str, Any]) -> Said:
    """Return a plan of which nothing is asserted, since it covers one unit only."""
    label = str(study.round(row["round_id"])["round"])
    plans = study["plans"]
    plan = plans[(plans["round_id"] == row["round_id"]) & (plans["plan_id"] == row["plan_id"])]
    words = f"One plan in {label}: {plan['name'].iloc[0]}"
    standing = f"joins nothing: it covers one {study.settings.singular}"
    return Said(name, label, words, standing, row["source_id"])


def _rows(study: Study, named: Named) -> list[dict[str, Any]]:
    if named.kind is Kind.CODED:
        return rows_of(study, named.id)
    if named.kind is Kind.PLAN:
        rows = study["coverage"]
        chosen = rows[[name == named.id for name in plan_ids(study)]]
    else:
        table, key = {
            Kind.FIGURE: ("figures", "figure_id"),
            Kind.RATING: ("ratings", "statement_id"),
        }[named.kind]
        rows = study[table]
        chosen = rows[rows[key] == named.id]
    return [plain_row(row) for row in chosen.to_dict("records")]
