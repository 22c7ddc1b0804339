"""From a row of what was worked out back to the facts that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.findings.children import UNIT
from ltp_analysis.findings.store import CSV_FILE
from ltp_analysis.statements.collect import collect, scope
from ltp_analysis.statements.corrections import corrections
from ltp_analysis.validated.areas import REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ltp_analysis.traced.facts import Fact, Facts

_NAMED: Final = "The row names the statements that it rests on."
_FIGURE: Final = "The row is about a printed figure."
_UNIT: Final = "No statement excludes any rating of the unit, so the row rests on the register."
_CHILDREN: Final = "The row is the population of the unit times the rates of the study."
_ADDED: Final = "The row adds up, over all units, their population times the rates of the study."
ALL: Final = "The row rests on all statements of all rounds taken together, with the register."
"""How a row follows that names no statement, since it would name every one."""

FINDINGS: Final = CSV_FILE.removesuffix(".csv")
"""The table in which names of statements are divided by spaces."""

_STATED: Final = ("rounds", "register", "succession", "figures", "ratings", "coverage")
_CODED: Final = ("plans", "plan_states", "codings", "rubric")
_WORDS: Final = ("groups", "group_members", "measures", "categories", "bases", "scales")
_ESTIMATED: Final = ("population", "prevalence", "age_bands", "exact_sums")
_TOGETHER: Final = (*_STATED, *_CODED, *_WORDS)
"""The tables of which all statements are made."""

_FROM_STATEMENTS: Final = ("areas", "flows", "followed", "clashes")
"""What rests on statements alone; anything else that is worked out together, on estimates too."""

_ESTIMATES: Final = "children"
"""The kind of measure that is estimated from the population."""


@dataclass(frozen=True)
class Traced:
    """What a row rests on.

    Attributes:
        why: How the row follows, in a sentence.
        facts: The rows of raw tables, each once.
    """

    why: str
    facts: tuple[Fact, ...]


def trace_back(facts: Facts, table: str, row: Mapping[str, str]) -> Traced:
    """Return what a row of a processed table rests on.

    Args:
        facts: The facts of the study.
        table: The processed table.
        row: The row, as text by column.

    Returns:
        How it follows, and the rows of the raw tables: those that its statements are made of, those
        that give their words a meaning, and those of its unit.
    """
    of_unit = list(_of_unit(facts, row))
    if table == "children":
        population = facts.population(row["unit_code"], row["year"])
        return _traced(_CHILDREN, [*population, *_rates(facts), *of_unit])
    listed = [name for name in row.get("statements", "").split(_divider(table)) if name]
    added = (
        list(_estimates(facts, row["round"], facts.study.codes(row["round"])))
        if table == FINDINGS and row["measure"] == UNIT
        else []
    )
    about = [row[name] for name in ("statement_id", "figure_id") if row.get(name)]
    stated = [fact for name in (*listed, *about) for fact in facts.of_statement(name)]
    if stated:
        meaning = [
            one
            for fact in stated
            for one in (*facts.meaning(fact), *_estimated(facts, fact), *_put_right(facts, fact))
        ]
        return _traced(_NAMED if listed else _FIGURE, [*stated, *meaning, *of_unit, *added])
    if added:
        return _traced(_ADDED, added)
    if table == "ratings":
        return _traced(_UNIT, of_unit)
    of_area = _of_area(facts, row) if table == "areas" else ()
    tables = _TOGETHER if table in _FROM_STATEMENTS else (*_TOGETHER, *_ESTIMATED)
    return _traced(ALL, [*of_area, *(fact for name in tables for fact in facts.every(name))])


def _divider(table: str) -> str:
    return " " if table == FINDINGS else "|"


def _traced(why: str, facts: Iterable[Fact]) -> Traced:
    return Traced(why, tuple({fact.place: fact for fact in facts}.values()))


def _of_unit(facts: Facts, row: Mapping[str, str]) -> Iterator[Fact]:
    """Yield the unit that a row is about, and the round, which says as of when it is one."""
    if row.get("unit_code"):
        yield from facts.where("register", unit_code=row["unit_code"])
        yield from facts.where("rounds", round_id=row["round"])


def _put_right(facts: Facts, figure: Fact) -> Iterator[Fact]:
    """Yield the corrections of ratings that a figure counts as they were printed first."""
    if figure.table != "figures":
        return
    name, round_id = str(figure.cells["figure_id"]), str(figure.cells.get("round_id", ""))
    said = next(one for one in collect(facts.study) if one.id == name)
    if any(reading.moved for reading in said.readings):
        for one in corrections(facts.study, round_id):
            yield from facts.of_statement(one.statement_id)


def _estimated(facts: Facts, figure: Fact) -> Iterator[Fact]:
    """Yield what estimates of children are made of that a printed number is held against."""
    if figure.table != "figures" or "round_id" not in figure.cells:
        return
    (measure,) = facts.where("measures", measure=figure.cells["measure"])
    if measure.cells["kind"] != _ESTIMATES:
        return
    group_id, round_id = str(figure.cells["group_id"]), str(figure.cells["round_id"])
    units = [unit for some in scope(facts.study, group_id, round_id) for unit in some]
    if estimated := list(_estimates(facts, round_id, units)):
        yield from estimated
        yield from facts.where("exact_sums", group_id=group_id)


def _estimates(facts: Facts, round_id: str, units: Iterable[str]) -> Iterator[Fact]:
    """Yield what the estimates of units in a round are made of; nothing without a population."""
    (of_round,) = facts.where("rounds", round_id=round_id)
    if "population_year" in of_round.cells:
        yield of_round
        for unit in units:
            yield from facts.population(unit, str(of_round.cells["population_year"]))
        yield from _rates(facts)


def _rates(facts: Facts) -> Iterator[Fact]:
    """Yield the rates of estimates, and the ages that they and the population are of."""
    yield from facts.every("prevalence")
    yield from facts.every("age_bands")


def _of_area(facts: Facts, row: Mapping[str, str]) -> Iterator[Fact]:
    """Yield the area of a row in the register of its round, and which units lie in it."""
    (of_round,) = facts.where("rounds", round_id=row["round"])
    date = of_round.cells["register_date"]
    for area in facts.where("areas", name=row["area"], register_date=date, kind=REGION):
        yield area
        yield from facts.where("geography", area_code=area.cells["area_code"], register_date=date)
