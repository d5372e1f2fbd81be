"""Does a real firm come through the loader as it was published?

D. Krackhardt, "Cognitive social structures", Social Networks 9 (1987), 104-134, asked the 21 managers of a firm from
whom they take advice and who their friends are. S. Wasserman and K. Faust, "Social Network Analysis" (1994), print
these two relations, who reports to whom, and the managers' attributes in the appendix on data sets. Of this data it is
known: 21 managers on three levels; four departments beside the CEO's office; 20 reporting lines that form a tree rooted
at manager 7, the CEO; 190 advice and 102 friendship ties. The other figures are counted here from the printed data, and
are not claimed of either text: the sizes of departments and levels, and who is asked most (in-degree in advice.csv).
"""

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from app.accounts.snapshots import Scope
from app.accounts.snapshots import snapshot as account_on
from app.analytics.best_sets import best_sets
from app.analytics.constants import Constants
from app.analytics.recommendations import recommend
from app.analytics.snapshot import Snapshot
from app.graph import Graph
from loaders.load import load
from tests.analytics import naive
from tests.copies import begin_with
from tests.real_data import ask, find_data, read_table, snapshot, write_table
from tests.real_data.krackhardt import ACCOUNT, department_id, person_id, write_canonical_folder

MANAGERS = 21
CEO = person_id("7")
DEPARTMENT_SIZES = {"0": 1, "1": 5, "2": 8, "3": 3, "4": 4}
LEVELS = {"CEO": 1, "Vice President": 4, "Manager": 16}
VICE_PRESIDENTS = {person_id(number) for number in ("2", "14", "18", "21")}
REPORTING_LINES, ADVICE_TIES, FRIENDSHIP_TIES = 20, 190, 102
MOST_ASKED = {"2": 18, "18": 15, "21": 15, "1": 13, "7": 13}
"""The five managers most asked for advice, with the number of those who ask them."""


@pytest.fixture
def source() -> Path:
    """The data as it was published."""
    return find_data("krackhardt")


@pytest.fixture
def folder(source: Path, tmp_path: Path) -> Path:
    """The same as a canonical folder."""
    write_canonical_folder(source, tmp_path / "krackhardt")
    return tmp_path / "krackhardt"


@pytest.fixture
def loaded(graph: Graph, folder: Path) -> Graph:
    """The graph that it makes."""
    begin_with(graph, "krackhardt", lambda: load(graph, [folder]))
    return graph


def test_nothing_is_refused(graph: Graph, folder: Path) -> None:
    report = load(graph, [folder])

    assert report.defects == []
    assert {table.file: table.stored for table in report.tables} == {
        "accounts.csv": 1,
        "departments.csv": len(DEPARTMENT_SIZES),
        "people.csv": MANAGERS,
        "relations.csv": ADVICE_TIES + FRIENDSHIP_TIES,
    }


def test_reporting_lines_are_a_tree_rooted_at_manager_7(loaded: Graph, source: Path) -> None:
    lines = ask(loaded, "MATCH (person:Person)-[:REPORTS_TO]->(superior:Person) RETURN superior.id, person.id")

    assert len(lines) == REPORTING_LINES
    assert sorted(lines) == sorted(
        (person_id(line["to_id"]), person_id(line["from_id"])) for line in read_table(source / "reports_to.csv")
    )
    tree: nx.DiGraph[str] = nx.DiGraph(lines)
    assert nx.is_arborescence(tree)
    assert [person for person, superiors in tree.in_degree() if superiors == 0] == [CEO]
    assert set(tree.successors(CEO)) == VICE_PRESIDENTS
    assert nx.dag_longest_path_length(tree) == 2


def test_four_departments_beside_the_office_of_the_ceo(loaded: Graph) -> None:
    sizes = ask(
        loaded,
        """
        MATCH (:Account {id: 'krackhardt-1987'})<-[:PART_OF]-(department:Department)<-[:WORKS_IN]-(person:Person)
        RETURN department.id, count(person)
        """,
    )
    titles = ask(loaded, "MATCH (:Person)-[works:WORKS_IN]->(:Department) RETURN works.title, count(*)")
    office = ask(loaded, "MATCH (p:Person)-[:WORKS_IN]->(:Department {name: 'Office of the CEO'}) RETURN p.id")
    accounts = ask(loaded, "MATCH (person:Person)-[:KEY_PERSON_OF]->(account:Account) RETURN account.id, count(person)")

    assert dict(sizes) == {department_id(number): size for number, size in DEPARTMENT_SIZES.items()}
    assert dict(titles) == LEVELS
    assert office == [(CEO,)]
    assert accounts == [(ACCOUNT, MANAGERS)]


def test_who_is_asked_for_advice_influences_the_one_who_asks(loaded: Graph, source: Path) -> None:
    advice = read_table(source / "advice.csv")

    ties = ask(loaded, "MATCH (asked:Person)-[:INFLUENCES]->(asks:Person) RETURN asked.id, asks.id")

    assert len(ties) == ADVICE_TIES
    assert sorted(ties) == sorted((person_id(line["to_id"]), person_id(line["from_id"])) for line in advice)
    most_asked = Counter(asked for asked, _ in ties).most_common(len(MOST_ASKED))
    assert dict(most_asked) == {person_id(number): asking for number, asking in MOST_ASKED.items()}


def test_who_names_a_friend_knows_them(loaded: Graph, source: Path) -> None:
    friendship = read_table(source / "friendship.csv")

    ties = ask(loaded, "MATCH (names:Person)-[:KNOWS]->(friend:Person) RETURN names.id, friend.id")

    assert len(ties) == FRIENDSHIP_TIES
    assert sorted(ties) == sorted((person_id(line["from_id"]), person_id(line["to_id"])) for line in friendship)


def test_nothing_is_made_up(loaded: Graph) -> None:
    """The managers were asked for no attitude and told no power: neither is in the graph."""
    assert ask(loaded, "MATCH (assessment:Assessment) RETURN assessment.id") == []
    assert ask(loaded, "MATCH (p:Person) WHERE p.veto IS NOT NULL OR p.approve IS NOT NULL RETURN p.id") == []
    assert ask(loaded, "MATCH ()-[tie:INFLUENCES|KNOWS]->() WHERE tie.strength IS NOT NULL RETURN tie.strength") == []


def test_a_second_load_changes_nothing(graph: Graph, folder: Path) -> None:
    first = load(graph, [folder])
    before = snapshot(graph)

    assert load(graph, [folder]) == first
    assert snapshot(graph) == before


TODAY = date(2026, 6, 15)


@pytest.fixture
def neutral(graph: Graph, folder: Path) -> Snapshot:
    """The same firm, if it spent a million and everybody stood neutral: that is made up, to see the network at work."""
    managers = [person_id(str(number)) for number in range(1, MANAGERS + 1)]
    write_table(folder / "spend.csv", ("account_id", "fiscal_year", "amount"), [(ACCOUNT, "2026", "1000000")])
    write_table(folder / "users.csv", ("id", "name"), [("li", "Li")])
    write_table(folder / "acquaintances.csv", ("user_id", "person_id"), [("li", person_id("13"))])
    write_table(
        folder / "assessments.csv",
        ("id", "person_id", "observed_on", "closeness", "solution_acceptance", "price_acceptance"),
        [(f"s-{manager}", manager, "2026-06-01", "50", "50", "50") for manager in managers],
    )
    assert load(graph, [folder]).defects == []
    return account_on(graph, ACCOUNT, Scope(TODAY), Constants())


def test_whom_to_win_over_where_all_are_neutral(neutral: Snapshot) -> None:
    """Each is worth what they sway, as repeated averaging finds it too; more than half the time somebody much asked."""
    found = recommend([neutral], Constants(), by="value")
    assert len(found) == MANAGERS
    for one in found:
        alone = naive.money_gain(neutral, (neutral.rows[one.person.id],))
        assert one.value.amount == pytest.approx(alone, abs=0.05)
    assert sum(one.value.amount or 0 for one in found) == pytest.approx(250_000, abs=1)  # all won: 75 % instead of 50 %
    first = [one.person.id for one in found[:5]]
    assert len(set(first) & {person_id(number) for number in MOST_ASKED}) >= 3


def test_ways_to_the_chief_executive(neutral: Snapshot) -> None:
    """Ours knows manager 13, who is in a department of a vice president: nobody is reached in more than two steps."""
    ways = {one.person.id: one.through for one in recommend([neutral], Constants())}
    direct = ways[person_id("13")]
    assert [(way.kind, way.path) for way in direct[:1]] == [("user", ["li", person_id("13")])]
    tied = {pair for tie in neutral.ties for pair in ((tie.from_id, tie.to_id), (tie.to_id, tie.from_id))}
    one_step = {person_id("13")} | {other for one, other in tied if one == person_id("13")}
    near = one_step | {other for one, other in tied if one in one_step}
    for manager, through in ways.items():
        if through:
            assert manager in near
            assert all(
                (one, other) in tied for way in through for one, other in zip(way.path[1:], way.path[2:], strict=False)
            )
    assert ways[CEO]


def test_the_best_three_are_the_best_of_all_sets(neutral: Snapshot) -> None:
    (best,) = best_sets([neutral], 3, Constants())
    worth = max(naive.money_gain(neutral, some) for some in combinations(range(MANAGERS), 3))
    assert best.value.amount == pytest.approx(worth, abs=0.05)
