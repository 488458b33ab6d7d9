import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { Deduper, ScrmError } from "scrm";
import { withFolder } from "./samples.mjs";

const PEOPLE = [
  { no: 1, name: "Anna Walker", birthday: new Date("1990-03-15"), phone: "+44 7400 123456" },
  { no: 2, name: "Walker, Ana", birthday: "15.03.1990", phone: "07400 123456" },
  { no: 3, name: "Omar Haddad", birthday: "1985-11-02", phone: ["+971 50 123 4567", null] },
  { no: 4, name: "李安娜" },
];
const PERSONS = [["1", "2"], ["3"], ["4"]];

const refused = (code, field) => (error) => {
  assert.ok(error instanceof ScrmError, error);
  assert.deepEqual([error.code, error.field], [code, field]);
  return true;
};

test("records at hand, as they come, and in a file give the same", () => withFolder(async (folder) => {
  async function* coming() { yield* PEOPLE; }
  const file = join(folder, "people.csv");
  writeFileSync(file, "no;name;birthday;phone\n1;Anna Walker;1990-03-15;+44 7400 123456\n2;Walker, Ana;1990-03-15;07400 123456\n3;Omar Haddad;1985-11-02;+971 50 123 4567\n4;李安娜;;\n");
  for (const records of [PEOPLE, new Set(PEOPLE), coming(), file, pathToFileURL(file)]) {
    const deduper = new Deduper();
    assert.equal(await deduper.fit(records, { id: "no" }), deduper);
    assert.deepEqual(await deduper.clusters(), PERSONS);
    assert.deepEqual((await deduper.describe()).fields.map(({ kind }) => kind).sort(), ["birthday", "name", "phone"]);
    const why = await deduper.explain("1", "2");
    assert.equal(why.verdict, "merge");
    assert.equal(why.fields.find(({ kind }) => kind === "birthday").level, "the same");
  }
}));

test("records are asked for, come and go", async () => {
  const deduper = await new Deduper().fit(PEOPLE);
  assert.deepEqual(await deduper.clusters(), [["0", "1"], ["2"], ["3"]], "without ids, rows are counted");
  const [pair] = await deduper.pairs();
  assert.equal(pair.probability, await deduper.score("0", "1"));
  const said = { name: "haddad omar", phone: "00971501234567", unknown: 5 };
  assert.deepEqual((await deduper.query(said)).map(({ id }) => id), ["2"]);
  assert.ok((await deduper.score(said, "2")) > 0.9);
  await deduper.add(said, { id: "new" });
  assert.deepEqual(await deduper.explainCluster("new").then(({ records }) => records), ["2", "new"]);
  await deduper.tellApart("2", "new");
  assert.deepEqual((await deduper.clusters()).at(-1), ["new"]);
  assert.equal(await deduper.remove("new"), true);
  assert.equal(await deduper.remove("new"), false);
  const { pairwise, matches, unknown } = await deduper.certify({ 0: "anna", 1: "anna", 2: "omar", 9: "gone" });
  assert.deepEqual([pairwise.precision.value, matches, unknown], [1, 1, 1]);
});

test("calls keep their order, and none waits for another", async () => {
  const deduper = new Deduper();
  const [, before, , after] = await Promise.all([deduper.fit(PEOPLE), deduper.clusters(), deduper.fit([{ name: "Anna" }]), deduper.clusters()]);
  assert.deepEqual([before.length, after.length], [3, 1]);
});

test("wrong calls are named", async () => {
  for (const [config, code, field] of [
    [{ mrege: 0.9 }, "api.request.unknown_field", "mrege"],
    [{ merge: 1.5 }, "dedupe.config.invalid", "merge"],
    [{ columns: { erp: "sytem_id" } }, "api.request.wrong_kind", "columns.erp"],
    ["merge", "api.request.wrong_kind", "config"],
  ]) assert.throws(() => new Deduper(config), refused(code, field));
  const deduper = new Deduper();
  await assert.rejects(deduper.clusters(), refused("api.deduper.not_fitted", undefined));
  await deduper.fit(PEOPLE, { id: "no" });
  for (const [call, code, field] of [
    [() => deduper.score("1", "9"), "dedupe.linkage.unknown_record", "b"],
    [() => deduper.score("1"), "api.request.missing_field", "b"],
    [() => deduper.add({ name: "Anna" }, { id: "1" }), "dedupe.linkage.same_id", "id"],
    [() => deduper.pairs(2), "api.request.wrong_kind", "threshold"],
    [() => deduper.fit(PEOPLE, { id: "number" }), "api.request.wrong_kind", "id"],
    [() => deduper.fit(PEOPLE, { id: 5 }), "api.request.wrong_kind", "id"],
    [() => deduper.fit(PEOPLE, { key: "no" }), "api.request.unknown_field", "key"],
    [() => deduper.fit("/nothing/here.csv"), "api.file.unreadable", "records"],
    [() => deduper.fit(5), "api.request.wrong_kind", "records"],
    [() => deduper.fit([5]), "api.request.wrong_kind", "records[0]"],
    [() => deduper.fit([{ name: { first: "Anna" } }]), "import.table.cell", "name"],
  ]) await assert.rejects(call(), refused(code, field));
  assert.deepEqual(await deduper.clusters(), PERSONS, "what was refused changed nothing");
});
