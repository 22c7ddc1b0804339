"""What can be wrong with a document, said with the file and the line to mend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Problem(NamedTuple):
    """One thing to mend.

    Attributes:
        file: The source file that holds it.
        line: Its line there, counted from 1.
        message: What is wrong.
        remedy: What to do about it.
    """

    file: Path
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return `file:line: message Remedy.`, the file relative to the working folder."""
        return f"{_shown(self.file)}:{self.line}: {self.message} {self.remedy}".rstrip()


class RenderError(LtpError):
    """A document could not be rendered; nothing was written.

    Attributes:
        problems: What to mend, in the order found.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, without repeats."""
        self.problems: list[Problem] = list(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _shown(file: Path) -> Path:
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
