"""Names of units: nothing wrong is taken, and what differs only in writing is."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.imports.names import How, match
from ltp_analysis.imports.register import Names, Standing, names_of
from ltp_analysis.validated.study import Study, load_study

RAW = Path(__file__).parents[2] / "data" / "raw"
STUDY = load_study(RAW)
ROUNDS = {name: names_of(STUDY, name) for name in STUDY.rounds}
UNITS = [
    (round_id, code, name)
    for round_id, names in ROUNDS.items()
    for code, name in names.allowed.items()
]
TAKEN = {How.CODE, How.EXACT, How.VARIANT, How.ABBREVIATION}


@pytest.mark.parametrize(
    ("written", "code", "how"),
    [
        ("NHS Vale of York CCG", "03Q", How.EXACT),
        ("Vale of York", "03Q", How.EXACT),
        ("NHS Northern, Eastern & Western Devon", "99P", How.VARIANT),
        ("VALE OF YORK NHS CLINICAL COMMISSIONING GROUP", "03Q", How.VARIANT),
        ("St. Helens", "01X", How.VARIANT),
        ("Stoke-on-Trent", "05W", How.VARIANT),
        ("Birmingham CrossCity", "13P", How.EXACT),
        ("Birmingham Cross City", "13P", How.VARIANT),
        ("NHS Héreford-shire ccg", "05F", How.VARIANT),
        ("Bristol, N Somerset & S Glos", "15C", How.ABBREVIATION),
        ("NEW Devon", "99P", How.ABBREVIATION),
        ("E & N Herts", "06K", How.ABBREVIATION),
        ("N.E. Lincs", "03H", How.ABBREVIATION),
        ("Bath & NE Somerset", "11E", How.ABBREVIATION),
        ("S Glos", "12A", How.ABBREVIATION),  # merged into 15C on the register date
        ("02x", "02X", How.CODE),
        ("E38000042", "00C", How.CODE),
    ],
)
def test_what_differs_only_in_writing_is_taken(
    names: Names, written: str, code: str, how: How
) -> None:
    found = match(written, names)
    assert (found.unit_code, found.how) == (code, how)


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("York", "03Q"),
        ("Newcastle", "13T"),
        ("Wigan", "02H"),
        ("Westminster", "09A"),
        ("BNSSG", "15C"),
        ("Devon", "99P"),  # one CCG from 2019 on, two in this round
        ("Cumbria", "01H"),  # had another border under this name
        ("Lancashire North", "01K"),
        ("Rother.", "03L"),
        ("North", None),
        ("N", None),
        ("Leeds East", "03G"),
        ("Warwickshire South", "05R"),
        ("Hereford and Worcester", None),
    ],
)
def test_what_may_be_another_is_only_suggested(
    names: Names, written: str, suggested: str | None
) -> None:
    found = match(written, names)
    assert (found.how, found.unit_code) == (How.UNSURE, "")
    assert found.why
    if suggested is not None:
        assert suggested in [one.unit_code for one in found.suggestions]


def test_the_register_of_the_round_counts(study: Study) -> None:
    assert match("Manchester", names_of(study, "2018-19")).unit_code == "14L"
    earlier = match("Manchester", names_of(study, "2016-17"))
    assert earlier.how is How.UNSURE
    assert "not in the register of 2016/17, from 2017-04-01" in earlier.why


def test_a_code_of_another_time_is_told_with_its_time(names: Names) -> None:
    assert match("99Z", names).how is How.UNKNOWN
    devon = match("15N", names)
    assert devon.how is How.UNKNOWN
    assert "NHS Devon CCG: not in the register of 2018/19, from 2019-04-01" in devon.why


def test_suggestions_are_few_and_the_likeliest_comes_first(names: Names) -> None:
    found = match("Vale of Yrok", names).suggestions
    assert found[0].unit_code == "03Q"
    assert len(found) <= 4
    assert str(found[0]).startswith("03Q NHS Vale of York CCG (")


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return a round, a unit of it and its name as another might write it."""
    round_id, code, name = draw(st.sampled_from(UNITS))
    changes = [
        lambda text: text.upper(),
        lambda text: text.lower(),
        lambda text: text.replace(" and ", " & "),
        lambda text: text.replace(" & ", " and "),
        lambda text: text.replace("NHS ", ""),
        lambda text: text.replace(" CCG", ""),
        lambda text: text.replace("-", " "),
        lambda text: text.replace(",", ""),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("North", "N").replace("South", "S"),
        lambda text: text.replace("shire", "").replace("upon", "on"),
        lambda text: unicodedata.normalize("NFD", text.replace("e", "é")),
        lambda text: re.sub(r"\b(\w+) and (\w+)\b", r"\2 and \1", text),
        lambda text: " ".join(text.split()[:-1]),
        lambda text: " ".join(text.split()[1:]),
    ]
    for change in draw(st.lists(st.sampled_from(changes), max_size=4)):
        name = change(name)
    cut = draw(st.integers(0, len(name)))
    if draw(st.booleans()):
        name = name[:cut] + draw(st.sampled_from(["", "x", " ", "-"])) + name[cut + 1 :]
    return round_id, code, name


def plain(text: str) -> str:
    """Return the letters and digits of a name, by another way than the package's."""
    bare = "".join(x for x in unicodedata.normalize("NFD", text) if not unicodedata.combining(x))
    words = re.findall(r"[a-z0-9]+", bare.lower().replace("&", " and "))
    return "".join(word for word in words if word not in {"nhs", "ccg", "and"})


@settings(max_examples=400, deadline=None)
@given(rewritten())
def test_a_name_that_is_taken_is_never_of_another_unit(case: tuple[str, str, str]) -> None:
    """Changes may turn one name into that of another unit; then that unit is meant by the text."""
    round_id, code, written = case
    names = ROUNDS[round_id]
    found = match(written, names)
    if found.how in TAKEN and found.unit_code != code:
        own = [one.name for one in names.called if one.unit_code == found.unit_code]
        assert plain(written) in map(plain, own) or found.how is How.ABBREVIATION
        assert found.how is not How.ABBREVIATION or plain(written) not in map(
            plain, [name for other, name in names.allowed.items() if other == code]
        )
    if found.how is How.UNSURE:
        assert not found.unit_code


def test_every_name_and_code_of_every_round_finds_its_unit() -> None:
    for round_id, code, name in UNITS:
        names = ROUNDS[round_id]
        for text in (code, name, names.settings.short(name), name.upper()):
            assert match(text, names).unit_code == code, (round_id, text)


def test_names_that_two_units_have_are_taken_for_neither() -> None:
    names = ROUNDS["2018-19"]
    (one,) = (called for called in names.called if called.unit_code == "03Q")
    twice = Names(
        names.settings,
        names.round,
        (one, type(one)("02X", one.name, one.short, one.core, Standing.OPEN)),
        names.seconds,
        names.heirs,
        names.open,
    )
    found = match("Vale of York", twice)
    assert (found.how, found.why) == (How.UNSURE, "several units have the name")
    assert {item.unit_code for item in found.suggestions} == {"03Q", "02X"}
