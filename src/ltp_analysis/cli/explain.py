"""`ltp explain`: the chain behind a finding, a unit, a figure, a statement, a group or an area."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ltp_analysis.cli.explain_show import show
from ltp_analysis.cli.screen import console, progress
from ltp_analysis.explained.finding import FindingChain, explain_finding
from ltp_analysis.explained.known import Known
from ltp_analysis.explained.names import Kind, Named, find_named
from ltp_analysis.explained.place import explain_place
from ltp_analysis.explained.statement import StatementChain, explain_statement
from ltp_analysis.explained.unit import UnitChain, explain_unit
from ltp_analysis.findings.ledger import build_ledger
from ltp_analysis.findings.store import as_record
from ltp_analysis.processed.results import work_out
from ltp_analysis.project import find_project
from ltp_analysis.reconciliation.record import as_record as reconciled_record
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from ltp_analysis.explained.place import PlaceChain
    from ltp_analysis.findings.ledger import Ledger

    Chain = FindingChain | UnitChain | StatementChain | PlaceChain


def run(name: str, *, as_json: bool) -> int:
    """Print the chain behind everything that a name stands for.

    All of it is worked out anew from the raw tables, so nothing is ever stale.

    Args:
        name: Id of a finding, figure or statement; name or code of a unit, a group or an area.
        as_json: Whether to print JSON: an object, or a list of them if the name stands for
            several things.

    Returns:
        0 on success.

    Raises:
        UnknownNameError: If nothing has the name.
        InvalidDataError: If the data are not sound.
    """
    with progress("explain") as say:
        say("reading the evidence")
        study = load_study(find_project().raw)
        ledger = build_ledger(study)
        if "." in name and name not in ledger:
            # Findings on what is solved take longer, and few names are theirs.
            ledger = work_out(study, say).ledger
        found = find_named(study, name, ledger)
        known = Known(study)
        chains = []
        for named in found:
            say(f"following {named.kind} {named.id}")
            chains.append(_explain(known, ledger, named))
    if as_json:
        records = [_record(chain) for chain in chains]
        content = records[0] if len(records) == 1 else records
        print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
        return 0
    screen = console()
    for chain in chains:
        show(screen, study, chain)
    return 0


def _explain(known: Known, ledger: Ledger, named: Named) -> Chain:
    if named.kind is Kind.FINDING:
        return explain_finding(known.study, ledger[named.id])
    if named.kind is Kind.UNIT:
        return explain_unit(known, named.id)
    if named.kind in (Kind.GROUP, Kind.AREA):
        return explain_place(known, named)
    return explain_statement(known, named)


def _record(chain: Chain) -> dict[str, Any]:
    """Return a chain as plain values for JSON."""
    if isinstance(chain, FindingChain):
        return asdict(chain) | {"finding": as_record(chain.finding)}
    if isinstance(chain, UnitChain):
        return {"kind": Kind.UNIT, **asdict(chain)}
    if isinstance(chain, StatementChain) and chain.reconciled is not None:
        return asdict(chain) | {"reconciled": reconciled_record(chain.reconciled)}
    return asdict(chain)
