"""`ltp import ratings`: take in a list of ratings, after showing what it does."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.prompt import Prompt
from rich.text import Text

from ltp_analysis.cli.imports_show import show_columns, show_ratings, show_unsure
from ltp_analysis.cli.screen import console, print_problems, progress, shown
from ltp_analysis.files import write_atomically
from ltp_analysis.imports.columns import NEEDED, ROLES, ColumnsError, guessed, mapped
from ltp_analysis.imports.confirmation import NOTHING, confirmation_text, confirmed
from ltp_analysis.imports.contradictions import contradictions, weighed
from ltp_analysis.imports.proposed import Origin, propose
from ltp_analysis.imports.ratings import read_entries
from ltp_analysis.imports.reading import read_sheet
from ltp_analysis.imports.register import names_of
from ltp_analysis.imports.rows import with_rows
from ltp_analysis.imports.sources import new_source
from ltp_analysis.imports.tables import as_it_would_be, table_text, write_tables
from ltp_analysis.imports.words import rating_words
from ltp_analysis.problems import InvalidDataError, LtpError, in_order
from ltp_analysis.project import find_project
from ltp_analysis.statements.scenario import DEFAULT
from ltp_analysis.validated.schemas import EDITIONS
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ltp_analysis.imports.confirmation import Confirmed
    from ltp_analysis.imports.names import Match
    from ltp_analysis.imports.register import Names
    from ltp_analysis.imports.words import Words
    from ltp_analysis.raw.read import TextTable


class EditionError(LtpError):
    """Raised where an edition is named that there is not."""


class ConfirmationThereError(LtpError):
    """Raised where a confirmation file would be written over."""


@dataclass(frozen=True)
class Asked:
    """What the user asked for.

    Attributes:
        file: The file.
        round_name: Name or id of the round.
        maps: Roles and columns.
        rating_maps: Words and categories.
        source: Id of the source.
        edition: The edition.
        confirm: The confirmation file.
    """

    file: Path
    round_name: str
    maps: tuple[str, ...]
    rating_maps: tuple[str, ...]
    source: str
    edition: str
    confirm: Path | None


def run_ratings(asked: Asked, told: Mapping[str, str], *, write: bool) -> int:
    """Take in a list of ratings.

    Args:
        asked: What the user asked for.
        told: Title, publisher and licence of a new source.
        write: Whether to write it.

    Returns:
        0, or 1 if names have to be confirmed first.

    Raises:
        InvalidDataError: If the file or the study has faults, with all of them.
        LtpError: If something that was asked for is not there.
    """
    _refuse_edition(asked.edition)
    folder = find_project().raw
    with progress("import") as say:
        say("reading the study")
        study = load_study(folder)
    round_id = study.find_round(asked.round_name)
    added_source = new_source(study, asked.source, told)
    before = {
        name: table_text(folder, name)
        for name in (*(("sources",) if added_source else ()), "ratings")
    }
    names = names_of(study, round_id)
    words = rating_words(study, round_id, asked.rating_maps)
    table = read_sheet(asked.file)
    columns = _columns(table, asked.maps, names, words)
    settled = _settled(asked.confirm, names)
    entries = read_entries(table, columns, names, words, settled)
    origin = Origin(table.file, round_id, asked.source, asked.edition)
    proposed = propose(study, entries.entries, origin, names)
    problems = in_order([*entries.problems, *proposed.problems])
    if entries.unsure:
        if problems:
            print_problems(problems)
        show_unsure(entries.unsure)
        path = _ask_to_confirm(asked, entries.unsure, settled)
        _say(
            f"{len(entries.unsure)} names are not certain. They are in {shown(path)}: fill in "
            f"unit_code with a code or “ignore”, and run again with --confirm {shown(path)}. "
            "Nothing else was written."
        )
        return 1
    if problems:
        raise InvalidDataError(problems)
    texts = {"ratings": with_rows(before["ratings"], proposed.rows)}
    if added_source:
        texts = {"sources": with_rows(before["sources"], [added_source]), **texts}
    found = []
    if proposed.rows:
        with progress("import") as say:
            say("checking the study as it would be")
            after = as_it_would_be(folder, texts)
            say("weighing the evidence")
            new = {row["statement_id"] for row in proposed.rows}
            found = contradictions(weighed(study, DEFAULT), after, new)
    show_ratings(study, names, entries, proposed, found)
    if not proposed.rows:
        _say(f"All {len(proposed.unchanged)} rows are there already. Nothing was written.")
    elif not write:
        _say("Nothing was written. Run again with --write to write it.")
    else:
        for path in write_tables(folder, texts, before):
            _say(f"Written: {shown(path)}")
    return 0


def _refuse_edition(edition: str) -> None:
    if edition not in EDITIONS:
        raise EditionError(f"There is no edition {edition}. Use {' or '.join(EDITIONS)}.")


def _settled(confirm: Path | None, names: Names) -> Confirmed:
    there = confirm is not None and confirm.is_file()
    return confirmed(read_sheet(confirm), names) if confirm and there else NOTHING


def _columns(
    table: TextTable, maps: tuple[str, ...], names: Names, words: Words
) -> Mapping[str, str]:
    """Return the column of each role: as told, told by its cells, or asked for on a terminal."""
    columns = mapped(maps, table.header)
    if set(NEEDED) <= columns.keys():
        return columns
    guess = guessed(table, names, words)
    taken = set(columns.values())
    can = {
        role: column
        for role, column in guess.columns.items()
        if role not in columns and column not in taken
    }
    open_roles = [role for role in NEEDED if role not in columns and role not in can]
    if open_roles and sys.stdin.isatty():
        for role in open_roles:
            columns[role] = _ask(role, table.header)
    elif open_roles:
        several = "".join(
            f" More than one column may hold it: {', '.join(guess.several[role])}."
            for role in open_roles
            if role in guess.several
        )
        wanted = " and ".join(f"{ROLES[role]} (--map {role}=…)" for role in open_roles)
        raise ColumnsError(
            f"Say which column has {wanted}. Columns: {', '.join(table.header)}.{several}"
        )
    columns |= {role: column for role, column in can.items() if role not in columns}
    show_columns({role: columns[role] for role in can})
    return columns


def _ask(role: str, header: tuple[str, ...]) -> str:
    """Ask on the terminal which column has a role."""
    wanted = Text(f"Which column has {ROLES[role]}")
    return Prompt.ask(wanted, console=console(), choices=list(header))


def _ask_to_confirm(asked: Asked, unsure: tuple[Match, ...], settled: Confirmed) -> Path:
    """Write the file in which names are confirmed, what was filled in kept as it is."""
    path = asked.confirm or asked.file.with_name(f"{asked.file.stem}-names.csv")
    if asked.confirm is None and path.exists():
        raise ConfirmationThereError(
            f"{len(unsure)} names are not certain, and {shown(path)} is there already. Fill it in "
            f"and run again with --confirm {shown(path)}, or delete it."
        )
    if path.suffix == ".xlsx":
        raise ConfirmationThereError("Give --confirm a .csv file: names have to be added to it.")
    write_atomically(path, confirmation_text(unsure, settled.rows))
    return path


def _say(text: str) -> None:
    console().print(Text(text), soft_wrap=True)
