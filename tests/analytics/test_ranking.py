"""How people and sets are put in order."""

from collections import Counter

from app.analytics.ranking import significant, worth


def test_money_first_the_most_common_currency_first_more_first() -> None:
    common: Counter[str | None] = Counter(["CNY", "USD", "USD"])
    items = [
        (None, None, 0.9),
        (50.0, "CNY", 0.9),
        (10.0, "USD", 0.1),
        (None, "CNY", 0.1),
        (20.0, "USD", 0.1),
    ]
    ordered = sorted(items, key=lambda item: worth(*item, 1.0, common))
    assert [(amount, chance) for amount, _, chance in ordered] == [
        (20, 0.1),
        (10, 0.1),
        (50, 0.9),  # never compared with dollars
        (None, 0.9),
        (None, 0.1),
    ]


def test_ease_counts_where_it_is_given() -> None:
    common: Counter[str | None] = Counter(["CNY"])
    assert worth(100, "CNY", 0.1, 0.4, common) > worth(60, "CNY", 0.1, 0.8, common)
    assert worth(100, "CNY", 0.1, 1.0, common) < worth(60, "CNY", 0.1, 1.0, common)


def test_noise_is_not_significant() -> None:
    assert significant(0.1 + 0.2) == significant(0.3)
    assert significant(1_000_000.01) != significant(1_000_000.02)
