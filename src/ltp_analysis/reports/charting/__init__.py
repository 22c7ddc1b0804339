"""The charts of what was solved: one module a chart, each drawn once for all formats."""
