"""Projects of an account, written down in a few words."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.analytics.histories import Histories
from graph_models.records import (
    AmountRecord,
    ChanceRecord,
    HistoryRecord,
    NamedRecord,
    PartRecord,
    ProjectTypeRecord,
    RefusalRecord,
    VendorRecord,
)

US = VendorRecord(id="us", name="Us", is_us=True)
RIVAL = VendorRecord(id="rival", name="Rival", is_us=False)
TYPES = {
    "control": ProjectTypeRecord(id="control", name="Control", offerings=[NamedRecord(id="k", name="Kit")]),
    "meters": ProjectTypeRecord(id="meters", name="Meters", offerings=[NamedRecord(id="m", name="Meter")]),
    "pipes": ProjectTypeRecord(id="pipes", name="Pipes", offerings=[]),
    "leaks": ProjectTypeRecord(id="leaks", name="Leaks", offerings=[NamedRecord(id="l", name="Listener")]),
}
"""`control` and `meters` are wanted and begun here and there; `pipes` nobody offers; `leaks` never come."""


def part(
    name: str,
    *,
    role: str | None = None,
    veto: bool | None = None,
    approve: bool | None = None,
    title: str | None = None,
    left: date | None = None,
) -> PartRecord:
    """Somebody's part in a project; the id is the name in lower case."""
    return PartRecord(
        person_id=name.lower(), name=name, buying_role=role, veto=veto, approve=approve, title=title,
        department_id=None, works_to=left,
    )  # fmt: skip


def project(
    started: date,
    kind: str | None = "control",
    parts: Iterable[PartRecord] = (),
    *,
    account: str = "a",
    budget: float | None = None,
    currency: str | None = "CNY",
    vendor: VendorRecord | None = None,
    sold: Sequence[float] = (),
    silent: tuple[date | None, date | None] = (None, None),
    decided: bool = False,
    name: str | None = None,
) -> HistoryRecord:
    """A project; the id is made of the type and the day."""
    return HistoryRecord(
        id=f"{account}-{kind}-{started}",
        account_id=account,
        name=name or f"{kind} of {started}",
        project_type_id=kind,
        started_on=started,
        ended_on=None,
        budget=budget,
        currency=currency,
        no_contact_from=silent[0],
        no_contact_to=silent[1],
        vendor=vendor,
        decided=decided,
        sold=[AmountRecord(amount=amount, currency=currency) for amount in sold],
        participants=list(parts),
    )


def opportunity(
    kind: str | None = "control",
    *,
    account: str = "a",
    expected: date | None = None,
    opened: date | None = None,
    aims_at: HistoryRecord | None = None,
    outcome: str | None = None,
) -> ChanceRecord:
    """An opportunity worth a million, open if it has no outcome."""
    return ChanceRecord(
        id=f"{account}-o", account_id=account, name="Chance", origin=None, amount=1_000_000, currency="CNY",
        probability=None, opened_on=opened, expected_on=expected, outcome=outcome, project_type_id=kind,
        project_id=aims_at.id if aims_at else None,
    )  # fmt: skip


def refusal(
    after: date | None, kind: str = "control", *, of: HistoryRecord | None = None, until: date = date(2027, 12, 31)
) -> RefusalRecord:
    """That the proposal after an occurrence, or of a planned project, was refused at account `a`."""
    return RefusalRecord(
        id=f"a-{kind}", account_id="a", project_type_id=kind, after=after, project_id=of.id if of else None,
        until=until, reason="Framework", refused_on=after or date(2020, 1, 1), user=NamedRecord(id="li", name="Li"),
    )  # fmt: skip


def histories(
    *projects: HistoryRecord,
    opened: Iterable[ChanceRecord] = (),
    refused: Iterable[RefusalRecord] = (),
) -> Histories:
    """What is known of the projects of account `a`, and of others by their ids."""
    found: dict[str, list[HistoryRecord]] = {}
    for one in sorted(projects, key=lambda one: one.started_on):
        found.setdefault(one.account_id, []).append(one)
    open_ones: dict[str, list[ChanceRecord]] = {}
    closed: dict[str, list[ChanceRecord]] = {}
    for one in opened:
        (closed if one.outcome else open_ones).setdefault(one.account_id, []).append(one)
    refusals: dict[str, list[RefusalRecord]] = {}
    for one in refused:
        refusals.setdefault(one.account_id, []).append(one)
    return Histories(projects=found, types=TYPES, open=open_ones, closed=closed, refusals=refusals)
