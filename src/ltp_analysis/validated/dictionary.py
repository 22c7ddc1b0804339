"""The data dictionary, written from the schemas and rules so that it cannot drift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ltp_analysis.validated.rules import RULES
from ltp_analysis.validated.schemas import TABLES, references_of

if TYPE_CHECKING:
    from ltp_analysis.validated.schemas import Table

_TYPES = {"Int64": "whole number", "float64": "number", "datetime64[ns]": "date"}

_INTRODUCTION = """\
# Data dictionary

This page is written by `ltp build` from the schemas in `src/ltp_analysis/validated/`; a test
holds it against them. Change the schemas, not this page.

`data/raw/` holds the facts, one a row, each with its source, and nothing worked out from them.
`data/processed/` holds what the package makes of them; delete it and `ltp build` makes it again.

Files are CSV in UTF-8, with or without a byte order mark, or workbooks (`.xlsx`) with one sheet
each. Dates are written year-month-day. An empty cell means not known or does not apply, as the
column says. `study.toml` holds the few settings that are no table.

Official statistics are © Crown copyright under the Open Government Licence v3.0; see
`LICENSE-DATA.md`.
"""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    parts = [_INTRODUCTION, "## Tables\n"]
    parts += [f"- [`{name}.csv`](#{name}csv): {_summary(model)}" for name, model in TABLES.items()]
    parts += [_table(name, model) for name, model in TABLES.items()]
    parts += ["\n## Rules across rows and tables\n"]
    parts += [f"- {_first_line(rule.__doc__)}" for rule in RULES]
    return "\n".join(parts) + "\n"


def _table(name: str, model: type[Table]) -> str:
    schema = model.to_schema()
    lines = [
        f"\n### `{name}.csv`\n",
        f"{_summary(model)} Key: {', '.join(f'`{key}`' for key in schema.unique)}.\n",
        "| column | type | may be empty | holds |",
        "|---|---|---|---|",
    ]
    references = references_of(model)
    for column, field in schema.columns.items():
        kind = _TYPES.get(str(field.dtype), "text")
        empty = "yes" if field.nullable else "no"
        meaning = _meaning(field, ".".join(references.get(column, ())))
        lines.append(f"| `{column}` | {kind} | {empty} | {meaning} |")
    return "\n".join(lines)


def _meaning(field: Any, target: str) -> str:  # noqa: ANN401 - a pandera column
    parts = [str(field.description)]
    if target:
        parts.append(f"Refers to `{target}`.")
    for check in field.checks:
        statistics = check.statistics
        if "allowed_values" in statistics:
            allowed = ", ".join(f"`{value}`" for value in statistics["allowed_values"])
            parts.append(f"One of {allowed}.")
        elif "pattern" in statistics:
            parts.append(f"Of the form `{_cell(statistics['pattern'])}`.")
    return " ".join(parts)


def _cell(pattern: str) -> str:
    return pattern.replace("|", "\\|")


def _summary(model: type[Table]) -> str:
    return _first_line(model.__doc__)


def _first_line(docstring: str | None) -> str:
    return (docstring or "").split("\n", maxsplit=1)[0]
