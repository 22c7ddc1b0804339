"""Render the Quarto documents of this package to HTML, PDF and DOCX without Quarto.

It knows the part of Quarto that our documents use. Anything else is an error that names the file
and the line, so that no text is ever dropped without a word.
"""

from ltp_analysis.rendering.errors import Problem, RenderError
from ltp_analysis.rendering.execute import Kernel
from ltp_analysis.rendering.prose import prose_lines
from ltp_analysis.rendering.qmd import Cell, Document, Line, Text, parse
from ltp_analysis.rendering.render import Format, Job, declared, render

__all__ = [
    "Cell",
    "Document",
    "Format",
    "Job",
    "Kernel",
    "Line",
    "Problem",
    "RenderError",
    "Text",
    "declared",
    "parse",
    "prose_lines",
    "render",
]
