"""What coded plans say of units, through to the ratings that are left to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.coding.conftest import QUESTIONS, ROUND, coded, covers, plan

import ltp_analysis
from ltp_analysis.explained.known import Known
from ltp_analysis.explained.names import Kind as Names
from ltp_analysis.explained.names import Named, find_named
from ltp_analysis.explained.statement import explain_statement
from ltp_analysis.findings.counted import sources_of
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.ratings import unit_ratings
from ltp_analysis.statements.coded import coded_by_id, coded_statements
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.stated import stated_ratings
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from tests.coding.conftest import Made, Rows

    from ltp_analysis.validated.study import Study

YES = {name.replace("-", "_"): "yes" for name in QUESTIONS}
# Of these units printed statements leave every rating in the round.
FREE = ("09C", "09E", "09A", "09G", "05A", "05C")


def both(name: str, **answers: str) -> Rows:
    return [row for rater in ("ann", "bo") for row in coded(name, rater, **answers)]


def coded_study(made: Made) -> Study:
    return made(
        plans=[
            plan("alpha"),
            plan("beta", "not-accessible"),
            plan("gamma"),
            plan("delta"),
            plan("eta"),
            plan("theta", "missing", round_id="2018-19"),
        ],
        coverage=[
            *covers("alpha", FREE[0], FREE[1]),
            *covers("alpha", FREE[2], doubtful=True),
            *covers("beta", FREE[3]),
            *covers("gamma", FREE[4]),
            *covers("delta", FREE[5]),
            *covers("theta", FREE[3], round_id="2018-19"),
        ],
        codings=[
            *both("alpha", **YES),
            *both("gamma", vulnerability_recognised="yes"),
            *both("eta", vulnerability_recognised="no"),
        ],
    )


def test_the_shipped_study_has_no_statement_from_codings(study: Study) -> None:
    assert coded_statements(study) == ()
    assert coded_by_id(study) == {}


def test_each_plan_with_less_than_the_whole_scale_is_a_statement(made: Made) -> None:
    study = coded_study(made)
    said = {item.id: item for item in coded_statements(study)}
    # Delta was not coded, and no plan of the later round was, so these say nothing.
    assert list(said) == [f"coded-{ROUND}-{name}" for name in ("alpha", "beta", "gamma", "eta")]
    assert list(coded_by_id(study).values()) == [
        (ROUND, name) for name in ("alpha", "beta", "gamma", "eta")
    ]
    alpha, beta, gamma, eta = said.values()
    assert (alpha.kind, alpha.units, alpha.doubtful_units) == (
        Kind.EACH,
        tuple(sorted(FREE[:2])),
        (FREE[2],),
    )
    assert alpha.ratings == {"green"}
    assert alpha.words == "Alpha in 2017/18: green, as coded"
    assert beta.ratings == {"no plan"}
    assert beta.words == "Beta in 2017/18: no plan, by the state of the plan"
    assert gamma.ratings == {"amber", "green"}
    # Coded, and covering no unit that is known: told, and about nothing.
    assert (eta.kind, eta.units, eta.ratings) == (Kind.SILENT, (), frozenset())
    assert eta.silent_because
    assert {item.source_id for item in said.values()} == {"ltp-analysis"}
    assert [item for item in collect(study) if item.id in said] == list(said.values())
    assert sources_of(study, (alpha.id,)) == ("ltp-analysis",)


def test_coded_plans_reach_ratings_and_answers(made: Made) -> None:
    study = coded_study(made)
    stated = {item.unit_code: item for item in stated_ratings(study, ROUND)}
    assert stated[FREE[0]].possible == ("green",)
    assert stated[FREE[0]].statements == (f"coded-{ROUND}-alpha",)
    assert FREE[2] not in stated
    known = {
        item.unit_code: item
        for item in unit_ratings(study, ROUND, units=FREE, evidence=weigh(study))
    }
    assert {code: item.possible for code, item in known.items()} == {
        FREE[0]: ("green",),
        FREE[1]: ("green",),
        FREE[2]: ("red", "amber", "green", "no plan"),
        FREE[3]: ("no plan",),
        FREE[4]: ("amber", "green"),
        FREE[5]: ("red", "amber", "green", "no plan"),
    }
    assert (known[FREE[4]].basis, known[FREE[4]].statements) == (
        "stated",
        (f"coded-{ROUND}-gamma",),
    )
    name = study.row("register", "unit_code", FREE[3])["name"]
    answer = ltp_analysis.ask(study, "count no plan", ROUND, name)
    assert answer.lower == answer.upper == 1


def test_a_coded_plan_leads_to_its_rule_answers_pages_and_raters(made: Made) -> None:
    study = coded_study(made)
    name = f"coded-{ROUND}-alpha"
    assert find_named(study, name) == [Named(Names.CODED, name)]
    chain = explain_statement(Known(study), Named(Names.CODED, name))
    assert (chain.said.standing, chain.asserts) == ("held", "each")
    assert len(chain.rows) == 2 * len(QUESTIONS)
    decided = chain.decided
    assert decided is not None
    assert decided.plan["plan_id"] == "alpha"
    (rule,) = decided.rules
    assert rule.startswith("rule 2: green if")
    assert [item.question for item in decided.answers] == list(QUESTIONS)
    assert decided.answers[0].raters == ("ann: yes (page 7)", "bo: yes (page 7)")
    assert {(item.answer, item.how, item.decides) for item in decided.answers} == {
        ("yes", "all raters agree", True)
    }
    unread = explain_statement(Known(study), Named(Names.CODED, f"coded-{ROUND}-beta"))
    assert [row["state"] for row in unread.rows] == ["not-accessible"]
    silent = explain_statement(Known(study), Named(Names.CODED, f"coded-{ROUND}-eta"))
    assert silent.said.standing.startswith("says nothing of ratings")


def test_a_printed_rating_stands_before_a_coded_one_and_the_clash_is_told(made: Made) -> None:
    # Doncaster (02X) was printed green in this round.
    study = made(
        plans=[plan("alpha")],
        coverage=covers("alpha", "02X"),
        codings=both("alpha", vulnerability_recognised="no"),
    )
    evidence = weigh(study)
    name = f"coded-{ROUND}-alpha"
    (clash,) = (clash for clash in evidence.clashes if name in clash)
    assert len(clash) == 2
    assert clash[0] in evidence.held or clash[1] in evidence.held
    assert name not in evidence.held
    (unit,) = (item for item in stated_ratings(study, ROUND) if item.unit_code == "02X")
    assert unit.possible == ()
    assert set(clash) <= set(unit.statements)
