"""Which column of a file holds what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.imports.folding import fold
from ltp_analysis.imports.names import How, match
from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ltp_analysis.imports.register import Names
    from ltp_analysis.imports.words import Words
    from ltp_analysis.raw.read import TextTable

ROLES: Mapping[str, str] = {
    "unit": "the code or name of the unit",
    "code": "the code of the unit, where another column has its name",
    "rating": "the rating",
    "note": "what the source says besides",
}
"""What a column can hold."""

NEEDED = ("unit", "rating")
_OTHER_WORDS = {"name": "unit", "category": "rating"}
_MOST_ASKED = 400
"""Different cells of a column that a guess looks at."""


class ColumnsError(LtpError):
    """Raised where it is not clear which column holds what."""


@dataclass(frozen=True)
class Guess:
    """The columns that a file gives away.

    Attributes:
        columns: The column of each role that only one column can have.
        several: The columns among which a role cannot be told.
    """

    columns: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]


def mapped(pairs: Iterable[str], header: Sequence[str]) -> dict[str, str]:
    """Return the column of each role that `--map` names.

    Args:
        pairs: Texts “ROLE=COLUMN”; “COLUMN=ROLE” is understood where the first cannot be meant.
        header: The columns of the file.

    Raises:
        ColumnsError: If a text is of neither form, or two give one role or one column.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        left, sign, right = (part.strip() for part in pair.partition("="))
        ways = [(left, right), (right, left)]
        fit = [
            (_OTHER_WORDS.get(fold(role), fold(role)), column)
            for role, name in ways
            if (column := _column(name, header)) is not None
            and _OTHER_WORDS.get(fold(role), fold(role)) in ROLES
        ]
        if not sign or not fit:
            raise ColumnsError(
                f"--map “{pair}” is not understood. Write a role and a column of the file, such "
                f"as “unit=Area name”. Roles: {', '.join(ROLES)}. Columns: {', '.join(header)}."
            )
        role, column = fit[0]
        if found.get(role, column) != column:
            raise ColumnsError(f"--map gives two columns for {role}: {found[role]} and {column}.")
        if any(known == column and other != role for other, known in found.items()):
            raise ColumnsError(f"--map gives the column {column} two roles.")
        found[role] = column
    return found


def guessed(table: TextTable, names: Names, words: Words) -> Guess:
    """Return the columns that can be told by what is in them.

    A column of ratings has known rating words in at least half of its filled cells; a column of
    units has codes, or names that are certain, in at least half.

    Args:
        table: The file.
        names: What the units of the round are called.
        words: What rating words mean.
    """
    found: dict[str, list[str]] = {"rating": [], "code": [], "unit": []}
    for column in table.header:
        cells = [row[column] for row in table.rows if row[column]]
        some = list(dict.fromkeys(cells))[:_MOST_ASKED]
        if _half(some, lambda cell: bool(words.read(cell))):
            found["rating"].append(column)
            continue
        how = {cell: match(cell, names).how for cell in some}
        if _half(some, lambda cell, how=how: how[cell] is How.CODE):  # type: ignore[misc]
            found["code"].append(column)
        elif _half(some, lambda cell, how=how: how[cell] in _CERTAIN):  # type: ignore[misc]
            found["unit"].append(column)
    if not found["unit"]:
        found["unit"], found["code"] = found["code"], []
    one = {role: columns[0] for role, columns in found.items() if len(columns) == 1}
    several = {role: tuple(columns) for role, columns in found.items() if len(columns) > 1}
    return Guess(one, several)


_CERTAIN = (How.CODE, How.EXACT, How.VARIANT, How.ABBREVIATION)


def _half(cells: Sequence[str], known: Callable[[str], bool]) -> bool:
    return bool(cells) and 2 * sum(map(known, cells)) >= len(cells)


def _column(name: str, header: Sequence[str]) -> str | None:
    """Return the column of a name, in any case if only one fits."""
    if name in header:
        return name
    alike = [column for column in header if fold(column) == fold(name) and fold(name)]
    return alike[0] if len(alike) == 1 else None
