"""Import: check, correct what is refused where it is seen, load; nothing valid is lost, nothing refused is stored."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.demo.data import write_demo_folder
from app.graph import Graph
from graph_models.vocabulary import UserRole
from loaders.load import TABLES, load
from tests.access.tokens import bearer
from tests.access.world import service
from tests.loaders.folders import Files, write
from tests.neo4j_server import Server
from tests.web.conftest import NARROW, SignIn
from tests.web.stored import stored

PEOPLE = """\
id,account_id,name,veto,reports_to
p1,a1,Wang,maybe,
p2,a1,Liu,,p1
p3,a1,<script>alert(1)</script>,,
p4,nowhere,Xu,,
p5,a1
"""
FILES: Files = {"accounts.csv": "id,name\na1,Account\n", "people.csv": PEOPLE}


def choose(page: Page, folder: Path, files: Files) -> None:
    write(folder, files)
    page.set_input_files("#files", [folder / name for name in files])


def check(page: Page, button: str = "Check, without storing anything") -> None:
    page.get_by_role("button", name=button).click()
    page.wait_for_timeout(100)
    expect(page.locator("#progress.htmx-request")).to_have_count(0, timeout=60_000)


def counts(page: Page) -> dict[str, list[str]]:
    """What the page says becomes of each file."""
    rows = page.locator("table.files tbody tr").all()
    return {str(row.get_attribute("data-file")): row.locator("td").all_inner_texts() for row in rows}


def test_the_demo_folder(graph: Graph, sign_in: SignIn, tmp_path: Path) -> None:
    """Checked, nothing is stored; loaded, it is what the command loads; loaded again, nothing changes."""
    folder = tmp_path / "demo"
    write_demo_folder(folder, date.today())
    visitor = sign_in()
    page = visitor.open("/import")
    page.set_input_files("#folder", folder)
    before = stored(graph)
    check(page)
    expect(page.locator("#report")).to_contain_text("Nothing is refused.")
    checked = counts(page)
    assert checked.keys() == {table.file for table in TABLES}
    assert all(row == [row[0], row[0], "0", "0", "0"] for row in checked.values())
    assert stored(graph) == before
    page.get_by_role("button", name="Load ").click()
    expect(page.locator("#report .done h2")).to_have_text("Loaded", timeout=60_000)
    loaded = stored(graph, "recordedAt")
    check(page)
    assert all(row == [row[0], "0", "0", row[0], "0"] for row in counts(page).values())
    page.get_by_role("button", name="Load ").click()
    expect(page.locator("#report .done h2")).to_have_text("Loaded", timeout=60_000)
    assert stored(graph, "recordedAt") == loaded
    page.get_by_role("link", name="lanjiang", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Lanjiang")
    assert visitor.wrong == []


@pytest.mark.parametrize("size", [None, NARROW], ids=["wide", "narrow"])
def test_what_is_refused_is_corrected_where_it_is_seen(
    graph: Graph, sign_in: SignIn, tmp_path: Path, size: tuple[int, int] | None
) -> None:
    visitor = sign_in(**({"size": size} if size else {}))
    page = visitor.open("/import")
    choose(page, tmp_path, FILES)
    check(page)
    assert counts(page) == {"accounts.csv": ["1", "1", "0", "0", "0"], "people.csv": ["5", "1", "0", "0", "4"]}
    veto = page.get_by_label("line 2, veto")
    assert veto.get_attribute("aria-invalid") == "true"
    expect(page.locator("td.bad", has=veto).locator(".error")).to_have_text("not true or false")
    expect(page.get_by_label("line 2, name")).to_have_value("Wang")
    expect(page.get_by_label("people.csv, line 6")).to_have_value("p5,a1")
    expect(page.locator("#report")).to_contain_text("These only refer to rows that are refused")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.problems() == []
    veto.fill("true")
    page.get_by_label("people.csv, line 6").fill("p5,a1,Zhao,perhaps,p1")
    check(page, "Check again")
    expect(page.locator("#report")).to_contain_text("2 corrections made here")
    page.get_by_label("line 6, veto").fill("false")
    check(page, "Check again")
    expect(page.get_by_role("heading", name="What loading would do")).to_be_focused()
    expect(page.locator("#report")).to_contain_text("3 corrections made here")
    assert counts(page)["people.csv"] == ["5", "4", "0", "0", "1"]
    page.get_by_role("button", name="Load the 5 valid rows").click()
    expect(page.locator("#report .done h2")).to_have_text("Loaded")
    assert people(graph) == {"p1": "Wang", "p2": "Liu", "p3": "<script>alert(1)</script>", "p5": "Zhao"}
    expect(page.locator("td.bad")).to_contain_text("nowhere: unknown")
    page.get_by_label("line 5, account_id").fill("a1")
    check(page, "Check again")
    assert counts(page)["people.csv"] == ["5", "1", "0", "4", "0"]
    assert visitor.wrong == []


def people(graph: Graph) -> dict[str, str]:
    found, _, _ = graph.driver.execute_query(
        "MATCH (p:Person) RETURN p.id AS id, p.name AS name", database_=graph.database
    )
    return {one["id"]: one["name"] for one in found}


def test_a_header_is_corrected_and_a_correction_undone(graph: Graph, sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in().open("/import")
    choose(page, tmp_path, {"accounts.csv": "ident,name\na1,Account\n"})
    check(page)
    assert counts(page)["accounts.csv"][-1] == "the file"
    page.get_by_label("accounts.csv, line 1").fill("id,name")
    check(page, "Check again")
    expect(page.locator("#report")).to_contain_text("Nothing is refused.")
    page.get_by_role("button", name="Undo").click()
    check(page)
    assert counts(page)["accounts.csv"][-1] == "the file"


def test_an_update_is_told_from_what_is_new(graph: Graph, sign_in: SignIn, tmp_path: Path) -> None:
    old = "id,name,region\na1,One,North\na2,Two,North\n"
    assert not load(
        graph, [write(tmp_path / "old", {**FILES, "accounts.csv": old, "people.csv": "id,account_id,name\n"})]
    ).defects
    page = sign_in().open("/import")
    choose(page, tmp_path / "new", {"accounts.csv": "id,name\na1,One\na2,Zwei\na3,Three\n"})
    check(page)
    assert counts(page)["accounts.csv"] == ["3", "1", "1", "1", "0"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("notes.csv", b"x"), "not a file that can be loaded"),
        (("accounts.csv", b""), "empty; the first line must name the columns"),
        (("accounts.csv", b"id;name\na;A\n"), "separate the columns by commas"),
        (("accounts.csv", "id,name\na,王\n".encode("gb18030")), "not UTF-8"),
        (("accounts.csv", "id,name\na,A\n".encode("utf-16")), "not UTF-8"),
        (("accounts.csv", b"id,name\n"), "Nothing is refused."),
    ],
)
def test_files_that_are_not_what_they_should_be(
    graph: Graph, sign_in: SignIn, tmp_path: Path, file: tuple[str, bytes], said: str
) -> None:
    page = sign_in().open("/import")
    choose(page, tmp_path, dict([file]))
    check(page)
    expect(page.locator("body")).to_contain_text(said)
    assert people(graph) == {}


def test_no_file_at_all_and_too_large_a_one(graph: Graph, sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in().open("/import")
    check(page)
    expect(page.locator("#messages")).to_contain_text("files: missing, but it is required")
    page.locator("#files").evaluate("one => { one.dataset.mostMb = '0.00001' }")
    choose(page, tmp_path, FILES)
    check(page)
    expect(page.locator("#messages")).to_contain_text("at most 0.00001 MB")
    assert page.locator("#files").evaluate("one => one.files.length") == 2


def test_the_report_is_the_one_of_the_command(graph: Graph, sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in().open("/import")
    choose(page, tmp_path, FILES)
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the report as CSV").click()
    lines = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert lines[0] == ["file", "line", "column", "value", "reason"]
    assert lines[1:] == [
        [str(part) if part is not None else "" for part in defect]
        for defect in load(graph, [tmp_path], dry_run=True).defects
    ]


def test_only_administrators_import(demo_graph: Graph, sign_in: SignIn, neo4j_server: Server) -> None:
    page = sign_in("li").open("/import")
    expect(page.locator("main")).to_contain_text("Only an administrator may import")
    assert page.locator("input[type=file]").count() == 0
    before = stored(demo_graph)
    with service(neo4j_server) as client:
        files = [("files", ("accounts.csv", b"id,name\nx,X\n", "text/csv"))]
        refused = client.post("/import", files=files, headers=bearer(demo_graph, "li"))
    assert refused.status_code == 403
    assert stored(demo_graph) == before


def test_templates(graph: Graph, neo4j_server: Server) -> None:
    """Every file with its header only: valid as it is."""
    with service(neo4j_server) as client:
        headers = bearer(graph, role=UserRole.ADMIN)
        archive = zipfile.ZipFile(io.BytesIO(client.get("/import/template", headers=headers).content))
        assert archive.namelist() == [table.file for table in TABLES]
        files = [("files", (name, archive.read(name), "text/csv")) for name in archive.namelist()]
        assert client.post("/api/imports", files=files, headers=headers).json()["defect_count"] == 0
        one = client.get("/import/template", params={"file": "people.csv"}, headers=headers)
        assert one.content == archive.read("people.csv")
        assert client.get("/import/template", params={"file": "../x"}, headers=headers).status_code == 422
        page = client.get("/import", headers=headers).text
        assert all(f"<code>{column}</code>" in page for table in TABLES for column in table.columns)


@pytest.mark.parametrize("field", ["fix:people.csv:x:name", "fix:notes.txt:2:name", "fix:people.csv:²:name", "fix:"])
def test_a_correction_of_nothing_is_refused(graph: Graph, neo4j_server: Server, field: str) -> None:
    with service(neo4j_server) as client:
        answer = client.post(
            "/import",
            files=[("files", ("accounts.csv", b"id,name\nx,X\n", "text/csv"))],
            data={field: "y", "do": "load"},
            headers=bearer(graph, role=UserRole.ADMIN),
        )
    assert answer.status_code == 422
    assert people(graph) == {}
