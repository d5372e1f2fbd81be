"""What recurs at an account, when the next one comes, and who will sit at the table."""

from datetime import date

from pydantic import Field

from graph_models.results import CompetitorGap, Number, PersonBrief, Remark, Result, UserBrief
from graph_models.vocabulary import BuyingRole, CalendarKind, Origin, RecurrenceStatus, Stance


class Occurrence(Result):
    """Projects of a type that began within 60 days of the first of them: one occurrence."""

    from_: date = Field(serialization_alias="from")
    """When the first of them began."""
    to: date
    """When the last of them began."""
    project_ids: list[str]


class IntervalDays(Result):
    """How long it has been from one occurrence to the next, in days."""

    typical: Number
    """The median."""
    low: Number
    high: Number


class WindowOut(Result):
    """Days, both counted, and how probable it is that the next occurrence begins in them, given that there is one."""

    from_: date = Field(serialization_alias="from")
    to: date
    probability: Number


class SeasonOut(Result):
    """The time of the year at which occurrences gather, and how many days they scatter around it."""

    month: int
    day: int
    spread_days: int


class Seat(Result):
    """Somebody who took part before and still works there."""

    person_id: str
    name: str
    title: str | None
    stance: Stance
    veto: bool
    approve: bool
    times: int
    """In how many occurrences."""
    last_on: date | None
    """When the latest of them began; null: only named for the planned one."""
    likelihood: Number
    """0–1: the share of the earlier occurrences that they took part in, recent ones counting more; 1 for whoever is
    named for the planned one."""
    buying_roles: list[BuyingRole]


class OfferingOut(Result):
    """What we offer."""

    id: str
    name: str


class OpenSeat(Result):
    """Somebody who took part before and has left, and who holds their title there now."""

    person_id: str
    name: str
    title: str | None
    times: int
    left_on: date
    now: list[PersonBrief]


class Incumbent(Result):
    """A vendor to whom earlier projects of the type went."""

    vendor_id: str
    name: str
    is_us: bool
    times: int
    last_on: date
    gap: CompetitorGap | None
    """How the committee stands towards them, and towards us; null for us, and where nothing is known."""


class RecurringProject(Result):
    """A type of project at an account: what is known of its rhythm and of its people."""

    account_id: str
    account_name: str
    project_type_id: str
    project_type: str
    wanted: bool
    """Some offering of ours fits it."""
    offerings: list[OfferingOut]
    regular: bool
    p: Number | None
    """How often gaps that come by chance are at least so even; regular from 0.05 down."""
    spread: Number | None
    """Standard deviation ÷ mean of the gaps; regular up to 0.3."""
    occurrences: list[Occurrence]
    interval_days: IntervalDays | None
    season: SeasonOut | None
    next: WindowOut | None
    """The central 80 % interval, given that none has come by the day; null where the type is not regular."""
    best_window: WindowOut | None
    """The likeliest 90 days."""
    planned_on: date | None
    """When a project of the type is planned to begin; also as of a past day only what is still to begin."""
    status: RecurrenceStatus
    committee: list[Seat]
    open_seats: list[OpenSeat]
    incumbents: list[Incumbent]
    loyalty: Number | None
    """Of the projects that went to a vendor, after an earlier one did: the share that stayed with the same."""
    price_to_budget: Number | None
    """What we sold to these projects ÷ their budgets; null where we sold nothing, or budgets are unknown."""
    reason: str


class WantedType(Result):
    """A project type that offerings of ours fit."""

    project_type_id: str
    project_type: str
    offerings: list[OfferingOut]


class GridCell(Result):
    """Where a wanted type is in its rhythm at an account."""

    project_type_id: str
    status: RecurrenceStatus | None
    """Null: none is known there."""
    times: int
    last_on: date | None
    best_window: WindowOut | None
    planned_on: date | None


class GridRow(Result):
    """An account, with a cell for each wanted type, in their order."""

    account_id: str
    account_name: str
    cells: list[GridCell]


class UnservedType(Result):
    """A type that recurs at an account and that no offering of ours fits: white space."""

    account_id: str
    account_name: str
    project_type_id: str
    project_type: str
    status: RecurrenceStatus
    times: int
    best_window: WindowOut | None


class WhiteSpace(Result):
    """Accounts × wanted types, and where what recurs and what we offer do not meet."""

    types: list[WantedType]
    grid: list[GridRow]
    unserved: list[UnservedType]
    """Types that came twice or more and that nothing of ours fits, the most frequent first."""
    unused: list[OfferingOut]
    """Offerings none of whose types came twice at any of these accounts."""


class AmountRange(Result):
    """What such a project is worth: the median of the earlier budgets, from the lowest to the highest."""

    amount: Number | None
    low: Number | None
    high: Number | None
    currency: str | None


class FirstToSee(Result):
    """Whom of the expected committee to see first, and why."""

    person_id: str
    name: str
    title: str | None
    stance: Stance
    text: str


class RefusalOut(Result):
    """Why a proposal was refused, when, and by whom."""

    id: str
    reason: str | None
    """Null: for the account team alone, and so is the user."""
    refused_on: date
    user: UserBrief | None


class Proposal(Result):
    """An opportunity to open for the next occurrence of a wanted type."""

    account_id: str
    account_name: str
    project_type_id: str
    project_type: str
    name: str
    origin: Origin
    """Hatched as long as there is more than the lead time left, else captured."""
    window: WindowOut
    """The likeliest 90 days; the planned day where one is planned, then with probability 1."""
    planned_project_id: str | None
    after: date | None
    """When the occurrence before it began; null: there is none, and it is planned."""
    amount: AmountRange
    committee: list[Seat]
    first_to_see: FirstToSee | None
    start_by: date | None
    """The latest day to start: the lead time before the window, and before a no-contact period; null inside of one."""
    late: bool
    """That day has passed."""
    no_contact_to: date | None
    """A no-contact period runs on the day, until then."""
    refusal: RefusalOut | None
    remarks: list[Remark]


class CalendarPerson(Result):
    """Somebody who decides, and where they stand."""

    id: str
    name: str
    stance: Stance


class CalendarEntry(Result):
    """Something to come at an account: an expected window, a planned project, an opportunity, or a day to start by."""

    kind: CalendarKind
    account_id: str
    account_name: str
    project_type_id: str | None
    project_type: str | None
    project_id: str | None
    """The planned project."""
    after: date | None
    """When the occurrence before it began."""
    name: str
    from_: date = Field(serialization_alias="from")
    to: date
    probability: Number | None
    """Of a window, that the next project begins in it, given that there is one."""
    amount: Number | None
    currency: str | None
    people: list[CalendarPerson]
    """Who decides, as far as known; those who are not positive first."""
    opportunity_id: str | None
    text: str


class CalendarTotal(Result):
    """What the windows, planned projects and opportunities of a currency come to."""

    currency: str | None
    entries: int
    amount: Number | None
    """Of those whose amount is known, as if each came; null where none is."""
    without_amount: int


class Calendar(Result):
    """What is to come, by day."""

    first: date
    last: date
    entries: list[CalendarEntry]
    totals: list[CalendarTotal]
    """Days to start by are not counted: what they are for is."""
