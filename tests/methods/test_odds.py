"""Fits whose warnings count, and those whose warnings do not."""

from __future__ import annotations

import warnings

import pytest
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from ltp_analysis.methods.odds import FAILURES, quietly


@pytest.mark.parametrize("kind", [ConvergenceWarning, RuntimeWarning])
def test_a_warning_that_an_answer_may_be_wrong_is_raised(kind: type[Warning]) -> None:
    with pytest.raises(FAILURES, match="far off"):
        quietly(lambda: warnings.warn("far off", kind, stacklevel=1))


def test_a_warning_that_a_library_is_old_is_left_to_the_caller() -> None:
    with pytest.warns(DeprecationWarning, match="old"):
        quietly(lambda: warnings.warn("old", DeprecationWarning, stacklevel=1))
