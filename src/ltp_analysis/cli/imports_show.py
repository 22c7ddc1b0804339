"""How an import is shown before it is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from ltp_analysis.cli.screen import console, table
from ltp_analysis.explained.said import said_plainly
from ltp_analysis.imports.names import How

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.imports.contradictions import Contradiction
    from ltp_analysis.imports.names import Match
    from ltp_analysis.imports.proposed import Proposed
    from ltp_analysis.imports.ratings import Entries
    from ltp_analysis.imports.register import Names
    from ltp_analysis.validated.study import Study

_MOST_SHOWN = 6
"""More imported ratings than these are counted and not listed."""


def show_columns(columns: Mapping[str, str]) -> None:
    """Say which columns were told by what is in them."""
    for role, column in columns.items():
        _say(f"Column “{column}” is taken as the {role}, by what is in it.")


def show_unsure(unsure: Iterable[Match]) -> None:
    """List names that are not certain, with what they may stand for."""
    rows = [(one.written, one.why, "\n".join(map(str, one.suggestions))) for one in unsure]
    console().print(table(("Name", "Why it is not certain", "It may stand for"), rows))


def show_ratings(
    study: Study,
    names: Names,
    entries: Entries,
    proposed: Proposed,
    found: Sequence[Contradiction],
) -> None:
    """Show what an import of ratings would do.

    Args:
        study: The study.
        names: What the units are called.
        entries: What the file says.
        proposed: What would be added, and how that stands to what is stated.
        found: The accepted statements that cannot hold with it.
    """
    screen = console()
    plural = study.settings.plural
    rated = len(names.open) - len(proposed.left)
    _say(f"The file covers {rated} of the {len(names.open)} {plural} of {names.round}.")
    odd = [
        (str(one.row), one.written, one.unit_code, names.allowed[one.unit_code], str(one.how))
        for one in entries.entries
        if one.how in (How.ABBREVIATION, How.CONFIRMED)
    ]
    variants = sum(one.how is How.VARIANT for one in entries.entries)
    if variants:
        _say(f"{variants} names differ from the register in case, marks or usual parts only.")
    if odd:
        header = ("Row", "In the file", "Code", "Taken as", "By")
        screen.print(table(header, odd, "Names that are written otherwise in the register"))
    merged = [
        (one.unit_code, names.allowed[one.unit_code], names.allowed[names.heirs[one.unit_code]])
        for one in entries.entries
        if one.unit_code in names.heirs
    ]
    if merged:
        title = f"Merged by {names.round}; the rating stays with the old code"
        screen.print(table(("Code", "Name", "Now"), merged, title))
    words = Counter((one.word, " or ".join(one.ratings)) for one in entries.entries)
    said = [(word, meant, str(count)) for (word, meant), count in sorted(words.items())]
    screen.print(table(("In the file", "Rating", "Rows"), said, "Ratings"))
    if entries.left_out:
        shown = ", ".join(map(str, entries.left_out))
        _say(f"Left out as asked: rows {shown}.")
    if proposed.left:
        left = [(code, names.allowed[code]) for code in proposed.left]
        title = f"{plural} of {names.round} for which the file has no rating"
        screen.print(table(("Code", "Name"), left, title))
    _show_changes(proposed)
    _show_contradictions(study, found)
    if proposed.rows and not found:
        _say("It contradicts nothing that is held true.")


def _show_contradictions(study: Study, found: Sequence[Contradiction]) -> None:
    for number, one in enumerate(found, start=1):
        if not one.held:
            _say("The ratings of the file cannot all hold, whatever else is held true:")
        held = [("held so far", *said_plainly(study, item).values()) for item in one.held]
        new = [("imported", *said_plainly(study, item).values()) for item in one.imported]
        if len(new) > _MOST_SHOWN:
            new = [("imported", f"{len(new)} ratings", "of units that these speak of", "")]
        title = f"Contradiction {number} of {len(found)}: these cannot all hold"
        console().print(table(("", "Statement", "Says", "Source"), [*held, *new], title))


def _show_changes(proposed: Proposed) -> None:
    screen = console()
    _say(
        f"It would add {len(proposed.rows)} rows to ratings; {len(proposed.unchanged)} are there "
        f"already; {len(proposed.agrees)} say what another source has stated."
    )
    if proposed.differs:
        rows = [
            (
                one.unit_code,
                one.name,
                " or ".join(one.stated),
                " or ".join(one.imported),
                "excludes it" if one.excludes else "narrows or widens it",
                one.statement,
                one.source_id,
            )
            for one in proposed.differs
        ]
        header = ("Code", "Name", "Stated", "In the file", "Which", "Statement", "Source")
        screen.print(table(header, rows, "Said otherwise by another source; both rows would stay"))


def _say(text: str) -> None:
    console().print(Text(text), soft_wrap=True)
