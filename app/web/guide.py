"""The guide that `:play` opens in Neo4j Browser: `guide.html` with the saved questions and the colours put in."""

import re
from html import escape
from pathlib import Path
from typing import NamedTuple

from app.graph import CYPHER

ANALYST = CYPHER / "analyst"
HERE = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{(origin|questions|query (\w+)|chip (\w+) ([^}]+))\}")
_RULE = re.compile(r"^node\.(\w+) \{(.*?)^\}", re.MULTILINE | re.DOTALL)
_PROPERTY = re.compile(r"^\s*([\w-]+): (.*);$", re.MULTILINE)


class SavedQuestion(NamedTuple):
    """One file of `cypher/analyst`."""

    name: str
    question: str
    """Its first line, in plain words."""
    text: str
    """The whole file, which Neo4j Browser runs as it is and heads with the question."""


def saved_questions() -> list[SavedQuestion]:
    """Which questions are saved for analysts?"""
    return [_read(path) for path in sorted(ANALYST.glob("*.cypher"))]


def guide(origin: str) -> str:
    """What does the guide say, when Winover answers at `origin`, e.g. `http://localhost:8000`?"""
    questions = {saved.name: saved for saved in saved_questions()}
    style = node_styles()

    def filled(match: re.Match[str]) -> str:
        _, query, label, text = match.groups()
        if query:
            return _runnable(questions[query])
        if label:
            return _chip(style[label], text)
        if match[1] == "origin":
            return escape(origin)
        return "\n".join(map(_item, questions.values()))

    return _PLACEHOLDER.sub(filled, (HERE / "guide.html").read_text(encoding="utf-8"))


def _read(path: Path) -> SavedQuestion:
    text = path.read_text(encoding="utf-8").strip()
    return SavedQuestion(path.stem, text.splitlines()[0].removeprefix("//").strip(), text)


def _runnable(saved: SavedQuestion) -> str:
    """The query, which a click puts into the editor and its arrow runs."""
    return f'<figure><pre mode="cypher" class="pre-scrollable code runnable">{escape(saved.text)}</pre></figure>'


def _item(saved: SavedQuestion) -> str:
    return f'<li><a data-populate="{escape(saved.text)}">{escape(saved.question)}</a></li>'


def node_styles() -> dict[str, dict[str, str]]:
    """How does `browser.grass` draw a node of each label?"""
    rules = _RULE.findall((HERE / "browser.grass").read_text(encoding="utf-8"))
    return {label: dict(_PROPERTY.findall(body)) for label, body in rules}


def _chip(style: dict[str, str], text: str) -> str:
    """A patch that looks as a node of that label does."""
    return (
        f'<span style="display:inline-block; padding:2px 10px; border-radius:14px; white-space:nowrap;'
        f" background:{style['color']}; color:{style['text-color-internal']};"
        f' border:{style["border-width"]} solid {style["border-color"]}">{escape(text)}</span>'
    )
