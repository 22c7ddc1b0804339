"""From a file of ratings to one rating a unit, and everything that stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.imports.confirmation import IGNORE, NOTHING, Confirmed
from ltp_analysis.imports.names import How, Match, match
from ltp_analysis.imports.reading import faults
from ltp_analysis.problems import Problem, in_order
from ltp_analysis.raw.read import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ltp_analysis.imports.register import Names
    from ltp_analysis.imports.words import Words
    from ltp_analysis.raw.read import TextTable


@dataclass(frozen=True)
class Entry:
    """What one row of a file says of one unit.

    Attributes:
        row: Row as a spreadsheet counts them.
        written: The code or name as the file has it.
        unit_code: The unit.
        how: How it was found.
        word: The rating as the file has it.
        ratings: The ratings it leaves open, in the order of the scale.
        note: What the source says besides.
    """

    row: int
    written: str
    unit_code: str
    how: How
    word: str
    ratings: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Entries:
    """What a file of ratings says.

    Attributes:
        entries: The rows that are clear, in the order of the file.
        unsure: Names that a person has to settle, each once.
        left_out: Rows that are to be left out.
        problems: Everything that has to be mended before anything can be written.
    """

    entries: tuple[Entry, ...]
    unsure: tuple[Match, ...]
    left_out: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_entries(
    table: TextTable,
    columns: Mapping[str, str],
    names: Names,
    words: Words,
    settled: Confirmed = NOTHING,
) -> Entries:
    """Return what a file says of each unit, and every fault, in one pass.

    Args:
        table: The file.
        columns: The column of each role; “unit” and “rating” are needed.
        names: What the units of the round are called.
        words: What rating words mean.
        settled: What a person confirmed.
    """
    problems = [*faults(table, columns.values()), *settled.problems]
    entries: list[Entry] = []
    unsure: dict[str, Match] = {}
    left_out: list[int] = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        written, word = row[columns["unit"]], row[columns["rating"]]
        code = row[columns["code"]] if "code" in columns else ""
        if not any((written, word, code)):
            continue
        place = (table.file, number)
        found = _unit(written, code, names, settled)
        if found.unit_code == IGNORE or (ratings := words.read(word)) == ():
            left_out.append(number)
            continue
        if found.how is How.UNSURE and found.written:
            unsure.setdefault(found.written, found)
        elif not found.unit_code:
            problems.append(_no_unit(place, columns, found, names))
        problems += _codes_differ(place, columns, written, code, found, names, settled)
        if ratings is None:
            problems.append(_no_rating(place, columns["rating"], word, words))
        elif found.unit_code:
            note = row[columns["note"]] if "note" in columns else ""
            shown = found.written
            entries.append(Entry(number, shown, found.unit_code, found.how, word, ratings, note))
    problems += _twice(table.file, columns["unit"], entries, names)
    problems += _with_heirs(table.file, columns["unit"], entries, names)
    if not table.rows:
        rule, remedy = "the file has no rows", "Give it one row for each unit."
        problems.append(Problem(table.file, None, "", "", rule, remedy))
    return Entries(
        tuple(entries), tuple(unsure.values()), tuple(left_out), tuple(in_order(problems))
    )


def _unit(written: str, code: str, names: Names, settled: Confirmed) -> Match:
    """Return the unit of a row: by what was confirmed, by its code, or by its name."""
    name = " ".join(written.split())
    if name in settled.codes:
        return Match(name, How.CONFIRMED, settled.codes[name])
    return match(code or written, names)


def _no_unit(
    place: tuple[str, int], columns: Mapping[str, str], found: Match, names: Names
) -> Problem:
    column = columns.get("code", columns["unit"])
    if not found.written:
        rule, remedy = "the row names no unit", "Fill it in, or delete the row."
    else:
        rule = f"{names.settings.code_name} that {names.round} cannot rate: {found.why}"
        remedy = f"Write the code of a unit in the register of {names.round}."
    return Problem(*place, column, shorten(found.written), rule, remedy)


def _codes_differ(  # noqa: PLR0913, PLR0917 - the row, and what is known
    place: tuple[str, int],
    columns: Mapping[str, str],
    written: str,
    code: str,
    found: Match,
    names: Names,
    settled: Confirmed,
) -> Iterator[Problem]:
    """Yield a problem where the code and the name of a row certainly stand for two units."""
    if not code or not written or " ".join(written.split()) in settled.codes:
        return
    named = match(written, names)
    if named.unit_code and found.unit_code and named.unit_code != found.unit_code:
        rule = (
            f"the code is of {names.allowed[found.unit_code]} and the name of {named.unit_code} "
            f"{names.allowed[named.unit_code]}"
        )
        remedy = "Mend the code or the name."
        yield Problem(*place, columns["code"], f"{code}, {shorten(written)}", rule, remedy)


def _no_rating(place: tuple[str, int], column: str, word: str, words: Words) -> Problem:
    known = ", ".join(words.categories)
    if not word:
        remedy = f"Fill it in, or say what a blank means with --rating-map “=…”: {known}, {IGNORE}."
        return Problem(*place, column, "", "the rating is blank", remedy)
    remedy = f"Use one of: {known}; or say what it means with --rating-map “{shorten(word)}=…”."
    return Problem(*place, column, shorten(word), "no rating of the scale", remedy)


def _twice(file: str, column: str, entries: Sequence[Entry], names: Names) -> Iterator[Problem]:
    """Yield a problem for each row on a unit that an earlier row is on."""
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.unit_code, entry)
        if other is entry:
            continue
        unit = f"{entry.unit_code} {names.allowed[entry.unit_code]}"
        said = "" if other.ratings == entry.ratings else ", with another rating"
        rule = f"row {other.row} is on {unit} too{said}"
        if other.written != entry.written:
            rule = f"row {other.row} (“{shorten(other.written)}”) names {unit} too{said}"
        yield Problem(file, entry.row, column, shorten(entry.written), rule, "Keep one of the two.")


def _with_heirs(
    file: str, column: str, entries: Sequence[Entry], names: Names
) -> Iterator[Problem]:
    """Yield a problem for each unit that is there beside the one that it was merged into."""
    rows = {entry.unit_code: entry.row for entry in entries}
    for entry in entries:
        heir = names.heirs.get(entry.unit_code)
        if heir in rows:
            rule = (
                f"the unit was merged into {heir} {names.allowed[heir]} by {names.round}, which "
                f"row {rows[heir]} rates"
            )
            remedy = "Keep the rating of one of the two."
            yield Problem(file, entry.row, column, shorten(entry.written), rule, remedy)
