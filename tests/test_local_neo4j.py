"""The embedded server, for real: true jars, true processes, true files; only the jar repository is a local one."""

# pyright: reportUnknownMemberType=false
# (the driver annotates its settings only in part)

import contextlib
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import psutil
import pytest
from neo4j import GraphDatabase

from app import neo4j_jars
from app.errors import Conflict, Unavailable
from app.local_neo4j import MARKER, LocalNeo4j, ServerStatus, neo4j_conf
from app.neo4j_jars import Jar
from app.settings import settings

ROOT = Path(__file__).parents[1]

START = """
import sys
from pathlib import Path
from app.local_neo4j import LocalNeo4j
print(LocalNeo4j(Path(sys.argv[1]), Path(sys.argv[2])).start().pid)
"""
FETCH = """
import sys
from pathlib import Path
from app.neo4j_jars import fetch
print(len(fetch(Path(sys.argv[1]), Path(sys.argv[2]))))
"""


def python(code: str, *arguments: object, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run code in another Python process."""
    command = [*prefix, sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def twice(code: str, *arguments: object) -> list[subprocess.CompletedProcess[str]]:
    """Run the same code in two processes at the same time."""
    with ThreadPoolExecutor(2) as pool:
        return [running.result() for running in [pool.submit(python, code, *arguments) for _ in range(2)]]


def one_sentence(error: pytest.ExceptionInfo[BaseException]) -> str:
    """The error's text, which is a single line for a person."""
    text = str(error.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert "Traceback" not in text
    return text


def on_small_disk(code: str, disk: Path, size: str, *arguments: object) -> str:
    """Run code with a tiny file system mounted on `disk`, and return its last line on standard error."""
    disk.mkdir()
    mount = f'mount -t tmpfs -o size={size} none "$0" || exit 77; exec "$@"'
    outcome = python(code, *arguments, prefix=("unshare", "-rm", "sh", "-c", mount, str(disk)))
    if outcome.returncode == 77 or "unshare" in outcome.stderr:
        pytest.skip("this machine does not let us mount a small disk")
    return outcome.stderr.splitlines()[-1]


def kill(pid: int) -> None:
    """Kill -9, and see it dead; nobody may be there to collect the zombie."""
    process = psutil.Process(pid)
    process.kill()
    with contextlib.suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1:
            time.sleep(0.01)


def cypher(neo4j: LocalNeo4j, query: str) -> list[object]:
    """The first column of a query's answer."""
    uri = neo4j.status().uri
    assert uri
    with GraphDatabase.driver(uri, auth=("neo4j", neo4j.password)) as driver, driver.session() as session:
        return [record[0] for record in session.run(query)]  # pyright: ignore[reportArgumentType]


# --- A running server ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalNeo4j]:
    """A server that tests may look at but must leave running."""
    directory = tmp_path_factory.mktemp("neo4j") / "数据 dir"
    server = LocalNeo4j(directory, settings().cache_dir)
    server.start()
    yield server
    server.stop()


def test_it_answers_on_the_loopback_address_only(neo4j: LocalNeo4j) -> None:
    status = neo4j.status()
    assert status.running
    assert cypher(neo4j, "RETURN 1") == [1]
    assert status.browser_url
    for _ in range(100):  # the Browser follows a second after bolt
        with contextlib.suppress(OSError), urllib.request.urlopen(status.browser_url) as page:  # noqa: S310
            assert "Neo4j Browser" in page.read().decode()
            break
        time.sleep(0.1)
    else:
        pytest.fail("the Browser does not answer")
    listening = {s.laddr[0] for s in psutil.Process(status.pid).net_connections() if s.status == "LISTEN"}
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_secrets_are_for_the_owner_only(neo4j: LocalNeo4j) -> None:
    assert stat.S_IMODE(neo4j.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(neo4j.data_dir.stat().st_mode) == 0o700
    assert not any(neo4j.password in argument for argument in psutil.Process(neo4j.status().pid).cmdline())
    assert not list(neo4j.data_dir.rglob("admin.args"))


def test_a_second_process_attaches(neo4j: LocalNeo4j) -> None:
    second = python(START, neo4j.data_dir, neo4j.cache_dir)
    assert second.stdout.strip() == str(neo4j.status().pid), second.stderr


def test_the_directory_is_recognised_by_any_name(neo4j: LocalNeo4j, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(neo4j.data_dir)
    assert LocalNeo4j(tmp_path / "link", neo4j.cache_dir).start() == neo4j.status()


def test_a_wrong_password_file_is_named(neo4j: LocalNeo4j) -> None:
    right = neo4j.password_file.read_text()
    neo4j.password_file.write_text("not-the-password\n")
    try:
        with pytest.raises(Conflict) as error:
            neo4j.start()
    finally:
        neo4j.password_file.write_text(right)
    assert str(neo4j.password_file) in one_sentence(error)
    assert neo4j.status().running


def test_queries_are_not_logged_and_nothing_calls_home(neo4j: LocalNeo4j) -> None:
    names = "['db.logs.query.enabled','dbms.usage_report.enabled','client.allow_telemetry','server.https.enabled']"
    values = cypher(neo4j, f"SHOW SETTINGS YIELD name, value WHERE name IN {names} RETURN value")
    assert sorted(map(str, values)) == ["OFF", "false", "false", "false"]


# --- Starts, crashes and stops ---------------------------------------------------------------------------------------


def test_concurrent_starts_give_one_server_that_survives_them_and_a_crash(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    starts = twice(START, directory, settings().cache_dir)
    assert len({start.stdout for start in starts}) == 1, [start.stderr for start in starts]

    server = LocalNeo4j(directory, settings().cache_dir)
    before = server.status()
    assert before.pid == int(starts[0].stdout)
    try:
        cypher(server, "CREATE (p:Person {name: '李'}) RETURN p.name")
        assert before.pid
        kill(before.pid)
        assert (directory / "data" / "databases" / "store_lock").exists()
        after = server.start()
        assert after.pid != before.pid
        assert (after.uri, after.browser_url) == (before.uri, before.browser_url)
        assert cypher(server, "MATCH (p:Person) RETURN p.name") == ["李"]
    finally:
        assert server.stop()
    assert not psutil.pid_exists(after.pid or 0)
    assert server.status() == ServerStatus(False, None, None, "neo4j", directory / "password", None, directory)
    assert not server.stop()


def test_a_taken_port_is_replaced_and_a_foreign_process_left_alone(tmp_path: Path) -> None:
    server = LocalNeo4j(tmp_path / "store", settings().cache_dir)
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bolt_port, http_port = taken.getsockname()[1], free.getsockname()[1]
        free.close()
        server.data_dir.mkdir()
        (server.data_dir / MARKER).touch()
        record = {"bolt_port": bolt_port, "http_port": http_port, "pid": os.getpid()}
        (server.data_dir / "server.json").write_text(json.dumps(record))

        assert not server.status().running
        assert not server.stop()
        try:
            status = server.start()
            assert status.uri != f"bolt://127.0.0.1:{bolt_port}"
            assert f"http://localhost:{http_port}/" in str(status.browser_url)
            assert cypher(server, "RETURN 1") == [1]
        finally:
            server.stop()


def test_a_start_that_dies_names_the_cause(tmp_path: Path) -> None:
    server = LocalNeo4j(tmp_path, settings().cache_dir, extra={"no.such.setting": "1"})
    with pytest.raises(Unavailable) as error:
        server.start()
    assert "no.such.setting" in one_sentence(error)
    assert str(tmp_path) in str(error.value)
    assert not server.status().running


def test_a_heap_that_java_refuses_is_the_cause(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as error:
        LocalNeo4j(tmp_path, settings().cache_dir, heap="lots").start()
    assert "-Xmxlots" in one_sentence(error)


def test_a_full_disk_under_the_store(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    last = on_small_disk(START, disk, "300k", disk / "store", settings().cache_dir)
    assert last.startswith("app.errors.Unavailable: The disk that holds"), last
    assert "is full" in last


# --- A directory that is not ours ------------------------------------------------------------------------------------


def test_a_server_never_started(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    server = LocalNeo4j(directory, tmp_path)
    assert server.status() == ServerStatus(False, None, None, "neo4j", directory / "password", None, directory)
    assert not server.stop()
    with pytest.raises(Unavailable, match="start the server first"):
        _ = server.password
    assert not directory.exists()


def test_a_foreign_directory_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "thesis.txt").write_text("mine")
    server = LocalNeo4j(tmp_path, settings().cache_dir)
    with pytest.raises(Conflict) as error:
        server.start()
    assert str(tmp_path) in one_sentence(error)
    assert not server.stop()
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["data", "data/thesis.txt"]


def test_a_file_in_place_of_the_directory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Conflict) as error:
        LocalNeo4j(tmp_path / "file", settings().cache_dir).start()
    assert "is a file" in one_sentence(error)


def test_a_store_without_its_password(tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    (tmp_path / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(Conflict) as error:
        LocalNeo4j(tmp_path, settings().cache_dir).start()
    assert str(tmp_path / "password") in one_sentence(error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unavailable) as error:
        LocalNeo4j(tmp_path / "store", settings().cache_dir).start()
    assert "Permission denied" in one_sentence(error)


def test_the_configuration_takes_more_and_other_lines() -> None:
    text = neo4j_conf(1, 2, "64m", {"browser.post_connect_cmd": "play x", "db.logs.query.enabled": "INFO"})
    assert "server.bolt.advertised_address=localhost:1\n" in text
    assert "browser.post_connect_cmd=play x\n" in text
    assert "db.logs.query.enabled=INFO\n" in text
    assert "=OFF" not in text


# --- Jars ------------------------------------------------------------------------------------------------------------


class Repository(SimpleHTTPRequestHandler):
    """A Maven repository over the jars in the cache; `moods` says how it answers next."""

    moods: ClassVar[list[str]]
    asked: ClassVar[list[str]]

    def do_GET(self) -> None:
        """Serve a jar well, cut short, damaged, or not at all."""
        self.asked.append(self.path)
        mood = self.moods.pop(0) if self.moods else "well"
        body = Path(self.translate_path(self.path)).read_bytes()
        self.send_response({"busy": 503, "missing": 404}.get(mood, 200))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        damaged = b"?" + body[1:]
        self.wfile.write({"cut": body[: len(body) // 2], "damaged": damaged}.get(mood, body))
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def jars() -> list[Jar]:
    """The three smallest jars of the lock, which is enough to show what happens to one."""
    neo4j_jars.fetch(settings().cache_dir)
    return sorted(neo4j_jars.read_lock(), key=lambda jar: jar.size)[:3]


@pytest.fixture
def lock(tmp_path: Path, jars: list[Jar]) -> Path:
    """A lock file of these jars."""
    lines = [f'"{jar.coordinate}" = {{ size = {jar.size}, sha256 = "{jar.sha256}" }}' for jar in jars]
    (tmp_path / "small.lock.toml").write_text("\n".join(["[jars]", *lines]))
    return tmp_path / "small.lock.toml"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[type[Repository]]:
    """A repository that jgo takes for Maven Central."""

    class Fresh(Repository):
        moods: ClassVar[list[str]] = []
        asked: ClassVar[list[str]] = []

    handler = partial(Fresh, directory=str(settings().cache_dir / "jars"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "jgo.conf").write_text(f"[repositories]\ncentral = http://127.0.0.1:{server.server_port}\n")
        monkeypatch.setenv("JGO_CONFIG_FILE", str(tmp_path / "jgo.conf"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield Fresh
        server.shutdown()


def test_jars_are_fetched_once(tmp_path: Path, lock: Path, jars: list[Jar], repository: type[Repository]) -> None:
    paths = neo4j_jars.fetch(tmp_path / "cache", lock)
    assert [path.stat().st_size for path in paths] == [jar.size for jar in jars]
    assert neo4j_jars.fetch(tmp_path / "cache", lock) == paths
    assert sorted(repository.asked) == sorted(f"/{jar.path}" for jar in jars)


def test_a_damaged_jar_is_replaced(tmp_path: Path, lock: Path, repository: type[Repository]) -> None:
    paths = neo4j_jars.fetch(tmp_path / "cache", lock)
    good = [path.read_bytes() for path in paths]
    paths[0].write_bytes(good[0][:-1])
    paths[1].write_bytes(b"?" + good[1][1:])
    paths[2].unlink()
    repository.asked.clear()
    assert [path.read_bytes() for path in neo4j_jars.fetch(tmp_path / "cache", lock)] == good
    assert len(repository.asked) == 3


def test_bit_rot_is_found_after_distrust(tmp_path: Path, lock: Path, repository: type[Repository]) -> None:
    path = neo4j_jars.fetch(tmp_path / "cache", lock)[0]
    good, times = path.read_bytes(), path.stat()
    path.write_bytes(b"?" + good[1:])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    neo4j_jars.distrust(tmp_path / "cache")
    assert neo4j_jars.fetch(tmp_path / "cache", lock)[0].read_bytes() == good
    assert len(repository.asked) == 4


@pytest.mark.parametrize("mood", ["cut", "damaged", "busy"])
def test_a_bad_answer_is_asked_again(tmp_path: Path, lock: Path, repository: type[Repository], mood: str) -> None:
    repository.moods += [mood]
    assert all(path.exists() for path in neo4j_jars.fetch(tmp_path / "cache", lock))
    assert len(repository.asked) == 4
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(("mood", "words"), [("damaged", "another checksum"), ("missing", "answered 404")])
def test_a_repository_that_stays_bad(
    tmp_path: Path, lock: Path, repository: type[Repository], mood: str, words: str
) -> None:
    repository.moods += [mood] * 20
    with pytest.raises(Unavailable) as error:
        neo4j_jars.fetch(tmp_path / "cache", lock)
    assert words in one_sentence(error)
    assert not list(tmp_path.rglob("*.jar"))
    repository.moods.clear()
    assert all(path.exists() for path in neo4j_jars.fetch(tmp_path / "cache", lock))


def test_an_interrupted_download_recovers(tmp_path: Path, lock: Path, repository: type[Repository]) -> None:
    path = neo4j_jars.fetch(tmp_path / "cache", lock)[0]
    path.rename(path.with_name(path.name + ".part"))
    path.with_name(path.name + ".part").write_bytes(b"half")
    (tmp_path / "cache" / "jars" / "verified.json").write_text('{"half')
    neo4j_jars.fetch(tmp_path / "cache", lock)
    assert len(repository.asked) == 4
    assert not list(tmp_path.rglob("*.part"))


def test_two_processes_share_one_download(
    tmp_path: Path, lock: Path, jars: list[Jar], repository: type[Repository]
) -> None:
    both = twice(FETCH, tmp_path / "cache", lock)
    assert [fetched.stdout for fetched in both] == ["3\n", "3\n"], [fetched.stderr for fetched in both]
    assert len(repository.asked) == len(jars)


def test_no_network(tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    (tmp_path / "jgo.conf").write_text(f"[repositories]\ncentral = http://127.0.0.1:{port}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(tmp_path / "jgo.conf"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(Unavailable) as error:
        neo4j_jars.fetch(tmp_path / "cache", lock)
    assert "there is no network" in one_sentence(error)


def test_a_closed_proxy(tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    for name in ("NO_PROXY", "no_proxy", "JGO_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(Unavailable) as error:
        neo4j_jars.fetch(tmp_path / "cache", lock)
    assert "the proxy does not answer" in one_sentence(error)


def test_a_full_disk_under_the_cache(tmp_path: Path, lock: Path, repository: type[Repository]) -> None:
    disk = tmp_path / "disk"
    last = on_small_disk(FETCH, disk, "4k", disk / "cache", lock)
    assert last.startswith("app.errors.Unavailable: The disk that holds"), last


def test_the_lock_names_what_we_rely_on() -> None:
    coordinates = {jar.coordinate for jar in neo4j_jars.read_lock()}
    assert set(neo4j_jars.ROOTS) <= coordinates
    assert len(coordinates) == 238
    assert "://" not in neo4j_jars.LOCK_FILE.read_text()
