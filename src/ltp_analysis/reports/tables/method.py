"""Tables of the method: the raw tables, the rates, and what other readings would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.reports import words
from ltp_analysis.reports.parts import Cell, Citation
from ltp_analysis.reports.tables.plain import PlainTable
from ltp_analysis.validated.schemas import TABLES as SCHEMAS

if TYPE_CHECKING:
    from ltp_analysis.reports.view import View


def raw_tables(view: View) -> PlainTable:
    """Return the raw tables: what each holds, how many rows, and its columns."""
    rows = []
    for name, model in SCHEMAS.items():
        frame = view.study[name]
        about = str(model.__doc__).split("\n", maxsplit=1)[0]
        rows.append((name, about, f"{len(frame):,}", ", ".join(map(str, frame.columns))))
    return PlainTable(
        ("Table", "What a row is", "Rows", "Columns"),
        tuple(rows),
        "The tables of facts in data/raw. The data dictionary says of each column what it holds.",
    )


def rates(view: View) -> PlainTable:
    """Return the rates behind the estimates of children."""
    rows: list[tuple[Cell, ...]] = [
        (str(row["age_band"]), str(row["rate"]), Citation(str(row["source_id"])))
        for row in view.study["prevalence"].to_dict("records")
    ]
    return PlainTable(
        ("Age", "Share ever maltreated by a parent or guardian", "Source"),
        tuple(rows),
        "The rates by which children are estimated, from one survey.",
    )


def populations(view: View) -> PlainTable:
    """Return which populations each round rests on, and how many of them are exact."""
    rows = []
    for round_id in view.study.rounds:
        here = [unit for unit in view.results.children if unit.round_id == round_id]
        exact = sum(unit.exact for unit in here)
        rows.append(
            (
                view.label(round_id),
                f"mid-{here[0].year}" if here else words.NOT_KNOWN,
                f"{exact} of {len(here)}" if here else words.NONE,
            )
        )
    return PlainTable(
        ("Round", "Population", f"{view.study.settings.plural} with an exact population"),
        tuple(rows),
        "The mid-year populations that the printed numbers of a round fit.",
    )


def scenarios(view: View) -> PlainTable:
    """Return the bounds of each rating in the round looked at, under each scenario."""
    rows: dict[str, list[Cell]] = {}
    for row in view.results.scenarios:
        if row.round_id == view.round_id:
            cells = rows.setdefault(
                row.scenario, [row.scenario, row.words, str(row.held), str(row.clashes)]
            )
            cells.append(words.between(row.lower, row.upper))
    return PlainTable(
        ("Scenario", "What it supposes", "Held", "Clashes", *view.study.ratings),
        tuple(map(tuple, rows.values())),
        f"How many {view.study.settings.plural} can have had each rating in {view.label()} if the "
        "statements are taken otherwise, with the number of statements held and of clashes.",
    )


def toolkit_themes(view: View) -> PlainTable:
    """Return the questions of the self-assessment on the themes of the toolkit."""
    return _toolkit(view, "theme", "Theme", "Questions by the themes of the toolkit.")


def toolkit_requirements(view: View) -> PlainTable:
    """Return the questions of the self-assessment on what is asked of every plan."""
    words_of = "Questions by what is asked of every plan."
    return _toolkit(view, "requirement", "Requirement", words_of)


def _toolkit(view: View, part: str, name: str, caption: str) -> PlainTable:
    frame = view.study["toolkit"].sort_values("position")
    rows = [
        (str(row["heading"]), str(row["question"]), str(row["why"]))
        for row in frame[frame["part"] == part].to_dict("records")
    ]
    return PlainTable((name, "Question", "Why it is asked"), tuple(rows), caption)
