"""Which statements are accepted, and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.validated.schemas import CORRECTED
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    import pandas as pd

    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class LeftOut:
    """A statement that is not accepted.

    Attributes:
        statement: Id of the figure or of the statement of a rating.
        reason: Why it is left out.
    """

    statement: str
    reason: str


def accepted(study: Study, table: str) -> pd.DataFrame:
    """Return the accepted rows of `figures` or `ratings`.

    A row is accepted if it is certain and belongs to the edition that the study builds on. The
    corrected edition is the original one with its corrected statements replaced.

    Args:
        study: The study.
        table: "figures" or "ratings".

    Returns:
        The rows of the table that are accepted, in its order.
    """
    rows = study[table]
    return rows[~rows[_key(table)].isin([item.statement for item in left_out(study, table)])]


def left_out(study: Study, table: str) -> list[LeftOut]:
    """Return the rows of `figures` or `ratings` that are not accepted, with reasons.

    Args:
        study: The study.
        table: "figures" or "ratings".

    Returns:
        The rows left out, in the order of the table.
    """
    return list(_left_out(study, table))


@kept
def _left_out(study: Study, table: str) -> tuple[LeftOut, ...]:
    rows, key, edition = study[table], _key(table), study.settings.edition
    corrected = set(rows["corrects"].dropna()) if "corrects" in rows else set()
    found: list[LeftOut] = []
    for row in rows.to_dict("records"):
        if row["certainty"] == "doubtful":
            found.append(LeftOut(row[key], f"doubtful: {row['doubt']}"))
        elif edition == CORRECTED and row[key] in corrected:
            found.append(LeftOut(row[key], "replaced by a corrected edition"))
        elif edition == "original" and row["edition"] == CORRECTED:
            found.append(LeftOut(row[key], "belongs to a corrected edition"))
    return tuple(found)


def _key(table: str) -> str:
    return {"figures": "figure_id", "ratings": "statement_id"}[table]
