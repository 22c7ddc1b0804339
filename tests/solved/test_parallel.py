"""Questions asked side by side are answered as if each were alone."""

from __future__ import annotations

import pytest

from ltp_analysis.solved.parallel import side_by_side


def test_answers_are_in_the_order_of_the_questions() -> None:
    assert side_by_side(lambda number: number**2, range(50)) == [n**2 for n in range(50)]
    assert side_by_side(str, ()) == []


def test_an_error_is_not_lost() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda number: 1 // number, [1, 0, 2])
