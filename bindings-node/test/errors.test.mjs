import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { Engines, KeywordMatcher, ScrmError, Workspace } from "scrm";
import { message, NOW } from "./samples.mjs";

const engines = new Engines();

function refusal(code, field) {
  return (error) => {
    assert.ok(error instanceof ScrmError && error instanceof Error, error);
    assert.equal(error.name, "ScrmError");
    assert.deepEqual([error.code, error.field], [code, field]);
    assert.equal(error.area, code.split(".")[0]);
    if (field !== undefined) assert.equal(error.details.field, field);
    return true;
  };
}

test("wrong requests name the field", async () => {
  const workspace = await Workspace.open(":memory:");
  const wrong = async (call, code, field) => assert.rejects(call, refusal(`api.request.${code}`, field));
  const hello = message("hello");
  await wrong(workspace.receive([hello]), "missing_field", "now");
  await wrong(workspace.receive([hello], { now: NOW, nwo: NOW }), "unknown_field", "nwo");
  await wrong(workspace.receive([{ ...hello, body: { kind: "text" } }], { now: NOW }), "missing_field", "messages[0].body.text");
  await wrong(workspace.receive([{ ...hello, chanel: "whatsapp" }], { now: NOW }), "unknown_field", "messages[0].chanel");
  await wrong(workspace.receive([{ ...hello, channel: "pigeon" }], { now: NOW }), "wrong_kind", "messages[0].channel");
  await wrong(workspace.receive("hello", { now: NOW }), "wrong_kind", "messages");
  await wrong(workspace.receive([hello], NOW), "wrong_kind", "options");
  await wrong(workspace.receive([hello], { messages: [], now: NOW }), "wrong_kind", "messages");
  await wrong(workspace.receive([{ ...hello, account: 5n }], { now: NOW }), "wrong_kind", "request");
  await wrong(workspace.customers({ limit: -1 }), "wrong_kind", "limit");
  await wrong(workspace.lease("worker-1", "ten", { now: NOW }), "wrong_kind", "limit");
  await workspace.close();
});

test("times without an offset are refused with the mend in the text", async () => {
  const workspace = await Workspace.open(":memory:");
  const naive = (field) => (error) => refusal("api.request.naive_time", field)(error) && /offset/.test(error.message);
  await assert.rejects(workspace.tick({ now: "2026-01-05T09:00:00" }), naive("now"));
  const sent = { ...message("hello"), sent_at: "2026-01-05 09:00:00" };
  await assert.rejects(workspace.receive([sent], { now: NOW }), naive("messages[0].sent_at"));
  for (const now of [new Date(NaN), 1_767_603_600, null, "yesterday"]) {
    await assert.rejects(workspace.tick({ now }), refusal("api.request.wrong_kind", "now"));
  }
  await workspace.close();
});

test("engines throw where workspaces reject", () => {
  assert.throws(() => engines.textFold(5), refusal("api.request.wrong_kind", "text"));
  assert.throws(() => engines.textFold(), refusal("api.request.missing_field", "text"));
  assert.throws(() => engines.replyQuick("no such code", "en"), (error) => error.area === "reply");
  assert.throws(() => new Engines(5), refusal("api.request.wrong_kind", "playbook"));
  assert.throws(() => new Engines("[workspace]\nnmae = 1\n"), (error) => error.area === "playbook");
  assert.throws(() => new Engines({ nonsense: {} }), (error) => error.area === "playbook");
});

test("opening says what is wrong", async () => {
  await assert.rejects(Workspace.open(), refusal("api.request.wrong_kind", "path"));
  await assert.rejects(Workspace.open(":memory:", { playbok: {} }), refusal("api.request.unknown_field", "playbok"));
  await assert.rejects(Workspace.open(":memory:", { playbook: "[" }), (error) => error.area === "playbook");
  await assert.rejects(Workspace.open("/no/such/folder/crm.db"), (error) => error.area === "store");
  assert.throws(() => new Workspace(), TypeError);
});

test("after closing, and closing twice, is an error of its own", async () => {
  const workspace = await Workspace.open(":memory:");
  await workspace.close();
  assert.ok(workspace.isClosed);
  await assert.rejects(workspace.close(), refusal("api.workspace.closed"));
  await assert.rejects(workspace.nextWakeup(), refusal("api.workspace.closed"));
  await assert.rejects(workspace.importCsv(Buffer.from(""), { source: "shop", now: NOW }), refusal("api.workspace.closed"));
});

test("calls before a close are answered", async () => {
  const workspace = await Workspace.open(":memory:");
  const calls = Array.from({ length: 20 }, () => workspace.receive([message("hello")], { now: NOW }));
  const closing = workspace.close();
  assert.equal((await Promise.all(calls)).length, 20);
  await closing;
});

test("`await using` closes, once", async () => {
  const workspace = await Workspace.open(":memory:");
  await workspace[Symbol.asyncDispose]();
  assert.ok(workspace.isClosed);
  await workspace[Symbol.asyncDispose]();
});

test("a stack leads to the call", async () => {
  const workspace = await Workspace.open(":memory:");
  async function theCall() {
    await workspace.tick({});
  }
  await assert.rejects(theCall(), (error) => error.stack.includes("theCall"));
  await workspace.close();
});

test("every code that is written here stands in the catalogue", () => {
  const lib = new URL("../lib/", import.meta.url).pathname;
  const catalogue = readFileSync(join(lib, "types.d.ts"), "utf8");
  const texts = readdirSync(lib).filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(lib, name), "utf8"));
  const codes = texts.flatMap((text) => [...text.matchAll(/code: "([a-z_.]+)"/g)].map((found) => found[1]));
  assert.ok(codes.length > 0);
  for (const code of codes) assert.ok(catalogue.includes(`| "${code}"`), code);
});

test("a matcher names what it refuses", () => {
  const matcher = new KeywordMatcher(["price"]);
  assert.throws(() => matcher.find(5), refusal("api.request.wrong_kind", "message"));
  assert.throws(() => matcher.findMany("price"), refusal("api.request.wrong_kind", "messages"));
  assert.throws(() => matcher.findMany(["price", undefined]), refusal("api.request.wrong_kind", "messages[1]"));
  assert.throws(() => new KeywordMatcher(["price"], { mod: "word" }), refusal("api.request.unknown_field", "mod"));
  assert.throws(() => new KeywordMatcher(["price"], { mode: "wrod" }), refusal("api.request.wrong_kind", "rules[0].mode"));
  assert.throws(() => new KeywordMatcher([{ id: "price", label: "price", phrases: [] , fraises: []}]), refusal("api.request.unknown_field", "rules[0].fraises"));
  assert.throws(() => new KeywordMatcher(["\u200b"]), (error) => error.code === "keyword.phrase.blank");
});
