"""An account as it stood on a day."""

import pytest

from app.analytics.snapshot import Money, Snapshot
from tests.graphs import deciding, moneyed, unknown
from tests.graphs.build import account, spending


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        (moneyed.spend_only(), Money(1_000_000, "CNY")),
        (moneyed.a_dollar_account(), Money(2_000_000, "USD")),
        (moneyed.typed_spend(), Money(800_000, "CNY")),
        (moneyed.typed_and_total_spend(), Money(1_000_000, "CNY")),
        (moneyed.typed_spend_in_two_currencies(), None),
        (unknown.money_unknown(), None),
        (account(spend=[spending(5, "EUR")]), Money(5, "EUR")),  # the row's currency goes before the account's
        (account(spend=5, currency=None), Money(5, None)),
        (account(spend=0), Money(0, "CNY")),  # known to be nothing
    ],
)
def test_spend(snapshot: Snapshot, expected: Money | None) -> None:
    assert snapshot.spend == expected


def test_rows_follow_people() -> None:
    snapshot = deciding.the_worked_case()
    assert dict(snapshot.rows) == {"he": 0, "liu": 1, "wang": 2, "xu": 3, "zhao": 4}
    assert snapshot.consensus.value[:, 0].tolist() == [80, 45, 50, 85, 85]
