import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { withFolder } from "./samples.mjs";

const SAMPLES = new URL("./samples.mjs", import.meta.url).href;

/** Runs a program in a process of its own, which has so many milliseconds to end by itself. */
function run(program, patience = 20_000, ...flags) {
  const source = `import { Workspace, Engines, KeywordMatcher } from "scrm"; import { message, NOW, IMPORT, customersCsv } from "${SAMPLES}";\n${program}`;
  const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", source], { cwd: join(import.meta.dirname ?? ".", ".."), stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (piece) => { output += piece; });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error("the process did not end by itself"));
    }, patience);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, output: output.trim() });
    });
  });
}

async function ends(program, output) {
  assert.deepEqual(await run(program), { code: 0, signal: null, output });
}

test("a process ends when its work is done, with a workspace left open", () =>
  withFolder(async (folder) => {
    for (const path of [":memory:", join(folder, "crm.db")]) {
      await ends(
        `const workspace = await Workspace.open("${path}");
         await workspace.receive([message("price?")], { now: NOW });
         globalThis.kept = workspace;
         console.log("done");`,
        "done",
      );
    }
  }));

test("a process waits for what was asked", () =>
  ends(
    `const workspace = await Workspace.open(":memory:");
     workspace.importCsv(Buffer.from(customersCsv(2000)), IMPORT).then(({ counts }) => console.log(counts.created));`,
    "2000",
  ));

test("a process ends although an import was stopped and its source never ends", () =>
  ends(
    `const workspace = await Workspace.open(":memory:");
     async function* source() { yield "Name,Phone\\n"; await new Promise(() => {}); }
     const signal = AbortSignal.timeout(50);
     const keep = setTimeout(() => {}, 100);
     await workspace.importCsv(source(), { ...IMPORT, signal }).catch((error) => console.log(error.name));`,
    "TimeoutError",
  ));

test("engines and matchers keep nothing alive", () =>
  ends(`console.log(new Engines().textFold("TEA").text, new KeywordMatcher(["tea"]).labels("Tea")[0]);`, "tea tea"));

test("a workspace that nobody holds any more is closed", () =>
  withFolder(async (folder) => {
    const path = join(folder, "crm.db");
    const program = `
      async function use() { await (await Workspace.open("${path}")).nextWakeup(); }
      await use();
      for (let tries = 0; tries < 100; tries += 1) {
        gc();
        await new Promise((resolve) => setTimeout(resolve, 20));
        try { await Workspace.open("${path}"); console.log("opened again"); break; } catch {}
      }`;
    assert.deepEqual(await run(program, 20_000, "--expose-gc"), { code: 0, signal: null, output: "opened again" });
  }));

test("process.exit in the middle of work ends the process", async () => {
  const { code, signal } = await run(
    `const workspace = await Workspace.open(":memory:");
     workspace.importCsv(Buffer.from(customersCsv(50000)), IMPORT);
     workspace.receive(Array.from({ length: 2000 }, () => message("price?")), { now: NOW });
     setTimeout(() => process.exit(3), 20);`,
  );
  assert.deepEqual([code, signal], [3, null]);
});
