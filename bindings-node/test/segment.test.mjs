import assert from "node:assert/strict";
import { test } from "node:test";

import { Engines, ScrmError, Segment, Workspace } from "scrm";

const NOW = new Date("2026-06-01T02:00:00Z");

const ROWS = [
  { name: "Анна", company_size: 250, tier: "a", tags: ["value.strategic"], last_order: "2026-01-05" },
  { name: "山田", company_size: 20, tier: "a", tags: [], last_order: new Date("2026-05-30T00:00:00Z") },
  { name: "عمر", company_size: undefined, tier: "b", tags: ["behaviour.quoted"], last_order: null },
];

function refused(code, run) {
  assert.throws(run, (error) => error instanceof ScrmError && error.code === code);
}

test("rows are asked by the names of the expression", () => {
  const large = new Segment('company_size > 200 && tier == "A"');
  assert.deepEqual(large.mask(ROWS, { now: NOW }), [true, false, false]);
  assert.deepEqual(large.filter(ROWS, { now: NOW }), [ROWS[0]]);
  assert.equal(large.matches(ROWS[0], { now: NOW }), true);
  assert.equal(large.matches({ tier: "a" }), null);
  assert.deepEqual(new Segment('has_tag("value.strategic") || name == "山田"').mask(ROWS), [true, true, false]);
  assert.deepEqual(new Segment("days_since(last_order) > 90").mask(ROWS, { now: NOW }), [true, false, null]);
  assert.deepEqual(new Segment("true").filter(ROWS), ROWS);
  assert.deepEqual(new Segment("true").filter([]), []);
});

test("customers are asked as a workspace gives them", async () => {
  const workspace = await Workspace.open(":memory:");
  await workspace.importCsv(["Name,Phone,Company size\nAnna,+447400123456,250\nOmar,+447400123457,20\n"], { source: "shop", now: NOW });
  const large = new Segment("company_size > 200");
  const [anna] = await workspace.segment("company_size > 200", { now: NOW });
  const customer = await workspace.customer(anna);
  assert.equal(large.matches(customer, { now: NOW }), true);
  assert.equal(large.explain(customer, { now: NOW }).holds, true);
  const ordered = new Segment("order_count > 0");
  assert.equal(ordered.explain(customer).holds, false);
  const events = [{ id: "o_1", kind: "order_placed", at: NOW, order: { number: "1", total: { minor: 1_000, currency: "TWD" } } }];
  assert.equal(ordered.explain(customer, { events, now: NOW }).holds, true);
  await workspace.close();
});

test("an expression may use what a playbook adds", () => {
  // The first of June in Taipei, where the standard playbook is, and still the last of May in New York.
  const row = { created_at: "2026-06-01T02:00:00Z" };
  const there = new Segment("created_at >= date(\"2026-06-01\")", new Engines({ calendar: { time_zone: "America/New_York" } }));
  assert.equal(there.matches(row), false);
  assert.equal(new Segment(there.text).matches(row), true);
});

test("a tree, a text and SQL", () => {
  const segment = new Segment("tier in ['A','B']");
  assert.equal(`${segment}`, 'tier in ["A", "B"]');
  assert.equal(new Engines().segmentFromTree(JSON.parse(JSON.stringify(segment))).text, segment.text);
  const sql = new Segment("!archived && order_count > 2").toSql({ now: NOW });
  assert.match(sql, /^SELECT c\.id FROM customers AS c/u);
  assert.match(sql, /order_placed/u);
});

test("mistakes have their place", () => {
  refused("segment.unknown", () => new Segment("company_syze > 1"));
  refused("segment.missing", () => new Segment('tagged_at("value.strategic") < now').mask(ROWS));
  refused("segment.cell", () => new Segment("company_size > 1").mask([{ company_size: 1 }, { company_size: "many" }]));
  refused("api.request.wrong_kind", () => new Segment("archived", {}));
  refused("api.request.wrong_kind", () => new Segment("archived").mask([3]));
  refused("api.request.wrong_kind", () => new Segment("archived").matches("Anna"));
  refused("api.request.unknown_field", () => new Segment("archived").mask([], { when: NOW }));
  refused("segment.syntax", () => new Engines().segmentSql("archived &&", { now: NOW }));
  refused("api.request.naive_time", () => new Engines().segmentSql("archived", { now: "2026-06-01T00:00:00" }));
});
