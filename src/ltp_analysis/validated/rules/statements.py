"""Rules on what sources say of ratings, and on the groups that they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.validated.rules.tools import heirs, open_at, records
from ltp_analysis.validated.schemas import CORRECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Tables


def doubt_has_a_reason(tables: Tables) -> Iterator[Problem]:
    """A doubtful row says why it is doubtful, and no other row does."""
    for name in ("ratings", "figures", "coverage", "group_members"):
        frame = tables[name]
        doubtful = frame["certainty"] == "doubtful"
        for row in frame.index[doubtful & frame["doubt"].isna()]:
            rule, remedy = "doubtful without a reason", "Say why in this column."
            yield tables.problem(name, row, "doubt", "", rule, remedy)
        for row, doubt in frame.loc[~doubtful, "doubt"].dropna().items():
            rule, remedy = "a reason for doubt in a certain row", "Mark the row doubtful."
            yield tables.problem(name, row, "doubt", doubt, rule, remedy)


def statements_have_one_scope(tables: Tables) -> Iterator[Problem]:
    """A statement of a rating is about one unit or one group, not both and not neither."""
    frame = tables["ratings"]
    for row in frame.index[frame["unit_code"].isna() == frame["group_id"].isna()]:
        rule, remedy = "the statement needs one scope", "Fill in unit_code or group_id, not both."
        value = frame.loc[row, "statement_id"]
        yield tables.problem("ratings", row, "unit_code", value, rule, remedy)


def ratings_on_the_scale(tables: Tables) -> Iterator[Problem]:
    """Stated ratings are categories of the round's scale, each once and in its order."""
    scale_of = dict(zip(tables["rounds"]["round_id"], tables["rounds"]["scale_id"], strict=True))
    for row in records(tables["ratings"].dropna(subset=["ratings", "round_id"])):
        scale = tables["scales"]
        scale = scale[scale["scale_id"] == scale_of.get(row.round_id)].sort_values("position")
        order = list(scale["category"])
        stated = row.ratings.split("|")
        right = [category for category in order if category in stated]
        if right != stated:
            remedy = f"Use these, in this order, divided by “|”: {', '.join(order)}."
            rule = "not a set of ratings of the scale"
            yield tables.problem("ratings", row.Index, "ratings", row.ratings, rule, remedy)


def corrections_fit(tables: Tables) -> Iterator[Problem]:
    """A statement of a corrected edition names the statement on the same scope that it corrects."""
    frame = tables["ratings"].set_index("statement_id", drop=False)
    scopes = frame[["round_id", "unit_code", "group_id"]].astype("string").fillna("")
    for number, row in zip(tables["ratings"].index, records(frame), strict=True):
        if (row.edition == CORRECTED) == pd.isna(row.corrects):
            rule = "a correction names what it corrects, and nothing else does"
            remedy = "Fill in “corrects”, or mend the edition."
            yield tables.problem("ratings", number, "corrects", row.statement_id, rule, remedy)
        elif row.edition == CORRECTED and row.corrects in frame.index:
            same = scopes.loc[row.corrects].equals(scopes.loc[row.Index])
            if not same or frame.loc[row.corrects, "edition"] == CORRECTED:
                rule = "the correction is of another round, scope or edition"
                remedy = "Name the original statement on the same scope."
                yield tables.problem("ratings", number, "corrects", row.corrects, rule, remedy)


def units_in_the_round(tables: Tables) -> Iterator[Problem]:
    """A rated or covered unit is in that round's register, or merged whole into one that is."""
    register, succession = tables["register"], tables["succession"]
    for round_ in records(tables["rounds"]):
        known = open_at(register, round_.register_date)
        merged = heirs(succession, round_.register_date)
        known |= {unit for unit, heir in merged.items() if heir in known}
        for name in ("ratings", "coverage"):
            frame = tables[name]
            here = frame[(frame["round_id"] == round_.round_id) & frame["unit_code"].notna()]
            for row, code in here.loc[~here["unit_code"].isin(known), "unit_code"].items():
                rule = f"the unit is not in the register of {round_.round}"
                remedy = "Mend the code or the round, or add a succession."
                yield tables.problem(name, row, "unit_code", code, rule, remedy)


def groups_have_members(tables: Tables) -> Iterator[Problem]:
    """A group has members and a register date, unless it is the whole register."""
    members = set(tables["group_members"]["group_id"])
    for row in records(tables["groups"]):
        whole = row.kind == "all"
        if whole == (row.group_id in members):
            rule = "the whole register lists members" if whole else "the group has no members"
            remedy = f"See {tables.files['group_members']}."
            yield tables.problem("groups", row.Index, "group_id", row.group_id, rule, remedy)
        if whole != pd.isna(row.register_date):
            rule = "a group has a register date unless it is the whole register"
            remedy = "Fill it in, or empty it."
            yield tables.problem("groups", row.Index, "register_date", row.group_id, rule, remedy)
