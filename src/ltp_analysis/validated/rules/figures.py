"""Rules on published figures."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.validated.rules.tools import open_at, records, single_ratings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Tables

_SCALES = {"thousand": 1000, "million": 1_000_000}
_WHOLE = 100
_DIGITS = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(\w*)")
_SHARES = ("percent", "fraction")
_RATED_KINDS = ("rating", "peer review", "change")


def categories_known(tables: Tables) -> Iterator[Problem]:
    """A figure on ratings names a known category; every reading of it is on a scale."""
    known = {"all", *tables["categories"]["category"]}
    on_scales = set(tables["scales"]["category"])
    for row, rating in tables["categories"]["rating"].items():
        if rating not in on_scales:
            yield tables.problem(
                "categories", row, "rating", rating, "on no scale", "Mend the name."
            )
    kinds = dict(zip(tables["measures"]["measure"], tables["measures"]["kind"], strict=True))
    for figure in records(tables["figures"]):
        if kinds.get(figure.measure) in _RATED_KINDS and figure.category not in known:
            remedy = f"Add it to {tables.files['categories']}, or mend the name."
            yield tables.problem(
                "figures", figure.Index, "category", figure.category, "not in categories", remedy
            )


def values_fit_their_unit(tables: Tables) -> Iterator[Problem]:
    """A share is at most the whole, a count is whole, and a value ends where its digits do."""
    for figure in records(tables["figures"].dropna(subset=["value", "unit"])):
        value = _fraction(figure.value)
        if value is None:
            continue
        limit = {"percent": 100, "fraction": 1}.get(figure.unit)
        if limit is not None and value > limit:
            rule, remedy = f"more than {limit}", "Mend the value or the unit."
            yield tables.problem("figures", figure.Index, "value", figure.value, rule, remedy)
        if figure.unit in ("count", "children", "rank") and value.denominator != 1:
            rule, remedy = "not a whole number", "Mend the value or the unit."
            yield tables.problem("figures", figure.Index, "value", figure.value, rule, remedy)
        if (figure.unit == "fraction") != pd.isna(figure.resolution):
            rule = "a fraction has no resolution, and every other value has one"
            remedy = "Give the value of one unit of the last printed digit."
            yield tables.problem("figures", figure.Index, "resolution", "", rule, remedy)
        elif figure.unit != "fraction":
            step = _fraction(figure.resolution)
            if step and value % step:
                rule = f"not a multiple of the resolution {figure.resolution}"
                remedy = "Give the value of one unit of the last printed digit."
                yield tables.problem(
                    "figures", figure.Index, "resolution", figure.value, rule, remedy
                )


def words_fit_the_value(tables: Tables) -> Iterator[Problem]:
    """Where a figure was printed in digits, they are its value, or its value and its base."""
    for figure in records(tables["figures"]):
        found = _DIGITS.findall(str(figure.printed))
        numbers = {
            Fraction(digits.replace(",", "")) * _SCALES.get(word, 1) for digits, word in found
        }
        value = _fraction(figure.value)
        if numbers and value not in numbers:
            base = None if pd.isna(figure.base_value) else Fraction(int(figure.base_value))
            if numbers != {base}:
                rule, remedy = f"printed as “{figure.printed}”", "Mend one of the two."
                yield tables.problem("figures", figure.Index, "value", figure.value, rule, remedy)


def shares_can_add_up(tables: Tables) -> Iterator[Problem]:
    """Printed shares of single ratings on one base leave room for one another.

    Each may be off by what rounding of any kind can do; with that, they add up to no more than
    the whole and, where every rating was printed, to no less.
    """
    single = single_ratings(tables["categories"])
    scale_of = dict(zip(tables["rounds"]["round_id"], tables["rounds"]["scale_id"], strict=True))
    figures = tables["figures"].dropna(subset=["base", "round_id", "resolution"])
    figures = figures[
        (figures["unit"] == "percent")
        & (figures["qualifier"] == "none")
        & (figures["certainty"] == "certain")
        & figures["category"].isin(list(single))
    ]
    keys = ["round_id", "measure", "group_id", "base"]
    for (round_id, *_), parts in figures.groupby(keys, observed=True):
        once = parts.drop_duplicates("category")
        values = [_fraction(text) for text in once["value"]]
        steps = [_fraction(text) for text in once["resolution"]]
        if None in values or None in steps:
            continue
        total, slack = sum(filter(None, values)), sum(filter(None, steps))
        scale = tables["scales"][tables["scales"]["scale_id"] == scale_of.get(round_id)]
        complete = set(scale["category"]) <= {single[name] for name in once["category"]}
        if total - slack / 2 > _WHOLE or (complete and total + slack < _WHOLE):
            rule = f"the shares of the ratings add up to {float(total):g} per cent"
            row, value = once.index[-1], once["value"].iloc[-1]
            remedy = "Mend one of them, or mark it doubtful."
            yield tables.problem("figures", row, "value", value, rule, remedy)


def bases_consistent(tables: Tables) -> Iterator[Problem]:
    """A share names its base, and a base has a size where the source states or implies it."""
    for figure in records(tables["figures"]):
        has_base, has_value = not pd.isna(figure.base), not pd.isna(figure.base_value)
        if figure.unit in _SHARES and not has_base:
            rule, remedy = "a share without a base", "Name what it is a share of."
            yield tables.problem("figures", figure.Index, "base", figure.value, rule, remedy)
        expected = {
            "none": (False, False),
            "not stated": (True, False),
            "stated": (True, True),
            "assumed": (True, True),
        }.get(figure.base_basis)
        if expected is not None and (has_base, has_value) != expected:
            rule = "base, base_value and base_basis do not fit together"
            remedy = "none: neither; not stated: base alone; stated or assumed: both."
            value = figure.base_basis
            yield tables.problem("figures", figure.Index, "base_basis", value, rule, remedy)


def counts_fit_their_base(tables: Tables) -> Iterator[Problem]:
    """Counts and bases agree: no count above its base, one size for one base of a scope and round.

    A base of all units is the round's register; single ratings add up to no more than their base.
    """
    figures = tables["figures"].dropna(subset=["base_value"])
    counts = figures[figures["unit"] == "count"]
    for figure in records(counts):
        value = _fraction(figure.value)
        if value is not None and value > figure.base_value:
            rule, remedy = f"more than its base of {figure.base_value}", "Mend one of the two."
            yield tables.problem("figures", figure.Index, "value", figure.value, rule, remedy)
    certain = figures[figures["certainty"] == "certain"]
    for _, same in certain.groupby(["round_id", "group_id", "base"], observed=True):
        sizes = same["base_value"]
        for row, size in sizes[sizes != sizes.iloc[0]].items():
            rule = f"the base has the size {sizes.iloc[0]} in another figure of the round"
            remedy = "Mend one of the two, or mark one of the figures doubtful."
            yield tables.problem("figures", row, "base_value", size, rule, remedy)
    yield from _whole_bases(tables, certain)
    yield from _parts(tables, certain)


def _whole_bases(tables: Tables, figures: pd.DataFrame) -> Iterator[Problem]:
    bases = tables["bases"]
    units = set(bases.loc[(bases["observation"] == "unit") & (bases["missing"] == "in"), "base"])
    dates = dict(zip(tables["rounds"]["round_id"], tables["rounds"]["register_date"], strict=True))
    whole = figures["group_id"] == tables.settings.whole
    for figure in records(figures[whole & figures["base"].isin(units)]):
        if figure.round_id not in dates:
            continue
        size = len(open_at(tables["register"], dates[figure.round_id]))
        if size != figure.base_value:
            rule = f"the register of the round holds {size} units"
            remedy = "Mend the base, the round or its register date."
            yield tables.problem(
                "figures", figure.Index, "base_value", figure.base_value, rule, remedy
            )


def _parts(tables: Tables, figures: pd.DataFrame) -> Iterator[Problem]:
    single = single_ratings(tables["categories"])
    counts = figures[(figures["unit"] == "count") & figures["category"].isin(list(single))]
    for _, parts in counts.groupby(["round_id", "measure", "group_id", "base"], observed=True):
        once = parts.drop_duplicates("category")
        total = sum(_fraction(value) or 0 for value in once["value"])
        base = int(parts["base_value"].iloc[0])
        if total > base:
            rule = f"the ratings add up to {total}, more than their base of {base}"
            row = once.index[-1]
            value = once["value"].iloc[-1]
            yield tables.problem("figures", row, "value", value, rule, "Mend one of the counts.")


def _fraction(text: object) -> Fraction | None:
    try:
        return Fraction(str(text))
    except (ValueError, ZeroDivisionError):
        return None
