"""Step 6: what documents ask for: findings as text, tables and charts."""

from ltp_analysis.reports.document import ReportDocument, open_report

__all__ = ["ReportDocument", "open_report"]
