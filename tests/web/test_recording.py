"""Recording where somebody stands: in three clicks or by keyboard alone, undone within a minute, never twice."""

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, Route, expect

from app.graph import Graph
from app.language import speaking
from app.web import offered, recording
from app.web.guided import questions
from app.web.wording import columns_in_words
from graph_models.vocabulary import PICKLIST
from tests.access.tokens import bearer
from tests.access.world import service
from tests.neo4j_server import Server
from tests.web.conftest import SignIn, settle
from tests.web.keyboard import tab_to

TODAY = date.today()


def _said(api: TestClient, graph: Graph, person_id: str = "wang") -> list[dict[str, Any]]:
    """What counts of what was stated, the newest first."""
    items = api.get(f"/api/people/{person_id}/assessments", headers=bearer(graph, "li")).json()["items"]
    return [one for one in items if one["withdrawn_at"] is None and one["superseded_by"] is None]


def _ranking(page: Page) -> list[str | None]:
    return [one.get_attribute("data-person") for one in page.locator(".next").all()]


def _values(page: Page) -> list[str]:
    return page.locator("#known .consensus .attitude").all_inner_texts()


def test_three_clicks_change_the_ranking_on_screen_and_in_the_api(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server
) -> None:
    visitor = sign_in("li")
    page = visitor.open("/accounts/lanjiang")
    before = _ranking(page)
    first = str(before[0])
    page.locator(f".next[data-person='{first}']").get_by_role("link", name="Record an assessment").click()
    page.locator("input[name=closeness_word][value='0']").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#assess")).to_contain_text("Recorded.")
    page.get_by_role("link", name="Whom to win over now").click()
    page.wait_for_url("**/accounts/lanjiang")
    settle(page)
    after = _ranking(page)
    values = page.locator(f".next[data-person='{first}'] p.small").nth(1).inner_text()
    with service(neo4j_server) as api:
        headers = bearer(demo_graph, "li")
        answer = api.get("/api/recommendations", params={"account_id": "lanjiang"}, headers=headers).json()
        (newest, *_) = _said(api, demo_graph, first)
    assert after == [one["person"]["id"] for one in answer]
    assert newest["closeness"] == 0
    assert (newest["solution_acceptance"], newest["price_acceptance"]) == (None, None)
    assert newest["user_id"] == "li"
    closeness = next(one["axes"][0]["current"] for one in answer if one["person"]["id"] == first)
    assert f"closeness {closeness:.0f} →" in values


def test_whoever_is_won_leaves_the_ranking(demo_graph: Graph, sign_in: SignIn) -> None:
    """Both who know him say so, by keyboard alone, from the account and back to it."""
    for user in ("li", "zhou"):
        page = sign_in(user).open("/accounts/lanjiang")
        assert "liu" in _ranking(page)
        tab_to(page, page.locator(".next[data-person=liu]").get_by_role("link", name="Record an assessment"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/people/liu/assess")
        for axis in ("closeness", "solution_acceptance", "price_acceptance"):
            tab_to(page, page.locator(f"input[name={axis}_word]:checked"))
            for _ in PICKLIST:
                page.keyboard.press("ArrowRight")
            expect(page.locator(f"input[name={axis}_word][value='100']")).to_be_checked()
        tab_to(page, page.locator("input[name=source]"))
        page.keyboard.type("own meeting")
        tab_to(page, page.get_by_role("button", name="Save"))
        page.keyboard.press("Enter")
        # What to do next has the focus: taking it back.
        expect(page.get_by_role("button", name="Undo")).to_be_focused()
        tab_to(page, page.get_by_role("link", name="Whom to win over now"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/accounts/lanjiang")
        settle(page)
    after = _ranking(page)
    assert after
    assert "liu" not in after


def test_undo_within_the_minute(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    """The page shows the new consensus and the button in the same answer; undone, all is as before."""
    page = sign_in("li").open("/people/wang")
    before = _values(page)
    worth = page.locator("#way p").first
    worth_before = worth.inner_text()
    page.locator("input[name=price_acceptance_word][value='100']").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#assess .attitude").nth(2)).not_to_have_text(before[2])
    expect(page.locator("#known .consensus .attitude").nth(2)).not_to_have_text(before[2])
    expect(worth).not_to_have_text(worth_before)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#assess")).to_contain_text("Taken back")
    expect(worth).to_have_text(worth_before)
    expect(page.locator("#known .consensus .attitude").nth(2)).to_have_text(before[2])
    assert _values(page) == before
    expect(page.locator(".statements > li").first).to_contain_text("withdrawn")
    with service(neo4j_server) as api:
        assert all(one["observed_on"] != str(TODAY) for one in _said(api, demo_graph))


def test_after_the_minute_there_is_no_undo(
    demo_graph: Graph, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, neo4j_server: Server
) -> None:
    """The button goes by itself; whoever sends it all the same is told, and nothing is undone."""
    monkeypatch.setattr(recording, "_GRACE_SECONDS", -recording.UNDO_SECONDS)
    page = sign_in("li").open("/people/wang/assess")
    page.locator("input[name=closeness_word][value='50']").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("the minute is over")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    with service(neo4j_server) as api:
        assert _said(api, demo_graph)[0]["observed_on"] == str(TODAY)
    monkeypatch.setattr(recording, "UNDO_SECONDS", 1)
    page.get_by_role("button", name="Say something more").click()
    page.locator("input[name=closeness_word][value='50']").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#assess")).to_contain_text("The minute is over")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_a_large_move_asks_for_a_second_contributor(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open("/people/liu/assess")
    page.locator("input[name=solution_acceptance]").fill("100")
    page.locator("summary", has_text="How sure").click()
    page.locator("input[name=confidence]").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#assess .doubts")).to_contain_text("ask for a second opinion")
    expect(page.locator("#assess .doubts")).to_contain_text("Zhou Kai")


def test_nothing_is_filled_in_that_looks_like_knowledge(demo_graph: Graph, sign_in: SignIn) -> None:
    page = sign_in("li").open("/people/wang/assess")
    form = page.locator(".assess-form")
    for axis in ("closeness", "solution_acceptance", "price_acceptance"):
        expect(form.locator(f"input[name={axis}_word]:checked")).to_have_value("")
        expect(form.locator(f"input[name={axis}]")).to_have_value("")
    assert form.locator("select").evaluate_all("all => all.every(one => one.value === '')")
    form.locator("textarea").fill("Asked for the references\nof two plants")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("#error-closeness")).to_contain_text("no attitude given")
    expect(form.locator("textarea")).to_have_value("Asked for the references\nof two plants")
    # The word takes the place of the number, and the number that of the word.
    form.locator("input[name=closeness]").fill("62")
    form.locator("input[name=closeness_word][value='75']").check()
    expect(form.locator("input[name=closeness]")).to_have_value("")
    form.locator("input[name=closeness]").fill("62")
    expect(form.locator("input[name=closeness_word]:checked")).to_have_value("")


def test_answers_to_questions_are_recorded_as_their_values(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server
) -> None:
    """By keyboard alone; of two answers on one attitude the mean."""
    page = sign_in("li").open("/people/wang/assess")
    tab_to(page, page.locator("summary", has_text="Rather answer questions"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Would they return your call today?"))
    page.keyboard.type("Yes")
    tab_to(page, page.get_by_label("Do they tell you what is decided inside?"))
    page.keyboard.type("What everybody")
    tab_to(page, page.get_by_label("Do they find our price worth it?"))
    page.keyboard.type("Too dear")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.locator("#assess")).to_contain_text("Recorded.")
    with service(neo4j_server) as api:
        newest = _said(api, demo_graph)[0]
    assert (newest["closeness"], newest["solution_acceptance"], newest["price_acceptance"]) == (62.5, None, 25)


def test_every_answer_stands_for_a_word_of_the_picklist() -> None:
    for question in questions():
        values = [answer.value for answer in question.answers]
        assert 3 <= len(values) <= 5
        assert values == sorted(set(values))
        assert set(values) <= set(PICKLIST.values())


def test_words_that_are_offered_are_stored_alike_in_every_language() -> None:
    """What is only hearsay counts less, however it is called; other words stay as they are."""
    english = [offered.sources(), offered.channels()]
    with speaking("zh"):
        chinese = [offered.sources(), offered.channels()]
        assert [[offered.meant(word) for word in words] for words in chinese] == english
        assert (offered.said("hearsay"), offered.meant("听说")) == ("听说", "hearsay")
        assert (offered.said("微信"), offered.meant("微信")) == ("微信", "微信")
        assert [[offered.said(word) for word in words] for words in english] == chinese


def test_what_is_wrong_names_columns_as_forms_do() -> None:
    with speaking("zh"):
        said = columns_in_words("closeness, solution_acceptance; before works_from; my_own")
    assert said == "关系紧密度, 方案认可度; before “任职开始”; my_own"


def test_a_meeting_in_chinese(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    """Words and channel are those of the page; what is stored is what every other page and the API know."""
    page = sign_in("li", locale="zh-CN").open("/accounts/lanjiang/meeting")
    expect(page.get_by_label("方式")).to_have_value("拜访")
    page.get_by_label("内容：只写业务").fill("看了招标文件")
    row = page.locator("tbody tr", has=page.locator("input[name=person][value=he]"))
    row.locator("input[name=person]").check()
    row.locator("input.score").first.fill("支持者")
    page.get_by_role("button", name="保存会面").click()
    expect(page.locator("#meeting")).to_contain_text("已记录，含 1 条评估。")
    with service(neo4j_server) as api:
        headers = bearer(demo_graph, "li")
        contacts = api.get("/api/interactions", params={"account_id": "lanjiang"}, headers=headers).json()["items"]
        assert [one["channel"] for one in contacts if one["summary"] == "看了招标文件"] == ["visit"]
        said = _said(api, demo_graph, "he")[0]
        assert (said["closeness"], said["source"]) == (75, "own meeting")
    page.goto(page.url.split("/accounts")[0] + "/people/he")
    expect(page.locator(".statements > li").first).to_contain_text("本人会面")


def test_the_server_goes_away_meanwhile(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    """What was typed stays; sent again it is recorded once, even if the first time it arrived and no answer did."""
    visitor = sign_in("li")
    page = visitor.open("/people/wang/assess")
    page.locator("input[name=closeness]").fill("44")
    page.locator("textarea").fill("He asked for two references")

    def lose_the_request(route: Route) -> None:
        route.abort()

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    for vanish in (lose_the_request, lose_the_answer):
        page.route("**/assess", vanish)
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#messages")).to_contain_text("Nothing that you typed is lost")
        expect(page.locator("textarea")).to_have_value("He asked for two references")
        expect(page.locator("input[name=closeness]")).to_have_value("44")
        page.unroute("**/assess")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#assess")).to_contain_text("Recorded.")
    with service(neo4j_server) as api:
        assert [one["closeness"] for one in _said(api, demo_graph) if one["observed_on"] == str(TODAY)] == [44]


def test_correct_and_withdraw(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    """One's own statements by keyboard alone; those of others not at all."""
    page = sign_in("li").open("/people/wang")
    mine = page.locator(".statements > li", has_text="Wants to see a plant")
    assert page.locator(".statements > li", has_text="Sun Qiang").get_by_role("link", name="Correct").count() == 0
    tab_to(page, mine.get_by_role("link", name="Correct"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/correct")
    expect(page.locator("input[name=solution_acceptance]")).to_have_value("55")
    tab_to(page, page.locator("input[name=solution_acceptance]"))
    page.keyboard.type("65")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.locator("#assess")).to_contain_text("Recorded.")
    page.goto(page.url.split("/assessments")[0] + "/people/wang")
    expect(page.locator(".statements > li.gone")).to_contain_text("corrected")
    correction = page.locator(".statements > li", has_text="a correction")
    expect(correction).to_contain_text("Wants to see a plant")
    tab_to(page, correction.locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, correction.get_by_label("Why does it no longer count?"))
    page.keyboard.type("Meant for his deputy")
    page.keyboard.press("Enter")
    expect(page.locator(".statements > li", has_text="Meant for his deputy")).to_contain_text("withdrawn")
    expect(page.locator(".statements [id^=withdrawn-]")).to_be_focused()
    with service(neo4j_server) as api:
        # The one that it had corrected counts again.
        assert "Wants to see" in str([one["note"] for one in _said(api, demo_graph)])


def test_a_meeting_at_once_by_keyboard_alone_and_undone(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server
) -> None:
    page = sign_in("li").open("/accounts/lanjiang/meeting")
    expect(page.locator("input[name=user]:checked")).to_have_value("li")
    tab_to(page, page.locator("textarea[name=summary]"))
    page.keyboard.type("Looked at the tender")
    for person, value in (("he", "enemy"), ("wang", "60")):
        row = page.locator("tbody tr", has=page.locator(f"input[name=person][value={person}]"))
        tab_to(page, row.locator("input[name=person]"))
        page.keyboard.press("Space")
        tab_to(page, row.locator("input.score").first)
        page.keyboard.type(value)
    tab_to(page, page.get_by_role("button", name="Save the meeting"))
    page.keyboard.press("Enter")
    expect(page.locator("#meeting")).to_contain_text("Recorded, with 2 assessments.")
    assert page.locator("#meeting .card").count() == 2
    with service(neo4j_server) as api:
        headers = bearer(demo_graph, "li")
        contacts = api.get("/api/interactions", params={"account_id": "lanjiang"}, headers=headers).json()["items"]
        (contact,) = [one for one in contacts if one["summary"] == "Looked at the tender"]
        assert (contact["user_ids"], contact["person_ids"], contact["at"][:10]) == (["li"], ["he", "wang"], str(TODAY))
        assert _said(api, demo_graph, "he")[0]["closeness"] == 0
        assert _said(api, demo_graph, "wang")[0]["closeness"] == 60
        expect(page.get_by_role("button", name="Undo")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#meeting")).to_contain_text("Taken back")
        left = api.get("/api/interactions", params={"account_id": "lanjiang"}, headers=headers).json()["items"]
        assert contact["id"] not in {one["id"] for one in left}
        for person in ("he", "wang"):
            assert all(one["observed_on"] != str(TODAY) for one in _said(api, demo_graph, person))


def test_a_meeting_with_a_mistake_stores_nothing_and_keeps_what_was_typed(
    demo_graph: Graph, sign_in: SignIn, neo4j_server: Server
) -> None:
    page = sign_in("li").open("/accounts/lanjiang/meeting?person_id=wang")
    wang = page.locator("tbody tr", has=page.locator("input[name=person][value=wang]"))
    xu = page.locator("tbody tr", has=page.locator("input[name=person][value=xu]"))
    expect(wang.locator("input[name=person]")).to_be_checked()
    wang.locator("input.score").first.fill("perhaps")
    page.get_by_role("button", name="Save the meeting").click()
    expect(wang.locator("td[data-label=closeness] .error")).to_contain_text("not a score")
    expect(wang.locator("input.score").first).to_be_focused()
    expect(wang.locator("input.score").first).to_have_value("perhaps")
    wang.locator("input.score").first.fill("70")
    xu.locator("input.score").first.fill("80")
    page.get_by_role("button", name="Save the meeting").click()
    expect(xu.locator(".error")).to_contain_text("say that they were there")
    xu.locator("input.score").first.fill("")
    xu.locator("input[name=person]").check()
    xu.locator("input").last.fill("Came late")
    page.get_by_role("button", name="Save the meeting").click()
    expect(xu.locator(".error")).to_contain_text("a note goes with an attitude")
    expect(xu.locator("input").last).to_have_value("Came late")
    with service(neo4j_server) as api:
        assert all(one["observed_on"] != str(TODAY) for one in _said(api, demo_graph))
    xu.locator("input.score").first.fill("80")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.locator("#meeting")).to_contain_text("Recorded, with 2 assessments.")
