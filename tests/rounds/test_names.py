"""Names of rounds and dates of registers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.rounds.names import register_date, round_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2019/20", ("2019-20", "2019/20")),
        ("2019-20", ("2019-20", "2019/20")),
        ("2020", ("2020", "2020")),
        ("1999/00", ("1999-00", "1999/00")),
    ],
)
def test_a_round_has_an_id_and_a_name(text: str, names: tuple[str, str]) -> None:
    assert round_names(text) == names


@pytest.mark.parametrize(
    "text", ["", "2019/21", "2019/19", "19/20", "2019/2020", "2019 20", "2019/20 ", "x2019/20"]
)
def test_what_is_no_round_has_no_name(text: str) -> None:
    assert round_names(text) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)))
def test_dates_are_read_as_they_are_written_and_months_start_on_the_first(day: dt.date) -> None:
    assert register_date(day.isoformat()) == day
    assert register_date(day.isoformat()[:7]) == day.replace(day=1)


@pytest.mark.parametrize("text", ["", "2020", "2020-13", "2020-02-30", "04-2020", "2020/04"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert register_date(text) is None
