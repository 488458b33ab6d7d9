"""What people import is there, and does what its documentation says."""

from __future__ import annotations

import doctest
import inspect
import io
import json
import pickle
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import scrm
from conftest import NOW, message
from scrm import _areas, _deduper, _engines, _matcher, _value, _workspace


@pytest.mark.parametrize("module", [scrm, _deduper, _engines, _matcher, _value, _workspace])
def test_documented_examples_hold(module: object) -> None:
    failed, tried = doctest.testmod(module)
    assert tried > 0 and failed == 0


def test_a_message_is_answered_and_sent(workspace: scrm.Workspace) -> None:
    (received,) = workspace.receive(message("how much is it?"), now=NOW)
    assert received["kind"] == "new" and received["outbox"]
    later = NOW + timedelta(minutes=1)
    (leased,) = workspace.lease("worker", now=later)
    outgoing = leased["message"]
    assert workspace.attempt(outgoing["id"], leased["generation"], now=later)["send"]
    sent = workspace.acknowledge(outgoing["id"], leased["generation"], external_id="x1", now=later)
    assert sent["message"].startswith("m_")
    assert workspace.customer(received["customer"])["fields"]["name"]["value"] == "Anna Walker"
    assert {row["id"] for row in workspace.queue(NOW)} <= {received["customer"]}
    assert "reply" in workspace.explain(received["message"])["text"]
    assert len(workspace.search("Anna")) > 0


def test_one_message_and_a_list_of_one_are_the_same(workspace: scrm.Workspace) -> None:
    one = workspace.receive(message("hello", id="m_a"), now=NOW)
    again = workspace.receive([message("hello", id="m_a")], now=NOW)
    assert (one[0]["kind"], again[0]["kind"]) == ("new", "duplicate")


def test_instants_come_back_as_aware_datetimes(workspace: scrm.Workspace) -> None:
    (received,) = workspace.receive(message("price?"), now=NOW)
    customer = workspace.customer(received["customer"])
    assert customer["created_at"] == NOW and customer["created_at"].utcoffset() == timedelta(0)
    assert customer["fields"]["first_contact"]["value"] == NOW
    view = workspace.customer_view(received["customer"], NOW - timedelta(days=1), NOW + timedelta(days=1))
    entries = {entry["entry"]: entry for entry in view["timeline"]}
    assert entries["message"]["message"]["at"] == NOW
    assert workspace.next_wakeup()["at"].tzinfo is not None
    # What came out goes in again.
    assert scrm.priority(customer, now=NOW)["respond_by"].tzinfo is not None


def test_merge_and_its_undoing(workspace: scrm.Workspace) -> None:
    workspace.import_frame([{"name": "Anna"}, {"name": "Anne"}], now=NOW)
    anna, anne = (customer["id"] for customer in workspace.customers())
    merge = workspace.merge(anna, anne, now=NOW)["merge"]
    assert [customer["id"] for customer in workspace.customers()] == [anna]
    assert workspace.undo_merge(merge, now=NOW)["restored"] == anne
    assert len(workspace.customers()) == 2


def test_what_another_playbook_would_change(workspace: scrm.Workspace, tmp_path: Path) -> None:
    rows = [{"name": name, "phone": f"+44740012340{n}"} for n, name in enumerate(["Anna", "Ёлкина", "王小明", "عمر"])]
    workspace.import_frame(rows, now=NOW)
    book = scrm.Playbook.read({"replies": {"human_request": {"audience": "agent:omar"}}})
    file = tmp_path / "playbook.json"
    file.write_text(json.dumps(book.to_dict()), encoding="utf-8")
    before = [dict(customer) for customer in workspace.customers()]
    for source in [book, book.to_dict(), file, file.read_text(encoding="utf-8")]:
        compared = workspace.diff_playbook(source, samples=2, now=NOW)
        (change,) = compared["diff"]["changes"]
        assert change["change"] == "owner" and change["to"] == "agent:omar"
        assert change["customers"] == 4 and len(change["samples"]) == 2
        assert "agent:omar: 4" in compared["text"]
    assert [dict(customer) for customer in workspace.customers()] == before
    back = workspace.diff_playbooks(book, scrm.Playbook.standard(), segments={"all": "!archived"}, now=NOW)["diff"]
    assert [change["change"] for change in back["changes"]] == ["owner"]
    with pytest.raises(scrm.SegmentError) as caught:
        workspace.diff_playbook(book, segment="company_syze > 3", now=NOW)
    assert (caught.value.code, caught.value.field) == ("segment.unknown", "segment")


def test_playbooks_from_anywhere(tmp_path: Path) -> None:
    text = '[workspace]\nname = "Harbour Tea"\n'
    file = tmp_path / "playbook.toml"
    file.write_text(text, encoding="utf-8")
    sources = [text, file, str(file), {"workspace": {"name": "Harbour Tea"}}, '{"workspace": {"name": "Harbour Tea"}}']
    books = [scrm.Playbook.read(source) for source in sources]
    assert len({book.fingerprint for book in books}) == 1 and len(set(books)) == 1
    assert books[0].to_dict()["workspace"]["name"] == "Harbour Tea"
    assert books[0] != scrm.Playbook.standard() == scrm.Playbook.standard()
    assert json.dumps(scrm.Playbook.standard().to_dict())
    with scrm.open(":memory:", playbook=file) as workspace:
        assert workspace.audit(NOW)["workspace"] == "Harbour Tea"
    with pytest.raises(scrm.PlaybookError) as caught:
        scrm.Playbook.read('[workspace]\nnmae = "x"\n')
    assert "line 2" in str(caught.value)
    with pytest.raises(scrm.PlaybookError) as caught:
        scrm.Engines({"workspace": {"name": 3}})
    assert caught.value.field is None or "name" in str(caught.value)


def test_engines_follow_their_playbook() -> None:
    engines = scrm.Engines({"workspace": {"region": "TW"}})
    assert engines.text_fold("ПРИВЕТ") == {"text": "привет"}
    assert engines.keyword_labels("how much?")["labels"] == ["price"]
    assert repr(engines) == "<scrm.Engines>"


def test_matchers() -> None:
    standard = scrm.KeywordMatcher()
    assert "price" in standard.labels("what is the price?") and len(standard) > 0
    rules = scrm.KeywordMatcher([{"id": "r", "label": "L", "phrases": ["tea"], "negative": ["no tea"]}])
    assert rules.labels("tea") == ["L"] and rules.labels("no tea") == []
    assert scrm.KeywordMatcher(["tea"], mode="substring").labels("teapot") == ["tea"]
    assert scrm.KeywordMatcher(["tea"]).labels("teapot") == []
    found = scrm.KeywordMatcher(["tea", "pot"]).find_many(["a pot of tea", "", "tea"])
    assert len(found) == 3 and [[hit.phrase for hit in hits] for hits in found] == [["pot", "tea"], [], ["tea"]]
    assert found[-1] == found[2] and found[0] != found[2]
    with pytest.raises(IndexError):
        found[3]
    hit = found[2][0]
    assert (hit.rule, hit.label, hit.phrase, hit.start, hit.end) == ("tea", "tea", "tea", 0, 3)
    assert {hit, found[2][0]} == {hit} and repr(hit) == "Hit(rule='tea', start=0, end=3)"
    with pytest.raises(scrm.KeywordError) as caught:
        scrm.KeywordMatcher(["tea", "\u200b"])
    assert caught.value.code == "keyword.phrase.blank" and caught.value.field == "rules[1].phrases[0]"
    with pytest.raises(scrm.ApiError) as caught:
        scrm.KeywordMatcher([{"id": "r", "label": "L", "phrases": ["x", 3]}])
    assert caught.value.field == "rules[0].phrases[1]"


def test_what_is_no_text_and_no_rule_is_refused_with_its_place() -> None:
    matcher: Any = scrm.KeywordMatcher(["tea"])
    keywords: Any = scrm.KeywordMatcher
    half = "tea \ud83d"
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: keywords("tea"), "rules"),
        (lambda: keywords(5), "rules"),
        (lambda: keywords([1]), "rules[0]"),
        (lambda: keywords(["tea", None]), "rules[1]"),
        (lambda: keywords({"drink": 5}), "rules[0].phrases"),
        (lambda: keywords([half]), "rules[0].id"),
        (lambda: matcher.find(5), "text"),
        (lambda: matcher.find(half), "text"),
        (lambda: matcher.labels(b"tea"), "text"),
        (lambda: matcher.explain(half), "text"),
        (lambda: matcher.find_many("tea"), "texts"),
        (lambda: matcher.find_many(5), "texts"),
        (lambda: matcher.find_many(["tea", 5]), "texts[1]"),
        (lambda: matcher.find_many(["tea", half]), "texts[1]"),
        (lambda: cast("Any", scrm.Engines()).segment_sql(half, NOW), "expression"),
    ]
    for call, field in refused:
        with pytest.raises(scrm.ApiError) as caught:
            call()
        assert (caught.value.code, caught.value.field) == ("api.request.wrong_kind", field)
        assert "tea" not in caught.value.message


def test_half_of_a_character_costs_no_other_row(workspace: scrm.Workspace) -> None:
    with pytest.raises(scrm.ImportError) as caught:
        workspace.import_frame([{"name": "Anna"}, {"name": "Eva \ud83d"}], now=NOW)
    assert (caught.value.code, caught.value.field, caught.value.row) == ("import.table.cell", "name", 2)
    with pytest.raises(scrm.ApiError):
        workspace.import_frame([{"na\ud83dme": "Anna"}], now=NOW)
    # A byte that Python could not decode, as `errors="surrogateescape"` keeps it.
    file = io.StringIO("name;city\nAnna;Z\udcfcrich\nEva;Bonn\n")
    report = workspace.import_csv(file, name="x", now=NOW)
    assert (report["counts"]["created"], report["counts"]["rejected"]) == (1, 1)
    assert report["rejected"][0]["code"] == "import.row.undecodable"


def test_options_out_of_their_range_are_refused() -> None:
    engines: Any = scrm.Engines()
    messages, labels = ["tea please", "a refund"], ["tea", "refund"]
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: scrm.learn_rules(messages, labels, {"precision": 1.5}), "config.precision"),
        (lambda: scrm.learn_rules(messages, labels, {"terms": 0}), "config.terms"),
        (lambda: scrm.mine(messages, config={"most_phrases": 0}), "config.most_phrases"),
        (lambda: engines.keyword_lint(None, messages, thresholds={"broad_share": -0.1}), "thresholds.broad_share"),
    ]
    for call, field in wrong:
        with pytest.raises(scrm.KeywordError) as caught:
            call()
        assert (caught.value.code, caught.value.field) == ("keyword.option", field)


def test_one_text_is_no_list_of_texts() -> None:
    learn_rules, mine, lint = cast("Any", scrm.learn_rules), cast("Any", scrm.mine), cast("Any", scrm.lint)
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: learn_rules("tea", ["tea"]), "messages"),
        (lambda: learn_rules(["tea"], "x"), "labels"),
        (lambda: mine("tea"), "messages"),
        (lambda: lint(None, "tea"), "messages"),
        (lambda: lint(5), "rules"),
    ]
    for call, field in wrong:
        with pytest.raises(scrm.ApiError) as caught:
            call()
        assert (caught.value.code, caught.value.field) == ("api.request.wrong_kind", field)


def test_errors_say_everything_and_travel(workspace: scrm.Workspace) -> None:
    with pytest.raises(scrm.WorkspaceError) as caught:
        workspace.customer("c_nobody")
    error = caught.value
    assert error.details == {
        "code": error.code,
        "message": error.message,
        "field": error.field,
        "row": error.row,
        "help": error.help,
        "retryable": error.retryable,
    }
    assert error.code == "workspace.not_found" and error.help and error.code in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is scrm.WorkspaceError and again.details == error.details


def test_who_belongs_to_a_saved_segment_is_kept_by_the_clock() -> None:
    saved = [{"id": "silent", "names": {"ar": "صامتون"}, "when": "last_inbound < now - days(7)"}]
    with scrm.open(":memory:", playbook={"segments": {"saved": saved}}) as workspace:
        (received,) = workspace.receive(message("hello"), now=NOW)
        assert workspace.saved_segments()["segments"][0]["members"] == 0
        # A moment after the seven days, in whole milliseconds.
        due = NOW + timedelta(days=7, milliseconds=1)
        assert workspace.customer(received["customer"])["segments_due"] == due
        workspace.tick(now=due)
        (member,) = workspace.segment_members("silent")
        assert member == {"customer": received["customer"], "since": due}
        assert workspace.saved_segments()["segments"][0]["names"] == {"ar": "صامتون"}
        assert workspace.refresh_segments(now=due)["entered"] == 0
        with pytest.raises(scrm.WorkspaceError, match="gone"):
            workspace.segment_members("gone")


def test_every_area_has_a_class_and_all_are_exported() -> None:
    for area, error in _areas.AREAS.items():
        assert issubclass(error, scrm.ScrmError) and getattr(scrm, error.__name__) is error, area
    # The name of a builtin would be hidden by `from scrm import *`.
    assert "ImportError" not in scrm.__all__ and "TimeError" in scrm.__all__
    assert all(hasattr(scrm, name) for name in scrm.__all__)


def test_priority_takes_what_its_operation_takes() -> None:
    operation = inspect.signature(scrm.Engines.priority_evaluate)
    function = inspect.signature(scrm.priority)
    assert list(function.parameters.values()) == list(operation.parameters.values())[1:]


def test_every_operation_has_a_method() -> None:
    table = json.loads((Path(__file__).parents[2] / "api" / "operations.json").read_text(encoding="utf-8"))
    for kind, owner in (("engines", scrm.Engines), ("workspace", scrm.Workspace), ("deduper", scrm.Deduper)):
        names = [operation["name"].replace(".", "_") for operation in table[kind]]
        assert names and all(callable(getattr(owner, name)) for name in names)
