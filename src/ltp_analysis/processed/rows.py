"""The rows of the tables in `data/processed` that are flat forms of what was solved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction  # noqa: TC003 - read as the type of a column
from typing import TYPE_CHECKING

from ltp_analysis.explained.said import say
from ltp_analysis.solved.children import estimates
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.evidence import count_bounds, weigh
from ltp_analysis.solved.flows import Flow, Flows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ltp_analysis.explained.known import Known
    from ltp_analysis.solved.deductions import Deduction
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.statements.scenario import Scenario
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class UnitChildren:
    """The abused or neglected children estimated in a unit.

    Attributes:
        round_id: The round.
        unit_code: The unit.
        name: Its name.
        year: The mid-year of its population.
        children: Rates times population, not rounded.
        exact: Whether the population is exact.
        error: What to allow for on either side where it is not.
    """

    round_id: str
    unit_code: str
    name: str
    year: int
    children: Fraction
    exact: bool
    error: Fraction


def unit_children(study: Study) -> Iterator[UnitChildren]:
    """Yield the estimate of each unit of each round that rests on a population."""
    for round_id in study.rounds:
        names = study.units(round_id).set_index("unit_code")["name"]
        for unit in estimates(study, round_id):
            yield UnitChildren(
                round_id,
                unit.unit_code,
                str(names[unit.unit_code]),
                int(study.round(round_id)["population_year"]),
                unit.plain,
                unit.exact,
                unit.error,
            )


@dataclass(frozen=True)
class DeducedTotal:
    """What a printed total of children says of the units of its area.

    Attributes:
        figure_id: The printed total.
        round_id: Its round.
        group_id: Its area.
        category: The ratings that it counts.
        total_lower: Least whole number that it can stand for.
        total_upper: Greatest whole number that it can stand for.
        units: How many units certainly belong to the area.
        doubtful: How many may belong to it.
        patterns: How many sets of units were open; none if they were not tried.
        matches: How many of them make the total.
        by_chance: How many would by chance; none if it was not tried.
        strong: Whether it is strong enough to say something of single units.
        deduced_in: Units deduced to have one of the ratings.
        deduced_out: Units deduced to have none of them.
        predicted: Units with a stated rating of which the total alone says something.
        agreeing: How many of these it says right.
        reason: Why it was not tried or counted.
    """

    figure_id: str
    round_id: str
    group_id: str
    category: str
    total_lower: int
    total_upper: int
    units: int
    doubtful: int
    patterns: int | None
    matches: int | None
    by_chance: float | None
    strong: bool
    deduced_in: tuple[str, ...]
    deduced_out: tuple[str, ...]
    predicted: int
    agreeing: int
    reason: str


def deduced_total(item: Deduction) -> DeducedTotal:
    """Return a deduction as a row."""
    widest = item.readings[0].matches if item.readings else None
    agreeing, predicted = item.score
    return DeducedTotal(
        item.figure_id,
        item.round_id,
        item.group_id,
        item.category,
        item.total.lower,
        item.total.upper,
        len(item.certain),
        len(item.doubtful),
        None if widest is None else widest.patterns,
        None if widest is None else widest.count,
        None if widest is None else item.expected_by_chance,
        item.strong,
        tuple(sorted(item.deduced_in)) if item.strong else (),
        tuple(sorted(item.deduced_out)) if item.strong else (),
        predicted,
        agreeing,
        item.reason,
    )


@dataclass(frozen=True)
class FlowRow:
    """How many units went from one rating to another between two rounds.

    Attributes:
        since: The earlier round.
        round_id: The later round.
        before: The rating in the earlier round.
        after: The rating in the later round.
        lower: Least number of units.
        upper: Greatest number of units.
    """

    since: str
    round_id: str
    before: str
    after: str
    lower: int
    upper: int


@dataclass(frozen=True)
class FollowedRow:
    """The units that can be followed from one round to another, taken together.

    Attributes:
        since: The earlier round.
        round_id: The later round.
        followed: Units of the later round that were one unit before.
        apart: Units of the later round that were several units, or none.
        kept_lower: Least number of units followed that had one rating both times.
        kept_upper: Greatest number of them.
        better_lower: Least number that went to a better rating.
        better_upper: Greatest number of them.
        worse_lower: Least number that went to a worse rating.
        worse_upper: Greatest number of them.
    """

    since: str
    round_id: str
    followed: tuple[str, ...]
    apart: tuple[str, ...]
    kept_lower: int
    kept_upper: int
    better_lower: int
    better_upper: int
    worse_lower: int
    worse_upper: int


def flow_rows(flows: Flows) -> Iterator[FlowRow]:
    """Yield the flows between two rounds as rows."""
    for flow in flows.flows:
        yield FlowRow(flows.since, flows.round_id, flow.before, flow.after, flow.lower, flow.upper)


def followed_row(flows: Flows) -> FollowedRow:
    """Return what holds of all units followed as a row."""
    return FollowedRow(
        flows.since,
        flows.round_id,
        flows.followed,
        flows.apart,
        flows.kept.lower,
        flows.kept.upper,
        flows.better.lower,
        flows.better.upper,
        flows.worse.lower,
        flows.worse.upper,
    )


@dataclass(frozen=True)
class StatementRow:
    """A statement, and whether it is taken at its word.

    Attributes:
        statement_id: The row that it comes from, or the total that it was deduced from.
        kind: What it asserts.
        round_id: Its round; empty if about none.
        group_id: The group that it is about; empty where it names units.
        units: The units that are certainly in its scope.
        words: What it says.
        standing: Whether it is held, or why not.
        source_id: Its source.
    """

    statement_id: str
    kind: str
    round_id: str
    group_id: str
    units: int
    words: str
    standing: str
    source_id: str


def statement_rows(known: Known) -> Iterator[StatementRow]:
    """Yield every statement, deduced ones among them."""
    for name, statement in known.statements.items():
        said = say(known, name)
        yield StatementRow(
            name,
            str(statement.kind),
            statement.round_id,
            statement.group_id,
            len(statement.units),
            said.words,
            said.standing,
            said.source_id,
        )


@dataclass(frozen=True)
class ClashRow:
    """Statements that cannot all hold.

    Attributes:
        clash: Its number, in the order in which clashes were found.
        statements: A smallest set of statements that cannot all hold.
        left_out: The one of them that is not held.
    """

    clash: int
    statements: tuple[str, ...]
    left_out: str


def clash_rows(evidence: Evidence) -> Iterator[ClashRow]:
    """Yield the clashes of a study."""
    out = {item.statement for item in evidence.left_out}
    for number, clash in enumerate(evidence.clashes, start=1):
        yield ClashRow(number, clash, next(name for name in clash if name in out))


def flows_of(flows: Sequence[FlowRow], followed: Sequence[FollowedRow], round_id: str) -> Flows:
    """Return the flows up to a round, put together again from rows.

    Args:
        flows: Rows of flows.
        followed: Rows of the units followed.
        round_id: The later round.
    """
    row = next(one for one in followed if one.round_id == round_id)
    return Flows(
        row.since,
        row.round_id,
        row.followed,
        row.apart,
        tuple(
            Flow(one.before, one.after, one.lower, one.upper)
            for one in flows
            if one.round_id == round_id
        ),
        Range(row.kept_lower, row.kept_upper),
        Range(row.better_lower, row.better_upper),
        Range(row.worse_lower, row.worse_upper),
    )


@dataclass(frozen=True)
class ScenarioRow:
    """What comes out under one way to take the statements.

    Attributes:
        scenario: Its name.
        words: What it supposes.
        round_id: The round.
        rating: The rating.
        lower: Least number of units with it.
        upper: Greatest number of units with it.
        held: How many statements are held.
        clashes: How many sets of statements cannot all hold.
    """

    scenario: str
    words: str
    round_id: str
    rating: str
    lower: int
    upper: int
    held: int
    clashes: int


def scenario_rows(study: Study, scenario: Scenario) -> list[ScenarioRow]:
    """Return bounds of the number of units with each rating in each round, under a scenario."""
    evidence = weigh(study, scenario.name)
    found = []
    for round_id in study.rounds:
        units = study.codes(round_id)
        for rating in study.ratings:
            bounds = count_bounds(evidence, round_id, units, [rating])
            found.append(
                ScenarioRow(
                    scenario.name,
                    scenario.words,
                    round_id,
                    rating,
                    bounds.lower,
                    bounds.upper,
                    len(evidence.held),
                    len(evidence.clashes),
                )
            )
    return found
