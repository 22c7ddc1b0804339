"""Whether a version takes a step that is great enough for what changed."""

from __future__ import annotations


def check_step(project, version, since, packed): ...
