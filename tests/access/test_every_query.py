"""One mechanism that a new query cannot forget: every query is asked for foreign things, and none of them comes back.

A new query is asked by itself, by the names of its parameters; one whose name is not known here fails.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from math import prod
from typing import Any, cast

import pytest
from pydantic import BaseModel

from app.access.tokens import hash_of
from app.editing.keys import key_columns
from app.editing.queries import begin_receipt, keep_receipt
from app.graph import QUERIES, CypherFile, Graph
from app.reach import EVERYTHING, NOTHING, Reach
from loaders.load import TABLES
from loaders.table import Table
from tests.access.tokens import token
from tests.access.world import (
    FIGURES_REACH,
    FOREIGN,
    LATELY,
    NEAR,
    NEAR_REACH,
    QUOTA,
    SECRET,
    TEAM,
    TELLER,
    TODAY,
    TOMORROW,
    YEAR,
    load_foreign,
    load_near,
    load_world,
    rows,
    undone,
)

_LATER = datetime.now(UTC) + timedelta(hours=1)
_BOTH = (NEAR, FOREIGN)
_LABELS = {"Account": "", "Department": "-d2", "Person": "-p2", "Project": "-c1"}
_MOST = 200
"""So many combinations of what one query may be asked are enough; more is a table that has grown by accident."""


def name_of(table: Table) -> str:
    """What queries of a table are named after."""
    return table.file.removesuffix(".csv")


def _keys(table: Table) -> list[Any]:
    """None, and the keys of near rows, of foreign rows, and of both together."""
    found: list[Any] = [None]
    for accounts, between in (((NEAR,), False), ((FOREIGN,), True), (_BOTH, True)):
        wanted = rows(table, *accounts, between=between)
        found.append([{name: row[name] for name in key_columns(table)} for row in wanted])
    return found


PARAMETERS: Mapping[str, Sequence[Any]] = {
    "account_id": [None, NEAR, FOREIGN],
    "account_ids": [[NEAR], [FOREIGN], [NEAR, FOREIGN]],
    "after": [None],
    "after_id": [None],
    "after_name": [None],
    "as_of": [TODAY],
    "city_tier": [None],
    "evidence_days": [30],
    "every_statement": [False, True],
    "first": [date(2020, 1, 1)],
    "assessment_id": [f"{x}-s{number}" for x in _BOTH for number in range(1, 6)],
    "before_day": [None],
    "expires_at": [_LATER],
    "fingerprint": ["fingerprint"],
    "fiscal_year": [YEAR],
    "horizon": [TOMORROW],
    "industry": [None, f"{FOREIGN} utility"],
    "known_at": [None, _LATER],
    "last": [TODAY],
    "limit": [1, 1_000],
    "name": [TEAM],
    "of_team": [None, TEAM],
    "on": [None, {"day": TODAY, "fiscal_year": YEAR}],
    "owner": [None, "u-near", "u-far", "u-mate"],
    "project_type_ids": [["t1", "t2"]],
    "projects_since": [date(2020, 1, 1)],
    "region": [None],
    "since": [date(2020, 1, 1)],
    "person_id": [f"{x}-p{number}" for x in _BOTH for number in range(1, 6)],
    "today": [TODAY],
    "user_id": ["u-near", "u-boss", "u-far", "u-mate"],
    "user_ids": [["u-mate", "u-far"]],
}
"""What a query is asked, by the name of its parameter; every two values meet."""

PARAMETERS_OF: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "accounts/facts": {
        "account_ids": [None, [FOREIGN, NEAR]], "owner": [None, "u-mate", "u-far"], "known_at": [None],
    },
    "attitudes/evidenced": {"after": [LATELY - timedelta(days=1)]},
    "opportunities/deals": {"account_ids": [None, [FOREIGN, NEAR]], "owner": [None, "u-mate", "u-far"]},
    "projects/refusal_account": {"id": ["refusal-near", "refusal-FOREIGN"]},
    "editing/begin_receipt": {"id": ["receipt-near", "receipt-FOREIGN", "receipt-both"]},
    "loaders/known_ids": {
        "ids": [{label: [x + end for x in _BOTH] for label, end in _LABELS.items()}],
    },
    "loaders/lines_above": {
        "ids": [{label: [f"{x}-{end}" for end in ("p5", "p4", "p3", "d2")] for label in _LABELS} for x in _BOTH],
    },
    "loaders/stated": {"ids": [[f"{x}-s{number}" for x in _BOTH for number in range(1, 6)]]},
    **{f"loaders/stored_{name_of(table)}": {"keys": _keys(table)} for table in TABLES},
}  # fmt: skip
"""Where that depends on the query."""

ANSWERING_WRITES = {"editing/begin_receipt"}
"""Queries that write and answer something of an account; they are asked like those that read."""

_WHO_ASKS = "asked before it is known who asks, to learn it; nobody is answered with it"
_REFERRING = "answers kinds and numbers, of a row that was found for the asker before"
_ENDED = "answers how many there were"
OF_NO_ACCOUNT: Mapping[str, str] = {
    "access/asker": _WHO_ASKS,
    "access/user_of_claim": _WHO_ASKS,
    "access/start_session": _WHO_ASKS,
    "opportunities/calibration": "what an administrator has fitted over all accounts; see test_calibrating.py",
    "users/visit": "a day on which the asker looked; what is out of reach is not noted, see tests/web/test_account.py",
    "access/tokens": "of the asker alone, or for administrators; see test_tokens.py",
    "access/revoke_token": _ENDED,
    "access/end_session": _ENDED,
    "access/end_sessions": _ENDED,
    "access/forget_expired": _ENDED,
    "store/purpose": "what the database is for",
    "store/delete_some": _ENDED,
    **{f"loaders/remove_{name_of(table)}": _REFERRING for table in TABLES if table.remove},
}
"""Queries that are not asked here, and why not."""

WITHOUT_FOREIGN: Mapping[str, str] = {
    "accounts/any_account": "answers yes or no; see below",
    "loaders/stored_users": "our own people, who are no secret; their quotas are, and are looked for",
    "loaders/stored_vendors": "vendors are everybody's",
    "loaders/stored_offerings": "offerings are everybody's",
    "loaders/stored_project_types": "project types are everybody's",
    "users/user": "one of our own people; quotas are looked for",
    "users/team": "a team of ours",
    "attitudes/competitors": "vendors are everybody's",
    "attitudes/contributors": "our own people; who of them is named is looked for below",
}
"""Queries that have nothing of an account to answer, and why not."""

FOR_NO_PERSON: Mapping[str, str] = {
    "accounts/facts": "contributors are grouped by what they said and counted; no result has a field for them",
    "attitudes/attitudes": "the same, for the labels of stances",
    "loaders/stated": "compares what is sent with what is stored, in the name of administrators",
    "loaders/stored_users": "our own people, not what they said",
}
"""Queries that may hold notes or contributors outside the team, and why."""


@pytest.fixture(scope="module")
def world(connection: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Both accounts, tied wherever that is possible, with receipts and tokens."""
    load_world(connection, tmp_path_factory.mktemp("world"))
    _leave_receipts(connection)
    return connection


def _leave_receipts(graph: Graph) -> None:
    for name, account_ids in (("near", [NEAR]), ("FOREIGN", [FOREIGN]), ("both", [NEAR, FOREIGN])):
        begin_receipt(graph, id=f"receipt-{name}", fingerprint="fingerprint", expires_at=_LATER)
        keep_receipt(graph, id=f"receipt-{name}", answer=f"of {account_ids}", account_ids=account_ids)
    token(graph, "u-far", name=FOREIGN, account_ids=[FOREIGN])


Answers = list[tuple[dict[str, Any], list[str]]]


@pytest.fixture(scope="module")
def unlimited(world: Graph) -> Mapping[str, Answers]:
    """What somebody is answered who sees everything, by query."""
    return {name: answers(world, name, EVERYTHING) for name, _ in asked()}


def asked() -> Iterator[tuple[str, CypherFile]]:
    """Every query that may answer something of an account."""
    for name, file in QUERIES.items():
        if file.result is not None and name not in OF_NO_ACCOUNT and (not file.writes or name in ANSWERING_WRITES):
            yield name, file


def answers(graph: Graph, name: str, reach: Reach) -> Answers:
    """What is asked, and the rows that come back; a row as text, in an order of its own."""
    file = QUERIES[name]
    values: list[Sequence[Any]] = []
    for parameter in file.parameters:
        known = PARAMETERS_OF.get(name, {}).get(parameter, PARAMETERS.get(parameter))
        assert known is not None, f"say in PARAMETERS what to ask {name} for {parameter}"
        values.append(known)
    assert prod(map(len, values)) <= _MOST, f"fewer values for {name}, please"
    found: Answers = []
    with undone(graph.within(reach)) as transaction:
        for combination in _pairwise(values):
            parameters = dict(zip(file.parameters, combination, strict=True))
            found.append((parameters, sorted(repr(_unordered(row)) for row in transaction.run(file, parameters))))
    return found


def _pairwise(values: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Few combinations in which every two values of different parameters meet: each may be another plan to make."""
    pairs = {
        numbers: {*combinations(enumerate(numbers), 2), *enumerate(numbers)}
        for numbers in product(*(range(len(some)) for some in values))
    }
    open_pairs = {pair for some in pairs.values() for pair in some}
    while open_pairs:
        best = max(pairs, key=lambda numbers: len(pairs[numbers] & open_pairs))
        open_pairs -= pairs[best]
        yield tuple(some[number] for some, number in zip(values, best, strict=True))
    if not values:
        yield ()


def _unordered(answered: Any) -> Any:  # noqa: ANN401
    """An answer without the order in which the database happened to find its parts."""
    if isinstance(answered, BaseModel):
        return type(answered).__name__, _unordered(dict(answered))
    if is_dataclass(answered) and not isinstance(answered, type):
        return type(answered).__name__, _unordered(asdict(answered))
    if isinstance(answered, dict):
        return {name: _unordered(value) for name, value in cast("dict[str, Any]", answered).items()}
    if isinstance(answered, list | tuple):
        return sorted((_unordered(part) for part in cast("list[Any]", answered)), key=repr)
    return answered


def test_every_query_that_answers_is_accounted_for() -> None:
    """A new one that writes says whether it answers something of an account; no exception outlives its query."""
    known = {name for name, _ in asked()} | OF_NO_ACCOUNT.keys()
    unknown = {name for name, file in QUERIES.items() if file.result is not None} - known
    assert not unknown, f"say in ANSWERING_WRITES or OF_NO_ACCOUNT what these answer: {unknown}"
    assert OF_NO_ACCOUNT.keys() | ANSWERING_WRITES <= QUERIES.keys()
    assert WITHOUT_FOREIGN.keys() | FOR_NO_PERSON.keys() | PARAMETERS_OF.keys() <= {name for name, _ in asked()}


def test_nothing_foreign_comes_back(world: Graph, subtests: pytest.Subtests) -> None:
    """Whatever is asked, in whichever combination: no id, no name, no text, and no quota of others."""
    for name, _ in asked():
        with subtests.test(name):
            for parameters, found in answers(world, name, NEAR_REACH):
                for word in (FOREIGN, QUOTA):
                    assert [row for row in found if word in row] == [], parameters


def test_the_foreign_things_are_there(unlimited: Mapping[str, Answers], subtests: pytest.Subtests) -> None:
    """The same questions in the name of somebody who sees everything: each is answered with something foreign."""
    for name, _ in asked():
        with subtests.test(name):
            found = [row for _, found in unlimited[name] for row in found]
            assert found
            assert any(FOREIGN in row for row in found) != (name in WITHOUT_FOREIGN)
    for name in ("loaders/stored_users", "users/user", "accounts/facts", "accounts/account_page"):
        assert any(QUOTA in row for _, found in unlimited[name] for row in found)


def test_who_sees_nothing_is_answered_nothing(world: Graph, subtests: pytest.Subtests) -> None:
    """Not even how many there are."""
    for name, _ in asked():
        with subtests.test(name):
            words = (NEAR, FOREIGN, QUOTA) if name not in WITHOUT_FOREIGN else (FOREIGN, QUOTA)
            for parameters, found in answers(world, name, NOTHING):
                assert [row for row in found if any(word in row for word in words)] == [], parameters
    ((_, (found,)),) = answers(world, "accounts/any_account", NOTHING)
    assert "False" in found


def test_figures_come_without_notes_and_contributors(
    world: Graph, unlimited: Mapping[str, Answers], subtests: pytest.Subtests
) -> None:
    """For analysts and executives; and the same questions do find them for somebody of the team."""
    withheld: set[str] = set()
    for name, _ in asked():
        with subtests.test(name):
            seen = [row for _, found in unlimited[name] for row in found]
            withheld |= {name for row in seen if SECRET in row or TELLER in row}
            for parameters, found in answers(world, name, FIGURES_REACH):
                if name not in FOR_NO_PERSON:
                    assert [row for row in found if SECRET in row or TELLER in row] == [], parameters
    assert withheld == {
        "attitudes/contributors",
        "attitudes/statement",
        "attitudes/statements",
        "loaders/stored_assessments",
        "loaders/stored_interactions",
        "projects/histories",
        *FOR_NO_PERSON,
    }


@pytest.fixture
def near_only(connection: Graph, tmp_path_factory: pytest.TempPathFactory) -> Generator[Graph]:
    """Only the near account, as long as nobody loads more."""
    load_near(connection, tmp_path_factory.mktemp("near"))
    yield connection
    load_world(connection, tmp_path_factory.mktemp("again"))
    _leave_receipts(connection)


def test_what_is_foreign_changes_no_answer(
    near_only: Graph, tmp_path_factory: pytest.TempPathFactory, subtests: pytest.Subtests
) -> None:
    """No row more or less, no page that ends earlier, no number that is another."""
    names = [name for name, _ in asked() if name != "editing/begin_receipt"]  # what is done once is done
    before = {name: answers(near_only, name, NEAR_REACH) for name in names}
    load_foreign(near_only, tmp_path_factory.mktemp("foreign"))
    for name in names:
        with subtests.test(name):
            assert answers(near_only, name, NEAR_REACH) == before[name]


def test_a_receipt_is_replayed_to_nobody_who_may_not_see_it(world: Graph) -> None:
    """It says that the write was done, and not what it answered."""
    for parameters, (found,) in answers(world, "editing/begin_receipt", NEAR_REACH):
        assert "'done': True" in found
        assert ("'answer': None" in found) == (parameters["id"] != "receipt-near")


def test_tokens_are_found_by_nothing_but_themselves(world: Graph) -> None:
    """What asks who asks knows a token by its hash alone."""
    secret = token(world, "u-far")
    for text, count in ((hash_of(secret), 1), (secret, 0), (hash_of(secret + " "), 0), ("", 0)):
        found = world.run(QUERIES["access/asker"], {"hash": text, "kind": "api", "today": TODAY})
        assert len(found) == count
