"""The words that a file uses for ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.imports.folding import fold
from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ltp_analysis.validated.study import Study

IGNORE = "ignore"
"""What a word is mapped to where rows that have it are left out."""


class RatingMapError(LtpError):
    """Raised where what a word is mapped to is no rating."""


@dataclass(frozen=True)
class Words:
    """What words mean.

    Attributes:
        meanings: A category of the scale, or “ignore”, for each folded word.
        categories: The categories in the order of the scale.
    """

    meanings: Mapping[str, str]
    categories: tuple[str, ...]

    def read(self, text: str) -> tuple[str, ...] | None:
        """Return the ratings that a cell leaves open, in the order of the scale.

        Args:
            text: One word, or several divided by “|”.

        Returns:
            The categories; empty for a cell to be left out; None if a word is not known.
        """
        found = [self.meanings.get(_key(part)) for part in text.split("|")]
        if found == [IGNORE]:
            return ()
        if not all(part in self.categories for part in found):
            return None
        return tuple(name for name in self.categories if name in found)


def rating_words(study: Study, round_id: str, pairs: Iterable[str] = ()) -> Words:
    """Return the words for the ratings of a round, its missing states among them.

    Args:
        study: The study.
        round_id: The round, whose scale counts.
        pairs: Further words as “word=category”; the word may be empty, for a blank cell, and the
            category “ignore”.

    Raises:
        RatingMapError: If a pair has another form or its category is not of the scale.
    """
    scales = study["scales"]
    scale = scales[scales["scale_id"] == study.round(round_id)["scale_id"]].sort_values("position")
    categories = tuple(str(name) for name in scale["category"])
    meanings: dict[str, str] = {}
    for column in ("label", "category"):
        found: dict[str, set[str]] = {}
        for word, category in zip(scale[column], categories, strict=True):
            found.setdefault(_key(str(word)), set()).add(category)
        meanings |= {word: some.pop() for word, some in found.items() if len(some) == 1}
    own: dict[str, str] = {}
    for pair in pairs:
        word, sign, category = pair.rpartition("=")
        meant = IGNORE if category.strip().casefold() == IGNORE else meanings.get(_key(category))
        if not sign or meant is None:
            raise RatingMapError(
                f"--rating-map “{pair}” is not understood. Give a word of the file and what it "
                f"means, such as “{categories[0][:1].upper()}={categories[0]}”; there are: "
                f"{', '.join(categories)}, {IGNORE}."
            )
        if own.get(_key(word), meant) != meant:
            raise RatingMapError(f"--rating-map gives “{word}” two meanings.")
        own[_key(word)] = meant
    return Words(meanings | own, categories)


def _key(word: str) -> str:
    """Return a word folded; a mark that folds to nothing, such as “-”, stays as it is."""
    return fold(word) or word.strip()
