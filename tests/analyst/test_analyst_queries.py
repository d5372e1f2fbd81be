"""The analysts' saved questions: plain words, read-only, without parameters, and never empty on the demo."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the driver annotates its sessions only in part)

from html.parser import HTMLParser
from typing import LiteralString, cast

import pytest
from neo4j import Session

from app.graph import Graph
from app.web.guide import SavedQuestion, guide, saved_questions

LEAST = 14


class _Queries(HTMLParser):
    """Collects what a click in the guide runs (`shown`) or puts into the editor (`listed`)."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.listed: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "pre" and "runnable" in (given.get("class") or "").split():
            self._open = True
            self.shown.append("")
        if query := given.get("data-populate"):
            self.listed.append(query)

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.shown[-1] += data


def test_there_are_many_and_each_starts_with_a_question(subtests: pytest.Subtests) -> None:
    """Is every file a question in plain words, asked once?"""
    saved = saved_questions()
    assert len(saved) >= LEAST
    assert len({one.question for one in saved}) == len(saved)
    for one in saved:
        with subtests.test(one.name):
            assert one.text.startswith("// ")
            assert one.question.endswith("?")


def test_each_reads_only_and_finds_something_in_the_demo(demo_graph: Graph, subtests: pytest.Subtests) -> None:
    """Does Neo4j run every file as it is, without complaint, and does the demo have an answer?"""
    with demo_graph.driver.session(database=demo_graph.database, notifications_min_severity="INFORMATION") as session:
        for saved in saved_questions():
            with subtests.test(saved.name):
                _check(session, saved)


def test_the_guide_shows_saved_questions_and_lists_all() -> None:
    """Is every query in the guide one of the saved ones, and is every saved one within reach?"""
    html = guide("http://localhost:8000")
    parser = _Queries()
    parser.feed(html)
    texts = [saved.text for saved in saved_questions()]
    commands = [query for query in parser.shown if query.startswith(":")]
    queries = [query for query in parser.shown if not query.startswith(":")]
    assert commands[0] == ":style http://localhost:8000/browser.grass"
    assert len(queries) >= 6
    assert set(queries) <= set(texts)
    assert parser.listed == texts
    for placeholder in ("{query", "{chip", "{origin", "{questions"):
        assert placeholder not in html


def _check(session: Session, saved: SavedQuestion) -> None:
    text = cast("LiteralString", saved.text)
    plan = session.run("EXPLAIN " + text).consume()
    assert plan.query_type == "r"
    assert [status.status_description for status in plan.gql_status_objects if status.is_notification] == []
    result = session.run(text)
    assert result.peek() is not None
    assert [status.status_description for status in result.consume().gql_status_objects if status.is_notification] == []
