"""The charts: one module each, drawn once for all formats, with the data behind them."""

from ltp_analysis.reports.charts.by_area import area_panels
from ltp_analysis.reports.charts.by_round import ratings_by_round
from ltp_analysis.reports.charts.chart import Chart, noticed, save
from ltp_analysis.reports.charts.children import children_chart
from ltp_analysis.reports.charts.flow_table import flow_matrix
from ltp_analysis.reports.charts.map_drawing import tile_map
from ltp_analysis.reports.charts.verdicts import verdict_chart

__all__ = [
    "Chart",
    "area_panels",
    "children_chart",
    "flow_matrix",
    "noticed",
    "ratings_by_round",
    "save",
    "tile_map",
    "verdict_chart",
]
