"""Rules that need more than one row or table.

Each rule is a function from the study's tables to the problems it finds. The first line of its
docstring is the rule in words and goes into the data dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.validated.rules import (
    coding,
    figures,
    references,
    statements,
    synthetic,
    toolkit,
    units,
)

if TYPE_CHECKING:
    from ltp_analysis.validated.rules.tools import Rule

RULES: tuple[Rule, ...] = (
    references.references_resolve,
    references.settings_resolve,
    references.scales_in_order,
    references.scales_can_be_drawn,
    references.criteria_complete,
    references.categories_agree,
    references.bands_named_by_their_ages,
    units.codes_have_their_form,
    units.spells_do_not_overlap,
    units.register_counts_agree,
    units.rounds_have_units,
    units.rounds_told_apart,
    units.successors_open_as_predecessors_close,
    units.splits_have_parts,
    units.closed_units_have_a_successor,
    units.units_open_at_the_date,
    units.areas_named_at_the_date,
    units.bands_add_up,
    statements.doubt_has_a_reason,
    statements.statements_have_one_scope,
    statements.ratings_on_the_scale,
    statements.corrections_fit,
    statements.units_in_the_round,
    statements.groups_have_members,
    figures.categories_known,
    figures.values_fit_their_unit,
    figures.words_fit_the_value,
    figures.shares_can_add_up,
    figures.bases_consistent,
    figures.counts_fit_their_base,
    coding.plans_of_the_round,
    coding.states_lead_to_missing,
    coding.answers_in_order,
    coding.raters_rate_on_the_scale,
    coding.answers_known,
    coding.ratings_are_derived,
    coding.rubrics_decide,
    coding.coded_plans_can_be_read,
    toolkit.positions_differ,
    toolkit.headings_stand_together,
    synthetic.made_up_studies_say_so,
)
"""Every rule, in the order in which they are checked and listed."""
