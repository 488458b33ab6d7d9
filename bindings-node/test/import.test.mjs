import assert from "node:assert/strict";
import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { Workspace } from "scrm";
import { customersCsv, IMPORT, message, NOW, withFolder } from "./samples.mjs";

async function inMemory(work) {
  const workspace = await Workspace.open(":memory:");
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

const FILE = customersCsv(1_000);

/** The same bytes, cut where it hurts. */
function* pieces(text, size) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("every kind of source gives the same", () =>
  withFolder(async (folder) => {
    const path = join(folder, "customers.csv");
    writeFileSync(path, FILE);
    const sources = {
      path: () => path,
      url: () => pathToFileURL(path),
      buffer: () => Buffer.from(FILE),
      "file stream": () => createReadStream(path, { highWaterMark: 777 }),
      "stream of texts": () => Readable.from([FILE]),
      generator: () => pieces(FILE, 999),
      texts: () => [FILE.slice(0, 100), FILE.slice(100)],
    };
    for (const [name, source] of Object.entries(sources)) {
      await inMemory(async (workspace) => {
        const report = await workspace.importCsv(source(), IMPORT);
        assert.deepEqual([report.counts.read, report.counts.created], [1_000, 1_000], name);
        const again = await workspace.importCsv(source(), IMPORT);
        assert.deepEqual([again.counts.created, again.counts.unchanged], [0, 1_000], name);
      });
    }
  }));

test("characters may be cut between pieces", () =>
  inMemory(async (workspace) => {
    const csv = "Имя,Телефон\nАнна Вокер 😀,+447400123456\n李小龍,+886912345678\n";
    await workspace.importCsv(pieces(csv, 1), IMPORT);
    const names = [];
    for await (const customer of workspace.customers()) names.push(JSON.stringify(customer));
    assert.ok(names.some((text) => text.includes("李小龍")));
    assert.ok(names.some((text) => text.includes("Анна Вокер")));
  }));

test("progress comes between the batches, and rejected rows come back as a file", () =>
  inMemory(async (workspace) => {
    const seen = [];
    let rejected = "";
    const file = `${customersCsv(5_000)}-,+447400123457\n`;
    const report = await workspace.importCsv(Buffer.from(file), {
      ...IMPORT,
      onProgress: (progress) => seen.push(progress),
      onRejectedRows: (csv) => { rejected += csv; },
    });
    assert.ok(seen.length > 1);
    assert.deepEqual(seen.at(-1).counts, report.counts);
    assert.ok(seen.every(({ bytes }, index) => index === 0 || bytes >= seen[index - 1].bytes));
    assert.equal(report.counts.rejected, 1);
    assert.match(rejected, /447400123457/);
    assert.equal(rejected.trim().split("\n").length, 2);
  }));

test("calls go on while a file is imported", () =>
  inMemory(async (workspace) => {
    let isDone = false;
    const importing = workspace.importCsv(Buffer.from(customersCsv(20_000)), IMPORT).finally(() => { isDone = true; });
    let received = 0;
    while (!isDone) {
      await workspace.receive([message("hello")], { now: NOW });
      received += 1;
    }
    assert.equal((await importing).counts.created, 20_000);
    assert.ok(received > 1);
  }));

test("a signal stops an import, and what was stored stays", () =>
  inMemory(async (workspace) => {
    const controller = new AbortController();
    const stopped = workspace.importCsv(Buffer.from(customersCsv(20_000)), {
      ...IMPORT,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await assert.rejects(stopped, { name: "AbortError" });
    let stored = 0;
    for await (const customer of workspace.customers({ limit: 1_000 })) stored += customer ? 1 : 0;
    assert.ok(stored > 0 && stored < 20_000, `${stored}`);
  }));

test("a signal stops an import that waits for its source, and lets the source go", () =>
  inMemory(async (workspace) => {
    let isClosed = false;
    async function* endless() {
      try {
        yield "Name,Phone\n";
        await new Promise((resolve) => setTimeout(resolve, 50));
        for (;;) yield await new Promise((resolve) => setTimeout(resolve, 10, "Anna,+447400123456\n"));
      } finally {
        isClosed = true;
      }
    }
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(workspace.importCsv(endless(), { ...IMPORT, signal: controller.signal }), reason);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(isClosed);
    await assert.rejects(workspace.importCsv("never-read.csv", { ...IMPORT, signal: AbortSignal.abort(reason) }), reason);
  }));

test("what a source or a callback throws comes back as it is", () =>
  inMemory(async (workspace) => {
    const broken = new Error("the socket broke");
    const throwing = () => { throw broken; };
    async function* source() {
      yield "Name,Phone\nAnna,+447400123456\n";
      throw broken;
    }
    await assert.rejects(workspace.importCsv(source(), IMPORT), broken);
    await assert.rejects(workspace.importCsv(Buffer.from(FILE), { ...IMPORT, onProgress: throwing }), broken);
    await assert.rejects(workspace.importCsv(Buffer.from("Name,Phone\n-,1\n"), { ...IMPORT, onRejectedRows: throwing }), broken);
  }));

test("an import that aborts on a rejected row stores nothing, from a stream too", () =>
  inMemory(async (workspace) => {
    const file = `${customersCsv(3_000)}-,+447400123457\n`;
    const report = await workspace.importCsv(pieces(file, 4_096), { ...IMPORT, on_rejected: "abort" });
    assert.deepEqual([report.aborted, report.counts.rejected], [true, 1]);
    assert.deepEqual(await workspace.customers(), []);
    const good = await workspace.importCsv(pieces(customersCsv(3_000), 4_096), { ...IMPORT, on_rejected: "abort" });
    assert.deepEqual([good.aborted, good.counts.created], [false, 3_000]);
  }));

test("wrong calls name the option", () =>
  inMemory(async (workspace) => {
    const wrong = async (source, options, code, field) => assert.rejects(workspace.importCsv(source, options), { code, field });
    await wrong(FILE, { ...IMPORT, dryrun: true }, "api.request.unknown_field", "dryrun");
    await wrong(Buffer.from(FILE), { source: "shop" }, "api.request.wrong_kind", "now");
    await wrong(Buffer.from(FILE), { ...IMPORT, now: "2026-01-05T09:00:00" }, "api.request.naive_time", "now");
    await wrong(Buffer.from(FILE), { now: NOW }, "api.request.missing_field", "source");
    await wrong(Buffer.from(FILE), undefined, "api.request.wrong_kind", "options");
    await wrong(Buffer.from(FILE), { ...IMPORT, onProgress: 5 }, "api.request.wrong_kind", "onProgress");
    await wrong(Buffer.from(FILE), { ...IMPORT, signal: 5 }, "api.request.wrong_kind", "signal");
    await wrong(5, IMPORT, "api.request.wrong_kind", "source");
    await wrong([5], IMPORT, "api.request.wrong_kind", "source");
    await wrong("no-such-file.csv", IMPORT, "api.file.unreadable", "source");
    await assert.rejects(workspace.importCsv(Buffer.from(FILE), { ...IMPORT, source: "a b" }), (error) => error.area === "import");
  }));

test("text is read as UTF-8 whatever it looks like, also where a character is cut", () =>
  inMemory(async (workspace) => {
    const csv = "Name,Phone\nJosé 😀,+447400123456\n";
    const cut = csv.indexOf("\ude00");
    for (const source of [[csv], [csv.slice(0, cut), csv.slice(cut)], [...csv.split("")]]) {
      const report = await workspace.importCsv(source, IMPORT);
      assert.equal(report.encoding, "utf-8");
      const [customer] = await workspace.customers();
      assert.match(JSON.stringify(customer), /José 😀/);
      assert.equal(report.counts.rejected, 0);
    }
  }));

test("rows are objects: what a cell can say, wherever it stands", () =>
  inMemory(async (workspace) => {
    const rows = [
      { Name: "Anna Walker", Phone: "+447400123456", "First contact": new Date("2026-01-02T10:00:00.250Z"), Budget: 1500.5 },
      { Phone: 447400123457, Name: "Ben Hill", Notes: ["tea", "", null, "coffee"], VIP: true, Budget: null },
      { Name: "Clara Ford", Email: "clara@example.com", Budget: undefined },
    ];
    const options = { ...IMPORT, keep_unmapped: true, default_currency: "GBP" };
    const report = await workspace.importRows(rows, options);
    assert.deepEqual([report.counts.created, report.counts.rejected], [3, 0]);
    assert.deepEqual(report.notes.map((note) => note.code), ["import.value.assumed_currency"]);
    const customers = JSON.stringify(await workspace.customers());
    for (const part of ["2026-01-02T10:00:00", "150050", "447400123457", "tea; coffee", '"true"', "clara@example.com"]) {
      assert.ok(customers.includes(part), part);
    }
    const again = await workspace.importRows(rows.values(), options);
    assert.equal(again.counts.unchanged, 3);
    async function* coming() {
      yield* rows;
    }
    assert.equal((await workspace.importRows(coming(), options)).counts.unchanged, 3);
  }));

test("a row says the same as the row of a file", () =>
  inMemory(async (workspace) => {
    await workspace.importCsv(["Name,Phone\nAnna Walker,+447400123456\n"], IMPORT);
    const report = await workspace.importRows([{ Phone: "+447400123456", Name: "Anna Walker" }], IMPORT);
    assert.equal(report.counts.unchanged, 1);
  }));

test("what is no cell is refused with its row and column, before anything is stored", () =>
  inMemory(async (workspace) => {
    const good = { Name: "Anna", Phone: "+447400123456" };
    const cell = { code: "import.table.cell", field: "Phone", row: 2 };
    await assert.rejects(workspace.importRows([good, { Name: "Ben", Phone: { number: 5 } }], IMPORT), cell);
    await assert.rejects(workspace.importRows([good, { Phone: [[5]], Name: "Ben" }], IMPORT), cell);
    for (const rows of [good, "rows", 5, Buffer.from("rows"), undefined]) {
      await assert.rejects(workspace.importRows(rows, IMPORT), { code: "api.request.wrong_kind", field: "rows" });
    }
    await assert.rejects(workspace.importRows([good, 5], IMPORT), { code: "api.request.wrong_kind", field: "rows[1]" });
    await assert.rejects(workspace.importRows([{ Colour: "red" }], IMPORT), (error) => error.area === "import");
    assert.deepEqual(await workspace.customers(), []);
  }));

test("closing waits for imports", async () => {
  const workspace = await Workspace.open(":memory:");
  const importing = workspace.importCsv(Buffer.from(customersCsv(5_000)), IMPORT);
  await workspace.close();
  assert.equal((await importing).counts.created, 5_000);
});
