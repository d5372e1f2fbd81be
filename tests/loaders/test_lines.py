"""Lines upwards in people.csv, departments.csv and users.csv: they never lead back to where they began."""

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.graph import Graph
from loaders.lines import ON_A_CYCLE, rows_on_cycles
from loaders.load import load
from tests.loaders.folders import counts, everything, relationships, shown, write

TABLES = {
    "people.csv": ("id,account_id,name,reports_to", "{},a1,Name,{}", "reports_to", "Person", "REPORTS_TO"),
    "departments.csv": ("id,account_id,name,parent_id", "{},a1,Name,{}", "parent_id", "Department", "PART_OF"),
    "users.csv": ("id,name,manager_id", "{},Name,{}", "manager_id", "User", "REPORTS_TO"),
}
tables = pytest.mark.parametrize("file", TABLES)


def tree(folder: Path, file: str, parents: Mapping[str, str]) -> list[Path]:
    """The accounts and one table that says of each id what is above it."""
    header, row, *_ = TABLES[file]
    rows = [row.format(id_, parent) for id_, parent in parents.items()]
    write(folder, {"accounts.csv": "id,name\na1,One\n", file: "\n".join([header, *rows]) + "\n"})
    return [folder / "accounts.csv", folder / file]


def lines(graph: Graph, file: str) -> set[tuple[str, str]]:
    """The lines that are in the graph, from below to above."""
    _, _, _, label, kind = TABLES[file]
    return {
        (lower.removeprefix(f"{label} "), upper.removeprefix(f"{label} "))
        for lower, type_, upper, *_ in relationships(graph)
        if type_ == kind and upper.startswith(label)
    }


def below(file: str, line: int) -> str:
    return f"refers to a row that was refused ({file}, line {line})"


@tables
def test_cycles_within_a_file(file: str, graph: Graph, tmp_path: Path) -> None:
    """Every row on a cycle is refused, and so is everybody below one; other trees are stored.

    a ─► a      b ◄─► c ◄─ d ◄─ e      f ─► g ─► h ─► f      i ◄─ j ◄─ k
    """
    parents = dict(zip("abcdefghijk", ["a", "c", "b", "c", "d", "g", "h", "f", "", "i", "j"], strict=True))
    report = load(graph, tree(tmp_path, file, parents))
    column = TABLES[file][2]
    assert shown(report.defects) == [
        (file, 2, column, "a", ON_A_CYCLE),
        (file, 3, column, "c", ON_A_CYCLE),
        (file, 4, column, "b", ON_A_CYCLE),
        (file, 5, column, "c", below(file, 4)),
        (file, 6, column, "d", below(file, 5)),
        (file, 7, column, "g", ON_A_CYCLE),
        (file, 8, column, "h", ON_A_CYCLE),
        (file, 9, column, "f", ON_A_CYCLE),
    ]
    assert counts(report)[file] == (11, 3, 8)
    assert lines(graph, file) == {("j", "i"), ("k", "j")}


@tables
def test_a_cycle_closed_through_the_graph(file: str, graph: Graph, tmp_path: Path) -> None:
    """Lines stored earlier count: a ─► b ─► c are there, and c ─► a would close the circle."""
    assert not load(graph, tree(tmp_path, file, {"a": "b", "b": "c", "c": ""})).refused
    before = everything(graph)
    report = load(graph, tree(tmp_path, file, {"c": "a", "d": "c", "e": "b"}))
    assert shown(report.defects) == [
        (file, 2, TABLES[file][2], "a", ON_A_CYCLE),
        (file, 3, TABLES[file][2], "c", below(file, 2)),
    ]
    assert everything(graph)[1] - before[1]
    assert lines(graph, file) == {("a", "b"), ("b", "c"), ("e", "b")}


@tables
def test_a_line_that_is_replaced_closes_no_cycle(file: str, graph: Graph, tmp_path: Path) -> None:
    """Upside down: what the files say of a row counts, not what it was."""
    assert not load(graph, tree(tmp_path, file, {"a": "b", "b": "c", "c": ""})).refused
    assert not load(graph, tree(tmp_path, file, {"c": "b", "b": "a", "a": ""})).refused
    assert lines(graph, file) == {("c", "b"), ("b", "a")}


@tables
def test_a_line_that_a_refused_row_leaves_in_place(file: str, graph: Graph, tmp_path: Path) -> None:
    """m ─► a ─► b are there; a new line for a is refused, so the old one stays, and b ─► m would close a circle."""
    assert not load(graph, tree(tmp_path, file, {"a": "b", "b": "", "m": "a", "c": ""})).refused
    report = load(graph, tree(tmp_path, file, {"a": "nobody", "b": "m"}))
    assert [(defect.line, defect.reason) for defect in report.defects] == [
        (2, "unknown; neither in the files nor in the graph"),
        (3, ON_A_CYCLE),
    ]
    assert lines(graph, file) == {("a", "b"), ("m", "a")}


@tables
def test_a_line_that_a_file_without_the_column_leaves_in_place(file: str, graph: Graph, tmp_path: Path) -> None:
    """a ─► b is there; one file renames a and has no column for the line, another puts b below a."""
    assert not load(graph, tree(tmp_path / "0", file, {"a": "b", "b": "", "c": ""})).refused
    renamed = {"users.csv": "id,name\na,Renamed\nc,Renamed\n"}.get(
        file, "id,account_id,name\na,a1,Renamed\nc,a1,Renamed\n"
    )
    paths = [*tree(tmp_path / "1", file, {"b": "a"}), write(tmp_path / "2", {file: renamed}) / file]
    report = load(graph, paths)
    assert {(Path(defect.file).parent.name, defect.line, defect.value, defect.reason) for defect in report.defects} == {
        ("1", 2, "a", ON_A_CYCLE),
        ("2", 2, None, ON_A_CYCLE),
    }
    assert lines(graph, file) == {("a", "b")}


def test_order_of_rows_does_not_matter(graph: Graph, tmp_path: Path) -> None:
    """Whoever comes first, the same rows are refused for the same reasons."""
    parents = {"a": "b", "b": "c", "c": "b", "d": "a", "e": ""}
    seen: set[frozenset[tuple[str | None, str]]] = set()
    for rows in permutations(parents.items()):
        report = load(graph, tree(tmp_path, "users.csv", dict(rows)), dry_run=True)
        ids = {line: id_ for line, (id_, _) in enumerate(rows, start=2)}
        seen.add(frozenset((ids[defect.line or 0], defect.reason.split(" (")[0]) for defect in report.defects))
    refused = "refers to a row that was refused"
    assert seen == {frozenset({("b", ON_A_CYCLE), ("c", ON_A_CYCLE), ("a", refused), ("d", refused)})}


def test_people_may_report_to_somebody_at_another_account(graph: Graph, tmp_path: Path) -> None:
    """A holding's manager, an outsider: only departments stay within one account."""
    files = {
        "accounts.csv": "id,name\na1,One\na2,Two\n",
        "people.csv": "id,account_id,name,reports_to\np1,a1,One,\np2,a2,Two,p1\n",
    }
    assert not load(graph, [write(tmp_path, files)]).refused
    assert ("p2", "p1") in lines(graph, "people.csv")


def test_a_long_line(graph: Graph, tmp_path: Path) -> None:
    """Ten thousand one above the other, top last, are no cycle; with the top below the lowest, all of them are."""
    parents = {f"u{number}": f"u{number + 1}" for number in range(9_999)}
    assert not load(graph, tree(tmp_path, "users.csv", parents | {"u9999": ""}), dry_run=True).refused
    report = load(graph, tree(tmp_path, "users.csv", parents | {"u9999": "u0"}), dry_run=True)
    assert report.defect_count == 10_000


names = st.sampled_from("abcdef")


@settings(max_examples=300)
@given(st.dictionaries(names, names))
def test_rows_on_cycles_by_definition(parents: dict[str, str]) -> None:
    """A row is on a cycle if following the lines from it leads back to it."""

    def leads_back(start: str) -> bool:
        above = parents.get(start)
        for _ in parents:
            if above is None or above == start:
                break
            above = parents.get(above)
        return above == start

    assert rows_on_cycles(parents) == {name for name in parents if leads_back(name)}
