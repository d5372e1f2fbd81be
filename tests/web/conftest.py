"""A real Chromium, and pages of ours as somebody sees them who has signed in."""

import os
import shutil
from collections.abc import Callable, Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from app.access.tokens import make_token
from app.graph import Graph
from app.web.page import HERE
from graph_models.vocabulary import UserRole

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # this machine and nothing else
)
WIDE, NARROW = (1440, 900), (390, 844)
expect.set_options(timeout=15_000)  # as long as a slow machine may take; what is as expected waits for nothing
_AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"


def cannot(reason: str) -> NoReturn:
    """Skip with the reason; a build machine must be able to."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """The system's Chromium, headless."""
    if CHROMIUM is None:
        cannot("there is no Chromium on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def new_context(chromium: Browser, **options: Any) -> BrowserContext:  # noqa: ANN401
    """A browser of its own, with nothing of any other's."""
    context = chromium.new_context(**options)
    context.set_default_timeout(30_000)
    return context


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go."""
    wanted = os.environ.get("WINOVER_SCREENSHOTS")
    folder = Path(wanted) if wanted else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


_UNDER_WAY = ".htmx-request, [data-map]:not([data-ready])"


def settle(page: Page) -> None:
    """Wait until nothing is fetched or drawn any more."""
    expect(page.locator(_UNDER_WAY)).to_have_count(0)


class Visitor(NamedTuple):
    """Somebody who has signed in, in a browser of their own."""

    page: Page
    origin: str
    wrong: list[str]
    """What the console complained of: errors, and violations of the Content-Security-Policy."""

    def open(self, path: str) -> Page:
        """Go to a page of ours, and wait until all of it is there."""
        self.page.goto(self.origin + path)
        settle(self.page)
        return self.page

    def problems(self) -> list[str]:
        """What axe finds serious or critical on the page that is open, with where."""
        # Run by the tool, beside the page's own policy, which lets no script of others in.
        self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate("axe.run().then(result => result.violations)")
        return [
            f"{one['id']}: {node['target']}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]


SignIn = Callable[..., Visitor]


@pytest.fixture
def sign_in(chromium: Browser, app_url: str, connection: Graph) -> Generator[SignIn]:
    """Sign somebody in: `sign_in()` an administrator, `sign_in(user_id="li")` one of the users; then browser options.

    Ask for the fixture of the graph that is to be seen, too: signing in is part of it, and ends when it is wiped.
    """
    opened: list[BrowserContext] = []

    def sign(user_id: str | None = None, role: UserRole | None = UserRole.ADMIN, **options: Any) -> Visitor:  # noqa: ANN401
        width, height = options.pop("size", WIDE)
        link = make_token(
            connection, "link", user_id=user_id, role=None if user_id else role, lasts=timedelta(minutes=5)
        )
        context = new_context(chromium, viewport={"width": width, "height": height}, **options)
        opened.append(context)
        page = context.new_page()
        wrong: list[str] = []

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error":
                wrong.append(f"{message.text} ({message.location.get('url')})")

        page.on("console", hear)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        # The cookies of the session are what is wanted of it, not the page that it leads to.
        context.request.get(f"{app_url}/sign-in?token={link.token}", max_redirects=0)
        return Visitor(page, app_url, wrong)

    yield sign
    for context in opened:
        context.close()
