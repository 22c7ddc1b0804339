"""Ratings can be told apart: by contrast as WCAG defines it, by hatch and by mark."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ltp_analysis.reports.charts.children import PRINTED
from ltp_analysis.reports.charts.flow_table import HEAT
from ltp_analysis.reports.charts.verdicts import LOOKS
from ltp_analysis.reports.palette import PAPER, QUIET, TEXT, UNKNOWN, styles

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def scaled(study: Study, rated: int, missing: int = 1) -> Study:
    """Return the study with a scale of so many ratings and missing states."""
    names = [f"rating {number}" for number in range(rated)]
    names += [f"none {number}" for number in range(missing)]
    scale = pd.DataFrame(
        {
            "scale_id": study.settings.scale,
            "category": names,
            "label": names,
            "position": range(1, rated + missing + 1),
            "state": ["rated"] * rated + ["missing"] * missing,
        }
    )
    return replace(study, tables={**study.tables, "scales": scale})


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_neighbours_in_the_stack_differ_by_three_to_one(study: Study) -> None:
    fills = [style.fill for style in styles(study).values()]
    assert list(styles(study)) == ["red", "amber", "green", "no plan"]
    assert all(contrast(first, second) >= 3 for first, second in pairwise(fills))


@pytest.mark.parametrize("rated", [1, 2, 3, 4, 5, 6, 7])
def test_scales_of_other_lengths_keep_the_contrast(study: Study, rated: int) -> None:
    found = list(styles(scaled(study, rated)).values())
    assert all(contrast(a.fill, b.fill) >= 3 for a, b in pairwise(found))
    assert all(contrast(style.fill, style.ink) >= 4.5 for style in found)
    assert len({style.marker for style in found}) == len(found)
    assert all(contrast(style.fill, PAPER) >= 3 for style in found if style.fill != PAPER)


def test_a_scale_too_long_to_tell_apart_is_refused(study: Study) -> None:
    with pytest.raises(ValueError, match="a scale of 8 ratings needs more colours"):
        styles(scaled(study, 8))
    with pytest.raises(ValueError, match="a scale of 5 missing states needs more hatches"):
        styles(scaled(study, 3, 5))


def test_missing_states_are_told_apart_by_hatch_and_mark(study: Study) -> None:
    found = styles(scaled(study, 2, 4))
    missing = [style for name, style in found.items() if name.startswith("none")]
    assert len(missing) == 4
    assert {style.fill for style in missing} == {PAPER}
    for look in ([style.hatch for style in missing], [style.marker for style in found.values()]):
        assert len(set(look)) == len(look)
        assert all(look)


def test_verdicts_and_heat_and_what_was_printed_stand_out() -> None:
    for fill, hatch in LOOKS.values():
        assert hatch or fill == PAPER or contrast(fill, PAPER) >= 3
    assert all(contrast(TEXT, fill) >= 4.5 for fill in HEAT)
    assert all(contrast(QUIET, fill) >= 3 for fill in (PAPER, UNKNOWN.fill))
    assert contrast(PRINTED, UNKNOWN.fill) >= 3


def test_text_reads_on_every_fill(study: Study) -> None:
    for style in (*styles(study).values(), UNKNOWN):
        assert contrast(style.fill, style.ink) >= 4.5
    assert contrast(TEXT, PAPER) >= 7
    assert contrast(QUIET, PAPER) >= 4.5


def test_what_is_missing_and_what_is_unknown_are_hatched_each_its_own_way(study: Study) -> None:
    found = styles(study)
    hatches = [found["no plan"].hatch, UNKNOWN.hatch, found["red"].hatch]
    assert len(set(hatches)) == 3
    assert all(hatches[:2])
    assert len({style.marker for style in found.values()}) == len(found)
    fills = [(style.fill, style.hatch) for style in (*found.values(), UNKNOWN)]
    assert len(set(fills)) == len(fills)
