import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import { Workspace } from "scrm";
import { message, NOW } from "./samples.mjs";

const SOURCE = `
  const { parentPort } = require("node:worker_threads");
  const { Engines, KeywordMatcher, Workspace } = require("scrm");
  (async () => {
    const workspace = await Workspace.open(":memory:");
    const engines = new Engines();
    const matcher = new KeywordMatcher(["price"]);
    const csv = "Name,Phone\\n" + Array.from({ length: 2000 }, (_, row) => "Customer " + row + ",+4474" + (10000000 + row) + "\\n").join("");
    parentPort.postMessage("ready");
    parentPort.on("message", async ({ messages, now }) => {
      const received = await workspace.receive(messages, { now });
      const { counts } = await workspace.importCsv(Buffer.from(csv), { source: "shop", now });
      parentPort.postMessage({ received: received.length, created: counts.created, fold: engines.textFold("TEA").text, labels: matcher.labels("price") });
    });
  })();
`;

async function start() {
  const worker = new Worker(SOURCE, { eval: true });
  worker.on("error", (error) => { throw error; });
  assert.deepEqual(await once(worker, "message"), ["ready"]);
  return worker;
}

test("workers have workspaces, engines and matchers of their own, at the same time", async () => {
  const workers = await Promise.all(Array.from({ length: 4 }, start));
  const answers = workers.map((worker) => {
    worker.postMessage({ messages: [message("price?")], now: NOW });
    return once(worker, "message");
  });
  for (const [answer] of await Promise.all(answers)) {
    assert.deepEqual(answer, { received: 1, created: 2_000, fold: "tea", labels: ["price"] });
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
});

test("workers that are ended in the middle of a call take nothing down", { timeout: 120_000 }, async () => {
  const ours = await Workspace.open(":memory:");
  for (let round = 0; round < 50; round += 1) {
    const workers = await Promise.all([start(), start()]);
    for (const worker of workers) worker.postMessage({ messages: [message("price?")], now: NOW });
    await new Promise((resolve) => setTimeout(resolve, round % 8));
    await Promise.all(workers.map((worker) => worker.terminate()));
    await ours.receive([message("price?")], { now: NOW });
  }
  await ours.close();
});
