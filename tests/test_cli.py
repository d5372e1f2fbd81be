"""The command line, as a user runs it."""

import csv
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import psutil
import pytest

from app.demo.data import write_demo_folder
from app.graph import Graph
from tests.neo4j_server import Server

REPOSITORY = Path(__file__).parent.parent
WINOVER = Path(sys.executable).with_name("winover")
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
T = TypeVar("T")


@pytest.fixture
def run(graph: Graph, neo4j_server: Server, tmp_path: Path) -> Run:
    """Run `winover` in an empty folder on the tests' database, which begins empty."""
    del graph
    environment = os.environ | {
        "NEO4J_URI": neo4j_server.bolt_uri,
        "NEO4J_USERNAME": neo4j_server.username,
        "NEO4J_PASSWORD": neo4j_server.password,
        "COLUMNS": "100",
    }

    def run_winover(*arguments: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(WINOVER), *map(str, arguments)],
            capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path, env=environment | extra,
        )  # fmt: skip

    return run_winover


def at_once(run_one: Callable[[T], Done], asked: Sequence[T]) -> list[Done]:
    """Run a process for each, as many at once as there are processors; their ends in order."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(run_one, asked))


@pytest.fixture
def demo_folder(tmp_path: Path) -> Path:
    """The demo's canonical folder, for today."""
    write_demo_folder(tmp_path / "folder", date.today())
    return tmp_path / "folder"


def test_load_and_ask(run: Run, demo_folder: Path) -> None:
    """From a folder to whom to win over next."""
    dry = run("load", demo_folder, "--dry-run")
    assert (dry.returncode, "Would store" in dry.stdout) == (0, True)
    empty = run("next")
    assert "The graph is empty" in empty.stderr
    assert run("load", demo_folder).returncode == 0
    shown = run("next", "--account", "lanjiang")
    assert shown.returncode == 0
    assert shown.stdout.index("Wang Jianguo") < shown.stdout.index("Liu Bin")
    assert "veto" in shown.stdout
    asked = run("next", "--account", "lanjiang", "--json", "--top", "1")
    (first,) = json.loads(asked.stdout)
    assert first["person"]["id"] == "wang"
    assert json.loads(run("next", "--set", "2", "--json").stdout)[0]["people"]
    assert json.loads(run("potential", "--owner", "li", "--json").stdout)["quota_multiple"] > 0
    screened = json.loads(run("screen", "--json").stdout)
    assert [(one["account_id"], one["verdict"]) for one in screened] == [
        ("lanjiang", "qualify"),
        ("beihe", "investigate"),
    ]
    shown = run("screen", "--account", "beihe", "--top", "1").stdout
    assert "investigate" in shown
    assert "0 to qualify, 1 to investigate, 0 to exclude." in shown
    assert "lanjiang" in run("accounts").stdout
    assert "Liu Bin" in run("people", "lanjiang").stdout
    assert json.loads(run("assessments", "wang", "--json").stdout)["items"]
    what_if = run("what-if", "lanjiang", "--change", "wang:closeness=75,veto=false", "--json")
    assert json.loads(what_if.stdout)["difference"]["expected_wins"] > 0
    assert run("health").returncode == 0


def test_what_if_counts_what_is_expected(run: Run, tmp_path: Path) -> None:
    """Cy is named for what is planned, which is worth a million; Bo has no say in it, and that is said."""
    soon = date.today() + timedelta(100)
    for name, text in {
        "accounts": "id,name,currency\na,A,CNY",
        "people": "id,account_id,name\nbo,a,Bo\ncy,a,Cy",
        "users": "id,name\nli,Li",
        "project_types": "id,name\nt,Control",
        "offerings": "id,name,project_type_ids\nk,Kit,t",
        "projects": f"id,account_id,project_type_id,name,started_on,budget,currency\np,a,t,Dam,{soon},1000000,CNY",
        "participants": "project_id,person_id\np,cy",
        "assessments": f"id,person_id,user_id,observed_on,closeness\ns,cy,li,{date.today()},40",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert run("load", tmp_path).returncode == 0
    asked = run("what-if", "a", "--change", "cy:closeness=90", "--change", "bo:closeness=0", "--json")
    found = json.loads(asked.stdout)
    assert (found["before"]["basis"], found["before"]["expected_wins"]) == ("windows", pytest.approx(400_000))
    assert found["difference"]["expected_wins"] == pytest.approx(500_000)
    shown = run("what-if", "a", "--change", "bo:closeness=0").stdout
    assert "Bo has no say in what is at stake, as far as known" in shown


def test_what_was_refused_is_reported(run: Run, tmp_path: Path) -> None:
    """Exit status 1, the reasons on screen and in the report, and the valid rows in the graph."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "accounts.csv").write_text("id,name\na,[red]A\nb,\n", encoding="utf-8")
    (folder / "people.csv").write_text("id,account_id,name\np,a,=1+1\nq,b,Q\n", encoding="utf-8")
    loaded = run("load", folder, "--report", tmp_path / "refused.csv")
    assert loaded.returncode == 1
    assert "accounts.csv, line 3, name: empty, but it is required" in loaded.stdout
    with (tmp_path / "refused.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["file", "line", "column", "value", "reason"]
    assert [row[:4] for row in rows] == [["accounts.csv", "3", "name", ""], ["people.csv", "3", "account_id", "b"]]
    assert "[red]A" in run("accounts").stdout
    assert "=1+1" in run("people", "a").stdout


WRONG: Sequence[tuple[tuple[str, ...], int, str]] = [
    (("next", "--account", "nobody"), 1, "no account nobody"),
    (("next", "--owner", "nobody"), 1, "no user nobody"),
    (("people", "nobody"), 1, "no account nobody"),
    (("assessments", "nobody"), 1, "no person nobody"),
    (("load", "no-such-folder"), 1, "does not exist"),
    (("what-if", "nobody"), 1, "no account nobody"),
    (("next", "--as-of", "31.3.2026"), 2, "2026-03-31"),
    (("next", "--by", "luck"), 2, "luck"),
    (("next", "--set", "4"), 2, "set"),
    (("what-if", "a", "--change", "nonsense"), 2, "closeness=75"),
    (("recurring", "--status", "soon"), 2, "upcoming"),
    (("calendar", "--months", "25"), 2, "months"),
    (("backtest", "."), 1, "no projects.csv"),
    (("backtest", "nowhere"), 1, "no projects.csv"),
    (("dance",), 2, "dance"),
    (("db", "start"), 1, "NEO4J_URI"),
]
"""What is asked, the exit status, and words of the answer."""


def test_wrong_asking_has_a_clear_answer(run: Run, subtests: pytest.Subtests) -> None:
    """1 refused or not found, 2 wrong usage; what to do is on standard error, and no traceback."""
    for (arguments, status, words), done in zip(WRONG, at_once(lambda asked: run(*asked[0]), WRONG), strict=True):
        with subtests.test(" ".join(arguments)):
            assert done.returncode == status, done.stderr
            assert words in done.stderr
            assert "Traceback" not in done.stderr
            assert done.stdout == ""


def test_backtest_of_ones_own_data(run: Run, demo_folder: Path, tmp_path: Path) -> None:
    """Without a database; rows that are no projects are left out and counted, and a bad header is refused."""
    nowhere = {"NEO4J_URI": "bolt://127.0.0.1:9"}
    projects = demo_folder / "projects.csv"
    projects.write_text(projects.read_text(encoding="utf-8") + "broken,lanjiang,t1,No day,,,,,,,,\n", encoding="utf-8")
    done = run("backtest", demo_folder, "--json", **nowhere)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["series"], answer["planned"], answer["refused"]) == (2, 2, 1)
    assert "refused: 1;" in done.stderr
    assert {"winover", "exponential", "median_mad", "annual", "pooled"} == set(answer["methods"])
    table = run("backtest", demo_folder, **nowhere)
    assert (table.returncode, "Gaps of other series" in table.stdout) == (0, True)
    bad = tmp_path / "bad"
    bad.mkdir()
    for text, words in (("", "empty"), ("id,nonsense\n", "nonsense"), ("id,account_id\n", "project_type_id")):
        (bad / "projects.csv").write_text(text, encoding="utf-8")
        done = run("backtest", bad, **nowhere)
        assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
    (bad / "projects.csv").write_text("id,account_id,project_type_id,name,started_on\n", encoding="utf-8")
    done = run("backtest", bad, **nowhere)
    assert (done.returncode, "Nothing to predict" in done.stdout) == (0, True)


def test_unreachable_database_is_one_sentence(run: Run) -> None:
    """Who does not answer, and what to check."""
    done = run("next", NEO4J_URI="bolt://127.0.0.1:9")
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_wrong_password_is_one_sentence(run: Run) -> None:
    """Not a traceback, and not the password."""
    done = run("next", NEO4J_PASSWORD="wrong-password-here")  # noqa: S106
    assert done.returncode == 1
    assert "NEO4J_PASSWORD" in done.stderr
    assert "wrong-password-here" not in done.stderr


SETTINGS = [
    ("WINOVER_PORT", "abc", "WINOVER_PORT"),
    ("WINOVER_PORT", "99999", "WINOVER_PORT"),
    ("WINOVER_CONSTANTS__INFLUENCE", "2", "WINOVER_CONSTANTS__INFLUENCE"),
    ("WINOVER_CONSTANTS__AXIS_WEIGHTS", '{"closeness": 1}', "give a weight"),
    ("WINOVER_CONSTANTS__AXIS_WEIGHTS", "{'closeness': 1}", "written as JSON"),
    ("NEO4J_URI", "http://127.0.0.1:7474", "bolt://host:7687"),
]
"""A variable, what it may not hold, and words of the answer."""


def test_a_wrong_setting_is_named(run: Run, subtests: pytest.Subtests) -> None:
    """Which one, and what it takes; no traceback."""
    asked = at_once(lambda setting: run("accounts", **{setting[0]: setting[1]}), SETTINGS)
    for (variable, value, words), done in zip(SETTINGS, asked, strict=True):
        with subtests.test(f"{variable}={value}"):
            assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
            assert "errors.pydantic.dev" not in done.stderr


def test_documented_defaults_can_be_set(run: Run) -> None:
    """What docs/settings.md prints as a default is what the variable takes."""
    page = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"^\| `(WINOVER_\w+)` \| `(.*?)` \|", page, re.MULTILINE))
    assert "WINOVER_CONSTANTS__AXIS_WEIGHTS" in defaults
    provider = {"WINOVER_OIDC__ISSUER": "https://id.example", "WINOVER_OIDC__CLIENT_ID": "winover"}
    done = run("accounts", **defaults | provider)
    assert done.returncode == 0, done.stderr


def test_demo_leaves_a_foreign_database_alone(run: Run, graph: Graph) -> None:
    """A database that holds anything else than the demo is refused."""
    graph.driver.execute_query("MATCH (s:Store) DELETE s")
    graph.driver.execute_query("CREATE (:Precious {id: 1})")
    try:
        done = run("demo", WINOVER_PORT="0")
        assert done.returncode == 1
        assert "left alone" in done.stderr
        assert graph.driver.execute_query("MATCH (p:Precious) RETURN count(p)").records[0][0] == 1
    finally:
        graph.driver.execute_query("MATCH (n) DETACH DELETE n")


def test_demo_serves_until_interrupted_and_leaves_nothing(tmp_path: Path) -> None:
    """What `make demo` starts: the table, the links, the answers; then Ctrl-C, and no process is left."""
    port = _free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "WINOVER_"))}
    environment = clean | {"WINOVER_DATA_DIR": str(tmp_path / "data"), "WINOVER_PORT": str(port)}
    with (tmp_path / "out").open("w") as out:
        process = subprocess.Popen([str(WINOVER), "demo"], stdout=out, stderr=subprocess.STDOUT, env=environment)
    try:
        text = _wait_for(tmp_path / "out", "Ctrl-C", process)
        link = re.search(r"http\S+/sign-in\?token=\S+", text)
        assert link
        browser = build_opener(HTTPCookieProcessor())
        browser.open(link[0], timeout=60).close()  # the link that is printed signs in
        with browser.open(f"http://127.0.0.1:{port}/api/recommendations?account_id=lanjiang", timeout=60) as answer:
            named = [item["person"]["id"] for item in json.load(answer)]
        status = subprocess.run(
            [str(WINOVER), "db", "status", "--json"], capture_output=True, check=True, env=environment
        )
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=120)
    assert named == ["wang", "liu"]
    assert code == 0
    assert f"http://127.0.0.1:{port}/docs" in text
    assert "/browser/" in text
    password = next(tmp_path.rglob("password")).read_text().strip()
    assert password not in text
    assert json.loads(status.stdout)["running"] is False  # the demo's store is its own, not the default one
    assert _servers(tmp_path) == []


def test_serve_answers_until_interrupted(run: Run, demo_folder: Path, neo4j_server: Server, tmp_path: Path) -> None:
    """The service on the configured database; Ctrl-C ends it with status 0."""
    assert run("load", demo_folder).returncode == 0
    port = _free_port()
    environment = os.environ | {
        "NEO4J_URI": neo4j_server.bolt_uri, "NEO4J_PASSWORD": neo4j_server.password, "WINOVER_PORT": str(port),
    }  # fmt: skip
    with (tmp_path / "out").open("w") as out:
        process = subprocess.Popen([str(WINOVER), "serve"], stdout=out, stderr=subprocess.STDOUT, env=environment)
    try:
        _wait_for(tmp_path / "out", "Ctrl-C", process)
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=60) as answer:
            assert json.load(answer)["status"] == "ok"
        taken = run("serve", WINOVER_PORT=str(port))
        assert (taken.returncode, "WINOVER_PORT" in taken.stderr) == (1, True)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def test_embedded_server_comes_back_after_a_kill(demo_folder: Path, tmp_path: Path) -> None:
    """Any command starts the embedded Neo4j, also one that was killed, and finds what was stored."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "WINOVER_"))}
    environment = clean | {"WINOVER_DATA_DIR": str(tmp_path / "data")}

    def winover(*arguments: str) -> str:
        return subprocess.run(
            [str(WINOVER), *arguments], capture_output=True, text=True, check=True, timeout=300, env=environment
        ).stdout

    try:
        winover("load", str(demo_folder))
        before = winover("next", "--json")
        assert json.loads(winover("db", "status", "--json")).keys() == {
            "running", "uri", "browser_url", "username", "password_file",
        }  # fmt: skip
        (server,) = _servers(tmp_path)
        server.kill()
        psutil.wait_procs([server], timeout=30)
        assert winover("next", "--json") == before
    finally:
        winover("db", "stop")
    assert json.loads(winover("db", "status", "--json"))["running"] is False
    assert _servers(tmp_path) == []


def _servers(folder: Path) -> list[psutil.Process]:
    """The processes that work below a folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if f"--home-dir={folder}" in " ".join(process.info["cmdline"] or [])
    ]


def _wait_for(file: Path, words: str, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + 300
    while words not in (text := file.read_text()):
        assert process.poll() is None, text
        assert time.monotonic() < deadline, text
        time.sleep(0.2)
    return text


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_commands_of_the_readme_run(run: Run, demo_folder: Path) -> None:
    """Every `winover` line of the README but `serve`, with its words in capitals filled in."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    commands = [shlex.split(line, comments=True)[1:] for line in re.findall(r"^winover .*", readme, re.MULTILINE)]
    assert len(commands) >= 6
    names = {"FOLDER": str(demo_folder), "ACCOUNT": "lanjiang"}
    for command in commands:
        if command == ["serve"]:
            continue
        arguments = [names.get(word, word.replace("PERSON", "wang")) for word in command]
        done = run(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
