from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
import scrm

NOW = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)


@pytest.fixture
def workspace() -> Iterator[scrm.Workspace]:
    with scrm.open(":memory:") as opened:
        yield opened


def message(text: str, *, id: str = "m_1", phone: str = "+447400123456", **more: Any) -> dict[str, Any]:
    """A message from a WhatsApp number to the account `shop`."""
    return {
        "external_id": id,
        "channel": "whatsapp",
        "account": "shop",
        "sender": {"identifiers": [{"kind": "whatsapp_id", "value": phone}], "display_name": "Anna Walker"},
        "body": {"kind": "text", "text": text},
        "sent_at": NOW,
        "history": False,
    } | more
