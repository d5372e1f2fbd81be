"""Which of ours should go to a person? By tie, level and past wins.

score = Σ weight × part, the weights summing to 1; an index and not a probability. The parts, each 0–1:

- *tie*: its strength, the larger of what is stated and what is computed from contacts.
- *level*: 1 where both stand on the same level of management, else 0. Ours is the role: executive, manager or rep.
  Theirs is told from reporting lines: a person to whom others report and who reports to nobody stands with executives,
  one who does both with managers, one who only reports with reps. Without any line it is unknown: titles are free text,
  and too many are called director.
- *wins*: 1 − 0.5^Σ relevance over the opportunities that they won; each counts once, with the most that it has in
  common with what is at stake: the same person took part, the same project type, the same industry.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import attrgetter

from app.analytics import texts
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from app.analytics.tie_strength import Contact, Contacts
from app.language import gettext as _
from app.language import marked
from graph_models.records import ColleagueRecord, PersonRecord, WinRecord
from graph_models.results import Colleague, MatchReason
from graph_models.vocabulary import Match, UserRole, WinLikeness

_MOST_COLLEAGUES = 3
_LEVELS = (UserRole.EXECUTIVE, UserRole.MANAGER, UserRole.REP)
_WON = {
    WinLikeness.PERSON: marked("{number} with {name}"),
    WinLikeness.TYPE: marked("{number} of the same project type"),
    WinLikeness.INDUSTRY: marked("{number} in the same industry"),
}


@dataclass(frozen=True)
class _Match:
    """What speaks for one of ours, to go to a person or, without a name, to anybody whom they do not know."""

    name: str | None
    colleague: ColleagueRecord
    tie: Contact | None
    same_level: bool | None
    likenesses: Mapping[WinLikeness, int]
    points: Mapping[Match, float]
    """As many digits as are shown, so that they sum to the score."""

    @cached_property
    def score(self) -> float:
        """Without the noise of addition, so that equals are equal."""
        return round(sum(self.points.values()), 6)

    @cached_property
    def order(self) -> tuple[float, str, str, str]:
        """The best first; ids come last and decide only between namesakes."""
        return -self.score, self.colleague.name, self.colleague.role or "", self.colleague.id

    @cached_property
    def shown(self) -> Colleague:
        """As it is answered."""
        said = {
            Match.TIE: _tie_text(self.name, self.tie),
            Match.LEVEL: _("Stands on the same level, as far as reporting lines say."),
            Match.WINS: _wins_text(self.likenesses, self.name),
        }
        return Colleague(
            id=self.colleague.id,
            name=self.colleague.name,
            role=self.colleague.role,
            score=self.score,
            strength=self.tie.strength.known if self.tie else None,
            same_level=self.same_level,
            reasons=[
                MatchReason(code=code, text=said[code], points=points) for code, points in self.points.items() if points
            ],
        )


@dataclass(frozen=True)
class Colleagues:
    """Our people, looked up by what may speak for them at an account."""

    records: Sequence[ColleagueRecord] = ()

    @cached_property
    def by_id(self) -> Mapping[str, ColleagueRecord]:
        """Each by their id."""
        return {one.id: one for one in self.records}

    @cached_property
    def by_account(self) -> Mapping[str, set[str]]:
        """Who serves an account or has won there?"""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.records:
            for account in (*one.serves, *(win.account_id for win in one.wins)):
                found[account].add(one.id)
        return found

    @cached_property
    def by_person(self) -> Mapping[str, set[str]]:
        """Who has won with somebody?"""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.records:
            for win in one.wins:
                for person in win.person_ids:
                    found[person].add(one.id)
        return found

    @cached_property
    def by_type(self) -> Mapping[str | None, set[str]]:
        """Who has won projects of a type?"""
        found: defaultdict[str | None, set[str]] = defaultdict(set)
        for one in self.records:
            for win in one.wins:
                found[win.project_type_id].add(one.id)
        return found


@dataclass(frozen=True)
class OurPeople:
    """Which of ours could go to the people of one account.

    Whoever serves it, knows somebody there, has won with somebody there, wherever that was, or has won the like.
    """

    snapshot: Snapshot
    contacts: Contacts
    colleagues: Colleagues
    project_types: Collection[str]
    """What is at stake at the account."""
    constants: Constants

    def to(self, person: PersonRecord) -> list[Colleague]:
        """Who should go to this person? At most three, the best first.

        Ranked by score, then by name; whoever has nothing that speaks for them is not named.
        """
        level = self.level(person.id)
        if level not in self._of_level:
            self._of_level[level] = _best(self._match(id_, None, level) for id_ in self._candidates)
        known = self.colleagues.by_person.get(person.id, set()) | {
            one.user_id for one in self.contacts.get(person.id, ())
        }
        theirs = [self._match(id_, person, level) for id_ in known & self._candidates]
        others = (match for match in self._of_level[level] if match.colleague.id not in known)
        found = _best([*theirs, *islice(others, _MOST_COLLEAGUES)])
        return [match.shown for match in found[:_MOST_COLLEAGUES]]

    @cached_property
    def _candidates(self) -> set[str]:
        """Whoever knows somebody at the account, serves it, or has won there, with them, or what is at stake there."""
        found = {contact.user_id for contacts in self.contacts.values() for contact in contacts}
        found |= self.colleagues.by_account.get(self.snapshot.account.id, set())
        found = found.union(*(self.colleagues.by_type.get(one, ()) for one in self.project_types))
        found = found.union(*(self.colleagues.by_person.get(one.id, ()) for one in self.snapshot.people))
        return found & self.colleagues.by_id.keys()

    @cached_property
    def _of_level(self) -> dict[UserRole | None, list[_Match]]:
        """All candidates in their order for somebody of a level whom none of them knows or has won with."""
        return {}

    @cached_property
    def _likenesses(self) -> dict[str, Counter[WinLikeness | None]]:
        """What the wins of each have in common with what is at stake, for somebody with whom they have not won."""
        return {}

    def _match(self, id_: str, person: PersonRecord | None, level: UserRole | None) -> _Match:
        person_id = person.id if person else None
        colleague = self.colleagues.by_id[id_]
        tie = next((one for one in self.contacts.get(person_id or "", ()) if one.user_id == id_), None)
        ours = _level_of_role(colleague.role)
        same = None if level is None or ours is None else level is ours
        found = self._likenesses.get(id_)
        if found is None:
            found = self._likenesses[id_] = Counter(self._likeness(win, None) for win in colleague.wins)
        if id_ in self.colleagues.by_person.get(person_id or "", ()):
            found = Counter(self._likeness(win, person_id) for win in colleague.wins)
        likenesses = {likeness: found[likeness] for likeness in WinLikeness}
        won = sum(self.constants.win_relevance[likeness] * count for likeness, count in likenesses.items())
        parts = {
            Match.TIE: tie.strength.counted(self.constants) if tie else 0.0,
            Match.LEVEL: float(same or 0),
            Match.WINS: 1 - 0.5**won,
        }
        weights = self.constants.match_weights
        total = sum(weights.values())
        points = {match: round(weights[match] * part / total, 6) for match, part in parts.items()}
        return _Match(person.name if person else None, colleague, tie, same, likenesses, points)

    def _likeness(self, win: WinRecord, person_id: str | None) -> WinLikeness | None:
        """What has the win most in common with what is at stake?"""
        if person_id in win.person_ids:
            return WinLikeness.PERSON
        if win.project_type_id in self.project_types:
            return WinLikeness.TYPE
        industry = self.snapshot.account.industry
        return WinLikeness.INDUSTRY if industry is not None and win.industry == industry else None

    @cached_property
    def _reports(self) -> tuple[Collection[str], Collection[str]]:
        """Who reports to somebody, and to whom somebody reports."""
        lines = [tie for tie in self.snapshot.ties if tie.kind == "REPORTS_TO"]
        return {tie.from_id for tie in lines}, {tie.to_id for tie in lines}

    def level(self, person_id: str) -> UserRole | None:
        """On which level of management does the person stand, as ours are called? None: no reporting line says."""
        below, above = (person_id in side for side in self._reports)
        if above:
            return UserRole.MANAGER if below else UserRole.EXECUTIVE
        return UserRole.REP if below else None


def _best(matches: Iterable[_Match]) -> list[_Match]:
    """Those for whom anything speaks, the best first."""
    return sorted((match for match in matches if any(match.points.values())), key=attrgetter("order"))


def _level_of_role(role: str | None) -> UserRole | None:
    return next((level for level in _LEVELS if level == role), None)


def _tie_text(name: str | None, tie: Contact | None) -> str:
    if tie is None:
        return ""
    strength = tie.strength
    said = [
        how.format(strength=number)
        for number, how in (
            (strength.stated, _("{strength:.2f} as stated")),
            (strength.computed, _("{strength:.2f} from contacts")),
        )
        if number is not None
    ]
    text = _("Knows {name}; strength {strength}.") if strength.at_all else _("Has met {name}; strength {strength}.")
    return text.format(name=name, strength=texts.listed(said) or _("not known"))


def _wins_text(likenesses: Mapping[WinLikeness, int], name: str | None) -> str:
    won = (_(text).format(number=likenesses[one], name=name) for one, text in _WON.items() if likenesses[one])
    return _("Won {wins}.").format(wins=texts.enumerated(won))
