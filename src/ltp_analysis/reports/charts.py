"""The charts: each a function from findings to a picture with its caption and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.shares import AS_PRINTED, WITH_MISSING, WITHOUT_MISSING
from ltp_analysis.reports import words
from ltp_analysis.reports.charting.drawing import EDGE, LOOK, Chart, mark_breaks, save
from ltp_analysis.reports.palette import PAPER, QUIET, RULE, TEXT, UNKNOWN, styles
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.validated.study import Study

__all__ = ["Chart", "named_units", "ratings_by_round", "save"]

_WIDTH = 7.2
_ROOM_FOR_A_LABEL = 7.0


def ratings_by_round(study: Study, ledger: Ledger, rounds: Sequence[str]) -> Chart:
    """Draw the ratings of each round as stacked bars, the undetermined part hatched.

    Args:
        study: The study.
        ledger: Its findings.
        rounds: Rounds to draw, the oldest first; each has shares in the ledger.
    """
    with mpl.rc_context(LOOK):
        picture = Figure(figsize=(_WIDTH, 1.1 + 0.92 * len(rounds)), layout="constrained")
        axes = picture.subplots()
        sentences = [
            _bar(axes, study, ledger, round_id, place) for place, round_id in enumerate(rounds)
        ]
        mark_breaks(axes, study, rounds)
        axes.set_yticks(
            range(len(rounds)), [_bar_name(study, ledger, round_id) for round_id in rounds]
        )
        axes.set_ylim(len(rounds) - 0.42, -0.4)
        axes.set_xlim(0, 100)
        axes.set_xlabel("Share of the base named on the left, per cent")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        _legend(axes, study)
    caption = (
        f"Ratings of {study.settings.rates} by round. Each bar is all of its base; what the "
        "published numbers leave undetermined is dotted."
    )
    return Chart("ratings-by-round", picture, caption, f"Stacked bars. {' '.join(sentences)}")


def named_units(study: Study, round_id: str) -> Chart:
    """Draw what is public of the ratings of single units in a round.

    Args:
        study: The study.
        round_id: The round.
    """
    order = study.ratings
    stated = sorted(
        stated_ratings(study, round_id),
        key=lambda unit: (len(unit.possible), [order.index(r) for r in unit.possible], unit.name),
    )
    look = styles(study)
    names = [study.settings.short(unit.name) for unit in stated]
    with mpl.rc_context(LOOK):
        picture = Figure(figsize=(_WIDTH, 0.9 + 0.215 * len(stated)), layout="constrained")
        axes = picture.subplots()
        for place, unit in enumerate(stated):
            columns = [order.index(rating) for rating in unit.possible]
            settled = len(columns) == 1
            axes.axhline(place, color=RULE, linewidth=0.4, zorder=0)
            if not settled:
                axes.plot(columns, [place] * len(columns), color=QUIET, linewidth=1, zorder=1)
            for column in columns:
                style = look[order[column]]
                dark = style.fill if style.fill != PAPER else TEXT
                axes.plot(
                    column,
                    place,
                    style.marker,
                    markersize=7,
                    markerfacecolor=dark if settled else PAPER,
                    markeredgecolor=dark,
                    zorder=2,
                )
        axes.set_xticks(range(len(order)), order)
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(stated)), names)
        axes.set_xlim(-0.5, len(order) - 0.5)
        axes.set_ylim(len(stated) - 0.4, -0.6)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    label = study.round(round_id)["round"]
    caption = (
        f"{study.settings.plural} whose {label} rating is public in whole or in part. A filled "
        "mark is the rating; open marks joined by a line are the ratings that are left."
    )
    groups: dict[tuple[str, ...], list[str]] = {}
    for unit, name in zip(stated, names, strict=True):
        groups.setdefault(unit.possible, []).append(name)
    alt = " ".join(
        f"{' or '.join(possible) or 'contradicted'}: {words.listed(members)}."
        for possible, members in groups.items()
    )
    return Chart("named-units", picture, caption, f"Table of marks. {alt}")


def _shares(study: Study, ledger: Ledger, round_id: str) -> dict[str, Finding]:
    """Return the shares of a round to draw: on the whole base, else as printed."""
    for variant in (WITH_MISSING, WITHOUT_MISSING, AS_PRINTED):
        ids = {
            rating: finding_id("share", round_id, rating, study.settings.whole, variant)
            for rating in study.ratings
        }
        found = {rating: ledger[name] for rating, name in ids.items() if name in ledger}
        if found:
            return found
    return {}


def _bar(axes: Axes, study: Study, ledger: Ledger, round_id: str, place: int) -> str:
    """Draw one bar and return it as a sentence."""
    look, shares = styles(study), _shares(study, ledger, round_id)
    start, said = 0.0, []
    drawn = {
        rating: (share.lower + share.upper) / 2 if share.printed else share.lower
        for rating, share in shares.items()
        if share.lower is not None and share.upper is not None
    }
    open_part = float(max(0, 100 - sum(drawn.values())))
    after = next((rating for rating in study.ratings if rating not in drawn), None)
    for rating in study.ratings:
        if rating in drawn:
            share, style = shares[rating], look[rating]
            width = float(drawn[rating])
            axes.barh(
                place, width, 2 * _HALF_BAR, start, color=style.fill, hatch=style.hatch, **EDGE
            )
            _name(axes, (start, width, place), words.percent(share), style.ink, style.fill)
            start += width
            said.append(f"{rating} {words.share(share)}")
        elif rating == after and open_part:
            start = _open(axes, start, open_part, place, "not published")
            said.append(f"the other ratings, {words.NOT_KNOWN}")
    if after is None and open_part > 0:
        _open(axes, start, open_part, place, "")
        said.append("the small rest could be one rating or another")
    return f"{study.round(round_id)['round']}: {'; '.join(said)}."


_HALF_BAR = 0.24


def _open(axes: Axes, start: float, width: float, place: int, text: str) -> float:
    axes.barh(place, width, 2 * _HALF_BAR, start, color=UNKNOWN.fill, hatch=UNKNOWN.hatch, **EDGE)
    if text:
        _name(axes, (start, width, place), text, UNKNOWN.ink, UNKNOWN.fill)
    return start + width


def _name(axes: Axes, spot: tuple[float, float, int], text: str, ink: str, fill: str) -> None:
    start, width, place = spot
    middle = start + width / 2
    if width >= _ROOM_FOR_A_LABEL:
        box = {"facecolor": fill, "edgecolor": "none", "pad": 1.5}
        axes.text(middle, place, text, color=ink, ha="center", va="center", bbox=box, fontsize=10)
    else:
        axes.annotate(
            text,
            (middle, place + _HALF_BAR),
            (middle, place + _HALF_BAR + 0.05),
            ha="center",
            va="top",
            arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.6, "shrinkA": 0},
        )


def _bar_name(study: Study, ledger: Ledger, round_id: str) -> str:
    shares = _shares(study, ledger, round_id).values()
    if any(share.printed for share in shares):
        base = "bases differ,\ntheir sizes not printed"
    else:
        base = "of " + " / ".join(dict.fromkeys(words.base(share) for share in shares))
    return f"{study.round(round_id)['round']}\n{base}"


def _legend(axes: Axes, study: Study) -> None:
    look = styles(study)
    handles = [
        Patch(facecolor=look[name].fill, hatch=look[name].hatch, label=name, **EDGE)
        for name in study.ratings
    ]
    handles.append(Patch(facecolor=UNKNOWN.fill, hatch=UNKNOWN.hatch, label="undetermined", **EDGE))
    axes.figure.legend(handles=handles, loc="outside upper left", ncols=len(handles), frameon=False)
