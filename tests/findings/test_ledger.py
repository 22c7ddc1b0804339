"""Every finding, worked out again by brute force from what was printed."""

from __future__ import annotations

import csv
import importlib
import re
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis import __version__
from ltp_analysis.findings.ledger import Ledger, UnknownFindingError, build_ledger
from ltp_analysis.findings.shares import published_variant

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.validated.study import Study

    Altered = Callable[..., Study]
    Split = tuple[int, int, int, int]

RAW = Path(__file__).parents[2] / "data" / "raw"
ID = re.compile(r"[a-z-]+\.[a-z0-9-]+(\.[a-z0-9-]+)*")
RATINGS = ("red", "amber", "green", "no-plan")
MISSING = RATINGS.index("no-plan")
CATEGORIES: dict[str, tuple[int, ...]] = {
    "red": (0,),
    "amber": (1,),
    "green": (2,),
    "no-plan": (3,),
    "inadequate": (0, 1),
    "inadequate-or-missing": (0, 1, 3),
}
PRINTED = {
    "red": (Fraction("36.5"), Fraction("37.5")),
    "green": (Fraction("13.5"), Fraction(29, 2)),
}
ROUNDS = ("2015-16", "2016-17", "2017-18", "2018-19")
WAYS = {
    "nearest": (ROUND_HALF_UP, ROUND_HALF_DOWN),
    "half-up": (ROUND_HALF_UP,),
    "half-even": (ROUND_HALF_EVEN,),
    "truncated": (ROUND_DOWN,),
}


def raw(table: str) -> list[dict[str, str]]:
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printing(value: str, base: int, rule: str = "nearest") -> list[int]:
    """Try every count of a base: which print as a whole percentage?"""
    return [
        count
        for count in range(base + 1)
        if Decimal(value)
        in {(Decimal(100 * count) / base).quantize(Decimal(1), way) for way in WAYS[rule]}
    ]


@cache
def splits(round_id: str) -> list[Split]:
    """Return every split of a round's whole that fits what was printed."""
    known = {
        # 62% and 21% of 98 analysed; 18 of 116 plans due were not.
        "2016-17": (printing("21", 98), printing("62", 98), range(99), [116 - 98]),
        "2017-18": ([21], [146], range(196), [7]),
        "2018-19": tuple(printing(value, 195) for value in ("2", "74", "18", "6")),
    }[round_id]
    whole = 116 if round_id == "2016-17" else 195
    return [(r, a, g, n) for r, a, g, n in product(*known) if r + a + g + n == whole]


def share_bounds(
    round_id: str, category: str, variant: str
) -> tuple[list[Fraction], list[int], list[int]]:
    """Return shares in per cent, numerators and bases over all splits."""
    shares, tops, bases = [], [], []
    for split in splits(round_id):
        base = sum(split) - (split[MISSING] if variant == "without-missing" else 0)
        least = sum(split[place] for place in CATEGORIES[category])
        most = least + split[MISSING] if variant == "missing-either-way" else least
        for top in (least, most):
            shares.append(Fraction(100 * top, base))
            tops.append(top)
            bases.append(base)
    return shares, tops, bases


def expected_shares() -> dict[str, tuple[str, str, str]]:
    """Return the shares that there should be: id to round, category and variant."""
    rows = [
        (round_id, category, variant)
        for round_id in ROUNDS[1:]
        for category, places in CATEGORIES.items()
        for variant in ("with-missing", "without-missing", "missing-either-way")
        if variant == "with-missing" or MISSING not in places
    ]
    return {f"share.{row[0]}.{row[1]}.england.{row[2]}": row for row in rows}


def of(ledger: Ledger, measure: str) -> dict[str, Finding]:
    return {name: finding for name, finding in ledger.items() if finding.measure == measure}


def ends(finding: Finding) -> tuple[Fraction | int, Fraction | int]:
    assert finding.lower is not None
    assert finding.upper is not None
    return finding.lower, finding.upper


def test_ids_are_words_with_dots_and_name_what_they_hold(ledger: Ledger) -> None:
    assert len(ledger) == len(set(ledger)) > 150
    for name, finding in ledger.items():
        assert ID.fullmatch(name)
        assert name == finding.id
        assert name.startswith(f"{finding.measure}.")


def test_bounds_are_in_order_and_shares_between_none_and_all(ledger: Ledger) -> None:
    for finding in ledger.values():
        assert (finding.lower is None) == (finding.upper is None)
        for prefix in ("", "numerator_", "base_", "missing_"):
            lower, upper = (getattr(finding, f"{prefix}{end}") for end in ("lower", "upper"))
            assert (lower is None) == (upper is None)
            assert lower is None or lower <= upper
        if finding.unit == "percent":
            lower, upper = ends(finding)
            assert 0 <= lower <= upper <= 100
        for prefix in ("base", "missing"):
            lower, upper = (getattr(finding, f"{prefix}_{end}") for end in ("lower", "upper"))
            assert getattr(finding, prefix) == (lower if lower == upper else None)
        assert finding.determined == (finding.lower is not None and finding.lower == finding.upper)


def test_every_finding_says_how_it_was_found(study: Study, ledger: Ledger) -> None:
    sources = {row["source_id"] for row in raw("sources")}
    statements = {row["figure_id"] for row in raw("figures")}
    statements |= {row["statement_id"] for row in raw("ratings")}
    for finding in ledger.values():
        assert finding.method.endswith(".")
        assert finding.base_name
        assert set(finding.sources) <= sources
        assert set(finding.statements) <= statements
        assert len(set(finding.statements)) == len(finding.statements)
        assert bool(finding.statements) == bool(finding.sources)
        # Only “none of the units was named” rests on no statement.
        assert finding.statements or (finding.measure == "named" and finding.numerator_upper == 0)
        assert finding.dataset == study.version


def test_statements_of_a_finding_come_from_its_sources(ledger: Ledger) -> None:
    said_by = {row["figure_id"]: row["source_id"] for row in raw("figures")}
    said_by |= {row["statement_id"]: row["source_id"] for row in raw("ratings")}
    for finding in ledger.values():
        assert set(finding.sources) == {said_by[name] for name in finding.statements}


def test_code_names_a_function_and_this_version(ledger: Ledger) -> None:
    for code in {finding.code for finding in ledger.values()}:
        place, version = code.split(" ")
        module, _, function = place.rpartition(".")
        assert callable(getattr(importlib.import_module(module), function))
        assert version == __version__


def test_shares_are_those_of_every_split(ledger: Ledger) -> None:
    computed = {
        name: f
        for name, f in of(ledger, "share").items()
        if not f.printed and not name.endswith(".corrected")
    }
    assert set(computed) == set(expected_shares())
    for name, key in expected_shares().items():
        shares, tops, bases = share_bounds(*key)
        found = computed[name]
        assert ends(found) == (min(shares), max(shares))
        assert (found.numerator_lower, found.numerator_upper) == (min(tops), max(tops))
        assert (found.base_lower, found.base_upper) == (min(bases), max(bases))
        missing = [split[MISSING] for split in splits(key[0])]
        assert (found.missing_lower, found.missing_upper) == (min(missing), max(missing))


def test_counts_are_those_of_every_split(ledger: Ledger) -> None:
    found = of(ledger, "count")
    assert set(found) == {f"count.{r}.{name}.england" for r in ROUNDS[1:] for name in RATINGS}
    for name, finding in found.items():
        _, round_id, rating, _ = name.split(".")
        counts = [split[RATINGS.index(rating)] for split in splits(round_id)]
        assert ends(finding) == (min(counts), max(counts))
        assert (finding.numerator_lower, finding.numerator_upper) == (min(counts), max(counts))
        assert finding.base == sum(splits(round_id)[0])


def test_changes_are_later_less_earlier(ledger: Ledger) -> None:
    def bounds(round_id: str, rating: str, variant: str) -> tuple[Fraction, Fraction] | None:
        if round_id == "2015-16":
            return PRINTED.get(rating)
        if variant == "without-missing" and rating == "no-plan":
            return None
        shares, _, _ = share_bounds(round_id, rating, variant)
        return min(shares), max(shares)

    expected = {}
    pairs = {*pairwise(ROUNDS), *((ROUNDS[0], later) for later in ROUNDS[1:])}
    for (old, new), rating in product(pairs, RATINGS):
        for variant in ("with-missing", "without-missing"):
            before, after = bounds(old, rating, variant), bounds(new, rating, variant)
            if before and after:
                name = f"change.{old}-to-{new}.{rating}.england.{variant}"
                expected[name] = (after[0] - before[1], after[1] - before[0])
    assert {name: ends(finding) for name, finding in of(ledger, "change").items()} == expected


def test_changes_say_what_breaks_the_series(ledger: Ledger) -> None:
    for finding in of(ledger, "change").values():
        old, new = finding.round.split("-to-")
        crosses = (old, new) != ("2017-18", "2018-19")
        assert ("criteria changed" in finding.caution) == crosses
        assert ("bases differ" in finding.caution) == (" / " in finding.base_name) == crosses


def test_numerators_are_all_counts_that_print_so(ledger: Ledger) -> None:
    figures = [
        row
        for row in raw("figures")
        if (row["unit"], row["qualifier"]) == ("percent", "none") and row["base_value"]
    ]
    assert len(figures) == 16
    assert {row["resolution"] for row in figures} == {"1"}
    found = of(ledger, "numerators")
    assert len(found) == len(figures) * len(WAYS)
    for row, rule in product(figures, WAYS):
        finding = found[f"numerators.{row['figure_id']}.{rule}"]
        counts = printing(row["value"], int(row["base_value"]), rule)
        assert ends(finding) == (min(counts), max(counts))
        assert (finding.printed, finding.rule) == (row["printed"], rule)
        assert finding.base == int(row["base_value"])
        assert ("assumed" in finding.caution) == (row["base_basis"] == "assumed")


def test_totals_add_up_the_counts_of_single_ratings(ledger: Ledger) -> None:
    found = {name: ends(finding) for name, finding in of(ledger, "numerators-total").items()}
    expected = {}
    for rule in WAYS:
        for round_id, base, values in (
            # The 17 per cent green of 2016/17 are doubtful, so that rating is open.
            ("2016-17", 98, ("62", "21", None)),
            ("2018-19", 195, ("18", "2", "74", "6")),
        ):
            counts = [printing(value, base, rule) if value else range(base + 1) for value in values]
            low, high = sum(min(c) for c in counts), sum(max(c) for c in counts)
            expected[f"numerators-total.{round_id}.{rule}"] = (low, high)
    assert found == expected
    assert expected["numerators-total.2018-19.truncated"][0] > 195


def test_named_units_of_2018_19_are_those_of_the_rows(ledger: Ledger) -> None:
    members: dict[str, list[str]] = {}
    for row in raw("group_members"):
        if row["certainty"] == "certain":
            members.setdefault(row["group_id"], []).append(row["unit_code"])
    said: dict[str, set[str]] = {}
    for row in raw("ratings"):
        if (row["round_id"], row["certainty"]) == ("2018-19", "certain"):
            for unit in [row["unit_code"]] if row["unit_code"] else members[row["group_id"]]:
                ratings = set(row["ratings"].split("|"))
                said[unit] = said.get(unit, ratings) & ratings
    expected = {rating: sum(left == {rating} for left in said.values()) for rating in RATINGS}
    expected["no-plan"] = sum(left == {"no plan"} for left in said.values())
    expected["settled"] = sum(len(left) == 1 for left in said.values())
    expected["open"] = sum(len(left) > 1 for left in said.values())
    expected["contradicted"] = 0
    expected["any"] = len(said)
    found = {
        finding.id.split(".")[2]: finding.numerator_lower
        for finding in of(ledger, "named").values()
        if finding.round == "2018-19"
    }
    assert found == expected
    assert found == {"red": 0, "amber": 17, "green": 4, "no-plan": 0} | {
        "settled": 21,
        "open": 10,
        "contradicted": 0,
        "any": 31,
    }


@pytest.mark.parametrize(
    ("round_id", "expected"),
    [
        # Doncaster alone.
        ("2015-16", {"green": 1}),
        # Red: Herts Valleys, East and North Hertfordshire, Aylesbury Vale, Chiltern, Milton Keynes.
        ("2016-17", {"red": 5, "green": 1}),
        # Red: four in Yorkshire, Corby, Nene, Buckinghamshire. Green: Doncaster, Bath, Somerset.
        ("2017-18", {"red": 7, "green": 3, "no-plan": 1}),
    ],
)
def test_named_units_of_earlier_rounds(
    ledger: Ledger, round_id: str, expected: dict[str, int]
) -> None:
    found = {
        rating: ledger[f"named.{round_id}.{rating}.england"].numerator_lower
        for rating in ("red", "green", "no-plan")
    }
    assert found == {"red": 0, "green": 0, "no-plan": 0} | expected


def test_printed_facts_of_the_four_rounds(ledger: Ledger) -> None:
    def share(name: str) -> tuple[object, ...]:
        found = ledger[f"share.{name}"]
        values = (round(float(value), 1) for value in ends(found))
        return (*values, found.numerator_lower, found.numerator_upper, found.base)

    assert share("2016-17.inadequate.england.without-missing") == (83.7, 83.7, 82, 82, 98)
    assert share("2017-18.inadequate.england.without-missing") == (88.8, 88.8, 167, 167, 188)
    assert share("2018-19.green.england.with-missing") == (17.9, 18.5, 35, 36, 195)
    assert share("2018-19.inadequate-or-missing.england.with-missing") == (
        *(81.5, 82.1),
        *(159, 160, 195),
    )
    red = ledger["share.2015-16.red.england.as-printed"]
    assert (red.printed, red.base_name) == (
        "37 per cent",
        "CCGs, those without a plan perhaps left out",
    )
    assert (red.numerator_lower, red.base, red.base_lower) == (None, None, None)
    assert ends(red) == PRINTED["red"]


def test_missing_either_way_spans_none_to_all_of_the_missing(ledger: Ledger) -> None:
    found = ledger["share.2018-19.green.england.missing-either-way"]
    assert ends(found) == (Fraction(3500, 195), Fraction(4800, 195))
    found = ledger["share.2017-18.inadequate.england.missing-either-way"]
    assert ends(found) == (Fraction(16700, 195), Fraction(17400, 195))


def test_red_fell_by_at_least_34_points_from_2015_16_to_2018_19(ledger: Ledger) -> None:
    lower, upper = ends(ledger["change.2015-16-to-2018-19.red.england.with-missing"])
    assert Fraction("-35.97") < lower == Fraction(300, 195) - Fraction("37.5")
    assert upper == Fraction(400, 195) - Fraction("36.5") < Fraction("-34.44")


@pytest.mark.parametrize(
    ("round_id", "variant"),
    [
        ("2015-16", "as-printed"),
        ("2016-17", "without-missing"),
        ("2017-18", "with-missing"),
        ("2018-19", "with-missing"),
    ],
)
def test_published_variant_is_on_the_base_of_the_sources(
    study: Study, round_id: str, variant: str
) -> None:
    assert published_variant(study, round_id) == variant


def test_the_order_of_rows_changes_no_bounds(ledger: Ledger, altered: Altered) -> None:
    names = ("figures", "ratings", "group_members", "register", "rounds", "scales", "succession")
    mixed = build_ledger(altered(**dict.fromkeys(names, lambda rows: rows[::-1])))
    assert set(mixed) == set(ledger)
    for name, finding in ledger.items():
        assert (mixed[name].lower, mixed[name].upper) == (finding.lower, finding.upper)
        assert set(mixed[name].statements) == set(finding.statements)


def test_a_percentage_of_no_round_has_no_round(altered: Altered) -> None:
    def give_it_a_base(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        base = {"base_value": "207", "base_basis": "stated"}
        return [row | base if row["figure_id"].startswith("context-") else row for row in rows]

    ledger = build_ledger(altered(figures=give_it_a_base))
    assert ledger["numerators.context-self-assessed-short-yes.nearest"].round == ""


def test_an_unknown_id_is_answered_with_near_ones(ledger: Ledger) -> None:
    name = "share.2018-19.gren.england.with-missing"
    with pytest.raises(UnknownFindingError) as caught:
        ledger[name]
    assert str(caught.value).startswith(f"There is no finding {name}. Did you mean share.2018-19.")
    assert "share.2018-19.green.england.with-missing" in str(caught.value)
    assert name not in ledger
    assert ledger.get(name) is None
    with pytest.raises(KeyError, match=r"^There is no finding 0000\.$"):
        ledger["0000"]


def test_an_id_is_given_once(ledger: Ledger) -> None:
    finding = ledger["count.2018-19.green.england"]
    with pytest.raises(ValueError, match=finding.id):
        Ledger([finding, finding])


def again(figure: str, **values: str) -> Callable[[list[dict[str, str]]], list[dict[str, str]]]:
    """Return an edit that adds a figure a second time, as another source prints it."""

    def edit(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        row = next(row for row in rows if row["figure_id"] == figure)
        return [*rows, row | {"figure_id": f"{figure}-again", "printed": "so many"} | values]

    return edit


@pytest.mark.parametrize(
    ("figure", "values"),
    [
        ("2018-19-rating-green", {}),
        (
            "2018-19-rating-green",
            {"group_id": "greater-manchester-2018", "value": "30", "certainty": "doubtful"}
            | {"doubt": "Made up."},
        ),
    ],
    ids=["another source", "a region"],
)
def test_a_rating_printed_twice_counts_once_in_the_total(
    altered: Altered, figure: str, values: dict[str, str]
) -> None:
    ledger = build_ledger(altered(figures=again(figure, **values)))
    assert ends(ledger["numerators-total.2018-19.nearest"]) == (193, 197)


def test_one_round_may_print_shares_of_two_bases(altered: Altered) -> None:
    more: dict[str, Any] = {"base": "ccgs-with-plan", "base_value": "184"}
    ledger = build_ledger(altered(figures=again("2018-19-rating-red", **more)))
    assert ledger["numerators.2018-19-rating-red-again.nearest"].base == 184
