"""The commands of `ltp coding` and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ltp_analysis.cli.options import OPTIONS, AsJson, RoundName, exit_with

coding_app = typer.Typer(
    help="Work with the answers of raters on the plans of a round.",
    epilog="Example: ltp coding ratings --round 2018/19",
    **OPTIONS,
)


@coding_app.command("agreement", epilog="Example: ltp coding agreement --round 2018/19")
def coding_agreement(round_name: RoundName, as_json: AsJson = False) -> None:
    """Show how far two raters agree, question by question and on the rating."""
    from ltp_analysis.cli import coding as command

    exit_with(lambda: command.agreement(round_name, as_json=as_json))


@coding_app.command(
    "disagreements", epilog="Example: ltp coding disagreements --round 2018/19 --csv settle.csv"
)
def coding_disagreements(
    round_name: RoundName,
    csv: Annotated[
        Path | None,
        typer.Option(
            help="Also write a sheet to settle them in, in the columns of adjudications; a file "
            "that is there is never written over."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the answers on which raters differ and that nobody has settled yet."""
    from ltp_analysis.cli import coding as command

    exit_with(lambda: command.disagreements(round_name, csv, as_json=as_json))


@coding_app.command("ratings", epilog="Example: ltp coding ratings --round 2018/19")
def coding_ratings(round_name: RoundName, as_json: AsJson = False) -> None:
    """List the rating that follows for each plan, the rule, and which answers are open."""
    from ltp_analysis.cli import coding as command

    exit_with(lambda: command.ratings(round_name, as_json=as_json))


@coding_app.command(
    "bridge", epilog="Example: ltp coding bridge --round 2016/17 --criteria vulnerable-groups"
)
def coding_bridge(
    round_name: RoundName,
    criteria: Annotated[str, typer.Option(help="Id of the criteria to rate by as well.")],
    as_json: AsJson = False,
) -> None:
    """Rate the plans of a round by other criteria too and set both ratings side by side."""
    from ltp_analysis.cli import coding as command

    exit_with(lambda: command.other_criteria(round_name, criteria, as_json=as_json))
