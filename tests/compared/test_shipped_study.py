"""The shipped study: ratings are not complete, so there are refusals only, and they are cheap."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study


def test_every_comparison_is_refused_with_how_many_ratings_are_known(
    study: Study, results: Results
) -> None:
    known = Counter(unit.round_id for unit in results.ratings if len(unit.possible) == 1)
    for one in results.comparisons:
        assert one.waits
        assert (one.value, one.lower, one.upper, one.p_value, one.words) == (None,) * 4 + ("",)
        for round_id in filter(None, {one.since, one.round_id}):
            row = study.round(round_id)
            said = f"{known[round_id]} of {len(study.codes(round_id))} CCGs have a known rating in "
            assert f"{said}{row['round']}" in one.refusal
        assert one.refusal.endswith("complete ratings are needed: ltp import ratings.")


def test_there_is_one_row_for_each_kind_and_pair(results: Results) -> None:
    kinds = Counter(one.kind for one in results.comparisons)
    pairs = dict.fromkeys(["transition", "moves", "stuart-maxwell", "bowker", "tipping"], 4)
    assert kinds == pairs | {"share": 4, "regions": 4, "odds": 1}
    assert len({one.id for one in results.comparisons}) == len(results.comparisons)


def test_refusing_loads_neither_scipy_nor_statsmodels() -> None:
    code = (
        "import sys\n"
        "import ltp_analysis.compared.compare, ltp_analysis.reports.tables.compared\n"
        "sys.exit(bool({'statsmodels', 'scipy.stats'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
