"""Which accounts are worth carrying, and what should be found out about the others, most decisive first?

The verdicts are those of `verdicts.py`, the questions those of `decisive_facts.py`. Nobody is named as a contact who is
in a no-contact period.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.analytics import texts
from app.analytics.analytic import Analytic, Asked
from app.analytics.committees import expected_committee
from app.analytics.constants import Constants
from app.analytics.decisive_facts import questions
from app.analytics.expected import amount_range, chance_for, next_project
from app.analytics.histories import Histories
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.proposals import proposals_of, silence_of
from app.analytics.ranking import worth
from app.analytics.rhythms import Rhythm
from app.analytics.screening_contact import Free, contact
from app.analytics.screening_texts import by_name, reasons, silence, worded
from app.analytics.snapshot import Snapshot
from app.analytics.verdicts import FirstLook, first_look, verdict
from app.analytics.winning import Outlook, expected_wins, outlook
from app.language import gettext as _
from graph_models.records import HistoryRecord
from graph_models.recurrence import AmountRange, Proposal, Seat, WindowOut
from graph_models.results import Amount
from graph_models.screening import (
    Screening,
    ScreeningQuestion,
    ScreeningReason,
    ScreeningYear,
    Verdict,
)

MOST_QUESTIONS = 5
_ORDER = {one: place for place, one in enumerate(Verdict)}


@dataclass(frozen=True)
class _Next:
    """The next project of a fitting type."""

    rhythm: Rhythm
    ahead: tuple[WindowOut, HistoryRecord | None] | None
    """Whether or not it is open …"""
    window: WindowOut | None
    """… and when what is proposed, or else what comes and is not decided, begins."""
    amount: AmountRange
    proposal: Proposal | None
    """The first that was not refused, else the first."""
    committee: Sequence[Seat]


def screen(snapshot: Snapshot, histories: Histories, constants: Constants) -> Screening:
    """Is this account, with what is expected to come there, worth carrying, why, and what would change that?"""
    look = first_look(snapshot, histories, constants)
    ahead = outlook(snapshot, constants)
    found = verdict(look.evidence)
    types = max(histories.type_count, len(histories.types))
    asked = questions(look, ahead, constants, types)[:MOST_QUESTIONS]
    coming = None if found is Verdict.EXCLUDE else _next(look, histories, constants)
    silent = _silent(look, ahead, coming, constants)
    offered = found is Verdict.QUALIFY and coming is not None
    proposal = coming.proposal if offered and coming and not _refused(coming) else None
    kind = histories.types[coming.rhythm.series.project_type_id] if coming else None
    return Screening(
        account_id=snapshot.account.id,
        account_name=snapshot.account.name,
        verdict=found,
        reasons=[
            *reasons(look, histories),
            *(_offer(coming, histories, snapshot) if offered and coming else ()),
            *silence(look, silent),
        ],
        ask_next=[worded(one, look, ahead, histories, silent) for one in asked],
        contact=contact(
            found, asked, Free(look, kind.id if kind else None, coming.committee if coming else (), silent)
        ),
        project_type_id=kind.id if kind else None,
        project_type=kind.name if kind else None,
        amount=coming.amount if coming else None,
        window=coming.window if coming else None,
        proposal=proposal,
        known_share=look.evidence.known_share,
        years=[
            ScreeningYear(from_=year.first, to=year.last, project_type_ids=by_name(kinds, histories))
            for year, kinds in zip(look.past.periods, look.past.fitting, strict=True)
        ],
        value=_expected(ahead),
    )


def _expected(ahead: Outlook) -> Amount:
    """Expected wins, as far as the point value is known."""
    chances = [ahead.field.chance(stake.committee) for stake in ahead.stakes]
    wins = expected_wins(ahead, chances)
    return Amount(amount=wins[0] if wins else None, currency=ahead.currency)


def _next(look: FirstLook, histories: Histories, constants: Constants) -> _Next | None:
    """What to be after: the fitting type begun in most of the last years.

    Of those with as many, one that can be proposed comes first, then the one expected sooner, then the larger.
    """
    wanted = look.past.ever | look.past.planned
    if not wanted:
        return None
    snapshot = look.snapshot
    found = [
        _next_of(snapshot, rhythm, histories, constants) for kind, rhythm in snapshot.rhythms.items() if kind in wanted
    ]

    def place(one: _Next) -> tuple[object, ...]:
        kind = histories.types[one.rhythm.series.project_type_id]
        return (
            -sum(kind.id in kinds for kinds in look.past.fitting),
            one.proposal is None or _refused(one),
            one.window.from_ if one.window else date.max,
            -(one.amount.amount or 0),
            kind.name,
            kind.id,
        )

    return min(found, key=place)


def _next_of(snapshot: Snapshot, rhythm: Rhythm, histories: Histories, constants: Constants) -> _Next:
    ahead = next_project(rhythm, constants)
    proposed = list(proposals_of(snapshot, rhythm, histories, constants))
    if proposed:
        best = next((one for one in proposed if one.refusal is None), proposed[0])
        return _Next(rhythm, ahead, best.window, best.amount, best, best.committee)
    window, planned = ahead or (None, None)
    if planned and not planned.is_open:
        window = None
    return _Next(
        rhythm=rhythm,
        ahead=ahead,
        window=window,
        amount=amount_range(rhythm, planned),
        proposal=None,
        committee=expected_committee(snapshot, rhythm.series.project_type_id, rhythm.bursts, constants, planned),
    )


def _offer(coming: _Next, histories: Histories, snapshot: Snapshot) -> Iterable[ScreeningReason]:
    """That an opportunity is to be opened for it, or why none is."""
    account_id, rhythm = snapshot.account.id, coming.rhythm
    kind = histories.types[rhythm.series.project_type_id]
    planned = coming.ahead[1] if coming.ahead else None
    if _refused(coming):
        yield _about(
            kind.id, "refused", _("To open an opportunity for {type} was proposed and refused.").format(type=kind.name)
        )
    elif coming.proposal:
        yield _about(kind.id, "to_open", _("Open the opportunity {name}.").format(name=coming.proposal.name))
    elif chance := chance_for(histories.open.get(account_id, ()), rhythm, planned):
        yield _about(kind.id, "opportunity_open", _("The opportunity {name} is open already.").format(name=chance.name))
    elif coming.ahead is None:
        yield _about(
            kind.id, "no_window", _("When the next {type} comes cannot be told from its dates.").format(type=kind.name)
        )
    else:
        yield _about(
            kind.id, "nothing_to_open", _("The next {type} is decided already, or far ahead.").format(type=kind.name)
        )


def _about(project_type_id: str, code: str, text: str) -> ScreeningReason:
    return ScreeningReason(code=code, text=text, project_type_ids=[project_type_id])


def _refused(coming: _Next) -> bool:
    return coming.proposal is not None and coming.proposal.refusal is not None


def _silent(look: FirstLook, ahead: Outlook, coming: _Next | None, constants: Constants) -> Mapping[str, date | None]:
    """Who may not be contacted now, and until when: tender rules of a project, ours or of the type that is named."""
    snapshot = look.snapshot
    found = {id_: period.no_contact_to for id_, period in not_to_be_contacted(snapshot, ahead, constants).items()}
    running = silence_of(coming.rhythm, snapshot.as_of) if coming else None
    if coming and running:
        until = None if running.last == date.max else running.last
        found = {seat.person_id: until for seat in coming.committee} | found
    return found


def screenings(snapshots: Sequence[Snapshot], histories: Histories, constants: Constants) -> list[Screening]:
    """The same of many: those that qualify by what they are worth, then those that the next question decides soonest.

    Amounts of different currencies are not comparable: the one in which most accounts have a value comes first.
    """
    found = [screen(snapshot, histories, constants) for snapshot in snapshots]
    common = Counter(one.value.currency for one in found if one.value.amount is not None)

    def place(one: Screening) -> tuple[object, ...]:
        first = one.ask_next[0] if one.ask_next and one.verdict is Verdict.INVESTIGATE else None
        decides = (first.probability_of_change, first.decisiveness) if first else (0, 0)
        return (
            _ORDER[one.verdict],
            *(-number for number in decides),
            *worth(one.value.amount, one.value.currency, 0.0, 1.0, common),
            one.account_name,
            one.account_id,
        )

    return sorted(found, key=place)


def _answer(asked: Asked) -> list[Screening]:
    assert asked.histories is not None
    return screenings(asked.snapshots, asked.histories, asked.constants)[: asked.options.top]


def _rows(answer: Sequence[Screening]) -> Iterable[tuple[str, ...]]:
    for one in answer:
        about = [one.project_type] if one.project_type else []
        if one.window:
            about.append(f"{one.window.from_} to {one.window.to}")
        if one.amount and one.amount.amount is not None:
            about.append(texts.money(one.amount.amount, one.amount.currency))
        yield (
            one.account_id,
            one.verdict,
            "\n".join(reason.text for reason in one.reasons),
            "\n".join(_asked(question) for question in one.ask_next) or "–",
            "\n".join([one.contact.text] if one.contact else []) or "–",
            ", ".join(about) or "–",
        )


def _asked(question: ScreeningQuestion) -> str:
    changes = question.probability_of_change
    return question.text + (f" ({texts.percent(changes)} that it changes the verdict)" if changes else "")


def _notes(_: Asked, answer: Sequence[Screening]) -> Iterable[str]:
    if not answer:
        yield "No account to screen."
        return
    count = Counter(one.verdict for one in answer)
    yield ", ".join(f"{count[one]} to {one}" for one in Verdict) + "."
    if any(one.proposal for one in answer):
        yield "Opportunities are opened with POST /api/proposals/acceptances (winover proposals lists them)."
    yield "How probable answers are follows from the few that are known: it orders the questions, and is uncalibrated."


ANALYTIC = Analytic(
    name="screening",
    command="screen",
    question="Which accounts are worth carrying, and what would decide about the others?",
    answer=_answer,
    result=list[Screening],
    headers=("Account", "Verdict", "Why", "Ask next", "See", "Next project"),
    rows=_rows,
    notes=_notes,
    looks_at_projects=True,
)
