"""The page of what became of all changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mutations.judged import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mutations.judged import Judged
    from mutations.unread import Columns

_SHOWN = 3
_LONG = 160


def page(judged: Sequence[Judged], seed: int, dataset: str, unread: Columns, made: str) -> str:
    """Return the page of a run.

    Args:
        judged: What became of each change, in order.
        seed: What the changes were drawn with.
        dataset: Version of the raw tables.
        unread: For each table the columns that nothing reads.
        made: When it ran, and with which versions of what.
    """
    rows = sum(one.moved for one in judged)
    astray_rows = sum(len(one.untraced) for one in judged)
    astray = [one for one in judged if one.untraced]
    failed = [one for one in judged if one.outcome is Outcome.FAILED]
    outcomes = Counter(one.outcome for one in judged)
    lines = [
        "# One cell changed at a time",
        "",
        "Written by `nox -s mutations`, never by hand. Each change is one cell of one table in",
        "`data/raw`, drawn with a seed: table, column and row by chance, and one of the ways in",
        "which cells go wrong. It has to be refused with a clear error, or `ltp diff` has to tell",
        "the cell and every row of `data/processed` that moves. That no row moved unseen is found",
        "by comparing the files, without `ltp diff`.",
        "",
        f"- Changes: {len(judged):,}, with seed {seed}",
        f"- Dataset: {dataset}",
        f"- Run: {made}",
        f"- In silence, or with a crash: {len(failed)}",
        f"- Rows of `data/processed` that moved: {rows:,}",
        f"- Of these `ltp trace` does not lead back to the change: {astray_rows:,}",
        "",
        "| what became of it | changes |",
        "|---|--:|",
        *(f"| {outcome} | {outcomes[outcome]:,} |" for outcome in Outcome),
        "",
        "## By kind of change",
        "",
        *_by("kind of change", judged, lambda one: one.change.way),
        "",
        "## By table",
        "",
        *_by("table", judged, lambda one: f"`{one.change.table}`"),
        "",
        "## Some of those that move something",
        "",
        *_list(one for one in judged if one.outcome is Outcome.MOVES)[:_SHOWN],
        "",
    ]
    if failed:
        lines += ["## In silence, or with a crash", "", *_list(failed), ""]
    if astray:
        lines += [
            "## Rows that moved and do not lead back to the change",
            "",
            "They do not name the changed row: a verdict or a share names the fewest statements",
            "that prove it, and what a row takes in only now it did not name before. `ltp trace`",
            "says so, and with `--without` works out what a row moves.",
            "",
        ]
        lines += [f"- {_plain(str(one.change))}: {_few(one.untraced)}" for one in astray]
        lines += [""]
    return "\n".join([*lines, *_proof(unread)]) + "\n"


def _by(name: str, judged: Sequence[Judged], part: Callable[[Judged], str]) -> list[str]:
    short = {
        "refused": (Outcome.REFUSED, Outcome.CANNOT_HOLD),
        "moves something": (Outcome.MOVES,),
        "moves nothing": (Outcome.STAYS, Outcome.SAME_VALUE, Outcome.UNREAD),
        "failed": (Outcome.FAILED,),
    }
    counts = Counter((part(one), one.outcome) for one in judged)
    return [
        f"| {name} | {' | '.join(short)} |",
        f"|---|{'--:|' * len(short)}",
        *(
            f"| {which} | "
            + " | ".join(str(sum(counts[which, one] for one in some)) for some in short.values())
            + " |"
            for which in sorted({which for which, _ in counts})
        ),
    ]


def _list(judged: Iterable[Judged]) -> list[str]:
    return [f"- {_plain(str(one.change))}: {_plain(one.why)}" for one in judged]


def _few(rows: Sequence[str]) -> str:
    left = len(rows) - _SHOWN
    return _plain("; ".join(rows[:_SHOWN])) + (f"; and {left} more" if left > 0 else "")


def _plain(text: str) -> str:
    line = " ".join(text.split())
    line = line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
    return line.replace("<", "&lt;").replace("|", "\\|")


def _proof(unread: Columns) -> list[str]:
    return [
        "## How it is known that nothing moves",
        "",
        "A change is worked out anew unless it reads as the same value, such as 1.50 for 1.5, or",
        "its column is read by nothing. For the latter the run works everything out once from",
        "tables that lack all of these columns: a step that looked at one would fail, and all",
        "comes out the same, byte for byte. They are there for readers, for checks, or for data",
        "that the study does not have yet:",
        "",
        *(f"- `{table}`: {', '.join(columns)}" for table, columns in unread.items()),
    ]
