"""A table that was written as Parquet comes back with its types, and with what it says of itself.

The tables here are written with pyarrow alone, not with the package.
"""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ltp_analysis.dataset.frames import from_parquet

RATING = pa.dictionary(pa.int32(), pa.string(), ordered=True)
ORDER = ["poor", "fair", "good", "not inspected"]
DAY = dt.date(2024, 2, 29)
FIELDS = {
    "code": (pa.string(), ["02", "01", None]),
    "rating": (RATING, None),
    "people": (pa.int64(), [2**53 + 1, None, 0]),
    "share": (pa.float64(), [0.5, None, 1.0]),
    "seen": (pa.date32(), [DAY, None, DAY]),
    "exact": (pa.bool_(), [True, None, False]),
    "sources": (pa.list_(pa.string()), [["a", "b"], [], ["c"]]),
}
CODES = [2, 0, None]


def written(rows: int = 3) -> bytes:
    """Return the table of councils, its first rows only."""
    arrays = [
        pa.array(values[:rows], type=kind)
        if values is not None
        else pa.DictionaryArray.from_arrays(
            pa.array(CODES[:rows], pa.int32()), pa.array(ORDER), ordered=True
        )
        for kind, values in FIELDS.values()
    ]
    schema = pa.schema(
        [
            pa.field(name, kind, metadata={"description": f"What {name} is."})
            for name, (kind, _) in FIELDS.items()
        ],
        metadata={"description": "A council."},
    )
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file)
    return file.getvalue()


@pytest.fixture(name="frame")
def _frame() -> pd.DataFrame:
    return from_parquet(written(), {"name": "councils", "version": "1.2.0"})


@pytest.mark.parametrize("rows", [3, 0])
def test_each_column_has_the_type_of_what_it_holds(rows: int) -> None:
    frame = from_parquet(written(rows), {})
    assert len(frame) == rows
    assert frame.dtypes.astype(str).to_dict() == {
        "code": "string",
        "rating": "category",
        "people": "Int64",
        "share": "float64",
        "seen": "datetime64[ms]",
        "exact": "boolean",
        "sources": "object",
    }


def test_values_with_an_order_are_ordered_as_written(frame: pd.DataFrame) -> None:
    rating = frame["rating"]
    assert rating.cat.ordered
    assert list(rating.cat.categories) == ORDER
    assert rating.iloc[:2].tolist() == ["good", "poor"]
    assert pd.isna(rating.iloc[2])
    assert rating.min() == "poor"
    assert rating.gt("fair").tolist() == [True, False, False]


def test_whole_numbers_stay_whole_beside_unknown_ones(frame: pd.DataFrame) -> None:
    # A float would be 2**53 here.
    assert frame["people"][0] == 2**53 + 1
    assert frame["people"].isna().tolist() == [False, True, False]


def test_dates_and_booleans_keep_their_gaps(frame: pd.DataFrame) -> None:
    assert frame["seen"][0].date() == DAY
    assert frame["seen"].isna().tolist() == [False, True, False]
    assert frame["exact"].isna().tolist() == [False, True, False]
    assert frame["exact"].sum() == 1


def test_several_texts_are_a_list(frame: pd.DataFrame) -> None:
    assert frame["sources"].tolist() == [["a", "b"], [], ["c"]]
    assert {type(cell) for cell in frame["sources"]} == {list}


def test_attrs_hold_what_is_known(frame: pd.DataFrame) -> None:
    assert frame.attrs == {
        "name": "councils",
        "version": "1.2.0",
        "description": "A council.",
        "columns": {name: f"What {name} is." for name in FIELDS},
    }


def test_a_table_without_descriptions_has_empty_ones() -> None:
    file = io.BytesIO()
    pq.write_table(pa.table({"code": ["01"]}), file)
    assert from_parquet(file.getvalue(), {}).attrs == {"description": "", "columns": {"code": ""}}
