"""Findings that need every rating: comparisons of rounds and regions, or why there are none."""
