"""The commands and their options. Heavy libraries are imported only by what needs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ltp_analysis import __version__

app = typer.Typer(
    help="Rebuild yearly ratings of public plans from published evidence, with honest bounds.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

rounds_app = typer.Typer(
    help="Start a round, and write its forms.",
    no_args_is_help=True,
    epilog="Example: ltp round new 2019/20 --register 2020-04 --report-year 2020",
)
app.add_typer(rounds_app, name="round")
study_app = typer.Typer(
    help="Start a study of its own.",
    no_args_is_help=True,
    epilog="Example: ltp study new --help",
)
app.add_typer(study_app, name="study")

if TYPE_CHECKING:
    from collections.abc import Callable

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def _version(value: bool) -> None:  # noqa: FBT001 - a typer callback takes the option's value
    if value:
        typer.echo(f"ltp-analysis {__version__}")
        raise typer.Exit


RoundName = Annotated[str, typer.Option("--round", help="The round, such as 2016/17.")]
Region = Annotated[
    str, typer.Option(help="Name of a unit, an area or a group; all units if not given.")
]
ScenarioName = Annotated[
    str,
    typer.Option(
        help="How statements are taken: default, any-rule, truncated, original, doubtful, "
        "missing-in, missing-out or joint-plans."
    ),
]


def _exit(work: Callable[[], int]) -> NoReturn:
    from ltp_analysis.cli.screen import guarded

    raise typer.Exit(guarded(work))


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: ltp validate --json")
def validate(
    study: Annotated[
        Path | None,
        typer.Option(help="Folder of the study; data/raw of this checkout if not given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every raw table in one pass and list all that is wrong.

    Exits with 1 if anything is wrong. No file is changed.
    """
    from ltp_analysis.cli import validate as command

    _exit(lambda: command.run(study, as_json=as_json))


@app.command(epilog="Example: ltp build")
def build() -> None:
    """Make data/processed from data/raw: the findings, the bibliography, the data dictionary."""
    from ltp_analysis.cli import build as command

    _exit(command.run)


@app.command(epilog="Example: ltp report 2019 --to html,pdf")
def report(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Names of documents, such as 2019 or overview; all if not given."),
    ] = None,
    to: Annotated[
        str, typer.Option(help="Formats, divided by commas: html, pdf, docx.")
    ] = "html,pdf,docx",
    engine: Annotated[
        str, typer.Option(help="auto (quarto if it is installed), quarto or embedded.")
    ] = "auto",
    again: Annotated[
        bool, typer.Option("--again", help="Make everything again, whatever is up to date.")
    ] = False,
) -> None:
    """Build the findings and render the reports that are not up to date into reports/_output."""
    from ltp_analysis.cli import report as command

    _exit(lambda: command.run(names or [], to, engine, again=again))


@app.command(epilog="Example: ltp check")
def check() -> None:
    """Hold the reports that were built against the findings: is every number still true?

    Exits with 1 if a file is missing or was changed, if a report would come out otherwise now, or
    if a number in a page is not what its finding says.
    """
    from ltp_analysis.cli import check as command

    _exit(command.run)


@app.command(epilog="Example: ltp explain Doncaster")
def explain(
    name: Annotated[
        str,
        typer.Argument(
            help="Id of a finding, figure or statement; name or code of a unit, group or area."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Show where something comes from: value, method, statements and sources.

    With --json one object, or a list of them if the name stands for several things.
    """
    from ltp_analysis.cli import explain as command

    _exit(lambda: command.run(name, as_json=as_json))


@app.command(epilog="Example: ltp ratings --round 2016/17 --region 'North East'")
def ratings(
    round_name: RoundName,
    region: Region = "",
    scenario: ScenarioName = "default",
    as_json: AsJson = False,
) -> None:
    """List the ratings that each unit can have had, and whether that is stated or deduced."""
    from ltp_analysis.cli import ratings as command

    _exit(lambda: command.run(round_name, region, scenario, as_json=as_json))


@app.command(epilog="Example: ltp ask 'share green' --round 2017/18 --region 'North of England'")
def ask(  # noqa: PLR0913, PLR0917 - one parameter an option
    question: Annotated[
        str, typer.Argument(help="“share” or “count” and ratings, such as “share red or amber”.")
    ],
    round_name: RoundName,
    region: Region = "",
    scenario: ScenarioName = "default",
    rated: Annotated[
        bool, typer.Option("--rated", help="A share of the units with a rating only.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the least and greatest answer that accepted statements allow."""
    from ltp_analysis.cli import ask as command

    _exit(
        lambda: command.run(
            question, round_name, region, scenario, rated_only=rated, as_json=as_json
        )
    )


@app.command(epilog="Example: ltp whatif 'Bexley red' 'count red = 25' --round 2016/17")
def whatif(
    statements: Annotated[
        list[str],
        typer.Argument(
            help="A place and ratings, “Bexley red or amber”; or an amount, “count red = 20”, "
            "“count green at least 3”, “share green = 18%”."
        ),
    ],
    round_name: RoundName,
    region: Annotated[
        str, typer.Option(help="Where counts and shares are; all units if not given.")
    ] = "",
    scenario: ScenarioName = "default",
    as_json: AsJson = False,
) -> None:
    """Suppose that more had been stated, and show what that would pin down.

    A statement that cannot hold with the evidence is told with what stands against it.
    """
    from ltp_analysis.cli import whatif as command

    _exit(lambda: command.run(statements, round_name, region, scenario, as_json=as_json))


@app.command(epilog="Example: ltp audit --verdict contradicted --chart audit/verdicts.svg")
def audit(
    round_name: Annotated[
        str, typer.Option("--round", help="Only the figures of this round, such as 2016/17.")
    ] = "",
    verdict: Annotated[
        str, typer.Option("--verdict", help="Only figures with this verdict, or part of it.")
    ] = "",
    scenario: ScenarioName = "default",
    chart: Annotated[
        Path | None,
        typer.Option(
            help="Also draw how many figures have which verdict, into this .svg or .png; the "
            "other of the two and the data, as .csv, are written beside it."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Set every published figure against the rest of the evidence.

    The chart counts all figures, or those of the round; --verdict limits only what is listed.
    """
    from ltp_analysis.cli import audit as command

    _exit(lambda: command.run(round_name, verdict, scenario, chart, as_json=as_json))


@app.command(epilog="Example: ltp workbook --to tables")
def workbook(
    to: Annotated[
        Path | None,
        typer.Option(help="Folder to write into; reports/_output of this checkout if not given."),
    ] = None,
) -> None:
    """Write the tables, and the self-assessment to fill in, as workbooks in XLSX and in ODS."""
    from ltp_analysis.cli import workbook as command

    _exit(lambda: command.run(to))


@app.command(epilog="Example: ltp doctor")
def doctor(as_json: AsJson = False) -> None:
    """Show what is installed, which engine would be used, and whether anything is missing.

    Exits with 1 if reports cannot be made here.
    """
    from ltp_analysis.cli import doctor as command

    _exit(lambda: command.run(as_json=as_json))


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
    _exit(lambda: command.new(wanted))


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

    _exit(lambda: command.forms(round_name, raters or []))


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
    _exit(lambda: command.study(folder, wanted))
