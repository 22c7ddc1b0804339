"""The shape that findings on numbers of units, figures and children share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ltp_analysis.findings.finding import Finding, finding_id, made_by, spread
from ltp_analysis.solved.composition import Range
from ltp_analysis.statements.coded import coded_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.validated.study import Study


def counted(  # noqa: PLR0913 - what such a finding is made of
    study: Study,
    key: tuple[str, str, str],
    bounds: Range,
    base: tuple[int, str],
    code: Callable[..., object],
    *,
    method: str,
    scope: str = "",
    **others: Any,  # noqa: ANN401 - further fields of a finding
) -> Finding:
    """Return a finding in whole numbers, with the size and the name of its base.

    Args:
        study: The study.
        key: Measure, round and category.
        bounds: Least and greatest number.
        base: Size and name of what it is a number of.
        code: The function that made it.
        method: How it was worked out, in a sentence.
        scope: The group of units; the whole register if not given.
        **others: Further fields of a finding.
    """
    measure, round_id, category = key
    where = scope or study.settings.whole
    size, name = base
    return Finding(
        id=finding_id(measure, round_id or "all", category, where),
        round=round_id,
        measure=measure,
        category=category,
        scope=where,
        unit="count",
        lower=Fraction(bounds.lower),
        upper=Fraction(bounds.upper),
        numerator_lower=bounds.lower,
        numerator_upper=bounds.upper,
        **spread("base", Range(size, size)),  # type: ignore[arg-type]
        base_name=name,
        method=method,
        code=made_by(code),
        dataset=study.version,
        **others,
    )


def sources_of(study: Study, statements: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources of statements: rows of `figures` or `ratings`, and coded plans."""
    found: dict[str, str] = {}
    for table, key in (("figures", "figure_id"), ("ratings", "statement_id")):
        found |= dict(zip(study[table][key], study[table]["source_id"], strict=True))
    found |= {item.id: item.source_id for item in coded_statements(study)}
    return tuple(dict.fromkeys(found[name] for name in statements if name in found))
