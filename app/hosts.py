"""Only pages and programs of this machine may talk to a service that is meant for this machine.

Listening on 127.0.0.1 is not enough: any web page may send a form to it (cross-site request forgery), or reach it under
a name of its own (DNS rebinding).
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api import problem
from app.language import gettext as _
from app.language import marked

_READING = frozenset(("GET", "HEAD", "OPTIONS"))


class OnlyKnownHosts:
    """Refuses requests under a foreign name, and writes that a foreign page asks for; `*` allows every name."""

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 400 or 403."""
        if scope["type"] == "http" and "*" not in self.allowed:
            headers = Headers(scope=scope)
            host = urlsplit(f"//{headers.get('host', '')}").hostname
            origin = headers.get("origin")
            refusal = None
            if host not in self.allowed:
                text = _("this service is not known as {host}; add it to WINOVER_ALLOWED_HOSTS if it is yours")
                refusal = problem(400, marked("Unknown host"), text.format(host=host))
            elif scope["method"] not in _READING and origin and urlsplit(origin).hostname not in self.allowed:
                text = _("a page of {origin} may not write here")
                refusal = problem(403, marked("Foreign origin"), text.format(origin=origin))
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)
