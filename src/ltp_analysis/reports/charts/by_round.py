"""The ratings of each round as bars, each bar all of one base."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from matplotlib.patches import Patch

from ltp_analysis.findings.corrected import put_right_later
from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.shares import AS_PRINTED, WITH_MISSING, WITHOUT_MISSING
from ltp_analysis.reports import words
from ltp_analysis.reports.charts.chart import Chart
from ltp_analysis.reports.charts.drawing import (
    INCH,
    OPEN,
    PAGE_WIDTH,
    SIZE,
    SMALL,
    breaks_sentence,
    filled,
    margin_for,
    mark_breaks,
    new_page,
)
from ltp_analysis.reports.charts.lettering import height_of, text_width, wrap
from ltp_analysis.reports.palette import QUIET, UNKNOWN, styles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.reports.palette import Style
    from ltp_analysis.validated.study import Study

UNDETERMINED: Final = "undetermined"
"""The part of a bar that what was published leaves open."""

NO_SHARE: Final = "no share is known"
"""What a bar says of a round none of whose shares was found."""

_ALL: Final = 100
_ROW: Final = 1.0
_HALF_BAR: Final = 0.28
_NAME_WIDTH: Final = 100
_LEGEND: Final = 0.34
_FOOT: Final = 0.5
_RIGHT: Final = 0.12
_GAP: Final = 7


@dataclass(frozen=True)
class _Bar:
    """A bar: a round, one of its bases, and the shares of it that are known."""

    round_id: str
    label: str
    base: str
    shares: Mapping[str, Finding]

    @property
    def name(self) -> str:
        return f"{self.label}\n{wrap(f'of {self.base}', SIZE, _NAME_WIDTH)}"


Row = dict[str, Any]
"""A part of a bar, as `round_data` has it."""


def round_data(study: Study, ledger: Ledger, rounds: Sequence[str]) -> pd.DataFrame:
    """Return what the bars are drawn from, a row a part of a bar.

    Args:
        study: The study.
        ledger: Its findings.
        rounds: Rounds to draw, the oldest first.

    Returns:
        `round`, `base` in words, `part` (a rating, or what is undetermined), `start` and `width`
        as drawn in per cent, `lower` and `upper` bounds in per cent, least and greatest
        `numerator`, and the `finding`; what is undetermined has none of the last.
    """
    ratings, bars = study.ratings, _bars(study, ledger, rounds)
    return pd.DataFrame(
        [row for bar in bars for row in _parts(ratings, bar)],
        columns=[
            *("round", "base", "part", "start", "width", "lower", "upper"),
            *("numerator_lower", "numerator_upper", "finding"),
        ],
    ).astype({"numerator_lower": "Int64", "numerator_upper": "Int64"})


def ratings_by_round(study: Study, ledger: Ledger, rounds: Sequence[str]) -> Chart:
    """Draw the ratings of each round as bars, the undetermined part dotted.

    A share is drawn on the whole base of its round, or else as it was printed. Shares of
    different bases never stand in one bar: each base has a bar of its own.

    Args:
        study: The study.
        ledger: Its findings.
        rounds: Rounds to draw, the oldest first.
    """
    bars = list(_bars(study, ledger, rounds))
    label = study.round(rounds[-1])["round"]
    subtitle = [
        (
            f"Ratings of {study.settings.rates} by round, as shares of the base named on the left, "
            "per cent, with the number where it is known. Each bar is all of its base; what the "
            "published numbers leave undetermined is dotted."
        ),
        breaks_sentence(study, rounds),
        _edition_sentence(ledger, bars),
    ]
    return Chart(
        "ratings-by-round",
        lambda: _draw(study, bars),
        _headline([bar for bar in bars if bar.label == label], label),
        " ".join(text for text in subtitle if text),
        "Source: findings worked out from published figures; see the sources of this report",
        _alt(study, bars, rounds),
        round_data(study, ledger, rounds),
    )


def _edition_sentence(ledger: Ledger, bars: Sequence[_Bar]) -> str:
    """Return a sentence on rounds drawn as first printed; nothing if no rating was put right."""
    found = dict.fromkeys(
        bar.label
        for bar in bars
        if any(put_right_later(ledger, share) for share in bar.shares.values())
    )
    if not found:
        return ""
    rounds = f"{words.listed(list(found))} {'is' if len(found) == 1 else 'are'}"
    return f"{rounds} drawn as first printed, before ratings were put right."


def _bars(study: Study, ledger: Ledger, rounds: Sequence[str]) -> Iterator[_Bar]:
    for round_id in rounds:
        label, shares = str(study.round(round_id)["round"]), _shares(study, ledger, round_id)
        if not shares:
            everyone = f"{len(study.codes(round_id))} {study.settings.plural}"
            yield _Bar(round_id, label, everyone, {})
        bases = dict.fromkeys(words.base(share) for share in shares.values())
        for base in bases:
            own = {name: share for name, share in shares.items() if words.base(share) == base}
            yield _Bar(round_id, label, base, own)


def _shares(study: Study, ledger: Ledger, round_id: str) -> dict[str, Finding]:
    """Return the shares of a round to draw: on the whole base, else as printed."""
    for variant in (WITH_MISSING, WITHOUT_MISSING, AS_PRINTED):
        ids = {
            rating: finding_id("share", round_id, rating, study.settings.whole, variant)
            for rating in study.ratings
        }
        found = {rating: ledger[name] for rating, name in ids.items() if name in ledger}
        if found:
            return found
    return {}


def _parts(ratings: Collection[str], bar: _Bar) -> list[Row]:
    """Return the parts of a bar from left to right.

    What is undetermined stands where the first rating without a share would, or else at the end.
    """
    widths = {
        rating: float((share.lower + share.upper) / 2 if share.printed else share.lower)
        for rating, share in bar.shares.items()
        if share.lower is not None and share.upper is not None
    }
    rest = max(0.0, _ALL - sum(widths.values()))
    unknown = next((rating for rating in ratings if rating not in widths), "")
    order = [name for name in ratings if name in widths or name == unknown]
    found, start = [], 0.0
    for name in order if unknown else [*order, ""]:
        share, width = bar.shares.get(name), widths.get(name, rest)
        if name in widths or width > _NOTHING:
            found.append(
                {
                    "round": bar.label,
                    "base": bar.base,
                    "part": name if name in widths else UNDETERMINED,
                    "start": round(start, 6),
                    "width": round(width, 6),
                    **(_numbers(share) if name in widths and share else {}),
                }
            )
            start += width
    return found


_NOTHING: Final = 1e-9
"""What is left of a hundred by rounding alone."""


def _numbers(share: Finding) -> Row:
    return {
        "lower": None if share.lower is None else round(float(share.lower), 6),
        "upper": None if share.upper is None else round(float(share.upper), 6),
        "numerator_lower": share.numerator_lower,
        "numerator_upper": share.numerator_upper,
        "finding": share.id,
    }


def _draw(study: Study, bars: Sequence[_Bar]) -> Figure:
    left = margin_for([bar.name for bar in bars])
    scale = (PAGE_WIDTH - left - _RIGHT) * INCH / _ALL
    lines = _legend_lines(study)
    drawn, axes = new_page(
        _ROW * len(bars) + 0.12,
        left=left,
        right=_RIGHT,
        top=_LEGEND * len(lines),
        foot=_FOOT,
    )
    axes.set_xlim(0, _ALL)
    axes.set_ylim(len(bars) - 0.38, -0.5)
    look = styles(study)
    for place, bar in enumerate(bars):
        _draw_bar(axes, look, bar, place, scale)
    mark_breaks(axes, study, [bar.round_id for bar in bars])
    axes.set_yticks(range(len(bars)), [bar.name for bar in bars])
    axes.set_xlabel("Share of the base named on the left, per cent")
    for place, line in enumerate(lines):
        _legend(drawn, look, line, place)
    return drawn


def _legend(drawn: Figure, look: Mapping[str, Style], names: Sequence[str], place: int) -> None:
    """Draw a line of the legend, so many lines below the upper edge."""
    drawn.legend(
        handles=[
            Patch(**(filled(look[name]) if name in look else OPEN), label=name) for name in names
        ],
        loc="upper left",
        bbox_to_anchor=(0, 1 - place * _LEGEND / drawn.get_figheight()),
        borderaxespad=0.3,
        ncols=len(names),
        frameon=False,
        columnspacing=1.6,
    )


def _legend_lines(study: Study) -> list[list[str]]:
    """Return the entries of the legend, in lines that fit the page."""
    lines: list[list[str]] = [[]]
    room = left = PAGE_WIDTH * INCH - 2 * _GAP
    for name in (*study.ratings, UNDETERMINED):
        wide = text_width(name, SIZE) + 5 * SIZE
        if lines[-1] and wide > left:
            lines.append([])
            left = room
        lines[-1].append(name)
        left -= wide
    return lines


def _draw_bar(axes: Axes, look: Mapping[str, Style], bar: _Bar, place: int, scale: float) -> None:
    outside: list[tuple[float, str, str]] = []
    for row in _parts(look, bar):
        style, middle = look.get(row["part"], UNKNOWN), row["start"] + row["width"] / 2
        axes.barh(place, row["width"], 2 * _HALF_BAR, row["start"], **filled(style))
        name, share, number = _says(look, bar, row)
        text, size = _fitting(name, share, number, row["width"] * scale - _GAP)
        if text:
            box = {"facecolor": style.fill, "edgecolor": "none", "pad": 1.2}
            axes.text(
                *(middle, place, text),
                fontsize=size,
                color=style.ink,
                ha="center",
                va="center",
                bbox=box if style.hatch else None,
                linespacing=1.15,
            )
        elif name != UNDETERMINED:  # what is left over by a hair is dotted, as the legend says
            outside.append((middle, name, f"{share} ({number})" if number else share))
    _outside(axes, outside, place, scale)


def _says(ratings: Collection[str], bar: _Bar, row: Row) -> tuple[str, str, str]:
    """Return the name of a part, its share, and its number, as they are written."""
    share = bar.shares.get(row["part"])
    if share is not None:
        known = share.numerator_lower is not None
        return row["part"], words.percent(share), words.count(share) if known else ""
    if not bar.shares:
        return NO_SHARE, "", ""
    if len(bar.shares) < len(ratings):
        return "not published", "", ""
    return UNDETERMINED, _small(row["width"]), ""


def _small(width: float) -> str:
    """Return a share that is no finding of its own, in whole per cent."""
    return f"{width:.0f}%" if width >= 1 else "under 1%"


def _fitting(name: str, share: str, number: str, room: float) -> tuple[str, float]:
    """Return the fullest label that fits into a part, and its size; no text if none does."""
    tall, short = 2 * _HALF_BAR * _ROW * INCH, [text for text in (share, number) if text]
    for full, size in ((True, SIZE), (True, SMALL), (False, SIZE)):
        text = "\n".join([wrap(name, size, room), *short] if full else short)
        broken = full and max(text_width(word, size) for word in name.split()) > room
        fits = text_width(text, size) <= room and height_of(text, size) <= tall
        if text and fits and not broken:
            return text, size
    return "", SIZE


def _outside(
    axes: Axes, labels: Sequence[tuple[float, str, str]], place: int, scale: float
) -> None:
    """Write labels below a bar, side by side, each with a line from its part.

    Where there is no room for all names, the order tells the ratings.
    """
    texts = [f"{name} {share}".strip() for _, name, share in labels]
    room = _ALL + 2 * _GAP / scale
    if sum(text_width(text, SMALL) + _GAP for text in texts) > room * scale:
        texts = [share or name for _, name, share in labels]
    widths = [text_width(text, SMALL) / scale for text in texts]
    lefts: list[float] = []
    for (middle, *_), width in zip(labels, widths, strict=True):
        least = lefts[-1] + widths[len(lefts) - 1] if lefts else -2 * _GAP / scale
        lefts.append(max(least + _GAP / scale, middle - width / 2))
    most = room
    for number in reversed(range(len(labels))):
        most = lefts[number] = min(lefts[number], most - _GAP / scale - widths[number])
    below = place + _HALF_BAR
    for (middle, *_), text, left, width in zip(labels, texts, lefts, widths, strict=True):
        end = min(max(middle, left), left + width)
        axes.plot((middle, end), (below, below + _LEADER), color=QUIET, linewidth=0.7)
        axes.text(left, below + 1.3 * _LEADER, text, fontsize=SMALL, va="top")


_LEADER: Final = 0.06


def _headline(bars: Sequence[_Bar], label: str) -> str:
    """Return which rating the last round has most of, or, if that is open, what is known of it."""
    shares = [share for bar in bars for share in bar.shares.values()]
    if not shares:
        return f"No share of the ratings of {label} is known"
    ends = [
        (share, share.lower, share.upper)
        for share in shares
        if len(bars) == 1 and share.lower is not None and share.upper is not None
    ]
    for most, least, _ in ends:
        rest = _ALL - sum(lower for _, lower, _ in ends)
        others = [upper for share, _, upper in ends if share is not most]
        if all(least > upper for upper in others) and least > rest:
            return f"In {label}, {most.category} was the most frequent: {words.share(most)}"
    said = words.listed([f"{share.category} {words.share(share)}" for share in shares])
    return f"Of the ratings of {label} this is known: {said}"


def _alt(study: Study, bars: Sequence[_Bar], rounds: Sequence[str]) -> str:
    said, ratings = ["Stacked bars."], study.ratings
    for label, own in groupby(bars, key=lambda bar: bar.label):
        some = list(own)
        shares = {name: share for bar in some for name, share in bar.shares.items()}
        unknown = [rating for rating in ratings if rating not in shares]
        if not shares:
            said.append(f"{label}: {NO_SHARE} (of {some[0].base}).")
            continue
        parts = [
            f"{rating} {words.share(shares[rating])}"
            if rating in shares
            else f"the other ratings, {words.NOT_KNOWN}"
            for rating in ratings
            if rating in shares or rating == unknown[0]
        ]
        last = _parts(ratings, some[-1])[-1]
        if not unknown and last["part"] == UNDETERMINED:
            parts.append(f"the small rest, {_small(last['width'])}, could be one rating or another")
        said.append(f"{label}: {'; '.join(parts)}.")
    return " ".join([*said, breaks_sentence(study, rounds)]).strip()
