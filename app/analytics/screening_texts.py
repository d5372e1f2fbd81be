"""Reasons and questions of screening, as they are worded for people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.analytics import texts
from app.analytics.decisive_facts import Question
from app.analytics.histories import Histories
from app.analytics.periods import joined
from app.analytics.verdicts import ENOUGH_KNOWN, YEARS, FirstLook, verdict
from app.analytics.winning import Outlook
from app.language import gettext as _
from app.language import ngettext
from graph_models.records import PersonRecord
from graph_models.results import Amount
from graph_models.screening import ScreeningAnswer, ScreeningQuestion, ScreeningReason
from graph_models.vocabulary import StakeKind, Stance

_MOST_NAMES = 3


def reasons(look: FirstLook, histories: Histories) -> Iterable[ScreeningReason]:
    """The conditions of the verdict, each with its figures."""
    yield _known(look)
    yield _endorsed(look)
    yield _projects(look, histories)
    yield from _not_counted(look, histories)


def _known(look: FirstLook) -> ScreeningReason:
    share = look.evidence.known_share
    if not look.snapshot.people:
        return ScreeningReason(code="no_key_people", text=_("No key person of this account is known."), share=0.0)
    text = _("It is known where {share} of the decision weight stands.")
    if not look.evidence.half_known:
        text = _(
            "It is known where {share} of the decision weight stands, less than the {enough} that it takes to exclude."
        )
    text = text.format(share=texts.percent(share), enough=texts.percent(ENOUGH_KNOWN))
    return ScreeningReason(code="decision_weight_known", text=text, share=share)


def _endorsed(look: FirstLook) -> ScreeningReason:
    people = _people(look, look.endorsing)
    if not people:
        return ScreeningReason(code="not_endorsed", text=_("Nobody is known to endorse us."))
    who = _listed([one.name for one in people])
    text = ngettext("{names} endorses us.", "{names} endorse us.", len(people)).format(names=who)
    return ScreeningReason(code="endorsed", text=text, person_ids=[one.id for one in people])


def _projects(look: FirstLook, histories: Histories) -> ScreeningReason:
    past = look.past
    years = len(past.years)
    recent = by_name({kind for kinds in past.fitting for kind in kinds}, histories)
    if years:
        text = _("Projects that we fit began in {number} of the last {years} years: {types}.")
        text = text.format(number=years, years=YEARS, types=_named(recent, histories))
        return ScreeningReason(code="fitting_projects", text=text, years=years, project_type_ids=recent)
    if past.ever:
        kinds = by_name(past.ever, histories)
        text = _("Projects that we fit began earlier, not in the last {years} years: {types}.")
        text = text.format(years=YEARS, types=_named(kinds, histories))
        return ScreeningReason(code="fitting_projects", text=text, years=0, project_type_ids=kinds)
    if not past.begun:
        return ScreeningReason(code="no_history", text=_("No project that they began is known."))
    if past.begun == past.untyped:
        return ScreeningReason(code="types_unknown", text=_("Of no project that they began the type is known."))
    if not past.offerings_known:
        return ScreeningReason(code="no_offerings", text=_("Which project types our offerings fit is not known."))
    kinds = by_name(past.others, histories)
    text = _("Nothing that we offer fits what they began: {types}.").format(types=_named(kinds, histories))
    return ScreeningReason(code="nothing_fits", text=text, years=0, project_type_ids=kinds)


def _not_counted(look: FirstLook, histories: Histories) -> Iterable[ScreeningReason]:
    """What else is there that the conditions pass over."""
    stale = _people(look, (row for row, stance in enumerate(look.stale) if stance is not Stance.UNKNOWN))
    if stale:
        text = _("What is known of {names} is stale, and counts as unknown.")
        text = text.format(names=_listed([one.name for one in stale]))
        yield ScreeningReason(code="stale", text=text, person_ids=[one.id for one in stale])
    if look.past.planned and not look.past.years:
        kinds = by_name(look.past.planned, histories)
        text = _("They plan what we fit: {types}.").format(types=_named(kinds, histories))
        yield ScreeningReason(code="planned", text=text, project_type_ids=kinds)
    if look.past.untyped and look.past.untyped < look.past.begun:
        text = _("The type of {number} of {projects} projects is not known.")
        text = text.format(number=look.past.untyped, projects=look.past.begun)
        yield ScreeningReason(code="types_partly_unknown", text=text)


def silence(look: FirstLook, silent: Mapping[str, date | None]) -> Iterable[ScreeningReason]:
    """Who may not be contacted now."""
    people = _people(look, (row for row, one in enumerate(look.snapshot.people) if one.id in silent))
    if not people:
        return
    ends = [day for day in (silent[one.id] for one in people) if day is not None]
    text, last = _("Not to be contacted (tender rules): {names}."), None
    if len(ends) == len(people):
        text, last = _("Not to be contacted until {day} (tender rules): {names}."), max(ends)
    text = text.format(day=texts.day(last), names=_listed([one.name for one in people]))
    yield ScreeningReason(code="no_contact", text=text, person_ids=[one.id for one in people])


def worded(
    one: Question, look: FirstLook, ahead: Outlook, histories: Histories, silent: Mapping[str, date | None]
) -> ScreeningQuestion:
    """A question as it is answered."""
    person = None if one.row is None else look.snapshot.people[one.row]
    return ScreeningQuestion(
        code=one.code,
        text=_text(one, look, ahead, histories, silent),
        person_id=person.id if person else None,
        project_type_id=one.project_type_id,
        answers=[
            ScreeningAnswer(code=answer.code, probability=answer.probability, verdict=verdict(answer.evidence))
            for answer in one.answers
        ],
        probability_of_change=one.probability_of_change,
        decisiveness=one.decisiveness,
        value=Amount(amount=one.money, currency=ahead.currency if one.money is not None else None),
        chance=one.chance,
    )


def _text(
    one: Question, look: FirstLook, ahead: Outlook, histories: Histories, silent: Mapping[str, date | None]
) -> str:
    if one.row is not None:
        return _about_a_person(one.row, look, histories, silent)
    if one.project_type_id is not None:
        kind = next(kind for kind in look.past.unserved if kind.project_type_id == one.project_type_id)
        name = histories.types[kind.project_type_id].name
        text = _("Does anything that we offer fit {type}, which they began {times} times?")
        return text.format(type=name, times=kind.times)
    if one.code == "people_unknown":
        return _("Who decides there, and does anybody of them endorse us?")
    if one.code == "spend_unknown":
        return _("What do they expect to spend this year?")
    if one.code == "amount_unknown":
        names = [stake.name for stake in ahead.stakes if stake.kind is not StakeKind.SPEND and stake.amount is None]
        return _("What is it worth: {names}?").format(names=_listed(names))
    spans = joined(look.past.periods[number] for number in look.past.open_years)
    years = texts.listed(
        [_("{first} to {last}").format(first=texts.day(span.first), last=texts.day(span.last)) for span in spans]
    )
    return _("What projects, and of what type, did they begin from {years}?").format(years=years)


def _about_a_person(row: int, look: FirstLook, histories: Histories, silent: Mapping[str, date | None]) -> str:
    person, stale = look.snapshot.people[row], look.stale[row]
    powers = [
        *([_veto(person.veto_types, histories)] if person.veto else []),
        *([_approval(person.approve_types, histories)] if person.approve else []),
    ]
    about = texts.enumerated(part for part in (person.title, person.department, *powers) if part)
    who = _("{name} ({about})").format(name=person.name, about=about) if about else person.name
    text = _("Does {who} endorse us? Never assessed.")
    if person.placeholder:
        text = _("Who is {who}, and does this person endorse us?")
    elif stale is not Stance.UNKNOWN:
        text = _("Is {who} still {stance}? What is known is stale.")
    quiet = _("Not to be contacted now: ask others.") if person.id in silent else ""
    return texts.sentences(text.format(who=who, stance=texts.stance(stale)), quiet)


def _veto(limits: Sequence[str], histories: Histories) -> str:
    what = _limited_to(limits, histories)
    return _("can veto {types}").format(types=what) if what else _("can veto")


def _approval(limits: Sequence[str], histories: Histories) -> str:
    what = _limited_to(limits, histories)
    return _("can approve {types}").format(types=what) if what else _("can approve")


def _limited_to(limits: Sequence[str], histories: Histories) -> str:
    """The project types that a power is limited to, of which others than the account's may not be known by name."""
    kinds = by_name((one for one in limits if one in histories.types), histories)
    return _named(kinds, histories) if kinds else _("some project types") if limits else ""


def stands(look: FirstLook, row: int) -> str:
    """Where somebody stands, after their name."""
    stance, stale = look.stances[row], look.stale[row]
    if stance is Stance.POSITIVE:
        return _("endorses us")
    if stance is Stance.UNKNOWN is not stale:
        return _("was {stance} when last assessed").format(stance=texts.stance(stale))
    return texts.stands(stance)


def _people(look: FirstLook, rows: Iterable[int]) -> list[PersonRecord]:
    """These, in the order of their names."""
    return sorted((look.snapshot.people[row] for row in rows), key=lambda one: (one.name, one.title or "", one.id))


def by_name(kinds: Iterable[str], histories: Histories) -> list[str]:
    """Types in the order of their names."""
    return sorted(kinds, key=lambda id_: (histories.types[id_].name, id_))


def _named(kinds: Sequence[str], histories: Histories) -> str:
    return _listed([histories.types[id_].name for id_ in kinds])


def _listed(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = len(names) - _MOST_NAMES
    if more <= 0:
        return texts.listed(names)
    return _("{names} and {number} more").format(names=texts.enumerated(names[:_MOST_NAMES]), number=more)
