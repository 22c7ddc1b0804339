"""The dataset as a Data Package: every file, and what every column holds (version 2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.dataset.about import author_address
from ltp_analysis.dataset.checksums import sha256
from ltp_analysis.dataset.columns import Kind, described
from ltp_analysis.dataset.media import ending, media_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.dataset.about import About
    from ltp_analysis.dataset.columns import Column
    from ltp_analysis.dataset.tables import DataTable
    from ltp_analysis.validated.citation import Author

FILE: Final = "datapackage.json"
PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE: Final = "https://datapackage.org/profiles/2.0/dataresource.json"
_SCHEMA: Final = "https://datapackage.org/profiles/2.0/tableschema.json"

_TYPES: Final = {
    Kind.TEXT: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.YES_NO: "boolean",
    Kind.TEXTS: "string",  # version 2.0 knows lists, but its published profile does not
}


def data_package(
    about: About, tables: Sequence[DataTable], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the descriptor of the dataset.

    Args:
        about: What the dataset is.
        tables: Its tables, as far as they lie in files of their own.
        files: Every file that the descriptor speaks of, by path.
    """
    known = {table.path: table for table in tables}
    work = about.work
    names = {path: known[path].name if path in known else _name(path) for path in files}
    return {
        "$schema": PROFILE,
        "name": about.name,
        "id": about.identifier,
        "title": work.title,
        "description": work.abstract,
        **({"homepage": work.address} if work.address else {}),
        "version": work.version,
        "created": f"{work.released.isoformat()}T00:00:00Z",
        "keywords": list(work.keywords),
        "licenses": [
            {"name": one.id, "path": one.address, "title": one.title} for one in work.licences
        ],
        "contributors": [_contributor(author) for author in work.authors],
        "resources": [
            _resource(names[path], path, files[path], known.get(path)) for path in sorted(files)
        ],
    }


def _contributor(author: Author) -> dict[str, Any]:
    found = {
        "title": str(author),
        "givenName": author.given,
        "familyName": author.family,
        "path": author_address(author),
    }
    return {key: value for key, value in found.items() if value} | {"roles": ["creator"]}


def _resource(name: str, path: str, content: bytes, table: DataTable | None) -> dict[str, Any]:
    found = {
        "$schema": _RESOURCE,
        "name": name,
        "path": path,
        "format": ending(path),
        "mediatype": media_type(path),
        "bytes": len(content),
        "hash": f"sha256:{sha256(content)}",
    }
    if table is None:
        return found
    plain = path.endswith(".csv")
    return found | {
        "type": "table",
        "description": table.description,
        **({"encoding": "utf-8"} if plain else {}),
        "schema": table_schema(table),
    }


def table_schema(table: DataTable) -> dict[str, Any]:
    """Return the schema of a table: its columns, its key, and what they refer to."""
    required = {column.name for column in table.columns if column.required}
    # A key with gaps is no primary key: those are never empty.
    whole = set(table.key) <= required
    keys = {"primaryKey": list(table.key)} if whole else {"uniqueKeys": [list(table.key)]}
    references = [
        {"fields": [column.name], "reference": _reference(column, table)}
        for column in table.columns
        if column.references
    ]
    return {
        "$schema": _SCHEMA,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [{"value": "", "label": "not known, or does not apply"}],
        **(keys if table.key else {}),
        **({"foreignKeys": references} if references else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": described(column),
    }
    if column.kind is Kind.YES_NO:
        found |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if column.order:
        labels = column.labels or column.order
        found["categories"] = [
            {"value": value, "label": label}
            for value, label in zip(column.order, labels, strict=True)
        ]
        found["categoriesOrdered"] = True
    constraints = {
        "required": column.required or None,
        "enum": list(column.allowed) or None,
        "pattern": column.pattern or None,
        "minimum": _whole(column.least),
        "maximum": _whole(column.most),
    }
    constraints = {name: value for name, value in constraints.items() if value is not None}
    return found | ({"constraints": constraints} if constraints else {})


def _whole(value: float | None) -> float | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _reference(column: Column, table: DataTable) -> dict[str, Any]:
    target, _, name = column.references.partition(".")
    resource = f"raw-{target.replace('_', '-')}"
    # The same resource is named by no name in older readers and in version 2 alike.
    return (
        {"fields": [name]} if resource == table.name else {"resource": resource, "fields": [name]}
    )


def _name(path: str) -> str:
    """Return the name of a file that is no table: its path, in the letters that names may have."""
    return re.sub(r"[^a-z0-9._/-]", lambda found: f"-{ord(found[0]):x}-", path.lower())
