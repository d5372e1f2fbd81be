"""In which language is a request to be answered? (content negotiation: RFC 9110, 12.5.4)"""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.language import ENGLISH, LANGUAGES, speaking

COOKIE = "winover_language"
"""What somebody has chosen with the switch."""


def best_language(accepted: str) -> str:
    """The language of ours that a browser prefers, from its `Accept-Language`."""
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
        with speaking(wanted_language(Headers(scope=scope))):
            await self.app(scope, receive, send)


def wanted_language(headers: Headers) -> str:
    """What somebody chose or, before that, what their browser prefers."""
    return chosen_language(headers) or best_language(headers.get("accept-language", ""))


def chosen_language(headers: Headers) -> str | None:
    """What somebody has chosen with the switch."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie is not None and cookie.value in LANGUAGES else None
