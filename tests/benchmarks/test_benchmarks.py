"""The benchmarks at a tiny size: they run, and what is made up is true and of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.__main__ import LOOKS, REPORTS, ROUNDS, SIZES, TOTAL, UNITS, alt, draw, page
from benchmarks.made_up import MadeUp, make_up
from benchmarks.measure import measure_made_up
from ltp_analysis.solved.evidence import possible_ratings, weigh
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return make_up(4, 200, seed=1)


def test_what_is_made_up_is_of_every_kind_and_can_hold(made: MadeUp) -> None:
    kinds = {statement.kind for statement in made.statements}
    assert kinds == {Kind.EACH, Kind.AMOUNT, Kind.AGAIN, Kind.JOINT}
    evidence = weigh(made.study, more=made.statements)
    assert not evidence.clashes
    assert evidence.held == {statement.id for statement in made.statements}


def test_no_true_rating_is_excluded(made: MadeUp) -> None:
    possible = possible_ratings(weigh(made.study, more=made.statements))
    truth = {
        (name, unit): rating for name, some in made.rated.items() for unit, rating in some.items()
    }
    assert possible.keys() == truth.keys()
    assert all(rating in possible[spot] for spot, rating in truth.items())


def test_units_merge_between_rounds(made: MadeUp) -> None:
    sizes = [len(some) for some in made.rated.values()]
    assert sizes == [200, 199, 198, 197]
    assert [len(made.study.codes(name)) for name in made.study.rounds] == sizes


def test_the_same_seed_makes_the_same(made: MadeUp) -> None:
    again = make_up(4, 200, seed=1)
    assert (again.statements, again.rated) == (made.statements, made.rated)
    assert make_up(4, 200, seed=2).rated != made.rated


def test_every_step_is_measured_and_written(tmp_path: Path) -> None:
    steps = measure_made_up(2, 20)
    assert steps.keys() == LOOKS.keys()
    sizes = {size: [steps, steps] for size in SIZES}
    study = [{"first": (0.5, 0.25), "then one": (0.125, 0.125), TOTAL: (9.0, 4.0)}] * 3
    made = [dict.fromkeys(REPORTS, (3.0, 4.0))]
    text = page(study, made, sizes)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows[1:4] == [
        "| first | 0.50 | 0.50 | 0.25 |",
        f"| {TOTAL} | 9.00 | 9.00 | 4.00 |",
        "| then one | 0.12 | 0.12 | 0.12 |",
    ]
    assert len(rows) == 6 + len(REPORTS) + len(SIZES) * len(LOOKS)
    assert alt(sizes) in text
    draw(sizes, tmp_path / "drawn.svg")
    drawn = (tmp_path / "drawn.svg").read_text(encoding="utf-8")
    assert drawn.count("<path") > len(LOOKS) * (len(ROUNDS) + len(UNITS))
