"""The tables of reports, by the name that documents ask for them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.reports.tables import areas, coding, compared, evidence, method, ratings
from ltp_analysis.reports.tables.plain import PlainTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.reports.view import View

TABLES: Final[dict[str, Callable[[View], PlainTable]]] = {
    "ratings": ratings.ratings,
    "rounds": ratings.rounds,
    "units": ratings.units,
    "criteria": ratings.criteria,
    "criteria-by-round": ratings.criteria_by_round,
    "rules": ratings.rules,
    "changes": ratings.changes,
    "known": areas.known,
    "deduced": areas.deduced,
    "totals": areas.totals,
    "regions": areas.regions,
    "flows": areas.flows,
    "coverage": coding.coverage,
    "plans": coding.plans,
    "agreement": coding.agreement,
    "comparisons": compared.comparisons,
    "published": evidence.published,
    "reconciliation": evidence.reconciliation,
    "contradicted": evidence.contradicted,
    "verdicts": evidence.verdicts,
    "children": evidence.children,
    "left-out": evidence.left_out,
    "left-out-anywhere": evidence.left_out_anywhere,
    "clashes": evidence.clashes,
    "sources": evidence.sources,
    "raw-tables": method.raw_tables,
    "rates": method.rates,
    "populations": method.populations,
    "scenarios": method.scenarios,
    "toolkit-themes": method.toolkit_themes,
    "toolkit-requirements": method.toolkit_requirements,
}
"""What makes each table."""

__all__ = ["TABLES", "PlainTable"]
