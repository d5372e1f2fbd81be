"""The jars of the embedded Neo4j: which they are, whether they arrived unharmed, and how Java is given them.

`app/neo4j.lock.toml` names every jar with its size and SHA-256; nothing else is ever put on the class path. To move to
another version, change `ROOTS` and run `python -m app.neo4j_jars`: it resolves them with jgo and writes the file anew.

Jars come from the repositories that jgo knows: Maven Central, or those under `[repositories]` in the jgo config file
(`JGO_CONFIG_FILE`, `~/.config/jgo.conf`), where an entry named `central` replaces Maven Central by a mirror.
"""

import contextlib
import errno
import hashlib
import itertools
import json
import os
import sqlite3
import tempfile
import time
import tomllib
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests
from jgo.config import GlobalSettings
from jgo.maven import MavenContext
from requests.adapters import HTTPAdapter
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn
from urllib3.util import Retry

from app.errors import Unavailable

ROOTS = (
    "org.neo4j.app:neo4j-server:2026.08.1",
    "org.neo4j:neo4j:2026.08.1",
    "org.neo4j:neo4j-import-tool:2026.08.1",
    "org.neo4j.client:neo4j-browser:5.24.0",
)
JVM_OPTIONS = (  # those of Neo4j's own start script that matter on a small machine
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dlog4j2.disable.jmx=true",
)
LOCK_FILE = Path(__file__).with_name("neo4j.lock.toml")
CONNECTIONS = 6
TIMEOUT = 30.0  # seconds without a byte
ATTEMPTS = 3


@dataclass(frozen=True)
class Jar:
    """One locked artifact: `group:artifact:version` or `group:artifact:version:classifier`."""

    coordinate: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """Where every Maven repository keeps it, which is also its place in our cache."""
        group, artifact, version, *classifier = self.coordinate.split(":")
        return "/".join((*group.split("."), artifact, version, "-".join((artifact, version, *classifier)) + ".jar"))


def read_lock(lock_file: Path = LOCK_FILE) -> list[Jar]:
    """The locked jars, in class-path order."""
    locked = tomllib.loads(lock_file.read_text("utf-8"))
    return [Jar(coordinate, jar["size"], jar["sha256"]) for coordinate, jar in locked["jars"].items()]


def fetch(cache_dir: Path, lock_file: Path = LOCK_FILE) -> list[Path]:
    """The locked jars as verified files, in class-path order; what is missing or damaged is downloaded.

    Raises `Unavailable` when a jar cannot be had: no network, disk full, or not the bytes that were locked.
    """
    jars = read_lock(lock_file)
    with explained(cache_dir):
        folder = cache_dir / "jars"
        if _unverified(folder, jars):
            folder.mkdir(parents=True, exist_ok=True)
            with exclusive(folder / "lock", "another process to finish downloading Neo4j"):
                _complete(folder, jars)
    return [folder / jar.path for jar in jars]


def _complete(folder: Path, jars: list[Jar]) -> None:
    """Download what the cache lacks. Only one process at a time gets here, so temporary names can be fixed ones."""
    doubtful = _unverified(folder, jars)  # again: the process we waited for may have done the work
    missing = [jar for jar in doubtful if _sha256(folder / jar.path) != jar.sha256]
    if missing:
        _download(folder, missing)
    record = _verified(folder) | {jar.path: _stamp(folder, jar) for jar in doubtful}
    replace_text(folder / "verified.json", json.dumps(record, indent=0))


# --- Is a cached jar still the one that was verified? ---------------------------------------------------------------


def _unverified(folder: Path, jars: list[Jar]) -> list[Jar]:
    """Which jars are absent, or changed since their sum was checked? Size and time answer without reading 190 MB."""
    record = _verified(folder)
    return [jar for jar in jars if (stamp := _stamp(folder, jar)) is None or record.get(jar.path) != stamp]


def _verified(folder: Path) -> dict[str, str | None]:
    """The stamps taken when the sums were checked; an unreadable record only means checking again."""
    try:
        return json.loads((folder / "verified.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _stamp(folder: Path, jar: Jar) -> str | None:
    try:
        stat = (folder / jar.path).stat()
    except FileNotFoundError:
        return None
    return f"{stat.st_size} {stat.st_mtime_ns} {jar.sha256}"


def distrust(cache_dir: Path) -> None:
    """Have every sum checked at the next fetch, because a server that could not start may be a victim of bit rot."""
    with contextlib.suppress(OSError):
        (cache_dir / "jars" / "verified.json").unlink(missing_ok=True)


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


# --- Download -------------------------------------------------------------------------------------------------------


def _download(folder: Path, jars: list[Jar]) -> None:
    total = sum(jar.size for jar in jars)
    say(f"Downloading Neo4j: {len(jars)} jars, {total / 1e6:.0f} MB, kept in {folder}")
    console = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TextColumn("{task.fields[jars]} of " + f"{len(jars)} jars"))
    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
        _session() as session,
        ThreadPoolExecutor(CONNECTIONS, "jar") as pool,
    ):
        task = progress.add_task("download", total=total, jars=0)
        try:
            futures = [pool.submit(_download_one, session, folder, jar, progress, task) for jar in jars]
            for done, future in enumerate(futures, 1):
                future.result()
                progress.update(task, jars=done)
        finally:
            pool.shutdown(cancel_futures=True)


def _download_one(session: requests.Session, folder: Path, jar: Jar, progress: Progress, task: TaskID) -> None:
    """Bring one jar into the cache under its name only when all its bytes are there and right."""
    target = folder / jar.path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    failure = ""
    for attempt in range(ATTEMPTS):
        time.sleep(attempt / 2)
        received = 0
        try:
            with _get(session, jar) as response, part.open("wb") as file:
                for chunk in response.iter_content(1 << 16):
                    file.write(chunk)
                    received += len(chunk)
                    progress.advance(task, len(chunk))
            if _sha256(part) == jar.sha256:
                part.replace(target)
                return
            failure = "it arrived with another checksum than the locked one; if that stays so, look at your mirror"
        except requests.RequestException as error:
            failure = _reason(error)
        except OSError:
            part.unlink(missing_ok=True)  # leave no half a jar on a full disk
            raise
        progress.advance(task, -received)
    part.unlink(missing_ok=True)
    raise Unavailable(f"Could not download {jar.coordinate} for the embedded Neo4j: {failure}.")


def _get(session: requests.Session, jar: Jar) -> requests.Response:
    """The first repository's answer that is not 404."""
    response = None
    for repository in _repositories():
        response = session.get(f"{repository}/{jar.path}", stream=True, timeout=TIMEOUT)
        if response.status_code != requests.codes["not_found"]:
            break
        response.close()
    if response is None:
        raise requests.RequestException("no repository is configured")
    try:
        response.raise_for_status()
    except requests.RequestException:
        response.close()
        raise
    return response


def _repositories() -> list[str]:
    """jgo's own default, plus or replaced by what the user set for jgo, such as a company's mirror."""
    return [url.rstrip("/") for url in (MavenContext().remote_repos | GlobalSettings.load().repositories).values()]


def _session() -> requests.Session:
    """One pool of connections that waits and asks again when the repository is busy."""
    session = requests.Session()
    busy = Retry(total=4, connect=0, read=0, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504))
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS, max_retries=busy))
    return session


def _reason(error: requests.RequestException) -> str:
    """A failed request in a few words, with what to do about it."""
    match error:
        case requests.HTTPError(response=requests.Response() as answer):
            return f"the repository answered {answer.status_code}"
        case requests.exceptions.SSLError():
            return "the connection is not trusted; set REQUESTS_CA_BUNDLE if your network has its own certificates"
        case requests.exceptions.ProxyError():
            return "the proxy does not answer; check HTTPS_PROXY, then try again"
        case requests.ConnectionError() | requests.Timeout():
            return "there is no network; connect and try again, or set NEO4J_URI to a Neo4j of your own"
        case _:
            return f"the transfer broke off ({type(error).__name__}); try again"


# --- Java -----------------------------------------------------------------------------------------------------------


def java_arguments(jars: Sequence[Path], heap: str) -> str:
    """Options and class path for `java @file`, which keeps 238 jars off the command line."""
    return quoted((f"-Xmx{heap}", *JVM_OPTIONS, "-cp", os.pathsep.join(map(str, jars))))


def quoted(arguments: Sequence[str]) -> str:
    """Arguments as the java launcher reads them from a file."""
    return "".join('"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"\n' for argument in arguments)


def java_environment() -> dict[str, str]:
    """Our environment, except that Java could not open a path with a Chinese name in the plain C locale."""
    plain = os.environ.get("LC_ALL") in ("C", "POSIX")
    return os.environ | ({"LC_ALL": "C.UTF-8"} if plain else {})


# --- Shared with app/local_neo4j.py ---------------------------------------------------------------------------------


@contextlib.contextmanager
def explained(folder: Path) -> Generator[None]:
    """Turn what the operating system says about files into one sentence that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unavailable(f"The disk that holds {folder} is full: free about 1 GB, then try again.") from error
        where = error.filename or folder
        reason = error.strerror or error
        raise Unavailable(f"Cannot use {where} for the embedded Neo4j: {reason}; check its permissions.") from error


@contextlib.contextmanager
def exclusive(lock: Path, waiting_for: str) -> Generator[None]:
    """Let one process or thread at a time through; waits as long as it takes and says so.

    SQLite's file lock is the one lock of the standard library that works on every system and dies with its process.
    """
    lock.touch()  # SQLite would not say why it cannot
    with contextlib.closing(sqlite3.connect(lock, timeout=0.5, isolation_level=None)) as connection:
        for attempt in itertools.count():
            try:
                connection.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise OSError(errno.EIO, str(error), str(lock)) from error
            if attempt == 0:
                say(f"Waiting for {waiting_for} …")
        yield


def say(text: str) -> None:
    """Tell the person at the terminal what takes its time."""
    Console(stderr=True, highlight=False, markup=False).print(text, soft_wrap=True)


def replace_text(path: Path, text: str) -> None:
    """Write a file of mode 0600 in one step: a reader, or a crash, sees the old text or the new, nothing between."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(text)
            file.close()
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


# --- Write the lock file ---------------------------------------------------------------------------------------------


def write_lock(lock_file: Path = LOCK_FILE, roots: tuple[str, ...] = ROOTS) -> int:
    """Resolve the roots and everything they need, download it, and lock sizes and sums; returns how many jars."""
    with tempfile.TemporaryDirectory() as repository:
        context = MavenContext(repo_cache=Path(repository))
        named, needed = context.resolver.resolve([context.create_dependency(root) for root in roots])
        lines = [
            "# Written by `python -m app.neo4j_jars`; do not edit.",
            f"roots = {json.dumps(roots)}",
            "",
            "[jars]  # in class-path order",
        ]
        for dependency in (*named, *needed):
            classifier = [dependency.classifier] if dependency.classifier else []
            coordinate = ":".join((dependency.groupId, dependency.artifactId, dependency.version, *classifier))
            path = dependency.artifact.resolve()
            lines.append(f'"{coordinate}" = {{ size = {path.stat().st_size}, sha256 = "{_sha256(path)}" }}')
            say(coordinate)
    lock_file.write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines) - 4


if __name__ == "__main__":
    say(f"{write_lock()} jars locked in {LOCK_FILE}")
