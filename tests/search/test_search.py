"""Whose name is like what somebody typed?"""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.graph import Graph
from app.search.matching import LEAST, find, place_of_name, spellings
from graph_models.search import FoundKind, NameRecord
from graph_models.vocabulary import UserRole
from tests.access.tokens import bearer
from tests.access.world import service
from tests.neo4j_server import Server


def account(name: str) -> NameRecord:
    return NameRecord(id=name, name=name, is_account=True, account_id=name, account_name=name, title=None)


def person(name: str, at: str = "Lanjiang") -> NameRecord:
    return NameRecord(id=name, name=name, is_account=False, account_id=at, account_name=at, title="Director")


NAMES = [
    account("澜江水务集团"),
    account("Beihe Water Supply"),
    person("王建国"),
    person("Wang Jianguo"),
    person("李敏"),
    person("José Müller"),
]


def found(query: str, names: Sequence[NameRecord] = NAMES) -> list[str]:
    return [one.name for one in find(query, names, 10)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("王建国", "王建国"),
        ("wangjianguo", "王建国"),
        ("wang jianguo", "Wang Jianguo"),
        ("WJG", "王建国"),
        ("limin", "李敏"),
        ("lanjiang", "澜江水务集团"),
        ("ljsw", "澜江水务集团"),
        ("beihe watr suply", "Beihe Water Supply"),
        ("supply beihe", "Beihe Water Supply"),
        ("jianguo wang", "Wang Jianguo"),
        ("josé", "José Müller"),
        ("jose muller", "José Müller"),
        ("Wáng Jiànguó", "Wang Jianguo"),
    ],
)
def test_what_is_found_first(query: str, first: str) -> None:
    """As it is written, in pinyin, by initials, with a slip, in another order."""
    assert first in found(query)[:2]


def test_chinese_and_pinyin_names_find_each_other() -> None:
    assert set(found("王建国")) >= {"王建国", "Wang Jianguo"}
    assert set(found("jianguo")) >= {"王建国", "Wang Jianguo"}


@pytest.mark.parametrize("query", ["", "  ", "%%%", "zzzzqqq"])
def test_what_nobody_is_called(query: str) -> None:
    assert found(query) == []


def test_accounts_come_before_people_of_the_same_likeness() -> None:
    assert [one.kind for one in find("meiling", [person("Meiling"), account("Meiling")], 10)] == [
        FoundKind.ACCOUNT,
        FoundKind.PERSON,
    ]


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=30))
def test_whatever_is_typed(names: list[str], query: str) -> None:
    """Likeness is between the least and 1, the likest first; a name that is written just so is found first."""
    answered = find(query, [person(name) for name in names], 100)
    likeness = [one.likeness for one in answered]
    assert likeness == sorted(likeness, reverse=True)
    assert all(LEAST <= one <= 1 for one in likeness)
    for name in names:
        if spellings(name):
            assert name in [one.name for one in find(name, [person(name)], 1)]


def test_over_http(demo_graph: Graph, neo4j_server: Server) -> None:
    """People come with their title and account; whoever sees nothing finds nothing."""
    with service(neo4j_server) as api:
        (first, *_) = api.get(
            "/api/search", params={"q": "wangjianguo"}, headers=bearer(demo_graph, role=UserRole.ADMIN)
        ).json()
        assert (first["kind"], first["id"], first["account_id"]) == ("person", "wang", "lanjiang")
        assert "manager" in first["title"]
        assert api.get(
            "/api/search", params={"q": "wang", "top": 1}, headers=bearer(demo_graph, role=UserRole.ADMIN)
        ).json() == [first]
        assert api.get("/api/search", headers=bearer(demo_graph, role=UserRole.ADMIN)).status_code == 422
        for account_id, ids in (("lanjiang", ["wang"]), ("of nobody", [])):
            within = {"q": "wangjianguo", "account_id": account_id}
            found = api.get("/api/search", params=within, headers=bearer(demo_graph, role=UserRole.ADMIN)).json()
            assert [one["id"] for one in found] == ids


@pytest.mark.parametrize("query", ["lb", "刘斌", "liubin", "bin liu", "Liú"])
def test_a_name_in_both_scripts(query: str) -> None:
    assert found(query, [person("Liu Bin 刘斌"), person("Wang Jianguo 王建国")])[0] == "Liu Bin 刘斌"


def test_what_is_typed_is_no_abbreviation() -> None:
    assert found("textarea", [person("Tang Li 唐丽"), person("Bo Ta")]) == []


def test_titles_come_after_names() -> None:
    director = person("Director Dai")
    assert found("director", [person("Bo"), director]) == ["Director Dai", "Bo"]
    assert found("总经理", [person("Bo").model_copy(update={"title": "General manager 总经理"})]) == ["Bo"]


def test_the_order_of_names() -> None:
    """Numbers by what they are, Chinese by pinyin, accents and capitals as plain letters."""
    names = ["Zoe", "account 10", "王建国", "Account 2", "Émile", "Eve", "Li Wei", "李敏", "2 of us"]
    assert sorted(names, key=place_of_name) == [
        "2 of us", "Account 2", "account 10", "Émile", "Eve", "李敏", "Li Wei", "王建国", "Zoe",
    ]  # fmt: skip
