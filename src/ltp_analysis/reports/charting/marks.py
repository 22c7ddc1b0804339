"""One tile of a map: what is known of a rating, never told by colour alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import Rectangle

from ltp_analysis.reports.charting.drawing import text_width
from ltp_analysis.reports.charting.map_data import NONE_LEFT, SEVERAL
from ltp_analysis.reports.palette import PAPER, QUIET, TEXT, Style
from ltp_analysis.solved.ratings import DEDUCED, STATED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

HALF: Final = 0.47
"""Half the edge of a tile, in cells of its grid."""

_FRAME: Final = 0.11
_FOOT: Final = 0.36
_CODE_UP: Final = 0.13
_CODE_SIZE: Final = 9.5
_LETTER: Final = 0.36
_LETTER_DOWN: Final = 0.25
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
    size = min(_CODE_SIZE, 0.9 * 2 * HALF * scale / widest)
    return Pen(axes, look, initials(list(look)), scale, size)


def plain(pen: Pen) -> Pen:
    """Return a pen whose only rating, the empty one, is any rating: for samples in a key."""
    return replace(pen, look={"": Style(QUIET, PAPER, "", "")}, letters={"": ""})


def initials(ratings: Sequence[str]) -> dict[str, str]:
    """Return the shortest beginning of each rating that no other shares, with a capital."""
    found = {}
    for rating in ratings:
        others = [other.casefold() for other in ratings if other != rating]
        sizes = range(1, len(rating))
        size = next(
            (
                size
                for size in sizes
                if not any(other.startswith(rating[:size].casefold()) for other in others)
            ),
            len(rating),
        )
        found[rating] = rating[:1].upper() + rating[1:size]
    return found


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
    if state in (STATED, DEDUCED):
        _rated(pen, spot, code, possible[0], framed=state == DEDUCED)
        return
    _square(pen, spot, HALF, facecolor=PAPER, edgecolor=QUIET, linewidth=0.7)
    if state == SEVERAL:
        _write(pen, (spot[0], spot[1] - _CODE_UP), code, pen.code_size, TEXT)
        _foot(pen, spot, possible)
    else:
        _write(pen, spot, code, pen.code_size, QUIET)
    if state == NONE_LEFT:
        x, y = spot
        for ends in ((HALF, -HALF), (-HALF, HALF)):
            pen.axes.plot((x - HALF, x + HALF), [y + end for end in ends], color=TEXT, linewidth=1)


def _rated(pen: Pen, spot: tuple[float, float], code: str, rating: str, *, framed: bool) -> None:
    style, (x, y) = pen.look[rating], spot
    _square(pen, spot, HALF, facecolor=style.fill, hatch=style.hatch, **_THIN)
    if framed:
        _square(pen, spot, HALF - _FRAME, facecolor=PAPER, **_THIN)
    ink, paper = (TEXT, PAPER) if framed else (style.ink, style.fill)
    squeeze = (HALF - _FRAME) / HALF if framed else 1
    boxed = bool(style.hatch) and not framed
    up = (_CODE_UP if code else 0) * squeeze
    size = _LETTER * pen.scale if code else pen.code_size
    _write(pen, (x, y - up), code, pen.code_size * squeeze, ink, paper if boxed else "")
    letter = (x, y + (_LETTER_DOWN if code else 0) * squeeze)
    _write(pen, letter, pen.letters[rating], size * squeeze, ink, paper if boxed else "")


def _foot(pen: Pen, spot: tuple[float, float], possible: Sequence[str]) -> None:
    """Draw the ratings left: each has its own place in the foot of the tile."""
    width, (x, y) = 2 * HALF / len(pen.look), spot
    widest = max(text_width(letter, 1) for letter in pen.letters.values())
    size = min(0.8 * _FOOT * pen.scale, 0.92 * width * pen.scale / widest)
    for place, (rating, style) in enumerate(pen.look.items()):
        if rating in possible:
            left, top = x - HALF + place * width, y + HALF - _FOOT
            # No room for a hatch: its place and its letter tell the rating here.
            patch = Rectangle((left, top), width, _FOOT, facecolor=style.fill, **_THIN)
            pen.axes.add_patch(patch)
            middle = left + width / 2, top + _FOOT / 2
            _write(pen, middle, pen.letters[rating], size, style.ink)


def _square(pen: Pen, spot: tuple[float, float], half: float, **look: Any) -> None:  # noqa: ANN401
    x, y = spot
    pen.axes.add_patch(Rectangle((x - half, y - half), 2 * half, 2 * half, **look))


def _write(  # noqa: PLR0913, PLR0917 - where, what, and how it looks
    pen: Pen, spot: tuple[float, float], text: str, size: float, ink: str, paper: str = ""
) -> None:
    if text:
        box = {"facecolor": paper, "edgecolor": "none", "pad": 0.6} if paper else None
        pen.axes.text(
            *spot, text, fontsize=size, color=ink, ha="center", va="center_baseline", bbox=box
        )
