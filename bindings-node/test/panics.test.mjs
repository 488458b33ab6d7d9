// A panic in any function of the native library becomes an error, says nothing of what it was about, and the next
// call works. Runs on a library that panics when told: `cargo build -p scrm-node --features panics`.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
process.env.SCRM_NATIVE_LIBRARY ??= require.resolve("../scrm.panics.node");
const native = require(process.env.SCRM_NATIVE_LIBRARY);
const { Deduper, Engines, KeywordMatcher, ScrmError, Workspace } = await import("scrm");
const { IMPORT, message, NOW } = await import("./samples.mjs");

const CSV = Buffer.from("Name,Phone\nAnna,+447400123456\n");
async function* waiting(signal) {
  yield "Name,Phone\n";
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}

let workspace;
let engines;
let matcher;
let deduper;
before(async () => {
  workspace = await Workspace.open(":memory:");
  engines = new Engines();
  matcher = new KeywordMatcher(["tea"]);
  deduper = await new Deduper().fit([{ name: "Anna" }]);
});
after(() => workspace.close());

/** A call that reaches each function that is exported, and each thing that a thread is asked to do. */
const CALLS = {
  "Outlet.create": () => Promise.reject(new ScrmError(JSON.parse(native.Outlet.create(() => {}).slice(1)))),
  "Engines.compile": () => new Engines(),
  "Engines.call": () => engines.textFold("tea"),
  "Engines.segmentSql": () => engines.segmentSql("archived", { now: NOW }),
  "KeywordMatcher.compile": () => new KeywordMatcher(["tea"]),
  "KeywordMatcher.rules": () => new KeywordMatcher(["tea"]),
  "KeywordMatcher.find": () => matcher.find("tea"),
  "KeywordMatcher.findMany": () => matcher.findMany(["tea"]),
  "KeywordMatcher.explain": () => matcher.explain("tea"),
  "KeywordMatcher.labels": () => matcher.labels("tea"),
  "Deduper.create": () => new Deduper(),
  "Deduper.call": () => deduper.clusters(),
  "Deduper.fit": () => new Deduper().fit([{ name: "Anna" }]),
  deduping: () => deduper.clusters(),
  "Workspace.open": () => Workspace.open(":memory:"),
  opening: () => Workspace.open(":memory:"),
  "Workspace.call": () => workspace.nextWakeup(),
  // Asked for the first time, so nobody knows that it is brief, and the workspace's thread answers it.
  calling: () => workspace.followUpsDue({ now: NOW }),
  "Workspace.close": async () => (await Workspace.open(":memory:")).close(),
  closing: async () => (await Workspace.open(":memory:")).close(),
  "Workspace.importCsv": () => workspace.importCsv(CSV, IMPORT),
  "Workspace.importRows": () => workspace.importRows([{ Name: "Anna" }], IMPORT),
  importing: () => workspace.importCsv(CSV, IMPORT),
  "Import.push": () => workspace.importCsv(CSV, IMPORT),
  "Import.end": () => workspace.importCsv(CSV, IMPORT),
  "Import.stop": () => {
    const signal = AbortSignal.timeout(50);
    return workspace.importCsv(waiting(signal), { ...IMPORT, signal });
  },
};

test("every exported function is here", () => {
  const functions = Object.entries(native).flatMap(([name, exported]) => {
    if (!exported.prototype || Object.keys(CALLS).every((call) => !call.startsWith(`${name}.`))) return [name];
    const own = (holder) => Object.getOwnPropertyNames(holder).filter((key) => typeof holder[key] === "function" && key !== "constructor");
    return [...own(exported), ...own(exported.prototype)].map((key) => `${name}.${key}`);
  });
  const known = new Set([...Object.keys(CALLS), "panicNext", "panicIsDue"]);
  assert.deepEqual(functions.filter((name) => !known.has(name)), []);
  assert.ok(functions.length > 12, functions.join());
});

for (const [name, call] of Object.entries(CALLS)) {
  test(`a panic in ${name}`, { timeout: 5_000 }, async () => {
    native.panicNext(name);
    await assert.rejects(
      (async () => call())(),
      (error) => {
        assert.ok(error instanceof ScrmError, error);
        assert.equal(error.code, "api.defect");
        assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, /Anna Walker|447400/);
        return true;
      },
    );
    assert.equal(native.panicIsDue(), false);
    await (async () => call())().catch((error) => {
      // What a signal stops is rejected with the signal's reason; an outlet that was made is no error's text.
      if (!["TimeoutError", "TypeError"].includes(error.name)) throw error;
    });
    assert.equal((await workspace.receive([message("price?")], { now: NOW })).length, 1);
  });
}
