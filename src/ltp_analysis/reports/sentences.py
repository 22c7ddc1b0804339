"""Sentences that are put together from several findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.findings.corrected import CORRECTED, put_right_later
from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.shares import WITH_MISSING, published_variant
from ltp_analysis.reports import words
from ltp_analysis.reports.parts import Cell, Number, Part, statement_place
from ltp_analysis.reports.view import View, number
from ltp_analysis.statements.collect import scope
from ltp_analysis.statements.readings import readings
from ltp_analysis.statements.rounding import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ltp_analysis.findings.finding import Finding


def state(view: View) -> Cell:
    """Say what is known of each rating of a round, or that the round is not yet rated."""
    label, settings = view.label(), view.study.settings
    if not view.rated:
        left = [
            (f"{rating} ", number(one, words.count(one)))
            for rating in view.study.ratings
            if (one := view.find("units", rating)) is not None
        ]
        return (
            (
                f"{label} is not yet rated: nothing that is held says anything of its ratings. "
                f"So nothing is excluded. The number of {settings.plural} with each rating can be: "
            ),
            *_listed(left),
            ".",
        )
    variants = (published_variant(view.study, view.round_id), WITH_MISSING)
    said: list[tuple[Part, ...]] = []
    for rating in view.study.ratings:
        shares = [one for name in variants if (one := view.find("share", rating, name))]
        count = view.find("units", rating)
        if shares:
            said.append((f"{rating} ", number(shares[0], words.share(shares[0]))))
            if later := put_right_later(view.ledger, shares[0]):
                said[-1] += (", later put right to ", number(later, words.share(later)))
        elif count is not None:
            said.append((f"{rating} ", number(count, words.count_of_base(count))))
    return ("Its ratings, as far as they are known: ", *_listed(said), ".")


def known(view: View) -> Cell:
    """Say of how many units of a round something is known, and what."""
    settings = view.study.settings
    if not view.rated:
        every = _find(view, "known", "open")
        return (
            f"{view.label()} is not yet rated. Of ",
            number(every, words.count(every)),
            f" {settings.plural} nothing that was found excludes any rating.",
        )
    found = {name: _find(view, "known", name) for name in ("stated", "deduced", "settled", "open")}
    ratings = [
        (number(one, words.count(one)), f" {rating}")
        for rating in view.study.ratings
        if (one := _find(view, "known", rating)).numerator_upper
    ]
    parts: list[Part] = [
        "The rating is known of ",
        number(found["settled"], words.count_of_base(found["settled"])),
        *([": ", *_listed(ratings)] if ratings else []),
        ". By name or in a group, sources say something of the rating of ",
        number(found["stated"], words.count(found["stated"])),
    ]
    if found["deduced"].numerator_upper:
        more = number(found["deduced"], words.count(found["deduced"]))
        parts += ["; of ", more, " more it is deduced from statements taken together"]
    if found["open"].numerator_upper:
        left = number(found["open"], words.count(found["open"]))
        parts += [". Of the other ", left, f" {settings.plural} nothing that was found excludes"]
        parts.append(" any rating")
    return (*parts, ".")


def rules(view: View) -> Cell:
    """Say which rounding rules let the ratings of a round add up to their base."""
    can: list[tuple[Part, ...]] = []
    cannot: list[tuple[Part, ...]] = []
    for rule in RULES:
        name = finding_id("numerators-total", view.round_id, rule)
        if name not in view.ledger:
            return "No share of this round was printed in per cent of a known base."
        finding = view.ledger[name]
        (can if _fits(finding) else cannot).append((number(finding, f"“{rule}”"),))
    parts: list[Part] = []
    if can:
        parts += ["The ratings can add up to their base under ", *_rules(can), "."]
    if cannot:
        parts += [" They cannot under " if can else "They cannot under ", *_rules(cannot), "."]
    return tuple(parts)


def _fits(finding: Finding) -> bool:
    ends = finding.numerator_lower, finding.base, finding.numerator_upper
    return None not in ends and ends[0] <= ends[1] <= ends[2]  # type: ignore[operator]


def _rules(names: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    return ("the rule " if len(names) == 1 else "the rules ", *_listed(names))


def cautions(view: View) -> Cell:
    """Say what has to be said of the shares of a round as they were printed; may be empty."""
    found = [
        finding.caution
        for finding in view.ledger.values()
        if finding.round == view.round_id
        and finding.measure == "share"
        and finding.caution
        and not finding.id.endswith(f".{CORRECTED}")
    ]
    return " ".join(dict.fromkeys(found))


def contradictions(view: View) -> Cell:
    """Say which published figures of a round contradict the rest, and why."""
    found = [
        item
        for item in view.results.figures
        if item.round_id == view.round_id and item.verdict == "contradicted"
    ]
    if not found:
        return "No published figure of this round contradicts the rest of the evidence."
    many = "One figure contradicts" if len(found) == 1 else f"{len(found)} figures contradict"
    parts: list[Part] = [f"{many} the rest of the evidence."]
    for item in found:
        printed = Number(statement_place(item.figure_id), item.printed)
        parts += [" ", printed, f" was printed for: {view.about(item)}. {item.because}"]
    return tuple(parts)


def deductions(view: View) -> Cell:
    """Say what strong totals of children say of single areas of a round."""
    strong = [one for one in view.results.totals if one.round_id == view.round_id and one.strong]
    found = [one for one in strong if one.deduced_in or one.deduced_out]
    if not found:
        return (
            "No printed total of this round is strong enough to say anything of an area whose "
            "rating is not stated."
        )
    groups = view.study["groups"].set_index("group_id")["name"]
    parts: list[Part] = []
    for total in found:
        by_chance = view.ledger[finding_id("total", total.round_id, "by chance", total.figure_id)]
        matches = view.ledger[finding_id("total", total.round_id, "matching sets", total.figure_id)]
        parts += [
            "The printed total of ",
            Number(statement_place(total.figure_id), view.figures[total.figure_id].printed),
            f" children ({groups[total.group_id]}) is that of ",
            number(matches, words.count_of_base(matches)),
            "; ",
            number(by_chance, words.value(by_chance)),
            " would be expected by chance. ",
        ]
        counted = f"Deduced to be counted in it, as {_category(view, total.category)}"
        not_counted = "Deduced not to be counted in it"
        for codes, what in ((total.deduced_in, counted), (total.deduced_out, not_counted)):
            if codes:
                parts.append(f"{what}: {_names(view, codes)}. ")
        if doubtful := scope(view.study, total.group_id, total.round_id)[1]:
            parts.append(f"Not certain to belong there: {_names(view, doubtful)}. ")
    return tuple(parts)


def children(view: View) -> Cell:
    """Say how many children are estimated, and how many where plans fall short."""
    every = view.find("children", "all")
    if every is None:
        return (
            "The report of this round printed no estimate of abused or neglected children by "
            "area, and no population is known on which it could rest."
        )
    affected = view.find("children", "inadequate-or-none")
    parts: list[Part] = [
        "By the rates and populations that the printed numbers rest on, ",
        number(every, words.value(every)),
        f" in {_whole(view)} are estimated to have been abused or neglected by a parent or ",
        f"guardian ({every.base_name}).",
    ]
    if affected is not None and affected.lower is not None:
        parts += [
            " Over all ratings that the statements allow, ",
            number(affected, words.bounds(affected.lower, affected.upper, affected.unit)),
            f" of them lived in areas with {_category(view, affected.category)}.",
        ]
    return tuple(parts)


def moves(view: View) -> Cell:
    """Say how many units kept, improved or worsened their rating up to a round."""
    pairs = [row for row in view.results.followed if row.round_id == view.round_id]
    if not pairs:
        return "There is no earlier round to compare this one with."
    for name in (view.round_id, pairs[0].since):
        if not view.at(name).rated:
            return (
                f"{view.label(name)} is not yet rated, so nothing is known of moves from or to it."
            )
    pair, settings = f"{pairs[0].since}-to-{view.round_id}", view.study.settings
    found = {
        name: view.ledger[finding_id("moved", pair, name, settings.whole)]
        for name in ("kept", "better", "worse")
    }
    missing = " or ".join(view.study.missing)
    apart = len(pairs[0].apart)
    since = view.label(pairs[0].since)
    others = f"{apart} other was" if apart == 1 else f"{apart} others were"
    rest = f"; {others} merged, split or new, and set apart." if apart else "."
    return (
        f"From {since} to {view.label()}, ",
        number(found["better"], words.count_of_base(found["better"])),
        " went to a better rating, ",
        number(found["worse"], words.count(found["worse"])),
        " to a worse one, and ",
        number(found["kept"], words.count(found["kept"])),
        f" kept theirs, as far as all statements together tell{rest} ",
        f"Those that left or came to {missing} are in none of these numbers.",
    )


def compared(view: View) -> Cell:
    """Say what the comparisons up to a round mean, or why there are none yet."""
    settings = view.study.settings
    here = [one for one in view.results.comparisons if one.round_id == view.round_id]
    pairs = [one for one in here if one.kind == "transition"]
    before = [name for name in dict.fromkeys(one.since for one in pairs) if name]
    if not before:
        return "There is no earlier round to compare this one with."
    if any(one.answered for one in pairs):
        return (
            f"Every rating is known, so single {settings.plural} are followed: as published, each "
            "in the register of its round, and like for like, through mergers. Shares have their "
            "bounds over all that missing ratings can have been. A test tells how often chance "
            "alone would give a difference as great; it tells neither how much what was rated "
            "changed nor why. Do not believe it where the criteria changed between the rounds, "
            f"where few {settings.plural} moved, or where many of them were rated together."
        )
    rounds = view.study.rounds[: view.study.rounds.index(view.round_id) + 1]
    rounds = [name for name in rounds if name in before or view.at(name).rated]
    phrases = []
    for name in rounds:
        found = _find(view.at(name), "known", "settled")
        phrases.append((number(found, words.count_of_base(found)), f" in {view.label(name)}"))
    need = (
        "Tests of change, and of differences between regions, need the rating of every "
        f"{settings.singular}. One rating is left for "
    )
    why = (
        f". So none of them is made yet: sources chose which {settings.plural} to name, and these "
        "are no sample of the others."
    )
    return need, *_listed(phrases), why


def steady(view: View) -> Cell:
    """Say which units are known to have had one rating in every round that is rated."""
    study = view.study
    rounds = [name for name in study.rounds if view.at(name).rated]
    if not rounds:
        return "No round is rated yet."
    settled: dict[str, dict[str, str]] = {}
    for unit in view.results.ratings:
        if len(unit.possible) == 1:
            settled.setdefault(unit.unit_code, {})[unit.round_id] = unit.possible[0]
    found: dict[str, list[str]] = {}
    for code, ratings in settled.items():
        if set(rounds) <= set(ratings) and len({ratings[name] for name in rounds}) == 1:
            found.setdefault(ratings[rounds[0]], []).append(code)
    span = f"every round from {view.label(rounds[0])} to {view.label(rounds[-1])}"
    said = [
        f"{_names(view, sorted(codes))} had {rating} in {span}"
        for rating, codes in sorted(found.items())
    ]
    every = sum(set(rounds) <= set(ratings) for ratings in settled.values())
    who = study.settings.singular if every == 1 else study.settings.plural
    known = f"One rating is known in each of the rounds for {every} {who}."
    return f"{known} {'; '.join(said)}." if said else known


def _find(view: View, measure: str, category: str) -> Finding:
    return view.ledger[finding_id(measure, view.round_id, category, view.study.settings.whole)]


def _whole(view: View) -> str:
    """Return the name of all units together."""
    return str(view.study.row("groups", "group_id", view.study.settings.whole)["name"])


def _names(view: View, codes: Sequence[str]) -> str:
    names = {unit.unit_code: unit.name for unit in view.results.ratings}
    return "; ".join(view.study.settings.short(names[code]) for code in codes)


def _category(view: View, category: str) -> str:
    """Return what a category of ratings is called, with the ratings that it takes in."""
    label, meanings = view.study.label(category), readings(view.study, category)
    if len(meanings) == 1 and meanings[0] != (label,):
        return f"“{label}” ({' or '.join(meanings[0])})"
    return f"“{label}”"


def _listed(phrases: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for place, phrase in enumerate(phrases):
        if place:
            parts.append(" and " if place == len(phrases) - 1 else ", ")
        parts += phrase
    return tuple(parts)


SENTENCES: Final[dict[str, Callable[[View], Cell]]] = {
    "state": state,
    "known": known,
    "rules": rules,
    "cautions": cautions,
    "contradictions": contradictions,
    "deductions": deductions,
    "children": children,
    "moves": moves,
    "compared": compared,
    "steady": steady,
}
"""What makes each sentence."""
