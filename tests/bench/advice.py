"""Is the advice good? Accounts that decide by rules which the product does not use, and whoever is persuaded there.

Opinions settle over the influence network among people of different stubbornness (Friedkin & Johnsen 1990, with a
stubbornness of each). Then everybody votes yes or no, the likelier yes the more favourable they are: who holds a veto
stops it with a no, who may approve it alone carries it with a yes, and else the majority decides. So the chance that a
vote is won is a Poisson-binomial probability; it is worked out exactly and not drawn.

Persuading somebody makes them favourable for certain. The gain in that chance, of the set of people that the product
names and of those that simple rules name, is reported as a share of what the best of all sets gains.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from statistics import fmean
from typing import Any

import numpy as np

from app.analytics.best_sets import best_sets
from app.analytics.consensus import Floats, Ints
from app.analytics.constants import Constants
from app.analytics.snapshot import Snapshot
from app.graph import Graph
from tests.graphs.build import Person, Tie, account, influences

CONSTANTS = Constants()
KINDS = ("flat", "veto", "approver", "both")
SIZES = (1, 2, 3)
ACCOUNTS = 250
"""Of each kind."""
PERSUADED = 0.9
"""The opinion of whoever is persuaded, at least."""
_SURE = 0.1
"""Scale of the logistic curve by which an opinion becomes the probability of a yes."""


@dataclass(frozen=True)
class World:
    """An account as it is, which nobody sees."""

    opinions: Floats
    """Own ones, 0–1."""
    stubbornness: Floats
    """Share of the own opinion in the settled one, 0–1."""
    ties: Sequence[tuple[int, int, float]]
    """(influencer, influenced, strength)."""
    levels: Ints
    """Of the hierarchy, 0 the highest."""
    vetoes: Ints
    approvals: Ints

    @property
    def settling(self) -> Floats:
        """Matrix M with settled opinions = M × own ones."""
        n = len(self.opinions)
        strengths = np.zeros((n, n))
        for influencer, influenced, strength in self.ties:
            strengths[influenced, influencer] += strength
        total = strengths.sum(axis=1, keepdims=True)
        shares = np.divide(strengths, total, out=np.zeros_like(strengths), where=total > 0)
        own = np.where(total[:, 0] > 0, self.stubbornness, 1.0)
        return np.asarray(np.linalg.solve(np.eye(n) - (1 - own)[:, None] * shares, np.diag(own)), np.float64)

    def win_rates(self, sets: Ints) -> Floats:
        """The chance that the vote is won once each of these sets of people is persuaded; shape (sets, k)."""
        opinions = np.repeat(self.opinions[:, None], len(sets), axis=1)
        for column in sets.T:
            cases = np.arange(len(sets))
            opinions[column, cases] = np.maximum(opinions[column, cases], PERSUADED)
        yes = 1 / (1 + np.exp(-(self.settling @ opinions - 0.5) / _SURE))
        return _passing(yes, self.vetoes, self.approvals)


def _passing(yes: Floats, vetoes: Ints, approvals: Ints) -> Floats:
    """P(everybody with a veto says yes, and somebody who may approve alone does, or more than half say yes).

    Args:
        yes: probability of each person's yes, shape (people, cases).
        vetoes: rows of those who hold a veto.
        approvals: rows of those who may approve alone.
    """
    people, cases = yes.shape
    counted = np.zeros((people + 1, cases))  # P(so many yeses, and no approval)
    counted[0] = 1
    for row in range(people):
        p = yes[row]
        said_no = np.zeros_like(counted) if row in vetoes else counted * (1 - p)
        if row not in approvals:
            said_no[1:] += counted[:-1] * p
        counted = said_no
    allowed = np.prod(yes[vetoes], axis=0)
    if approvals.size:  # an approval carries it, unless there is a veto
        neither = counted.sum(axis=0)
        return allowed - neither + counted[people // 2 + 1 :].sum(axis=0)
    return counted[people // 2 + 1 :].sum(axis=0)


def draw(kind: str, rng: np.random.Generator) -> World:
    """An account of 8 to 20 people in a hierarchy, who sway each other mostly downwards."""
    n = int(rng.integers(8, 21))
    levels = np.sort(rng.choice(4, size=n, p=(0.1, 0.2, 0.3, 0.4)))
    ties = [
        (influencer, influenced, float(rng.uniform(0.2, 1.0)))
        for influenced in range(n)
        for influencer in rng.permutation(n)[: rng.integers(0, 5)].tolist()
        if influencer != influenced and (levels[influencer] <= levels[influenced] or rng.random() < 0.3)
    ]
    senior = rng.permutation(np.argsort(levels + rng.uniform(0, 2, n))[: max(n // 3, 3)])
    holders = int(rng.integers(1, 3))
    return World(
        opinions=rng.beta(2, 2, n),
        stubbornness=rng.uniform(0.2, 0.95, n),
        ties=ties,
        levels=levels,
        vetoes=np.sort(senior[:holders]) if kind in ("veto", "both") else np.zeros(0, dtype=np.int64),
        approvals=np.sort(senior[-holders:]) if kind in ("approver", "both") else np.zeros(0, dtype=np.int64),
    )


@dataclass(frozen=True)
class Seen:
    """An account as the product and the rules see it."""

    world: World
    attitudes: Floats
    """0–100, NaN where unknown."""
    ties: Sequence[tuple[int, int, float]]

    @property
    def snapshot(self) -> Snapshot:
        """For the product."""
        names = [f"P{row:02}" for row in range(len(self.attitudes))]
        people = [
            Person(
                name,
                None if np.isnan(attitude) else float(attitude),
                veto=row in self.world.vetoes,
                approve=row in self.world.approvals,
                title=f"Level {self.world.levels[row]}",
            )
            for row, (name, attitude) in enumerate(zip(names, self.attitudes, strict=True))
        ]
        ties: list[Tie] = [influences(names[by], names[of], strength) for by, of, strength in self.ties]
        return account(*people, spend=1_000_000, ties=ties)

    @property
    def guessed(self) -> Floats:
        """Attitudes with the mean of the known ones for unknown ones."""
        known = self.attitudes[~np.isnan(self.attitudes)]
        return np.where(np.isnan(self.attitudes), known.mean() if known.size else 50.0, self.attitudes)

    @property
    def distance(self) -> Floats:
        """To favourable."""
        return np.maximum(CONSTANTS.target - self.guessed, 0)


def see(world: World, rng: np.random.Generator, *, degraded: bool) -> Seen:
    """Everything, or only 60 % of the attitudes with an error of 10 points, and half of the ties."""
    if not degraded:
        return Seen(world, 100 * world.opinions, world.ties)
    attitudes = np.clip(100 * world.opinions + rng.normal(0, 10, len(world.opinions)), 0, 100)
    attitudes[rng.random(len(attitudes)) < 0.4] = np.nan
    return Seen(world, attitudes, [tie for tie in world.ties if rng.random() < 0.5])


def _most(score: Floats, size: int, rng: np.random.Generator) -> list[int]:
    """The `size` rows that score highest; ties are broken at random."""
    return np.lexsort((rng.random(len(score)), -score))[:size].tolist()


def pagerank(n: int, ties: Sequence[tuple[int, int, float]], damping: float = 0.85) -> Floats:
    """PageRank (Brin & Page 1998) of each person, where whoever is influenced points to who influences them."""
    strengths = np.zeros((n, n))
    for influencer, influenced, strength in ties:
        strengths[influencer, influenced] += strength
    total = strengths.sum(axis=0)
    moves = np.divide(strengths, total, out=np.full((n, n), 1 / n), where=total > 0)
    rank = np.linalg.solve(np.eye(n) - damping * moves, np.full(n, (1 - damping) / n))
    return rank / rank.sum()


def voting_power(n: int, vetoes: Ints, approvals: Ints) -> Floats:
    """Shapley–Shubik index (1954) of each person in the vote: how often theirs is the one that decides."""
    power = np.zeros(n, dtype=np.float64)
    plain = np.setdiff1d(np.arange(n), np.concatenate([vetoes, approvals]))
    groups = [
        np.intersect1d(vetoes, approvals),
        np.setdiff1d(vetoes, approvals),
        np.setdiff1d(approvals, vetoes),
        plain,
    ]
    sizes = [len(group) for group in groups]

    def wins(counts: Sequence[int]) -> bool:
        approved = counts[0] + counts[2] > 0
        return counts[0] == sizes[0] and counts[1] == sizes[1] and (approved or sum(counts) > n / 2)

    for number, group in enumerate(groups):
        if not len(group):
            continue
        others = [size - (place == number) for place, size in enumerate(sizes)]
        for counts in np.ndindex(*(size + 1 for size in others)):
            joined = [count + (place == number) for place, count in enumerate(counts)]
            if wins(joined) and not wins(counts):
                ways = np.prod([comb(size, count) for size, count in zip(others, counts, strict=True)])
                power[group] += ways / (n * comb(n - 1, sum(counts)))
    return power


Rule = Callable[[Seen, int, np.random.Generator], list[int]]

RULES: Mapping[str, Rule] = {
    "highest title": lambda seen, size, rng: _most(-seen.world.levels.astype(np.float64), size, rng),
    "most influential": lambda seen, size, rng: _most(pagerank(len(seen.attitudes), seen.ties), size, rng),
    "least favourable": lambda seen, size, rng: _most(seen.distance, size, rng),
    "neutral and senior": lambda seen, size, rng: _most(
        np.asarray(((seen.guessed >= 37.5) & (seen.guessed < 62.5)) * 10.0 - seen.world.levels, np.float64), size, rng
    ),
    "power × distance": lambda seen, size, rng: _most(
        voting_power(len(seen.attitudes), seen.world.vetoes, seen.world.approvals) * seen.distance, size, rng
    ),
    "at random": lambda seen, size, rng: _most(np.zeros(len(seen.attitudes)), size, rng),
}


def winover(seen: Seen, size: int, rng: np.random.Generator) -> list[int]:
    """Whom the product names; whoever is missing to the size, at random."""
    snapshot = seen.snapshot
    named = [snapshot.rows[person.id] for best in best_sets([snapshot], size, CONSTANTS) for person in best.people]
    score = np.zeros(len(seen.attitudes))
    score[named] = 1
    return _most(score, size, rng)


def simulate(accounts: int, *, degraded: bool, seed: int = 0) -> dict[str, dict[tuple[str, int], float]]:
    """Mean gain in the chance to win as a share of the best possible one, by who advises, and by kind and size.

    Args:
        accounts: how many of each kind.
        degraded: is only part of it known?
        seed: of the draws.
    """
    rng = np.random.default_rng(seed)
    advisers: dict[str, Rule] = {"winover": winover, **RULES}
    shares: dict[str, dict[tuple[str, int], float]] = {name: {} for name in advisers}
    for kind in KINDS:
        gained: dict[tuple[str, int], list[float]] = {(name, size): [] for name in (*advisers, "") for size in SIZES}
        for _ in range(accounts):
            world = draw(kind, rng)
            seen = see(world, rng, degraded=degraded)
            before = float(world.win_rates(np.zeros((1, 0), dtype=np.int64))[0])
            for size in SIZES:
                sets = np.array(list(combinations(range(len(world.opinions)), size)), dtype=np.int64)
                gained["", size].append(float(world.win_rates(sets).max()) - before)
                for name, advise in advisers.items():
                    chosen = np.array([advise(seen, size, rng)], dtype=np.int64)
                    gained[name, size].append(float(world.win_rates(chosen)[0]) - before)
        for name in advisers:
            shares[name] |= {(kind, size): fmean(gained[name, size]) / fmean(gained["", size]) for size in SIZES}
    return shares


def measure(_: Graph) -> dict[str, Any]:
    """Shares of the best possible gain, and by how much the product is ahead of the rules; nothing of it is stored."""
    known, degraded = simulate(ACCOUNTS, degraded=False), simulate(ACCOUNTS, degraded=True)
    rules = _means(known)
    ours = rules.pop("winover")
    behind = max(max(known[name][place] for name in RULES) - known["winover"][place] for place in known["winover"])
    poor = _means(degraded)
    return {
        "advice: share of the best gain": {"ratio": ours, "aim": 0.9, "at_least": True, **rules},
        "advice: ahead of the best rule": {"ratio": ours - max(rules.values()), "aim": 0.0, "at_least": True},
        "advice: behind the best rule of a kind and size": {"ratio": behind, "aim": 0.03},
        "advice, 40 % unknown, half the ties: share of the best gain": {
            "ratio": poor["winover"],
            "aim": 0.8,
            "at_least": True,
            **{name: poor[name] for name in RULES},
        },
        "advice, 40 % unknown, half the ties: behind power × distance": {
            "ratio": poor["power × distance"] - poor["winover"],
            "aim": 0.02,
        },
    }


def _means(shares: Mapping[str, Mapping[tuple[str, int], float]]) -> dict[str, float]:
    return {name: fmean(some.values()) for name, some in shares.items()}
