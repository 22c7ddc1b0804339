"""Which column holds what: told, or told by what is in it, or left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.imports.columns import ColumnsError, guessed, mapped
from ltp_analysis.imports.words import rating_words

if TYPE_CHECKING:
    from tests.imports.conftest import Made

    from ltp_analysis.imports.register import Names
    from ltp_analysis.validated.study import Study


def test_a_role_is_given_a_column_either_way_round() -> None:
    header = ("Area name", "RAG", "unit")
    assert mapped(["unit=Area name", "rating=rag"], header) == {
        "unit": "Area name",
        "rating": "RAG",
    }
    assert mapped(["RAG=category"], header) == {"rating": "RAG"}
    assert mapped(["name=unit"], header) == {"unit": "unit"}
    assert mapped(["name=unit", "rating=category"], ("name", "rating")) == {
        "unit": "name",
        "rating": "rating",
    }


@pytest.mark.parametrize(
    "pairs",
    [
        ["unit"],
        ["unit=Nowhere"],
        ["colour=RAG"],
        ["unit=Area name", "unit=RAG"],
        ["unit=RAG", "rating=RAG"],
    ],
)
def test_what_is_not_understood_is_refused(pairs: list[str]) -> None:
    with pytest.raises(ColumnsError):
        mapped(pairs, ("Area name", "RAG"))


def test_columns_are_told_by_their_cells(made: Made, study: Study, names: Names) -> None:
    words = rating_words(study, "2018-19")
    table = made(
        ("No", "X", "Y", "Z"), ("1", "02X", "Doncaster", "red"), ("2", "03Q", "York", "Green")
    )
    found = guessed(table, names, words)
    assert found.columns == {"code": "X", "unit": "Y", "rating": "Z"}
    only_codes = made(("X", "Z"), ("02X", "red"), ("03Q", "green"))
    assert guessed(only_codes, names, words).columns == {"unit": "X", "rating": "Z"}


def test_two_columns_of_ratings_are_not_told_apart(made: Made, study: Study, names: Names) -> None:
    table = made(("Area", "2018", "2019"), ("Doncaster", "red", "green"))
    found = guessed(table, names, rating_words(study, "2018-19"))
    assert found.columns == {"unit": "Area"}
    assert found.several == {"rating": ("2018", "2019")}
