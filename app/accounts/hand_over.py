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
from app.opportunities.queries import deals
from app.projects.histories import with_what_is_ahead
from app.projects.queries import between
from graph_models.details import AccountBrief, HandOver, HandOverPerson, KeyPerson, OpenDeal, ProjectKind, Said
from graph_models.records import AttitudeRecord, DealRecord, ProjectRecord
from graph_models.results import UserBrief

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
    money = [texts.money(x, worth.currency) for x in (worth.estimate, worth.low, worth.high, worth.spend)]
    owners = ", ".join(_plain(owner.name) for owner in account.owners) or "nobody"
    lines = [
        f"# {_plain(account.name)}",
        "",
        f"As of {brief.as_of}. Owned by {owners}.",
        "",
        f"Potential {money[0]} (between {money[1]} and {money[2]}) of an expected spend of {money[3]}. "
        f"Chance to pass: {brief.standing.chance_band} (uncalibrated). The potential is attitude-weighted spend and no "
        "forecast.",
        *_section("Who matters", [_person_line(one) for one in brief.people]),
        *_section("Who stands in the way", [_plain(one.text) for one in brief.blockers], "Nobody."),
        *_section("What recurs", [_kind_line(one) for one in brief.projects]),
        *_section(
            "What is open",
            [
                f"{_plain(one.name)}: {texts.money(one.amount, one.currency)}, expected {texts.day(one.expected_on)}"
                for one in brief.opportunities
            ],
        ),
        *_section("Competitors", [_competitor_line(one.name, one.gap, one.score) for one in brief.competitors]),
        *_section(
            "To be resolved",
            [f"{_plain(one.text)} Ask {_names(one.ask) or 'whoever knows them'}." for one in brief.doubts],
            "Nothing.",
        ),
        *_section("Not known", [_plain(one.text) for one in brief.unknowns], "Nothing."),
    ]
    return "\n".join(lines) + "\n"


def _section(title: str, items: Sequence[str], none: str = "Nothing is known.") -> list[str]:
    return ["", f"## {title}", "", *(f"- {item}" for item in items or [none])]


def _person_line(one: HandOverPerson) -> str:
    person = one.person
    powers = " and ".join(name for name, has in (("veto", person.veto), ("approval", person.approve)) if has)
    what = ", ".join(_plain(part) for part in (person.title, person.department) if part)
    attitudes = ", ".join(
        f"{texts.axis(axis)} {'?' if (value := getattr(person, axis)) is None else f'{value:.0f}'}" for axis in AXES
    )
    said = "; ".join(f"{_plain(_by(word))} on {word.observed_on}" for word in one.said)
    return (
        f"**{_plain(person.name)}**{f' ({what})' if what else ''}{f', holds {powers}' if powers else ''}: "
        f"{person.stance}; {attitudes}. {f'Said by {said}.' if said else 'Nobody has said anything.'}"
        f"{f' Known to {_names(one.through)}.' if one.through else ''}"
    )


def _by(word: Said) -> str:
    if word.contributor:
        return word.contributor.name
    return "one of the team" if word.withheld else "somebody who did not sign"


def _kind_line(kind: ProjectKind) -> str:
    vendors = f"; went to {', '.join(_plain(vendor) for vendor in kind.vendors)}" if kind.vendors else ""
    times = f"{kind.times} times, {kind.first} to {kind.last}" if kind.times > 1 else f"once, {kind.first}"
    return f"{_plain(kind.project_type or 'Of no type')}: {times}{vendors}"


def _competitor_line(name: str, gap: float | None, score: float) -> str:
    if gap is None:
        return f"{_plain(name)}: {texts.percent(score)}; where we stand with the same people is not known"
    return f"{_plain(name)}: we are {abs(100 * gap):.0f} points {'ahead' if gap >= 0 else 'behind'}"


def _names(users: Iterable[UserBrief]) -> str:
    return ", ".join(_plain(user.name) for user in users)


def _plain(text: str) -> str:
    """Text on one line, with Markdown's and HTML's own characters escaped."""
    one_line = " ".join(text.split())
    escaped = "".join(f"\\{char}" if char in "\\`*_{}[]<>#|~!&" else char for char in one_line)
    return _LIST_MARK.sub(r"\1\\\2", escaped)  # at its beginning, `-`, `+` and `1.` make a list
