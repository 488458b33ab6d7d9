import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";

import { Workspace } from "scrm";
import { message, NOW, withFolder } from "./samples.mjs";

const scrm = createRequire(import.meta.url)("scrm");

test("import and require give the same classes", () => {
  assert.equal(scrm.Workspace, Workspace);
});

test("a message is answered, leased, attempted and acknowledged", async () => {
  const workspace = await Workspace.open(":memory:");
  const [received] = await workspace.receive(message("what is the price?"), { now: NOW });
  assert.equal(received.kind, "new");
  assert.equal(received.answered_by, "keyword.price");
  const { at } = await workspace.nextWakeup();
  const [lease] = await workspace.lease("worker-1", 10, { now: at });
  assert.equal(lease.message.id, received.outbox);
  const attempt = await workspace.attempt(lease.message.id, lease.generation, { now: at });
  assert.equal(attempt.send, true);
  await workspace.acknowledge(lease.message.id, lease.generation, { external_id: "wamid.out.1", now: at });
  assert.deepEqual(await workspace.lease("worker-1", 10, { now: at }), []);
  const explained = await workspace.explain(received.message);
  assert.match(explained.text, /price/);
  await workspace.close();
});

test("a file is kept, opened by a path or a URL, and locked while it is open", () =>
  withFolder(async (folder) => {
    const path = join(folder, "crm.db");
    const first = await Workspace.open(path);
    const [{ customer }] = await first.receive([message("hello")], { now: NOW });
    await assert.rejects(Workspace.open(path), (error) => error.area === "store");
    await first.close();
    const again = await Workspace.open(pathToFileURL(path));
    assert.equal((await again.customer(customer)).id, customer);
    await again.close();
  }));

test("dates and texts with an offset are instants; answers keep them as texts", async () => {
  const workspace = await Workspace.open(":memory:");
  const now = new Date("2026-01-05T09:00:00.250Z");
  const sent = { ...message("hello"), sent_at: now };
  const [{ customer }] = await workspace.receive([sent], { now: "2026-01-05T12:00:01+03:00" });
  const { fields } = await workspace.customer(customer);
  const contact = fields.first_contact ?? fields.find(([name]) => name === "first_contact")[1];
  assert.match(JSON.stringify(contact), /2026-01-05T09:00:00\.250Z/);
  await workspace.close();
});

test("who belongs to an expression is exported piece by piece", async () => {
  const workspace = await Workspace.open(":memory:");
  const rows = Array.from({ length: 1_500 }, (_, number) => ({ name: `王 ${number}`, phone: `+4474001${10_000 + number}` }));
  await workspace.importRows(rows, { source: "shop", now: NOW });
  const read = async (options) => {
    const pieces = [];
    for await (const piece of workspace.exportText("!archived", { now: NOW, ...options })) pieces.push(piece);
    return pieces;
  };
  const masked = await read({ columns: ["name", "phone"] });
  assert.equal(masked.length, 2);
  assert.equal(masked.join("").split("\r\n").length, 1_502);
  assert.match(masked[0], /^name,phone\r\n王\*\*\*,'\+4474\*\*\*/);
  const lines = await read({ format: "json_lines", columns: ["phone"], unmasked: true });
  const phones = lines.join("").trimEnd().split("\n").map((line) => JSON.parse(line).phone[0]);
  assert.deepEqual(phones.toSorted(), rows.map((row) => row.phone).toSorted());
  await assert.rejects(read({ columns: ["telephone"] }), (error) => error.code === "export.column.unknown");
  assert.equal((await workspace.sampleSegment("!archived", 5, { now: NOW })).length, 5);
  assert.equal((await workspace.segmentCustomers("!archived", { limit: 3, now: NOW })).length, 3);
  const ids = new Set();
  for await (const { id } of workspace.segmentCustomers("!archived", { limit: 400, now: NOW })) ids.add(id);
  assert.equal(ids.size, 1_500);
  await workspace.close();
});

test("who belongs to a saved segment is kept by the clock", async () => {
  const saved = [{ id: "silent", names: { hi: "शांत" }, when: "last_inbound < now - days(7)" }];
  const workspace = await Workspace.open(":memory:", { playbook: { segments: { saved } } });
  const [{ customer }] = await workspace.receive([message("hello")], { now: NOW });
  const { segments_due: due } = await workspace.customer(customer);
  assert.equal(new Date(due) - new Date(NOW), 7 * 86_400_000 + 1);
  assert.deepEqual(await workspace.segmentMembers("silent"), []);
  await workspace.tick({ now: due });
  const [member] = await workspace.segmentMembers("silent");
  assert.equal(member.customer, customer);
  const { segments } = await workspace.savedSegments();
  assert.deepEqual([segments[0].members, segments[0].names], [1, { hi: "शांत" }]);
  assert.equal((await workspace.refreshSegments({ now: due })).entered, 0);
  await assert.rejects(workspace.segmentMembers("gone"), (error) => error.area === "workspace");
  await workspace.close();
});

test("another playbook changes who is told, and nothing is written", async () => {
  const workspace = await Workspace.open(":memory:");
  const [{ customer }] = await workspace.receive([message("hello")], { now: NOW });
  const before = await workspace.customer(customer);
  const change = { replies: { human_request: { audience: "agent:omar" } } };
  for (const playbook of [change, JSON.stringify(change), '[replies.human_request]\naudience = "agent:omar"\n']) {
    const { diff, text } = await workspace.diffPlaybook(playbook, { now: NOW });
    assert.equal(diff.changed, 1);
    assert.deepEqual(diff.changes.map(({ change, to, samples }) => ({ change, to, samples })), [
      { change: "owner", to: "agent:omar", samples: [customer] },
    ]);
    assert.match(text, /agent:omar: 1/);
  }
  const same = await workspace.diffPlaybooks(change, change, { segments: { all: "!archived" }, now: NOW });
  assert.equal(same.diff.changed, 0);
  assert.deepEqual(await workspace.customer(customer), before);
  const refused = workspace.diffPlaybook(change, { segment: "company_syze > 3", now: NOW });
  await assert.rejects(refused, (error) => error.code === "segment.unknown" && error.field === "segment");
  await workspace.close();
});

test("a playbook is an object or a document", async () => {
  for (const playbook of [{ workspace: { name: "Harbour Tea" } }, '[workspace]\nname = "Harbour Tea"\n']) {
    const workspace = await Workspace.open(":memory:", { playbook });
    await workspace.receive([message("hello")], { now: NOW });
    const { at } = await workspace.nextWakeup();
    const [{ message: reply }] = await workspace.lease("worker-1", 1, { now: at });
    assert.match(reply.body.text, /Harbour Tea/);
    await workspace.close();
  }
});

test("calls are answered in their order, whichever thread answers", async () => {
  const workspace = await Workspace.open(":memory:");
  const customers = [];
  for (let round = 0; round < 50; round += 1) {
    const calls = [0, 1, 2].map((step) => workspace.receive([message("hello", `4474001${round}${step}`)], { now: NOW }));
    const seen = workspace.customers({ limit: 1000 }).then((page) => page.length);
    await Promise.all(calls);
    customers.push(await seen);
  }
  assert.deepEqual(customers, Array.from({ length: 50 }, (_, round) => Math.min(1000, (round + 1) * 3)));
  await workspace.close();
});

test("all customers come one by one, page after page, or a page at a time", async () => {
  const workspace = await Workspace.open(":memory:");
  const messages = Array.from({ length: 25 }, (_, index) => message("hello", `4474001000${10 + index}`));
  await workspace.receive(messages, { now: NOW });
  for (const options of [undefined, { limit: 10 }, { limit: 25 }]) {
    const ids = [];
    for await (const customer of workspace.customers(options)) ids.push(customer.id);
    assert.equal(new Set(ids).size, 25);
    assert.deepEqual(ids, ids.toSorted());
  }
  assert.equal((await workspace.customers({ limit: 10 })).length, 10);
  let seen = 0;
  for await (const customer of workspace.customers({ limit: 5 })) {
    seen += 1;
    if (customer && seen === 7) break;
  }
  assert.equal(seen, 7);
  await workspace.close();
});

test("the event loop turns while many calls are awaited one after the other", async () => {
  const workspace = await Workspace.open(":memory:");
  let turns = 0;
  const timer = setInterval(() => { turns += 1; }, 1);
  for (let call = 0; call < 2_000; call += 1) await workspace.nextWakeup();
  clearInterval(timer);
  assert.ok(turns > 0);
  await workspace.close();
});
