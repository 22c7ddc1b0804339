"""What the schemas say of the tables."""

from __future__ import annotations

from ltp_analysis.validated.schemas import TABLES, references_of


def test_a_table_says_what_its_columns_name_rows_of() -> None:
    assert references_of(TABLES["succession"]) == {
        "predecessor_code": ("register", "unit_code"),
        "successor_code": ("register", "unit_code"),
        "source_id": ("sources", "source_id"),
    }


def test_what_is_named_is_a_column_of_a_table() -> None:
    for model in TABLES.values():
        for table, key in references_of(model).values():
            assert key in TABLES[table].to_schema().columns
