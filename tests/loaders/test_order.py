"""The order of files, rows and columns, and into how many batches they fall, make no difference."""

import csv
import io
import random
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders.check
from app.graph import Graph
from loaders.load import load
from tests.loaders.folders import EVERYTHING, Files, everything, write


def generated(seed: int) -> Files:
    """A folder of two accounts whose people report, influence, take part and are assessed as chance has it."""
    chance = random.Random(seed)  # noqa: S311
    people = [f"p{number}" for number in range(12)]

    def rows(header: str, *lines: str) -> str:
        return "\n".join([header, *dict.fromkeys(lines)]) + "\n"

    return {
        **EVERYTHING,
        "people.csv": rows(
            "id,account_id,name,department_id,reports_to,veto,veto_types",
            "wang,a1,Wang,d1,,true,t1", "liu,a1,Liu,d2,wang,,", "xu,a1,Xu,,liu,,",
            *(f"{id_},a1,{id_},{chance.choice(['', 'd1', 'd2'])},{chance.choice(['', 'wang', *people[:at]])},,"
              for at, id_ in enumerate(people)),
        ),
        "relations.csv": rows(
            "from_person_id,to_person_id,kind,strength",
            *(f"{one},{other},{chance.choice(['knows', 'influences', 'conflicts_with'])},{chance.random():.2f}"
              for one in people for other in people if one < other and chance.random() < 0.3),
        ),
        "participants.csv": rows(
            "project_id,person_id,buying_role", *(f"{chance.choice(['c1', 'c2'])},{id_},user" for id_ in people)
        ),
        "assessments.csv": rows(
            "id,person_id,user_id,observed_on,closeness",
            *(f"s{number},{chance.choice(people)},{chance.choice(['', 'li'])},2026-01-0{number % 9 + 1},{number}"
              for number in range(40)),
        ),
    }  # fmt: skip


def shuffled(files: Files, chance: random.Random) -> Files:
    """The same with rows and columns in another order."""
    result: dict[str, str | bytes] = {}
    for name, content in files.items():
        header, *rows = csv.reader(io.StringIO(str(content)))
        columns = chance.sample(range(len(header)), len(header))
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([row[at] for at in columns] for row in [header, *chance.sample(rows, len(rows))])
        result[name] = text.getvalue()
    return result


@contextmanager
def batches_of(rows: int) -> Generator[None]:
    """Let the loader read so many rows at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders.check, "BATCH_ROWS", rows)
        yield


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 999), batch=st.sampled_from([1, 3, 10_000]), chance=st.randoms(use_true_random=False))
def test_any_order_gives_the_same_graph(
    seed: int, batch: int, chance: random.Random, graph: Graph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Rows and columns shuffled, files given one by one in any order, read in batches of any size."""
    files = generated(seed)
    folder = write(tmp_path_factory.mktemp("folder"), files)
    clear(graph)
    assert not load(graph, [folder]).refused
    expected = everything(graph, "recordedAt")
    clear(graph)
    other = write(tmp_path_factory.mktemp("shuffled"), shuffled(files, chance))
    paths = chance.sample([other / name for name in files], len(files))
    with batches_of(batch):
        assert not load(graph, paths).refused
        assert everything(graph, "recordedAt") == expected
        assert not load(graph, paths).refused
    assert everything(graph, "recordedAt") == expected


def test_batches_end_where_rows_are_long(graph: Graph, tmp_path: Path) -> None:
    """Memory is bounded by characters too: a batch ends with the row that fills it, and nothing is lost between."""
    files = {
        "accounts.csv": "id,name\n" + "".join(f"a{number},{'n' * 50}\n" for number in range(20)),
        "people.csv": "id,account_id,name\n",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders.check, "BATCH_CHARACTERS", 120)
        report = load(graph, [write(tmp_path, files)])
    assert report.tables[0].stored == sum(everything(graph)[0].values()) == 20


def clear(graph: Graph) -> None:
    """Take everything out but the tests' own mark."""
    graph.driver.execute_query("MATCH (n) WHERE NOT n:Store DETACH DELETE n")
