"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the data.

    Attributes:
        file: Name of the file, relative to the study's folder.
        row: Row as a spreadsheet counts them (the header is row 1); None for the whole file.
        column: Name of the column; empty for the whole row or file.
        value: The offending value, as text.
        rule: The rule that it breaks.
        remedy: How to mend it.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    remedy: str

    def as_dict(self) -> dict[str, object]:
        """Return the problem as plain values, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        """Return the problem in one line."""
        place = self.file + (f", row {self.row}" if self.row is not None else "")
        place += f", column {self.column}" if self.column else ""
        value = f" ({self.value})" if self.value else ""
        return f"{place}: {self.rule}{value}. {self.remedy}"


class LtpError(Exception):
    """An error that a person can mend: its message says how, and no traceback is needed."""


class InvalidDataError(LtpError):
    """Raised where data has to be sound and is not; `problems` holds every fault found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order of file, row and column."""
        self.problems = sorted(problems, key=_place)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _place(problem: Problem) -> tuple[str, int, str, str, str, str]:
    row = problem.row or 0
    return problem.file, row, problem.column, problem.rule, problem.value, problem.remedy


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the distinct problems in the order of file, row and column."""
    return sorted(set(problems), key=_place)
