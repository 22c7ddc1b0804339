"""The dataset in Croissant 1.0, for those who load it into models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.citations.references import bibtex
from ltp_analysis.dataset.about import author_address
from ltp_analysis.dataset.checksums import sha256
from ltp_analysis.dataset.columns import Kind, described
from ltp_analysis.dataset.media import media_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.dataset.about import About
    from ltp_analysis.dataset.columns import Column
    from ltp_analysis.dataset.tables import DataTable
    from ltp_analysis.validated.citation import Author

FILE: Final = "croissant.json"
CONFORMS: Final = "http://mlcommons.org/croissant/1.0"

_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the standard gives."""

_TYPES: Final = {
    Kind.TEXT: "sc:Text",
    Kind.WHOLE: "sc:Integer",
    Kind.NUMBER: "sc:Float",
    Kind.DATE: "sc:Date",
    Kind.YES_NO: "sc:Text",  # the words yes and no
    Kind.TEXTS: "sc:Text",  # as the cell has them, divided by a character
}


def croissant(
    about: About, tables: Sequence[DataTable], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the dataset in Croissant: its tables as CSV, and the same as Parquet.

    Whole numbers that may be missing are numbers there, since Croissant has no gaps in whole ones.
    Which column refers to which stands in the Data Package alone: readers of Croissant join what
    refers to one another, and would not give the tables as they are.

    Args:
        about: What the dataset is.
        tables: Its tables.
        files: Contents by path, of these tables and of all that is theirs as Parquet.
    """
    work = about.work
    plain = [table for table in tables if table.path.endswith(".csv")]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": about.name,
        "alternateName": work.title,
        "description": work.abstract,
        "conformsTo": CONFORMS,
        "version": work.version,
        "datePublished": work.released.isoformat(),
        "dateCreated": work.released.isoformat(),
        "license": [one.address for one in work.licences],
        "url": work.address or about.identifier,
        "keywords": list(work.keywords),
        "inLanguage": work.language,
        "isLiveDataset": False,
        "citeAs": bibtex(work),
        "creator": [_creator(author) for author in work.authors],
        "publisher": {"@type": "sc:Organization", "name": work.publisher},
        "distribution": [_file(path, files[path]) for path in sorted(files)],
        "recordSet": [_records(table) for table in plain],
    }


def _creator(author: Author) -> dict[str, Any]:
    kind = "sc:Organization" if author.name else "sc:Person"
    address = author_address(author)
    return {"@type": kind, "name": str(author), **({"url": address} if address else {})}


def _file(path: str, content: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{len(content)} B",
        "encodingFormat": _encoding(path),
        "sha256": sha256(content),
    }


def _encoding(path: str) -> str:
    # The name that the standard's own reader knows it by.
    return "application/x-parquet" if path.endswith(".parquet") else media_type(path)


def _records(table: DataTable) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_column(table, column) for column in table.columns],
    }


def _column(table: DataTable, column: Column) -> dict[str, Any]:
    gaps = column.kind is Kind.WHOLE and not column.required
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": described(column),
        "dataType": "sc:Float" if gaps else _TYPES[column.kind],
        "source": {"fileObject": {"@id": table.path}, "extract": {"column": column.name}},
    }
