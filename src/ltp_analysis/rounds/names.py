"""Names of rounds and dates of registers, as they are typed."""

from __future__ import annotations

import datetime as dt
import re

_ROUND = re.compile(r"([0-9]{4})(?:[/-]([0-9]{2}))?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_CENTURY = 100


def round_names(text: str) -> tuple[str, str] | None:
    """Return the id of a round and its name for readers: `2019-20` and `2019/20`.

    Args:
        text: The round, as one or two years: `2019/20`, `2019-20` or `2019`.

    Returns:
        The two names, or None if the text names no round, such as years that do not follow.
    """
    match = _ROUND.fullmatch(text)
    if match is None:
        return None
    first, second = match.groups()
    if second is None:
        return first, first
    if (int(first) + 1) % _CENTURY != int(second):
        return None
    return f"{first}-{second}", f"{first}/{second}"


def register_date(text: str) -> dt.date | None:
    """Return the date of a register; the first of the month where no day is given.

    Args:
        text: Year and month, or a full date: `2020-04` or `2020-04-01`.

    Returns:
        The date, or None if there is no such date.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
