"""Files as they come: encodings, line ends, quotes, headers, names; what is wrong costs no more than it must."""

from pathlib import Path

import pytest

from app.errors import Invalid
from app.graph import Graph
from loaders.load import TABLES, load
from tests.loaders.folders import EVERYTHING, Files, counts, nodes, only, shown, write

PEOPLE: Files = {"people.csv": "id,account_id,name\n"}
NOT_UTF8 = "not UTF-8; save the file with the encoding UTF-8"
OPEN_QUOTE = 'a quote is opened and not closed; write a quote as ""'
REFUSED = "so the file is refused"
COLUMNS = "the columns are id, name, industry, region, city_tier, currency"


def load_accounts(graph: Graph, folder: Path, content: str | bytes) -> tuple[list[tuple[object, ...]], set[str]]:
    """The defects of an accounts.csv, and the names that are in the graph."""
    report = load(graph, [write(folder, {**PEOPLE, "accounts.csv": content})])
    names = {dict(properties)["name"] for label, *properties in nodes(graph) if label == "Account"}
    return [defect[1:] for defect in shown(report.defects)], names


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("last", ["", "end"], ids=["no end of the last line", "end of the last line"])
def test_line_ends_and_byte_order_marks(end: str, start: bytes, last: str, graph: Graph, tmp_path: Path) -> None:
    """All are read the same, and lines are counted as an editor counts them: blank lines and lines in quotes too."""
    lines = ["id,name", "", 'a1,"One', 'and more"', "  ", "a2,", '"a3","Three"', "", "a4"]
    content = start + (end.join(lines) + (end if last else "")).encode()
    assert load_accounts(graph, tmp_path, content) == (
        [(6, "name", None, "empty, but it is required"), (9, None, "a4", "1 cells where the header has 2")],
        {f"One{end}and more", "Three"},
    )


def test_white_space_around_cells(graph: Graph, tmp_path: Path) -> None:
    """Of cells and of column names; what is nothing else is empty."""
    content = "\ufeff id , name ,\tindustry\u3000\n a1 ,\u3000One\u00a0,  \n a1, Same,\n"
    defects, names = load_accounts(graph, tmp_path, content)
    assert defects == [(3, "id", "a1", "the same id as line 2 of accounts.csv")]
    assert names == {"One"}
    assert ("Account", ("id", "a1"), ("name", "One")) in nodes(graph)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b"\r\n"], ids=["zero", "BOM", "LF", "CRLF"])
@pytest.mark.parametrize("file", ["accounts.csv", "assessments.csv"])
def test_nothing_in_a_file(content: bytes, file: str, graph: Graph, tmp_path: Path) -> None:
    """A file without a header is refused."""
    report = load(graph, [write(tmp_path, {**only("accounts.csv"), **PEOPLE, file: content})], dry_run=True)
    assert shown(report.defects) == [(file, 1, None, None, "empty; the first line must name the columns")]
    assert counts(report)[file] == (0, 0, 0)
    assert next(table for table in report.tables if table.file == file).file_refused


def test_header_only(graph: Graph, tmp_path: Path) -> None:
    """Is a valid file without rows, of any table."""
    files = {table.file: ",".join(table.required_columns) for table in TABLES}
    report = load(graph, [write(tmp_path, files)])
    assert not report.refused
    assert counts(report) == {table.file: (0, 0, 0) for table in TABLES}


HEADERS: dict[str, tuple[str | bytes, list[tuple[object, ...]]]] = {
    "missing": ("id,industry", [("name", None, f"the column is missing, {REFUSED}")]),
    "unknown": ("id,name,colour", [("colour", "colour", f"unknown column, {REFUSED}; {COLUMNS}")]),
    "case": (
        "id,Name",
        [("Name", "Name", f"unknown column, {REFUSED}; {COLUMNS}"),
         ("name", None, f"the column is missing, {REFUSED}")],
    ),
    "twice": ("id,name,industry,name", [("name", "name", f"the column is there twice, {REFUSED}")]),
    "no name": ("id,name,", [("", "", f"unknown column, {REFUSED}; {COLUMNS}")]),
    "semicolons": (
        "id;name",
        [
            ("id", None, f"the column is missing, {REFUSED}"),
            ("id;name", "id;name", f"unknown column, {REFUSED}; separate the columns by commas"),
            ("name", None, f"the column is missing, {REFUSED}"),
        ],
    ),
    "bad bytes": (
        b"id,name,\xff\xd0",
        [("\ufffd\ufffd", "\ufffd\ufffd", f"unknown column, {REFUSED}; {NOT_UTF8}")],
    ),
    "open quote": ('id,"name', [(None, None, "the header has a quote that is not closed")]),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADERS)
def test_a_refused_header(case: str, graph: Graph, tmp_path: Path) -> None:
    """Refuses the file with each reason; the other files are loaded."""
    header, expected = HEADERS[case]
    content = (header if isinstance(header, bytes) else header.encode()) + b"\na1,One,x\n"
    files: Files = {"accounts.csv": content, "people.csv": "id,account_id,name\n", **only("vendors.csv")}
    report = load(graph, [write(tmp_path, files)])
    assert shown(report.defects) == [("accounts.csv", 1, *rest) for rest in expected]
    assert [(table.file, table.rows, table.file_refused) for table in report.tables] == [
        ("accounts.csv", 0, True), ("vendors.csv", 2, False), ("people.csv", 0, False),
    ]  # fmt: skip
    assert {row[0] for row in nodes(graph)} == {"Vendor"}


def test_utf16(graph: Graph, tmp_path: Path) -> None:
    """Another encoding of Excel's is refused in words that help."""
    defects, _ = load_accounts(graph, tmp_path, "id,name\na1,客户\n".encode("utf-16"))
    assert all(NOT_UTF8 in str(reason) or "missing" in str(reason) for *_, reason in defects)
    assert len(defects) == 4


def test_the_order_of_columns_is_free(graph: Graph, tmp_path: Path) -> None:
    """Columns are found by name."""
    assert load_accounts(graph, tmp_path, "currency,name,id\nCNY,One,a1\n") == ([], {"One"})
    assert ("Account", ("currency", "CNY"), ("id", "a1"), ("name", "One")) in nodes(graph)


def test_bytes_that_are_not_utf8(graph: Graph, tmp_path: Path) -> None:
    """Cost the row they are in, in any column and in any kind of encoding; every other row is stored."""
    content = b"".join(
        [
            b"id,name,industry\n",
            "a2,江,".encode() + "江".encode("gbk") + b"\n",
            b"a3,Three,\xff\xfe\n",
            b"\xe6\xb1,Four,\n",
            b"a5,Five,\xed\xa0\x80\n",
            b"a6,\xc0\xaf,\n",
            "a7,七,水务\n".encode(),
        ]
    )
    defects, names = load_accounts(graph, tmp_path, content)
    assert defects == [
        (2, "industry", "\ufffd\ufffd", NOT_UTF8),
        (3, "industry", "\ufffd\ufffd", NOT_UTF8),
        (4, "id", "\ufffd\ufffd", NOT_UTF8),
        (5, "industry", "\ufffd\ufffd\ufffd", NOT_UTF8),
        (6, "name", "\ufffd\ufffd", NOT_UTF8),
    ]
    assert names == {"七"}


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("spend.csv", b"account_id,fiscal_year,amount\na1,2026,\xd4\n", "amount"),
        ("relations.csv", b"from_person_id,to_person_id,kind\nwang,liu,\xd4\n", "kind"),
        ("vendors.csv", b"id,name,is_us\nv1,Name,\xd4\n", "is_us"),
        ("assessments.csv", b"id,person_id,observed_on,closeness\ns1,wang,\xd4,1\n", "observed_on"),
        ("assessments.csv", b"id,person_id,observed_on,closeness\ns1,wang,2026-01-01,\xd4\n", "closeness"),
        ("assessments.csv", b"id,person_id,observed_on,closeness\ns1,\xd4,2026-01-01,1\n", "person_id"),
        ("interactions.csv", b"id,at,channel,user_ids,person_ids\ni1,\xd4,call,li,wang\n", "at"),
        ("interactions.csv", b"id,at,channel,user_ids,person_ids\ni1,2026-01-01,call,li;\xd4,wang\n", "user_ids"),
    ],
    ids=["amount", "closed list", "flag", "day", "score", "reference", "moment", "list"],
)  # fmt: skip
def test_bytes_that_are_not_utf8_in_other_cells(
    file: str, row: bytes, column: str, graph: Graph, tmp_path: Path
) -> None:
    """Say so, rather than that it is no number or no date."""
    report = load(graph, [write(tmp_path, {**EVERYTHING, file: row})], dry_run=True)
    found = [defect for defect in report.defects if defect.file == file]
    assert [(defect.line, defect.column, defect.reason) for defect in found] == [(2, column, NOT_UTF8)]
    assert "\ufffd" in (found[0].value or "")


def test_too_many_and_too_few_cells(graph: Graph, tmp_path: Path) -> None:
    """Are refused with the row as it was read; rows of nothing but commas too."""
    content = "id,name,industry\na1,One\na2,Two,x,y\na3,Three,,\na4,,,,,\n,,\na5,Five,\n"
    assert load_accounts(graph, tmp_path, content) == (
        [
            (2, None, "a1,One", "2 cells where the header has 3"),
            (3, None, "a2,Two,x,y", "4 cells where the header has 3"),
            (4, None, "a3,Three,,", "4 cells where the header has 3"),
            (5, None, "a4,,,,,", "6 cells where the header has 3"),
            (6, None, None, "every cell is empty"),
        ],
        {"Five"},
    )


def test_quotes(graph: Graph, tmp_path: Path) -> None:
    """Quoted cells hold commas, line breaks and doubled quotes; a row counts from the line where it starts.

    An id is on one line, though: an address must be able to name it.
    """
    content = 'id,name\na1,"One, ""1"""\na2,"Two\n\n2"\na3,\n"a\n4",Four\na5,\n'
    defects, names = load_accounts(graph, tmp_path, content)
    assert [(line, column) for line, column, *_ in defects] == [(6, "name"), (7, "id"), (9, "name")]
    assert names == {'One, "1"', "Two\n\n2"}


def test_a_quote_that_is_not_closed(graph: Graph, tmp_path: Path) -> None:
    """Costs its row only: reading goes on with the next line, whatever follows."""
    content = (
        'id,name\na1,"One\na2,Two\na3,"Three, closed"\na4,"Four" and more\na5,Five\n"a6,Six\na7,Seven "7"\na8,"Eight\n'
    )
    assert load_accounts(graph, tmp_path, content) == (
        [
            (2, None, None, OPEN_QUOTE),
            (5, None, None, OPEN_QUOTE),
            (7, None, None, OPEN_QUOTE),
            (9, None, None, OPEN_QUOTE),
        ],
        {"Two", "Three, closed", "Five", 'Seven "7"'},
    )


def test_a_quote_that_is_not_closed_in_a_long_file(graph: Graph, tmp_path: Path) -> None:
    """It is found out after some lines, not at the end of the file, and every later row is there."""
    rows = "".join(f"a{number},Name\n" for number in range(3, 5_000))
    write(tmp_path, {**PEOPLE, "accounts.csv": f'id,name\na2,"Open\n{rows}'})
    report = load(graph, [tmp_path], dry_run=True)
    assert [(defect.line, defect.reason) for defect in report.defects] == [(2, OPEN_QUOTE)]
    assert counts(report)["accounts.csv"] == (4_998, 4_997, 1)


def test_files_that_a_folder_must_have(graph: Graph, tmp_path: Path) -> None:
    """accounts.csv and people.csv; the rest is loaded without them, on what is in the graph."""
    folder = write(tmp_path / "mine", only("vendors.csv"))
    report = load(graph, [folder])
    assert shown(report.defects) == [
        ("accounts.csv", None, None, None, "missing in mine; a folder has at least this file"),
        ("people.csv", None, None, None, "missing in mine; a folder has at least this file"),
    ]
    assert counts(report)["vendors.csv"] == (2, 2, 0)
    given = [write(tmp_path / name, only(name)) / name for name in ("accounts.csv", "people.csv")]
    assert all("missing" not in defect.reason for defect in load(graph, [folder, *given], dry_run=True).defects)


def test_names_of_files(graph: Graph, tmp_path: Path) -> None:
    """A CSV file of another name in a folder is refused, not passed over; files of other kinds are none of ours."""
    names = ["account.csv", "People.CSV", "notes.csv"]
    folder = write(tmp_path, {**only("accounts.csv"), **PEOPLE, "notes.txt": "x", **dict.fromkeys(names, "id\n")})
    (folder / "vendors.csv").mkdir()
    report = load(graph, [folder], dry_run=True)
    known = ", ".join(table.file for table in TABLES)
    assert shown(report.defects) == [
        (name, None, None, None, f"not a file that can be loaded; the names are {known}")
        for name in sorted([*names, "vendors.csv"])
    ]
    assert counts(report)["accounts.csv"] == (2, 2, 0)


def test_paths_that_lead_nowhere(graph: Graph, tmp_path: Path) -> None:
    """Are refused before anything is read."""
    with pytest.raises(Invalid, match=r"nowhere\.csv does not exist; give a folder or its files"):
        load(graph, [tmp_path / "nowhere.csv"])
    with pytest.raises(Invalid, match=r"notes\.csv: not a file that can be loaded; the names are accounts\.csv"):
        load(graph, [write(tmp_path, {"notes.csv": "id\n"}) / "notes.csv"])


def test_the_same_file_name_from_two_folders(graph: Graph, tmp_path: Path) -> None:
    """Both are read, in the order given; reports tell them apart; columns that one lacks are left as they are."""
    first = write(tmp_path / "first", {"accounts.csv": "id,name,currency\na1,One,CNY\na2,Two,CNY\n", **PEOPLE})
    load(graph, [first])
    north = write(tmp_path / "north", {"accounts.csv": "id,name,currency\na1,New,EUR\na3,,\n", **PEOPLE})
    south = write(tmp_path / "south", {"accounts.csv": "id,name\na2,New\na1,Other\na3,Three\n", **PEOPLE})
    report = load(graph, [north, south])
    assert shown(report.defects) == [
        (str(north / "accounts.csv"), 3, "name", None, "empty, but it is required"),
        (str(south / "accounts.csv"), 3, "id", "a1", f"the same id as line 2 of {north / 'accounts.csv'}"),
    ]
    assert set(nodes(graph)) == {
        ("Account", ("currency", "EUR"), ("id", "a1"), ("name", "New")),
        ("Account", ("currency", "CNY"), ("id", "a2"), ("name", "New")),
        ("Account", ("id", "a3"), ("name", "Three")),
    }


def test_a_file_given_twice_is_read_once(graph: Graph, tmp_path: Path) -> None:
    """As part of its folder and by itself."""
    folder = write(tmp_path, {**only("accounts.csv"), **PEOPLE})
    report = load(graph, [folder, folder / "accounts.csv", folder], dry_run=True)
    assert not report.refused
    assert counts(report) == {"accounts.csv": (2, 2, 0), "people.csv": (0, 0, 0)}
