"""How printed amounts can be read: rounding, bases, and the meaning of their words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.statements.readings import base_label
from ltp_analysis.statements.readings import readings as meanings
from ltp_analysis.statements.rounding import Rule
from ltp_analysis.statements.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ltp_analysis.validated.study import Study

_SIMPLE = sorted({Fraction(part, whole) for whole in range(1, 5) for part in range(whole + 1)})
"""Shares that plain words have: none, quarters, thirds, half, all."""

_HUNDRED = 100


def amount_readings(
    study: Study, figure: dict[Any, Any], rules: Sequence[Rule]
) -> tuple[Reading, ...]:
    """Return every way to read a figure on ratings.

    Args:
        study: The study.
        figure: A row of the table `figures`, in counts, percent, fractions or points.
        rules: The rounding rules to allow for a printed percentage.

    Returns:
        One reading for each meaning of its category, each base it can have, and each rule.
    """
    found = []
    for counted in meanings(study, figure["category"]):
        for base, observation, left_out in _bases(study, figure, counted):
            for rule, (lower, upper, lower_open, upper_open) in _ranges(figure, rules):
                size = None if pd.isna(figure["base_value"]) else int(figure["base_value"])
                found.append(
                    Reading(
                        _label(study, counted, base),
                        frozenset(counted),
                        left_out,
                        figure["unit"] in ("percent", "fraction"),
                        lower,
                        upper,
                        lower_open,
                        upper_open,
                        observation,
                        size,
                        rule,
                        base,
                    )
                )
    return tuple(dict.fromkeys(found))


def _bases(
    study: Study, figure: dict[Any, Any], counted: tuple[str, ...]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield the name of a base, what it counts, and the ratings left out of it."""
    if pd.isna(figure["base"]):
        yield "", "unit", frozenset()
        return
    row = study.row("bases", "base", figure["base"])
    missing = frozenset(study.missing)
    ways: dict[str, list[frozenset[str]]] = {
        "in": [frozenset()],
        "out": [missing],
        "not said": [frozenset(), missing],
    }
    counts = str(row["observation"])
    for observation in ["unit", "plan"] if counts == "not said" else [counts]:
        for left_out in ways[str(row["missing"])]:
            if not left_out & set(counted):
                yield (
                    _meant(study, str(figure["base"]), observation, left_out),
                    observation,
                    left_out,
                )


def _meant(study: Study, base: str, observation: str, left_out: frozenset[str]) -> str:
    """Return the base that one reading of an unclear base means, if the study names it."""
    bases, row = study["bases"], study.row("bases", "base", base)
    if "not said" not in (row["observation"], row["missing"]):
        return base
    same = bases[
        (bases["observation"] == observation) & (bases["missing"] == ("out" if left_out else "in"))
    ]
    return str(same["base"].iloc[0]) if len(same) else base


def _ranges(
    figure: dict[Any, Any], rules: Sequence[Rule]
) -> Iterator[tuple[Rule | None, tuple[Fraction, Fraction, bool, bool]]]:
    value = Fraction(figure["value"])
    if figure["unit"] == "fraction":
        yield None, _words(value, str(figure["qualifier"]))
        return
    scale = 1 if figure["unit"] == "count" else _HUNDRED
    step = Fraction(figure["resolution"])
    if figure["qualifier"] != "none":
        around = {
            "about": (-step, step),
            "over": (Fraction(0), step),
            "nearly": (-step, Fraction(0)),
        }
        below, above = around[str(figure["qualifier"])]
        yield None, ((value + below) / scale, (value + above) / scale, False, False)
    elif figure["unit"] == "count":
        yield None, (value, value, False, False)
    else:
        for rule in rules:
            yield rule, _rounded(value, step, rule)


def _rounded(value: Fraction, step: Fraction, rule: Rule) -> tuple[Fraction, Fraction, bool, bool]:
    """Return the shares that print as a percentage, with which ends are excluded."""
    if rule is Rule.TRUNCATED:
        return value / _HUNDRED, (value + step) / _HUNDRED, False, True
    ends = (value - step / 2) / _HUNDRED, (value + step / 2) / _HUNDRED
    if rule is Rule.NEAREST:
        return *ends, False, False
    if rule is Rule.HALF_UP:
        return *ends, False, True
    odd = (value / step) % 2 == 1
    return *ends, odd, odd


def _words(value: Fraction, qualifier: str) -> tuple[Fraction, Fraction, bool, bool]:
    """Return the shares that plain words can stand for.

    “All” and “none” are taken at their word. Any other simple share stands for those that are
    nearer to it than to another one of quarters, thirds and halves; “more than” and “nearly”
    leave the half of them on their side.
    """
    if value in (0, 1) or value not in _SIMPLE:
        return value, value, False, False
    place = _SIMPLE.index(value)
    lower = (value + _SIMPLE[place - 1]) / 2
    upper = (value + _SIMPLE[place + 1]) / 2
    if qualifier == "over":
        return value, upper, True, False
    if qualifier == "nearly":
        return lower, value, False, True
    return lower, upper, False, False


def _label(study: Study, counted: tuple[str, ...], base: str) -> str:
    parts = [" or ".join(counted)]
    if base:
        parts.append(f"of {base_label(study, base)}")
    return ", ".join(parts)
