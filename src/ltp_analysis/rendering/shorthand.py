"""Keep Typst from making dashes, a minus or an ellipsis of hyphens and points."""

from __future__ import annotations

import re
from typing import Any, Final

# Two hyphens or points in a row, a hyphen as a minus, and what Typst takes for a soft hyphen.
_SHORTHAND: Final = re.compile(r"(?<=-)(?=[-?])|(?<=\.)(?=\.)|(?<![^\W_]-)(?<=-)(?=[0-9])")
_NOTHING: Final = {"t": "RawInline", "c": ["typst", "#[]"]}


def keep_as_written(node: Any) -> None:  # noqa: ANN401 - a JSON tree
    """Put nothing, as Typst writes it, into the middle of every shorthand; other formats skip it.

    Args:
        node: A tree of Pandoc's, or a part of one, which is changed in place.
    """
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            if any(_is_shorthand(item) for item in here):
                here[:] = [part for item in here for part in _parts(item)]
            waiting += here
        elif isinstance(here, dict):
            waiting += here.values()


def _is_shorthand(item: Any) -> bool:  # noqa: ANN401 - a JSON tree
    return isinstance(item, dict) and item.get("t") == "Str" and bool(_SHORTHAND.search(item["c"]))


def _parts(item: Any) -> list[Any]:  # noqa: ANN401 - a JSON tree
    if not _is_shorthand(item):
        return [item]
    pieces = [{"t": "Str", "c": piece} for piece in _SHORTHAND.split(item["c"])]
    return [part for piece in pieces for part in (_NOTHING, piece)][1:]
