from datetime import datetime, timezone

import scrm

now = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)
with scrm.open("shop.db") as workspace:
    report = workspace.import_csv(b"name,phone\nAnna Walker,+447400123456\n", now=now)
    assert report["counts"]["created"] == 1, report
    message = {
        "external_id": "wamid.1",
        "channel": "whatsapp",
        "account": "shop",
        "sender": {"identifiers": [{"kind": "whatsapp_id", "value": "447400123456"}]},
        "body": {"kind": "text", "text": "How much is the tea?"},
        "sent_at": now,
    }
    (received,) = workspace.receive(message, now=now)
    assert received["answered_by"] == "keyword.price", received
    assert len(workspace.customers()) == 1
