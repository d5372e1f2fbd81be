"""What a folder becomes: the whole graph, compared as tables."""

from pathlib import Path

from app.graph import Graph
from loaders.load import load
from tests.loaders.folders import EVERYTHING, counts, everything, nodes, only, relationships, write

NODES = {
    ("Account", ("cityTier", "2"), ("currency", "CNY"), ("id", "a1"), ("industry", "Water utility"),
     ("name", "Lanjiang Water"), ("region", "Central China")),
    ("Account", ("id", "a2"), ("name", "Beihe Supply")),
    ("Spend", ("amount", 5000000.0), ("currency", "CNY"), ("fiscalYear", 2026), ("id", "a1/2026/")),
    ("Spend", ("amount", 1500000.5), ("fiscalYear", 2027), ("id", "a1/2027/t1")),
    ("Department", ("from", "2001-01-31"), ("id", "d1"), ("name", "Management")),
    ("Department", ("id", "d2"), ("name", "Plants"), ("to", "2030-12-31")),
    ("Person", ("approve", True), ("email", "wang@lanjiang.example"), ("id", "wang"), ("name", "王建国"),
     ("outsider", False), ("placeholder", False), ("veto", True)),
    ("Person", ("id", "liu"), ("name", "Liu Bin"), ("veto", False)),
    ("Person", ("id", "xu"), ("name", "Xu Jing"), ("outsider", True), ("placeholder", True)),
    ("ProjectType", ("id", "t1"), ("name", "Plant control")),
    ("ProjectType", ("id", "t2"), ("name", "Smart metering")),
    ("Offering", ("id", "control"), ("name", "Ruoshui Control")),
    ("Vendor", ("id", "us"), ("isUs", True), ("name", "Ruoshui")),
    ("Vendor", ("id", "rival"), ("isUs", False), ("name", "Tianshu")),
    ("Project", ("budget", 980000.0), ("currency", "CNY"), ("endedOn", "2025-02-28"), ("id", "c1"),
     ("name", "Dongshan"), ("noContactFrom", "2024-01-01"), ("noContactTo", "2024-02-01"), ("outcome", "won"),
     ("startedOn", "2024-02-29")),
    ("Project", ("id", "c2"), ("name", "Meters"), ("startedOn", "2026-03-01")),
    ("User", ("currency", "CNY"), ("id", "chen"), ("name", "Chen Gang"), ("quota", 8000000.0), ("role", "manager")),
    ("User", ("email", "li@ruoshui.example"), ("id", "li"), ("name", "Li Min"), ("role", "rep")),
    ("Team", ("name", "Central")),
    ("Assessment", ("closeness", 50.0), ("confidence", 0.7), ("id", "s1"), ("note", "Asks, twice"),
     ("observedOn", "2026-03-31"), ("priceAcceptance", 0.0), ("recordedAt", "2026-04-01T18:00:00.000000000+08:00"),
     ("solutionAcceptance", 75.0), ("source", "own meeting")),
    ("Assessment", ("id", "s2"), ("observedOn", "2026-01-30"), ("priceAcceptance", 100.0),
     ("recordedAt", "2026-04-02T00:00:00.000000000+00:00")),
    ("Interaction", ("at", "2026-03-31T14:30:00.000000000+08:00"), ("channel", "visit"), ("id", "i1"),
     ("summary", "First talk")),
    ("Opportunity", ("amount", 950000.0), ("closedOn", "2024-03-01"), ("currency", "CNY"), ("id", "o1"),
     ("name", "Control for Dongshan"), ("openedOn", "2023-01-01"), ("origin", "hatched"), ("outcome", "won"),
     ("probability", 0.5), ("stage", "proposal")),
    ("Opportunity", ("id", "o2"), ("name", "Something")),
}  # fmt: skip

RELATIONSHIPS = {
    ("Account a1", "EXPECTS_TO_SPEND", "Spend a1/2026/"),
    ("Account a1", "EXPECTS_TO_SPEND", "Spend a1/2027/t1"),
    ("Spend a1/2027/t1", "ON", "ProjectType t1"),
    ("Department d1", "PART_OF", "Account a1"),
    ("Department d2", "PART_OF", "Account a1"),
    ("Department d2", "PART_OF", "Department d1"),
    ("Person wang", "KEY_PERSON_OF", "Account a1"),
    ("Person liu", "KEY_PERSON_OF", "Account a1"),
    ("Person xu", "KEY_PERSON_OF", "Account a1"),
    ("Person wang", "WORKS_IN", "Department d1", ("from", "2010-01-01"), ("title", "General manager")),
    ("Person liu", "WORKS_IN", "Department d2", ("to", "2026-01-31")),
    ("Person xu", "WORKS_IN", "Account a1"),
    ("Person liu", "REPORTS_TO", "Person wang"),
    ("Person xu", "REPORTS_TO", "Person liu"),
    ("Person wang", "VETO_LIMITED_TO", "ProjectType t1"),
    ("Person wang", "APPROVAL_LIMITED_TO", "ProjectType t1"),
    ("Person wang", "APPROVAL_LIMITED_TO", "ProjectType t2"),
    ("Person liu", "INFLUENCES", "Person wang", ("strength", 0.7)),
    ("Person xu", "CONFLICTS_WITH", "Person liu"),
    ("Person xu", "KNOWS", "Person wang", ("strength", 1.0)),
    ("Offering control", "FITS", "ProjectType t1"),
    ("Offering control", "FITS", "ProjectType t2"),
    ("Account a1", "RUNS", "Project c1"),
    ("Account a1", "RUNS", "Project c2"),
    ("Project c1", "OF_TYPE", "ProjectType t1"),
    ("Project c2", "OF_TYPE", "ProjectType t2"),
    ("Project c1", "WENT_TO", "Vendor us"),
    ("Person wang", "PARTICIPATES_IN", "Project c1", ("approve", False), ("buyingRole", "decision_maker"),
     ("veto", True)),
    ("Person liu", "PARTICIPATES_IN", "Project c1"),
    ("User li", "REPORTS_TO", "User chen"),
    ("User li", "MEMBER_OF", "Team Central"),
    ("User chen", "MEMBER_OF", "Team Central"),
    ("User li", "SERVES", "Account a1", ("from", "2024-01-01"), ("role", "owner")),
    ("User li", "SERVES", "Account a1", ("from", "2020-01-01"), ("role", "owner"), ("to", "2022-12-31")),
    ("User chen", "SERVES", "Account a1", ("role", "member")),
    ("User li", "KNOWS", "Person wang", ("strength", 0.25)),
    ("User chen", "KNOWS", "Person liu"),
    ("User li", "STATED", "Assessment s1"),
    ("Assessment s1", "ABOUT", "Person wang"),
    ("Assessment s1", "ON", "Project c1"),
    ("Assessment s1", "TOWARDS", "Vendor rival"),
    ("Assessment s2", "ABOUT", "Person liu"),
    ("User li", "TOOK_PART_IN", "Interaction i1"),
    ("User chen", "TOOK_PART_IN", "Interaction i1"),
    ("Person wang", "TOOK_PART_IN", "Interaction i1"),
    ("Person liu", "TOOK_PART_IN", "Interaction i1"),
    ("User li", "OWNS", "Opportunity o1"),
    ("Opportunity o1", "AT", "Account a1"),
    ("Opportunity o2", "AT", "Account a2"),
    ("Opportunity o1", "OF_TYPE", "ProjectType t1"),
    ("Opportunity o1", "AIMS_AT", "Project c1"),
}  # fmt: skip


def test_everything_is_in_its_place_once(graph: Graph, tmp_path: Path) -> None:
    """Every column of every table becomes what the model says; loading again changes nothing and reports the same."""
    folder = write(tmp_path, EVERYTHING)
    first = load(graph, [folder])
    assert set(nodes(graph)) == NODES
    assert set(relationships(graph)) == RELATIONSHIPS
    before = everything(graph)
    assert max(before[0].values()) == max(before[1].values()) == 1
    assert load(graph, [folder]) == first
    assert everything(graph) == before
    assert not first.refused
    assert counts(first)["coverage.csv"] == (3, 3, 0)


def test_single_files_load_on_what_is_there(graph: Graph, tmp_path: Path) -> None:
    """Files given one by one, in an order that no reference likes, and in several loads, make the same graph."""
    write(tmp_path, EVERYTHING)
    later = ["assessments.csv", "interactions.csv", "participants.csv", "opportunities.csv", "relations.csv"]
    at_once = [tmp_path / name for name in sorted(EVERYTHING, reverse=True) if name not in later]
    assert not load(graph, at_once).refused
    for name in later:
        assert not load(graph, [tmp_path / name]).refused
    assert set(nodes(graph)) == NODES
    assert set(relationships(graph)) == RELATIONSHIPS


def test_only_accounts_and_people_are_needed(graph: Graph, tmp_path: Path) -> None:
    """A person without department works at the account, now."""
    people = "id,account_id,name\np1,a1,Somebody\n"
    folder = write(tmp_path, {**only("accounts.csv"), "people.csv": people})
    assert not load(graph, [folder]).refused
    assert set(relationships(graph)) == {
        ("Person p1", "KEY_PERSON_OF", "Account a1"),
        ("Person p1", "WORKS_IN", "Account a1"),
    }


def test_an_assessment_is_recorded_when_it_is_loaded(graph: Graph, tmp_path: Path) -> None:
    """Without `recorded_at` it is the moment of the first load, which a second load keeps."""
    files = {
        **only("accounts.csv"),
        "people.csv": "id,account_id,name\nwang,a1,Wang\n",
        "assessments.csv": "id,person_id,observed_on,closeness,recorded_at\ns1,wang,2026-03-31,50,\n",
    }
    folder = write(tmp_path, files)
    recorded = "MATCH (s:Assessment) RETURN s.recordedAt, datetime() - duration('PT1M') < s.recordedAt <= datetime()"
    assert not load(graph, [folder]).refused
    first = graph.driver.execute_query(recorded).records[0].values()
    assert first[1] is True
    assert not load(graph, [folder]).refused
    assert graph.driver.execute_query(recorded).records[0].values()[0] == first[0]
