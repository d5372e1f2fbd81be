"""Small folders of CSV text, and the graph read back as tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from app.graph import Graph
from loaders.report import Defect, LoadReport

Files = Mapping[str, str | bytes]

# Two accounts, a fitting project type and one that nothing fits; everything of the canonical folder occurs once.
#
#   wang ◄─reports─ liu ◄─reports─ xu          li ─manager─► chen
#     └──── veto on t1    └─influences─► wang   li ─OWNS─► o1 ─AIMS_AT─► c1
EVERYTHING: Files = {
    "accounts.csv": """\
id,name,industry,region,city_tier,currency
a1,Lanjiang Water,Water utility,Central China,2,CNY
a2,Beihe Supply,,,,
""",
    "spend.csv": """\
account_id,fiscal_year,amount,currency,project_type_id
a1,2026,5000000,CNY,
a1,2027,1500000.5,,t1
""",
    "departments.csv": """\
id,account_id,name,parent_id,from,to
d1,a1,Management,,2001-01-31,
d2,a1,Plants,d1,,2030-12-31
""",
    "people.csv": """\
id,account_id,name,department_id,title,reports_to,veto,approve,veto_types,approve_types,works_from,works_to,placeholder,outsider,email
wang,a1,王建国,d1,General manager,,true,true,t1,t1;t2,2010-01-01,,false,false,wang@lanjiang.example
liu,a1,Liu Bin,d2,,wang,false,,,,,2026-01-31,,,
xu,a1,Xu Jing,,,liu,,,,,,,true,true,
""",
    "relations.csv": """\
from_person_id,to_person_id,kind,strength
liu,wang,influences,0.7
xu,liu,conflicts_with,
xu,wang,knows,1
""",
    "project_types.csv": "id,name\nt1,Plant control\nt2,Smart metering\n",
    "offerings.csv": "id,name,project_type_ids\ncontrol,Ruoshui Control,t1;t2\n",
    "vendors.csv": "id,name,is_us\nus,Ruoshui,true\nrival,Tianshu,false\n",
    "projects.csv": """\
id,account_id,project_type_id,name,started_on,ended_on,budget,currency,vendor_id,outcome,no_contact_from,no_contact_to
c1,a1,t1,Dongshan,2024-02-29,2025-02-28,980000,CNY,us,won,2024-01-01,2024-02-01
c2,a1,t2,Meters,2026-03-01,,,,,,,
""",
    "participants.csv": """\
project_id,person_id,buying_role,veto,approve
c1,wang,decision_maker,true,false
c1,liu,,,
""",
    "users.csv": """\
id,name,email,role,team,manager_id,quota,currency
chen,Chen Gang,,manager,Central,,8000000,CNY
li,Li Min,li@ruoshui.example,rep,Central,chen,,
""",
    "coverage.csv": """\
user_id,account_id,role,from,to
li,a1,owner,2024-01-01,
li,a1,owner,2020-01-01,2022-12-31
chen,a1,member,,
""",
    "acquaintances.csv": "user_id,person_id,strength\nli,wang,0.25\nchen,liu,\n",
    "assessments.csv": """\
id,person_id,user_id,observed_on,closeness,solution_acceptance,price_acceptance,confidence,source,project_id,vendor_id,note,recorded_at
s1,wang,li,2026-03-31,50,supporter,0,0.7,own meeting,c1,rival,"Asks, twice",2026-04-01T18:00:00+08:00
s2,liu,,2026-01-30,,,100,,,,,,2026-04-02
""",
    "interactions.csv": """\
id,at,channel,summary,user_ids,person_ids
i1,2026-03-31T14:30:00+08:00,visit,First talk,li;chen,wang;liu
""",
    "opportunities.csv": """\
id,account_id,name,user_id,origin,amount,currency,project_type_id,project_id,stage,probability,opened_on,closed_on,outcome
o1,a1,Control for Dongshan,li,hatched,950000,CNY,t1,c1,proposal,0.5,2023-01-01,2024-03-01,won
o2,a2,Something,,,,,,,,,,,
""",
}


def write(folder: Path, files: Files) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def only(*names: str) -> Files:
    """Some of the files."""
    return {name: EVERYTHING[name] for name in names}


def shown(defects: Iterable[Defect]) -> list[tuple[Any, ...]]:
    """Defects in the order of files and lines."""
    return sorted(map(tuple, defects), key=lambda defect: (defect[0], defect[1] or 0, defect[2] or ""))


def counts(report: LoadReport) -> dict[str, tuple[int, int, int]]:
    """Rows, rows stored and rows refused, by file."""
    return {table.file: (table.rows, table.stored, table.refused) for table in report.tables}


def nodes(graph: Graph, *without: str) -> Counter[tuple[Any, ...]]:
    """Every node: its labels and its properties, but those named."""
    rows = _rows(graph, "MATCH (n) WHERE NOT n:Store RETURN labels(n), properties(n)")
    return Counter((":".join(sorted(labels)), *_pairs(properties, without)) for labels, properties in rows)


def relationships(graph: Graph) -> Counter[tuple[Any, ...]]:
    """Every relationship: what it leads from, its type, what it leads to, and its properties."""
    rows = _rows(
        graph,
        "MATCH (a)-[r]->(b) RETURN labels(a)[0], coalesce(a.id, a.name), type(r), labels(b)[0], "
        "coalesce(b.id, b.name), properties(r)",
    )
    return Counter((f"{la} {a}", kind, f"{lb} {b}", *_pairs(properties, ())) for la, a, kind, lb, b, properties in rows)


def everything(graph: Graph, *without: str) -> tuple[Counter[tuple[Any, ...]], Counter[tuple[Any, ...]]]:
    """The whole graph, to compare with another."""
    return nodes(graph, *without), relationships(graph)


def _rows(graph: Graph, query: str) -> list[tuple[Any, ...]]:
    records = graph.driver.execute_query(cast("Any", query), database_=graph.database).records
    return [tuple(record.values()) for record in records]


def _pairs(properties: Mapping[str, Any], without: Sequence[str]) -> list[tuple[str, Any]]:
    return sorted((key, _plain(value)) for key, value in properties.items() if key not in without)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Dates and times as ISO text, which reads well in an expected table; lists as tuples, which can be counted."""
    if isinstance(value, list):
        return tuple(cast("list[Any]", value))
    return value.iso_format() if hasattr(value, "iso_format") else value
