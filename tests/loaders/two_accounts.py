"""Two accounts with every kind of row, tied wherever that is possible, as files and as rows that are expected back."""

import csv
import io
from collections.abc import Mapping
from typing import Any, cast

from app.reach import Reach
from loaders.load import TABLES
from loaders.table import Table

# What each of two accounts has, with every column filled once and, where it may be, empty once.
ACCOUNT = {
    "accounts.csv": """\
id,name,industry,region,city_tier,currency
{x},{x} Water,{x} utility,{x} region,2,CNY
""",
    "spend.csv": """\
account_id,fiscal_year,amount,currency,project_type_id
{x},2026,5000000,CNY,
{x},2027,1500000.5,,t2
{x},2027,1,CNY,t1
""",
    "departments.csv": """\
id,account_id,name,parent_id,from,to
{x}-d1,{x},{x} management,,2001-01-31,
{x}-d2,{x},{x} plants,{x}-d1,,2030-12-31
""",
    "people.csv": """\
id,account_id,name,department_id,title,reports_to,veto,approve,veto_types,approve_types,works_from,works_to,placeholder,outsider,email
{x}-p1,{x},{x} Wang,{x}-d2,{x} manager,{x}-p2,true,true,t2;t1,t2,2010-01-01,2030-01-01,false,true,{x}@example.com
{x}-p2,{x},{x} Liu,,,,,,,,,,,,
{x}-p3,{x},{x} Xu,{x}-d1,,{x}-p1,false,false,,,,2026-01-31,true,false,
""",
    "relations.csv": """\
from_person_id,to_person_id,kind,strength
{x}-p1,{x}-p2,influences,0.7
{x}-p1,{x}-p2,knows,
{x}-p2,{x}-p1,conflicts_with,1
""",
    "projects.csv": """\
id,account_id,project_type_id,name,started_on,ended_on,budget,currency,vendor_id,outcome,no_contact_from,no_contact_to
{x}-c1,{x},t1,{x} Dongshan,2024-02-29,2025-02-28,980000,CNY,us,won,2024-01-01,2024-02-01
{x}-c2,{x},t2,{x} Meters,2026-03-01,,,,,,,
""",
    "participants.csv": """\
project_id,person_id,buying_role,veto,approve
{x}-c1,{x}-p1,decision_maker,true,false
{x}-c1,{x}-p2,,,
""",
    "coverage.csv": """\
user_id,account_id,role,from,to
u1,{x},owner,2024-01-01,2030-01-01
u1,{x},owner,2020-01-01,2022-12-31
u2,{x},owner,,
u2,{x},member,,2020-01-01
""",
    "acquaintances.csv": """\
user_id,person_id,strength
u1,{x}-p1,0.25
u2,{x}-p1,
""",
    "assessments.csv": """\
id,person_id,user_id,observed_on,closeness,solution_acceptance,price_acceptance,confidence,source,project_id,vendor_id,note,recorded_at
{x}-s1,{x}-p1,u1,2026-03-31,50,75,0,0.7,{x} meeting,{x}-c1,rival,"{x} asks, twice",2026-04-01T18:00:00+08:00
{x}-s2,{x}-p2,,2026-03-30,,,100,,,,,,2026-04-02
""",
    "interactions.csv": """\
id,at,channel,summary,user_ids,person_ids
{x}-i1,2026-03-31T14:30:00+08:00,visit,{x} talk,u2;u1,{x}-p2;{x}-p1
{x}-i2,2026-03-31,call,,u1,{x}-p3
""",
    "opportunities.csv": """\
id,account_id,name,user_id,origin,amount,currency,project_type_id,project_id,stage,probability,opened_on,closed_on,outcome
{x}-o1,{x},{x} control,u1,hatched,950000,CNY,t1,{x}-c1,{x} proposal,0.5,2023-01-01,2024-03-01,won
{x}-o2,{x},{x} something,,,,,,,,,,,
""",
}

# What belongs to no account.
EVERYBODYS = {
    "users.csv": """\
id,name,email,role,team,manager_id,quota,currency
u1,Li Min,li@example.com,rep,Central,u2,8000000,CNY
u2,Chen Gang,,,,,,
u3,Zhao Lei,,executive,Central,u2,,
""",
    "project_types.csv": "id,name\nt1,Plant control\nt2,Smart metering\n",
    "offerings.csv": "id,name,project_type_ids\nk1,Control,t2;t1\nk2,Meters,t1\n",
    "vendors.csv": "id,name,is_us\nrival,Tianshu,false\nus,Ruoshui,true\n",
}

# What ties the two, wherever that is possible, and a third.
BETWEEN = {
    "accounts.csv": "bare,Nothing is known,,,,\n",
    "people.csv": """\
near-p4,near,near Zhou,near-d1,,foreign-p1,,,,,,,,,
foreign-p4,foreign,foreign Zhou,,,near-p1,,,,,,,,,
""",
    "relations.csv": "near-p1,foreign-p1,influences,0.5\nforeign-p2,near-p1,knows,0.5\n",
    "participants.csv": "near-c1,foreign-p1,evaluator,,\nforeign-c1,near-p1,evaluator,,\n",
    "assessments.csv": """\
near-s3,near-p1,u1,2026-03-29,1,,,,,foreign-c1,,about the other,2026-04-02
foreign-s3,foreign-p1,u1,2026-03-29,1,,,,,near-c1,,foreign,2026-04-02
""",
    "interactions.csv": "both-i3,2026-03-31,fair,foreign met near,u1,foreign-p1;near-p1\n",
}

FILES = {
    table.file: ACCOUNT.get(table.file, "").replace("{x}", "near")
    + "".join(ACCOUNT.get(table.file, "").replace("{x}", "foreign").splitlines(keepends=True)[1:])
    + BETWEEN.get(table.file, "")
    + EVERYBODYS.get(table.file, "")
    for table in TABLES
}

NEAR = Reach(("near",), ("near",), ("u1",))
FOR_ALL_USERS = {"users.csv", "vendors.csv", "offerings.csv", "project_types.csv"}
"""The files whose rows are about no account."""


def rows_of(table: Table) -> list[dict[str, Any]]:
    """The rows of the file as their model reads them, by the names of the columns."""
    cells = csv.DictReader(io.StringIO(FILES[table.file]))
    models = [table.row.model_validate({name: cell or None for name, cell in row.items()}) for row in cells]
    return [_listed(model.model_dump(by_alias=True)) for model in models]


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value
        for name, value in row.items()
    }


def key_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that identify a row, with its values."""
    return {name: row[name] for name in (column.rstrip("_") for column in table.key)}
