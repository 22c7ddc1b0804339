"""The commands of `ltp import` and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ltp_analysis.cli.options import OPTIONS, RoundName, exit_with

imports_app = typer.Typer(
    help="Take in ratings, plans and raters' answers from a CSV or XLSX file. Nothing is written "
    "without --write.",
    epilog="Example: ltp import ratings list.csv --round 2018/19 --source nspcc-2019",
    **OPTIONS,
)

File = Annotated[Path, typer.Argument(help="The CSV (UTF-8) or XLSX file, with one header row.")]
Source = Annotated[str, typer.Option("--source", help="Id of the source that the rows cite.")]
Write = Annotated[bool, typer.Option("--write", help="Write what is shown into data/raw.")]
Replace = Annotated[
    bool,
    typer.Option("--replace", help="With --write: let rows that differ give way to the file's."),
]


@imports_app.command(
    epilog="Example: ltp import ratings list.xlsx --round 2018/19 --map 'unit=Area name' "
    "--map rating=RAG --source nspcc-2019"
)
def ratings(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: File,
    round_name: RoundName,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help="Which column holds what: unit=…, code=…, rating=… or note=…; repeatable."
        ),
    ] = None,
    rating_maps: Annotated[
        list[str] | None,
        typer.Option(
            "--rating-map",
            help="What a word of the file means: “word=category” or “word=ignore”; repeatable.",
        ),
    ] = None,
    source: Source = "",
    edition: Annotated[
        str, typer.Option(help="Edition of the report: original or corrected.")
    ] = "original",
    confirm: Annotated[
        Path | None,
        typer.Option(
            help="The filled-in file of names that were not certain; written if it is not there."
        ),
    ] = None,
    source_title: Annotated[str, typer.Option(help="Title of a new source.")] = "",
    source_publisher: Annotated[str, typer.Option(help="Publisher of a new source.")] = "",
    source_licence: Annotated[str, typer.Option(help="Terms of a new source.")] = "",
    write: Write = False,
) -> None:
    """Take in a list of ratings with column names of its own.

    Units are named by code or name. A name that is only like one of the register is never taken:
    it is put into a file to confirm. What the list would add, change and contradict is shown
    before anything is written.
    """
    from ltp_analysis.cli import imports as command

    told = {"title": source_title, "publisher": source_publisher, "licence": source_licence}
    asked = command.Asked(
        file, round_name, tuple(maps or ()), tuple(rating_maps or ()), source, edition, confirm
    )
    exit_with(lambda: command.run_ratings(asked, told, write=write))


@imports_app.command(
    epilog="Example: ltp import plans plans.xlsx --round 2018/19 --source our-register --write"
)
def plans(
    file: File,
    round_name: RoundName,
    source: Source = "",
    write: Write = False,
    replace: Replace = False,
) -> None:
    """Take in the register of plans: columns as in the table plans, and “unit_codes”.

    The codes in “unit_codes”, divided by semicolons, become rows of coverage.
    """
    from ltp_analysis.cli import import_sheets as command

    asked = command.AskedSheet("plans", file, round_name, source=source)
    exit_with(lambda: command.run(asked, write=write, replace=replace))


@imports_app.command(
    epilog="Example: ltp import coding anna.xlsx --round 2018/19 --rater anna --source our-coding"
)
def coding(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: File,
    round_name: RoundName,
    rater: Annotated[str, typer.Option(help="Who answered: a name or pseudonym, as in a-b.")],
    source: Source = "",
    write: Write = False,
    replace: Replace = False,
) -> None:
    """Take in a rater's sheet: plan_id, question_id, answer, page and note."""
    from ltp_analysis.cli import import_sheets as command

    asked = command.AskedSheet("codings", file, round_name, rater, source)
    exit_with(lambda: command.run(asked, write=write, replace=replace))


@imports_app.command(
    epilog="Example: ltp import adjudications settled.csv --round 2018/19 --source our-coding"
)
def adjudications(
    file: File,
    round_name: RoundName,
    source: Source = "",
    write: Write = False,
    replace: Replace = False,
) -> None:
    """Take in settled answers: plan_id, question_id, answer, settled_by, settled_on and why."""
    from ltp_analysis.cli import import_sheets as command

    asked = command.AskedSheet("adjudications", file, round_name, source=source)
    exit_with(lambda: command.run(asked, write=write, replace=replace))
