"""The brief with which an account goes to a new owner: who matters, where they stand, what recurs, what is open."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from app.accounts.details import account_detail
from app.accounts.snapshots import Scope, snapshot
from app.analytics import texts
from app.analytics.agreement import consensus_of, has_weight
from app.analytics.consensus import AXES
from app.analytics.constants import Constants
from app.analytics.conversion import is_open
from app.analytics.potential import account_potential, decision_shares
from app.analytics.snapshot import Snapshot
from app.attitudes.contributors import contributor_names
from app.graph import Graph
from app.language import gettext as _
from app.language import marked
from app.opportunities.queries import deals
from app.projects.histories import with_what_is_ahead
from app.projects.queries import between
from graph_models.details import AccountBrief, HandOver, HandOverPerson, KeyPerson, OpenDeal, ProjectKind, Said
from graph_models.records import AttitudeRecord, DealRecord, OwnerRecord, ProjectRecord
from graph_models.results import Doubt, UserBrief
from graph_models.vocabulary import Axis

_LIST_MARK = re.compile(r"^(\d*)([-+.)])")


def hand_over(graph: Graph, account_id: str, when: Scope, constants: Constants) -> HandOver:
    """What must a new owner of this account know?

    Raises:
        NotFound: there is no such account.
    """
    there = snapshot(graph, account_id, when, constants, with_statements=True)
    known = with_what_is_ahead(graph, there, constants)
    names = contributor_names(graph, account_id)
    projects = between(graph, account_ids=[account_id], first=date.min, last=when.as_of)
    found = deals(graph, account_ids=[account_id], **Scope(when.as_of).choice, since=when.as_of, as_of=when.as_of)
    detail = account_detail(known, names, constants)
    worth = account_potential(known, constants)
    return HandOver(
        account=AccountBrief.model_validate(dict(detail), extra="ignore"),
        as_of=when.as_of,
        potential=worth,
        standing=detail.standing,
        blockers=detail.blockers,
        people=_people(known, detail.people, names, constants),
        projects=_kinds(projects),
        opportunities=_open(found, when.as_of),
        competitors=detail.competitors,
        doubts=detail.doubts,
        unknowns=worth.unknowns,
    )


def _people(
    known: Snapshot, people: Sequence[KeyPerson], names: Mapping[str, str], constants: Constants
) -> list[HandOverPerson]:
    shares = decision_shares(known, constants)
    found = [
        HandOverPerson(
            person=person,
            share=float(shares[row]),
            said=list(_said(known, person.id, names, constants)),
            through=[
                UserBrief(id=contact.user_id, name=contact.user_name)
                for contact in sorted(known.contacts, key=lambda one: (one.user_name, one.user_id))
                if contact.person_id == person.id
            ],
        )
        for row, person in enumerate(people)
    ]
    return sorted(found, key=lambda one: (not (one.person.veto or one.person.approve), -one.share, one.person.name))


def _said(known: Snapshot, person_id: str, names: Mapping[str, str], constants: Constants) -> Iterable[Said]:
    """Each contributor's latest word on each attitude towards us, the newest contributor first."""
    by: defaultdict[str | None, list[AttitudeRecord]] = defaultdict(list)
    for one in known.statements:
        if one.person_id == person_id and one.vendor_id is None and has_weight(one, constants):
            by[one.user_id].append(one)
    order = sorted(by, key=lambda who: (min(word.age_days for word in by[who]), names.get(who or "", "")))
    for user_id in order:
        # Of one contributor: their own latest, averaged where there are several of a day.
        agreed = consensus_of([person_id], by[user_id], constants)
        values = [None if np.isnan(value) else float(value) for value in agreed.value[0]]
        named = user_id is not None and user_id in names
        yield Said(
            contributor=UserBrief(id=user_id, name=names[user_id]) if user_id is not None and named else None,
            withheld=user_id is not None and not named,
            observed_on=known.as_of - timedelta(days=int(np.nanmin(agreed.age_days[0]))),
            **dict(zip(AXES, values, strict=True)),
        )


def _open(opportunities: Iterable[DealRecord], as_of: date) -> list[OpenDeal]:
    found = [
        OpenDeal(
            id=deal.id,
            name=deal.name,
            origin=deal.origin,
            amount=deal.amount,
            currency=deal.currency,
            opened_on=deal.opened_on,
            expected_on=deal.closed_on if deal.outcome is None else None,
        )
        for deal in opportunities
        if is_open(deal, as_of)
    ]
    return sorted(found, key=lambda deal: (deal.expected_on or date.max, deal.name, deal.id))


def _kinds(projects: Iterable[ProjectRecord]) -> list[ProjectKind]:
    by: defaultdict[str | None, list[ProjectRecord]] = defaultdict(list)
    for project in sorted(projects, key=lambda one: one.started_on, reverse=True):
        by[project.project_type].append(project)
    kinds = [
        ProjectKind(
            project_type=kind,
            times=len(some),
            first=some[-1].started_on,
            last=some[0].started_on,
            vendors=list(dict.fromkeys(one.vendor for one in some if one.vendor)),
        )
        for kind, some in by.items()
    ]
    return sorted(kinds, key=lambda kind: (-kind.times, kind.project_type or ""))


def as_markdown(brief: HandOver) -> str:
    """The brief as a Markdown document; text of the data is shown as it is, never read as markup."""
    account, worth = brief.account, brief.potential
    owners = _names(account.owners) or _("nobody")
    amounts = {
        name: texts.money(amount, worth.currency)
        for name, amount in (
            ("estimate", worth.estimate), ("low", worth.low), ("high", worth.high), ("spend", worth.spend),
        )
    }  # fmt: skip
    lines = [
        f"# {_plain(account.name)}",
        "",
        _("As of {day}. Owned by {owners}.").format(day=texts.day(brief.as_of), owners=owners),
        "",
        texts.sentences(
            _("Potential {estimate} (between {low} and {high}) of an expected spend of {spend}.").format(**amounts),
            _(_CHANCES[brief.standing.chance_band]),
            _("The potential is attitude-weighted spend and no forecast."),
        ),
        *_section(_("Who matters"), [_person_line(one) for one in brief.people]),
        *_section(_("Who stands in the way"), [_plain(one.text) for one in brief.blockers], _("Nobody.")),
        *_section(_("What recurs"), [_kind_line(one) for one in brief.projects]),
        *_section(_("What is open"), [_open_line(one) for one in brief.opportunities]),
        *_section(_("Competitors"), [_competitor_line(one.name, one.gap, one.score) for one in brief.competitors]),
        *_section(_("To be resolved"), [_doubt_line(one) for one in brief.doubts], _("Nothing.")),
        *_section(_("Not known"), [_plain(one.text) for one in brief.unknowns], _("Nothing.")),
    ]
    return "\n".join(lines) + "\n"


_CHANCES = {
    "unknown": marked("Chance to pass: unknown (uncalibrated)."),
    "low": marked("Chance to pass: low (uncalibrated)."),
    "medium": marked("Chance to pass: medium (uncalibrated)."),
    "high": marked("Chance to pass: high (uncalibrated)."),
}


def _section(title: str, items: Sequence[str], none: str = "") -> list[str]:
    return ["", f"## {title}", "", *(f"- {item}" for item in items or [none or _("Nothing is known.")])]


def _person_line(one: HandOverPerson) -> str:
    person = one.person
    who, what = f"**{_plain(person.name)}**", [part for part in (person.title, person.department) if part]
    if what:
        who = _("{name} ({about})").format(name=who, about=texts.enumerated(map(_plain, what)))
    said = _("; ").join(
        _("{contributor} on {day}").format(contributor=_plain(_by(word)), day=texts.day(word.observed_on))
        for word in one.said
    )
    return texts.sentences(
        _("{who}: {stance}; {attitudes}.").format(
            who=_with_powers(who, person),
            stance=texts.stance(person.stance),
            attitudes=texts.enumerated(_attitude(axis, getattr(person, axis)) for axis in AXES),
        ),
        _("Said by {contributors}.").format(contributors=said) if said else _("Nobody has said anything."),
        _("Known to {names}.").format(names=_names(one.through)) if one.through else "",
    )


def _with_powers(who: str, person: KeyPerson) -> str:
    if person.veto and person.approve:
        return _("{who}, holds veto and approval").format(who=who)
    if person.veto:
        return _("{who}, holds veto").format(who=who)
    return _("{who}, holds approval").format(who=who) if person.approve else who


def _attitude(axis: Axis, value: float | None) -> str:
    figures = "?" if value is None else f"{value:.0f}"
    return _("{axis} {figures}").format(axis=texts.axis(axis), figures=figures)


def _by(word: Said) -> str:
    if word.contributor:
        return word.contributor.name
    return _("one of the team") if word.withheld else _("somebody who did not sign")


def _kind_line(kind: ProjectKind) -> str:
    text = _("{type}: {times} times, {first} to {last}") if kind.times > 1 else _("{type}: once, {first}")
    text = text.format(
        type=_plain(kind.project_type or _("Of no type")),
        times=kind.times,
        first=texts.day(kind.first),
        last=texts.day(kind.last),
    )
    if not kind.vendors:
        return text
    return _("{text}; went to {vendors}").format(text=text, vendors=texts.enumerated(map(_plain, kind.vendors)))


def _open_line(deal: OpenDeal) -> str:
    amount = texts.money(deal.amount, deal.currency)
    text = _("{name}: {amount}, expected {day}")
    return text.format(name=_plain(deal.name), amount=amount, day=texts.day(deal.expected_on))


def _competitor_line(name: str, gap: float | None, score: float) -> str:
    if gap is None:
        text = _("{name}: {share}; where we stand with the same people is not known")
        return text.format(name=_plain(name), share=texts.percent(score))
    text = _("{name}: we are {points:.0f} points ahead") if gap >= 0 else _("{name}: we are {points:.0f} points behind")
    return text.format(name=_plain(name), points=abs(100 * gap))


def _doubt_line(doubt: Doubt) -> str:
    ask = _("Ask {names}.").format(names=_names(doubt.ask) or _("whoever knows them"))
    return texts.sentences(_plain(doubt.text), ask)


def _names(users: Iterable[UserBrief | OwnerRecord]) -> str:
    return texts.enumerated(_plain(user.name) for user in users)


def _plain(text: str) -> str:
    """Text on one line, with Markdown's and HTML's own characters escaped."""
    one_line = " ".join(text.split())
    escaped = "".join(f"\\{char}" if char in "\\`*_{}[]<>#|~!&" else char for char in one_line)
    return _LIST_MARK.sub(r"\1\\\2", escaped)  # at its beginning, `-`, `+` and `1.` make a list
