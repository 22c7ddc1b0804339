"""Parquet and CSV hold the same, and Parquet keeps the types."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.conftest import ROOT

from ltp_analysis.dataset.assemble import tables_of
from ltp_analysis.dataset.parquet import parquet_path, to_parquet
from ltp_analysis.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.dataset.tables import DataTable
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def tables(study: Study) -> dict[str, DataTable]:
    """Return the tables of the shipped study, as they are committed."""
    return {table.name: table for table in tables_of(Project(ROOT), study)}


def cells(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def as_text(value: object, divider: str) -> str:
    """Return a value from Parquet as the CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return divider.join(value)
    return str(value)


def test_every_cell_is_that_of_the_csv(tables: dict[str, DataTable]) -> None:
    assert len(tables) == len(list(ROOT.glob("data/*/*.csv")))
    for table in tables.values():
        header, rows = cells(ROOT / table.path)
        read = pq.read_table(io.BytesIO(to_parquet(table)))
        assert read.column_names == header, table.name
        found = [list(row.values()) for row in read.to_pylist()]
        assert len(found) == len(rows), table.name
        for number, (one, other) in enumerate(zip(found, rows, strict=True), start=2):
            for column, value, text in zip(table.columns, one, other, strict=True):
                place = (table.path, number, column.name)
                if isinstance(value, float):
                    assert math.isclose(value, float(text), rel_tol=0, abs_tol=0), place
                else:
                    assert as_text(value, column.divider) == text, place


def read(table: DataTable) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(to_parquet(table)))


def test_pandas_gets_ordered_categories_and_whole_numbers_with_gaps(
    tables: dict[str, DataTable],
) -> None:
    flows, figures = read(tables["processed-flows"]), read(tables["raw-figures"])
    assert list(flows["before"].cat.categories) == ["red", "amber", "green", "no plan"]
    assert flows["before"].cat.ordered
    assert flows["before"].max() == "no plan"
    assert list(figures["round_id"].cat.categories) == ["2015-16", "2016-17", "2017-18", "2018-19"]
    assert figures["base_value"].dtype == "Int64"
    assert figures["base_value"].isna().any()
    assert figures["base_value"].dropna().mod(1).eq(0).all()


def test_dates_and_lists_have_their_types(tables: dict[str, DataTable]) -> None:
    register = pq.read_schema(io.BytesIO(to_parquet(tables["raw-register"])))
    assert str(register.field("valid_from").type) == "date32[day]"
    ratings = pq.read_schema(io.BytesIO(to_parquet(tables["processed-ratings"])))
    assert str(ratings.field("possible").type).startswith("list<")
    assert ratings.field("possible").metadata[b"description"].startswith(b"The ratings left")


def test_a_column_that_may_not_be_empty_says_so(tables: dict[str, DataTable]) -> None:
    schema = pq.read_schema(io.BytesIO(to_parquet(tables["raw-sources"])))
    assert not schema.field("source_id").nullable
    assert schema.field("authors").nullable


def test_paths_keep_raw_and_processed_apart(tables: dict[str, DataTable]) -> None:
    paths = [parquet_path(table) for table in tables.values()]
    assert len(set(paths)) == len(paths)
    assert "parquet/raw/ratings.parquet" in paths
    assert "parquet/processed/ratings.parquet" in paths
