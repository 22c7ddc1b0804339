"""`ltp diff`: what changed from one version of the dataset to another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from ltp_analysis.cli.screen import progress, put
from ltp_analysis.differences.difference import compare_versions
from ltp_analysis.differences.shown import to_json, to_page, to_text
from ltp_analysis.differences.version import version
from ltp_analysis.problems import LtpError
from ltp_analysis.project import NoProjectError, find_project

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.project import Project

FORMATS: Final = ("text", "json", "html")


class NoFormatError(LtpError):
    """Raised where a difference is wanted in a format that there is not."""


def run(  # noqa: PLR0913 - two versions, and how to show them
    before: str, after: str, style: str, output: Path | None, *, rebuild: bool, whole: bool
) -> int:
    """Show or write a difference.

    Args:
        before: The earlier version: a folder, an archive or a revision.
        after: The later version.
        style: text, json or html.
        output: The file to write; printed if None.
        rebuild: Whether to work everything out anew on both sides.
        whole: Whether text names every row.

    Returns:
        0, whether or not anything changed.

    Raises:
        NoFormatError: If there is no such format.
        NoVersionError: If a version is not there.
        InvalidDataError: If something has to be worked out, and the raw tables are not sound.
    """
    if style not in FORMATS:
        raise NoFormatError(f"There is no format {style}. There are: {', '.join(FORMATS)}.")
    here = _here()
    with (
        progress("diff") as say,
        version(before, here, say, rebuild=rebuild) as old,
        version(after, here, say, rebuild=rebuild) as new,
    ):
        say("comparing")
        difference = compare_versions(old, new)
    if style == "text":
        text = to_text(difference, sys.maxsize) if whole else to_text(difference)
    else:
        text = to_json(difference) if style == "json" else to_page(difference)
    put(text, output)
    return 0


def _here() -> Project | None:
    try:
        return find_project()
    except NoProjectError:
        return None
