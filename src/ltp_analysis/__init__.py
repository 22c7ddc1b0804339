"""Rebuild yearly ratings of public plans from published evidence, with honest bounds."""

__version__ = "0.1.0"
