"""A write is done once, however often it is sent.

In the transaction that does it, a write leaves a receipt under its key: the `Idempotency-Key` of the request, else the
id that the client chose, else one of our own. Sent again, by the client or by ourselves when a commit was in doubt, the
receipt is found and answers; nothing is done again. Stripe's API and draft-ietf-httpapi-idempotency-key-header have the
same rules.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from app.access.asker import Asker
from app.editing.queries import begin_receipt, keep_receipt
from app.errors import FieldError, Invalid, NotFound
from app.graph import Graph
from app.language import gettext as _

KEPT = timedelta(hours=24)


class Answer(BaseModel):
    """What a write answered: as it is sent, and kept to be sent again."""

    status: int
    body: Any = None
    etag: str | None = None
    location: str | None = None
    account_ids: list[str] = []
    """The accounts that it is about; who may no longer see one of them is not answered again."""


@dataclass(frozen=True)
class Request:
    """A write as it was asked for."""

    asker: Asker
    operation: str
    """What is to be done, to which thing: the same key for another operation is another write."""
    content: Any
    """All that the outcome depends on, as JSON has it."""
    key: str | None = None
    """`Idempotency-Key`, or the id that the client chose; None: a write that cannot be sent again."""
    chosen: str = "Idempotency-Key"
    """What the client chose: the header, or the field that holds the id."""
    if_match: str | None = None
    """The version that is to be changed; `*`: any."""

    @property
    def receipt_id(self) -> str:
        """Of this asker, operation and key alone."""
        return _digest([self.asker.user_id, self.asker.role_name, self.operation, self.key or str(uuid.uuid4())])


def once(graph: Graph, request: Request, work: Callable[[Graph], Answer]) -> Answer:
    """Do this in one transaction unless it was done before; answer as the first time.

    Raises:
        Invalid: the key was used with another content.
        NotFound: it was done, but what it is about can no longer be seen.
    """
    receipt_id, fingerprint = request.receipt_id, _digest(request.content)

    def unit(transaction: Graph) -> Answer:
        expires_at = datetime.now(UTC) + KEPT
        (receipt,) = begin_receipt(transaction, id=receipt_id, fingerprint=fingerprint, expires_at=expires_at)
        if receipt.fingerprint != fingerprint:
            reason = _("used before with another content; a new request has a key of its own")
            raise Invalid.of([FieldError(request.chosen, reason)])
        if receipt.done:
            return _replayed(receipt.answer)
        answer = work(transaction)
        keep_receipt(
            transaction, id=receipt_id, answer=answer.model_dump_json(), account_ids=_sorted(answer.account_ids)
        )
        return answer

    return graph.write(unit)


def _replayed(answer: str | None) -> Answer:
    if answer is None:
        msg = _("this was done before, but what it is about is no longer there for you")
        raise NotFound(msg)
    return Answer.model_validate_json(answer)


def _digest(content: Any) -> str:  # noqa: ANN401
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _sorted(ids: Sequence[str]) -> list[str]:
    return sorted(set(ids))
