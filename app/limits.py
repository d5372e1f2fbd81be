"""No request may send more than the service is willing to read."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import problem
from app.language import gettext as _
from app.language import marked

_MEGABYTE = 1 << 20
_IMPORTS = ("/api/imports", "/import")
_TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class LimitBodies:
    """Refuses larger bodies with 413: at once where their size is announced, otherwise when so much has come."""

    def __init__(self, app: ASGIApp, max_body_mb: float, max_import_mb: float) -> None:
        self.app = app
        self.max_body_mb = max_body_mb
        self.max_import_mb = max_import_mb

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_import = scope["method"] == "POST" and scope["path"] in _IMPORTS
        megabytes, variable = (
            (self.max_import_mb, "WINOVER_MAX_IMPORT_MB") if is_import else (self.max_body_mb, "WINOVER_MAX_BODY_MB")
        )
        most = megabytes * _MEGABYTE
        text = _("a body may have {megabytes:g} MB here, and this one is larger; send less, or raise {variable}")
        detail = text.format(megabytes=megabytes, variable=variable)
        if _announced(scope) > most:
            await problem(_TOO_LARGE, marked("Too large"), detail)(scope, receive, send)
            return
        received = 0

        async def receive_so_much() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(_TOO_LARGE, detail)  # whoever reads the body lets it pass, up to `app.api`
            return message

        await self.app(scope, receive_so_much, send)


def _announced(scope: Scope) -> int:
    """How many bytes the request says it has; 0 where it does not say so, or not in a number."""
    try:
        return int(Headers(scope=scope).get("content-length", "0"))
    except ValueError:
        return 0
