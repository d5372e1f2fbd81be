"""Everybody is answered in their language: every text is translated, and nothing but texts differs."""

import json
import re
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from string import Formatter
from threading import Barrier
from typing import Any, cast

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from app.analytics import texts
from app.analytics.catalogue import ANALYTICS
from app.graph import Graph
from app.language import LANGUAGES, LOCALE, gettext, language, ngettext, speaking
from app.negotiation import COOKIE, best_language, chosen_language
from app.store.queries import wipe_if_ours
from app.web import wording
from app.web.page import TEMPLATES
from graph_models.vocabulary import Axis, Stance, UserRole
from tests.access.tokens import token
from tests.access.world import service
from tests.demo import load_demo
from tests.neo4j_server import Server

CODE = LOCALE.parent.parent
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PERCENT = re.compile(r"%\((\w+)\)")


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def words(found: Catalog) -> dict[str, tuple[str, ...]]:
    """Each text, in all forms of its number, and its translations."""
    return {
        str(message.id): (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        for message in found
        if message.id
    }


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name} | set(_PERCENT.findall(text))


def collected(folder: Path) -> Catalog:
    """All texts of the code and the templates, as `make messages` collects them."""
    (line,) = re.findall(r"pybabel --quiet (extract (?:.*\\\n)*.*)\n", (CODE / "Makefile").read_text(encoding="utf-8"))
    line = (
        line.replace("\\\n", "").replace("$(LOCALE)", str(folder)).replace("pyproject.toml", f"{CODE}/pyproject.toml")
    )
    options = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
    folders = [str(CODE / folder) for folder in options[-3:]]
    command = cast("Any", CommandLineInterface())  # its types say nothing of its arguments
    command.run(["pybabel", "--quiet", *options[:-3], *folders])
    return catalog(folder / "messages.pot")


def test_every_text_is_translated(tmp_path: Path) -> None:
    """`make messages` enters what is new; then app/locale/zh/LC_MESSAGES/messages.po wants the Chinese words."""
    wanted = words(collected(tmp_path))
    assert len(wanted) > 250
    for code in LANGUAGES.keys() - {"en"}:
        found = catalog(LOCALE / code / "LC_MESSAGES" / "messages.po")
        known = words(found)
        assert known.keys() == wanted.keys()
        assert [text for text, translations in known.items() if not all(translations or [""])] == []
        # What is marked as doubtful is not used.
        assert [message.id for message in found if message.id and message.fuzzy] == []
        assert [
            text
            for text, translations in known.items()
            if any(placeholders(one) != placeholders(text) for one in translations)
        ] == []
        # A template fills in what follows a percent sign.
        assert [text for text, translations in known.items() if "%" in "".join(translations) and "%" not in text] == []


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.5, zh-Hant-TW", "zh"),
        ("ZH; Q=0.4 , en ; q=0.3", "zh"),
        ("fr, de;q=0.9, zh;q=0.1", "zh"),
        ("fr, tlh", "en"),
        ("*", "en"),
        ("zh;q=0, en;q=0.1", "en"),
        ("zh;q=0", "en"),
        ("zh;q=much, en;q=0.1", "en"),
        ("zh;q=nan", "en"),
        (";;,=;q,q=1,;q=,\x00,zh;q=", "en"),
        ("," * 10_000 + "zh", "zh"),
    ],
)
def test_the_language_that_a_browser_prefers(accepted: str, expected: str) -> None:
    assert best_language(accepted) == expected


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        (f"{COOKIE}=zh", "zh"),
        (f"a=b; {COOKIE}=en; c=d", "en"),
        (f"{COOKIE}=tlh", None),
        ("a=b", None),
        ("\x00=;;", None),
    ],
)
def test_the_language_that_somebody_chose(cookie: str, expected: str | None) -> None:
    assert chosen_language(Headers({"cookie": cookie})) == expected


def test_a_text_that_depends_on_a_number() -> None:
    forms = ("{names} supports us", "{names} support us")
    assert [ngettext(*forms, number) for number in (1, 2)] == list(forms)
    with speaking("zh"):
        assert {ngettext(*forms, number) for number in (0, 1, 2)} == {"{names}支持我们"}


def test_what_is_not_translated_stays_english() -> None:
    with speaking("zh"):
        assert gettext("Nobody ever wrote this.") == "Nobody ever wrote this."
        assert ngettext("one apple", "many apples", 2) == "many apples"


def test_words_and_figures_in_chinese() -> None:
    with speaking("zh"):
        assert texts.listed(["安", "博", "蔡"]) == "安、博和蔡"
        assert [texts.axis(axis) for axis in Axis] == ["关系紧密度", "方案认可度", "价格接受度"]
        assert [texts.stance(one) for one in Stance] == ["支持", "中立", "反对", "未知"]
        assert texts.stands(Stance.POSITIVE, stale=True) == "评估已过时"
        assert [texts.money(amount, "CNY") for amount in (1_234_567, 260_000_000, None)] == ["¥120万", "¥2.6亿", "未知"]
        assert texts.percent(0.345) == "34%"
        assert wording.short_day(date(2027, 4, 12)) == "2027年4月"
        assert texts.points(-0.05) == "-5 个百分点"
        assert texts.sentences("甲。", "", "乙。") == "甲。乙。"
    assert wording.short_day(date(2027, 4, 12)) == "Apr 2027"
    assert texts.listed(["An", "Bo", "Cai"]) == "An, Bo and Cai"
    assert texts.sentences("One.", "", "Two.") == "One. Two."
    assert texts.sentences() == ""


@pytest.mark.parametrize("first", LANGUAGES)
def test_a_constant_of_a_template_is_worded_for_each_reader(first: str) -> None:
    """Whoever asked first: Jinja would work it out once, when the template is compiled."""
    template = TEMPLATES.from_string(
        "{{ 'neutral' | word }} {{ ['closeness'] | map('word') | first }} {{ 0.5 | points }}"
    )
    with speaking(first):
        template.render()
    for chosen in LANGUAGES:
        with speaking(chosen):
            said = f"{wording.word('neutral')} {wording.word('closeness')} {wording.FILTERS['points'](0.5)}"
            assert template.render() == said
    with speaking("en"):
        english = template.render()
    with speaking("zh"):
        assert template.render() != english


def test_one_language_does_not_reach_into_another() -> None:
    assert language() == "en"
    with speaking("zh"):
        with speaking("en"):
            assert texts.axis(Axis.PRICE) == "price acceptance"
        assert texts.axis(Axis.PRICE) == "价格接受度"
    assert language() == "en"


@pytest.fixture(scope="module")
def api(connection: Graph, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Generator[TestClient]:
    """The service on the demo graph, as an administrator asks it; these tests change nothing."""
    wipe_if_ours(connection, "tests")
    load_demo(connection, tmp_path_factory.mktemp("demo"))
    with service(neo4j_server) as client:
        client.headers["Authorization"] = f"Bearer {token(connection, role=UserRole.ADMIN)}"
        yield client


ADDRESSES = [
    *(f"/api/{analytic.name}" for analytic in ANALYTICS),
    "/api/changes?since=2020-01-01",
    "/api/accounts/lanjiang",
    "/api/people/wang",
]


def leaves(answer: object, field: str = "") -> Iterator[tuple[str, object]]:
    """Every value of an answer, with the name of the field that it is in."""
    if isinstance(answer, dict):
        for name, value in cast("dict[str, object]", answer).items():
            yield from leaves(value, name)
    elif isinstance(answer, list):
        for value in cast("list[object]", answer):
            yield from leaves(value, field)
    else:
        yield field, answer


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_but_texts_differs(api: TestClient, address: str) -> None:
    """The same codes, names and figures; and every text is in Chinese."""
    english, chinese = (api.get(address, headers={"Accept-Language": wish}) for wish in ("en", "zh-CN"))
    assert english.status_code == chinese.status_code == 200
    pairs = list(zip(leaves(english.json()), leaves(chinese.json()), strict=True))
    assert all(one[0] == other[0] for one, other in pairs)
    assert {one[0] for one, other in pairs if one != other} <= {"text", "reason", "light_reason", "name"}
    texts_of_both = [
        (one, other) for (field, one), (_, other) in pairs if field in ("text", "reason", "light_reason") and one
    ]
    assert [one for one, other in texts_of_both if one == other or not _CHINESE.search(str(other))] == []


def test_what_somebody_chose_counts_more_than_the_browser(api: TestClient) -> None:
    address, wish = "/api/portfolio", {"Accept-Language": "en"}
    chosen = api.get(address, headers={**wish, "Cookie": f"{COOKIE}=zh"}).json()
    assert chosen != api.get(address, headers=wish).json()
    assert chosen == api.get(address, headers={"Accept-Language": "zh"}).json()


def test_many_at_a_time_are_each_answered_in_their_own(api: TestClient) -> None:
    wishes = ["en", "zh"] * 8
    expected = {wish: api.get("/api/recommendations", headers={"Accept-Language": wish}).text for wish in ("en", "zh")}
    assert json.loads(expected["en"]) != json.loads(expected["zh"])
    together = Barrier(8)

    def ask(wish: str) -> str:
        together.wait()
        return api.get("/api/recommendations", headers={"Accept-Language": wish}).text

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, wishes)) == [expected[wish] for wish in wishes]


@pytest.mark.parametrize(
    ("address", "params"),
    [
        ("/api/accounts/nowhere", {}),
        ("/api/project-types/nothing", {}),
        ("/api/spend/nothing", {}),
        ("/nowhere", {}),
        ("/api/search", {"q": "x", "top": "0"}),
        ("/api/search", {"q": "x" * 101, "top": "many"}),
        ("/api/calendar", {"months": "1000"}),
        ("/api/recommendations", {"colour": "red"}),
        ("/api/potential", {"as_of": "yesterday"}),
        ("/api/figures", {"period": "2026-Q9"}),
        ("/api/potential", {"currency": "CNY", "rate": "USD"}),
        ("/api/changes", {"since": "2999-01-01"}),
    ],
)
def test_errors_are_in_chinese_too(api: TestClient, address: str, params: dict[str, str]) -> None:
    """The same status and fields."""
    english, chinese = (api.get(address, params=params, headers={"Accept-Language": wish}) for wish in ("en", "zh"))
    assert english.status_code == chinese.status_code >= 400
    before, after = english.json(), chinese.json()
    assert [error["field"] for error in before["errors"]] == [error["field"] for error in after["errors"]]
    assert all(_CHINESE.search(text) for text in (after["title"], after["detail"]))
    assert all(_CHINESE.search(error["reason"]) for error in after["errors"])
    assert not _CHINESE.search(english.text)


def test_what_stands_in_the_way_is_named_in_chinese(api: TestClient) -> None:
    """What is not there, what refers to it, who may do it; and what the framework itself refuses."""
    version = {"If-Match": "*", "Accept-Language": "zh"}
    assert api.get("/api/spend/x", headers=version).json()["detail"] == "x 不是 spend 的键；请从列表中取用"
    assert api.get("/api/project-types/x", headers=version).json()["detail"] == "没有项目类型 x"
    referred = api.delete("/api/people/wang", headers=version)
    assert referred.status_code == 409
    assert not re.search(r"[a-z]{3,}", referred.json()["detail"].replace("works_to", ""))
    refused = api.put("/api/session", headers=version)
    assert refused.status_code == 405
    assert (refused.json()["title"], refused.json()["detail"]) == ("不支持此操作", "此网址不支持这一操作。")


def test_a_foreign_name_is_refused_in_chinese(api: TestClient) -> None:
    refused = api.get("/api/session", headers={"Host": "elsewhere.example", "Accept-Language": "zh"})
    assert refused.status_code == 400
    assert refused.json()["title"] == "未知主机名"


def test_a_role_is_a_word(connection: Graph, api: TestClient) -> None:
    headers = {"Authorization": f"Bearer {token(connection, role=UserRole.ANALYST)}", "Accept-Language": "zh"}
    files = [("files", ("people.csv", b"id,account_id,name\n"))]
    refused = api.post("/api/imports", files=files, headers=headers)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "只有管理员可以这样做，您的身份是“分析师”"
    assert api.get("/api/session", headers=headers).json()["sees"] == "全部客户"


def test_rows_that_are_refused_say_why_in_chinese(api: TestClient) -> None:
    files = [("files", ("people.csv", b"id,account_id,name,veto\np1,nowhere,,maybe\n"))]
    answer = api.post("/api/imports?dry_run=true", files=files, headers={"Accept-Language": "zh"}).json()
    reasons = {defect["column"]: defect["reason"] for defect in answer["defects"]}
    assert reasons == {"name": "为空，此项必填", "veto": "不是 true 或 false", "account_id": reasons["account_id"]}
    assert reasons["account_id"] == "nowhere：未知；文件和数据库中都没有"
