"""Measure in this process, and print seconds as JSON: run as a module, in a fresh one each time.

Without arguments the shipped study is measured; with a number of rounds and of units, a made-up
study of that size.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RAW = Path(__file__).parents[1] / "data" / "raw"

Seconds = dict[str, tuple[float, float]]
"""For each step, seconds by the clock and of processor time."""


@contextmanager
def _timed(found: Seconds, step: str) -> Iterator[None]:
    clock, processor = time.perf_counter(), time.process_time()
    yield
    found[step] = time.perf_counter() - clock, time.process_time() - processor


def measure_study(raw: Path) -> Seconds:
    """Return the seconds that each step of working out a study takes, then single questions.

    Args:
        raw: The folder of the study.
    """
    found: Seconds = {}
    with _timed(found, "import the package"):
        # Imported here, since a cold start takes part of the time.
        from ltp_analysis.reconciliation.audit import reconcile  # noqa: PLC0415
        from ltp_analysis.solved.by_area import area_counts  # noqa: PLC0415
        from ltp_analysis.solved.evidence import count_bounds, share_bounds_of, weigh  # noqa: PLC0415
        from ltp_analysis.solved.questions import ask  # noqa: PLC0415
        from ltp_analysis.solved.ratings import deduced_statements, unit_ratings  # noqa: PLC0415
        from ltp_analysis.solved.supposed import suppose  # noqa: PLC0415
        from ltp_analysis.validated.study import load_study  # noqa: PLC0415
    with _timed(found, "read and check the tables"):
        study = load_study(raw)
    with _timed(found, "deduce from totals of children"):
        deduced = deduced_statements(study)
    with _timed(found, "weigh the statements"):
        evidence = weigh(study, more=deduced)
    with _timed(found, "possible ratings of every unit in every round, with grounds"):
        known = [unit_ratings(study, name, evidence=evidence) for name in study.rounds]
    with _timed(found, "bounds of every rating, over all units and by region"):
        for name in study.rounds:
            units = study.codes(name)
            for rating in study.ratings:
                count_bounds(evidence, name, units, [rating])
                if rating not in study.missing:
                    share_bounds_of(evidence, name, units, [rating], study.missing)
            area_counts(evidence, name)
    with _timed(found, "reconcile every published figure"):
        reconcile(study)
    rating, unit = study.ratings[-1], known[-1][0]
    for question in ("count", "share"):
        with _timed(found, f"then ask for a {question} in a place not asked for before"):
            place = study.row("groups", "group_id", study["group_members"]["group_id"].iloc[0])
            ask(study, f"{question} {rating}", study.rounds[1], place["name"], evidence=evidence)
    with _timed(found, "then ask what is known of one unit"):
        unit_ratings(study, unit.round_id, units={unit.unit_code}, evidence=evidence)
    with _timed(found, "then suppose a statement"):
        suppose(study, [f"{unit.name} {unit.possible[0]}"], unit.round_id, evidence=evidence)
    return found


def measure_made_up(rounds: int, units: int) -> Seconds:
    """Return the seconds that each question takes of a made-up study.

    Args:
        rounds: How many rounds it has.
        units: How many units its first round has.
    """
    from benchmarks.made_up import REGIONS, make_up  # noqa: PLC0415
    from ltp_analysis.solved.evidence import count_bounds, possible_ratings, weigh  # noqa: PLC0415

    made = make_up(rounds, units)
    found: Seconds = {}
    with _timed(found, "weigh"):
        evidence = weigh(made.study, more=made.statements)
    with _timed(found, "possible ratings"):
        possible_ratings(evidence)
    last = made.study.rounds[-1]
    with _timed(found, "bounds"):
        for region in range(REGIONS):
            members = [unit for unit, where in made.regions[last].items() if where == region]
            for rating in made.study.ratings:
                count_bounds(evidence, last, members, [rating])
    return found


if __name__ == "__main__":
    size = [int(number) for number in sys.argv[1:]]
    json.dump(measure_made_up(*size) if size else measure_study(RAW), sys.stdout)
