"""A small world that is seen in part: an account that is near, and a foreign one tied to it wherever the model allows.

Every id, name and text of the foreign account holds `FOREIGN`, so that one look tells whether anything of it came
through. Notes, summaries and reasons hold `SECRET`; `TELLER` has only stated things. Our own people are no secret, but
their quotas are: those of everybody but `u-near`, who reports to `u-boss`, hold `QUOTA`.
"""

import csv
import io
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from fastapi.testclient import TestClient

from app.analytics.constants import Constants
from app.attitudes.derived import derive_attitudes
from app.attitudes.queries import withdraw
from app.graph import Graph
from app.main import create_app
from app.projects.queries import refuse
from app.reach import Reach
from app.store.queries import wipe_if_ours
from graph_models.vocabulary import UserRole
from loaders.load import load
from loaders.table import Table
from tests.loaders.folders import write
from tests.neo4j_server import Server

NEAR, FOREIGN, NOBODY = "near", "FOREIGN", "NOBODYX"
SECRET = "SECRET"  # noqa: S105  (a word to look for)
TELLER = "TELLER"
QUOTA = "66600066"
TEAM = "Central"
TODAY = date.today()
YEAR = TODAY.year
LATELY, YESTERDAY, TOMORROW = (TODAY + timedelta(days=days) for days in (-30, -1, 1))

ROLES: Mapping[UserRole, str] = {
    UserRole.REP: "u-near",
    UserRole.MANAGER: "u-boss",
    UserRole.ANALYST: "u-analyst",
    UserRole.EXECUTIVE: "u-exec",
    UserRole.ADMIN: "u-admin",
}
"""Somebody of each role. The rep and, above the rep, the manager see the near account only."""

NEAR_REACH = Reach((NEAR,), (NEAR,), ("u-near",))
FIGURES_REACH = Reach(None, (), None)

# What is said of an account; `{x}` is its id.
ACCOUNT: Mapping[str, str] = {
    "accounts.csv": "id,name,industry,region,city_tier,currency\n{x},{x} Water,{x} utility,{x} region,{x} tier,CNY\n",
    "spend.csv": f"account_id,fiscal_year,amount,currency,project_type_id\n{{x}},{YEAR},5000000,CNY,\n",
    "departments.csv": "id,account_id,name,parent_id\n{x}-d1,{x},{x} head office,\n{x}-d2,{x},{x} plants,{x}-d1\n",
    "people.csv": """\
id,account_id,name,department_id,title,reports_to,veto,approve,veto_types,email
{x}-p1,{x},{x} Wang,{x}-d1,{x} manager,,true,true,t1,{x}@wang.example
{x}-p2,{x},{x} Liu,{x}-d2,{x} director,{x}-p1,,,,
{x}-p3,{x},{x} Xu,{x}-d2,{x} clerk,{x}-p2,,,,
{x}-p4,{x},{x} Qian,,,,,,,
""",
    "relations.csv": "from_person_id,to_person_id,kind,strength\n{x}-p2,{x}-p1,influences,0.7\n",
    "projects.csv": f"""\
id,account_id,project_type_id,name,started_on,vendor_id,no_contact_from,no_contact_to
{{x}}-c1,{{x}},t1,{{x}} Dongshan,2024-02-29,rival,,
{{x}}-c2,{{x}},t1,{{x}} Meters,2025-03-01,,2025-03-01,{TOMORROW}
{{x}}-c3,{{x}},t2,{{x}} Xinan meters,2024-06-01,,,
{{x}}-c4,{{x}},t2,{{x}} Beicheng meters,{YEAR + 1}-12-31,,,
""",
    "participants.csv": "project_id,person_id,buying_role\n{x}-c1,{x}-p1,decision_maker\n{x}-c1,{x}-p2,user\n",
    "coverage.csv": "user_id,account_id,role,from,to\nu-mate,{x},owner,2020-01-01,\n",
    "acquaintances.csv": "user_id,person_id,strength\nu-mate,{x}-p1,0.5\n",
    "assessments.csv": f"""\
id,person_id,user_id,observed_on,closeness,solution_acceptance,price_acceptance,source,project_id,vendor_id,note
{{x}}-s1,{{x}}-p1,u-{TELLER},{LATELY},50,75,0,{{x}} fair,{{x}}-c1,,{SECRET} {{x}} asks
{{x}}-s2,{{x}}-p1,u-near,{LATELY},60,,,{{x}} meeting,,us,{SECRET} {{x}} listens
{{x}}-s3,{{x}}-p2,u-near,{LATELY},40,40,40,,,,{SECRET} {{x}} was meant for others
{{x}}-s6,{{x}}-p2,,{LATELY},45,,,,,,{SECRET} {{x}} nobody signed
""",
    "interactions.csv": f"""\
id,at,channel,summary,user_ids,person_ids
{{x}}-i1,{LATELY}T14:30:00Z,{{x}} visit,{SECRET} {{x}} talk,u-mate,{{x}}-p1;{{x}}-p2
""",
    "opportunities.csv": f"""\
id,account_id,name,user_id,amount,currency,project_type_id,project_id,stage,opened_on,closed_on,outcome
{{x}}-o1,{{x}},{{x}} control,u-mate,950000,CNY,t1,{{x}}-c1,{{x}} proposal,2025-01-01,{TOMORROW},
{{x}}-o2,{{x}},{{x}} earlier control,u-mate,950000,CNY,t1,{{x}}-c1,,2024-01-01,2024-09-01,lost
""",
}

EVERYBODYS: Mapping[str, str] = {
    "users.csv": f"""\
id,name,role,manager_id,quota,currency,team
u-top,Top,manager,,{QUOTA}001,CNY,
u-boss,Boss,manager,u-top,{QUOTA}002,CNY,
u-near,Near,rep,u-boss,1110001,CNY,
u-pal,Pal,rep,u-boss,{QUOTA}003,CNY,
u-mate,Mate,rep,u-other,{QUOTA}004,CNY,{TEAM}
u-other,Other,manager,,{QUOTA}005,CNY,
u-far,Far,rep,u-other,{QUOTA}006,CNY,{TEAM}
u-analyst,Analyst,analyst,,,,
u-exec,Exec,executive,,,,
u-admin,Admin,admin,,,,
u-{TELLER},{TELLER} Wen,rep,,,,
""",
    "project_types.csv": "id,name\nt1,Plant control\nt2,Smart metering\n",
    "offerings.csv": "id,name,project_type_ids\nk1,Control,t1\nk2,Meter,t2\n",
    "vendors.csv": "id,name,is_us\nus,Ruoshui,true\nrival,Tianshu,false\n",
}

ONLY_NEAR: Mapping[str, str] = {
    "coverage.csv": "u-near,near,owner,,\nu-pal,near,owner,,\n",
    "acquaintances.csv": "u-near,near-p2,0.9\n",
}

ONLY_FOREIGN: Mapping[str, str] = {
    "coverage.csv": f"u-far,FOREIGN,owner,,\nu-near,FOREIGN,owner,2020-01-01,{YESTERDAY}\n",
    "acquaintances.csv": "u-far,FOREIGN-p2,0.9\nu-near,FOREIGN-p2,0.9\n",
}

# What ties the two. Of all this nothing is seen where only one of them is.
BETWEEN: Mapping[str, str] = {
    "people.csv": """\
id,account_id,name,reports_to
FOREIGN-p5,FOREIGN,FOREIGN Sun,near-p1
near-p4,near,near Qian,FOREIGN-p1
""",
    "relations.csv": """\
from_person_id,to_person_id,kind,strength
near-p1,FOREIGN-p1,influences,0.5
FOREIGN-p2,near-p1,knows,0.5
""",
    "participants.csv": """\
project_id,person_id,buying_role
near-c1,FOREIGN-p1,evaluator
FOREIGN-c1,near-p1,approver
FOREIGN-c2,near-p2,gatekeeper
""",
    "assessments.csv": f"""\
id,person_id,user_id,observed_on,closeness,project_id,note
FOREIGN-s4,FOREIGN-p1,u-near,{LATELY},1,near-c1,{SECRET} FOREIGN about a near project
""",
    "interactions.csv": f"""\
id,at,channel,summary,user_ids,person_ids
FOREIGN-i2,{LATELY}T14:30:00Z,FOREIGN fair,{SECRET} FOREIGN met near,u-far,FOREIGN-p1;near-p3
""",
}

# A statement about a near person is seen; that it came up in a foreign project is not.
ON_A_FOREIGN_PROJECT: Mapping[str, str] = {
    "assessments.csv": f"""\
id,person_id,user_id,observed_on,closeness,project_id,note
near-s5,near-p3,u-near,{LATELY},30,FOREIGN-c1,{SECRET} near about another project
""",
}


def account_files(account_id: str, more: Mapping[str, str]) -> dict[str, str]:
    """The files of an account."""
    return {name: text.replace("{x}", account_id) + more.get(name, "") for name, text in ACCOUNT.items()}


def rows(table: Table, *accounts: str, between: bool = False) -> list[dict[str, Any]]:
    """What the files say of these accounts, by the names of the columns."""
    texts = [ACCOUNT[table.file].replace("{x}", account) for account in accounts if table.file in ACCOUNT]
    texts += [EVERYBODYS[table.file]] if table.file in EVERYBODYS else []
    texts += [BETWEEN[table.file]] if between and table.file in BETWEEN else []
    cells = [row for text in texts for row in csv.DictReader(io.StringIO(text))]
    models = [table.row.model_validate({name: cell or None for name, cell in row.items()}) for row in cells]
    return [model.model_dump(by_alias=True) for model in models]


def load_near(graph: Graph, folder: Path) -> None:
    """An empty graph gets our people and the near account."""
    wipe_if_ours(graph, "tests")
    _load(graph, write(folder / "near", {**EVERYBODYS, **account_files(NEAR, ONLY_NEAR)}))
    withdraw(graph, assessment_id="near-s3", reason=f"{SECRET} near mistake", user_id=f"u-{TELLER}")
    _refuse(graph, NEAR)


def load_foreign(graph: Graph, folder: Path) -> None:
    """The foreign account, and what ties it to the near one."""
    foreign = write(folder / "foreign", account_files(FOREIGN, ONLY_FOREIGN))
    _load(graph, foreign, write(folder / "between", BETWEEN))
    withdraw(graph, assessment_id="FOREIGN-s3", reason=f"{SECRET} FOREIGN mistake", user_id=f"u-{TELLER}")
    _refuse(graph, FOREIGN)


def _refuse(graph: Graph, account_id: str) -> None:
    refuse(
        graph,
        id=f"refusal-{account_id}",
        account_id=account_id,
        project_type_id="t1",
        after=date(2020, 1, 1),
        project_id=None,
        until=TODAY,
        reason=f"{SECRET} {account_id} has a framework",
        refused_on=LATELY,
        user_id="u-mate",
    )


def load_world(graph: Graph, folder: Path) -> None:
    """All of it."""
    load_near(graph, folder)
    load_foreign(graph, folder)
    _load(graph, write(folder / "on", ON_A_FOREIGN_PROJECT))


def _load(graph: Graph, *folders: Path) -> None:
    files = [file for folder in folders for file in sorted(folder.iterdir())]
    assert load(graph, files).defects == []
    derive_attitudes(graph, Constants(), TODAY)


@contextmanager
def service(server: Server, **options: Any) -> Generator[TestClient]:  # noqa: ANN401
    """The service on the tests' database."""

    def connect() -> Graph:
        return Graph.connect(server.bolt_uri, server.username, server.password)

    with TestClient(create_app(connect, Constants(), **options), base_url="http://localhost") as client:
        yield client


@contextmanager
def undone(graph: Graph) -> Generator[Graph]:
    """The graph in a transaction of which nothing stays."""
    with (
        cast("Any", graph.driver).session(database=graph.database) as session,
        session.begin_transaction() as transaction,
    ):
        try:
            yield Graph(graph.driver, graph.database, graph.reach, transaction)
        finally:
            transaction.rollback()


def write_and_undo(graph: Graph, work: Callable[[Graph], Any]) -> Any:  # noqa: ANN401
    """In the place of `Graph.write`: does the work, answers, and leaves everything as it was."""
    with undone(graph) as transaction:
        return work(transaction)


def everything_stored(graph: Graph, *without: str) -> list[str]:
    """Every node but those of some labels, and every relationship, with all they hold."""
    query = (
        "CALL () { MATCH (n) WHERE NONE(l IN labels(n) WHERE l IN $without) "
        "RETURN labels(n) AS kind, elementId(n) AS id, properties(n) AS has UNION ALL "
        "MATCH ()-[r]->() RETURN [type(r)] AS kind, elementId(r) AS id, properties(r) AS has } "
        "RETURN kind, id, has"
    )
    execute = cast("Any", graph.driver).execute_query
    records: list[Any] = execute(query, without=list(without), database_=graph.database).records
    return sorted(f"{record['id']} {sorted(record['kind'])} {sorted(record['has'].items())}" for record in records)
