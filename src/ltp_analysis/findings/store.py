"""Keep the ledger in files: `findings.csv` for people, `findings.json` for programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ltp_analysis.files import write_atomically
from ltp_analysis.findings.finding import COLUMNS, Finding
from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.problems import LtpError
from ltp_analysis.records import as_decimal

if TYPE_CHECKING:
    from pathlib import Path

CSV_FILE = "findings.csv"
JSON_FILE = "findings.json"
_VALUES = ("lower", "upper")
_LISTS = ("statements", "sources")
_DIGITS = 6


class NotBuiltError(LtpError):
    """Raised where findings are read that were not built yet."""


def write_ledger(ledger: Ledger, folder: Path) -> list[Path]:
    """Write the ledger as CSV and as JSON.

    In both, `lower` and `upper` are rounded to six decimals; in the JSON they stand beside
    the exact fraction (`lower_exact`, `upper_exact`), from which the ledger is read back.

    Args:
        ledger: The findings.
        folder: Where to write.

    Returns:
        The files written.
    """
    paths = [folder / CSV_FILE, folder / JSON_FILE]
    write_atomically(paths[0], _as_csv(ledger))
    write_atomically(paths[1], _as_json(ledger))
    return paths


def read_ledger(folder: Path) -> Ledger:
    """Read the ledger back from its JSON file.

    Args:
        folder: Where it was written.

    Raises:
        NotBuiltError: If it was not built yet.
    """
    path = folder / JSON_FILE
    if not path.is_file():
        raise NotBuiltError(f"{path} is not there. Make it with: ltp build")
    return Ledger(_finding(row) for row in json.loads(path.read_text(encoding="utf-8")))


def _as_csv(ledger: Ledger) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for finding in ledger.values():
        row = asdict(finding)
        row |= {name: as_decimal(row[name]) for name in _VALUES}
        row |= {name: " ".join(row[name]) for name in _LISTS}
        writer.writerow(row)
    return text.getvalue()


def _as_json(ledger: Ledger) -> str:
    rows = [as_record(finding) for finding in ledger.values()]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values for JSON, its bounds both rounded and exact."""
    row = asdict(finding)
    for name in _VALUES:
        value = row[name]
        row[name] = None if value is None else round(float(value), _DIGITS)
        row[f"{name}_exact"] = None if value is None else str(value)
    return row


def _finding(row: dict[str, Any]) -> Finding:
    for name in _VALUES:
        exact = row.pop(f"{name}_exact")
        row[name] = None if exact is None else Fraction(exact)
    row |= {name: tuple(row[name]) for name in _LISTS}
    return Finding(**row)
