"""The facts: rows of the raw tables, with where each stands and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ltp_analysis.explained.rows import plain_row
from ltp_analysis.problems import LtpError
from ltp_analysis.solved.deductions import deduced_ids
from ltp_analysis.statements.coded import coded_by_id
from ltp_analysis.validated.schemas import TABLES, references_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ltp_analysis.validated.study import Study

_IDS = {"figures": "figure_id", "ratings": "statement_id"}
_CITED = {
    "group_members": ("group_members", ("group_id",)),
    "prevalence": ("prevalence", ("measure", "age_band")),
    "exact sum": ("exact_sums", ("group_id", "year")),
}
"""How rows that are no statements are cited beside some: the words before a colon, then cells."""

_NOT_MEANING = ("sources", "plans")
_BESIDES = {
    "figures": {"category": ("categories", "category")},
    "groups": {"group_id": ("group_members", "group_id")},
}
"""Rows that are named otherwise than by a reference that has to resolve."""


@cache
def _references(table: str) -> dict[str, tuple[str, str]]:
    """Return, for the columns of a raw table, the table and the column that they name rows of."""
    named = references_of(TABLES[table])
    kept = {name: target for name, target in named.items() if target[0] not in _NOT_MEANING}
    return {**kept, **_BESIDES.get(table, {})}


class NoFactError(LtpError):
    """Raised where a raw table has no row of a key."""


@dataclass(frozen=True)
class Fact:
    """A row of a raw table.

    Attributes:
        table: The table.
        number: Its row as a spreadsheet counts them; the header is row 1.
        key: What names it in the table.
        cells: Its cells that are not empty, by column.
    """

    table: str
    number: int
    key: tuple[str, ...]
    cells: Mapping[str, Any]

    @property
    def place(self) -> tuple[str, tuple[str, ...]]:
        """Table and key, which tell it from all others."""
        return self.table, self.key

    @property
    def source(self) -> str:
        """Id of the source that says so; of a source its own."""
        return str(self.cells.get("source_id", ""))

    def __str__(self) -> str:
        """Return where it stands and what it says, in a line."""
        said = ", ".join(f"{name}: {cell}" for name, cell in self.cells.items())
        return f"data/raw/{self.table}, row {self.number}: {said}"


@dataclass(frozen=True)
class Facts:
    """The facts of a study.

    Attributes:
        study: The study.
    """

    study: Study

    def where(self, table: str, **cells: object) -> tuple[Fact, ...]:
        """Return the rows of a raw table that hold some texts.

        Args:
            table: The table.
            **cells: The text of each column.
        """
        names = tuple(cells)
        wanted = tuple(map(str, cells.values()))
        return tuple(self._index(table, names).get(wanted, ()))

    def find(self, table: str, key: Iterable[str]) -> Fact:
        """Return a row of a raw table by its key.

        Args:
            table: The table.
            key: The texts that name the row, in the order of the table's key.

        Raises:
            NoFactError: If there is no such table or row; it says what the key is.
        """
        if table not in TABLES:
            raise NoFactError(f"There is no raw table {table}. There are: {', '.join(TABLES)}.")
        names, wanted = self.key(table), tuple(key)
        if len(wanted) != len(names):
            raise NoFactError(f"A row of {table} is named by {', '.join(names)}: give one of each.")
        found = self._index(table, names).get(wanted, ())
        if not found:
            raise NoFactError(
                f"data/raw/{table} has no row with {', '.join(names)} = {', '.join(wanted)}."
            )
        return found[0]

    def every(self, table: str) -> tuple[Fact, ...]:
        """Return all rows of a raw table."""
        if table not in self._tables:
            self._tables[table] = tuple(self._read(table))
        return self._tables[table]

    @staticmethod
    def key(table: str) -> tuple[str, ...]:
        """Return the columns that name a row of a raw table."""
        return tuple(TABLES[table].to_schema().unique)

    def of_statement(self, name: str) -> tuple[Fact, ...]:
        """Return the rows that a statement is made of.

        Args:
            name: Id of a statement: of a figure, a rating, what was deduced from a figure, a plan
                that units share, or a plan that was coded; or other rows as verdicts cite them,
                such as `population: 02X 2015`.
        """
        kind, colon, said = name.partition(": ")
        if colon:
            return self._cited(kind, said.split(" "))
        for table, column in _IDS.items():
            if found := self.where(table, **{column: name}):
                return found
        if name in self._deduced:
            return self.where("figures", figure_id=self._deduced[name])
        round_id, plan_id = self._plans.get(name, ("", ""))
        return (
            *self.where("codings", round_id=round_id, plan_id=plan_id),
            *self.where("plans", round_id=round_id, plan_id=plan_id),
            *self.where("coverage", round_id=round_id, plan_id=plan_id),
        )

    def meaning(self, fact: Fact) -> tuple[Fact, ...]:
        """Return the rows that give the words of a fact their meaning, those of these among them.

        That is every row that it names: of a figure its measure and that measure's scale, its base
        and what that is without missing plans, its group and the members of that. Sources are left
        out, and plans, whose name stands for another plan in each round.

        Args:
            fact: A fact.
        """
        if fact.place not in self._meanings:
            found: dict[tuple[str, tuple[str, ...]], Fact] = {}
            waiting = list(self._named(fact))
            while waiting:
                one = waiting.pop()
                if one.place not in found:
                    found[one.place] = one
                    waiting += self._named(one)
            self._meanings[fact.place] = tuple(found.values())
        return self._meanings[fact.place]

    def _named(self, fact: Fact) -> Iterable[Fact]:
        for column, (table, key) in _references(fact.table).items():
            if column in fact.cells:
                yield from self.where(table, **{key: fact.cells[column]})

    def population(self, unit: str, year: str) -> tuple[Fact, ...]:
        """Return the population of a unit in a year, with that of all that merged into it."""
        units, found = [unit], list[Fact]()
        for one in units:
            found += self.where("population", unit_code=one, year=year)
            for merged in self.where("succession", successor_code=one):
                found.append(merged)
                if (code := str(merged.cells["predecessor_code"])) not in units:
                    units.append(code)
        return tuple(found)

    def _cited(self, kind: str, cells: list[str]) -> tuple[Fact, ...]:
        if kind == "population":
            return self.population(*cells)
        if kind == "register":
            (date,) = cells
            return tuple(
                fact
                for fact in self.every("register")
                if str(fact.cells["valid_from"]) <= date <= str(fact.cells.get("valid_to", date))
            )
        table, names = _CITED[kind]
        return self.where(table, **dict(zip(names, cells, strict=True)))

    def sources(self, facts: Iterable[Fact]) -> list[Fact]:
        """Return the sources of some facts, each once, in the order of their table."""
        names = {fact.source for fact in facts}
        return [fact for fact in self.every("sources") if fact.source in names]

    @cached_property
    def _deduced(self) -> dict[str, str]:
        """For the id of each statement that may be deduced, the figure that it is deduced from."""
        figures = self.study["figures"]["figure_id"]
        return {name: figure for figure in figures for name in deduced_ids(figure)}

    @cached_property
    def _plans(self) -> dict[str, tuple[str, str]]:
        """For the id of each statement on a plan, its round and its plan."""
        coverage = self.study["coverage"][["round_id", "plan_id"]].drop_duplicates().to_numpy()
        shared = {f"coverage-{one}-{plan}": (str(one), str(plan)) for one, plan in coverage}
        return shared | coded_by_id(self.study)

    @cached_property
    def _meanings(self) -> dict[tuple[str, tuple[str, ...]], tuple[Fact, ...]]:
        return {}

    @cached_property
    def _tables(self) -> dict[str, tuple[Fact, ...]]:
        return {}

    @cached_property
    def _indexes(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Fact]]]:
        return {}

    def _read(self, table: str) -> Iterable[Fact]:
        frame, names = self.study[table], self.key(table)
        for number, row in zip(frame.index, frame.to_dict("records"), strict=True):
            cells = plain_row(row)
            yield Fact(table, int(number), tuple(str(cells.get(name, "")) for name in names), cells)

    def _index(self, table: str, names: tuple[str, ...]) -> dict[tuple[str, ...], list[Fact]]:
        if (table, names) not in self._indexes:
            found: dict[tuple[str, ...], list[Fact]] = {}
            for fact in self.every(table):
                found.setdefault(tuple(str(fact.cells.get(name, "")) for name in names), []).append(
                    fact
                )
            self._indexes[table, names] = found
        return self._indexes[table, names]
