"""The source that imported rows cite: there already, or added with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.imports.rows import as_csv
from ltp_analysis.problems import LtpError
from ltp_analysis.validated.schemas import Sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.study import Study


class UnknownSourceError(LtpError):
    """Raised where imported rows would cite a source that the study does not have."""


def new_source(study: Study, source_id: str, told: Mapping[str, str]) -> dict[str, str] | None:
    """Return the row to add to `sources` so that a source can be cited.

    Args:
        study: The study.
        source_id: The source.
        told: What is said of it, by column; empty texts say nothing.

    Returns:
        The row, or None if the source is there.

    Raises:
        UnknownSourceError: If it is not there and title, publisher or licence are not told, or no
            source is named.
    """
    known = list(study["sources"]["source_id"])
    if not source_id:
        raise UnknownSourceError(
            "Name the source that the rows shall cite with --source: an id of the table sources, "
            "or a new one together with --source-title, --source-publisher and --source-licence."
        )
    if source_id in known:
        return None
    row = {"source_id": source_id, "kind": "report", **{k: v for k, v in told.items() if v}}
    needed = ("title", "publisher", "licence")
    if all(row.get(name) for name in needed):
        return row
    header = list(Sources.to_schema().columns)
    shown = row | {name: row.get(name) or f"({name})" for name in needed}
    raise UnknownSourceError(
        f"There is no source {source_id}. Add a row to the table sources, such as\n"
        f"{as_csv(header, [shown])}"
        "or give --source-title, --source-publisher and --source-licence."
    )
