"""What the commands share: options of one meaning, and how a command ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS: Final[dict[str, Any]] = {
    "no_args_is_help": True,
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
"""How every group of commands behaves."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
RoundName = Annotated[str, typer.Option("--round", help="The round, such as 2016/17.")]


def exit_with(work: Callable[[], int]) -> NoReturn:
    """Do the work of a command and end with the code that it returns, or with 1 on an error."""
    from ltp_analysis.cli.screen import guarded

    raise typer.Exit(guarded(work))
