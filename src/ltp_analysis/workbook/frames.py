"""The tables of a study as tidy frames: a row a thing, a column a fact, no cell left blank.

Where there is no number or text, a cell says why in words: the sheet of notes explains them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.reports.words import CONTRADICTED, DOES_NOT_APPLY, NO_WHOLE_NUMBER, NOT_KNOWN
from ltp_analysis.statements.readings import base_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study
    from ltp_analysis.workbook.cells import Cell

NONE = "none"
DIGITS = 6
"""Decimals of a value, as in the files of findings."""

_UNITS = {"percent": "per cent", "points": "percentage points", "count": "number"}
_SHARES = frozenset({"percent", "fraction"})
_DECIMAL = _SHARES | {"points", "score"}
_BETWEEN = "-to-"


def findings(study: Study, ledger: Ledger) -> dict[str, pd.DataFrame]:
    """Return the findings, a frame for each unit of measurement.

    Args:
        study: The study.
        ledger: Its findings.

    Returns:
        Frames by the unit, in the order of the ledger.
    """
    units = dict.fromkeys(finding.unit for finding in ledger.values())
    return {
        unit: _frame(_finding(study, item) for item in ledger.values() if item.unit == unit)
        for unit in units
    }


def unit_words(unit: str) -> str:
    """Return a unit of measurement as headers name it."""
    return _UNITS.get(unit, unit)


def _finding(study: Study, finding: Finding) -> dict[str, Cell]:
    unit, decimal = unit_words(finding.unit), finding.unit in _DECIMAL
    no_count = finding.rule and finding.base is not None and finding.numerator_lower is None
    absent = NO_WHOLE_NUMBER if no_count else NOT_KNOWN
    row: dict[str, Cell] = {
        "Finding": finding.id,
        "Round": round_label(study, finding.round),
        "Measure": finding.measure,
        "Category": _category(study, finding.category),
        "Where": _place(study, finding.scope),
        f"Least value ({unit})": _value(finding.lower, absent, decimal=decimal),
        f"Greatest value ({unit})": _value(finding.upper, absent, decimal=decimal),
    }
    if finding.unit in _SHARES:
        row |= {
            "Least numerator (number)": _whole(finding.numerator_lower, absent),
            "Greatest numerator (number)": _whole(finding.numerator_upper, absent),
        }
    if finding.unit != "points":
        missing = NOT_KNOWN if finding.base_lower is None else DOES_NOT_APPLY
        row |= {
            "Least size of base (number)": _whole(finding.base_lower, NOT_KNOWN),
            "Greatest size of base (number)": _whole(finding.base_upper, NOT_KNOWN),
            "Least missing (number)": _whole(finding.missing_lower, missing),
            "Greatest missing (number)": _whole(finding.missing_upper, missing),
        }
    return row | {
        "Base": finding.base_name or NONE,
        "As printed": finding.printed or DOES_NOT_APPLY,
        "Rounding rule": finding.rule or NONE,
        "Method": finding.method,
        "Caution": finding.caution or NONE,
        "Statements": _listed(finding.statements),
        "Sources": _listed(finding.sources),
        "Made by": finding.code,
    }


def unit_ratings(
    study: Study, known: Iterable[UnitRating], chances: Mapping[str, float]
) -> pd.DataFrame:
    """Return the ratings that each unit can have had in each round.

    Args:
        study: The study.
        known: What is known of each unit, in the order of the rows.
        chances: For each deduced statement, how many sets of units would match by chance.
    """
    labels = {rating: study.label(rating) for rating in study.ratings}
    return _frame(
        {
            "Round": round_label(study, unit.round_id),
            study.settings.code_name: unit.unit_code,
            "Name": unit.name,
            "Ratings left": " or ".join(labels[name] for name in unit.possible) or CONTRADICTED,
            **{
                f"Can be {label}": "yes" if rating in unit.possible else "no"
                for rating, label in labels.items()
            },
            "How it is known": unit.basis,
            "Sets expected by chance (number)": max(
                (round(chances[name], DIGITS) for name in unit.statements if name in chances),
                default=DOES_NOT_APPLY,
            ),
            "Statements": _listed(unit.statements),
        }
        for unit in known
    )


def reconciliation(study: Study, items: Iterable[Reconciled]) -> pd.DataFrame:
    """Return every published figure with its verdict.

    Args:
        study: The study.
        items: The figures, in the order of the rows.
    """
    measures = _labels(study, "measures", "measure")
    return _frame(
        {
            "Figure": item.figure_id,
            "Round": round_label(study, item.round_id),
            "Measure": measures.get(item.measure, item.measure),
            "Category": study.label(item.category),
            "Where": _place(study, item.group_id),
            "As printed": item.printed,
            "Verdict": str(item.verdict),
            "Rounding rule": item.rule or NONE,
            "Base": base_label(study, item.base) if item.base else NONE,
            "Least value (in the unit named)": _bound(item.lower, item.unit),
            "Greatest value (in the unit named)": _bound(item.upper, item.unit),
            "Unit": unit_words("percent" if item.unit in _SHARES else item.unit),
            "Why": item.because or NONE,
            "Statements": _listed(item.statements),
        }
        for item in items
    )


def figures(study: Study) -> pd.DataFrame:
    """Return the published figures as they were printed."""
    measures = _labels(study, "measures", "measure")
    bases = _labels(study, "bases", "base")
    return _frame(
        {
            "Figure": row["figure_id"],
            "Round": round_label(study, _text(row["round_id"], "")),
            "Measure": measures.get(row["measure"], row["measure"]),
            "Category": study.label(row["category"]),
            "Where": _place(study, row["group_id"]),
            "As printed": row["printed"],
            "Word before it": row["qualifier"],
            "Value (in the unit named)": _number(Fraction(row["value"])),
            "Unit": unit_words(row["unit"]),
            "Base": bases.get(_text(row["base"], ""), NONE),
            "Size of base (number)": _size(row),
            "Size of base is": row["base_basis"],
            "Earlier round": round_label(study, _text(row["since"], "")),
            **_standing(row),
        }
        for row in study["figures"].to_dict("records")
    )


def statements(study: Study) -> pd.DataFrame:
    """Return what sources say of the ratings of single units and of groups."""
    names = study["register"].drop_duplicates("unit_code", keep="last")
    units = dict(zip(names["unit_code"], names["name"], strict=True))
    code = study.settings.code_name
    return _frame(
        {
            "Statement": row["statement_id"],
            "Round": round_label(study, row["round_id"]),
            code: _text(row["unit_code"], DOES_NOT_APPLY),
            "Name": units[row["unit_code"]]
            if pd.isna(row["group_id"])
            else _place(study, row["group_id"]),
            "Ratings left": " or ".join(study.label(name) for name in row["ratings"].split("|")),
            "Corrects": _text(row["corrects"], NONE),
            **_standing(row),
        }
        for row in study["ratings"].to_dict("records")
    )


def sources(study: Study) -> pd.DataFrame:
    """Return everything that a row of another table cites."""
    return _frame(
        {
            "Source": row["source_id"],
            "Title": row["title"],
            "Publisher": row["publisher"],
            "Authors": _text(row["authors"], "none named"),
            "Date": _text(row["date"], NOT_KNOWN),
            "Address": _text(row["address"], NONE),
            "Kind": row["kind"],
            "Licence": row["licence"],
            "Note": _text(row["note"], NONE),
        }
        for row in study["sources"].to_dict("records")
    )


def round_label(study: Study, name: str) -> str:
    """Return a round, or two that a change lies between, as a reader sees them."""
    if not name:
        return DOES_NOT_APPLY
    return " to ".join(str(study.round(part)["round"]) for part in name.split(_BETWEEN))


def _standing(row: Mapping[Any, Any]) -> dict[str, Cell]:
    """Return how a statement stands and where it comes from."""
    return {
        "Edition": row["edition"],
        "Certainty": row["certainty"],
        "Doubt": _text(row["doubt"], NONE),
        "Note": _text(row["note"], NONE),
        "Source": row["source_id"],
    }


def _frame(rows: Iterable[Mapping[str, Cell]]) -> pd.DataFrame:
    """Return rows as a frame that leaves every cell as it is."""
    return pd.DataFrame(list(rows), dtype=object)


def _value(value: Fraction | None, absent: str, *, decimal: bool) -> Cell:
    if value is None:
        return absent
    return round(float(value), DIGITS) if decimal else _number(value)


def _bound(value: Fraction | None, unit: str) -> Cell:
    return _value(value, NOT_KNOWN, decimal=unit in _DECIMAL)


def _number(value: Fraction) -> Cell:
    return int(value) if value.denominator == 1 else round(float(value), DIGITS)


def _whole(value: int | None, absent: str) -> Cell:
    return absent if value is None else value


def _size(figure: Mapping[Any, Any]) -> Cell:
    if pd.isna(figure["base_value"]):
        return DOES_NOT_APPLY if pd.isna(figure["base"]) else NOT_KNOWN
    return int(figure["base_value"])


def _text(value: object, absent: str) -> str:
    return value if isinstance(value, str) else absent


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids) or NONE


def _category(study: Study, name: str) -> str:
    """Return a category as a reader sees it, those of findings alone in words too."""
    known = {*study["categories"]["category"], *study["scales"]["category"]}
    return study.label(name) if name in known else name.replace("-", " ")


def _labels(study: Study, table: str, key: str) -> dict[str, str]:
    rows = study[table]
    return dict(zip(rows[key], rows["label"], strict=True))


def _place(study: Study, group: str) -> str:
    names: dict[str, str] = dict(
        zip(study["groups"]["group_id"], study["groups"]["name"], strict=True)
    )
    return names.get(group, group)
