from __future__ import annotations

from pathlib import Path

from ltp_analysis.validated.dictionary import data_dictionary
from ltp_analysis.validated.rules import RULES
from ltp_analysis.validated.schemas import TABLES

ON_DISK = Path(__file__).parents[2] / "data" / "README.md"


def section(table: str) -> str:
    """Return the part of the dictionary on one table."""
    _, _, after = data_dictionary().partition(f"\n### `{table}.csv`\n")
    assert after
    return after.partition("\n##")[0]


def test_dictionary_on_disk_is_the_one_that_the_schemas_give() -> None:
    assert ON_DISK.read_text(encoding="utf-8") == data_dictionary()


def test_dictionary_has_every_column_of_every_table_once() -> None:
    for name, model in TABLES.items():
        lines = section(name).splitlines()
        for column in model.to_schema().columns:
            assert sum(line.startswith(f"| `{column}` |") for line in lines) == 1


def test_dictionary_says_type_emptiness_reference_and_allowed_values() -> None:
    register = section("register")
    assert "| `valid_to` | date | yes | Last day of the spell; empty while open. |" in register
    assert "Key: `unit_code`, `gss_code`." in register
    assert "| `unit_code` | text | no | The unit. Refers to `register.unit_code`. |" in section(
        "population"
    )
    assert "One of `exact`, `estimate`." in section("population")


def test_bar_inside_a_pattern_does_not_end_the_cell_of_its_table() -> None:
    row = next(line for line in section("age_bands").splitlines() if "`age_band`" in line[:12])
    assert r"\|all" in row
    assert row.replace(r"\|", "").count("|") == 5


def test_dictionary_has_the_first_line_of_every_rule() -> None:
    text = data_dictionary()
    for rule in RULES:
        assert f"\n- {str(rule.__doc__).splitlines()[0]}\n" in text
