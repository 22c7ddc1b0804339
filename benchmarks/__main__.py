"""Measure speed and how it grows, and write docs/benchmarks.md and docs/benchmarks.svg.

`nox -s bench` runs it; `python -m benchmarks REPETITIONS` in an environment of your own does too.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from matplotlib import rc_context
from matplotlib.figure import Figure

from benchmarks.made_up import REGIONS
from ltp_analysis import __version__
from ltp_analysis.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measure import Seconds

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LIBRARIES = ("numpy", "ortools", "pandas")
TOTAL = "all of it, start of Python included"

ROUNDS = (4, 10, 20, 40)
UNITS = (200, 500, 1000, 2000)
SIZES = tuple(
    dict.fromkeys(
        [(rounds, UNITS[0]) for rounds in ROUNDS]
        + [(ROUNDS[0], units) for units in UNITS]
        + [(ROUNDS[-1], UNITS[-1])]
    )
)
LOOKS = {
    "weigh": ("#12436d", "o", "weigh the statements"),
    "possible ratings": ("#801650", "s", "possible ratings of every unit"),
    "bounds": ("#a8410a", "^", "bounds in the regions of a round"),
}

Runs = list["Seconds"]


def run(arguments: Sequence[object], repetitions: int) -> Runs:
    """Return what was measured in fresh processes, one after the other."""
    found = []
    for _ in range(repetitions):
        command = [sys.executable, "-m", "benchmarks.measure", *map(str, arguments)]
        begun = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603 - this package's own module
        passed = time.perf_counter() - begun
        steps: Seconds = json.loads(done.stdout)
        asked = sum(clock for step, (clock, _) in steps.items() if step.startswith("then "))
        spent = sum(used for step, (_, used) in steps.items() if not step.startswith("then "))
        found.append({**steps, TOTAL: (passed - asked, spent)})
    return found


def reports(repetitions: int) -> Runs:
    """Return what `ltp report` takes in a copy of the checkout, from nothing and again.

    Where Quarto is on the PATH, it renders the same documents afterwards, to be compared; once,
    since it takes ten times as long.
    """
    found: Runs = []
    for _ in range(repetitions):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder)
            # Of `src` only Quarto takes anything: the look of its pages.
            for name in ("data", "reports", "requirements", "src"):
                ignored = shutil.ignore_patterns("_output", "_figures", "__pycache__")
                shutil.copytree(ROOT / name, copy / name, ignore=ignored)
            steps: Seconds = {}
            for step, edit in REPORTS.items():
                edit(copy)
                steps[step] = _took(copy, sys.executable, *REPORT)
            if not found and (quarto := shutil.which("quarto")):
                steps[BY_QUARTO] = _took(copy, quarto, "render", "reports")
            found.append(steps)
    return found


def _took(folder: Path, *command: str) -> tuple[float, float]:
    """Return how long a command takes by the clock and by the processors."""
    environment = {**os.environ, "QUARTO_PYTHON": sys.executable}
    before = os.times()
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)  # noqa: S603 - this package itself, or Quarto
    after = os.times()
    return after.elapsed - before.elapsed, sum(after[2:4]) - sum(before[2:4])


def _cores() -> str:
    """Return how many cores there are, and what they call themselves where the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} cores" + (f" of {names[0]}" if names else "")


def _as_it_is(_: Path) -> None:
    """Change nothing."""


def _without_pages(copy: Path) -> None:
    """Take away all that is made of the findings, and leave the findings."""
    for path in (copy / "reports" / "_output").iterdir():
        if path.suffix in {".html", ".pdf", ".docx", ".xlsx", ".ods"}:
            path.unlink()
    shutil.rmtree(copy / "reports" / "_figures")


def _change_a_cell(copy: Path) -> None:
    """Print one figure of the first round otherwise."""
    path = copy / "data" / "raw" / "figures.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",37,37 per cent,", ",38,38 per cent,", 1), encoding="utf-8")


REPORT = ("-m", "ltp_analysis", "report", "--engine", "embedded")
BY_QUARTO = "for comparison, `quarto render reports`: the same, from findings that are there"
REPORTS = {
    "everything from nothing: findings, eight documents in all formats, workbooks": _as_it_is,
    "eight documents in all formats and workbooks, from findings that are there": _without_pages,
    "again, with nothing to do": _as_it_is,
    "after one changed raw cell that most of them rest on": _change_a_cell,
}


def page(study: Runs, made: Runs, sizes: dict[tuple[int, int], Runs]) -> str:
    """Return the page of what was measured.

    Args:
        study: Runs on the shipped study.
        made: Runs of its reports.
        sizes: Runs on made-up studies, by rounds and units.
    """
    load = ""
    if hasattr(os, "getloadavg"):
        load = f", {os.getloadavg()[0]:.1f} processes at work on average in the last minute"
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    few = len(next(iter(sizes.values())))
    lines = [
        "# Speed",
        "",
        "Written by `nox -s bench`, never by hand. Each run is a fresh process. Seconds by the",
        "clock depend on what else the machine does; those of the processors depend on it less.",
        "",
        f"- Date: {datetime.now(UTC).date().isoformat()}",
        f"- Machine: {platform.system()} {platform.machine()}, {_cores()}{load}",
        f"- Versions: ltp-analysis {__version__}, Python {platform.python_version()}, {versions}",
        f"- Repetitions: {len(study)} of the shipped study, {few} of each made-up one",
        "",
        "## The shipped study, from cold",
        "",
        "Steps that start with “then” are single questions after all the others.",
        "",
        *_table(["Step"], [([step], [one[step] for one in study]) for step in _order(study[0])]),
        "",
        "## The reports",
        "",
        *_table(
            ["`ltp report`"],
            [([step], [one[step] for one in made if step in one]) for step in made[0]],
        ),
        "",
        "## How it grows",
        "",
        "Made-up studies of the kinds of statements that occur, not facts: `benchmarks/made_up.py`",
        f"says how. Bounds are those of every rating in all {REGIONS} regions of the last round.",
        "",
        f"![{alt(sizes)}](benchmarks.svg)",
        "",
        *_table(
            ["Rounds", "Units", "Step"],
            [
                ([str(rounds), f"{units:,}", step], [one[step] for one in runs])
                for (rounds, units), runs in sizes.items()
                for step in LOOKS
            ],
        ),
        "",
    ]
    return "\n".join(lines)


def _order(steps: Seconds) -> list[str]:
    """Return the steps with the total before the single questions."""
    single = [step for step in steps if step.startswith("then ")]
    return [step for step in steps if step not in single] + single


def _table(header: list[str], rows: list[tuple[list[str], list[tuple[float, float]]]]) -> list[str]:
    names = [*header, "least s", "median s", "median s of processor"]
    lines = ["| " + " | ".join(names) + " |", "|---" * len(header) + "|--:" * 3 + "|"]
    for cells, times in rows:
        clock, used = zip(*times, strict=True)
        numbers = [f"{number:.2f}" for number in (min(clock), median(clock), median(used))]
        lines.append("| " + " | ".join([*cells, *numbers]) + " |")
    return lines


def _processor(runs: Runs, step: str) -> float:
    return median(one[step][1] for one in runs)


def alt(sizes: dict[tuple[int, int], Runs]) -> str:
    """Return what the plot shows, in words."""
    ends = [
        f"{look[2]} {_processor(sizes[ROUNDS[0], UNITS[0]], step):.2f} to "
        f"{_processor(sizes[ROUNDS[-1], UNITS[0]], step):.2f} and "
        f"{_processor(sizes[ROUNDS[0], UNITS[-1]], step):.2f}"
        for step, look in LOOKS.items()
    ]
    return (
        f"Two line charts on log axes of processor seconds, from {ROUNDS[0]} rounds and {UNITS[0]} "
        f"units to {ROUNDS[-1]} rounds and to {UNITS[-1]:,} units: {'; '.join(ends)}."
    )


def draw(sizes: dict[tuple[int, int], Runs], path: Path) -> None:
    """Draw how the time grows with rounds and with units."""
    with rc_context({"svg.hashsalt": "ltp-analysis", "font.size": 10}):
        figure = Figure(figsize=(8.6, 3.8), layout="constrained")
        axes = figure.subplots(1, 2, sharey=True)
        ways = (
            (f"rounds, of {UNITS[0]} units", [(number, UNITS[0]) for number in ROUNDS], ROUNDS),
            (f"units, in {ROUNDS[0]} rounds", [(ROUNDS[0], number) for number in UNITS], UNITS),
        )
        for place, (label, keys, ticks) in zip(axes, ways, strict=True):
            for step, (colour, marker, _) in LOOKS.items():
                times = [_processor(sizes[key], step) for key in keys]
                place.plot(ticks, times, color=colour, marker=marker)
                place.annotate(
                    step,
                    (ticks[-1], times[-1]),
                    xytext=(6, 0),
                    textcoords="offset points",
                    color=colour,
                    va="center",
                )
            place.set(xscale="log", yscale="log", xlabel=label)
            place.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
            place.minorticks_off()
            place.set_xlim(ticks[0] * 0.9, ticks[-1] * 6)
            place.spines[["top", "right"]].set_visible(False)
            place.grid(axis="y", color="#d9d9d9", linewidth=0.6)
        axes[0].yaxis.set_major_formatter("{x:g}")
        axes[0].set_ylabel("seconds of processor, median")
        figure.savefig(path, metadata={"Date": None})


def main(repetitions: int) -> None:
    """Measure everything and write the page and its plot."""
    study = run((), repetitions)
    made = reports(repetitions)
    sizes = {size: run(size, (repetitions + 1) // 2) for size in SIZES}
    write_atomically(DOCS / "benchmarks.md", page(study, made, sizes))
    draw(sizes, DOCS / "benchmarks.svg")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
