"""The cookie of a browser's session, signed, and the token that a page must send with every write (CSRF).

Another site can make a browser send the cookie along, but can neither read it nor the answer that holds the token.
"""

import secrets
from pathlib import Path

from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from app.access.tokens import SESSION_LASTS
from app.neo4j_jars import exclusive, replace_text

COOKIE = "winover_session"
CSRF_HEADER = "X-CSRF-Token"


class SessionCookies:
    """Signs and reads the cookies of one service; several processes that share the key understand each other's."""

    def __init__(self, secret_key: str) -> None:
        self._session = Signer(secret_key, salt="session")
        self._csrf = Signer(secret_key, salt="csrf")

    def give(self, request: Request, response: Response, secret: str) -> None:
        """Let the browser that asks have this session."""
        response.set_cookie(
            COOKIE,
            self._session.sign(secret).decode(),
            max_age=int(SESSION_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=over_https(request),
        )

    def read(self, cookie: str) -> str | None:
        """What opens the session; None: we did not sign this."""
        try:
            return self._session.unsign(cookie).decode()
        except (BadSignature, UnicodeDecodeError):
            return None

    def csrf_token(self, secret: str) -> str:
        """What a page of this session sends with every write."""
        return self._csrf.get_signature(secret).decode()

    def is_csrf_token(self, secret: str, token: str | None) -> bool:
        """Does the page that writes know the session's token?"""
        return token is not None and secrets.compare_digest(self.csrf_token(secret).encode(), token.encode())


def public_origin(connection: HTTPConnection) -> str:
    """Under which address the browser that asks reaches us, perhaps through a proxy."""
    return connection.app.state.public_url or f"{connection.url.scheme}://{connection.url.netloc}"


def over_https(connection: HTTPConnection) -> bool:
    """Does the browser that asks talk https, with us or with a proxy before us?"""
    return public_origin(connection).startswith("https:")


def kept_secret_key(directory: Path) -> str:
    """The key of this machine's own service, made once and readable by its owner only."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "secret_key"
    if not path.exists():
        with exclusive(directory / "secret_key.lock", "another process that makes the secret key"):
            if not path.exists():
                replace_text(path, secrets.token_hex(32))
    return path.read_text(encoding="ascii")
