"""Sign-in by OpenID Connect, the whole flow, with a real provider."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# (the provider is not annotated)

import base64
import hashlib
import io
import time
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from itsdangerous import TimestampSigner
from pydantic import SecretStr

from app.access.cookies import COOKIE
from app.analytics.constants import Constants
from app.errors import Invalid
from app.graph import Graph
from app.main import create_app
from app.settings import OidcSettings, settings
from app.store.queries import dedicate
from loaders.load import load
from tests.access.world import service
from tests.neo4j_server import Server

with warnings.catch_warnings(action="ignore"):
    from oidc_provider_mock import User, run_server_in_thread
    from oidc_provider_mock._app import AuthorizationCodeGrant, OpenIDCode  # to let it err

pytestmark = [  # the provider's
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]

SECRET = "the-client-secret"  # noqa: S105
USERS = """id,name,email,role
li,Li Min,li.min@ruoshui.example,manager
chen,Chen Gang,chen.gang@ruoshui.example,rep
zhou,Zhou Kai,shared@ruoshui.example,rep
sun,Sun Qiang,Shared@ruoshui.example,executive
"""
KNOWN_TO_THE_PROVIDER = [
    User(sub="li-1", claims={"email": "Li.Min@Ruoshui.example", "email_verified": True}),
    User(sub="chen", claims={"email": "chen.gang@ruoshui.example"}),
    User(sub="stranger", claims={"email": "<b>nobody</b>@ruoshui.example", "email_verified": True}),
    User(sub="unverified", claims={"email": "li.min@ruoshui.example", "email_verified": False}),
    User(sub="in words", claims={"email": "li.min@ruoshui.example", "email_verified": "false"}),
    User(sub="shared", claims={"email": "shared@ruoshui.example", "email_verified": True}),
    User(sub="silent", claims={"name": "li"}),
]


@dataclass
class Provider:
    """The provider, and what was sent to its token endpoint."""

    issuer: str
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])

    def settings(self, **changes: Any) -> OidcSettings:  # noqa: ANN401
        """How Winover is told of it."""
        known = {"issuer": self.issuer, "client_id": "winover", "client_secret": SecretStr(SECRET)}
        return OidcSettings.model_validate(known | changes)


@contextmanager
def running_provider() -> Generator[Provider]:
    """A provider that runs meanwhile."""
    with run_server_in_thread(user_claims=KNOWN_TO_THE_PROVIDER) as server:
        provider = Provider(f"http://localhost:{server.server_port}")
        answer: Any = server.app

        def listen(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401
            if environ["PATH_INFO"].endswith("/token"):
                body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
                provider.asked.append(dict(parse_qsl(body.decode())))
                environ["wsgi.input"] = io.BytesIO(body)
            return answer(environ, start_response)

        server.app = listen
        yield provider


@pytest.fixture(scope="module")
def shared_provider() -> Generator[Provider]:
    """A provider for all."""
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(shared_provider: Provider) -> Provider:
    """The provider, of which nothing was asked yet."""
    shared_provider.asked.clear()
    return shared_provider


@pytest.fixture
def users(graph: Graph, tmp_path: Path) -> Callable[[str], None]:
    """Loads our people, and again when something about them changes."""

    def store(text: str) -> None:
        (tmp_path / "users.csv").write_text(text, encoding="utf-8")
        assert not load(graph, [tmp_path / "users.csv"]).defects
        dedicate(graph, purpose="tests", loaded_on=date.today())

    store(USERS)
    return store


Serve = Callable[..., TestClient]


@pytest.fixture
def serve(users: Callable[[str], None], neo4j_server: Server) -> Generator[Serve]:
    """Starts the service and gives a browser of it."""
    clients: list[TestClient] = []

    def connect() -> Graph:
        return Graph.connect(neo4j_server.bolt_uri, neo4j_server.username, neo4j_server.password)

    def start(oidc: OidcSettings | None, base_url: str = "http://localhost", **options: Any) -> TestClient:  # noqa: ANN401
        app = create_app(connect, Constants(), oidc=oidc, **options)
        clients.append(TestClient(app, base_url=base_url, follow_redirects=False))
        return clients[-1].__enter__()

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture(scope="module")
def shared_service(connection: Graph, neo4j_server: Server, shared_provider: Provider) -> Generator[TestClient]:
    """A service whose people sign in with the provider."""
    with service(neo4j_server, oidc=shared_provider.settings()) as client:
        yield client


@pytest.fixture
def browser(users: Callable[[str], None], shared_service: TestClient, provider: Provider) -> TestClient:
    """A browser of that service, without cookies."""
    client = TestClient(shared_service.app, base_url="http://localhost", follow_redirects=False)
    client.portal = shared_service.portal
    return client


def begin(browser: TestClient) -> str:
    """Follow the button; where it leads to."""
    answer = browser.get("/sign-in/oidc")
    assert answer.status_code == 302
    return answer.headers["location"]


def consent(address: str, sub: str) -> str:
    """Sign in at the provider; where it sends the browser back to."""
    return httpx2.post(address, data={"sub": sub}).headers["location"]


def sign_in(browser: TestClient, sub: str) -> httpx2.Response:
    """The whole flow."""
    return browser.get(consent(begin(browser), sub))


def query(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def with_query(address: str, **changes: str) -> str:
    """The same address with other parameters."""
    return urlsplit(address)._replace(query=urlencode(query(address) | changes)).geturl()


def assert_refused(browser: TestClient, answer: httpx2.Response, status: int, words: str) -> None:
    """A page says why, offers to try again and tells nothing secret; nobody is signed in."""
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert words in answer.text
    assert 'href="/sign-in/oidc"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    sent = query(str(answer.request.url))
    for secret in (SECRET, *(sent[name] for name in ("code", "state") if name in sent)):
        assert secret not in answer.text
    assert COOKIE not in browser.cookies
    assert browser.get("/api/session").status_code == 401


def test_signs_in_whom_the_provider_names(browser: TestClient) -> None:
    """By the verified e-mail address in any case; the state of the flow is gone afterwards."""
    assert 'href="/sign-in/oidc"' in browser.get("/sign-in").text
    answer = sign_in(browser, "li-1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "code=" not in answer.text
    assert set(browser.cookies) == {COOKIE}
    session = browser.get("/api/session").json()
    assert (session["user_id"], session["user_name"], session["role"]) == ("li", "Li Min", "manager")


def test_an_address_of_which_the_provider_does_not_say_whether_it_is_verified(browser: TestClient) -> None:
    """Not every provider does; the address counts."""
    sign_in(browser, "chen")
    assert browser.get("/api/session").json()["user_id"] == "chen"


def test_proves_to_the_provider_that_it_began_the_flow(browser: TestClient, provider: Provider) -> None:
    """PKCE, and what the address that the browser is sent to tells and does not tell."""
    address = begin(browser)
    sent = query(address)
    assert address.startswith(f"{provider.issuer}/")
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    assert sent["scope"].split() == ["openid", "email", "profile"]
    assert sent["redirect_uri"] == "http://localhost/sign-in/oidc/callback"
    assert min(len(sent["state"]), len(sent["nonce"])) >= 20
    assert SECRET not in address
    browser.get(consent(address, "li-1"))
    (asked,) = provider.asked
    digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == sent["code_challenge"]
    assert asked["redirect_uri"] == sent["redirect_uri"]
    assert asked["code_verifier"] not in address


def test_every_flow_has_its_own_secrets(browser: TestClient) -> None:
    """Nothing is used twice."""
    first, second = query(begin(browser)), query(begin(browser))
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_cookies(browser: TestClient) -> None:
    """Scripts see neither cookie, other sites do not send them along, and the flow's goes to its pages only."""
    begun = browser.get("/sign-in/oidc")
    state = begun.headers["set-cookie"].lower()
    assert "; path=/sign-in/oidc;" in state
    assert "max-age=600" in state
    finished = browser.get(consent(begun.headers["location"], "li-1"))
    cookies = [state, *(cookie.lower() for cookie in finished.headers.get_list("set-cookie"))]
    assert len(cookies) == 3
    for cookie in cookies:
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "secure" not in cookie.split("; ")
    assert "set-cookie" not in browser.get("/sign-in").headers


def test_behind_a_proxy(serve: Serve, provider: Provider) -> None:
    """The provider sends people to the address that they know, and cookies travel over https only."""
    outside = "https://winover.example"
    browser = serve(provider.settings(), outside, public_url=outside)
    browser.base_url = "http://winover.example"  # what the proxy asks of us
    begun = browser.get("/sign-in/oidc")
    back = consent(begun.headers["location"], "li-1")
    assert back.startswith(f"{outside}/sign-in/oidc/callback?")
    finished = browser.get(back)
    for cookie in (begun.headers["set-cookie"], *finished.headers.get_list("set-cookie")):
        assert "secure" in cookie.lower().split("; ")
    assert browser.get(f"{outside}/api/session").json()["user_id"] == "li"
    assert serve(provider.settings()).get("/sign-in", headers={"Host": "winover.example"}).status_code == 400


@pytest.mark.parametrize("changes", [{"state": "of-nobody"}, {"state": ""}])
def test_a_state_that_is_not_ours(browser: TestClient, changes: dict[str, str]) -> None:
    """Nobody can be made to finish a flow that somebody else began."""
    back = with_query(consent(begin(browser), "li-1"), **changes)
    assert_refused(browser, browser.get(back), 401, "Try again")


def test_a_flow_that_another_browser_began(browser: TestClient) -> None:
    """The state is right and the code good, but the cookie is missing."""
    back = consent(begin(browser), "li-1")
    browser.cookies.clear()
    assert_refused(browser, browser.get(back), 401, "another browser")


def test_a_flow_that_took_too_long(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten minutes it is begun anew."""

    def some_time_ago(_: object) -> int:
        return int(time.time()) - 601

    with monkeypatch.context() as past:
        past.setattr(TimestampSigner, "get_timestamp", some_time_ago)
        address = begin(browser)
    assert_refused(browser, browser.get(consent(address, "li-1")), 401, "took over 10 minutes")


def test_a_flow_that_was_cancelled(browser: TestClient) -> None:
    """It says so, without what the provider or anybody else wrote into the address; the next flow works."""
    back = httpx2.post(begin(browser), data={"action": "deny"}).headers["location"]
    assert query(back)["error"] == "access_denied"
    assert_refused(browser, browser.get(back), 401, "cancelled")
    forged = browser.get(with_query(back, error_description="Call 555-0100", error="server_error"))
    assert_refused(browser, forged, 401, "was not accepted")
    assert "555" not in forged.text
    assert sign_in(browser, "li-1").status_code == 303


def test_a_callback_again(browser: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the browser that has signed in nor one that kept the cookie gets a second session of it."""
    begun = browser.get("/sign-in/oidc")
    back = consent(begun.headers["location"], "li-1")
    assert browser.get(back).status_code == 303
    browser.cookies.delete(COOKIE)
    assert_refused(browser, browser.get(back), 401, "used already")
    kept = begun.headers["set-cookie"].split(";")[0]
    assert_refused(browser, browser.get(back, headers={"Cookie": kept}), 401, "was not accepted")
    (ours,) = (record.getMessage() for record in caplog.records if record.name.startswith("app."))
    assert "invalid_grant" in ours
    assert query(back)["code"] not in ours


@pytest.mark.parametrize(
    ("sub", "words"),
    [
        ("stranger", "Nobody with the e-mail address &lt;b&gt;nobody&lt;/b&gt;@ruoshui.example is a user"),
        ("unverified", "has not verified your e-mail address"),
        ("in words", "has not verified your e-mail address"),
        ("shared", "Several users"),
        ("silent", "it sent no email"),
    ],
)
def test_people_who_are_not_let_in(browser: TestClient, sub: str, words: str) -> None:
    """Each is told why, and whom to turn to."""
    answer = sign_in(browser, sub)
    assert_refused(browser, answer, 403, words)


def test_by_another_claim(serve: Serve, provider: Provider) -> None:
    """An id is compared as it is, and the e-mail address does not matter."""
    browser = serve(provider.settings(user_claim="sub", user_key="id"))
    assert_refused(browser, sign_in(browser, "li-1"), 403, "Nobody with the id li-1")
    assert sign_in(browser, "chen").status_code == 303
    assert browser.get("/api/session").json()["user_id"] == "chen"


def test_a_public_client(serve: Serve, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a secret of its own, PKCE alone proves who asks."""
    monkeypatch.setattr(AuthorizationCodeGrant, "TOKEN_ENDPOINT_AUTH_METHODS", ["none"])
    browser = serve(provider.settings(client_secret=None))
    assert sign_in(browser, "li-1").status_code == 303
    assert provider.asked[0]["client_id"] == "winover"


def test_an_id_token_of_another_flow(browser: TestClient, provider: Provider) -> None:
    """The nonce says which flow a token was made in."""
    back = consent(with_query(begin(browser), nonce="another"), "li-1")
    assert_refused(browser, browser.get(back), 401, "was not accepted")
    assert provider.asked


@pytest.mark.parametrize(
    "claims",
    [{"iss": "http://localhost:1"}, {"exp": -3_600}, {"aud": ["another"]}, {"aud": "another", "azp": "winover"}],
)
def test_an_id_token_that_does_not_hold(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, claims: dict[str, Any]
) -> None:
    """Of another issuer, past its time, or for another service."""
    config = OpenIDCode.get_jwt_config

    def erring(*given: Any) -> dict[str, Any]:  # noqa: ANN401
        return config(*given) | claims

    monkeypatch.setattr(OpenIDCode, "get_jwt_config", erring)
    assert_refused(browser, sign_in(browser, "li-1"), 401, "was not accepted")


def test_a_provider_that_keeps_id_tokens_small(
    browser: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for the rest, which counts if it is about the same person."""

    def small(_: object, user: User, *__: object) -> dict[str, str]:
        return {"sub": user.sub}

    def of_another(*_: object) -> dict[str, str]:
        return {"sub": "another"}

    monkeypatch.setattr(OpenIDCode, "generate_user_info", of_another)
    assert_refused(browser, sign_in(browser, "li-1"), 401, "was not accepted")
    monkeypatch.setattr(OpenIDCode, "generate_user_info", small)
    assert_refused(browser, sign_in(browser, "unverified"), 403, "has not verified")
    assert sign_in(browser, "li-1").status_code == 303
    assert browser.get("/api/session").json()["user_id"] == "li"


def test_the_role_is_the_graphs(browser: TestClient, users: Callable[[str], None]) -> None:
    """Whoever is demoted is so at once, in the session that they have."""
    sign_in(browser, "li-1")
    assert browser.get("/api/session").json()["role"] == "manager"
    users(USERS.replace("manager", "rep"))
    assert browser.get("/api/session").json()["role"] == "rep"


def test_a_provider_that_is_away(serve: Serve) -> None:
    """The service starts all the same, says what is wrong, and works as soon as the provider is back."""
    with running_provider() as provider:
        browser = serve(provider.settings())
        late = serve(provider.settings())
        back = consent(begin(late), "li-1")
    assert_refused(browser, browser.get("/sign-in/oidc"), 503, "does not answer")
    assert_refused(late, late.get(back), 503, "does not answer")


def test_something_that_is_no_provider(serve: Serve, provider: Provider) -> None:
    """A page that is there, but no provider's."""
    browser = serve(provider.settings(issuer=f"{provider.issuer}/elsewhere"))
    assert_refused(browser, browser.get("/sign-in/oidc"), 503, "does not answer as it should")


def test_without_a_provider(serve: Serve) -> None:
    """There is no button and no such page."""
    browser = serve(None)
    assert "/sign-in/oidc" not in browser.get("/sign-in").text
    assert browser.get("/sign-in/oidc").status_code == 404


@pytest.fixture
def set_(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[Callable[[str, str], None]]:
    """Sets variables of the environment, beside no `.env` file."""
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield lambda name, value: monkeypatch.setenv(f"WINOVER_{name}", value)
    settings.cache_clear()


def test_settings(set_: Callable[[str, str], None]) -> None:
    """From the environment; the secret does not show."""
    set_("OIDC__ISSUER", "https://id.example/realms/ours")
    set_("OIDC__CLIENT_ID", "winover")
    set_("OIDC__CLIENT_SECRET", SECRET)
    set_("PUBLIC_URL", "https://winover.example/")
    assert settings().public_url == "https://winover.example"
    oidc = settings().oidc
    assert oidc is not None
    assert (oidc.issuer, oidc.user_claim, oidc.user_key) == ("https://id.example/realms/ours", "email", "email")
    assert SECRET not in repr(settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC__ISSUER", "id.example"),
        ("OIDC__USER_KEY", "name"),
        ("OIDC__SCOPE", "openid"),
        ("PUBLIC_URL", "winover.example"),
        ("PUBLIC_URL", "https://winover.example/below"),
        ("PUBLIC_URL", "https://me@winover.example"),
    ],
)
def test_settings_that_cannot_be(set_: Callable[[str, str], None], name: str, value: str) -> None:
    """The variable is named."""
    set_("OIDC__ISSUER", "https://id.example")
    set_("OIDC__CLIENT_ID", "winover")
    assert settings().oidc
    settings.cache_clear()
    set_(name, value)
    with pytest.raises(Invalid) as caught:
        settings()
    assert [error.field for error in caught.value.errors] == [f"WINOVER_{name}"]
