"""The commands of `ltp round` and `ltp study` and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ltp_analysis.cli.options import OPTIONS, AsJson, exit_with

rounds_app = typer.Typer(
    help="Start a round, write its forms, and see how far it is.",
    epilog="Example: ltp round new 2019/20 --register 2020-04 --report-year 2020",
    **OPTIONS,
)
study_app = typer.Typer(
    help="Start a study of its own.",
    epilog="Example: ltp study new --help",
    **OPTIONS,
)


@rounds_app.command("status", epilog="Example: ltp round status --round 2018/19")
def round_status(
    round_name: Annotated[
        str, typer.Option("--round", help="The round, such as 2016/17; the last one if not given.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show what of a round is done, and the one next step."""
    from ltp_analysis.cli import round_status as command

    exit_with(lambda: command.run(round_name, as_json=as_json))


@rounds_app.command(
    "new", epilog="Example: ltp round new 2019/20 --register 2020-04 --report-year 2020"
)
def round_new(  # noqa: PLR0913, PLR0917 - one parameter an option
    round_name: Annotated[
        str, typer.Argument(metavar="ROUND", help="The round, such as 2019/20 or 2020.")
    ],
    register: Annotated[
        str, typer.Option(help="Year and month of the register of units, such as 2020-04.")
    ],
    report_year: Annotated[
        int, typer.Option(min=1990, max=2100, help="Year in which the report is to come out.")
    ],
    criteria: Annotated[
        str, typer.Option(help="Id of the criteria; those of the last round if not given.")
    ] = "",
    population_year: Annotated[
        int | None, typer.Option(help="Mid-year of the population, for estimates of children.")
    ] = None,
    title: Annotated[str, typer.Option(help="Title of the report.")] = "",
    source: Annotated[
        str, typer.Option(help="Source of the row; that of the study's definitions if not given.")
    ] = "",
) -> None:
    """Start a round: its row in the table of rounds, forms to fill in, and a report.

    The report can be made at once, and says “not yet rated”. If anything of the round is there
    already, or the study would not be sound with it, nothing is written.
    """
    from ltp_analysis.cli import rounds as command
    from ltp_analysis.rounds.start import Wanted

    wanted = Wanted(
        round=round_name,
        register=register,
        report_year=report_year,
        criteria=criteria,
        population_year=population_year,
        title=title,
        source=source,
    )
    exit_with(lambda: command.new(wanted))


@rounds_app.command("forms", epilog="Example: ltp round forms 2019/20 --rater ann --rater ben")
def round_forms(
    round_name: Annotated[str, typer.Argument(metavar="ROUND", help="The round, such as 2019/20.")],
    raters: Annotated[
        list[str] | None, typer.Option("--rater", help="Name of a rater; repeat for each.")
    ] = None,
) -> None:
    """Write a coding sheet for each rater, and the forms of the round that are not there yet.

    A sheet that is filled in already is never written over.
    """
    from ltp_analysis.cli import rounds as command

    exit_with(lambda: command.forms(round_name, raters or []))


@study_app.command(
    "new",
    epilog="Example: ltp study new inspections --id inspections --title 'Ratings of councils' "
    "--unit-singular council --unit-plural councils --category inadequate --category good "
    "--missing 'not yet rated' --round 2023",
)
def study_new(  # noqa: PLR0913, PLR0917 - one parameter an option
    folder: Annotated[Path, typer.Argument(help="The folder to make; empty, if it is there.")],
    study_id: Annotated[str, typer.Option("--id", help="Short name: small letters and hyphens.")],
    title: Annotated[str, typer.Option(help="Title of the work.")],
    unit_singular: Annotated[str, typer.Option(help="What is rated, one: council.")],
    unit_plural: Annotated[str, typer.Option(help="What is rated, several: councils.")],
    category: Annotated[
        list[str], typer.Option(help="A category of the scale; repeat, the worst first.")
    ],
    round_name: Annotated[str, typer.Option("--round", help="The first round: 2023 or 2023/24.")],
    missing: Annotated[
        list[str] | None, typer.Option(help="A state that is not a rating; repeat for more.")
    ] = None,
    inadequate: Annotated[
        list[str] | None,
        typer.Option(help="A category called inadequate; repeat. The worst if not given."),
    ] = None,
    register: Annotated[
        str,
        typer.Option(help="Year and month of the register; January of the round if not given."),
    ] = "",
    report_year: Annotated[
        int | None, typer.Option(help="Year of the report; the last of the round if not given.")
    ] = None,
    rates: Annotated[
        str, typer.Option(help="What the ratings are of; the units if not given.")
    ] = "",
    whole: Annotated[str, typer.Option(help="Name of all units together.")] = "",
) -> None:
    """Make the folder of another study: every table, an empty register, and a first report."""
    from ltp_analysis.cli import rounds as command
    from ltp_analysis.rounds.study import WantedStudy

    wanted = WantedStudy(
        id=study_id,
        title=title,
        singular=unit_singular,
        plural=unit_plural,
        categories=tuple(category),
        missing=tuple(missing or ()),
        inadequate=tuple(inadequate or ()),
        round=round_name,
        register=register,
        report_year=report_year,
        rates=rates,
        whole=whole,
    )
    exit_with(lambda: command.study(folder, wanted))
