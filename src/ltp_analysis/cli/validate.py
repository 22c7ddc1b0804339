"""`ltp validate`: everything that is wrong with a study's tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, print_problems, progress
from ltp_analysis.project import find_project
from ltp_analysis.validated.study import check_study

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path | None, *, as_json: bool) -> int:
    """Check a study and print the result.

    Args:
        folder: The study's folder; `data/raw` of the checkout if not given.
        as_json: Whether to print JSON instead of a table.

    Returns:
        0 if nothing is wrong, else 1.
    """
    place = folder or find_project().raw
    if not place.is_dir():
        raise NotADirectoryError(f"{place} is no folder.")
    with progress("validate") as say:
        report = check_study(place, say)
    if as_json:
        files = [
            {"file": name, "encoding": report.encodings[name], "rows": rows}
            for name, rows in report.rows.items()
        ]
        content = {
            "valid": report.study is not None,
            "files": files,
            "unchecked": report.unchecked,
            "problems": [problem.as_dict() for problem in report.problems],
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
    elif report.study is None:
        print_problems(report.problems)
        console().print(f"{len(report.problems)} problems in {place}. No file was changed.")
        if report.unchecked:
            console().print("Not checked until these are mended:")
            for rule in report.unchecked:
                console().print(f"- {rule}")
    else:
        total = sum(report.rows.values())
        version = report.study.version
        console().print(
            f"{len(report.rows)} tables with {total:,} rows are sound. Dataset {version}."
        )
    return 0 if report.study is not None else 1
