"""`ltp explain`: where a finding comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.text import Text

from ltp_analysis.cli.screen import console, table
from ltp_analysis.findings.ledger import build_ledger
from ltp_analysis.findings.store import as_record
from ltp_analysis.project import find_project
from ltp_analysis.reports import words
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.validated.study import Study


def run(name: str, *, as_json: bool) -> int:
    """Print the chain from a finding to its sources.

    The finding is worked out anew from the raw tables, so it is never a stale one.

    Args:
        name: Id of the finding.
        as_json: Whether to print JSON.

    Returns:
        0 on success, 1 if there is no such finding or the data are not sound.
    """
    study = load_study(find_project().raw)
    finding = build_ledger(study)[name]
    statements = _statements(study, finding)
    sources = _sources(study, finding)
    if as_json:
        content = {
            "finding": as_record(finding),
            "statements": statements,
            "sources": sources,
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
    else:
        _show(finding, statements, sources)
    return 0


def _statements(study: Study, finding: Finding) -> list[dict[str, Any]]:
    found = []
    for name, key in (("figures", "figure_id"), ("ratings", "statement_id")):
        rows = study[name]
        chosen = rows[rows[key].isin(finding.statements)]
        for row in chosen.to_dict("records"):
            plain = {str(k): v for k, v in row.items() if not pd.isna(v)}
            found.append({"table": name, "id": plain.pop(key), **_plain(plain)})
    return found


def _sources(study: Study, finding: Finding) -> list[dict[str, Any]]:
    rows = study["sources"]
    chosen = rows[rows["source_id"].isin(finding.sources)]
    return [
        _plain({str(k): v for k, v in row.items() if not pd.isna(v)})
        for row in chosen.to_dict("records")
    ]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.item() if hasattr(value, "item") else value for key, value in row.items()}


def _show(
    finding: Finding, statements: list[dict[str, Any]], sources: list[dict[str, Any]]
) -> None:
    screen = console()
    screen.print(Text(finding.id, style="bold"))
    screen.print(Text(f"{finding.category} in {finding.round}: {words.value(finding)}"))
    facts = [
        ("bounds", _bounds(finding)),
        ("numerator", words.count(finding)),
        ("base", words.base(finding)),
        ("missing", words.missing(finding)),
        ("rounding rule", finding.rule or "none needed"),
        ("method", finding.method),
        ("caution", finding.caution or "none"),
        ("code", finding.code),
        ("dataset", finding.dataset),
    ]
    screen.print(table(("What", "Value"), facts))
    rows = [
        (item["id"], item.get("printed", item.get("ratings", "")), item.get("source_id", ""))
        for item in statements
    ]
    screen.print(table(("Statement", "Says", "Source"), rows, "Statements used"))
    screen.print("Sources")
    for item in sources:
        words_on = f"{item['source_id']}: {item['publisher']}: {item['title']}"
        for line in (words_on, f"  {item.get('address', 'no address')}"):
            screen.print(Text(line), soft_wrap=True)  # so that an address can be copied


def _bounds(finding: Finding) -> str:
    if finding.lower is None or finding.upper is None:
        return words.NOT_KNOWN
    kind = "determined" if finding.determined else "least and greatest value"
    ends = dict.fromkeys(f"{float(value):.4f}" for value in (finding.lower, finding.upper))
    return f"{' to '.join(ends)} {finding.unit} ({kind})"
