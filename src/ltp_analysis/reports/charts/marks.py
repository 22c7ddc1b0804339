"""One tile of a map: what is known of a rating, never told by colour alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import Rectangle

from ltp_analysis.reports.charts.drawing import SIZE, SMALL
from ltp_analysis.reports.charts.lettering import text_width
from ltp_analysis.reports.charts.map_data import NONE_LEFT, SEVERAL
from ltp_analysis.reports.palette import PAPER, QUIET, TEXT, Style
from ltp_analysis.solved.ratings import DEDUCED, STATED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

HALF: Final = 0.47
"""Half the edge of a tile, in cells of its grid."""

_FOOT: Final = 0.4
_CODE_UP: Final = 0.19
_LETTER_DOWN: Final = 0.24
_CODE_ROOM: Final = 0.93
_NEARLY: Final = 0.96
_THIN: Final[Any] = {"edgecolor": TEXT, "linewidth": 0.5}


@dataclass(frozen=True)
class Pen:
    """What tiles are drawn with.

    Attributes:
        axes: Where.
        look: The style of each rating, in the order of the scale.
        letters: The letter of each rating.
        scale: Points a cell.
        code_size: Size of the codes in points.
    """

    axes: Axes
    look: Mapping[str, Style]
    letters: Mapping[str, str]
    scale: float
    code_size: float


def new_pen(axes: Axes, look: Mapping[str, Style], codes: Sequence[str], scale: float) -> Pen:
    """Return a pen whose codes fit into their tiles.

    Args:
        axes: Where to draw; one unit is one cell, and rows count downwards.
        look: The style of each rating, in the order of the scale.
        codes: The codes to be written.
        scale: Points a cell.
    """
    widest = max((text_width(code, 1) for code in codes), default=1)
    size = min(SIZE, _CODE_ROOM * 2 * HALF * scale / widest)
    return Pen(axes, look, initials(list(look)), scale, size)


def plain(pen: Pen) -> Pen:
    """Return a pen whose only rating, the empty one, is any rating: for samples in a key."""
    return replace(pen, look={"": Style(QUIET, PAPER, "", "")}, letters={"": ""})


def initials(ratings: Sequence[str]) -> dict[str, str]:
    """Return a short mark for each rating that no other has.

    That is its first letter, else the first letters of its words, else as much of its beginning
    as it takes.

    Args:
        ratings: The ratings, no two alike in letters of one case.
    """
    marks = {rating: _marks(rating) for rating in ratings}
    common = Counter(mark for some in marks.values() for mark in {one.casefold() for one in some})
    return {
        rating: next((mark for mark in some if common[mark.casefold()] == 1), some[-1])
        for rating, some in marks.items()
    }


def _marks(rating: str) -> list[str]:
    """Return the marks that a rating can have, the shortest first and the whole of it last."""
    beginnings = [rating[:size] for size in range(1, len(rating) + 1) if rating[size - 1] != " "]
    short, *longer = [beginning[:1].upper() + beginning[1:] for beginning in beginnings]
    return [short, "".join(word[0] for word in rating.split()).upper(), *longer]


def draw_tile(
    pen: Pen, spot: tuple[float, float], code: str, state: str, possible: Sequence[str]
) -> None:
    """Draw a tile.

    Args:
        pen: What to draw with.
        spot: Its middle.
        code: The text in it; may be empty.
        state: What is known, as in `STATES`.
        possible: The ratings left.
    """
    if state == STATED:
        _filled(pen, spot, code, possible[0])
        return
    _square(pen, spot, HALF, facecolor=PAPER, edgecolor=QUIET, linewidth=0.7)
    if state in (DEDUCED, SEVERAL):
        _write(pen, (spot[0], spot[1] - _CODE_UP), code, pen.code_size, TEXT)
        _foot(pen, spot, possible)
    elif state == NONE_LEFT:
        x, y = spot
        for ends in ((HALF, -HALF), (-HALF, HALF)):
            pen.axes.plot((x - HALF, x + HALF), [y + end for end in ends], color=TEXT, linewidth=1)
        _write(pen, spot, code, pen.code_size, TEXT, PAPER)
    else:
        _write(pen, spot, code, pen.code_size, QUIET)


def _filled(pen: Pen, spot: tuple[float, float], code: str, rating: str) -> None:
    style, letter, (x, y) = pen.look[rating], pen.letters[rating], spot
    _square(pen, spot, HALF, facecolor=style.fill, hatch=style.hatch, **_THIN)
    box = style.fill if style.hatch else ""
    _write(pen, (x, y - _CODE_UP), code, pen.code_size, style.ink, box)
    down = _LETTER_DOWN if code else 0
    size = _size(letter, _NEARLY * 2 * HALF * pen.scale)
    _write(pen, (x, y + down), letter, size, style.ink, box)


def _foot(pen: Pen, spot: tuple[float, float], possible: Sequence[str]) -> None:
    """Draw the ratings left side by side, in the order of the scale, or how many they are."""
    width, (x, y) = 2 * HALF / len(possible), spot
    size = min(_size(pen.letters[one], _NEARLY * width * pen.scale) for one in possible)
    if size < SMALL and len(possible) > 1:
        _square(pen, spot, HALF, fill=False, **_THIN)
        number = f"{len(possible)}"
        _write(pen, (x, y + HALF - _FOOT / 2), number, SMALL, TEXT)
        return
    for place, rating in enumerate(possible):
        style = pen.look[rating]
        left, top = x - HALF + place * width, y + HALF - _FOOT
        # No room for a hatch: its letter tells the rating here.
        patch = Rectangle((left, top), width, _FOOT, facecolor=style.fill, **_THIN)
        pen.axes.add_artist(patch)
        _write(pen, (left + width / 2, top + _FOOT / 2), pen.letters[rating], size, style.ink)


def _size(letter: str, room: float) -> float:
    """Return the size of a letter that fits so many points."""
    return min(SMALL, room / (text_width(letter, 1) or 1))


def _square(pen: Pen, spot: tuple[float, float], half: float, **look: Any) -> None:  # noqa: ANN401
    x, y = spot
    # As an artist, for a patch would be measured against the limits of the axes, which are set.
    pen.axes.add_artist(Rectangle((x - half, y - half), 2 * half, 2 * half, **look))


def _write(  # noqa: PLR0913, PLR0917 - where, what, and how it looks
    pen: Pen, spot: tuple[float, float], text: str, size: float, ink: str, paper: str = ""
) -> None:
    if text:
        box = {"facecolor": paper, "edgecolor": "none", "pad": 0.6} if paper else None
        pen.axes.text(
            *spot, text, fontsize=size, color=ink, ha="center", va="center_baseline", bbox=box
        )
