"""Proportions of each rating in a round, with missing plans in, out, and either way."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.findings.finding import Finding, finding_id, made_by, spread
from ltp_analysis.solved.composition import Range, share_bounds, total
from ltp_analysis.solved.rounds import RoundCounts, held_counts, national_ratings
from ltp_analysis.statements.readings import base_label, rated_label, single_rating
from ltp_analysis.statements.rounding import Rule, limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ltp_analysis.solved.composition import ShareBounds
    from ltp_analysis.validated.study import Study

WITH_MISSING = "with-missing"
WITHOUT_MISSING = "without-missing"
EITHER_WAY = "missing-either-way"
AS_PRINTED = "as-printed"

_INADEQUATE = "inadequate"
_INADEQUATE_OR_MISSING = "inadequate-or-missing"


def share_findings(study: Study) -> Iterator[Finding]:
    """Yield the shares of each rating in each round.

    For a round whose base is known: each rating, and the inadequate ones together, as a share of
    all units (`with-missing`), of units with a rating (`without-missing`; not where no unit can
    have one), and the bounds if each missing unit could have had any rating
    (`missing-either-way`). For any other round: the shares as printed (`as-printed`), on whatever
    base the source names.

    Args:
        study: The study.

    Yields:
        Findings in percent. Their numerators and bases are counts of the base's units.
    """
    for round_id in study.rounds:
        counts = held_counts(study, round_id)
        if counts is None:
            yield from _printed(study, round_id)
        else:
            yield from _shares(study, counts)
            yield from _counts(study, counts)


def _shares(study: Study, counts: RoundCounts) -> Iterator[Finding]:
    rated = [name for name in counts.parts if name not in counts.missing]
    whole, rated_units = base_label(study, counts.base), rated_base(study, counts)
    groups: dict[str, tuple[str, ...]] = {name: (name,) for name in counts.parts}
    groups[_INADEQUATE] = tuple(name for name in rated if name in study.settings.inadequate)
    if counts.missing:
        groups[_INADEQUATE_OR_MISSING] = (*groups[_INADEQUATE], *counts.missing)
    any_rated = may_be_rated(counts)
    for category, names in groups.items():
        if counts.missing:
            yield _share(
                study,
                counts,
                (category, WITH_MISSING, whole),
                share_bounds(counts.parts, counts.whole, names),
                f"Share of all units, those with {missing_states(study)} among them.",
            )
        if set(names) <= set(rated):
            if any_rated:
                yield _share(
                    study,
                    counts,
                    (category, WITHOUT_MISSING, rated_units),
                    share_bounds(counts.parts, counts.whole, names, counts.missing),
                    f"Share of the units with a rating{_without(study, counts)}.",
                )
            if counts.missing:
                least = share_bounds(counts.parts, counts.whole, names)
                most = share_bounds(counts.parts, counts.whole, (*names, *counts.missing))
                yield _share(
                    study,
                    counts,
                    (category, EITHER_WAY, whole),
                    _hull(least, most),
                    "Bounds of the share of all units: from none to all of those with "
                    f"{missing_states(study)} would have had this rating.",
                )


def _without(study: Study, counts: RoundCounts) -> str:
    return f"; those with {missing_states(study)} are left out" if counts.missing else ""


def _hull(least: ShareBounds, most: ShareBounds) -> ShareBounds:
    return type(least)(
        least.lower,
        most.upper,
        Range(least.numerator.lower, most.numerator.upper),
        Range(min(least.base.lower, most.base.lower), max(least.base.upper, most.base.upper)),
    )


def _share(
    study: Study,
    counts: RoundCounts,
    key: tuple[str, str, str],
    bounds: ShareBounds,
    method: str,
) -> Finding:
    return share_finding(
        study,
        counts,
        key,
        bounds,
        share_findings,
        method=f"{method} {how_counted(counts)}",
    )


def share_finding(  # noqa: PLR0913 - what such a finding is made of
    study: Study,
    counts: RoundCounts,
    key: tuple[str, str, str],
    bounds: ShareBounds,
    code: Callable[..., object],
    *,
    method: str,
) -> Finding:
    """Return a share of all units of a round, or of some of them, as a finding.

    Args:
        study: The study.
        counts: The counts of the round, with what they rest on.
        key: Category, variant and name of the base.
        bounds: Bounds of the share, its numerator and its base.
        code: The function that made it.
        method: How it was worked out, in a sentence.
    """
    category, variant, base_name = key
    return Finding(
        id=finding_id("share", counts.round_id, category, study.settings.whole, variant),
        round=counts.round_id,
        measure="share",
        category=category,
        scope=study.settings.whole,
        unit="percent",
        lower=100 * bounds.lower,
        upper=100 * bounds.upper,
        numerator_lower=bounds.numerator.lower,
        numerator_upper=bounds.numerator.upper,
        **spread("base", bounds.base),  # type: ignore[arg-type]
        base_name=base_name,
        **spread("missing", _missing(counts)),  # type: ignore[arg-type]
        rule=counts.rule or "",
        method=method,
        caution=" ".join(counts.cautions),
        statements=counts.statements,
        sources=counts.sources,
        code=made_by(code),
        dataset=study.version,
    )


def rated_base(study: Study, counts: RoundCounts) -> str:
    """Return the units of a round that have a rating as a reader sees them."""
    label = rated_label if counts.missing else base_label
    return label(study, counts.base)


def may_be_rated(counts: RoundCounts) -> bool:
    """Say whether any unit of a round can have a rating."""
    missing = _missing(counts)
    return missing is None or missing.lower < counts.whole


def _counts(study: Study, counts: RoundCounts) -> Iterator[Finding]:
    for rating, part in counts.parts.items():
        yield Finding(
            id=finding_id("count", counts.round_id, rating, study.settings.whole),
            round=counts.round_id,
            measure="count",
            category=rating,
            scope=study.settings.whole,
            unit="count",
            lower=Fraction(part.lower),
            upper=Fraction(part.upper),
            numerator_lower=part.lower,
            numerator_upper=part.upper,
            **spread("base", Range(counts.whole, counts.whole)),  # type: ignore[arg-type]
            base_name=base_label(study, counts.base),
            **spread("missing", _missing(counts)),  # type: ignore[arg-type]
            rule=counts.rule or "",
            method=how_counted(counts),
            caution=" ".join(counts.cautions),
            statements=counts.statements,
            sources=counts.sources,
            code=made_by(share_findings),
            dataset=study.version,
        )


def _printed(study: Study, round_id: str) -> Iterator[Finding]:
    figures = national_ratings(study, round_id)
    done: set[str] = set()
    for figure in figures[figures["unit"] == "percent"].to_dict("records"):
        rating = single_rating(study, figure["category"])
        # Of one rating printed on two bases the first row counts; all are in the table of figures.
        if rating is None or rating in done:
            continue
        done.add(rating)
        value, step = Fraction(figure["value"]), Fraction(figure["resolution"])
        lower, upper = limits(value, step, Rule.NEAREST)
        yield Finding(
            id=finding_id("share", round_id, rating, study.settings.whole, AS_PRINTED),
            round=round_id,
            measure="share",
            category=rating,
            scope=study.settings.whole,
            unit="percent",
            lower=max(lower, Fraction(0)),
            upper=min(upper, Fraction(100)),
            printed=str(figure["printed"]),
            base_name=base_label(study, figure["base"]),
            rule=Rule.NEAREST,
            method="As printed; the bounds are those of rounding to the nearest.",
            caution="The size of the base was not seen, so no count can be worked out.",
            statements=(figure["figure_id"],),
            sources=(figure["source_id"],),
            code=made_by(share_findings),
            dataset=study.version,
        )


def missing_states(study: Study) -> str:
    """Return the missing states of a study's scale in a phrase: “no plan”."""
    return " or ".join(f"“{study.label(name)}”" for name in study.missing)


def published_variant(study: Study, round_id: str) -> str:
    """Return the variant of a round's shares that stands on the base its sources used.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        `with-missing`, `without-missing` or, where the size of the base is not known,
        `as-printed`.
    """
    figures = national_ratings(study, round_id).dropna(subset=["base_value"])
    if figures.empty:
        return AS_PRINTED
    missing = study["bases"].set_index("base")["missing"]
    out = {missing[base] == "out" for base in figures["base"]}
    return WITHOUT_MISSING if out == {True} else WITH_MISSING


def how_counted(counts: RoundCounts) -> str:
    """Return, in a sentence, how the counts of a round were found."""
    if counts.one_by_one:
        return "Counted one by one: a rating is stated for each."
    if counts.rule is None:
        return "From printed counts; the rest of the base is what they leave."
    return (
        "Every whole number that the printed percentages allow, rounded by the rule "
        f"“{counts.rule}”, and that adds up to the base."
    )


def _missing(counts: RoundCounts) -> Range | None:
    return total([counts.parts[name] for name in counts.missing]) if counts.missing else None
