"""The answer of a comparison as readers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.methods.sentences import percent

if TYPE_CHECKING:
    from ltp_analysis.compared.comparison import Comparison

NOT_COMPUTED: Final = "not computed"
"""What stands where there is no answer at all."""

_POINTS: Final = 100


def answer(item: Comparison) -> str:
    """Return the answer in short: “20.8% (19.1% to 24.9%)”, or that there is none.

    Args:
        item: The comparison.
    """
    if not item.answered:
        return NOT_COMPUTED
    if item.value is None:
        return item.words
    said = _number(item, item.value)
    if item.lower is not None and item.upper is not None:
        said += f" ({_number(item, item.lower)} to {_number(item, item.upper)})"
    if item.degrees is not None:
        said += f" on {item.degrees} degree{'s' * (item.degrees != 1)} of freedom"
    if item.p_value is not None:
        said += f", p = {item.p_value:.2g}"
    return said


def _number(item: Comparison, value: float) -> str:
    if item.unit == "share":
        return percent(value)
    if item.unit == "count":
        return f"{value:,.0f}"
    if item.unit == "difference of shares":
        # Adding zero makes minus zero plain zero.
        return f"{round(_POINTS * value, 1) + 0.0:+.1f} points".replace("-", "\N{MINUS SIGN}")
    return f"{value:.3g}"
