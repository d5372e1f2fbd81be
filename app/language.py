"""In which language are people answered? English texts stand in the code; others in `app/locale` (gettext).

The language belongs to the request, so that no function passes it on: what makes a text calls `gettext` for it.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "zh": "中文"}
"""Each under its own name."""
COOKIE = "winover_language"
LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """In which language is this answered? A key of `LANGUAGES`, and a locale of Babel's."""
    return _language.get()


@contextmanager
def speaking(chosen: str) -> Generator[None]:
    """Answer in this language meanwhile."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """A text in the language of the answer; the English one where there is no other."""
    chosen = _language.get()
    return message if chosen == ENGLISH else translations(chosen).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The same of a text that depends on a number."""
    return translations(_language.get()).ngettext(one, many, number)


def marked(message: str) -> str:
    """A text of a constant, as it is: it is collected for translation here, and translated where it is used."""
    return message


@cache
def translations(chosen: str) -> NullTranslations:
    """All texts in a language."""
    path = LOCALE / chosen / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=chosen))
    compiled.seek(0)
    return Translations(compiled)


def best_language(accepted: str) -> str:
    """The language of ours that a browser prefers, from its `Accept-Language` (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, int, str]] = []
    for place, wish in enumerate(accepted.split(",")):
        tag, *parameters = (part.strip().lower() for part in wish.split(";"))
        name = tag.partition("-")[0]
        try:
            weight = float(next((one[2:] for one in parameters if one.startswith("q=")), 1))
        except ValueError:
            continue
        if name in LANGUAGES and weight > 0:
            wishes.append((-weight, place, name))
    return min(wishes)[2] if wishes else ENGLISH


class SpeakTheirLanguage:
    """Answers each request in the language that somebody chose or, before that, in the one their browser prefers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with speaking(chosen_language(headers) or best_language(headers.get("accept-language", ""))):
            await self.app(scope, receive, send)


def chosen_language(headers: Headers) -> str | None:
    """What somebody has chosen with the switch."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie is not None and cookie.value in LANGUAGES else None
