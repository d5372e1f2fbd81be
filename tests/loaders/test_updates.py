"""The same id again: what the row owns is replaced, what it does not mention stays, and nothing is deleted."""

from pathlib import Path

import pytest

from app.graph import Graph
from loaders.load import load
from tests.loaders.everything import begin_with_everything
from tests.loaders.folders import EVERYTHING, Files, counts, everything, nodes, only, relationships, shown, write

Rows = set[tuple[object, ...]]


def changes(graph: Graph, folder: Path, files: Files) -> tuple[Rows, Rows]:
    """What these files, loaded after everything, take out of the graph and put into it."""
    begin_with_everything(graph, folder / "first")
    before = set(nodes(graph)) | set(relationships(graph))
    second = write(folder / "second", files)
    assert shown(load(graph, [second / name for name in files]).defects) == []
    after = set(nodes(graph)) | set(relationships(graph))
    again = everything(graph)
    load(graph, [second / name for name in files])
    assert everything(graph) == again
    return before - after, after - before


CASES: dict[str, tuple[Files, Rows, Rows]] = {
    "values": (
        {"accounts.csv": "id,name,currency\na2,Beihe Water,EUR\n", "vendors.csv": "id,name,is_us\nus,Ruoshui,false\n"},
        {("Account", ("id", "a2"), ("name", "Beihe Supply")),
         ("Vendor", ("id", "us"), ("isUs", True), ("name", "Ruoshui"))},
        {("Account", ("currency", "EUR"), ("id", "a2"), ("name", "Beihe Water")),
         ("Vendor", ("id", "us"), ("isUs", False), ("name", "Ruoshui"))},
    ),
    "an empty cell clears": (
        {"spend.csv": "account_id,fiscal_year,amount,currency\na1,2026,7,\n"},
        {("Spend", ("amount", 5000000.0), ("currency", "CNY"), ("fiscalYear", 2026), ("id", "a1/2026/"))},
        {("Spend", ("amount", 7.0), ("fiscalYear", 2026), ("id", "a1/2026/"))},
    ),
    "a column that is not there leaves": (
        {"people.csv": "id,account_id,name\nwang,a1,Wang Jianguo\n", "users.csv": "id,name\nli,Li\n",
         "departments.csv": "id,account_id,name\nd2,a1,Plants\n",
         "relations.csv": "from_person_id,to_person_id,kind\nliu,wang,influences\n",
         "participants.csv": "project_id,person_id\nc1,wang\n",
         "coverage.csv": "user_id,account_id,role,from\nli,a1,owner,2020-01-01\n",
         "acquaintances.csv": "user_id,person_id\nli,wang\n",
         "opportunities.csv": "id,account_id,name\no1,a1,Control\n"},
        {("Person", ("approve", True), ("email", "wang@lanjiang.example"), ("id", "wang"), ("name", "王建国"),
          ("outsider", False), ("placeholder", False), ("veto", True)),
         ("User", ("email", "li@ruoshui.example"), ("id", "li"), ("name", "Li Min"), ("role", "rep")),
         ("Opportunity", ("amount", 950000.0), ("closedOn", "2024-03-01"), ("currency", "CNY"), ("id", "o1"),
          ("name", "Control for Dongshan"), ("openedOn", "2023-01-01"), ("origin", "hatched"), ("outcome", "won"),
          ("probability", 0.5), ("stage", "proposal"))},
        {("Person", ("approve", True), ("email", "wang@lanjiang.example"), ("id", "wang"), ("name", "Wang Jianguo"),
          ("outsider", False), ("placeholder", False), ("veto", True)),
         ("User", ("email", "li@ruoshui.example"), ("id", "li"), ("name", "Li"), ("role", "rep")),
         ("Opportunity", ("amount", 950000.0), ("closedOn", "2024-03-01"), ("currency", "CNY"), ("id", "o1"),
          ("name", "Control"), ("openedOn", "2023-01-01"), ("origin", "hatched"), ("outcome", "won"),
          ("probability", 0.5), ("stage", "proposal"))},
    ),
    "a department": (
        {"departments.csv": "id,account_id,name,parent_id,from,to\nd2,a1,Plants,,2020-01-01,\n"},
        {("Department", ("id", "d2"), ("name", "Plants"), ("to", "2030-12-31")),
         ("Department d2", "PART_OF", "Department d1")},
        {("Department", ("from", "2020-01-01"), ("id", "d2"), ("name", "Plants"))},
    ),
    "a department at another account": (
        {"departments.csv": "id,account_id,name,parent_id\nd2,a2,Plants,\n"},
        {("Department d2", "PART_OF", "Account a1"), ("Department d2", "PART_OF", "Department d1")},
        {("Department d2", "PART_OF", "Account a2")},
    ),
    "where and under whom somebody works": (
        {"people.csv": "id,account_id,name,department_id,title,reports_to,works_from,works_to\n"
                       "liu,a1,Liu Bin,d1,Deputy,,2026-02-01,\nxu,a1,Xu Jing,d2,,wang,,\n"},
        {("Person liu", "WORKS_IN", "Department d2", ("to", "2026-01-31")), ("Person xu", "WORKS_IN", "Account a1"),
         ("Person liu", "REPORTS_TO", "Person wang"), ("Person xu", "REPORTS_TO", "Person liu")},
        {("Person liu", "WORKS_IN", "Department d1", ("from", "2026-02-01"), ("title", "Deputy")),
         ("Person xu", "WORKS_IN", "Department d2"), ("Person xu", "REPORTS_TO", "Person wang")},
    ),
    "a title at the same place": (
        {"people.csv": "id,account_id,name,title\nliu,a1,Liu Bin,Deputy\n"},
        {("Person liu", "WORKS_IN", "Department d2", ("to", "2026-01-31"))},
        {("Person liu", "WORKS_IN", "Department d2", ("title", "Deputy"), ("to", "2026-01-31"))},
    ),
    "no department any more": (
        {"people.csv": "id,account_id,name,department_id\nwang,a1,王建国,\n"},
        {("Person wang", "WORKS_IN", "Department d1", ("from", "2010-01-01"), ("title", "General manager"))},
        {("Person wang", "WORKS_IN", "Account a1", ("from", "2010-01-01"), ("title", "General manager"))},
    ),
    "another account, with nothing said of a department": (
        {"people.csv": "id,account_id,name\nliu,a2,Liu Bin\nxu,a2,Xu Jing\n"},
        {("Person liu", "KEY_PERSON_OF", "Account a1"), ("Person xu", "KEY_PERSON_OF", "Account a1"),
         ("Person liu", "WORKS_IN", "Department d2", ("to", "2026-01-31")), ("Person xu", "WORKS_IN", "Account a1")},
        {("Person liu", "KEY_PERSON_OF", "Account a2"), ("Person xu", "KEY_PERSON_OF", "Account a2"),
         ("Person liu", "WORKS_IN", "Account a2", ("to", "2026-01-31")), ("Person xu", "WORKS_IN", "Account a2")},
    ),
    "limits of powers": (
        {"people.csv": "id,account_id,name,veto,veto_types,approve_types\nwang,a1,王建国,true,t2,\n"},
        {("Person wang", "VETO_LIMITED_TO", "ProjectType t1"), ("Person wang", "APPROVAL_LIMITED_TO", "ProjectType t1"),
         ("Person wang", "APPROVAL_LIMITED_TO", "ProjectType t2")},
        {("Person wang", "VETO_LIMITED_TO", "ProjectType t2")},
    ),
    "limits of a power that the graph holds": (
        {"people.csv": "id,account_id,name,veto_types\nwang,a1,王建国,t2\n"},
        {("Person wang", "VETO_LIMITED_TO", "ProjectType t1")},
        {("Person wang", "VETO_LIMITED_TO", "ProjectType t2")},
    ),
    "ties": (
        {"relations.csv": "from_person_id,to_person_id,kind,strength\nliu,wang,influences,0.2\nxu,wang,knows,\n"
                          "wang,liu,influences,0.9\n",
         "acquaintances.csv": "user_id,person_id,strength\nli,wang,\n"},
        {("Person liu", "INFLUENCES", "Person wang", ("strength", 0.7)),
         ("Person xu", "KNOWS", "Person wang", ("strength", 1.0)),
         ("User li", "KNOWS", "Person wang", ("strength", 0.25))},
        {("Person liu", "INFLUENCES", "Person wang", ("strength", 0.2)), ("Person xu", "KNOWS", "Person wang"),
         ("Person wang", "INFLUENCES", "Person liu", ("strength", 0.9)), ("User li", "KNOWS", "Person wang")},
    ),
    "what an offering fits": (
        {"offerings.csv": "id,name,project_type_ids\ncontrol,Ruoshui Control,t2\n"},
        {("Offering control", "FITS", "ProjectType t1")},
        set(),
    ),
    "a project": (
        {"projects.csv": "id,account_id,project_type_id,name,started_on,vendor_id,no_contact_from,no_contact_to\n"
                         "c1,a2,t2,Dongshan,2024-02-29,,,\nc2,a1,t2,Meters,2026-03-01,rival,,\n"},
        {("Project", ("budget", 980000.0), ("currency", "CNY"), ("endedOn", "2025-02-28"), ("id", "c1"),
          ("name", "Dongshan"), ("noContactFrom", "2024-01-01"), ("noContactTo", "2024-02-01"), ("outcome", "won"),
          ("startedOn", "2024-02-29")),
         ("Account a1", "RUNS", "Project c1"), ("Project c1", "OF_TYPE", "ProjectType t1"),
         ("Project c1", "WENT_TO", "Vendor us")},
        {("Project", ("budget", 980000.0), ("currency", "CNY"), ("endedOn", "2025-02-28"), ("id", "c1"),
          ("name", "Dongshan"), ("outcome", "won"), ("startedOn", "2024-02-29")),
         ("Account a2", "RUNS", "Project c1"), ("Project c1", "OF_TYPE", "ProjectType t2"),
         ("Project c2", "WENT_TO", "Vendor rival")},
    ),
    "a part in a project": (
        {"participants.csv": "project_id,person_id,buying_role,veto\nc1,wang,approver,\n"},
        {("Person wang", "PARTICIPATES_IN", "Project c1", ("approve", False), ("buyingRole", "decision_maker"),
          ("veto", True))},
        {("Person wang", "PARTICIPATES_IN", "Project c1", ("approve", False), ("buyingRole", "approver"))},
    ),
    "teams and managers": (
        {"users.csv": "id,name,team,manager_id\nli,Li Min,North,\nchen,Chen Gang,,\n"},
        {("User li", "MEMBER_OF", "Team Central"), ("User chen", "MEMBER_OF", "Team Central"),
         ("User li", "REPORTS_TO", "User chen")},
        {("Team", ("name", "North")), ("User li", "MEMBER_OF", "Team North")},
    ),
    "coverage ends, and a new one begins": (
        {"coverage.csv": "user_id,account_id,role,from,to\n"
                         "li,a1,owner,2024-01-01,2026-01-01\nchen,a1,owner,2026-01-02,\nchen,a1,member,,2026-01-01\n"},
        {("User li", "SERVES", "Account a1", ("from", "2024-01-01"), ("role", "owner")),
         ("User chen", "SERVES", "Account a1", ("role", "member"))},
        {("User li", "SERVES", "Account a1", ("from", "2024-01-01"), ("role", "owner"), ("to", "2026-01-01")),
         ("User chen", "SERVES", "Account a1", ("from", "2026-01-02"), ("role", "owner")),
         ("User chen", "SERVES", "Account a1", ("role", "member"), ("to", "2026-01-01"))},
    ),
    "who took part": (
        {"interactions.csv": "id,at,channel,user_ids,person_ids\ni1,2026-03-31T14:30:00+08:00,visit,li,liu;xu\n"},
        {("User chen", "TOOK_PART_IN", "Interaction i1"), ("Person wang", "TOOK_PART_IN", "Interaction i1")},
        {("Person xu", "TOOK_PART_IN", "Interaction i1")},
    ),
    "an opportunity": (
        {"opportunities.csv": "id,account_id,name,user_id,project_type_id,project_id\n"
                              "o1,a2,Control for Dongshan,chen,,\no2,a2,Something,li,t2,\n"},
        {("Opportunity o1", "AT", "Account a1"), ("User li", "OWNS", "Opportunity o1"),
         ("Opportunity o1", "OF_TYPE", "ProjectType t1"), ("Opportunity o1", "AIMS_AT", "Project c1")},
        {("Opportunity o1", "AT", "Account a2"), ("User chen", "OWNS", "Opportunity o1"),
         ("User li", "OWNS", "Opportunity o2"), ("Opportunity o2", "OF_TYPE", "ProjectType t2")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_update(case: str, graph: Graph, tmp_path: Path) -> None:
    """Exactly this goes and exactly this comes; a third load with the same files changes nothing more."""
    files, gone, come = CASES[case]
    assert changes(graph, tmp_path, files) == (gone, come)


def test_a_statement_is_never_changed(graph: Graph, tmp_path: Path) -> None:
    """An assessment's id again: the same content is accepted and changes nothing, any other is refused."""
    begin_with_everything(graph, tmp_path)
    before = everything(graph)
    header = (
        "id,person_id,user_id,observed_on,closeness,solution_acceptance,price_acceptance,confidence,source,"
        "project_id,vendor_id,note,recorded_at\n"
    )
    same = '{0},wang,li,2026-03-31,50,supporter,0,0.7,own meeting,c1,rival,"Asks, twice",2026-04-01T18:00:00+08:00'
    others = [
        ("wang", "xu"), (",li,", ",chen,"), (",li,", ",,"), ("2026-03-31", "2026-03-30"), ("50", "51"), ("50", ""),
        ("supporter", "74.9"), ("0.7", "0.71"), ("own meeting", "call"), ("c1", "c2"), ("c1", ""), ("rival", "us"),
        ("Asks, twice", "Asks"), ("T18:00", "T18:01"),
    ]  # fmt: skip
    reason = "the id of another statement; a correction is a new statement with an id of its own"
    for old, new in others:
        (tmp_path / "assessments.csv").write_text(
            header + same.format("s1").replace(old, new, 1) + "\n", encoding="utf-8"
        )
        report = load(graph, [tmp_path / "assessments.csv"])
        assert shown(report.defects) == [("assessments.csv", 2, "id", "s1", reason)], (old, new)
    # Another way to write the same, once more with the moment left out, and a new one beside it.
    for row in (
        same.format("s1").replace("supporter", "75.0").replace("18:00:00+08:00", "10:00Z"),
        same.format("s1").replace("2026-04-01T18:00:00+08:00", ""),
    ):
        (tmp_path / "assessments.csv").write_text(header + row + "\n", encoding="utf-8")
        assert not load(graph, [tmp_path / "assessments.csv"]).refused
    assert everything(graph) == before


def test_nothing_absent_is_deleted(graph: Graph, tmp_path: Path) -> None:
    """A smaller folder later takes nothing away."""
    begin_with_everything(graph, tmp_path / "first")
    before = everything(graph)
    headers = {name: str(content).splitlines()[0] + "\n" for name, content in EVERYTHING.items()}
    report = load(graph, [write(tmp_path / "second", {**headers, **only("accounts.csv")})])
    assert counts(report)["accounts.csv"] == (2, 2, 0)
    assert everything(graph) == before
