# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""What a type checker says of programs that use scrm: right ones pass, and each wrong line is found.

Checked, not run.
"""

from __future__ import annotations

from datetime import datetime, timezone

import scrm
from scrm.types import Customer, IncomingMessageInput, Received

now = datetime.now(timezone.utc)


def right(workspace: scrm.Workspace) -> None:
    message: IncomingMessageInput = {
        "external_id": "wamid.1",
        "channel": "whatsapp",
        "account": "shop",
        "sender": {"identifiers": [{"kind": "whatsapp_id", "value": "447400123456"}]},
        "body": {"kind": "text", "text": "How much is the tea?"},
        "sent_at": now,
    }
    received: list[Received] = workspace.receive(message, now=now)
    workspace.receive([message, message], now="2026-01-05T09:00:00Z")
    customers: scrm.Table[Customer] = workspace.customers()
    for customer in customers:
        made: datetime = customer["created_at"]
        field = customer["fields"]["budget"]
        if field["kind"] == "budget":
            low: int | None = field["value"]["low"]
            print(made, low)
        # What came out fits where it goes in.
        print(scrm.priority(customer, now=now)["respond_by"])
    print([entry["kind"] for entry in received], customers.to_dicts()[0]["id"])
    print(scrm.KeywordMatcher({"price": ["how much"]}, mode="word").find("how much?")[0].start)


def duplicates() -> None:
    deduper = scrm.Deduper({"merge": 0.95}, columns={"erp": "system_id"}).fit("customers.csv", id="erp")
    persons: list[list[str]] = deduper.clusters()
    score: float = deduper.score("a", {"name": "Anna"})
    for field in deduper.explain("a", "b")["fields"]:
        level: str | None = field["level"]
        print(field["kind"], level, field["weight"], persons, score)
    print(deduper.certify([("a", "b", True)])["pairwise"]["precision"]["low"], deduper.fields[0]["columns"])
    deduper.add({"name": "Anna"})  # pyright: ignore[reportCallIssue]
    deduper.score("a", 5)  # pyright: ignore[reportArgumentType]
    scrm.Deduper(columns={"erp": "sytem_id"})  # pyright: ignore[reportArgumentType]
    scrm.Deduper(mrege=0.9)  # pyright: ignore[reportCallIssue]


def wrong(workspace: scrm.Workspace, message: IncomingMessageInput, customer: Customer) -> None:
    workspace.receive(message)  # pyright: ignore[reportCallIssue]
    workspace.receive(message, nwo=now)  # pyright: ignore[reportCallIssue]
    workspace.receive(message, now=5)  # pyright: ignore[reportArgumentType]
    workspace.receive({"account": "shop"}, now=now)  # pyright: ignore[reportArgumentType]
    workspace.customer(5)  # pyright: ignore[reportArgumentType]
    print(customer["craeted_at"])  # pyright: ignore[reportGeneralTypeIssues, reportUnknownArgumentType]
    workspace.import_csv("shop.csv", on_error="explode")  # pyright: ignore[reportArgumentType]
    scrm.KeywordMatcher(["tea"], mode="fuzzy")  # pyright: ignore[reportArgumentType]
