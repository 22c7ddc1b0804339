"""Reconciliation: every published figure against what the rest of the evidence gives."""
