"""Tables of single units and areas: what is known of them, and on what grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.reports import words
from ltp_analysis.reports.parts import Cell, Citation, Number, Part, statement_place
from ltp_analysis.reports.tables.plain import PlainTable
from ltp_analysis.solved.matches import rough
from ltp_analysis.solved.ratings import OPEN

if TYPE_CHECKING:
    from ltp_analysis.processed.rows import DeducedTotal
    from ltp_analysis.reports.view import View
    from ltp_analysis.solved.ratings import UnitRating

_NAMED_AT_MOST = 6


def known(view: View) -> PlainTable:
    """Return the units of a round of whose rating something is known, how, and from where."""
    study = view.study
    rows = [
        (
            f"{study.settings.short(unit.name)} ({unit.unit_code})",
            " or ".join(unit.possible) or words.CONTRADICTED,
            unit.basis,
            grounds(view, unit.statements),
        )
        for unit in _narrowed(view)
    ]
    strong = any(one.strong for one in view.results.totals if one.round_id == view.round_id)
    return PlainTable(
        (
            words.capital(study.settings.singular),
            f"Rating in {view.label()}",
            "How it is known",
            "From",
        ),
        tuple(rows),
        f"{words.capital(study.settings.plural)} of whose rating in {view.label()} something is "
        "known. “Stated” means that sources say it of the area or of a group that it certainly "
        "belongs to; “deduced” that it follows from statements taken together"
        f"{', strong totals of children among them' if strong else ''}.",
    )


def _narrowed(view: View) -> list[UnitRating]:
    return [
        unit
        for unit in view.results.ratings
        if unit.round_id == view.round_id and unit.basis != OPEN
    ]


def grounds(view: View, names: tuple[str, ...]) -> Cell:
    """Return statements as numbers that open, with their sources; or how many there are."""
    if len(names) > _NAMED_AT_MOST:
        return f"{len(names)} statements"
    parts: list[Part] = []
    for name in names:
        statement = view.statements.get(name)
        # What is no statement is the name of a row: of a population, a rate or a membership.
        parts += [
            "; " if parts else "",
            name if statement is None else Number(statement_place(name), name),
        ]
        if statement is not None and statement.source_id:
            parts += [", ", Citation(statement.source_id)]
    return tuple(parts) or words.NONE


def deduced(view: View) -> PlainTable:
    """Return the units of a round whose ratings are deduced from a printed total of children."""
    study, rows = view.study, []
    names = {unit.unit_code: unit for unit in view.results.ratings}
    for total in view.results.totals:
        if total.round_id != view.round_id or not total.strong:
            continue
        for codes, what in ((total.deduced_in, "is"), (total.deduced_out, "is not")):
            for code in codes:
                unit = names[code]
                rows.append(
                    (
                        f"{study.settings.short(unit.name)} ({code})",
                        f"{what} {study.label(total.category)}",
                        Number(
                            statement_place(total.figure_id), view.figures[total.figure_id].printed
                        ),
                        _strength(total),
                    )
                )
    return PlainTable(
        (
            words.capital(study.settings.singular),
            f"Deduced for {view.label()}",
            "From the printed total",
            "Strength",
        ),
        tuple(rows),
        "Areas whose rating is deduced from a printed total of children, with how strong that is. "
        "Nobody stated these ratings.",
    )


def totals(view: View) -> PlainTable:
    """Return what each printed total of children says of its areas, weak ones among them."""
    rows = [
        (
            Number(statement_place(total.figure_id), view.figures[total.figure_id].printed),
            _group(view, total.group_id),
            view.label(total.round_id),
            words.NOT_KNOWN if total.matches is None else f"{total.matches:,}",
            words.NOT_KNOWN if total.by_chance is None else rough(total.by_chance),
            _strength_in_words(total),
            f"{total.agreeing} of {total.predicted}" if total.predicted else "none tried",
        )
        for total in view.results.totals
    ]
    return PlainTable(
        (
            "Printed total",
            "Where",
            "Round",
            "Sets that match",
            "By chance",
            "Strength",
            "Stated ratings predicted",
        ),
        tuple(rows),
        "Printed totals of children, how many sets of areas add up to each, and how many would by "
        "chance. Printed counts of ratings are not used for it. For the last column the stated "
        "ratings of the area are left out: so many of those that the total then predicts are as "
        "stated.",
    )


def _strength_in_words(total: DeducedTotal) -> str:
    if total.strong:
        return "strong" if total.deduced_in or total.deduced_out else "strong, and adds nothing new"
    return total.reason or ("too weak to be used" if total.matches else "no set matches")


def _group(view: View, group_id: str) -> str:
    groups = view.study["groups"].set_index("group_id")["name"]
    return str(groups[group_id])


def _strength(total: DeducedTotal) -> str:
    sets = "set matches" if total.matches == 1 else "sets match"
    by_chance = words.NOT_KNOWN if total.by_chance is None else rough(total.by_chance)
    return f"{total.matches} {sets}; {by_chance} would by chance"


def regions(view: View) -> PlainTable:
    """Return how many units of each region can have had each rating."""
    rows: dict[str, list[Cell]] = {}
    for count in view.results.areas:
        if count.round_id == view.round_id:
            name = f"{count.area} ({count.units} {view.study.settings.plural})"
            rows.setdefault(name, [name]).append(words.between(count.lower, count.upper))
    return PlainTable(
        ("Region", *view.study.ratings),
        tuple(map(tuple, rows.values())),
        f"How many {view.study.settings.plural} of each region can have had each rating in "
        f"{view.label()}. Bounds of one region need not be reached together.",
    )


def flows(view: View) -> PlainTable:
    """Return how many units went from each rating to each other up to this round."""
    rows: dict[str, list[Cell]] = {}
    since = ""
    for flow in view.results.flows:
        if flow.round_id == view.round_id:
            since = flow.since
            row = rows.setdefault(flow.before, [f"{flow.before} before"])
            row.append(words.between(flow.lower, flow.upper))
    return PlainTable(
        (f"{view.label(since) if since else ''} to {view.label()}", *view.study.ratings),
        tuple(map(tuple, rows.values())),
        f"How many {view.study.settings.plural} went from each rating to each other, at least and "
        "at most, of those that can be followed.",
    )
