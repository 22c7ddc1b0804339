"""What a statistical method gives back: an answer with its meaning, or a refusal with a reason."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Statistic:
    """The answer of one method to one question.

    Attributes:
        method: What was done, in the field's standard words, such as `Stuart-Maxwell`.
        observations: How many units or plans it rests on.
        means: What the answer says, in a sentence; empty if there is none.
        caution: When not to believe it, in a sentence.
        value: The estimate or test statistic.
        lower: Lower end of its interval, if it has one.
        upper: Upper end of its interval, if it has one.
        confidence: Level of the interval, if it has one.
        degrees: Degrees of freedom, if it has any.
        p_value: Chance of a statistic at least as far out if nothing differs, if it is a test.
        refusal: Why there is no answer, and what would give one; empty if there is one.
        words: The answer where it is no number, such as “no number of them”; empty else.
    """

    method: str
    observations: int
    means: str
    caution: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None
    degrees: int | None = None
    p_value: float | None = None
    refusal: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no number, so that none reaches a report.

        Raises:
            ValueError: If a number is infinite or NaN, or there is not just one of a number, an
                answer in words and a refusal.
        """
        numbers = (self.value, self.lower, self.upper, self.confidence, self.p_value)
        if any(number is not None and not math.isfinite(number) for number in numbers):
            raise ValueError(f"{self.method} gave no finite number.")
        if [self.value is not None, bool(self.words), bool(self.refusal)].count(True) != 1:
            raise ValueError(f"{self.method} must either answer or say why not.")


def refused(method: str, observations: int, why: str) -> Statistic:
    """Return the answer of a method that cannot give one.

    Args:
        method: The method.
        observations: How many units or plans there are.
        why: Why there is no answer, and what would give one.
    """
    return Statistic(method, observations, means="", caution="", refusal=why)
