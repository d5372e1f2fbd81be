"""Do 5,968 real contracts come through the loader with none lost, and none stored that is no project?

What is expected is worked out here from the register itself, apart from the conversion and the loader.
"""

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from app.graph import Graph
from loaders.load import load
from tests.copies import begin_with
from tests.real_data import ask, find_data, read_table, snapshot
from tests.real_data.kosovo import write_canonical_folder

CONTRACTS = 5_968
BUYERS = {"Ferizaj", "Gjakova", "Gjilan", "Hani i Elezit", "Lipjan", "Prishtina", "Vitia"}
BURST_DAYS = 60


@pytest.fixture(scope="module")
def contracts() -> list[dict[str, str]]:
    """The register."""
    return read_table(find_data("kosovo_procurement") / "contracts.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register as a canonical folder."""
    folder = tmp_path_factory.mktemp("register") / "kosovo"
    write_canonical_folder(find_data("kosovo_procurement"), folder)
    return folder


@pytest.fixture
def loaded(graph: Graph, folder: Path) -> Graph:
    """The graph that it makes."""
    begin_with(graph, "kosovo", lambda: load(graph, [folder]))
    return graph


def is_project(contract: dict[str, str]) -> bool:
    """Does the contract say what a project needs: a real date, a kind, and a price that is one if there is any?"""
    try:
        date.fromisoformat(contract["signed"])
        price = float(contract["price"] or 0)
    except ValueError:
        return False
    named = any(character.isalpha() for character in contract["title"]) or bool(contract["cpv_division"])
    return named and price >= 0


def starting_lines(path: Path) -> list[int]:
    """On which physical line does each row start? The titles of two contracts are several lines long."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        ends = [reader.line_num for _ in reader]
    return [end + 1 for end in ends[:-1]]


def test_every_contract_is_stored_or_refused_with_a_reason(
    graph: Graph, folder: Path, contracts: list[dict[str, str]]
) -> None:
    report = load(graph, [folder])

    assert len(contracts) == CONTRACTS
    refused = [
        line
        for line, contract in zip(starting_lines(folder / "projects.csv"), contracts, strict=True)
        if not is_project(contract)
    ]
    assert len(refused) == sum(not contract["signed"] for contract in contracts) == 200
    assert [(d.file, d.line, d.column) for d in report.defects] == [
        ("projects.csv", line, "started_on") for line in refused
    ]
    assert all(defect.reason for defect in report.defects)
    assert report.defect_count == len(refused)
    for table in report.tables:
        assert table.rows == table.stored + table.refused
        assert table.rows == len(read_table(folder / table.file))
        assert table.refused == (len(refused) if table.file == "projects.csv" else 0)
        assert not table.file_refused


def test_the_graph_holds_what_the_register_says(loaded: Graph, contracts: list[dict[str, str]]) -> None:
    dated = [contract for contract in contracts if contract["signed"]]

    projects = ask(
        loaded,
        """
        MATCH (account:Account)-[:RUNS]->(project:Project)-[:OF_TYPE]->(:ProjectType)
        RETURN account.name, project.name, toString(project.startedOn), project.budget
        """,
    )

    assert {name for (name,) in ask(loaded, "MATCH (account:Account) RETURN account.name")} == BUYERS
    assert Counter(projects) == Counter(
        (c["buyer"], c["title"].strip(), c["signed"], float(c["price"]) if c["price"] else None) for c in dated
    )
    assert ask(loaded, "MATCH (project:Project) RETURN count(project)") == [(CONTRACTS - 200,)]
    currencies = "MATCH (p:Project) WHERE p.budget IS NOT NULL RETURN p.currency, count(*)"
    assert ask(loaded, currencies) == [("EUR", sum(bool(contract["price"]) for contract in dated))]
    assert ask(loaded, "MATCH (vendor:Vendor) WHERE vendor.isUs RETURN vendor.name") == []


def test_a_contract_known_by_name(loaded: Graph) -> None:
    """Ferizaj's first contract of 2011: the council's sessions on television, 580 euros."""
    found = ask(
        loaded,
        """
        MATCH (account:Account)-[:RUNS]->(project:Project)-[:WENT_TO]->(vendor:Vendor {name: 'TELEVIZIONI FESTINA'}),
              (project)-[:OF_TYPE]->(type:ProjectType)
        WHERE project.startedOn = date('2011-01-27')
        RETURN account.name, project.name, type.name, project.budget, project.currency
        """,
    )

    title = "LOT-I- Transmetimin integral të seancave të Kuvendit Komunal në Ferizaj"
    assert found == [("Ferizaj", title, "lot transmetimin integral të", 580.0, "EUR")]


def test_project_types_recur_as_known_of_this_data(loaded: Graph) -> None:
    """88 pairs of buyer and type have four or more occurrences; 174 of those have three before them.

    Contracts signed less than 60 days after the first one of a burst are one occurrence.
    """
    series: dict[tuple[str, str], list[date]] = defaultdict(list)

    for account, kind, signed in ask(
        loaded,
        """
        MATCH (account:Account)-[:RUNS]->(project:Project)-[:OF_TYPE]->(type:ProjectType)
        RETURN account.id, type.id, toString(project.startedOn) AS day ORDER BY day
        """,
    ):
        occurrences = series[account, kind]
        day = date.fromisoformat(signed)
        if not occurrences or (day - occurrences[-1]).days >= BURST_DAYS:
            occurrences.append(day)

    lengths = [len(occurrences) for occurrences in series.values() if len(occurrences) >= 4]
    assert (len(lengths), sum(length - 3 for length in lengths)) == (88, 174)


def test_a_second_load_changes_nothing(graph: Graph, folder: Path) -> None:
    first = load(graph, [folder])
    before = snapshot(graph)

    assert load(graph, [folder]) == first
    assert snapshot(graph) == before


def test_ids_depend_on_the_contract_alone(folder: Path, tmp_path: Path, contracts: list[dict[str, str]]) -> None:
    """A register in another order, and with a row less, gives the other contracts the same ids."""
    source = tmp_path / "turned"
    source.mkdir()
    with (source / "contracts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, contracts[0].keys())
        writer.writeheader()
        writer.writerows(reversed(contracts[1:]))

    write_canonical_folder(source, tmp_path / "again")

    ids = [row["id"] for row in read_table(folder / "projects.csv")]
    assert len(set(ids)) == CONTRACTS
    assert [row["id"] for row in read_table(tmp_path / "again" / "projects.csv")] == ids[:0:-1]
