"""A table of the dataset as a frame with its types, and with what its columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa

from ltp_analysis.dataset.parquet import read_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Final[dict[pa.DataType, Any]] = {
    pa.string(): pd.StringDtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def from_parquet(content: bytes, about: Mapping[str, str]) -> pd.DataFrame:
    """Return a table that was written as Parquet by this package, whatever its version.

    Args:
        content: The file.
        about: What is known of the whole dataset, by name.

    Returns:
        A frame: values with an order are ordered categories, dates are dates, whole numbers stay
        whole where some are not known, and several texts in a cell are a list. Its `attrs` hold
        `about`, and: `description`, what a row is; `columns`, what each column holds.
    """
    table = read_parquet(content)
    frame: pd.DataFrame = table.to_pandas(
        types_mapper=_TYPES.get, date_as_object=False, use_threads=False
    )
    for field in table.schema:
        if pa.types.is_list(field.type):
            # They come as arrays otherwise, which are neither equal nor unequal to a list.
            frame[field.name] = pd.Series(table[field.name].to_pylist(), dtype=object)
    described = {field.name: _word(field.metadata, b"description") for field in table.schema}
    frame.attrs = dict(about.items())
    frame.attrs |= {
        "description": _word(table.schema.metadata, b"description"),
        "columns": described,
    }
    return frame


def _word(metadata: Mapping[bytes, bytes] | None, key: bytes) -> str:
    return (metadata or {}).get(key, b"").decode()
