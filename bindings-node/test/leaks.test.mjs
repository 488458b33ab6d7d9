// A million calls, a hundred thousand objects and ten thousand failures leave the process as large as it was.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Deduper, Engines, KeywordMatcher, Workspace } from "scrm";
import { IMPORT, message, NOW } from "./samples.mjs";

const MOST_GROWTH = 4 * 1024 * 1024;
/** V8 takes and gives back some MiB as it likes; what leaks is there after each load, so it shows in their mean. */
const LOADS = 3;

const CALLS = 1_000_000;
const OBJECTS = 100_000;
const FAILURES = 10_000;
/** Objects with a thread of their own. */
const WORKSPACES = 100;

async function load(share) {
  const times = (count) => Math.round(count * share);
  const engines = new Engines();
  const matcher = new KeywordMatcher(["price"]);
  const workspace = await Workspace.open(":memory:");
  const repeated = message("price?");
  for (let call = 0; call < times(CALLS / 4); call += 1) {
    engines.textFold("Ｐｒｉｃｅ");
    matcher.find("what is the price?");
    matcher.findMany(["price", "none"]);
    await (call % 16 === 0 ? workspace.receive([repeated], { now: NOW }) : workspace.nextWakeup());
    if (call % 10_000 === 0) await turn();
  }
  for (let object = 0; object < times(OBJECTS); object += 1) {
    new KeywordMatcher(["price"]);
    if (object % 1_000 === 0) await turn();
  }
  for (let object = 0; object < times(WORKSPACES); object += 1) {
    const short = await Workspace.open(":memory:");
    await short.importCsv(Buffer.from("Name,Phone\nAnna,+447400123456\n"), IMPORT);
    await short.close();
    await (await new Deduper().fit([{ name: "Anna" }, { name: "Ana" }])).explain("0", "1");
  }
  for (let failure = 0; failure < times(FAILURES / 2); failure += 1) {
    assert.throws(() => engines.textFold(5));
    await assert.rejects(workspace.tick({ now: "yesterday" }));
    if (failure % 1_000 === 0) await turn();
  }
  await workspace.close();
}

/** Lets finalizers run. */
async function turn() {
  globalThis.gc();
  await new Promise((resolve) => setImmediate(resolve));
}

async function size() {
  for (let round = 0; round < 5; round += 1) await turn();
  return process.memoryUsage.rss();
}

async function measure() {
  await load(1);
  const before = await size();
  for (let round = 0; round < LOADS; round += 1) await load(1);
  const growth = ((await size()) - before) / LOADS;
  console.log(JSON.stringify({ growth, before }));
}

if (process.argv.includes("--measure")) {
  await measure();
} else {
  test("memory does not grow", { timeout: 600_000 }, (context) => {
    const child = spawnSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url), "--measure"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    assert.equal(child.status, 0);
    const { growth, before } = JSON.parse(child.stdout);
    context.diagnostic(`each load left ${(growth / 1024 / 1024).toFixed(1)} MiB, from ${(before / 1024 / 1024).toFixed(0)} MiB`);
    assert.ok(growth <= MOST_GROWTH, `${growth} bytes`);
  });
}
