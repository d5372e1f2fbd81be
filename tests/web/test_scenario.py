"""A scenario as a link: what is written is read again, whatever names hold, and what is wrong is named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.consensus import AXES
from app.analytics.what_if import WhatIfBody
from app.errors import Invalid
from app.language import speaking
from app.web.scenario import FIELDS, POWERS, read_scenario, write_scenario

HOSTILE = [
    "closeness.wang",
    "add.1.name",
    "remove",
    "a=b&c",
    "<script>",
    "日 本",
    "؀خ",
    "%2F?#",
    "a/b",
    "win",
    "x" * 255,
]
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40)
ids = texts.map(str.strip).filter(lambda text: text not in ("", ".", "..") and "\n" not in text)
differences = st.fixed_dictionaries(
    {},
    optional={axis: st.none() | st.floats(0, 100) | st.integers(0, 100) for axis in AXES}
    | dict.fromkeys(POWERS, st.booleans()),
)


@st.composite
def bodies(draw: st.DrawFn) -> WhatIfBody:
    """Bodies that say something of everybody whom they name."""
    changed = draw(st.dictionaries(ids, differences.filter(bool), max_size=4))
    joins = st.fixed_dictionaries({"name": texts}, optional={"department_id": ids, "title": texts})
    add = draw(st.lists(st.tuples(joins, differences), max_size=3))
    return WhatIfBody.model_validate(
        {
            "changes": [{"person_id": id_, **fields} for id_, fields in changed.items()],
            "add": [who | fields for who, fields in add],
            "remove": draw(st.lists(ids, max_size=3, unique=True)),
        }
    )


@given(bodies())
def test_what_is_written_is_read_again(body: WhatIfBody) -> None:
    again = read_scenario(write_scenario(body))
    assert again.model_dump(exclude_unset=True) == body.model_dump(exclude_unset=True) | {"changes": again_of(again)}
    assert again_of(again) == again_of(body)


def again_of(body: WhatIfBody) -> list[dict[str, object]]:
    """What is different about people."""
    return [change.model_dump(exclude_unset=True) for change in body.changes]


def test_a_word_for_an_attitude_is_one_of_the_readers_language() -> None:
    english = read_scenario([("closeness.wang", "supporter")])
    with speaking("zh"):
        assert read_scenario([("closeness.wang", "支持者")]) == english
        assert read_scenario([("closeness.wang", "supporter")]) == english


PARTS = st.tuples(
    st.sampled_from([*HOSTILE, *FIELDS, "veto.liu", "add.3.wage"]) | st.text(max_size=20),
    st.sampled_from(["50", "true", "?"]) | st.text(max_size=9),
)


@given(st.lists(PARTS))
def test_whatever_a_link_says_is_read_or_refused_by_name(parts: list[tuple[str, str]]) -> None:
    names = {name for name, _ in parts}
    try:
        read_scenario(parts)
    except Invalid as refused:
        for error in refused.errors:
            missing = re.fullmatch(r"add\.(\d+)\.name", error.field)
            assert error.field in names or (missing and any(name.startswith(f"add.{missing[1]}.") for name in names))


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("closeness.wang", "101", "not a score"),
        ("price_acceptance.a.b", "much", "not a score"),
        ("veto.wang", "perhaps", "not true or false"),
        ("closenes.wang", "50", "no part of a scenario"),
        ("closeness.", "50", "no part of a scenario"),
        ("add.1.wage", "50", "there is no such field"),
        ("add.0.name", "Zhang", "no part of a scenario"),
    ],
)
def test_what_is_wrong_is_named(part: str, value: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_scenario([(part, value), ("add.1.name", "Zhang"), ("remove", "liu")])
    (error,) = refused.value.errors
    assert error.field == part
    assert reason in error.reason


def test_a_part_that_is_there_twice_is_no_scenario() -> None:
    with pytest.raises(Invalid, match=r"closeness\.wang: given more than once"):
        read_scenario([("closeness.wang", "50"), ("closeness.wang", "60")])


def test_who_joins_has_a_name() -> None:
    with pytest.raises(Invalid, match=r"add\.7\.name: missing"):
        read_scenario([("add.7.closeness", "50")])


def test_unknown_words_and_what_is_left_empty() -> None:
    """`?` is unknown, a word of the picklist a score, and an empty field says nothing."""
    parts = [("closeness.a", "?"), ("solution_acceptance.a", "supporter"), ("price_acceptance.a", ""), ("remove", "")]
    body = read_scenario([*parts, ("closeness.b", "unknown")])
    assert write_scenario(body) == [
        ("closeness.a", "unknown"),
        ("solution_acceptance.a", "75"),
        ("closeness.b", "unknown"),
    ]
