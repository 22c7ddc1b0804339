"""The record of one comparison, made of what a method answered."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.findings.finding import finding_id, made_by
from ltp_analysis.methods.sentences import CRITERIA
from ltp_analysis.methods.statistic import refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.methods.statistic import Statistic
    from ltp_analysis.validated.study import Study

SAMPLE: Final = (
    "Nothing is worked out from the ratings that are known: sources chose what to name, so these "
    "are no sample of the others."
)
"""Why ratings of some units do not stand for all."""

REMEDY: Final = "complete ratings are needed: ltp import ratings."
"""What would give comparisons."""


@dataclass(frozen=True)
class Comparison:
    """What a method says of one question, or why it says nothing.

    Attributes:
        id: Stable name, `compared.since.round.kind.way.detail`, without the parts that do not
            apply.
        kind: What is compared, such as `transition` or `bowker`.
        since: The earlier round; empty if one round alone is looked at.
        round_id: The round, or the later of two.
        way: How units of two registers are paired: `as-published`, `like-for-like` or
            `like-for-like-earlier`; empty if that makes no difference.
        category: What is counted, such as ratings or a move.
        place: The group of units, or the name of a region.
        label: What is asked, in words.
        unit: What `value` is: share, count, chi-square, odds ratio, difference of shares, or
            difference of log odds.
        method: What was done, in the field's standard words.
        observations: How many units, or ratings, it rests on.
        value: The answer, if it is a number.
        lower: Lower end of its bounds or interval.
        upper: Upper end of its bounds or interval.
        confidence: Level, if `lower` and `upper` are an interval and no bounds.
        degrees: Degrees of freedom.
        p_value: Chance of a difference as great if nothing differs, if it is a test.
        words: The answer, if it is no number.
        means: What the answer says, in a sentence.
        caution: When not to believe it.
        refusal: Why there is no answer, and what would give one; empty if there is one.
        sources: Ids of the sources that the ratings rest on.
        code: The function that made it, and its version.
        dataset: Version of the raw tables.
    """

    id: str
    kind: str
    since: str
    round_id: str
    way: str
    category: str
    place: str
    label: str
    unit: str
    method: str
    observations: int
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float | None
    degrees: int | None
    p_value: float | None
    words: str
    means: str
    caution: str
    refusal: str
    sources: tuple[str, ...]
    code: str
    dataset: str

    @property
    def answered(self) -> bool:
        """Whether there is an answer, a number or not."""
        return not self.refusal

    @property
    def waits(self) -> bool:
        """Whether there is no answer because not every rating is known."""
        return self.caution == SAMPLE


@dataclass(frozen=True)
class Question:
    """What is asked of the ratings.

    Attributes:
        kind: What is compared.
        label: The question in words.
        unit: What the answer counts or measures.
        round_id: The round, or the later of two.
        since: The earlier round, if there are two.
        way: How units of two registers are paired.
        category: What is counted.
        place: Name of a region; the whole register if empty.
    """

    kind: str
    label: str
    unit: str
    round_id: str
    since: str = ""
    way: str = ""
    category: str = ""
    place: str = ""

    @property
    def id(self) -> str:
        """Stable name of the comparison."""
        # Names of regions are free text, but an id has to serve as an address.
        place = "-".join(re.findall(r"\w+", self.place))
        parts = self.since, self.round_id, self.kind, self.way, self.category, place
        return finding_id("compared", *parts)


def comparison(  # noqa: PLR0913 - what is asked, what is answered, and by what
    study: Study,
    question: Question,
    answer: Statistic,
    code: Callable[..., object],
    *,
    caution: str = "",
    sources: tuple[str, ...] = (),
) -> Comparison:
    """Return the record of an answer.

    Methods say what holds if the criteria changed; here it is known whether they did, so that
    sentence gives way to what `caution` says of it.

    Args:
        study: The study.
        question: What was asked.
        answer: What a method gave.
        code: The function that asked.
        caution: What is to be said before the method's own words of caution.
        sources: Ids of the sources of the ratings.
    """
    given = asdict(answer)
    own = str(given.pop("caution")).replace(CRITERIA, "")
    return Comparison(
        id=question.id,
        kind=question.kind,
        since=question.since,
        round_id=question.round_id,
        way=question.way,
        category=question.category,
        place=question.place or study.settings.whole,
        label=question.label,
        unit=question.unit,
        caution=" ".join(f"{caution} {own}".split()),
        sources=sources,
        code=made_by(code),
        dataset=study.version,
        **given,
    )


def refusal(
    study: Study, question: Question, method: str, why: str, code: Callable[..., object]
) -> Comparison:
    """Return the record of a question that no method was asked.

    Args:
        study: The study.
        question: What was asked.
        method: The method that would answer it.
        why: Why it cannot be.
        code: The function that asked.
    """
    caution = SAMPLE if why.endswith(REMEDY) else ""
    return comparison(study, question, refused(method, 0, why), code, caution=caution)
