"""Do the files around the code keep their promises: pinned, free of hosts, consistent, and set up by two commands?"""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.settings import Settings

REPOSITORY = Path(__file__).parent.parent
LOCKS = (REPOSITORY / "requirements" / "runtime.txt", REPOSITORY / "requirements" / "dev.txt")
PINNED = re.compile(
    r"(?P<name>[a-z0-9._-]+)==(?P<version>\S+)( ; (?P<marker>.+?))?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


def pinned_lines(lock: Path) -> list[str]:
    """What are the requirements of a lock file, each on one line, without comments?"""
    text = re.sub(r"^\s*#.*$", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


def pinned_versions(lock: Path) -> set[tuple[str, str, str | None]]:
    """Which package does a lock file pin to which version, and on which machines?"""
    matches = [PINNED.fullmatch(line) for line in pinned_lines(lock)]
    return {(match["name"], match["version"], match["marker"]) for match in matches if match}


def declared(*extras: str) -> set[str]:
    """Which packages does pyproject.toml ask for?"""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_with_its_hashes(lock: Path) -> None:
    lines = pinned_lines(lock)

    assert len(lines) > 20
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_lock_files_hold_what_the_project_declares() -> None:
    runtime, dev = map(pinned_versions, LOCKS)

    assert declared("build") <= {name for name, *_ in runtime}
    assert declared("build", "dev") <= {name for name, *_ in dev}


def test_the_tests_run_on_the_versions_that_users_get() -> None:
    runtime, dev = map(pinned_versions, LOCKS)

    assert runtime <= dev


def test_no_lock_or_configuration_names_a_host_of_packages() -> None:
    """A mirror is the business of the machine; a lock file that names a host works on one machine only."""
    locks = [
        *LOCKS,
        *REPOSITORY.glob("*.lock"),
        *REPOSITORY.glob("app/*.lock*"),
        *REPOSITORY.glob("package-lock.json"),
        *REPOSITORY.glob("*/package-lock.json"),
        *REPOSITORY.glob("app/web/**/package-lock.json"),
    ]
    configuration = [
        REPOSITORY / name
        for name in (".ci/run", ".npmrc", ".pypirc", "Dockerfile", "Makefile", "pip.conf", "pyproject.toml", "uv.toml")
        if (REPOSITORY / name).exists()
    ]

    # Links to home pages and funding stand in a package-lock.json too: there, `resolved` is what is fetched from.
    fetched_from = re.compile(
        r'"resolved":\s*"\w+://|^(?!\s*"(url|homepage|funding)").*\b(https?|git|ssh)://', re.MULTILINE
    )
    options = re.compile(
        r"--(extra-)?index-url|--find-links|--(default-)?index\b|\bregistry\s*=|trusted-host|\btool\.uv\b"
    )
    assert [path.name for path in locks if fetched_from.search(path.read_text(encoding="utf-8"))] == []
    assert [path.name for path in configuration if options.search(path.read_text(encoding="utf-8"))] == []


def test_compose_sets_only_settings_that_exist() -> None:
    compose = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    service = compose[compose.index("\n  winover:\n") : compose.index("\nvolumes:")]
    known = {str(field.validation_alias or f"WINOVER_{name}".upper()) for name, field in Settings.model_fields.items()}

    given = set(re.findall(r"^      ([A-Z][A-Z0-9_]*):", service, re.MULTILINE))

    assert given >= {"NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "WINOVER_HOST"}
    assert given <= known
    image = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:WINOVER|NEO4J)_[A-Z_]+", image)) <= known


def test_compose_has_no_password_of_its_own_and_listens_here_only() -> None:
    compose = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")

    passwords = re.findall(r"^      NEO4J_(?:AUTH|PASSWORD): (.*)$", compose, re.MULTILINE)
    assert len(passwords) == 2
    assert all(re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?[^}]+\}", password) for password in passwords)
    ports = re.findall(r'^      - "(.*:\d+)"$', compose, re.MULTILINE)
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert "condition: service_healthy" in compose
    assert re.search(r"image: neo4j:\d{4}\.\d{2}\.\d+$", compose, re.MULTILINE)


def test_the_image_takes_all_that_the_wheel_is_made_of() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    taken = {
        line[1:] for line in (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"
    }

    assert packages | {"pyproject.toml", "README.md", "LICENSE", "requirements/runtime.txt"} == taken


def makefile_targets() -> set[str]:
    """Which commands does the Makefile have?"""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_every_make_command_in_the_documents_exists() -> None:
    documents = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")]

    for document in documents:
        code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", document.read_text(encoding="utf-8"), re.DOTALL))
        named = set(re.findall(r"\bmake (?:\w+=\S+ )*([a-z]+)", code))
        assert named <= makefile_targets(), document.name


def test_the_readme_names_the_two_commands() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")

    assert "make demo" in readme
    assert "make test" in readme


def test_what_is_run_by_name_is_executable() -> None:
    assert os.access(REPOSITORY / ".ci" / "run", os.X_OK)


# The set-up of the Makefile, with a Python that only writes down what it is asked for.

WORKING = """#!/bin/sh
case "$1 $2" in
"-c "*) echo runs ;;
"--version "*) echo Python 3.99.0 ;;
"-m venv") echo "venv by ${0##*/}" >>calls; mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; ln -s python "$3/bin/winover" ;;
"-m pip") case "$*" in *--require-hashes*) echo "pip ${*##* }" >>calls; exit "${PIP_STATUS:-0}" ;; esac ;;
"-m pytest") echo pytest >>calls ;;
"-m app.web.bundle") mkdir -p app/web/built; echo bundle >>bundles; exit "${BUNDLE_STATUS:-0}" ;;
"demo ") echo demo >>calls ;;
esac
"""
BROKEN_SHIM = '#!/bin/sh\necho "shim: python3.14: command not found" >&2\nexit 127\n'
TOO_OLD = "#!/bin/sh\nexit 1\n"

Make = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what the set-up reads; its name has a space."""
    clone = tmp_path / "a clone"
    scripts = ["app/web/package-lock.json", "app/web/bundle.mjs", "app/web/bundle.py", "app/web/scripts/app.ts"]
    for name in ("Makefile", "pyproject.toml", "requirements/runtime.txt", "requirements/dev.txt", *scripts):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, clone / name)
    return clone


@pytest.fixture
def pythons(tmp_path: Path) -> Path:
    """The only folder on the path: the tools of a bare machine, and no Python."""
    pythons = tmp_path / "bin"
    pythons.mkdir()
    for tool in ("awk", "cat", "cksum", "cp", "ln", "make", "mkdir", "rm", "sh", "touch", "tr"):
        found = shutil.which(tool)
        assert found, tool
        (pythons / tool).symlink_to(found)
    return pythons


@pytest.fixture
def make(clone: Path, pythons: Path) -> Make:
    """Runs a command of the Makefile in the clone."""

    def run(*arguments: str, folder: Path = clone, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [pythons / "make", *arguments],
            cwd=folder,
            env={"PATH": str(pythons), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def add_python(folder: Path, name: str, script: str) -> None:
    """Put a Python of that name there."""
    (folder / name).write_text(script, encoding="utf-8")
    (folder / name).chmod(0o755)


def take_calls(clone: Path) -> list[str]:
    """What was called since the last look?"""
    calls = clone / "calls"
    lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
    calls.unlink(missing_ok=True)
    return lines


def test_without_a_python_one_sentence_says_what_to_do(make: Make, pythons: Path) -> None:
    add_python(pythons, "python3.14", BROKEN_SHIM)
    add_python(pythons, "python3", TOO_OLD)

    done = make("demo")

    assert done.returncode != 0
    assert "needs Python 3.11 or newer with its venv module" in done.stderr
    assert "shim" not in done.stderr


def test_a_python_that_runs_is_found_behind_one_that_does_not(make: Make, clone: Path, pythons: Path) -> None:
    shims = pythons / "shims"
    shims.mkdir()
    add_python(shims, "python3.13", BROKEN_SHIM)
    add_python(shims, "python3.12", BROKEN_SHIM)
    add_python(pythons, "python3.12", WORKING)
    add_python(pythons, "python3", TOO_OLD)

    done = make("demo", PATH=f"{shims}:{pythons}")

    assert done.returncode == 0, done.stderr
    assert take_calls(clone) == ["venv by python3.12", "pip requirements/runtime.txt", "demo"]


def test_set_up_is_done_once_and_serves_both_commands(make: Make, clone: Path, pythons: Path) -> None:
    add_python(pythons, "python3", WORKING)

    make("demo")
    assert take_calls(clone) == ["venv by python3", "pip requirements/runtime.txt", "demo"]
    make("demo")
    assert take_calls(clone) == ["demo"]
    make("test")
    assert take_calls(clone) == ["pip requirements/dev.txt", "pytest"]
    make("test")
    make("demo")
    assert take_calls(clone) == ["pytest", "demo"]


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("demo", "requirements/runtime.txt"),
        ("test", "requirements/dev.txt"),
        ("demo", "pyproject.toml"),
        ("test", "pyproject.toml"),
    ],
)
def test_a_change_of_the_requirements_is_installed(
    make: Make, clone: Path, pythons: Path, command: str, file: str
) -> None:
    add_python(pythons, "python3", WORKING)
    make(command)
    venv, *install_and_run = take_calls(clone)
    assert (venv, len(install_and_run)) == ("venv by python3", 2)

    with (clone / file).open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    os.utime(clone / file, (0, 0))
    make(command)

    assert take_calls(clone) == install_and_run


def test_a_set_up_that_broke_off_is_done_anew(make: Make, clone: Path, pythons: Path) -> None:
    add_python(pythons, "python3", WORKING)

    assert make("demo", PIP_STATUS="1").returncode != 0
    take_calls(clone)
    assert make("demo").returncode == 0

    assert take_calls(clone) == ["venv by python3", "pip requirements/runtime.txt", "demo"]


def test_a_clone_that_was_moved_or_lost_its_python_is_set_up_anew(make: Make, clone: Path, pythons: Path) -> None:
    add_python(pythons, "python3", WORKING)
    make("demo")
    take_calls(clone)
    everything = ["venv by python3", "pip requirements/runtime.txt", "demo"]

    (clone / ".venv" / "bin" / "python").unlink()
    make("demo")
    assert take_calls(clone) == everything

    moved = clone.rename(clone.with_name("moved"))
    make("demo", folder=moved)
    assert take_calls(moved) == everything


def test_pages_are_bundled_once_and_when_a_script_changes(make: Make, clone: Path, pythons: Path) -> None:
    """The tests' bundle serves the demo too; one that failed is made again; a script in a folder counts as well."""
    add_python(pythons, "python3", WORKING)

    def bundles() -> int:
        made = clone / "bundles"
        return len(made.read_text(encoding="utf-8").splitlines()) if made.exists() else 0

    assert make("test", BUNDLE_STATUS="1").returncode != 0
    assert make("test").returncode == 0
    assert bundles() == 2
    make("demo")
    make("test")
    assert bundles() == 2
    (clone / "app/web/scripts/map").mkdir()
    (clone / "app/web/scripts/map/view.ts").write_text("export {};\n", encoding="utf-8")
    make("demo")
    assert bundles() == 3
