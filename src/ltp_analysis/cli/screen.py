"""What commands print: progress and tables on a terminal, plain lines elsewhere."""

from __future__ import annotations

import asyncio
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ltp_analysis.files import write_atomically
from ltp_analysis.problems import InvalidDataError, LtpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ltp_analysis.problems import Problem

_PLAIN_WIDTH = 160
INTERRUPTED = 130
"""What shells give a program that the user stopped."""


def console(*, errors: bool = False) -> Console:
    """Return a console for output or for errors; off a terminal its lines are long and plain."""
    found = Console(stderr=errors, highlight=False, soft_wrap=False)
    if not found.is_terminal:
        found = Console(stderr=errors, highlight=False, width=_PLAIN_WIDTH, no_color=True)
    return found


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done: a moving line on a terminal, a plain line each elsewhere.

    Args:
        title: What the whole is.

    Yields:
        A function to call with each step.
    """
    screen = console(errors=True)
    if not screen.is_terminal:
        yield lambda step: print(f"{title}: {step}", file=sys.stderr, flush=True)  # noqa: T201
        return
    with screen.status(title) as status:
        yield lambda step: status.update(f"{title}: {step}")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> Table:
    """Return a table of text for a console; no text in it is read as markup."""
    made = Table(title=title or None, title_justify="left", show_lines=False)
    for name in header:
        made.add_column(name, overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def shown(path: Path) -> str:
    """Return a path from here, if it lies here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def put(text: str, output: Path | None) -> None:
    """Write a text to a file and say so, or print it.

    Args:
        text: The text, with its last line end.
        output: The file; None to print.
    """
    if output is None:
        sys.stdout.write(text)
        return
    write_atomically(output, text)
    print(f"wrote {shown(output)}")  # noqa: T201 - the output


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems as one table."""
    rows = [
        (
            problem.file,
            "" if problem.row is None else str(problem.row),
            problem.column,
            problem.value,
            problem.rule,
            problem.remedy,
        )
        for problem in problems
    ]
    header = ("File", "Row", "Column", "Value", "Rule broken", "How to mend it")
    console().print(table(header, rows))


def guarded(work: Callable[[], int]) -> int:
    """Run a command and turn errors that a person can mend into clear words.

    Args:
        work: What the command does; returns its exit code.

    Returns:
        The exit code of the command, or 1 after such an error.
    """
    try:
        return work()
    except InvalidDataError as error:
        print_problems(error.problems)
        _say(f"{len(error.problems)} problems in the data. Nothing was written.")
    except (LtpError, OSError) as error:
        _say(str(error))
    except (KeyboardInterrupt, asyncio.CancelledError):
        _say("Stopped. What was there before is as it was.")
        return INTERRUPTED
    return 1


def _say(text: str) -> None:
    console(errors=True).print(Text(text), style="bold red", soft_wrap=True)
