"""The commands and their options. Heavy libraries are imported only by what needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ltp_analysis import __version__
from ltp_analysis.cli.coding_app import coding_app
from ltp_analysis.cli.imports_app import imports_app
from ltp_analysis.cli.options import OPTIONS, AsJson, RoundName, exit_with
from ltp_analysis.cli.rounds_app import rounds_app, study_app

app = typer.Typer(
    help="Rebuild yearly ratings of public plans from published evidence, with honest bounds.",
    add_completion=False,
    pretty_exceptions_enable=False,
    **OPTIONS,
)
app.add_typer(coding_app, name="coding")
app.add_typer(imports_app, name="import")
app.add_typer(rounds_app, name="round")
app.add_typer(study_app, name="study")


def _version(value: bool) -> None:  # noqa: FBT001 - a typer callback takes the option's value
    if value:
        typer.echo(f"ltp-analysis {__version__}")
        raise typer.Exit


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

    exit_with(lambda: command.run(study, as_json=as_json))


@app.command(epilog="Example: ltp build")
def build() -> None:
    """Make data/processed from data/raw: the findings, the bibliography, the data dictionary."""
    from ltp_analysis.cli import build as command

    exit_with(command.run)


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

    exit_with(lambda: command.run(names or [], to, engine, again=again))


@app.command(epilog="Example: ltp check")
def check() -> None:
    """Hold the reports that were built against the findings: is every number still true?

    Exits with 1 if a file is missing or was changed, if a report would come out otherwise now, or
    if a number in a page is not what its finding says.
    """
    from ltp_analysis.cli import check as command

    exit_with(command.run)


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

    exit_with(lambda: command.run(name, as_json=as_json))


@app.command(epilog="Example: ltp ratings --round 2016/17 --region 'North East'")
def ratings(
    round_name: RoundName,
    region: Region = "",
    scenario: ScenarioName = "default",
    as_json: AsJson = False,
) -> None:
    """List the ratings that each unit can have had, and whether that is stated or deduced."""
    from ltp_analysis.cli import ratings as command

    exit_with(lambda: command.run(round_name, region, scenario, as_json=as_json))


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

    exit_with(
        lambda: command.run(
            question, round_name, region, scenario, rated_only=rated, as_json=as_json
        )
    )


@app.command(epilog="Example: ltp compare --round 2018/19 --since 2017/18")
def compare(
    round_name: Annotated[
        str, typer.Option("--round", help="The round, or the later of two, such as 2018/19.")
    ] = "",
    since: Annotated[
        str, typer.Option("--since", help="The earlier round; with --round any two rounds.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Compare rounds and regions where every rating is known, or say why that cannot be yet."""
    from ltp_analysis.cli import compare as command

    exit_with(lambda: command.run(round_name, since, as_json=as_json))


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

    exit_with(lambda: command.run(statements, round_name, region, scenario, as_json=as_json))


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

    exit_with(lambda: command.run(round_name, verdict, scenario, chart, as_json=as_json))


@app.command(epilog="Example: ltp workbook --to tables")
def workbook(
    to: Annotated[
        Path | None,
        typer.Option(help="Folder to write into; reports/_output of this checkout if not given."),
    ] = None,
) -> None:
    """Write the tables, and the self-assessment to fill in, as workbooks in XLSX and in ODS."""
    from ltp_analysis.cli import workbook as command

    exit_with(lambda: command.run(to))


@app.command(epilog="Example: ltp release 1.0.0 --since dist/ltp-dataset-0.9.0.zip")
def release(
    version: Annotated[
        str, typer.Argument(help="The version, three numbers, as in data/raw/study.toml.")
    ],
    since: Annotated[
        str,
        typer.Option(
            help="Archive or git revision of the version before; the newest in dist if not given."
        ),
    ] = "",
    to: Annotated[
        Path | None,
        typer.Option(help="Folder to write into; dist of this checkout if not given."),
    ] = None,
) -> None:
    """Make a version of the dataset: one archive in dist with data, reports and metadata.

    The same checkout gives the same bytes. A version that takes too small a step for what changed
    is refused, and so is one that was made before with other bytes.
    """
    from ltp_analysis.cli import release as command

    exit_with(lambda: command.run(version, since, to))


@app.command(epilog="Example: ltp verify dist/ltp-dataset-1.0.0.zip --deep")
def verify(
    archive: Annotated[Path, typer.Argument(help="The archive that ltp release made.")],
    deep: Annotated[
        bool,
        typer.Option(
            "--deep",
            help="Render the reports too. This runs the documents in the archive: only for "
            "archives from those you trust.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check an archive: every file as released, and the same when it is made again.

    Exits with 1 if anything differs. Nothing is unpacked but into a temporary folder.
    """
    from ltp_analysis.cli import verify as command

    exit_with(lambda: command.run(archive, deep=deep, as_json=as_json))


@app.command(epilog="Example: ltp example complete --seed 7")
def example(
    folder: Annotated[Path, typer.Argument(help="The folder to make; empty, if it is there.")],
    seed: Annotated[
        int, typer.Option(help="What the ratings are drawn with; the same gives the same.")
    ] = 2020,
    only_made_up: Annotated[
        bool,
        typer.Option(
            "--only-made-up",
            help="Write only the rows that are made up, and study.toml, over those in the folder.",
        ),
    ] = False,
) -> None:
    """Make a synthetic example: this study with a made-up rating for every unit and round.

    Ratings are drawn by chance so that all statements hold. Every page made of it says so.
    """
    from ltp_analysis.cli import example as command

    exit_with(lambda: command.run(folder, seed, only_made_up=only_made_up))


@app.command(epilog="Example: ltp cite --report 2019 --format bibtex")
def cite(
    finding: Annotated[str, typer.Option(help="Id of a finding.")] = "",
    report: Annotated[str, typer.Option(help="Name of a report, such as 2019.")] = "",
    dataset: Annotated[
        str, typer.Option(help="Version of the dataset, to be sure that it is this one.")
    ] = "",
    style: Annotated[
        str,
        typer.Option(
            "--format", help="text, apa, bibtex, ris, csl (CSL JSON), datacite (JSON) or cff."
        ),
    ] = "text",
    output: Annotated[
        Path | None, typer.Option(help="File to write; printed if not given.")
    ] = None,
) -> None:
    """Say how to cite the dataset, or a report or a finding of it, with its version and SWHID.

    The SWHID follows from the bytes of the raw tables alone, so anyone can check it.
    """
    from ltp_analysis.cli import cite as command

    exit_with(lambda: command.run(finding, report, dataset, style, output))


@app.command(epilog="Example: ltp diff dist/ltp-dataset-1.0.0.zip . --format html --output d.html")
def diff(  # noqa: PLR0913, PLR0917 - two versions, and how to show them
    before: Annotated[
        str,
        typer.Argument(
            help="The earlier version: a folder with data/raw, an archive, a version in dist, or a "
            "revision in git."
        ),
    ],
    after: Annotated[str, typer.Argument(help="The later version, such as . for this checkout.")],
    style: Annotated[str, typer.Option("--format", help="text, json or html.")] = "text",
    output: Annotated[
        Path | None, typer.Option(help="File to write; printed if not given.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Work everything out anew on both sides.")
    ] = False,
    whole: Annotated[
        bool, typer.Option("--all", help="Let text name every row, however many there are.")
    ] = False,
) -> None:
    """Show what changed between two versions: facts, and what follows from them.

    Exits with 0 whether or not anything changed. What was worked out is taken as each version has
    it, or worked out where it has not, or has it of other raw tables.
    """
    from ltp_analysis.cli import diff as command

    exit_with(lambda: command.run(before, after, style, output, rebuild=rebuild, whole=whole))


@app.command(epilog="Example: ltp trace ratings 02X 2016-17; ltp trace raw/ratings 2017-18-kernow")
def trace(
    table: Annotated[
        str, typer.Argument(help="A table of data/processed, or raw/ and one of data/raw.")
    ],
    key: Annotated[
        list[str], typer.Argument(help="What names the row, in the order of the table's key.")
    ],
    without: Annotated[
        bool,
        typer.Option("--without", help="Work everything out without a raw row; show what changes."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Lead a row that was worked out back to facts and sources, or a raw row forward.

    Forward, every row that leads back to the raw row is listed; with --without what would change.
    """
    from ltp_analysis.cli import trace as command

    exit_with(lambda: command.run(table, key, without=without, as_json=as_json))


@app.command(epilog="Example: ltp doctor")
def doctor(as_json: AsJson = False) -> None:
    """Show what is installed, which engine would be used, and whether anything is missing.

    Exits with 1 if reports cannot be made here.
    """
    from ltp_analysis.cli import doctor as command

    exit_with(lambda: command.run(as_json=as_json))
