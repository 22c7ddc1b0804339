"""The chain from a finding to its sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ltp_analysis.explained.rows import plain_row, source_rows
from ltp_analysis.statements.coded import coded_statements

if TYPE_CHECKING:
    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class FindingChain:
    """A finding and what it rests on.

    Attributes:
        finding: The finding.
        statements: The rows that it uses, with the table and the id of each.
        sources: The rows of their sources.
    """

    finding: Finding
    statements: list[dict[str, Any]]
    sources: list[dict[str, Any]]


def explain_finding(study: Study, finding: Finding) -> FindingChain:
    """Return the chain from a finding to its sources."""
    statements = []
    for name, key in (("figures", "figure_id"), ("ratings", "statement_id")):
        rows = study[name]
        for row in rows[rows[key].isin(finding.statements)].to_dict("records"):
            plain = plain_row(row)
            statements.append({"table": name, "id": plain.pop(key), **plain})
    for item in coded_statements(study):
        if item.id in finding.statements:
            ratings = "|".join(name for name in study.ratings if name in item.ratings)
            plain = {"ratings": ratings, "source_id": item.source_id, "words": item.words}
            statements.append({"table": "codings", "id": item.id, **plain})
    return FindingChain(finding, statements, source_rows(study, finding.sources))
