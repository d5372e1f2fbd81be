"""`winover serve` and `winover demo`."""

import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path

import uvicorn

from app.access.cookies import kept_secret_key
from app.access.tokens import LINK_LASTS, make_token
from app.analytics import recommendations
from app.commands.ask import show
from app.commands.loading import load_with_progress
from app.commands.output import err, out, scope
from app.database import embedded, open_graph
from app.demo.data import write_demo_folder
from app.errors import Unavailable
from app.graph import Graph
from app.questions import ask
from app.settings import settings
from app.store.queries import dedicate, purpose, wipe_if_ours
from graph_models.vocabulary import UserRole

_DEMO_ACCOUNT = "lanjiang"


def serve() -> None:
    """Serve pages and API on WINOVER_HOST and WINOVER_PORT until Ctrl-C; the database is left running."""
    listener = _listen(settings().host, settings().port)
    graph = open_graph(settings())
    origin = _origin(listener)
    out.print(f"Winover's pages are at {origin}, its API docs at {origin}/docs. Ctrl-C stops it.", highlight=False)
    if settings().neo4j_uri is None:
        out.print(f"Open, and be signed in, once:  {_sign_in_link(graph, origin)}", highlight=False, soft_wrap=True)
    _run(lambda: graph, listener)


def demo() -> None:
    """Load the worked case into a store of its own, print whom to win over next, and serve it until Ctrl-C.

    With NEO4J_URI set it uses that database if it is empty or the demo's own.
    """
    # Whatever ends us, a closed terminal too, must not leave the server behind.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        _demo()


def _demo() -> None:
    today = date.today()
    listener = _listen(settings().host, settings().port, or_any=True)
    local = None if settings().neo4j_uri else embedded(settings(), "demo")
    with ExitStack() as stack:
        if local is not None:
            stack.callback(local.stop)
        graph = stack.enter_context(open_graph(settings(), local))
        _load_demo(graph, today)
        analytic = recommendations.ANALYTIC
        show(analytic, *ask(graph, analytic, scope(), analytic.options(), settings().constants))
        origin = _origin(listener)
        out.print()
        out.print(f"The pages      {_sign_in_link(graph, origin)}", highlight=False, soft_wrap=True)
        out.print("               signs you in, once")
        out.print(f"API docs       {origin}/docs", highlight=False)
        out.print(f"The account    {origin}/accounts/{_DEMO_ACCOUNT}", highlight=False)
        if local is not None:
            status = local.status()
            guide = f"&cmd=guide&arg=http://localhost:{listener.getsockname()[1]}/guide.html"
            out.print(f"Neo4j Browser  {status.browser_url}{guide}", highlight=False, soft_wrap=True)
            out.print(f"               user name {status.username}, password in {status.password_file}", soft_wrap=True)
        out.print("Ctrl-C stops it all.")
        _run(lambda: graph, listener)


def _load_demo(graph: Graph, today: date) -> None:
    store = purpose(graph)[0]
    if store.purpose == "demo" and store.loaded_on == today:
        return
    if store.purpose == "demo":
        err.print("The demo is dated relative to today, so it is loaded afresh; changes made to it are dropped.")
    wipe_if_ours(graph, "demo")
    with tempfile.TemporaryDirectory() as folder:
        write_demo_folder(Path(folder), today)
        report = load_with_progress(graph, [Path(folder)], on_defect=lambda _: None)
    if report.refused:
        msg = f"the demo's own data was refused: {report.defects[0]}"
        raise Unavailable(msg)
    dedicate(graph, purpose="demo", loaded_on=today)


def _listen(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """A socket that listens there; with `or_any` on a free port where that one is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        if or_any and port:
            listener.close()
            err.print(f"Port {port} is taken, so a free one is used.")
            return _listen(host, 0)
        msg = f"cannot listen on {host} port {port} ({error.strerror}); choose another with WINOVER_PORT"
        raise Unavailable(msg) from error
    listener.listen()
    return listener


def _origin(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _secret_key() -> str:
    """What signs the cookies: as configured, so that several services share it, or this machine's own."""
    configured = settings().secret_key
    return configured.get_secret_value() if configured else kept_secret_key(settings().data_dir)


def _sign_in_link(graph: Graph, origin: str) -> str:
    """A link that signs the person at this machine in as administrator, once."""
    graph.apply_schema()
    link = make_token(graph, "link", user_id=None, role=UserRole.ADMIN, lasts=LINK_LASTS)
    return f"{settings().public_url or origin}/sign-in?token={link.token}"


def _run(connect: Callable[[], Graph], listener: socket.socket) -> None:
    from app.main import create_app  # noqa: PLC0415  (half of a command's start, which only serving needs)

    app = create_app(
        connect,
        settings().constants,
        {*settings().allowed_hosts, settings().host},
        _secret_key(),
        max_body_mb=settings().max_body_mb,
        max_import_mb=settings().max_import_mb,
        public_url=settings().public_url,
        oidc=settings().oidc,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
