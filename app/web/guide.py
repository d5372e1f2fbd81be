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
    notes: str
    """The comment lines below the question."""
    cypher: str
    """The query itself."""


def saved_questions() -> list[SavedQuestion]:
    """Which questions are saved for analysts?"""
    return [_read(path) for path in sorted(ANALYST.glob("*.cypher"))]


def guide(origin: str) -> str:
    """What does the guide say, when Winover answers at `origin`, e.g. `http://localhost:8000`?"""
    questions = {saved.name: saved for saved in saved_questions()}
    style = _node_styles()

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
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [line.removeprefix("//").strip() for line in lines if line.startswith("//")]
    cypher = "\n".join(line for line in lines if not line.startswith("//"))
    return SavedQuestion(path.stem, comments[0], " ".join(comments[1:]), cypher)


def _runnable(saved: SavedQuestion) -> str:
    """The question and its query, which a click puts into the editor and its arrow runs."""
    notes = f"<p>{escape(saved.notes)}</p>" if saved.notes else ""
    return (
        f"<h4>{escape(saved.question)}</h4>{notes}"
        f'<figure><pre mode="cypher" class="pre-scrollable code runnable">{escape(saved.cypher)}</pre></figure>'
    )


def _item(saved: SavedQuestion) -> str:
    return f'<li><a data-populate="{escape(saved.cypher)}">{escape(saved.question)}</a></li>'


def _node_styles() -> dict[str, dict[str, str]]:
    """The colours of `browser.grass` by label."""
    rules = _RULE.findall((HERE / "browser.grass").read_text(encoding="utf-8"))
    return {label: dict(_PROPERTY.findall(body)) for label, body in rules}


def _chip(style: dict[str, str], text: str) -> str:
    """A patch that looks as a node of that label does."""
    return (
        f'<span style="display:inline-block; padding:2px 10px; border-radius:14px; white-space:nowrap;'
        f" background:{style['color']}; color:{style['text-color-internal']};"
        f' border:{style["border-width"]} solid {style["border-color"]}">{escape(text)}</span>'
    )
