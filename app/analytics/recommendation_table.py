"""Recommendations as people read them in a terminal."""

from collections.abc import Iterable, Sequence

from app.analytics import texts
from app.analytics.analytic import Asked
from app.analytics.no_contact import not_to_be_contacted
from app.analytics.scores import Stances
from app.analytics.standing import blockers
from app.analytics.winning import outlook
from graph_models.results import BestSet, Colleague, Introduction, PersonBrief, Recommendation


def rows(answer: Sequence[Recommendation | BestSet]) -> Iterable[tuple[str, ...]]:
    """A row for each person or set."""
    for item in answer:
        worth = texts.money(item.value.amount, item.value.currency)
        if item.value.amount is None:
            worth = f"{texts.percent(item.chance_gain)} of the chance; money not known"
        if isinstance(item, BestSet):
            who = "\n".join(map(_who, item.people))
            yield (str(item.rank), f"{who}\nWorth {worth}", "Won together; the value of a set is its own.")
            continue
        by = f"\nBy {item.by}" if item.by else "\nNo date known"
        reasons = sorted(item.reasons, key=lambda reason: -reason.chance)
        targets = ", ".join(
            f"{texts.axis(axis.axis)} {'?' if axis.current is None else f'{axis.current:.0f}'} → {axis.target:.0f}"
            for axis in item.axes
        )
        ways = [_way(introduction) for introduction in item.through[:2]]
        yield (
            str(item.rank),
            f"{_who(item.person)}\n{item.stance.capitalize()}\nWorth {worth}{by}",
            "\n".join(
                [
                    f"Why: {' '.join(reason.text for reason in reasons)}",
                    f"On: {targets}",
                    f"Through: {'; or '.join(ways) or 'no way known'}",
                    f"Who goes: {'; or '.join(map(_colleague, item.ours[:2])) or 'nobody of ours stands out'}",
                    f"Not known: {' '.join(remark.text for remark in item.unknowns) or '–'}",
                ]
            ),
        )


def _way(introduction: Introduction) -> str:
    """Who introduces us along which tie: `Zhao Ning (influences) → Wang Jianguo`."""
    steps = zip(introduction.names, introduction.ties, strict=False)
    return " → ".join([*(f"{name} ({tie.text})" for name, tie in steps), introduction.names[-1]])


def _colleague(colleague: Colleague) -> str:
    because = " ".join(reason.text for reason in colleague.reasons)
    return f"{colleague.name} ({because.rstrip('.')})"


def _who(person: PersonBrief) -> str:
    place = ", ".join(part for part in (person.title, person.department) if part)
    return f"{person.name}\n{place}" if place else person.name


def notes(asked: Asked, answer: Sequence[Recommendation | BestSet]) -> Iterable[str]:
    """What the value is, whom to meet first, and who may not be contacted."""
    if answer:
        yield "Worth: what expected wins gain when the person is won. It is uncalibrated, and values do not add up."
    else:
        yield "Nobody to recommend: everybody who matters is won or may not be contacted, or no key person is known."
    for snapshot in asked.snapshots:
        ahead = outlook(snapshot, asked.constants)
        for blocker in blockers(snapshot, ahead.stakes, Stances.of(snapshot.consensus, asked.constants)):
            if blocker.power == "veto" and blocker.code != "not_positive":
                yield f"Meet first: {blocker.text}"
        for id_, period in not_to_be_contacted(snapshot, ahead, asked.constants).items():
            until = f" until {period.no_contact_to}" if period.no_contact_to else ""
            name = snapshot.people[snapshot.rows[id_]].name
            yield f"Not named: {name}, who decides about {period.name}, where contact is not allowed{until}."
