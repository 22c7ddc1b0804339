"""What is said of every column holds in the shipped study."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tests.conftest import ROOT

from ltp_analysis.dataset.assemble import tables_of
from ltp_analysis.dataset.columns import Kind, attributes
from ltp_analysis.project import Project

if TYPE_CHECKING:
    from ltp_analysis.dataset.tables import DataTable
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def tables(study: Study) -> list[DataTable]:
    """Return the tables of the shipped study, as they are committed."""
    return tables_of(Project(ROOT), study)


def frame(table: DataTable) -> pd.DataFrame:
    """Return a table as text, read without the package."""
    return pd.read_csv(ROOT / table.path, dtype=str, keep_default_na=False)


def test_every_file_and_column_is_there_and_described(tables: list[DataTable]) -> None:
    assert {table.path for table in tables} == {
        str(path.relative_to(ROOT)) for path in ROOT.glob("data/*/*.csv")
    }
    for table in tables:
        assert table.description.endswith("."), table.name
        assert [column.name for column in table.columns] == list(frame(table).columns), table.name
        for column in table.columns:
            assert re.match(r"[“A-Z].*\.$", column.description), (table.name, column.name)
            assert "`" not in column.description or table.name.startswith("raw-")


def test_keys_name_one_row(tables: list[DataTable]) -> None:
    for table in tables:
        assert table.key, table.name
        assert not frame(table).duplicated(list(table.key)).any(), table.name


def test_what_is_required_is_never_empty_and_what_is_allowed_is_all_there_is(
    tables: list[DataTable],
) -> None:
    for table in tables:
        text = frame(table)
        for column in table.columns:
            values, place = set(text[column.name]), (table.name, column.name)
            if column.required:
                assert "" not in values, place
            values.discard("")
            if column.order:
                assert values <= set(column.order), place
            if column.allowed:
                assert values <= set(column.allowed), place
            if column.pattern:
                assert all(re.search(column.pattern, value) for value in values), place
            if column.kind is Kind.YES_NO:
                assert values <= {"yes", "no"}, place


def test_references_lead_to_a_row(tables: list[DataTable]) -> None:
    raw = {table.name.removeprefix("raw-"): frame(table) for table in tables if table.key}
    followed = 0
    for table in tables:
        for column in table.columns:
            if column.references:
                target, _, name = column.references.partition(".")
                there = set(raw[target.replace("_", "-")][name])
                values = set(frame(table)[column.name]) - {""}
                assert values <= there, (table.name, column.name, values - there)
                followed += len(values)
    assert followed > 1000


def test_what_docstrings_say_of_attributes_is_read_to_its_end() -> None:
    class Example:
        """Something.

        Attributes:
            first: One thing; `code` among
                it, over two lines.
            second: Another.

        More text: not an attribute.
        """

    assert attributes(Example) == {
        "first": "One thing; code among it, over two lines.",
        "second": "Another.",
    }
