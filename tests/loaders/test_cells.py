"""What a cell may hold: every refused value with its line, column and reason, and every accepted one as stored."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.graph import Graph
from graph_models.fields import MAX_ID, MAX_NAME, MAX_NOTE
from loaders.load import load
from tests.loaders.folders import EVERYTHING, Files, nodes, relationships, shown, write

NOT_A_SCORE = "not a score: give a number from 0 to 100, or one of enemy, non-supporter, neutral, supporter, mentor"
NOT_A_NUMBER = "not a number; write it like 1234.5, without separators or units"
NOT_A_DATE = "not a date; write it like 2026-03-31"
NO_SUCH_DAY = "no such day in the calendar"
NOT_A_MOMENT = "not a date or time; write it like 2026-03-31 or 2026-03-31T14:30:00+08:00"
NO_SUCH_MOMENT = "no such moment in the calendar"
NO_AXIS = "no attitude given; fill at least one of closeness, solution_acceptance, price_acceptance"
REQUIRED = "empty, but it is required"

NOT_SCORES = [
    "-1", "-0.01", "100.01", "101", "1e3", "nan", "inf", "-inf", "Infinity", "1_0", "５０", "٥٠", "50%", "1,5", "0x10",
    "fifty", "supporters", "not known", "--5", "1e", ".", "true", "=50",
]  # fmt: skip
"""None of these is a score."""


def refused(graph: Graph, folder: Path, file: str, header: str, rows: list[str]) -> list[tuple[Any, ...]]:
    """What is refused of these rows of one file, everything else being there: line, column, value, reason."""
    content = "\n".join([header, *rows]) + "\n"
    report = load(graph, [write(folder, {**EVERYTHING, file: content})], dry_run=True)
    found = [defect for defect in shown(report.defects) if defect[0] == file]
    return [defect[1:] for defect in found]


@pytest.mark.parametrize("column", ["closeness", "solution_acceptance", "price_acceptance"])
def test_scores(column: str, graph: Graph, tmp_path: Path) -> None:
    """A score is a number from 0 to 100 or a word of the picklist; anything else is refused, not rounded or guessed."""
    rows = [f'b{number},wang,2026-01-01,"{cell}"' for number, cell in enumerate(NOT_SCORES)]
    found = refused(graph, tmp_path, "assessments.csv", f"id,person_id,observed_on,{column}", rows)
    assert found == [(line, column, cell, NOT_A_SCORE) for line, cell in enumerate(NOT_SCORES, start=2)]


def test_scores_that_hold(graph: Graph, tmp_path: Path) -> None:
    """The words of the picklist in any case, whole and broken numbers, the ends; -0 is 0."""
    cells = {
        "enemy": 0, "non-supporter": 25, "neutral": 50, "supporter": 75, "mentor": 100, "Mentor": 100, "NEUTRAL": 50,
        "0": 0, "-0": 0, "100": 100, "100.0": 100, "62.5": 62.5, " 50 ": 50, "+7": 7, "1e1": 10, "007": 7,
    }  # fmt: skip
    rows = [f"s{number},wang,2026-01-01,{cell}" for number, cell in enumerate(cells)]
    content = "\n".join(["id,person_id,observed_on,closeness", *rows])
    assert not load(graph, [write(tmp_path, {**EVERYTHING, "assessments.csv": content})]).refused
    stored = graph.driver.execute_query(
        "MATCH (s:Assessment) RETURN s.id AS id, toString(s.closeness) AS score"
    ).records
    assert {record["id"]: record["score"] for record in stored} == {
        f"s{number}": str(float(score)) for number, score in enumerate(cells.values())
    }


TABLES: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
    "spend.csv": (
        "account_id,fiscal_year,amount,currency,project_type_id",
        """\
a1,26,1,CNY,
a1,2026-27,1,CNY,
a1,２０２６,1,CNY,
a1,2026.0,1,CNY,
a1,,1,CNY,
a1,2026,-0.01,CNY,
a1,2026,"1,000",CNY,
a1,2026,1 000,CNY,
a1,2026,¥5,CNY,
a1,2026,1e999,CNY,
a1,2026,,CNY,
,2026,1,CNY,
""",
        [
            (2, "fiscal_year", "26", "not a fiscal year; write it like 2026"),
            (3, "fiscal_year", "2026-27", "not a fiscal year; write it like 2026"),
            (4, "fiscal_year", "２０２６", "not a fiscal year; write it like 2026"),
            (5, "fiscal_year", "2026.0", "not a fiscal year; write it like 2026"),
            (6, "fiscal_year", None, REQUIRED),
            (7, "amount", "-0.01", "negative; amounts are 0 or more"),
            (8, "amount", "1,000", NOT_A_NUMBER),
            (9, "amount", "1 000", NOT_A_NUMBER),
            (10, "amount", "¥5", NOT_A_NUMBER),
            (11, "amount", "1e999", "not a finite number"),
            (12, "amount", None, REQUIRED),
            (13, "account_id", None, REQUIRED),
        ],
    ),
    "departments.csv": (
        "id,account_id,name,from,to",
        """\
,a1,No id,,
e1,,No account,,
e2,a1,,,
e3,a1,Reversed,2026-02-02,2026-02-01
e4,a1,No such day,2026-02-30,
e5,a1,Not a leap year,,2023-02-29
e6,a1,Year 0,0000-01-01,
e7,a1,Other order,31.12.2026,
e8,a1,Slashes,2026/01/31,
e9,a1,Short,2026-1-31,
e10,a1,A time,2026-01-31T10:00,
e11,a1,Week,2026-W05-6,
e12,a1,Full width,２０２６-01-31,
e13,a1,One day is fine,2026-02-01,2026-02-01
""",
        [
            (2, "id", None, REQUIRED),
            (3, "account_id", None, REQUIRED),
            (4, "name", None, REQUIRED),
            (5, "to", "2026-02-01", "before from"),
            (6, "from", "2026-02-30", NO_SUCH_DAY),
            (7, "to", "2023-02-29", NO_SUCH_DAY),
            (8, "from", "0000-01-01", NO_SUCH_DAY),
            (9, "from", "31.12.2026", NOT_A_DATE),
            (10, "from", "2026/01/31", NOT_A_DATE),
            (11, "from", "2026-1-31", NOT_A_DATE),
            (12, "from", "2026-01-31T10:00", NOT_A_DATE),
            (13, "from", "2026-W05-6", NOT_A_DATE),
            (14, "from", "２０２６-01-31", NOT_A_DATE),
        ],
    ),
    "people.csv": (
        "id,account_id,name,veto,approve,veto_types,approve_types,works_from,works_to,placeholder,outsider",
        """\
e1,a1,Reversed,,,,,2026-01-02,2026-01-01,,
e2,a1,Yes,yes,,,,,,,
e3,a1,One,,1,,,,,,
e4,a1,Unknown,,,,,,,unknown,
e5,a1,Full width,,,,,,,,ｔｒｕｅ
e6,a1,No veto to limit,false,,t1,,,,,
e7,a1,No approval to limit,,,,t1,,,,
e8,a1,Any case,TRUE,False,t1,,,,,
""",
        [
            (2, "works_to", "2026-01-01", "before works_from"),
            (3, "veto", "yes", "not true or false"),
            (4, "approve", "1", "not true or false"),
            (5, "placeholder", "unknown", "not true or false"),
            (6, "outsider", "ｔｒｕｅ", "not true or false"),
            (7, "veto_types", "t1", "given although veto is not true"),
            (8, "approve_types", "t1", "given although approve is not true"),
        ],
    ),
    "relations.csv": (
        "from_person_id,to_person_id,kind,strength",
        """\
wang,liu,likes,
wang,liu,reports_to,
wang,liu,,
wang,liu,influences,1.01
wang,liu,influences,-0.1
wang,liu,influences,70%
wang,liu,influences,nan
wang,wang,knows,
wang,liu,Influences,0
""",
        [
            (2, "kind", "likes", "not one of influences, conflicts_with, knows"),
            (3, "kind", "reports_to", "not one of influences, conflicts_with, knows"),
            (4, "kind", None, REQUIRED),
            (5, "strength", "1.01", "not between 0 and 1"),
            (6, "strength", "-0.1", "not between 0 and 1"),
            (7, "strength", "70%", NOT_A_NUMBER),
            (8, "strength", "nan", NOT_A_NUMBER),
            (9, "to_person_id", "wang", "the same person as from_person_id"),
        ],
    ),
    "offerings.csv": (
        "id,name,project_type_ids",
        "e1,Nothing,\ne2,Semicolons only,;;\n",
        [(2, "project_type_ids", None, REQUIRED), (3, "project_type_ids", ";;", "names none")],
    ),
    "vendors.csv": (
        "id,name,is_us",
        "rival,Maybe,maybe\nus,Empty,\n",
        [(2, "is_us", "maybe", "not true or false"), (3, "is_us", None, REQUIRED)],
    ),
    "projects.csv": (
        "id,account_id,project_type_id,name,started_on,ended_on,budget,outcome,no_contact_from,no_contact_to",
        """\
c1,a1,t1,No start,,,,,,
e2,a1,t1,Reversed,2026-01-02,2026-01-01,,,,
e3,a1,t1,Reversed window,2026-01-01,,,,2026-01-02,2026-01-01
e4,a1,t1,Budget,2026-01-01,,-1,,,
e5,a1,t1,Outcome,2026-01-01,,,open,,
e6,a1,,No type,2026-01-01,,,,,
e7,a1,t1,Half a window,2026-01-01,,0,,,2025-01-01
""",
        [
            (2, "started_on", None, REQUIRED),
            (3, "ended_on", "2026-01-01", "before started_on"),
            (4, "no_contact_to", "2026-01-01", "before no_contact_from"),
            (5, "budget", "-1", "negative; amounts are 0 or more"),
            (6, "outcome", "open", "not one of won, lost, cancelled"),
            (7, "project_type_id", None, REQUIRED),
        ],
    ),
    "participants.csv": (
        "project_id,person_id,buying_role,veto,approve",
        "c1,wang,boss,,\nc1,liu,decision maker,,\nc1,xu,User,maybe,0\n",
        [
            (
                2,
                "buying_role",
                "boss",
                "not one of user, evaluator, influencer, decision_maker, approver, procurement, gatekeeper",
            ),
            (
                3,
                "buying_role",
                "decision maker",
                "not one of user, evaluator, influencer, decision_maker, approver, procurement, gatekeeper",
            ),
            (4, "approve", "0", "not true or false"),
            (4, "veto", "maybe", "not true or false"),
        ],
    ),
    "users.csv": (
        "id,name,role,quota",
        "li,Li,boss,\nchen,Chen,,-1\ne3,Any case,ADMIN,0\n",
        [
            (2, "role", "boss", "not one of rep, manager, analyst, executive, admin"),
            (3, "quota", "-1", "negative; amounts are 0 or more"),
        ],
    ),
    "coverage.csv": (
        "user_id,account_id,role,from,to",
        "li,a1,boss,,\nli,a1,,,\nli,a1,owner,2026-01-02,2026-01-01\nli,a1,owner,,2026-01-01\n",
        [
            (2, "role", "boss", "not one of owner, member"),
            (3, "role", None, REQUIRED),
            (4, "to", "2026-01-01", "before from"),
        ],
    ),
    "acquaintances.csv": (
        "user_id,person_id,strength",
        "li,wang,2\nli,liu,strong\n",
        [(2, "strength", "2", "not between 0 and 1"), (3, "strength", "strong", NOT_A_NUMBER)],
    ),
    "assessments.csv": (
        "id,person_id,observed_on,closeness,confidence,recorded_at",
        """\
e1,wang,2026-01-01,,,
e2,wang,2026-01-01,,0.5,
e3,wang,,50,,
e4,wang,2026-01-02,50,1.5,
e5,wang,2026-01-02,50,,2026-01-01
e6,wang,2026-01-02,50,,2026-01-01T09:59:59Z
e7,wang,2026-01-02,50,,2026-01-01T10:00:00Z
e8,wang,2026-01-02,50,,2026-13-01
e9,wang,2026-01-02,50,,2026-01-02T25:00
e10,wang,2026-01-02,50,,yesterday
e11,wang,2026-01-02,50,,0001-01-01T00:00+14:00
e12,wang,2999-01-01,50,,
e13,wang,2026-01-02,50,,2999-01-01
e14,wang,2026-01-02,50,,2026-01-02T10:00:00+08:00:30
e15,wang,2026-01-02,50,,2026-01-02 10:00
""",
        [
            (2, "closeness", None, NO_AXIS),
            (3, "closeness", None, NO_AXIS),
            (4, "observed_on", None, REQUIRED),
            (5, "confidence", "1.5", "not between 0 and 1"),
            (6, "recorded_at", "2026-01-01", "before observed_on"),
            (7, "recorded_at", "2026-01-01T09:59:59Z", "before observed_on"),
            (9, "recorded_at", "2026-13-01", NO_SUCH_MOMENT),
            (10, "recorded_at", "2026-01-02T25:00", NO_SUCH_MOMENT),
            (11, "recorded_at", "yesterday", NOT_A_MOMENT),
            (12, "recorded_at", "0001-01-01T00:00+14:00", NO_SUCH_MOMENT),
            (13, "observed_on", "2999-01-01", "in the future"),
            (14, "recorded_at", "2999-01-01", "in the future"),
            (15, "recorded_at", "2026-01-02T10:00:00+08:00:30", NOT_A_MOMENT),
        ],
    ),
    "interactions.csv": (
        "id,at,channel,user_ids,person_ids",
        "e1,,visit,li,wang\ne2,2026-02-30,visit,li,wang\ne3,2026-01-01,,li,wang\ne4,9999-12-31T23:59-12:00,visit,li,wang\n"
        "e5,2026-01-01,visit,,wang\ne6,2026-01-01,visit,li;,;wang;wang\n",
        [
            (2, "at", None, REQUIRED),
            (3, "at", "2026-02-30", NO_SUCH_MOMENT),
            (4, "channel", None, REQUIRED),
            (5, "at", "9999-12-31T23:59-12:00", NO_SUCH_MOMENT),
            (6, "user_ids", None, REQUIRED),
        ],
    ),
    "opportunities.csv": (
        "id,account_id,name,origin,amount,probability,opened_on,closed_on,outcome",
        """\
e1,a1,Reversed,,,,2026-01-02,2026-01-01,
e2,a1,Origin,found,,,,,
e3,a1,Amount,,-5,,,,
e4,a1,Probability,,,50,,,
e5,a1,Outcome,,,,,,Won it
e6,a1,Any case,Hatched,0,1,,,WON
""",
        [
            (2, "closed_on", "2026-01-01", "before opened_on"),
            (3, "origin", "found", "not one of captured, hatched"),
            (4, "amount", "-5", "negative; amounts are 0 or more"),
            (5, "probability", "50", "not between 0 and 1"),
            (6, "outcome", "Won it", "not one of won, lost, cancelled"),
        ],
    ),
}


@pytest.mark.parametrize("file", TABLES)
def test_refused_cells(file: str, graph: Graph, tmp_path: Path) -> None:
    """Every rule of a table's columns: exactly these lines are refused, for exactly these reasons."""
    header, rows, expected = TABLES[file]
    assert refused(graph, tmp_path, file, header, rows.splitlines()) == expected


def test_today_is_not_in_the_future_anywhere(graph: Graph, tmp_path: Path) -> None:
    """A day is refused as future only when it has begun nowhere on earth."""
    first_to_begin = (datetime.now(UTC) + timedelta(hours=14)).date()
    rows = [f"s1,wang,{date.today()},50", f"s2,wang,{first_to_begin + timedelta(days=2)},50"]
    found = refused(graph, tmp_path, "assessments.csv", "id,person_id,observed_on,closeness", rows)
    assert found == [(3, "observed_on", str(first_to_begin + timedelta(days=2)), "in the future")]


def test_long_texts(graph: Graph, tmp_path: Path) -> None:
    """Up to the limits everything is stored in full, in Chinese too; one character more is refused, not cut."""
    files: Files = {
        "accounts.csv": "id,name\n"
        + "".join(f"{id_},{name}\n" for id_, name in [
            ("客" * MAX_ID, "户" * MAX_NAME), ("客" * (MAX_ID + 1), "long id"), ("a3", "n" * (MAX_NAME + 1)),
        ]),
        "people.csv": f"id,account_id,name\nwang,{'客' * MAX_ID},Wang\n",
        "assessments.csv": "id,person_id,observed_on,closeness,note\n"
        f"s1,wang,2026-01-01,50,{'说' * MAX_NOTE}\ns2,wang,2026-01-01,50,{'n' * (MAX_NOTE + 1)}\n",
    }  # fmt: skip
    report = load(graph, [write(tmp_path, files)])
    assert shown(report.defects) == [
        ("accounts.csv", 3, "id", "客" * 256, "longer than 255 characters"),
        ("accounts.csv", 4, "name", "n" * 1000 + "…", "longer than 1,000 characters"),
        ("assessments.csv", 3, "note", "n" * 1000 + "…", "longer than 100,000 characters"),
    ]
    assert ("Account", ("id", "客" * 255), ("name", "户" * 1000)) in nodes(graph)
    note = graph.driver.execute_query("MATCH (s:Assessment) RETURN s.note AS note").records
    assert [record["note"] for record in note] == ["说" * 100_000]


def test_text_is_kept_as_it_is(graph: Graph, tmp_path: Path) -> None:
    """What looks like a formula, a number, a link or markup is text; only white space around it goes."""
    cells = [
        "=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=cmd|' /C calc'!A0\t", "'quoted'", "<b>x</b>",
        "{{ x }}", "$name", "a;b", "007", "1e5", "NULL", "true", "  two  spaces  ", "a\nb", "a\r\nb", '"', "王\u200b国",
        "e\u0301", "😀", "\u202eabc", "//", "`x` ' \\ \" \\u0041",
    ]  # fmt: skip
    rows = "".join(f'a{number},"{cell.replace(chr(34), chr(34) * 2)}"\n' for number, cell in enumerate(cells))
    files: Files = {"accounts.csv": "id,name\n" + rows, "people.csv": "id,account_id,name\n"}
    assert not load(graph, [write(tmp_path, files)]).refused
    assert set(nodes(graph)) == {
        ("Account", ("id", f"a{number}"), ("name", cell.strip())) for number, cell in enumerate(cells)
    }


def test_control_characters(graph: Graph, tmp_path: Path) -> None:
    """Tab and line breaks are text; other control characters come from broken exports and are refused."""
    bad = ["\x00", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f"]
    rows = "".join(f"a{number},x{character}y\n" for number, character in enumerate(bad))
    content = f'id,name\n{rows}ok,"x\ty\nz"\n'
    report = load(graph, [write(tmp_path, {"accounts.csv": content, "people.csv": "id,account_id,name\n"})])
    assert [(defect.line, defect.column, defect.reason) for defect in report.defects] == [
        (line, "name", "holds a control character") for line in range(2, len(bad) + 2)
    ]
    assert set(nodes(graph)) == {("Account", ("id", "ok"), ("name", "x\ty\nz"))}


def test_lists(graph: Graph, tmp_path: Path) -> None:
    """Items are separated by semicolons; spaces around them, empty ones and repetitions count for nothing."""
    files: Files = {
        **EVERYTHING,
        "offerings.csv": "id,name,project_type_ids\no1,One, t1 ;;t2; t1;\n",
        "interactions.csv": "id,at,channel,user_ids,person_ids\ni1,2026-01-01,call,li ; li,wang\n",
    }
    assert not load(graph, [write(tmp_path, files)]).refused
    edges = {edge: times for edge, times in relationships(graph).items() if edge[1] in ("FITS", "TOOK_PART_IN")}
    assert edges == {
        ("Offering o1", "FITS", "ProjectType t1"): 1,
        ("Offering o1", "FITS", "ProjectType t2"): 1,
        ("User li", "TOOK_PART_IN", "Interaction i1"): 1,
        ("Person wang", "TOOK_PART_IN", "Interaction i1"): 1,
    }
