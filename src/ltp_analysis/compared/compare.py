"""All comparisons of a study: of rounds in pairs, of each round, and of all in one model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.compared.by_round import round_comparisons
from ltp_analysis.compared.changes import change_comparisons, refused_changes
from ltp_analysis.compared.odds import odds_comparisons
from ltp_analysis.compared.rated import ONE_ROUND, pairs_of, rated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.compared.comparison import Comparison
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study


def comparisons(study: Study, ratings: Sequence[UnitRating]) -> list[Comparison]:
    """Return every comparison that needs all ratings, those that are refused among them.

    Where any rating of a round is open, each kind of comparison is one row that says why there is
    no answer: units whose rating happens to be known are no sample of the others.

    Args:
        study: The study.
        ratings: What is known of each unit in each round.
    """
    known = rated(study, ratings)
    pairs = pairs_of(study)
    if pairs:
        found = [one for pair in pairs for one in change_comparisons(known, *pair)]
    else:
        found = list(refused_changes(known, "", study.rounds[-1], ONE_ROUND))
    for round_id in study.rounds:
        found += round_comparisons(known, round_id)
    return [*found, *odds_comparisons(known)]


def pair_comparisons(
    study: Study, ratings: Sequence[UnitRating], since: str, round_id: str
) -> list[Comparison]:
    """Return the comparisons of any two rounds, also of two that are not in a row.

    Args:
        study: The study.
        ratings: What is known of each unit in each round.
        since: The earlier round.
        round_id: The later round.
    """
    return list(change_comparisons(rated(study, ratings), since, round_id))
