"""Chains as text and tables on a console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from ltp_analysis.cli.screen import table
from ltp_analysis.explained.finding import FindingChain
from ltp_analysis.explained.place import PlaceChain
from ltp_analysis.explained.unit import UnitChain
from ltp_analysis.reports import words
from ltp_analysis.statements.readings import base_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from ltp_analysis.explained.coded import Decided
    from ltp_analysis.explained.place import Deduced
    from ltp_analysis.explained.said import Said, Strength
    from ltp_analysis.explained.statement import StatementChain
    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study


def show(
    screen: Console, study: Study, chain: FindingChain | UnitChain | StatementChain | PlaceChain
) -> None:
    """Print a chain.

    Args:
        screen: Where to print.
        study: The study, for what it calls things.
        chain: The chain.
    """
    if isinstance(chain, FindingChain):
        _finding(screen, chain)
    elif isinstance(chain, UnitChain):
        _unit(screen, study, chain)
    elif isinstance(chain, PlaceChain):
        _place(screen, study, chain)
    else:
        _statement(screen, study, chain)
    _sources(screen, chain.sources)


def _finding(screen: Console, chain: FindingChain) -> None:
    finding = chain.finding
    screen.print(Text(finding.id, style="bold"))
    screen.print(Text(f"{finding.category} in {finding.round}: {words.value(finding)}"))
    facts = [
        ("bounds", _bounds(finding)),
        ("numerator", words.count(finding)),
        ("base", words.base(finding)),
        ("missing", words.missing(finding)),
        ("rounding rule", finding.rule or "none needed"),
        ("method", finding.method),
        ("caution", finding.caution or "none"),
        ("code", finding.code),
        ("dataset", finding.dataset),
    ]
    screen.print(table(("What", "Value"), facts))
    rows = [
        (item["id"], item.get("printed", item.get("ratings", "")), item.get("source_id", ""))
        for item in chain.statements
    ]
    screen.print(table(("Statement", "Says", "Source"), rows, "Statements used"))


def _unit(screen: Console, study: Study, chain: UnitChain) -> None:
    code_name = study.settings.code_name
    screen.print(Text(f"{chain.name} ({code_name} {chain.code})", style="bold"))
    spells = [
        (
            row["name"],
            row.get("gss_code", "none"),
            row["valid_from"],
            row.get("valid_to", "open"),
        )
        for row in chain.register
    ]
    screen.print(table(("Name", "Statistical code", "From", "To"), spells, "Register"))
    rows = [
        (
            item.round,
            item.unit_code,
            study.settings.short(item.name),
            item.relation,
            " or ".join(item.possible),
            item.basis,
            ", ".join(item.statements) or "none",
        )
        for item in chain.rounds
    ]
    header = ("Round", code_name, "Name", "Is", "Possible", "Basis", "Statements")
    screen.print(table(header, rows, "Ratings that it can have had"))
    if not rows:
        screen.print("It is in the register of no round, and neither is what it was merged with.")
    _said(screen, chain.statements, "Statements that exclude the other ratings")
    _said(screen, chain.others, "Other statements that name it")
    _made(screen, chain.code_used, chain.dataset)


def _statement(screen: Console, study: Study, chain: StatementChain) -> None:
    screen.print(Text(f"{chain.kind} {chain.id}", style="bold"))
    screen.print(Text(chain.said.words))
    _rows(screen, chain.rows)
    facts = [("standing", chain.said.standing), ("asserts", chain.asserts)]
    facts += [("can be read as", label) for label in chain.readings]
    facts += [("clash", ", ".join(clash)) for clash in chain.clashes] or [("clash", "none")]
    if chain.deduced is not None:
        facts.append(("as a total", strength(chain.deduced)))
    screen.print(table(("What", "Value"), facts, "What becomes of it"))
    if chain.decided is not None:
        _decided(screen, chain.decided)
    if chain.reconciled is not None:
        cells = _verdict(study, chain.reconciled)
        screen.print(table(("What", "Value"), cells, "Set against the rest"))
    _made(screen, chain.code_used, chain.dataset)


def _decided(screen: Console, item: Decided) -> None:
    """Print how the rating of a coded plan came about."""
    facts = [
        ("plan", f"{item.plan['name']} ({item.plan['plan_id']}), {item.plan['state']}"),
        ("possible", " or ".join(item.possible)),
        ("rests on", item.basis),
        *(("decided by" if len(item.rules) == 1 else "can decide", rule) for rule in item.rules),
        ("still open", ", ".join(item.open_questions) or "nothing that can change it"),
    ]
    screen.print(table(("What", "Value"), facts, "How the rating follows"))
    rows = [
        (
            answer.question,
            answer.answer or "open",
            answer.how,
            "; ".join(answer.raters) or "none",
            "yes" if answer.decides else "no",
        )
        for answer in item.answers
    ]
    if rows:
        header = ("Question", "Answer", "How settled", "Raters and pages", "Decides")
        screen.print(table(header, rows, "Answers"))


def _rows(screen: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a single row downwards, for its many columns, and several as a table."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if len(rows) == 1:
        lines = [(column, str(rows[0][column])) for column in columns]
        screen.print(table(("Column", "Value"), lines, "Row as it was read"))
    else:
        cells = [tuple(str(row.get(column, "")) for column in columns) for row in rows]
        screen.print(table(columns, cells, "Rows as they were read"))


def _place(screen: Console, study: Study, chain: PlaceChain) -> None:
    kind = f"{chain.rows[-1]['kind']}, {chain.kind} {chain.id}"
    screen.print(Text(f"{chain.name} ({kind})", style="bold"))
    rounds: dict[tuple[str, str], list[str]] = {}
    for item in chain.rounds:
        certain = f"all {len(item.certain)} {study.settings.plural}"
        if not chain.is_whole:
            certain = _names(study, item.certain.values())
        rounds.setdefault((certain, _names(study, item.doubtful.values())), []).append(item.round)
    members = [(", ".join(labels), *names) for names, labels in rounds.items()]
    screen.print(table(("Round", "Certain members", "Doubtful members"), members, "Members"))
    counts = [
        (
            item.round,
            str(len(item.certain)),
            *(words.between(count.lower, count.upper) for count in item.counts.values()),
        )
        for item in chain.rounds
        if item.counts
    ]
    header = ("Round", "Certain members", *study.ratings)
    screen.print(table(header, counts, "How many of the certain members had each rating"))
    _said(screen, chain.statements, "Figures and ratings that are about it")
    if chain.deductions:
        rows = [
            (
                item.strength.figure_id,
                " or ".join(item.ratings),
                strength(item.strength),
                _deduced(study, item),
            )
            for item in chain.deductions
        ]
        header = ("Printed total", "Counts", "Strength", "Says")
        screen.print(table(header, rows, "What printed totals of children say"))
    _made(screen, chain.code_used, chain.dataset)


def _deduced(study: Study, item: Deduced) -> str:
    if not item.strength.strong:
        return f"nothing of single {study.settings.plural}"
    have, have_not = (_names(study, names) for names in (item.have, item.have_not))
    return f"counted: {have}. Not counted: {have_not}."


def _names(study: Study, names: Iterable[str]) -> str:
    return "; ".join(study.settings.short(name) for name in names) or "none"


def _said(screen: Console, statements: Sequence[Said], title: str) -> None:
    if not statements:
        screen.print(f"{title}: none")
        return
    rows = [
        (
            item.id,
            item.words,
            item.standing if item.strength is None else strength(item.strength),
            item.source_id,
        )
        for item in statements
    ]
    screen.print(table(("Statement", "Says", "Standing", "Source"), rows, title))


def strength(item: Strength) -> str:
    """Return how strongly a printed total says something of single units, in words."""
    if item.expected_by_chance is None:
        return item.reason or "not tried"
    found = "not counted" if item.matches is None else f"{item.matches:,} of {item.patterns:,}"
    grade = "strong" if item.strong else "weak"
    said = f"{grade}: sets that match {found}; by chance {item.expected_by_chance:.3g} expected"
    if item.score.predicted:
        agree, predicted = item.score.agree, item.score.predicted
        said += f"; of stated ratings, left out, {agree} of {predicted} predicted agree"
    return f"{said}; {item.reason}" if item.reason else said


def _verdict(study: Study, item: Reconciled) -> list[tuple[str, str]]:
    """Return what is told of the verdict on a figure; the bounds are in its unit."""
    cells = {
        "verdict": str(item.verdict),
        "because": item.because,
        "rule": item.rule,
        "base": base_label(study, item.base) if item.base else "",
        "bounds": words.bounds(item.lower, item.upper, item.unit),
        "rests on": ", ".join(item.statements),
    }
    return [(key, value) for key, value in cells.items() if value]


def _made(screen: Console, code: Iterable[str], dataset: str) -> None:
    screen.print(table(("What", "Value"), [("code", ", ".join(code)), ("dataset", dataset)]))


def _sources(screen: Console, sources: Iterable[Mapping[str, Any]]) -> None:
    screen.print("Sources")
    for item in sources:
        words_on = f"{item['source_id']}: {item['publisher']}: {item['title']}"
        for line in (words_on, f"  {item.get('address', 'no address')}"):
            screen.print(Text(line), soft_wrap=True)  # so that an address can be copied


def _bounds(finding: Finding) -> str:
    if finding.lower is None or finding.upper is None:
        return words.NOT_KNOWN
    kind = "determined" if finding.determined else "least and greatest value"
    ends = dict.fromkeys(f"{float(value):.4f}" for value in (finding.lower, finding.upper))
    return f"{' to '.join(ends)} {finding.unit} ({kind})"
