"""Rules that keep what is made up apart from what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.problems import Problem
from ltp_analysis.validated.rules.tools import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.validated.rules.tools import Tables

KIND: Final = "synthetic"
"""Kind of a source whose facts are made up."""


def made_up_studies_say_so(tables: Tables) -> Iterator[Problem]:
    """A study has synthetic sources if study.toml says that it is synthetic, and only then.

    Its id, version and title say so too, since they go into what is made of it.
    """
    settings = tables.settings
    made_up = tables["sources"][tables["sources"]["kind"] == KIND]
    if not settings.synthetic:
        for row in records(made_up):
            remedy = "Take what it says out of the study, or write “synthetic = true”."
            rule = "made up, in a study that is not synthetic"
            yield tables.problem("sources", row.Index, "kind", KIND, rule, remedy)
        return
    file = tables.files["settings"]
    if made_up.empty:
        rule, remedy = "no source of kind “synthetic”", "Mark the source of what is made up."
        yield Problem(file, None, "synthetic", "true", rule, remedy)
    for key in ("id", "version", "title"):
        value = str(getattr(settings, key))
        if KIND not in value.lower():
            rule, remedy = "does not say that the study is synthetic", "Put the word into it."
            yield Problem(file, None, key, value, rule, remedy)
