"""What chains are made of: the evidence, weighed once and only if it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ltp_analysis.solved.deductions import deductions
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.ratings import deduced_statements, unit_ratings
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.scenario import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Collection

    from ltp_analysis.solved.deductions import Deduction
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.statements.statement import Statement
    from ltp_analysis.validated.study import Study


class Known:
    """A study and what was worked out of it, each part at its first use."""

    def __init__(self, study: Study) -> None:
        """Keep the study."""
        self.study = study

    @cached_property
    def evidence(self) -> Evidence:
        """The statements, what strong totals of children say of single units among them."""
        return weigh(self.study, DEFAULT, deduced_statements(self.study, self.deductions.values()))

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement by id, those that are left out too."""
        everything = collect(self.study, self.evidence.scenario.rules)
        return {item.id: item for item in everything} | dict(self.evidence.statements)

    @cached_property
    def deductions(self) -> dict[str, Deduction]:
        """What each printed total of children says, by figure."""
        return {item.figure_id: item for item in deductions(self.study)}

    @cached_property
    def left_out(self) -> dict[str, str]:
        """Why each statement that is left out is so."""
        return {item.statement: item.reason for item in self.evidence.left_out}

    def ratings(self, round_id: str, units: Collection[str]) -> dict[str, UnitRating]:
        """Return what is known of some units of a round, by code."""
        found = unit_ratings(self.study, round_id, units=units, evidence=self.evidence)
        return {item.unit_code: item for item in found}
