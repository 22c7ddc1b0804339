"""Named units in the register of a round, through the merger of Buckinghamshire in 2018."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.members import members_at

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

Units = tuple[str, ...]


@pytest.mark.parametrize(
    ("certain", "doubtful", "round_id", "wanted"),
    [
        (("10Y", "10H"), (), "2016-17", (("10H", "10Y"), ())),
        (("10Y", "10H"), (), "2017-18", (("14Y",), ())),
        (("10Y",), (), "2017-18", ((), ("14Y",))),
        (("10Y",), ("10H",), "2017-18", ((), ("14Y",))),
        ((), ("10Y", "02X"), "2017-18", ((), ("02X", "14Y"))),
        (("14Y",), (), "2017-18", (("14Y",), ())),
        (("02X",), ("00C",), "2017-18", (("02X",), ("00C",))),
        ((), (), "2017-18", ((), ())),
    ],
)
def test_an_heir_is_certain_if_all_its_predecessors_are(
    study: Study, certain: Units, doubtful: Units, round_id: str, wanted: tuple[Units, Units]
) -> None:
    assert members_at(study, set(certain), set(doubtful), round_id) == wanted
