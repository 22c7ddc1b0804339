"""The made-up complete study: every number against one counted from the drawn ratings.

No rating here is that of a real plan.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import fields
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, fisher_exact

from ltp_analysis.compared.comparison import Comparison
from ltp_analysis.compared.odds import model_frame
from ltp_analysis.compared.rated import rated
from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.ledger import build_ledger
from ltp_analysis.findings.shares import WITH_MISSING
from ltp_analysis.records import from_csv, to_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study

Compared = dict[str, Comparison]

RAW = Path(__file__).parents[2] / "data" / "raw"
SCALE = ["red", "amber", "green"]
STATES = [*SCALE, "no plan"]
PAIRS = [
    ("2015-16", "2016-17"),
    ("2016-17", "2017-18"),
    ("2017-18", "2018-19"),
    ("2015-16", "2018-19"),
]
WAYS = ["as-published", "like-for-like"]


def in_round(made_up: pd.DataFrame, round_id: str) -> pd.Series:
    """Return the rating of each unit of a round, by its code."""
    return made_up[made_up["round_id"] == round_id].set_index("unit_code")["rating"]


def parts_of(made_up: pd.DataFrame, since: str, round_id: str) -> dict[str, list[str]]:
    """Return the units that each unit of a round was made of, following mergers by hand."""
    rows = pd.read_csv(RAW / "succession.csv", dtype=str)
    rows = rows[rows["kind"] == "merger"]
    dates = {"2015-16": "2015-04-01", "2016-17": "2016-04-01"}
    until = dates.get(round_id, "2018-04-01")
    rows = rows[rows["effective_date"] <= until]
    step = dict(zip(rows["predecessor_code"], rows["successor_code"], strict=True))
    found: dict[str, list[str]] = {}
    for unit in map(str, in_round(made_up, since).index):
        heir = unit
        while step.get(heir, heir) != heir:
            heir = step[heir]
        found.setdefault(heir, []).append(unit)
    return found


def pairs_in(made_up: pd.DataFrame, since: str, round_id: str, way: str) -> pd.DataFrame:
    """Return the states of each unit before and after, counted in units of the later round."""
    before, after = in_round(made_up, since), in_round(made_up, round_id)
    if way == "as-published":
        return pd.concat({"before": before, "after": after}, axis=1).fillna("not in the register")
    rows = []
    for unit, parts in parts_of(made_up, since, round_id).items():
        had = {before[part] for part in parts}
        rows.append((had.pop() if len(had) == 1 else "parts differed", after[unit]))
    return pd.DataFrame(rows, columns=["before", "after"])


CASES = [(*pair, way) for pair in PAIRS for way in WAYS]


@pytest.mark.parametrize(("since", "round_id", "way"), CASES)
def test_transitions_are_the_cross_table(
    compared: Compared, made_up: pd.DataFrame, since: str, round_id: str, way: str
) -> None:
    pairs = pairs_in(made_up, since, round_id, way)
    expected = Counter(pairs["before"] + " to " + pairs["after"])
    found = {
        one.category: one.value
        for one in compared.values()
        if (one.kind, one.since, one.round_id, one.way) == ("transition", since, round_id, way)
    }
    assert {name: number for name, number in found.items() if number} == expected
    # What no unit did is there too, as zero.
    assert {f"{one} to {other}" for one in STATES for other in STATES} <= set(found)


@pytest.mark.parametrize("pair", PAIRS)
def test_as_published_each_register_adds_up(
    compared: Compared, made_up: pd.DataFrame, pair: tuple[str, str]
) -> None:
    cells = {
        tuple(one.category.split(" to ")): one.value or 0
        for one in compared.values()
        if (one.kind, (one.since, one.round_id), one.way) == ("transition", pair, "as-published")
    }
    for place, round_id in enumerate(pair):
        sums = {
            state: sum(number for ends, number in cells.items() if ends[place] == state)
            for state in STATES
        }
        assert sums == in_round(made_up, round_id).value_counts().reindex(STATES).to_dict()


@pytest.mark.parametrize(("since", "round_id", "way"), CASES)
def test_moves_are_counted_by_hand_and_bounded_by_what_the_missing_can_have_had(
    compared: Compared, made_up: pd.DataFrame, since: str, round_id: str, way: str
) -> None:
    pairs = pairs_in(made_up, since, round_id, way)
    pairs = pairs[(pairs != "not in the register").all(axis=1)]
    holds: dict[str, Callable[[int, int], bool]] = {
        "improved": lambda a, b: b > a,
        "same": lambda a, b: b == a,
        "worsened": lambda a, b: b < a,
    }
    for category, is_so in holds.items():
        rated_pairs = certain = possible = 0
        for before, after in zip(pairs["before"], pairs["after"], strict=True):
            befores, afters = (
                [SCALE.index(state)] if state in SCALE else range(len(SCALE))
                for state in (before, after)
            )
            can = {is_so(a, b) for a in befores for b in afters}
            both = before in SCALE and after in SCALE
            rated_pairs += both
            certain += both and can == {True}
            possible += True in can
        one = compared[f"compared.{since}.{round_id}.moves.{way}.{category}"]
        assert one.observations == rated_pairs
        assert one.value == certain / rated_pairs
        assert one.lower == certain / len(pairs)
        assert one.upper == possible / len(pairs)


def square(made_up: pd.DataFrame, since: str, round_id: str, way: str) -> np.ndarray:
    pairs = pairs_in(made_up, since, round_id, way)
    table = pd.crosstab(pairs["before"], pairs["after"]).reindex(index=SCALE, columns=SCALE)
    return table.fillna(0).to_numpy()


@pytest.mark.parametrize(("since", "round_id", "way"), CASES)
def test_bowker_and_stuart_maxwell_by_their_formulas(
    compared: Compared, made_up: pd.DataFrame, since: str, round_id: str, way: str
) -> None:
    table = square(made_up, since, round_id, way)
    assert (table + table.T > 0).all()
    bowker = sum(
        (table[i, j] - table[j, i]) ** 2 / (table[i, j] + table[j, i])
        for i, j in combinations(range(3), 2)
    )
    # Three categories: Fleiss and Everitt (1971) give Stuart-Maxwell without a matrix.
    d = table.sum(axis=1) - table.sum(axis=0)
    n12, n13, n23 = ((table[i, j] + table[j, i]) / 2 for i, j in combinations(range(3), 2))
    stuart = (n23 * d[0] ** 2 + n13 * d[1] ** 2 + n12 * d[2] ** 2) / (
        2 * (n12 * n13 + n12 * n23 + n13 * n23)
    )
    for kind, statistic, degrees in (("bowker", bowker, 3), ("stuart-maxwell", stuart, 2)):
        one = compared[f"compared.{since}.{round_id}.{kind}.{way}"]
        assert one.observations == table.sum()
        assert one.value == pytest.approx(statistic)
        assert one.degrees == degrees
        assert one.p_value == pytest.approx(chi2.sf(statistic, degrees))


def turned(earlier: pd.Series, later: pd.Series) -> int | None:
    """Return the fewest missing ratings that turn a comparison of shares, by trying all."""
    found = []
    for series in (earlier, later):
        missing = int((~series.isin(SCALE)).sum())
        found.append((int(series.isin(["red", "amber"]).sum()), missing, len(series)))
    (one, gap, size), (other, hole, total) = found
    above = Fraction(one, size - gap) > Fraction(other, total - hole)
    least = None
    for a in range(gap + 1):
        for b in range(hole + 1):
            # In favour of the comparison, all missing ratings of the higher share count.
            first = Fraction(one + (gap - a if above else a), size)
            second = Fraction(other + (b if above else hole - b), total)
            if (first <= second) if above else (first >= second):
                least = a + b if least is None else min(least, a + b)
    return least


@pytest.mark.parametrize(("since", "round_id", "way"), CASES)
def test_tipping_points_by_trying_every_number(
    compared: Compared, made_up: pd.DataFrame, since: str, round_id: str, way: str
) -> None:
    if way == "as-published":
        ends = in_round(made_up, since), in_round(made_up, round_id)
    else:
        pairs = pairs_in(made_up, since, round_id, way)
        ends = pairs["before"], pairs["after"]
    expected = turned(*ends)
    one = compared[f"compared.{since}.{round_id}.tipping.{way}"]
    assert one.value == expected
    assert one.words == ("" if expected is not None else "no number of them")
    assert one.answered


def test_some_tipping_points_are_numbers_and_some_are_words(compared: Compared) -> None:
    tipping = [one for one in compared.values() if one.kind == "tipping"]
    assert {one.value is None for one in tipping} == {True, False}


@pytest.mark.parametrize("round_id", ["2015-16", "2016-17", "2017-18", "2018-19"])
def test_shares_of_a_round_with_bounds(
    compared: Compared, made_up: pd.DataFrame, round_id: str
) -> None:
    here = in_round(made_up, round_id)
    missing = int((here == "no plan").sum())
    for name, ratings in {**{one: [one] for one in SCALE}, "red-or-amber": SCALE[:2]}.items():
        one = compared[f"compared.{round_id}.share.{name}"]
        number = int(here.isin(ratings).sum())
        assert one.value == number / (len(here) - missing)
        assert (one.lower, one.upper) == (number / len(here), (number + missing) / len(here))


def regions(round_id: str) -> dict[str, str]:
    date = {"2015-16": "2015-04-01", "2016-17": "2016-04-01"}.get(round_id, "2018-04-01")
    lies, areas = (pd.read_csv(RAW / f"{name}.csv", dtype=str) for name in ("geography", "areas"))
    areas = areas[areas["kind"] == "region"]
    both = lies.merge(areas, on=["area_code", "register_date"])
    both = both[both["register_date"] == date]
    return dict(zip(both["unit_code"], both["name"], strict=True))


@pytest.mark.parametrize("round_id", ["2015-16", "2016-17", "2017-18", "2018-19"])
def test_regions_against_the_rest_with_holm_by_hand(
    compared: Compared, made_up: pd.DataFrame, round_id: str
) -> None:
    here = in_round(made_up, round_id)
    here = here[here.isin(SCALE)]
    region = pd.Series(regions(round_id)).reindex(here.index)
    bad = here.isin(["red", "amber"])
    plain = {}
    for name in sorted(region.dropna().unique()):
        table = pd.crosstab(region == name, bad).reindex(index=[True, False], columns=[True, False])
        plain[name] = float(fisher_exact(table.to_numpy()).pvalue)
    if not plain:
        assert compared[f"compared.{round_id}.regions"].refusal
        return
    ranked, adjusted, so_far = sorted(plain, key=plain.__getitem__), {}, 0.0
    for place, name in enumerate(ranked):
        so_far = max(so_far, min(1.0, (len(ranked) - place) * plain[name]))
        adjusted[name] = so_far
    found = {
        one.place: one
        for one in compared.values()
        if (one.kind, one.round_id) == ("region", round_id)
    }
    assert set(found) == set(plain)
    for name, one in found.items():
        assert one.p_value == pytest.approx(adjusted[name])
        inside, outside = bad[region == name], bad[region != name]
        assert one.value == pytest.approx(inside.mean() - outside.mean())
    shares = bad.groupby(region).mean()
    overall = compared[f"compared.{round_id}.regions"]
    assert overall.value == pytest.approx(shares.max() - shares.min())
    assert overall.p_value is not None


def test_some_round_has_regions(compared: Compared) -> None:
    assert any(one.kind == "region" for one in compared.values())


def test_the_model_has_one_name_for_a_unit_and_one_group_for_a_plan(
    whole: Study, whole_ratings: list[UnitRating], made_up: pd.DataFrame
) -> None:
    frame, said = model_frame(rated(whole, whole_ratings), whole.rounds)
    expected = {}
    last = whole.rounds[-1]
    for round_id in whole.rounds:
        had = in_round(made_up, round_id)
        label = round_id.replace("-", "/")
        for unit, parts in parts_of(made_up, round_id, last).items():
            states = {had[part] for part in parts}
            expected[label, unit] = states.pop() if len(states) == 1 else "parts differed"
    found = dict(zip(zip(frame["round"], frame["unit"], strict=True), frame["rating"], strict=True))
    assert found == expected
    together = made_up[made_up.duplicated(["round_id", "plan"], keep=False)]
    assert not together.empty
    for _, shared in together.groupby(["round_id", "plan"]):
        round_id = str(shared["round_id"].iloc[0])
        label = round_id.replace("-", "/")
        heirs = {
            unit
            for unit, parts in parts_of(made_up, round_id, last).items()
            if set(parts) & set(shared["unit_code"])
        }
        rows = frame[(frame["round"] == label) & frame["unit"].isin(heirs)]
        assert len(set(rows["group"])) == 1
    assert "a plan of its own" in said


def test_the_odds_solve_the_equations_of_independent_ratings(
    compared: Compared, whole: Study, whole_ratings: list[UnitRating]
) -> None:
    """Maximum likelihood of the grouped counts, by Newton's method written out here."""
    frame, _ = model_frame(rated(whole, whole_ratings), whole.rounds)
    counts = pd.crosstab(frame["round"], frame["rating"])[SCALE].to_numpy().astype(float)

    def gradient(theta: np.ndarray) -> np.ndarray:
        cuts, effects = theta[:2], np.concatenate([[0.0], theta[2:]])
        slope = np.zeros(5)
        for place, effect in enumerate(effects):
            below = 1 / (1 + np.exp(-(cuts - effect)))
            ends = np.concatenate([[0.0], below, [1.0]])
            steep = np.concatenate([[0.0], below * (1 - below), [0.0]])
            for category in range(3):
                weight = counts[place, category] / (ends[category + 1] - ends[category])
                if category < 2:
                    slope[category] += weight * steep[category + 1]
                if category > 0:
                    slope[category - 1] -= weight * steep[category]
                if place:
                    slope[1 + place] -= weight * (steep[category + 1] - steep[category])
        return slope

    theta = np.array([-1.0, 1.0, 0.0, 0.0, 0.0])
    for _ in range(30):
        steps = 1e-6 * np.eye(5)
        bend = np.column_stack(
            [(gradient(theta + step) - gradient(theta - step)) / 2e-6 for step in steps]
        )
        theta -= np.linalg.solve(bend, gradient(theta))
    for place, round_id in enumerate(whole.rounds[1:]):
        one = compared[f"compared.2015-16.{round_id}.odds"]
        assert one.value == pytest.approx(math.exp(theta[2 + place]), rel=1e-5)
        assert one.lower is not None
        assert one.upper is not None
        assert one.value is not None
        assert one.lower < one.value < one.upper
    assert compared["compared.2015-16.2018-19.odds-agreement"].value == pytest.approx(0, abs=1e-3)
    assert compared["compared.2015-16.2018-19.odds-parallel"].degrees == 3


def test_a_change_of_criteria_is_in_the_caution_of_what_crosses_it_alone(
    compared: Compared,
) -> None:
    rows = pd.read_csv(RAW / "rounds.csv", dtype=str).set_index("round_id")
    for one in compared.values():
        criteria = rows.loc[(one.since or one.round_id) : one.round_id, "criteria_id"]
        crossed = len(set(criteria)) > 1
        assert ("wording of the criteria changed" in one.caution) == crossed, one.id
        assert "If the criteria changed" not in one.caution


def test_each_answer_says_on_whose_word_it_rests_and_what_made_it(
    compared: Compared, whole: Study
) -> None:
    for one in compared.values():
        assert one.sources[:1] == ("made-up-by-chance",)
        assert one.dataset == whole.version
        assert one.code.startswith("ltp_analysis.compared.")
        assert " " not in one.id
        assert one.answered == bool(one.means)
        assert not one.waits


def test_comparisons_come_back_from_csv_as_they_were(compared: Compared) -> None:
    made = list(compared.values())
    text = to_csv(made, Comparison)
    assert from_csv(text, Comparison) == made
    header = text.splitlines()[0].split(",")
    assert len(header) == len(fields(Comparison))
    assert "nan" not in text.lower().split(",")


def test_in_units_of_the_earlier_round_every_one_is_followed(
    compared: Compared, made_up: pd.DataFrame
) -> None:
    since, round_id = "2016-17", "2017-18"
    before, after = in_round(made_up, since), in_round(made_up, round_id)
    pairs = [
        (before[part], after[unit])
        for unit, parts in parts_of(made_up, since, round_id).items()
        for part in parts
    ]
    assert len(pairs) == len(before) > len(after)
    both = [
        (SCALE.index(one), SCALE.index(other))
        for one, other in pairs
        if one in SCALE and other in SCALE
    ]
    one = compared[f"compared.{since}.{round_id}.moves.like-for-like-earlier.improved"]
    assert one.value == sum(new > old for old, new in both) / len(both)
    # A merged unit is several observations there, so nothing is tested.
    assert f"compared.{since}.{round_id}.bowker.like-for-like-earlier" not in compared


def test_shares_are_counted_where_every_rating_is_stated(
    whole: Study, made_up: pd.DataFrame
) -> None:
    """Not only the solved findings close: those that otherwise rest on print do too."""
    ledger = build_ledger(whole)
    for round_id, here in made_up.groupby("round_id"):
        units = len(here)
        for rating in whole.ratings:
            number = int((here["rating"] == rating).sum())
            share = ledger[finding_id("share", str(round_id), rating, "england", WITH_MISSING)]
            assert share.lower == share.upper == Fraction(100 * number, units)
            assert (share.numerator_lower, share.numerator_upper) == (number, number)
            assert (share.base_lower, share.base_upper) == (units, units)
            assert share.base_name == "CCGs"
            assert share.method.endswith("Counted one by one: a rating is stated for each.")
            assert share.sources == ("made-up-by-chance",)
