"""Tables as Parquet, with the types that CSV cannot carry."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ltp_analysis.dataset.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.dataset.columns import Column
    from ltp_analysis.dataset.tables import DataTable

SUFFIX: Final = ".parquet"

_TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.YES_NO: pa.bool_(),
    Kind.TEXTS: pa.list_(pa.string()),
}


def parquet_path(table: DataTable) -> str:
    """Return where a table lies as Parquet: `parquet/raw/register.parquet`."""
    _, folder, file = table.path.split("/")
    return f"parquet/{folder}/{file.rpartition('.')[0]}{SUFFIX}"


def to_parquet(table: DataTable) -> bytes:
    """Return a table as Parquet.

    Values with an order are ordered categories, dates are dates, and whole numbers stay whole
    where some are not known. What each column holds is kept with it. The bytes turn on nothing
    but the table and the version of pyarrow: nothing is compressed, and no library but it is named.

    Args:
        table: The table.
    """
    schema = pa.schema([_field(column) for column in table.columns])
    schema = schema.with_metadata({"description": table.description, "pandas": _for_pandas(table)})
    arrays = [_array(column, table.cells[column.name]) for column in table.columns]
    file = io.BytesIO()
    made = pa.Table.from_arrays(arrays, schema=schema)
    pq.write_table(made, file, compression="none", version="2.6", data_page_version="1.0")
    return file.getvalue()


def read_parquet(content: bytes) -> pa.Table:
    """Return what a Parquet file holds.

    It is read on this thread alone: one of Arrow's own that still held some of it while the
    process ends would abort the process.

    Args:
        content: The file.
    """
    file = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False)
    return file.read(use_threads=False)


def _for_pandas(table: DataTable) -> str:
    """Return what makes pandas read whole numbers as such where some are not known."""
    columns = [
        {
            "name": column.name,
            "field_name": column.name,
            "pandas_type": "int64",
            "numpy_type": "Int64",
            "metadata": None,
        }
        for column in table.columns
        if column.kind is Kind.WHOLE
    ]
    found = {"index_columns": [], "column_indexes": [], "columns": columns, "pandas_version": ""}
    return json.dumps(found, sort_keys=True)


def _field(column: Column) -> pa.Field:
    return pa.field(
        column.name,
        _type(column),
        nullable=not column.required,
        metadata={"description": column.description},
    )


def _type(column: Column) -> pa.DataType:
    if column.order:
        return pa.dictionary(pa.int32(), pa.string(), ordered=True)
    return _TYPES[column.kind]


def _array(column: Column, values: Sequence[Any]) -> pa.Array:
    if not column.order:
        return pa.array(values, type=_TYPES[column.kind])
    places = {value: place for place, value in enumerate(column.order)}
    codes = pa.array([places.get(value) for value in values], type=pa.int32())
    return pa.DictionaryArray.from_arrays(codes, pa.array(column.order, pa.string()), ordered=True)
