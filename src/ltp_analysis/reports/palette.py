"""Colours, hatches and marks of the ratings, so that none is told by colour alone.

The colours are of the palette for accessible charts of the Government Analysis Function: dark
pink, orange, dark blue, turquoise, dark grey and light purple, and a dark green for a seventh,
neighbours at a contrast of three to one or more. They are given to the categories of a scale by
position, the worst first, so another scale gets them too. States that are no ratings are white and
hatched, each its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

TEXT = "#1d1d1b"
QUIET = "#595959"
RULE = "#b8b8b8"
PAPER = "#ffffff"


@dataclass(frozen=True)
class Style:
    """How one category is drawn.

    Attributes:
        fill: Colour of its areas and marks.
        ink: Colour of text on it.
        hatch: Pattern of its areas.
        marker: Shape of its marks.
    """

    fill: str
    ink: str
    hatch: str
    marker: str


_RATED = (
    Style("#801650", "#ffffff", "", "s"),
    Style("#f46a25", TEXT, "", "^"),
    Style("#12436d", "#ffffff", "", "o"),
    Style("#28a197", TEXT, "", "D"),
    Style("#3d3d3d", "#ffffff", "", "v"),
    Style("#a285d1", TEXT, "", "<"),
    Style("#0b4a2b", "#ffffff", "", ">"),
)
_MISSING = (
    Style(PAPER, TEXT, "////", "X"),
    Style(PAPER, TEXT, "\\\\\\\\", "P"),
    Style(PAPER, TEXT, "++++", "*"),
    Style(PAPER, TEXT, "oo", "h"),
)
UNKNOWN = Style("#ececec", TEXT, "...", "")


def styles(study: Study) -> dict[str, Style]:
    """Return the style of each category of the study's scale.

    Raises:
        ValueError: If the scale has more ratings than there are colours to tell apart, or more
            missing states than there are hatches.
    """
    missing = study.missing
    rated = [rating for rating in study.ratings if rating not in missing]
    if len(rated) > len(_RATED):
        raise ValueError(f"a scale of {len(rated)} ratings needs more colours")
    if len(missing) > len(_MISSING):
        raise ValueError(f"a scale of {len(missing)} missing states needs more hatches")
    return dict(zip([*rated, *missing], [*_RATED[: len(rated)], *_MISSING], strict=False))
