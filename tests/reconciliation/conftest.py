"""The verdicts on all figures of the shipped study, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.solved.evidence import Evidence, weigh

if TYPE_CHECKING:
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="session")
def evidence(study: Study) -> Evidence:
    """Return the statements of the study that can stand together."""
    return weigh(study)


@pytest.fixture(scope="session")
def verdicts(study: Study, evidence: Evidence) -> dict[str, Reconciled]:
    """Return each published figure with its verdict, by its id."""
    return {item.figure_id: item for item in reconcile(study, evidence=evidence)}
