"""Tokens for tests."""

from datetime import timedelta
from typing import Any

from app.access.tokens import make_token
from app.graph import Graph
from graph_models.vocabulary import UserRole


def token(graph: Graph, user_id: str | None = None, role: UserRole | None = None, **more: Any) -> str:  # noqa: ANN401
    """A token of an app, valid for an hour."""
    return make_token(graph, "api", user_id=user_id, role=role, lasts=timedelta(hours=1), **more).token


def bearer(graph: Graph, user_id: str | None = None, role: UserRole | None = None, **more: Any) -> dict[str, str]:  # noqa: ANN401
    """The header that shows such a token."""
    return {"Authorization": f"Bearer {token(graph, user_id, role, **more)}"}
