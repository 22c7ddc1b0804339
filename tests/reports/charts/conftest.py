"""A made-up study, one of each chart, and a check that no letters clash."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from ltp_analysis.findings.finding import Finding, finding_id
from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.reconciliation.verdict import Reconciled, Verdict
from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.drawing import LOOK
from ltp_analysis.solved.by_area import AreaCount
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.flows import Flow, Flows
from ltp_analysis.solved.ratings import DEDUCED, OPEN, STATED, UnitRating

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from ltp_analysis.reports.charts import Chart
    from ltp_analysis.validated.study import Study

ODD = '"שלום" & <b>Ünit</b> 😀 中 $1 $2'
RATINGS = ["inadequate & <b>", "requires substantial improvement", "דורש", "good 😀", "$out$ 中"]
MISSING = ["not scored", "not accessed"]
ROUNDS = ["2017-18", "2018-19"]
UNITS = 14


@pytest.fixture(scope="session")
def made_up(study: Study) -> Study:
    """Return a study of other units, other ratings, more of them, and two rounds."""
    scale = study.settings.scale
    names = [*RATINGS, *MISSING]
    scales = pd.DataFrame(
        {
            "scale_id": scale,
            "category": names,
            "label": names,
            "position": range(1, len(names) + 1),
            "state": ["rated"] * len(RATINGS) + ["missing"] * len(MISSING),
        }
    )
    rounds = study["rounds"]
    rounds = rounds[rounds["round_id"].isin(ROUNDS)].assign(
        round=["<first> & 1", "second"],
        criteria_id=["one", "other"],
        round_id=lambda rows: rows["round_id"].cat.set_categories(ROUNDS, ordered=True),
    )
    units = list(study.units("2018-19")["unit_code"])[:UNITS]
    register = study["register"]
    register = register[register["unit_code"].isin(units)]
    register = register.assign(name=[f"{name} {ODD}" for name in register["name"]])
    areas = study["areas"].assign(name=lambda rows: rows["name"] + " & <i> 😀")
    return replace(
        study,
        settings=replace(study.settings, singular="trust", plural="trusts & co", strip=()),
        tables={
            **study.tables,
            "scales": scales,
            "rounds": rounds,
            "register": register,
            "areas": areas,
        },
    )


def a_share(study: Study, rating: str, lower: int, upper: int, base: int) -> Finding:
    """Return a finding on the share of a rating in the last round."""
    name = finding_id("share", ROUNDS[-1], rating, study.settings.whole, "with-missing")
    return Finding(
        id=name,
        round=ROUNDS[-1],
        measure="share",
        category=rating,
        scope=study.settings.whole,
        unit="percent",
        lower=Fraction(100 * lower, base),
        upper=Fraction(100 * upper, base),
        numerator_lower=lower,
        numerator_upper=upper,
        base=base,
        base_lower=base,
        base_upper=base,
        base_name="trusts & co",
        method="made up",
        code="made up",
        dataset="made up",
    )


@pytest.fixture(scope="session")
def made_up_ledger(made_up: Study) -> Ledger:
    """Return shares of the last round of the made-up study: some small, one open."""
    counts = {0: (3, 4), 1: (90, 91), 2: (40, 41), 3: (30, 30), 4: (2, 2), 5: (10, 11), 6: (21, 22)}
    found = [
        a_share(made_up, rating, *counts[place], 200)
        for place, rating in enumerate(made_up.ratings)
    ]
    return Ledger(found)


def ratings_of(study: Study, round_id: str) -> list[UnitRating]:
    """Return what might be known of the units of a round: each state, in turn."""
    order = tuple(study.ratings)
    kinds = [
        *((rating,) for rating in order),
        (order[0], order[-1]),
        order[1:],
        order,
        (),
    ]
    found = []
    for place, row in enumerate(study.units(round_id).to_dict("records")):
        left = kinds[place % len(kinds)]
        basis = OPEN if left == order else DEDUCED if place % 2 else STATED
        found.append(UnitRating(row["unit_code"], row["name"], round_id, left, basis, ("a", "b")))
    return found


def counts_of(study: Study) -> list[AreaCount]:
    """Return bounds in three areas: open, settled and none."""
    names = ["Nowhere", f"A very long name of an area that has to be broken {ODD}", "London & <b>"]
    return [
        AreaCount(ROUNDS[-1], name, rating, 20 * place + 7, place * number, 3 * place * number)
        for place, name in enumerate(names)
        for number, rating in enumerate(study.ratings)
    ]


def flows_of(study: Study) -> Flows:
    """Return flows of which some are forced and some excluded."""
    found = tuple(
        Flow(before, after, max(0, 10 * (row - column)), 10 * row)
        for row, before in enumerate(study.ratings)
        for column, after in enumerate(study.ratings)
    )
    followed = tuple(str(number) for number in range(150))
    since, until = study.rounds[-2:]
    kept, better, worse = Range(1, 99), Range(0, 50), Range(7, 7)
    return Flows(since, until, followed, ("x", "y"), found, kept, better, worse)


def item(study: Study, place: int, verdict: Verdict, **changes: object) -> Reconciled:
    """Return the verdict on one of the study's figures."""
    row = study["figures"].iloc[place]
    made = Reconciled(
        figure_id=str(row["figure_id"]),
        round_id=str(row["round_id"]),
        measure=str(row["measure"]),
        category=str(row["category"]),
        group_id=str(row["group_id"]),
        printed=str(row["printed"]),
        unit=str(row["unit"]),
        verdict=verdict,
        rule="",
        base="",
        lower=None,
        upper=None,
        statements=(),
        because="",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def items(study: Study) -> list[Reconciled]:
    """Return a verdict on each figure of the study, in turn."""
    verdicts = list(Verdict)
    return [
        item(study, place, verdicts[place % len(verdicts)])
        for place in range(len(study["figures"]))
    ]


ALL: dict[str, Callable[[Study, Ledger, list[Reconciled]], Chart]] = {
    "by round": lambda study, ledger, _: charts.ratings_by_round(study, ledger, study.rounds),
    "map": lambda study, *_: charts.tile_map(
        study, study.rounds[-1], ratings_of(study, study.rounds[-1])
    ),
    "areas": lambda study, *_: charts.area_panels(study, counts_of(study)),
    "flows": lambda study, *_: charts.flow_matrix(study, flows_of(study)),
    "children": lambda study, _, items: charts.children_chart(study, items),
    "verdicts": lambda study, _, items: charts.verdict_chart(study, items),
}
"""A way to make each chart from any study."""


@pytest.fixture(scope="session", params=list(ALL))
def each(
    request: pytest.FixtureRequest, study: Study, ledger: Ledger, items: list[Reconciled]
) -> Chart:
    """Return each chart of the shipped study."""
    return ALL[request.param](study, ledger, items)


@pytest.fixture(scope="session", params=list(ALL))
def each_made_up(
    request: pytest.FixtureRequest,
    made_up: Study,
    made_up_ledger: Ledger,
    items: list[Reconciled],
) -> Chart:
    """Return each chart of the made-up study."""
    known = [one for one in items if one.round_id in ("", *ROUNDS)]
    return ALL[request.param](made_up, made_up_ledger, known)


@pytest.fixture(scope="session")
def faults() -> Callable[[Figure], list[str]]:
    """Return a function that lists texts that are too small, cut off or over one another."""

    def listed(drawn: Figure) -> list[str]:
        canvas = FigureCanvasAgg(drawn)
        with mpl.rc_context(LOOK):
            canvas.draw()  # type: ignore[no-untyped-call]
            texts = [text for text in drawn.findobj(Text) if text.get_text().strip()]
            boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
        wide, high = drawn.bbox.width, drawn.bbox.height
        said = [f"small: {text.get_text()}" for text in texts if float(text.get_fontsize()) < 8]
        said += [
            f"cut off: {text}"
            for text, box in boxes
            if min(box.x0, box.y0, wide - box.x1, high - box.y1) < -1
        ]
        for (one, a), (other, b) in combinations(boxes, 2):
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            # A box holds the room for tails of letters, so boxes may touch where letters do not.
            if across > 1.5 and down > min(a.height, b.height) / 4:
                said.append(f"over one another: {one} and {other}")
        return said

    return listed
