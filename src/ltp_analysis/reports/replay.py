"""Ask again what a document asked for, to tell whether it is still true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ltp_analysis.problems import LtpError
from ltp_analysis.reports.document import OPENED, Request, new_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.processed.results import Results
    from ltp_analysis.project import Project
    from ltp_analysis.reports.document import ReportDocument
    from ltp_analysis.validated.study import Study


def replay(  # noqa: PLR0913 - what is asked, of what, and how strictly
    project: Project,
    study: Study,
    results: Results,
    name: str,
    requests: Sequence[dict[str, Any]],
    *,
    anyhow: bool = False,
) -> ReportDocument | None:
    """Ask again for all that a document asked for; nothing is drawn or written.

    Args:
        project: The checkout.
        study: The study.
        results: What was worked out of it, as documents read it.
        name: Name of the document.
        requests: What it asked for, the opening first, each with the digest of what it got.
        anyhow: Whether to return the document although it gets something else.

    Returns:
        The document as it would be now, or None if it would not get the same, or if something
        that it asks for is not there.
    """
    asked = [Request(one["method"], tuple(one["names"]), one["digest"]) for one in requests]
    if not asked or asked[0].method != OPENED:
        return None
    try:
        document = new_document(project, study, results, name, *asked[0].names, keeps=False)
        for request in asked[1:]:
            getattr(document, request.method)(*request.names)
    except LtpError:
        return None
    return document if anyhow or document.requests == asked else None
