"""The consensus once more: the definition word by word, in lists and loops, default constants."""

from collections import defaultdict
from collections.abc import Sequence

from graph_models.records import AttitudeRecord


def naive(statements: Sequence[AttitudeRecord], person: str, axis: str) -> tuple[float, float | None, int, int] | None:
    """Value, spread, age of the newest and contributors, or None: lists, loops and nothing else."""
    by_contributor: dict[str | None, dict[int, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        value = getattr(statement, axis)
        confidence = 0.5 if statement.confidence is None else statement.confidence
        if statement.source == "hearsay":
            confidence = min(confidence, 0.5)
        if statement.person_id == person and value is not None and confidence > 0:
            by_contributor[statement.user_id][statement.age_days].append((value, confidence))
    words: list[tuple[float, float]] = []
    ages: list[int] = []
    for days in by_contributor.values():
        age = min(days)
        said = [value for value, _ in days[age]]
        trust = [confidence for _, confidence in days[age]]
        words.append((sum(said) / len(said), sum(trust) / len(trust) * 0.5 ** (age / 180)))
        ages.append(age)
    if not words:
        return None
    mean = sum(value * weight for value, weight in words) / sum(weight for _, weight in words)
    values = [value for value, _ in words]
    return mean, max(values) - min(values) if len(values) > 1 else None, min(ages), len(words)
