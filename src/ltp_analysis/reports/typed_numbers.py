"""Find numbers that somebody typed into the prose of a document.

A number in a report is a finding, looked up by its id. What may be typed: years and rounds,
dates, and digits inside codes, file names and addresses. Shares in words ("a third of") are
numbers too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.rendering import parse, prose_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_COUNTED = "percent|CCGs|plans|areas|units|regions|children|people"
_ALLOWED = re.compile(
    rf"""
    \b\d{{1,2}}\s(?:{_MONTHS})\b              # a day: 9 August
    | \b(?:19|20)\d{{2}}(?:/\d{{2}}|-\d{{2}}-\d{{2}})\b
                                              # a round or an ISO date
    | \b(?:19|20)\d{{2}}\b(?![,.]?\d|\s*(?:%|(?:per\ cent|{_COUNTED})\b))
                                              # a year
    | \b(?:CC\ BY|v|version|Licence|PDF/UA|ISO|WCAG|DOCX?|PEP)[ -]?v?\d+(?:\.\d+)*
                                              # names with a number
    """,
    re.VERBOSE,
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_LARGE = (
    r"\w+teen|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"(?:a|one)\ (?:hundred|thousand|million|dozen)"
)
_NUMBER = re.compile(
    rf"""
    \d[\d,.]*\d | \d
    | \b(?:half|third|quarter|fifth|tenth)s?\s+(?:of|the|all)\b   # shares in words
    | \b(?:{_SMALL})\s+(?:thirds|quarters|fifths|tenths)\b
    | \b(?:{_SMALL})\s+(?:in|out\s+of)\s+(?:every\s+)?(?:{_SMALL}|{_LARGE})\b
    | \b(?:{_SMALL}|{_LARGE})(?:-\w+)?\s+(?:per\s+cent|{_COUNTED})\b
    | \b(?:{_LARGE})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class TypedNumber:
    """A number typed into prose.

    Attributes:
        file: The document, or the file it includes.
        line: Line of the file.
        text: The number.
    """

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        """Return where it is and what to do."""
        return (
            f"{self.file}:{self.line}: “{self.text}” is typed into the prose. "
            "Look it up in the ledger instead: `{python} report.share(...)`."
        )


def typed_numbers(documents: Iterable[Path]) -> list[TypedNumber]:
    """Return the numbers typed into the prose of documents and what they include.

    Args:
        documents: The `.qmd` files.

    Raises:
        RenderError: If a document cannot be read as one.
    """
    found = {
        TypedNumber(file, line, match.group().strip())
        for document in documents
        for file, line, text in prose_lines(parse(document))
        for match in _NUMBER.finditer(_ALLOWED.sub(" ", text))
    }
    return sorted(found, key=lambda item: (str(item.file), item.line, item.text))
