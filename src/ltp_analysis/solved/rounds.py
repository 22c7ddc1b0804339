"""How many units had each rating in a round, as far as national figures pin it down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.solved.composition import ContradictionError, Range, tighten
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.statements.accepted import accepted
from ltp_analysis.statements.readings import single_rating
from ltp_analysis.statements.rounding import Rule, numerators
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class RoundCounts:
    """The whole of a round and its parts.

    Attributes:
        round_id: The round.
        parts: Bounds of the number of units with each rating; missing states only if counted.
        whole: What the parts add up to.
        base: Name of the base that `whole` is the size of.
        missing: The ratings among `parts` that are missing states.
        rule: The rounding rule by which percentages were read; None if none was.
        cautions: What has to be said of the counts.
        statements: Ids of the figures or ratings used.
        sources: Ids of their sources.
        one_by_one: Whether the ratings of all units are known, and were counted.
        unused: Ids of figures that were not used, since they cannot hold with the rest.
    """

    round_id: str
    parts: dict[str, Range]
    whole: int
    base: str
    missing: tuple[str, ...]
    rule: Rule | None
    cautions: tuple[str, ...]
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    one_by_one: bool = False
    unused: tuple[str, ...] = ()


def held_counts(study: Study, round_id: str) -> RoundCounts | None:
    """Return how many units had each rating in a round, as far as that is pinned down.

    Where one rating is stated for every unit they are counted, unless the round was printed in
    plans: these are counted by its figures. Otherwise national figures are used; where they
    cannot all hold, by themselves or with the ratings of single units, those that
    the evidence leaves out are not used, and a caution names them.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        The counts, or None if no base is known or what is left does not add up either.
    """
    printed = _from_figures(study, round_id)
    bases = study["bases"]
    of_units = bases[bases["observation"] == "unit"]
    if printed is not None and printed.base not in set(of_units["base"]):
        return printed
    takes_all = of_units[(of_units["missing"] == "in") | (not study.missing)]["base"]
    found = counted(study, round_id, takes_all.iloc[0]) if len(takes_all) else None
    if found is None or printed is None:
        return found or printed
    return replace(found, cautions=tuple(_not_used(printed.unused)), unused=printed.unused)


def counted(study: Study, round_id: str, base: str) -> RoundCounts | None:
    """Return the counts of a round in which one rating is stated for every unit.

    Args:
        study: The study.
        round_id: The round.
        base: Name of the base of all units.

    Returns:
        The counts, or None if a unit has no or several ratings left.
    """
    stated = stated_ratings(study, round_id)
    whole = len(study.codes(round_id))
    if len(stated) != whole or any(len(unit.possible) != 1 for unit in stated):
        return None
    numbers = Counter(unit.possible[0] for unit in stated)
    return RoundCounts(
        round_id,
        {rating: Range(numbers[rating], numbers[rating]) for rating in study.ratings},
        whole,
        base,
        tuple(study.missing),
        None,
        (),
        tuple(sorted({name for unit in stated for name in unit.statements})),
        tuple(sorted({name for unit in stated for name in unit.sources})),
        one_by_one=True,
    )


def _from_figures(study: Study, round_id: str) -> RoundCounts | None:
    """Return what the national figures of a round pin down, as far as they can hold."""
    try:
        return round_counts(study, round_id)
    except ContradictionError:
        out = frozenset(item.statement for item in weigh(study).left_out)
    try:
        return round_counts(study, round_id, without=out)
    except ContradictionError:
        return None


def national_ratings(
    study: Study, round_id: str, without: AbstractSet[str] = frozenset()
) -> pd.DataFrame:
    """Return the accepted figures of a round on the rating of all its units, but for some."""
    figures = accepted(study, "figures")
    return figures[
        (figures["round_id"] == round_id)
        & (figures["measure"] == "rating")
        & (figures["group_id"] == study.settings.whole)
        & figures["unit"].isin(["count", "percent"])
        & (figures["qualifier"] == "none")
        & ~figures["figure_id"].isin(without)
    ]


@dataclass(frozen=True)
class PrintedParts:
    """What the accepted figures of a round say of each rating, before adding up.

    Attributes:
        figures: The figures: one rating each, all on one base of known size.
        parts: For each rating that the base takes in, the counts that its figures allow.
        whole: Size of the base.
        base: Name of the base.
    """

    figures: pd.DataFrame
    parts: dict[str, Range]
    whole: int
    base: str


def printed_parts(
    study: Study, round_id: str, rule: Rule, without: AbstractSet[str] = frozenset()
) -> PrintedParts | None:
    """Return what the national figures of a round say of each rating.

    Args:
        study: The study.
        round_id: The round.
        rule: How printed percentages are read.
        without: Ids of figures that are not to be used.

    Returns:
        The parts, those without a figure left open, or None if no base is known.

    Raises:
        ContradictionError: If no count fits a figure, or two figures on one rating.
    """
    figures = national_ratings(study, round_id, without).dropna(subset=["base_value"])
    figures = figures[[single_rating(study, name) is not None for name in figures["category"]]]
    if figures.empty:
        return None
    bases = study["bases"]
    base = next(name for name in bases["base"] if name in set(figures["base"]))
    figures = figures[figures["base"] == base]
    whole = int(figures["base_value"].iloc[0])
    takes_missing = bases.loc[bases["base"] == base, "missing"].iloc[0] == "in"
    parts = {
        rating: Range(0, whole)
        for rating in study.ratings
        if takes_missing or rating not in study.missing
    }
    for figure in figures.to_dict("records"):
        rating = single_rating(study, figure["category"])
        if rating in parts:
            parts[rating] = _narrow(parts[rating], _allowed(figure, whole, rule), figure)
    return PrintedParts(figures, parts, whole, base)


def round_counts(
    study: Study,
    round_id: str,
    rule: Rule = Rule.NEAREST,
    without: AbstractSet[str] = frozenset(),
) -> RoundCounts | None:
    """Return what the national figures of a round pin down.

    Args:
        study: The study.
        round_id: The round.
        rule: How printed percentages are read.
        without: Ids of figures that are not to be used.

    Returns:
        The counts, or None if no base is known.

    Raises:
        ContradictionError: If the figures cannot all hold under the rule.
    """
    printed = printed_parts(study, round_id, rule, without)
    if printed is None:
        return None
    parts, whole, base, used = dict(printed.parts), printed.whole, printed.base, printed.figures
    cautions = _corrected_later(study, round_id)
    every = national_ratings(study, round_id)["figure_id"]
    unused = tuple(name for name in every if name in without)
    cautions += _not_used(unused)
    if "assumed" in set(used["base_basis"]):
        cautions.append("The size of the base is assumed: not every source used states it.")
    missing = tuple(name for name in study.missing if name in parts)
    coverage = _coverage(study, round_id, base, whole)
    if not missing and len(coverage) and len(study.missing) == 1:
        row = coverage.iloc[0]
        base, whole = str(row["base"]), int(row["base_value"])
        missing = tuple(study.missing)
        parts[missing[0]] = Range(whole - int(row["value"]), whole - int(row["value"]))
        used = pd.concat([used, coverage])
        cautions.append("Plans that were due but not analysed are counted as missing.")
    percent = (printed.figures["unit"] == "percent").any()
    try:
        narrowed = tighten(parts, whole)
    except ContradictionError as error:
        label = study.round(round_id)["round"]
        names = ", ".join(used["figure_id"])
        raise ContradictionError(
            f"The figures of {label} cannot all hold: {error}. Look at {names} in figures, or mark "
            "one of them doubtful."
        ) from None
    return RoundCounts(
        round_id,
        narrowed,
        whole,
        base,
        missing,
        rule if percent else None,
        tuple(cautions),
        tuple(used["figure_id"]),
        tuple(dict.fromkeys(used["source_id"])),
        unused=unused,
    )


def _not_used(unused: tuple[str, ...]) -> list[str]:
    """Say which figures were not used, if there are any."""
    return [f"Not used, since it cannot hold with the rest: {', '.join(unused)}."] if unused else []


def _corrected_later(study: Study, round_id: str) -> list[str]:
    """Say which ratings were put right after the national figures were printed."""
    rows = study["ratings"]
    before = rows.set_index("statement_id")["ratings"]
    fixed = rows[(rows["round_id"] == round_id) & rows["corrects"].notna()]
    names = study["register"].set_index("unit_code")["name"]
    groups = study["groups"].set_index("group_id")["name"]
    found = []
    for row in fixed.to_dict("records"):
        of_group = pd.isna(row["unit_code"])
        name = groups[row["group_id"]] if of_group else names.loc[[row["unit_code"]]].iloc[-1]
        old, new = (text.replace("|", " or ") for text in (before[row["corrects"]], row["ratings"]))
        found.append(
            f"The figures are of the first edition; {study.settings.short(name)} was later put "
            f"right from {old} to {new}."
        )
    return found


def _allowed(figure: dict[str, object], whole: int, rule: Rule) -> list[int]:
    if figure["unit"] == "count":
        return [int(str(figure["value"]))]
    resolution = Fraction(str(figure["resolution"]))
    return numerators(Fraction(str(figure["value"])), whole, rule, resolution)


def _narrow(part: Range, allowed: list[int], figure: dict[str, object]) -> Range:
    inside = [count for count in allowed if count in part]
    if not inside:
        raise ContradictionError(f"no count fits the figure {figure['figure_id']}")
    return Range(min(inside), max(inside))


def _coverage(study: Study, round_id: str, base: str, size: int) -> pd.DataFrame:
    """Return the accepted figure that counts a base as part of the one with missing units."""
    figures, bases = accepted(study, "figures"), study["bases"]
    wider = set(bases.loc[bases["without_missing"] == base, "base"])
    return figures[
        (figures["round_id"] == round_id)
        & (figures["measure"] == base)
        & (figures["group_id"] == study.settings.whole)
        & (figures["unit"] == "count")
        & (figures["value"] == str(size))
        & figures["base"].isin(wider)
    ].head(1)
