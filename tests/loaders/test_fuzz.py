"""Whatever the files hold: the loader never fails, never stores half a row, and always reports."""

import csv
import io
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.graph import Graph
from loaders.check import Source, check_rows
from loaders.load import TABLES, load
from loaders.reader import Record, read_records
from loaders.references import References
from loaders.table import Table
from tests.loaders.folders import EVERYTHING, everything, write

few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
many = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

SPICE = [
    b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b";", b"id", b"a1", b"wang",
    b"2026-01-01", b"50", b"true", "王".encode(), b"\xe7\x8e", b" ", b"-1", b"nan", b"=1+1", b"t1;t2", b"\xed\xa0\x80",
    b"9999-12-31T23:59",
]  # fmt: skip
pieces = st.lists(st.sampled_from(SPICE) | st.binary(max_size=4), max_size=40).map(b"".join)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to write over and over."""
    return tmp_path_factory.mktemp("fuzz") / "file.csv"


@many
@given(content=st.binary(max_size=200) | pieces)
@example(content=b"id,name\n" + b'"' * 5 + b"\n" * 1_200 + b"a,b\n")
@example(content=b"id,name\n" + b'",\n' * 3)
def test_the_reader_reads_anything(content: bytes, path: Path) -> None:
    """Bytes become records and defects, in the order of their lines; no record lies about its columns."""
    path.write_bytes(content)
    records = list(read_records(path, "file.csv", ("id", "name"), ("id",)))
    lines = [record.line or 0 for record in records]
    assert lines == sorted(lines)
    for record in records:
        if isinstance(record, Record):
            assert set(record.cells) <= {"id", "name"}
            assert record.line > 1
            assert all(cell is None or cell == cell.strip() != "" for cell in record.cells.values())


@many
@given(rows=st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=2), min_size=1, max_size=6))
def test_the_reader_finds_every_row_of_good_csv(rows: list[list[str]], path: Path) -> None:
    """What a CSV writer wrote comes back, each row with the physical line it starts on."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    expected: list[tuple[int, list[str | None]]] = []
    writer.writerow(["id", "name"])
    for row in rows:
        line = len(text.getvalue().replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        if any(cell.strip() for cell in row):
            expected.append((line, [cell.strip() or None for cell in row]))
        writer.writerow(row)
    path.write_bytes(text.getvalue().encode())
    records = [record for record in read_records(path, "f", ("id", "name"), ("id",)) if isinstance(record, Record)]
    found = [(record.line, list(record.cells.values())) for record in records]
    assert found == expected


@few
@given(table=st.sampled_from(TABLES), data=st.data())
def test_the_checks_take_anything(table: Table, data: st.DataObject, path: Path, graph: Graph) -> None:
    """Rows of any cells are accepted, or refused with reasons that name their columns."""
    cell = st.sampled_from(SPICE) | st.text(max_size=5).map(lambda text: text.encode("utf-8", "surrogatepass"))
    size = len(table.columns)
    rows = data.draw(st.lists(st.lists(cell, min_size=size, max_size=size), min_size=1, max_size=5))
    quoted = [b",".join(b'"' + cell.replace(b'"', b'""') + b'"' for cell in row) for row in rows]
    path.write_bytes(b"\n".join([",".join(table.columns).encode(), *quoted]))
    batches = check_rows(graph, table, [Source(table.file, path)], References(graph), no_progress)
    for checked in chain.from_iterable(batches):
        assert checked.holds != bool(checked.defects)
        assert checked.row is not None or not checked.holds
        assert all(defect.column in (None, *table.columns) and defect.reason for defect in checked.defects)


@few
@given(file=st.sampled_from([table.file for table in TABLES]), content=pieces, keep_header=st.booleans())
def test_any_bytes_as_any_file(
    file: str, content: bytes, keep_header: bool, graph: Graph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The load ends with a report, and what is stored is whole; a dry run says the same, a second load adds nothing."""
    header = str(EVERYTHING[file]).splitlines()[0].encode() + b"\n" if keep_header else b""
    folder = write(tmp_path_factory.mktemp("fuzz"), {**EVERYTHING, file: header + content})
    graph.driver.execute_query("MATCH (n) WHERE NOT n:Store DETACH DELETE n")
    dry = load(graph, [folder], dry_run=True)
    wet = load(graph, [folder])
    assert dry.model_copy(update={"dry_run": False}) == wet
    assert all(table.rows == table.stored + table.refused for table in wet.tables)
    stored = everything(graph)
    again = load(graph, [folder])
    assert again.defect_count >= wet.defect_count
    assert everything(graph)[1] == stored[1]


def no_progress(_file: str, _done: int, _size: int) -> None:
    """Nobody watches."""


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@few
@given(texts=st.lists(TEXT, min_size=13, max_size=13))
def test_any_text_comes_back_as_it_was(
    texts: list[str], graph: Graph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In every column of free text, stripped of white space around it; an empty one is no property."""
    name, industry, region, tier, currency, title, email, team, source, note, channel, summary, stage = (
        text.strip() for text in texts
    )
    files: dict[str, list[list[str]]] = {
        "accounts.csv": [["id", "name", "industry", "region", "city_tier", "currency"],
                         ["a1", f"x{name}", industry, region, tier, currency]],
        "people.csv": [["id", "account_id", "name", "title", "email"], ["p1", "a1", f"x{name}", title, email]],
        "users.csv": [["id", "name", "team"], ["u1", f"x{name}", team]],
        "assessments.csv": [["id", "person_id", "observed_on", "closeness", "source", "note"],
                            ["s1", "p1", "2026-01-01", "50", source, note]],
        "interactions.csv": [["id", "at", "channel", "summary", "user_ids", "person_ids"],
                             ["i1", "2026-01-01", f"x{channel}", summary, "u1", "p1"]],
        "opportunities.csv": [["id", "account_id", "name", "stage"], ["o1", "a1", f"x{name}", stage]],
    }  # fmt: skip
    graph.driver.execute_query("MATCH (n) WHERE NOT n:Store DETACH DELETE n")
    folder = tmp_path_factory.mktemp("text")
    for file, content in files.items():
        with (folder / file).open("w", encoding="utf-8", newline="") as open_file:
            csv.writer(open_file).writerows(content)
    assert load(graph, [folder]).defects == []
    query = """
        MATCH (a:Account)<-[:KEY_PERSON_OF]-(p:Person)-[w:WORKS_IN]->(a), (u:User), (s:Assessment), (i:Interaction),
          (o:Opportunity)
        OPTIONAL MATCH (u)-[:MEMBER_OF]->(t:Team)
        RETURN a.name, a.industry, a.region, a.cityTier, a.currency, p.name, w.title, p.email, u.name, t.name, s.source,
          s.note, i.channel, i.summary, o.name, o.stage
    """
    [record] = graph.driver.execute_query(query).records
    assert list(record.values()) == [
        f"x{name}", industry or None, region or None, tier or None, currency or None, f"x{name}", title or None,
        email or None, f"x{name}", team or None, source or None, note or None, f"x{channel}", summary or None,
        f"x{name}", stage or None,
    ]  # fmt: skip
