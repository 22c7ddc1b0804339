"""`ltp trace`: from a row of what was worked out back to facts, or from a fact forward."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.cli.screen import progress
from ltp_analysis.differences.difference import compare_versions
from ltp_analysis.differences.shown import to_json, to_text
from ltp_analysis.differences.version import version
from ltp_analysis.problems import LtpError
from ltp_analysis.project import find_project
from ltp_analysis.traced.back import ALL, trace_back
from ltp_analysis.traced.facts import Facts
from ltp_analysis.traced.forth import statements_of, trace_forth
from ltp_analysis.traced.without import leave_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ltp_analysis.differences.version import Version
    from ltp_analysis.project import Project
    from ltp_analysis.traced.facts import Fact

_RAW: Final = "raw/"
_MOST: Final = 30
"""So many lines of a kind are shown; JSON has all."""


class NoRowError(LtpError):
    """Raised where a processed table has no row of a key."""


def run(table: str, key: Sequence[str], *, without: bool, as_json: bool) -> int:
    """Show what a row rests on, or what rests on it.

    Args:
        table: A processed table, or `raw/` and the name of a raw one.
        key: What names the row.
        without: Whether to work out what would change without a raw row.
        as_json: Whether to print JSON.

    Returns:
        0 on success.

    Raises:
        NoFactError: If there is no such raw row.
        NoRowError: If there is no such processed row.
        InvalidDataError: If the study is not sound without the row.
    """
    project = find_project()
    raw = table.removeprefix(_RAW) if table.startswith(_RAW) else ""
    if without and not raw:
        raise NoRowError("Only a row of a raw table can be left out: name it raw/TABLE.")
    with (
        progress("trace") as say,
        version(str(project.root), project, say) as found,
    ):
        facts = Facts(found.study)
        if not raw:
            text = _back(facts, found, table, key, as_json=as_json)
        elif without:
            text = _without(project, found, facts.find(raw, key), say, as_json=as_json)
        else:
            say("looking for what rests on it")
            text = _forth(facts, found, facts.find(raw, key), as_json=as_json)
    sys.stdout.write(text)
    return 0


def _back(facts: Facts, found: Version, table: str, key: Sequence[str], *, as_json: bool) -> str:
    tables = found.processed
    if table not in tables:
        raise NoRowError(
            f"There is no table {table}. There are: {', '.join(tables)}; raw ones are raw/TABLE."
        )
    names = tables[table].key
    wanted = dict(zip(names, key, strict=False))
    rows = [
        row for row in tables[table].rows if all(row[name] == wanted.get(name) for name in names)
    ]
    if not rows or len(key) != len(names):
        raise NoRowError(
            f"data/processed/{table} has no such row. Its rows are named by {', '.join(names)}."
        )
    traced = trace_back(facts, table, rows[0])
    sources = facts.sources(traced.facts)
    if as_json:
        return _json({"row": rows[0], "why": traced.why, **_listed(traced.facts, sources)})
    said = ", ".join(f"{name}: {cell}" for name, cell in rows[0].items() if cell)
    parts = [f"data/processed/{table}: {said}", "", traced.why]
    parts += _cut("Facts", traced.facts)
    parts += _cut("Sources", sources)
    return "\n".join(parts) + "\n"


def _forth(facts: Facts, found: Version, fact: Fact, *, as_json: bool) -> str:
    resting = trace_forth(facts, fact, found.processed.values())
    sources = facts.sources([fact])
    made = statements_of(resting)
    if as_json:
        rows = [asdict(one) for one in resting]
        return _json(
            {**_listed([fact], sources), "statements": made, "resting": rows, "note": _RESTS}
        )
    naming = [one for one in resting if one.why != ALL]
    others = [one for one in resting if one.why == ALL]
    parts = [str(fact), *_cut("Source", sources), *_cut("Statements that rest on it", made)]
    parts += [
        *_cut("Rests on it", naming),
        *_cut("Rests on all statements together", others),
        "",
        _RESTS,
    ]
    return "\n".join(parts) + "\n"


_RESTS: Final = (
    "A row that rests on a fact need not change with it. A verdict or a share may change with a "
    "fact that it does not name: it names the fewest statements that prove it. With --without all "
    "is worked out again without the fact, and what changes is shown."
)


def _without(
    project: Project, found: Version, fact: Fact, say: Callable[[str], None], *, as_json: bool
) -> str:
    with tempfile.TemporaryDirectory(prefix="ltp-without-") as folder:
        rest = leave_out(project.raw, fact, Path(folder) / "without it")
        with version(str(rest), None, say) as laid_out:
            other = replace(laid_out, label=f"the same without {fact.table} {' '.join(fact.key)}")
            _ = other.study  # refused here if the study is not sound without the row
            difference = compare_versions(found, other)
    return to_json(difference) if as_json else to_text(difference)


def _listed(facts: Sequence[Fact], sources: Sequence[Fact]) -> dict[str, Any]:
    return {
        "facts": [asdict(fact) for fact in facts],
        "sources": [asdict(fact) for fact in sources],
    }


def _cut(title: str, lines: Sequence[object]) -> list[str]:
    left = len(lines) - _MOST
    more = [f"  ... and {left} more: --json has them all."] if left > 0 else []
    return ["", f"{title} ({len(lines)})", *(f"  {line}" for line in lines[:_MOST]), *more]


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
