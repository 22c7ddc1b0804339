"""The first text of a round's report, from the template of the package."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ltp_analysis.validated.study import Study


def today() -> dt.date:
    """Return the date of today, or that of SOURCE_DATE_EPOCH if it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (
        datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    ).date()


def report_text(study: Study, round_id: str, date: dt.date) -> str:
    """Return the document of the report of a round of a study.

    Args:
        study: The study, with the round.
        round_id: The round.
        date: The date of the document.
    """
    row, place = study.round(round_id), study.rounds.index(round_id)
    texts = {str(name): "" if pd.isna(value) else str(value) for name, value in row.items()}
    return report_of(
        texts,
        rates=study.settings.rates,
        singular=study.settings.singular,
        date=date,
        before=str(study.round(study.rounds[place - 1])["round"]) if place else "",
        coding=len(study["questions"]) > 0,
        children=bool(texts["population_year"]) and len(study["prevalence"]) > 0,
    )


def report_of(  # noqa: PLR0913 - what differs from one report to another
    row: Mapping[str, str],
    *,
    rates: str,
    singular: str,
    date: dt.date,
    before: str = "",
    coding: bool = False,
    children: bool = False,
) -> str:
    """Return the document of a round's report.

    It holds no number and no name of a rating: all of these are looked up when it is rendered, so
    that it says “not yet rated” at first and fills up with the data.

    Args:
        row: The row of the round, as texts.
        rates: What is rated, in the plural.
        singular: One unit.
        date: The date of the document.
        before: The round before as readers see it; empty for a first round.
        coding: Whether ratings follow from plans that raters code.
        children: Whether children are estimated.
    """
    change = _asset("change.qmd").substitute(before=before) if before else ""
    return _asset("report.qmd").substitute(
        title=_yaml(row["report_title"]),
        subtitle=_yaml(f"{rates} of {row['round']}, as far as they are rated"),
        date=date.isoformat(),
        description=_yaml(
            f"What is known of the ratings of {rates} of {row['round']}, with bounds on what is "
            "open."
        ),
        keywords=json.dumps([rates, singular], ensure_ascii=False),
        name=row["report_year"],
        round_id=row["round_id"],
        round=row["round"],
        change=change,
        coding="\n{{< include _shared/coding.qmd >}}\n" if coding else "",
        children="\n{{< include _shared/children.qmd >}}\n" if children else "",
    )


def _asset(name: str) -> Template:
    path = files("ltp_analysis.rounds").joinpath("assets", name)
    return Template(path.read_text(encoding="utf-8"))


def _yaml(text: str) -> str:
    """Return a text as YAML reads it in quotation marks, which is how JSON writes it."""
    return json.dumps(text, ensure_ascii=False)
