"""One Pandera model for each table of a study.

The models are the single definition of the tables: `ltp validate` checks against them and the
data dictionary is written from them. Rules that need more than one table are in `rules`.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import pandera.pandas as pa
from pandera.api.pandas.model_config import BaseConfig
from pandera.typing import Series

Text = Series[pd.StringDtype]
Whole = Series[pd.Int64Dtype]
Number = Series[float]
Date = Series[pd.Timestamp]

SLUG: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ROUND_ID: Final = r"^[0-9]{4}(-[0-9]{2})?$"
PARTIAL_DATE: Final = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
PRINTED_NUMBER: Final = r"^[0-9]+(\.[0-9]+)?$|^[0-9]+/[1-9][0-9]*$"
CERTAINTIES: Final = ["certain", "doubtful"]
CORRECTED: Final = "corrected"
EDITIONS: Final = ["original", CORRECTED]
MOST_RATED: Final = 7
MOST_MISSING: Final = 4
"""How many categories of a scale charts can tell apart."""


def column(
    description: str,
    *,
    references: str | None = None,
    remedy: str | None = None,
    **checks: Any,  # noqa: ANN401 - handed on to pandera.Field as they are
) -> Any:  # noqa: ANN401 - what pandera.Field itself returns
    """Declare a column: what it holds, the table and column it refers to, how to mend it."""
    metadata = {"references": references, "remedy": remedy}
    return pa.Field(description=description, metadata=metadata, **checks)


def source() -> Any:  # noqa: ANN401 - a pandera field
    """Declare the column that says where a row comes from."""
    return column("Where the row comes from.", references="sources.source_id")


def doubt() -> Any:  # noqa: ANN401 - a pandera field
    """Declare the column that says why a row is doubtful."""
    return column("Why the row is doubtful; empty where it is certain.", nullable=True)


def certainty() -> Any:  # noqa: ANN401 - a pandera field
    """Declare the column that says whether a row is taken at its word by default."""
    return column("Whether the row is taken at its word by default.", isin=CERTAINTIES)


class Table(pa.DataFrameModel):
    """What all tables share: exactly the columns named, every fault reported."""

    class Config(BaseConfig):
        """No column more or less; types are set before the check and only confirmed by it."""

        strict = True
        coerce = True


class Sources(Table):
    """Everything that a row of another table may cite."""

    source_id: Text = column("Short name of the source.", str_matches=SLUG)
    title: Text = column("Title as published.")
    publisher: Text = column("Who published it.")
    authors: Text = column(
        "Authors, “Family, Given” divided by semicolons; empty if none is named.", nullable=True
    )
    date: Text = column(
        "Date of publication as far as it is known.", nullable=True, str_matches=PARTIAL_DATE
    )
    address: Text = column("Where it was, or is, to be read.", nullable=True)
    kind: Text = column(
        "What kind of source it is; “synthetic” if what it says is made up, not found.",
        isin=[
            "report",
            "report copy",
            "web page",
            "news",
            "parliamentary question",
            "official statistics",
            "lookup",
            "article",
            "compiled here",
            "synthetic",
        ],
    )
    licence: Text = column("Terms under which the facts are used here.")
    note: Text = column("What was checked, and what is doubtful.", nullable=True)

    class Config(Table.Config):
        unique = ["source_id"]


class Scales(Table):
    """The categories of a rating scale in order, the worst first, and its missing states."""

    scale_id: Text = column("Name of the scale.", str_matches=SLUG)
    category: Text = column("The category as files write it.")
    label: Text = column("The category as a reader sees it.")
    position: Whole = column("Place in the order; 1 is the worst.", ge=1)
    state: Text = column(
        "“missing” for a state that is not a rating, such as no plan.", isin=["rated", "missing"]
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["scale_id", "category"]


class Categories(Table):
    """What a printed word such as “failing” can mean: one row for each reading and rating."""

    category: Text = column("The word that figures use.", str_matches=SLUG)
    label: Text = column("The word as a reader sees it.")
    reading: Whole = column("Number of the reading; more than one where the word is open.", ge=1)
    rating: Text = column("A category of the scale that this reading takes in.")
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["category", "reading", "rating"]


class Measures(Table):
    """What figures and findings measure."""

    measure: Text = column("Name of the measure.", str_matches=SLUG)
    label: Text = column("The measure as a reader sees it.")
    kind: Text = column(
        "The family of the measure.",
        isin=["rating", "criterion", "coverage", "children", "change", "peer review", "context"],
    )
    scale_id: Text = column(
        "The rating scale that its categories are about; empty if they are about none.",
        references="scales.scale_id",
        nullable=True,
    )
    age_band: Text = column(
        "The ages that an estimate of children is of; empty for all that have a rate.",
        references="age_bands.age_band",
        nullable=True,
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["measure"]


class Bases(Table):
    """What a share can be a share of."""

    base: Text = column("Name of the base.", str_matches=SLUG)
    label: Text = column("The base as a reader sees it, in the plural.")
    observation: Text = column(
        "What one unit of the base is.", isin=["plan", "unit", "person", "not said"]
    )
    missing: Text = column(
        "Whether units in a missing state are in the base.", isin=["in", "out", "not said"]
    )
    without_missing: Text = column(
        "The same base without the units in a missing state.",
        references="bases.base",
        nullable=True,
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["base"]


class Criteria(Table):
    """The wording of the criteria, in our own words; a new id breaks the series."""

    criteria_id: Text = column("Name of a version of the criteria.", str_matches=SLUG)
    category: Text = column("The category that the wording is for.")
    meaning: Text = column("What the category asks of a plan, or that it was not seen.")
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["criteria_id", "category"]


class Rounds(Table):
    """The yearly analyses."""

    round_id: Text = column("The round in files and ids.", str_matches=ROUND_ID)
    round: Text = column("The round as a reader sees it.", str_matches=r"^[0-9]{4}(/[0-9]{2})?$")
    scale_id: Text = column("The scale it was rated on.", references="scales.scale_id")
    criteria_id: Text = column("The criteria it was rated by.", references="criteria.criteria_id")
    register_date: Date = column("The register of units that the round is about.")
    population_year: Whole = column(
        "Mid-year of the population that estimates of children rest on; empty if none.",
        nullable=True,
        ge=1990,
        le=2100,
    )
    report_year: Whole = column("Year in which the report came out.", ge=1990, le=2100)
    report_published: Text = column("When it came out.", str_matches=PARTIAL_DATE)
    report_title: Text = column("Title of the report.")
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["round_id"]


class Register(Table):
    """The units that are rated: one row for each spell of a code and its statistical code."""

    unit_code: Text = column("Code of the unit, of the form that `study.toml` gives.")
    gss_code: Text = column("Its code in official statistics, if it has another.", nullable=True)
    name: Text = column("Name in the last list of the spell.")
    valid_from: Date = column("First day of the spell.")
    valid_to: Date = column("Last day of the spell; empty while open.", nullable=True)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["unit_code", "gss_code"]


class RegisterCounts(Table):
    """How many units the official lists count at a date: a check on the register."""

    register_date: Date = column("The date.")
    units: Whole = column("Units open at that date.", ge=1)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["register_date"]


class Succession(Table):
    """Which unit became which."""

    predecessor_code: Text = column(
        "The unit before.",
        references="register.unit_code",
    )
    successor_code: Text = column("The unit after.", references="register.unit_code")
    effective_date: Date = column("First day of the new state.")
    kind: Text = column(
        "A whole merger, the same unit under another code, a unit that was split into two or "
        "more, or a part that moved while the rest stayed.",
        isin=["merger", "recode", "split", "partial"],
    )
    note: Text = column("Shares and doubts.", nullable=True)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["predecessor_code", "successor_code", "effective_date"]


class Areas(Table):
    """Regions, sustainability and transformation partnerships, and local offices."""

    area_code: Text = column("Code of the area.")
    register_date: Date = column("The register date at which the name was in use.")
    kind: Text = column("What the area is: region, STP, local office.")
    name: Text = column("Name at that date.")
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["area_code", "register_date"]


class Geography(Table):
    """Which region, partnership and local office a unit belonged to at a register date."""

    unit_code: Text = column("The unit.", references="register.unit_code")
    register_date: Date = column("The date.")
    area_code: Text = column("The area it belonged to.", references="areas.area_code")
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["unit_code", "register_date", "area_code"]


class AgeBands(Table):
    """Age bands of the populations; they overlap, so never add over all of them."""

    age_band: Text = column("Name of the band.", str_matches=r"^([0-9]+-[0-9]+|all)$")
    from_age: Whole = column("Youngest age, in completed years.", ge=0)
    to_age: Whole = column("Oldest age; empty for no limit.", nullable=True, ge=0)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["age_band"]


class Population(Table):
    """People by age band in each unit at mid-year."""

    unit_code: Text = column("The unit.", references="register.unit_code")
    year: Whole = column("Mid-year of the estimate.", ge=1990, le=2100)
    age_band: Text = column("Age band.", references="age_bands.age_band")
    persons: Whole = column("People (residents).", ge=0)
    quality: Text = column(
        "“exact” as published or added up from whole districts; else “estimate”.",
        isin=["exact", "estimate"],
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["unit_code", "year", "age_band"]


class Prevalence(Table):
    """Share of children of an age band to whom a measure applies: the rates of estimates."""

    measure: Text = column("The measure.", references="measures.measure")
    age_band: Text = column("The ages.", references="age_bands.age_band")
    rate: Text = column(
        "Share of the children of the band, as its source prints it, as a fraction of one.",
        str_matches=r"^0(\.[0-9]+)?$|^1$",
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["measure", "age_band"]


class Points(Table):
    """One point for each unit, to place it on a map."""

    unit_code: Text = column("The unit.", references="register.unit_code")
    register_date: Date = column("The register date of the boundary.")
    longitude: Number = column("Degrees east (WGS 84).", ge=-180, le=180)
    latitude: Number = column("Degrees north (WGS 84).", ge=-90, le=90)
    method: Text = column("How the point was found.")
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["unit_code", "register_date"]


class Groups(Table):
    """Named sets of units that sources speak of; a group of kind “all” is the whole register."""

    group_id: Text = column("Name of the group.", str_matches=SLUG)
    name: Text = column("The group as its source names it.")
    kind: Text = column(
        "What kind of set it is.", isin=["all", "region", "county", "city", "plan", "other"]
    )
    register_date: Date = column(
        "Register in which the member codes are valid; empty for the whole register.",
        nullable=True,
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["group_id"]


class GroupMembers(Table):
    """Which units a group holds."""

    group_id: Text = column("The group.", references="groups.group_id")
    unit_code: Text = column("A member.", references="register.unit_code")
    certainty: Text = certainty()
    doubt: Text = doubt()
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["group_id", "unit_code"]


class ExactSums(Table):
    """Groups whose population is exact in a year although that of some members is an estimate.

    Their outer border runs along districts, so only what lies between the members is estimated.
    """

    group_id: Text = column("The group.", references="groups.group_id")
    year: Whole = column("The mid-year of the population.", ge=1801)
    note: Text = column("How this was seen.", nullable=True)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["group_id", "year"]


class PlanStates(Table):
    """In what state a plan can be found, and what its units are given where it cannot be rated."""

    state: Text = column("The state as files write it.", str_matches=SLUG)
    label: Text = column("The state as a reader sees it.")
    category: Text = column(
        "The missing state of the scale that its units get; empty where the plan is rated or "
        "nothing follows.",
        nullable=True,
    )
    published: Text = column("Whether the plan counts as published.", isin=["yes", "no"])
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["state"]


class Plans(Table):
    """The register of plans: one row a plan and round, as far as plans are known."""

    round_id: Text = column("The round.", references="rounds.round_id")
    plan_id: Text = column("The plan.", str_matches=SLUG)
    name: Text = column("The plan as its source names it.")
    partnership: Text = column("The partnership (STP) that it belongs to.", nullable=True)
    address: Text = column("Where the plan was read.", nullable=True)
    published: Text = column(
        "When it came out, as far as it is known.", nullable=True, str_matches=PARTIAL_DATE
    )
    read: Date = column("When it was read.", nullable=True)
    state: Text = column("State of the plan.", references="plan_states.state")
    sha256: Text = column(
        "Checksum of the file that was read.", nullable=True, str_matches=r"^[0-9a-f]{64}$"
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["round_id", "plan_id"]


class Coverage(Table):
    """Which plan covered which unit in a round, as far as it is known."""

    round_id: Text = column("The round.", references="rounds.round_id")
    plan_id: Text = column("The plan.", references="plans.plan_id")
    unit_code: Text = column("A unit it covered.", references="register.unit_code")
    certainty: Text = certainty()
    doubt: Text = doubt()
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["round_id", "plan_id", "unit_code"]


class Questions(Table):
    """What raters ask of a plan."""

    question_id: Text = column("Name of the question.", str_matches=SLUG)
    position: Whole = column("Place in the order of all questions.", ge=1)
    part: Text = column("What the question belongs to.")
    question: Text = column("The question.")
    guidance: Text = column("How to decide between the answers.", nullable=True)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["question_id"]


class Answers(Table):
    """The answers that a question has, in order, the worst first."""

    question_id: Text = column("The question.", references="questions.question_id")
    answer: Text = column("The answer as files write it.", str_matches=r"^[^|]+$")
    position: Whole = column("Place in the order; 1 is the worst.", ge=1)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["question_id", "answer"]


class Rubric(Table):
    """From answers to a rating: the first rule of the criteria whose every row holds decides.

    A rule without a question always holds, and is the last one.
    """

    criteria_id: Text = column("The criteria.", references="criteria.criteria_id")
    position: Whole = column("Place of the rule; rows of one place are one rule.", ge=1)
    category: Text = column("The rating that the rule gives.")
    question_id: Text = column(
        "The question that the row looks at; empty for a rule that always holds.",
        references="questions.question_id",
        nullable=True,
    )
    answers: Text = column(
        "The answers for which the row holds, divided by “|”; empty with the question.",
        nullable=True,
    )
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["criteria_id", "position", "question_id"]


class Codings(Table):
    """What each rater answered, plan by plan."""

    round_id: Text = column("The round of the plan.", references="rounds.round_id")
    plan_id: Text = column("The plan.", references="plans.plan_id")
    rater: Text = column("Who answered, under a name or a pseudonym.", str_matches=SLUG)
    question_id: Text = column("The question.", references="questions.question_id")
    answer: Text = column("The answer.")
    page: Text = column("Where in the plan it is found.", nullable=True)
    note: Text = column("Why, in the rater's words.", nullable=True)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["round_id", "plan_id", "rater", "question_id"]


class Adjudications(Table):
    """Answers that were settled where raters differed, or one was mistaken."""

    round_id: Text = column("The round of the plan.", references="rounds.round_id")
    plan_id: Text = column("The plan.", references="plans.plan_id")
    question_id: Text = column("The question.", references="questions.question_id")
    answer: Text = column("The answer that holds.")
    settled_by: Text = column("Who settled it.")
    settled_on: Date = column("When.")
    why: Text = column("Why this answer holds.")
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["round_id", "plan_id", "question_id"]


class Ratings(Table):
    """What a source says of the rating of one unit, or of every unit of a group."""

    statement_id: Text = column("Name of the statement.", str_matches=SLUG)
    round_id: Text = column("The round.", references="rounds.round_id")
    unit_code: Text = column(
        "The unit; empty where the statement is about a group.",
        references="register.unit_code",
        nullable=True,
    )
    group_id: Text = column(
        "The group; empty where the statement is about one unit.",
        references="groups.group_id",
        nullable=True,
    )
    ratings: Text = column("The ratings it leaves open, divided by “|”.")
    edition: Text = column("Edition of the report that it speaks of.", isin=EDITIONS)
    corrects: Text = column(
        "The statement that this one puts right.",
        references="ratings.statement_id",
        nullable=True,
    )
    certainty: Text = certainty()
    doubt: Text = doubt()
    note: Text = column("What the source says, in our words.", nullable=True)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["statement_id"]


class Figures(Table):
    """Published figures: numbers as printed. What was worked out from them is not here."""

    figure_id: Text = column("Name of the figure.", str_matches=SLUG)
    round_id: Text = column(
        "The round; empty where the figure is about none.",
        references="rounds.round_id",
        nullable=True,
    )
    measure: Text = column("What is measured.", references="measures.measure")
    category: Text = column("Which part of it: a category of ratings, or a word of the measure.")
    group_id: Text = column("The units it is about.", references="groups.group_id")
    unit: Text = column(
        "What the value counts; “fraction” is a share printed in words.",
        isin=["count", "percent", "fraction", "children", "points", "score", "rank"],
    )
    value: Text = column("The number as printed, or a fraction.", str_matches=PRINTED_NUMBER)
    printed: Text = column("How it was printed.")
    qualifier: Text = column(
        "The word before it, if any.", isin=["none", "about", "over", "nearly"]
    )
    resolution: Text = column(
        "Value of one unit of the last digit printed; empty for a fraction in words.",
        nullable=True,
        str_matches=r"^[0-9]+(\.[0-9]+)?$",
    )
    base: Text = column("What it is a share of.", references="bases.base", nullable=True)
    base_value: Whole = column("Size of the base; empty if not seen.", nullable=True, ge=1)
    base_basis: Text = column(
        "Whether the source states the base.", isin=["stated", "assumed", "not stated", "none"]
    )
    since: Text = column(
        "The earlier round, for a figure on two rounds.",
        references="rounds.round_id",
        nullable=True,
    )
    edition: Text = column("Edition of the report that it belongs to.", isin=EDITIONS)
    certainty: Text = certainty()
    doubt: Text = doubt()
    note: Text = column("What the source says, in our words.", nullable=True)
    source_id: Text = source()

    class Config(Table.Config):
        unique = ["figure_id"]


class Toolkit(Table):
    """The questions of the self-assessment, in our own words."""

    question_id: Text = column("Name of the question.", str_matches=SLUG)
    position: Whole = column("Place in the order of all questions.", ge=1)
    part: Text = column(
        "Whether it belongs to a theme of the toolkit or to a national requirement on plans.",
        isin=["theme", "requirement"],
    )
    heading: Text = column("The theme or requirement.")
    question: Text = column("The question, so that “yes” is the good answer.")
    why: Text = column("Why it is asked.")
    source_id: Text = column(
        "What names the theme or requirement, or what the question rests on.",
        references="sources.source_id",
    )

    class Config(Table.Config):
        unique = ["question_id"]


TABLES: Final[dict[str, type[Table]]] = {
    "sources": Sources,
    "scales": Scales,
    "categories": Categories,
    "measures": Measures,
    "bases": Bases,
    "criteria": Criteria,
    "rounds": Rounds,
    "register": Register,
    "register_counts": RegisterCounts,
    "succession": Succession,
    "areas": Areas,
    "geography": Geography,
    "age_bands": AgeBands,
    "population": Population,
    "prevalence": Prevalence,
    "points": Points,
    "groups": Groups,
    "group_members": GroupMembers,
    "exact_sums": ExactSums,
    "plan_states": PlanStates,
    "plans": Plans,
    "coverage": Coverage,
    "questions": Questions,
    "answers": Answers,
    "rubric": Rubric,
    "codings": Codings,
    "adjudications": Adjudications,
    "ratings": Ratings,
    "figures": Figures,
    "toolkit": Toolkit,
}
"""Every table of a study by the name of its file, in the order in which a reader wants them."""


def references_of(model: type[Table]) -> dict[str, tuple[str, str]]:
    """Return, for the columns of a table that name rows of a table, that table and its column."""
    columns = model.to_schema().columns
    named = {name: (column.metadata or {}).get("references") for name, column in columns.items()}
    targets = {name: target.split(".") for name, target in named.items() if target}
    return {name: (table, key) for name, (table, key) in targets.items()}
