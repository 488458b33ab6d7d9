"""Runs the shared conformance cases through Python's typed methods.

    python scrm_conformance.py CASES.json ANSWERS.jsonl

`conformance expand CASES.json` writes the cases, `conformance judge ANSWERS.jsonl --language python` judges the answers.
"""

from __future__ import annotations

import inspect
import json
import keyword
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import scrm

Object = dict[str, Any]


def run(cases: Object) -> Iterator[Object]:
    """The answer to each case and step."""
    engines: dict[str, scrm.Engines] = {}
    for case in cases["engines"]:
        place = {"file": case["file"], "name": case["name"]}
        yield place | {"answer": answer(lambda: call(engines_of(case, engines), case["op"], case["request"]))}
    for case in cases["workspace"]:
        yield from steps(case)
    for case in cases["deduper"]:
        yield from steps_on_deduper(case)


def engines_of(case: Object, known: dict[str, scrm.Engines]) -> scrm.Engines:
    config = case.get("config")
    key = json.dumps(config, sort_keys=True)
    if key not in known:
        known[key] = scrm.Engines(config)
    return known[key]


def steps(case: Object) -> Iterator[Object]:
    place = {"file": case["file"], "name": case["name"]}
    try:
        workspace = scrm.open(":memory:", case.get("config"))
    except scrm.ScrmError as error:
        yield from (place | {"step": number, "answer": refusal(error)} for number in range(1, len(case["steps"]) + 1))
        return
    saved: Object = {}
    with workspace:
        for number, step in enumerate(case["steps"], 1):
            request = resolve(step["request"], saved)
            given = answer(lambda step=step, request=request: perform(workspace, step["op"], request))
            for name, pointer in step.get("save", {}).items():
                saved[name] = pointed(given.get("ok"), pointer)
            yield place | {"step": number, "answer": given}


def steps_on_deduper(case: Object) -> Iterator[Object]:
    place = {"file": case["file"], "name": case["name"]}
    try:
        deduper = scrm.Deduper(case.get("config"))
    except scrm.ScrmError as error:
        yield from (place | {"step": number, "answer": refusal(error)} for number in range(1, len(case["steps"]) + 1))
        return
    for number, step in enumerate(case["steps"], 1):
        # Rows that Python refuses by itself have no answer of the engine's; and `fit` gives the deduper back.
        method = deduper.call if step["op"] == "fit" else lambda op, request: call(deduper, op, request)
        yield place | {"step": number, "answer": answer(lambda m=method, s=step: m(s["op"], s["request"]))}


def perform(workspace: scrm.Workspace, operation: str, request: Object) -> Any:
    if operation == "import_csv":
        return import_csv(workspace, request)
    if operation == "deliver":
        return deliver(workspace, times(request["now"]))
    return call(workspace, operation, request)


def call(owner: scrm.Engines | scrm.Workspace | scrm.Deduper, operation: str, request: Object) -> Any:
    """Calls the typed method of an operation; what its signature refuses goes past it, to see the engine's error."""
    method: Callable[..., Any] = getattr(owner, operation.replace(".", "_"))
    named = {f"{name}_" if keyword.iskeyword(name) else name: times(value) for name, value in request.items()}
    try:
        inspect.signature(method).bind(**named)
    except TypeError:
        return owner.call(operation, request)
    answered = method(**named)
    return answered.to_dicts() if isinstance(answered, scrm.Table) else answered


def import_csv(workspace: scrm.Workspace, request: Object) -> Any:
    options = dict(request["options"])
    csv = options.pop("csv", None) or {}
    source = request["file"].encode() if request.get("file") is not None else bytes.fromhex(request["hex"])
    named = {"name": options.pop("source")} | csv | {"on_error": options.pop("on_rejected", "skip")} | options
    return workspace.import_csv(source, now=times(request["now"]), **named)


def deliver(workspace: scrm.Workspace, now: datetime) -> list[Object]:
    """A worker that never fails."""
    sent: list[Object] = []
    for leased in workspace.lease("worker", 100, now=now):
        message, generation = leased["message"], leased["generation"]
        if workspace.attempt(message["id"], generation, now=now)["send"]:
            record = workspace.acknowledge(message["id"], generation, external_id=message["id"], now=now)
            text = message["body"].get("text")
            told = {"rule": message.get("rule"), "to": message["to"], "text": text}
            sent.append({"id": message["id"], "message": record["message"]} | told)
    return sent


def times(value: Any) -> Any:
    """Instants of a case as what Python programs have."""
    if isinstance(value, dict):
        return {name: times(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [times(inner) for inner in value]
    if isinstance(value, str) and len(value) >= 20 and value[4:5] == "-" and value[10:11] == "T":
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            return value
        # Only what Python holds without loss.
        return read if read.tzinfo is not None and "." not in value else value
    return value


def answer(work: Callable[[], Any]) -> Object:
    try:
        return {"ok": plain(work())}
    except scrm.ScrmError as error:
        return refusal(error)


def refusal(error: scrm.ScrmError) -> Object:
    said = {"code": error.code, "message": error.message, "field": error.field, "row": error.row}
    return {"error": {name: value for name, value in said.items() if value is not None}}


def plain(value: Any) -> Any:
    """An answer as JSON has it."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        assert value.utcoffset() == timedelta(0), "instants come back in UTC"
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def resolve(value: Any, saved: Object) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$ref"}:
            return saved[value["$ref"]]
        return {name: resolve(inner, saved) for name, inner in value.items()}
    return [resolve(inner, saved) for inner in value] if isinstance(value, list) else value


def pointed(value: Any, pointer: str) -> Any:
    """What a JSON pointer leads to; nothing where it leads nowhere."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return value


def write(cases: Path, answers: Path) -> int:
    """Runs the cases of a file, writes the answers to another, and counts them."""
    lines = [json.dumps(line, ensure_ascii=False) for line in run(json.loads(cases.read_text(encoding="utf-8")))]
    answers.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]), Path(sys.argv[2]))} answers")
