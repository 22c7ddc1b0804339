"""The tables of the dataset: where each lies, what its columns hold, and its cells as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ltp_analysis.dataset.columns import (
    Column,
    Given,
    Kind,
    attributes,
    columns_of_model,
    columns_of_record,
)
from ltp_analysis.findings.finding import Finding
from ltp_analysis.findings.store import CSV_FILE as FINDINGS_FILE
from ltp_analysis.processed.store import KEYS
from ltp_analysis.processed.store import TABLES as PROCESSED
from ltp_analysis.records import NAMES, as_decimal
from ltp_analysis.rounds.appended import table_path
from ltp_analysis.validated.schemas import TABLES as RAW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

RAW_FOLDER: Final = "data/raw"
PROCESSED_FOLDER: Final = "data/processed"

_FINDINGS: Final = FINDINGS_FILE.removesuffix(".csv")
_REFERENCES: Final = {
    "round_id": "rounds.round_id",
    "since": "rounds.round_id",
    "unit_code": "register.unit_code",
    "figure_id": "figures.figure_id",
    "group_id": "groups.group_id",
    "source_id": "sources.source_id",
}
"""Raw columns that fields of records refer to."""

_ROUNDS: Final = ("round_id", "since")
_RATINGS: Final = ("rating", "before", "after")


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """One table of the dataset.

    Attributes:
        name: Its name in metadata, no two alike: `raw-` or `processed-`, and that of its file.
        description: What it holds, in a sentence.
        path: Its file.
        columns: What its columns hold, in their order.
        key: Columns that together name a row.
        cells: For each column its values; None where a cell is empty.
    """

    name: str
    description: str
    path: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    cells: Mapping[str, Sequence[Any]]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.cells[self.columns[0].name])


def raw_tables(study: Study, folder: Path) -> list[DataTable]:
    """Return the raw tables of a study, in the order in which a reader wants them.

    Args:
        study: The study.
        folder: Where its files lie, each as CSV or as a workbook.
    """
    orders = {
        name: tuple(map(str, study[table][name].cat.categories))
        for table, name in (("rounds", "round_id"), ("population", "age_band"))
    }
    return [
        DataTable(
            name=f"raw-{name.replace('_', '-')}",
            description=_first_line(model),
            path=f"{RAW_FOLDER}/{table_path(folder, name).name}",
            columns=columns_of_model(model, orders),
            key=tuple(model.to_schema().unique or ()),
            cells={
                str(column): [_plain(value) for value in study[name][column]]
                for column in study[name].columns
            },
        )
        for name, model in RAW.items()
    ]


def processed_tables(study: Study, results: Results) -> list[DataTable]:
    """Return the tables that were worked out.

    Args:
        study: The study.
        results: What was worked out of it.
    """
    lists: dict[str, tuple[type[Any], Iterable[Any]]] = {
        file: (kind, getattr(results, name)) for name, (file, kind) in PROCESSED.items()
    }
    lists = {_FINDINGS: (Finding, results.ledger.values()), **lists}
    return [
        _of_records(name, kind, list(records), _given(study, name))
        for name, (kind, records) in lists.items()
    ]


def _of_records(name: str, kind: type[Any], records: list[Any], given: Given) -> DataTable:
    return DataTable(
        name=f"processed-{name}",
        description=_first_line(kind),
        path=f"{PROCESSED_FOLDER}/{name}.csv",
        columns=columns_of_record(kind, given),
        key=tuple(given.names.get(key, key) for key in given.keys),
        cells={
            given.names.get(field, field): [_of_record(getattr(one, field)) for one in records]
            for field in attributes(kind)
        },
    )


def _given(study: Study, name: str) -> Given:
    if name == _FINDINGS:
        # Its rounds are pairs of rounds too, and its lists are divided by spaces.
        return Given(KEYS[name], {}, {}, {}, " ", {})
    rounds = study["rounds"].set_index("round_id")["round"].to_dict()
    orders = dict.fromkeys(_ROUNDS, tuple(study.rounds)) | dict.fromkeys(
        _RATINGS, tuple(study.ratings)
    )
    labels = dict.fromkeys(_ROUNDS, tuple(str(rounds[one]) for one in study.rounds))
    labels |= dict.fromkeys(_RATINGS, tuple(study.label(one) for one in study.ratings))
    return Given(KEYS[name], orders, labels, _REFERENCES, "|", NAMES)


def _first_line(kind: type[Any]) -> str:
    return (kind.__doc__ or "").split("\n", maxsplit=1)[0]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    """Return a cell of a frame as a value of Python's own."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _of_record(value: Any) -> Any:  # noqa: ANN401 - a field of any type
    """Return a field of a record as the CSV has it: fractions to six decimals, no empty text."""
    if isinstance(value, Fraction):
        return float(as_decimal(value))
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value


def is_texts(column: Column) -> bool:
    """Say whether cells of a column hold several texts."""
    return column.kind is Kind.TEXTS
