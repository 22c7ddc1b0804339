"""`ltp round` and `ltp study`: start a round or a study, and write forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, shown
from ltp_analysis.project import find_project
from ltp_analysis.rounds.sheets import write_sheets
from ltp_analysis.rounds.start import start_round
from ltp_analysis.rounds.study import start_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ltp_analysis.rounds.start import Wanted
    from ltp_analysis.rounds.study import WantedStudy


def new(wanted: Wanted) -> int:
    """Start a round, and say what was written and what comes next.

    Args:
        wanted: The round.

    Returns:
        0; errors are raised.
    """
    project = find_project()
    _wrote(start_round(project, wanted))
    _next(
        f"Next: ltp report {wanted.report_year} makes the report, which says “not yet rated”. Then "
        "enter the plans of the round from the form of plans into data/raw/plans and coverage, "
        "and write coding sheets with: ltp round forms"
    )
    return 0


def forms(round_name: str, raters: Sequence[str]) -> int:
    """Write coding sheets and missing forms, and say what was written.

    Args:
        round_name: The round.
        raters: Names of the raters.

    Returns:
        0; errors are raised.
    """
    written = write_sheets(find_project(), round_name, raters)
    _wrote(written)
    if not written:
        _next("Nothing to do: every form is there. Name raters with --rater for their sheets.")
    elif raters:
        _next("Next: give each rater the sheet of that name; they fill it in alone.")
    else:
        _next("Next: fill in the form of plans; then name raters with --rater for their sheets.")
    return 0


def study(folder: Path, wanted: WantedStudy) -> int:
    """Make the folder of a study, and say what was written and what comes next.

    Args:
        folder: The folder.
        wanted: The study.

    Returns:
        0; errors are raised.
    """
    _wrote(start_study(folder, wanted))
    _next(
        f"Next: go into {shown(folder.resolve())} and fill in data/raw/register.csv. ltp validate "
        "says what is missing, and ltp round forms writes the forms of the round."
    )
    return 0


def _wrote(paths: Iterable[Path]) -> None:
    for path in paths:
        console().print(f"wrote {shown(path)}", soft_wrap=True)


def _next(text: str) -> None:
    console().print(text, soft_wrap=True)
