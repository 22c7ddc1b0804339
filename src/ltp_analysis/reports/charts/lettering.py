"""Letters: which can be drawn, and how much room they take.

A character that the font does not have is drawn as its Unicode name in brackets, so that no name
is drawn as a row of empty boxes. Characters that only steer others, such as joiners and marks of
direction, are not drawn. Right-to-left words are laid out by Matplotlib.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from matplotlib.font_manager import FontProperties, findfont, get_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.ft2font import FT2Font

FONT: Final = "DejaVu Sans"
"""The font of all charts; Matplotlib brings it along."""

_UNIT: Final = 65536
_INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co")
_SELECTORS: Final = range(0xFE00, 0xFE10)


def printable(text: str) -> str:
    """Return a text in characters that the font has, upright, slanted and bold.

    Args:
        text: The text; its line breaks stay.
    """
    return "\n".join("".join(map(_drawn, line)) for line in text.split("\n"))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in points of the longest line of a text.

    Args:
        text: The text, as yet unfit to print or not.
        size: Size of its letters in points.
        bold: Whether they are bold.
    """
    lines = printable(text).split("\n")
    return size * max(sum(_advance(letter, bold=bold) for letter in line) for line in lines)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a text broken into lines that fit; a word that is too long is broken too.

    Args:
        text: The text; its line breaks stay.
        size: Size of its letters in points.
        room: Greatest width in points.
        bold: Whether they are bold.
    """
    lines = []
    for part in printable(text).split("\n"):
        line = ""
        for word in part.split():
            longer = f"{line} {word}".lstrip()
            if line and text_width(longer, size, bold=bold) > room:
                lines.append(line)
                longer = word
            *full, line = _pieces(longer, size, room, bold=bold)
            lines += full
        lines.append(line)
    return "\n".join(lines)


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """Return the parts of a word that fit a line each, a letter at least."""
    found, start = [], 0
    for end in range(1, len(word)):
        if text_width(word[start : end + 1], size, bold=bold) > room:
            found.append(word[start:end])
            start = end
    return [*found, word[start:]]


def wrap_all(texts: Sequence[str], sizes: Sequence[float], room: float) -> tuple[list[str], float]:
    """Return texts broken into lines that fit, in the first size that breaks no word.

    Args:
        texts: The texts.
        sizes: Sizes of letters in points, the greatest first; the last breaks words if it must.
        room: Greatest width in points.
    """
    words = [word for text in texts for word in printable(text).split()]
    fits = (size for size in sizes if all(text_width(word, size) <= room for word in words))
    size = next(fits, sizes[-1])
    return [wrap(text, size, room) for text in texts], size


def height_of(text: str, size: float) -> float:
    """Return the height in points of the lines of a text.

    Args:
        text: The text.
        size: Size of its letters in points.
    """
    return LINE * size * (text.count("\n") + 1)


LINE: Final = 1.25
"""Height of a line in the size of its letters."""


@cache
def _drawn(letter: str) -> str:
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in _INVISIBLE or ord(letter) in _SELECTORS:
        return ""
    if ord(letter) in _letters():
        return letter
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


@cache
def _letters() -> frozenset[int]:
    """Return the characters that every face of the font has."""
    faces = [
        FontProperties(family=FONT),
        FontProperties(family=FONT, weight="bold"),
        FontProperties(family=FONT, style="italic"),
    ]
    return frozenset.intersection(*(frozenset(_face(face).get_charmap()) for face in faces))


@cache
def _advance(letter: str, *, bold: bool) -> float:
    """Return how far a letter of size 1 moves the next one."""
    face = _face(FontProperties(family=FONT, weight="bold" if bold else "normal"))
    face.set_size(_EM, 72)
    return float(face.load_char(ord(letter)).linearHoriAdvance) / _UNIT / _EM


_EM: Final = 100


def _face(properties: FontProperties) -> FT2Font:
    return get_font(findfont(properties))
