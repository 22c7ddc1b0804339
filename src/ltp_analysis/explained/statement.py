"""The chain behind a published figure, the statement of a rating, or what is said of a plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ltp_analysis.explained.names import Kind
from ltp_analysis.explained.rows import plain_row, source_rows
from ltp_analysis.explained.said import Said, Strength, say, strength_of
from ltp_analysis.findings.finding import made_by
from ltp_analysis.solved.deductions import deductions
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.statements.collect import collect

if TYPE_CHECKING:
    from ltp_analysis.explained.known import Known
    from ltp_analysis.explained.names import Named
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class StatementChain:
    """A statement and what becomes of it.

    Attributes:
        kind: What it is.
        id: Its id.
        rows: Its rows in the raw table; several for a plan.
        said: The statement in words, whether it is held, and its source.
        asserts: What kind of thing it asserts, as `statements.statement.Kind` names them.
        readings: The ways to read it, in words; it asserts that one of them holds.
        clashes: The clashes that it is in, each as ids of statements.
        deduced: For a total of children: what it says of single units, and how strongly.
        reconciled: For a figure: its verdict.
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
    reconciled: dict[str, Any] | None
    code_used: tuple[str, ...]
    dataset: str
    sources: list[dict[str, Any]]


def explain_statement(known: Known, named: Named) -> StatementChain:
    """Return the chain behind a figure, a statement of a rating or a plan.

    Args:
        known: What is known.
        named: Its kind and id.
    """
    # Only figures are set against the rest, and only they pay for loading what does it.
    from ltp_analysis.reconciliation.audit import reconcile  # noqa: PLC0415

    study, is_figure = known.study, named.kind is Kind.FIGURE
    statement, said = known.statements[named.id], say(known, named.id)
    rows = _rows(study, named)
    deduction = known.deductions.get(named.id)
    verdict = asdict(reconcile(study, figures={named.id})[0]) if is_figure else None
    used = [collect, weigh, *([deductions] if deduction else []), *([reconcile] if verdict else [])]
    return StatementChain(
        named.kind,
        named.id,
        rows,
        said,
        str(statement.kind),
        tuple(reading.label for reading in statement.readings),
        tuple(clash for clash in known.evidence.clashes if named.id in clash),
        None if deduction is None else strength_of(deduction),
        None if verdict is None else {key: _number(value) for key, value in verdict.items()},
        tuple(made_by(function) for function in used),
        study.version,
        source_rows(study, [row["source_id"] for row in rows]),
    )


def _rows(study: Study, named: Named) -> list[dict[str, Any]]:
    if named.kind is Kind.PLAN:
        rows = study["coverage"]
        ids = "coverage-" + rows["round_id"].astype(str) + "-" + rows["plan_id"].astype(str)
        chosen = rows[ids == named.id]
    else:
        table, key = {
            Kind.FIGURE: ("figures", "figure_id"),
            Kind.RATING: ("ratings", "statement_id"),
        }[named.kind]
        rows = study[table]
        chosen = rows[rows[key] == named.id]
    return [plain_row(row) for row in chosen.to_dict("records")]


def _number(value: object) -> object:
    return float(value) if isinstance(value, Fraction) else value
