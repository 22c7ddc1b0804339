"""The ledger: every finding of a study by its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ltp_analysis.findings.changes import change_findings
from ltp_analysis.findings.corrected import corrected_findings
from ltp_analysis.findings.named import named_findings
from ltp_analysis.findings.numerators import numerator_findings
from ltp_analysis.findings.shares import share_findings
from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.validated.study import Study


class UnknownFindingError(LtpError, KeyError):
    """Raised where a finding is asked for that is not in the ledger."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """Keep what was asked for, and the ids that there are."""
        super().__init__(name)
        self.name = name
        self.known = known

    def __str__(self) -> str:
        """Name the nearest ids. They are looked for only here: who just asks does not wait."""
        near = get_close_matches(self.name, self.known, n=3, cutoff=0.5)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        return f"There is no finding {self.name}.{hint}"


class Ledger(Mapping[str, "Finding"]):
    """Findings by id, in the order in which they were made."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings.

        Raises:
            ValueError: If two findings have the same id.
        """
        self._findings: dict[str, Finding] = {}
        for finding in findings:
            if finding.id in self._findings:
                raise ValueError(f"two findings have the id {finding.id}")
            self._findings[finding.id] = finding

    def __getitem__(self, name: str) -> Finding:
        """Return a finding.

        Raises:
            UnknownFindingError: If there is none of that id; it names the nearest ids.
        """
        try:
            return self._findings[name]
        except KeyError:
            raise UnknownFindingError(name, self._findings) from None

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        return iter(self._findings)

    def __len__(self) -> int:
        """Return the number of findings."""
        return len(self._findings)

    @property
    def dataset(self) -> str:
        """The version of the study that all were made from; empty if there are none, or several."""
        versions = {finding.dataset for finding in self._findings.values()}
        return versions.pop() if len(versions) == 1 else ""


def build_ledger(study: Study) -> Ledger:
    """Return every finding of a study.

    Args:
        study: The study.

    Raises:
        ContradictionError: If accepted figures of a round cannot all hold.
    """
    shares = list(share_findings(study))
    return Ledger(
        [
            *shares,
            *corrected_findings(study),
            *change_findings(study, shares),
            *named_findings(study),
            *numerator_findings(study),
        ]
    )
