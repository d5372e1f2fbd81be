"""Opportunities written down in a line each."""

from datetime import date

from graph_models.records import DealRecord


def deal(
    name: str,
    outcome: str | None = None,
    closed: str | None = None,
    amount: float | None = 1_000_000.0,
    *,
    opened: str | None = None,
    origin: str | None = None,
    currency: str | None = "CNY",
    at: str = "river",
    evidence: bool = False,
) -> DealRecord:
    """An opportunity; without an outcome it is open, and the day is the one it is expected to close."""
    return DealRecord(
        id=name.lower(),
        account_id=at,
        account_name=at.capitalize(),
        name=name,
        user_id=None,
        origin=origin,
        amount=amount,
        currency=currency,
        opened_on=date.fromisoformat(opened) if opened else None,
        closed_on=date.fromisoformat(closed) if closed else None,
        outcome=outcome,
        evidence=evidence,
    )
