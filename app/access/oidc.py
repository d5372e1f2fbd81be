"""Sign-in by OpenID Connect: the authorization code flow with PKCE, state and nonce, and a session of ours at its end.

The provider says who somebody is; what they may see and do is said by the graph alone.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# (Authlib is not annotated)

import logging
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.access.cookies import over_https, public_origin
from app.access.queries import user_of_claim
from app.access.tokens import SESSION_LASTS, make_token
from app.errors import Forbidden, Unauthorized, Unavailable, WinoverError
from app.graph import Graph
from app.language import gettext as _
from app.language import marked
from app.settings import OidcSettings
from app.web.sign_in import sign_in_page, signed_in

_BEGIN = "/sign-in/oidc"
_CALLBACK = "/sign-in/oidc/callback"
_COOKIE = "winover_oidc"
_MAX_MINUTES = 10  # from one of our pages over the provider's to the other

_CANCELLED = marked("The sign-in was cancelled, or your organisation does not let you in here. You may try again.")
_STALE = marked("This sign-in was used already, took over {minutes} minutes, or began in another browser. Try again.")
_REFUSED = marked("Your organisation's sign-in was not accepted. Try again; if it stays so, tell whoever runs Winover.")
_AWAY = marked(
    "Your organisation's sign-in does not answer as it should. Try again in a minute, or tell whoever runs Winover."
)
_UNVERIFIED = marked("Your organisation has not verified your e-mail address, so it does not say who you are.")

_log = logging.getLogger(__name__)
_Page: TypeAlias = Callable[[Request], Awaitable[Response]]


def oidc_routes(settings: OidcSettings, secret_key: str) -> Sequence[Route]:
    """The two pages of the flow; only they see the cookie that keeps its state."""
    sign_in = OidcSignIn(settings)
    state = Middleware(_keep_state, secret_key)
    return [
        Route(_BEGIN, _or_why_not(sign_in.begin), middleware=[state]),
        Route(_CALLBACK, _or_why_not(sign_in.finish), middleware=[state]),
    ]


class OidcSignIn:
    """Signs in by one provider, which is asked for the first time when somebody signs in."""

    def __init__(self, settings: OidcSettings) -> None:
        self._settings = settings
        secret = settings.client_secret
        issuer = settings.issuer.rstrip("/")
        scopes = dict.fromkeys(("openid", *settings.scopes.split()))
        self._valid = {
            "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
            "aud": {"essential": True, "value": settings.client_id},
        }
        self._provider: Any = OAuth().register(
            "oidc",
            client_id=settings.client_id,
            client_secret=secret.get_secret_value() if secret else None,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": " ".join(scopes), "code_challenge_method": "S256"},
        )

    async def begin(self, request: Request) -> Response:
        """Send the browser to the provider."""
        with _in_plain_words():
            return await self._provider.authorize_redirect(request, public_origin(request) + _CALLBACK)

    async def finish(self, request: Request) -> Response:
        """Receive the browser from the provider, and sign in whom it speaks of."""
        with _in_plain_words():
            claims = await self._claims(request)
        secret = await run_in_threadpool(self._session, request.app.state.graph, claims)
        return signed_in(request, request.app.state.session_cookies, secret)

    async def _claims(self, request: Request) -> Mapping[str, Any]:
        """What the provider says of the user, verified."""
        token = await self._provider.authorize_access_token(request, claims_options=self._valid)
        claims = token.get("userinfo")
        if claims is None:
            raise OAuthError(error="no_id_token")
        metadata = await self._provider.load_server_metadata()
        if self._settings.user_claim in claims or "userinfo_endpoint" not in metadata:
            return claims
        # Some providers keep their id tokens small.
        more = await self._provider.userinfo(token=token)
        if more.get("sub") != claims["sub"]:
            raise OAuthError(error="userinfo_of_another")
        return {**more, **claims}

    def _session(self, graph: Graph, claims: Mapping[str, Any]) -> str:
        """A session of the user whom the claims speak of.

        Raises:
            Forbidden: the claims do not say who it is, or it is nobody of ours.
        """
        name, key = self._settings.user_claim, self._settings.user_key
        value = claims.get(name)
        if not isinstance(value, str) or not value:
            msg = _("Your organisation did not say who you are: it sent no {claim}. Tell whoever runs Winover.")
            raise Forbidden(msg.format(claim=name))
        if name == "email" and str(claims.get("email_verified", True)).lower() != "true":
            raise Forbidden(_(_UNVERIFIED))
        users = user_of_claim(graph, email=value if key == "email" else None, id=value if key == "id" else None)
        if not users:
            msg = _("Nobody with the {key} {value} is a user of Winover. Ask whoever runs it to add you.")
            raise Forbidden(msg.format(key=_(_KEYS[key]), value=value))
        if len(users) > 1:
            msg = _("Several users of Winover have the {key} {value}. Ask whoever runs it to give each their own.")
            raise Forbidden(msg.format(key=_(_KEYS[key]), value=value))
        return make_token(graph, "session", user_id=users[0].id, role=None, lasts=SESSION_LASTS).token


_KEYS = {"email": marked("e-mail address"), "id": marked("id")}


@contextmanager
def _in_plain_words() -> Generator[None]:
    """What may go wrong between us and the provider, as a sentence that tells nothing secret."""
    try:
        yield
    except OAuthError as error:
        if error.error == "access_denied":
            raise Unauthorized(_(_CANCELLED)) from error
        if error.error == "mismatching_state":
            raise Unauthorized(_(_STALE).format(minutes=_MAX_MINUTES)) from error
        _log.warning("OpenID Connect: the sign-in was refused (%.60r)", error.error)
        raise Unauthorized(_(_REFUSED)) from error
    except JoseError as error:
        _log.warning("OpenID Connect: the id token does not hold (%s)", type(error).__name__)
        raise Unauthorized(_(_REFUSED)) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, KeyError, TypeError, ValueError, RuntimeError) as error:
        # Whatever the provider answers that is no answer of a provider ends in one of these.
        _log.warning("OpenID Connect: the provider does not answer as it should (%s)", type(error).__name__)
        raise Unavailable(_(_AWAY)) from error


def _or_why_not(page: _Page) -> _Page:
    """Answer with the page, or with the one to sign in that says why it could not be."""

    async def answer(request: Request) -> Response:
        try:
            return await page(request)
        except WinoverError as error:
            return sign_in_page(request, error.detail, error.status)

    return answer


def _keep_state(app: ASGIApp, secret_key: str) -> ASGIApp:
    """Keep the state of a flow, signed, in a cookie that lasts for a few minutes and goes to the flow's pages only."""

    def keeper(*, secure: bool) -> SessionMiddleware:
        return SessionMiddleware(
            app, secret_key, _COOKIE, max_age=60 * _MAX_MINUTES, path=_BEGIN, same_site="lax", https_only=secure
        )

    plain, secure = keeper(secure=False), keeper(secure=True)

    async def keep(scope: Scope, receive: Receive, send: Send) -> None:
        await (secure if over_https(HTTPConnection(scope)) else plain)(scope, receive, send)

    return keep
