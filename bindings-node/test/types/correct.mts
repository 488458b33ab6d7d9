// Correct use compiles, and gives the types that are written here.

import { createReadStream } from "node:fs";

import { Deduper, Engines, KeywordMatcher, ScrmError, Segment, Workspace } from "scrm";
import type { Customer, IncomingMessageInput, Instant, KeywordHit, Received } from "scrm";

export async function answer(message: IncomingMessageInput): Promise<Received[]> {
  await using workspace = await Workspace.open(":memory:", { playbook: { workspace: { name: "Harbour Tea" } } });
  const received: Received[] = await workspace.receive([message], { now: new Date() });
  for (const { id } of received.flatMap((one) => (one.customer ? [{ id: one.customer }] : []))) {
    const customer: Customer = await workspace.customer(id);
    const made: Instant = customer.created_at;
    new Date(made).getTime();
  }
  for await (const customer of workspace.customers({ limit: 10 })) customer.id.toUpperCase();
  const page: Customer[] = await workspace.customers();
  page.at(0)?.id;
  const { at } = await workspace.nextWakeup();
  if (at !== null) {
    for (const lease of await workspace.lease("worker-1", 10, { now: at })) {
      const attempted = await workspace.attempt(lease.message.id, lease.generation, { now: at });
      if (attempted.send) await workspace.acknowledge(lease.message.id, lease.generation, { now: at });
    }
  }
  return received;
}

export async function importing(workspace: Workspace, signal: AbortSignal): Promise<number> {
  const report = await workspace.importCsv(createReadStream("customers.csv"), {
    source: "shop",
    now: "2026-01-05T09:00:00+03:00",
    mapping: { columns: { Kunde: "name" } },
    on_rejected: "abort",
    signal,
    onProgress: ({ bytes, counts }) => bytes + counts.read,
    onRejectedRows: (csv) => csv.length,
  });
  await workspace.importCsv(["Name,Phone\n", new Uint8Array()], { source: "shop", now: new Date() });
  await workspace.importCsv(new URL("file:///customers.csv"), { source: "shop", now: new Date() });
  return report.counts.created;
}

export async function duplicates(): Promise<number> {
  const deduper = await new Deduper({ merge: 0.95, columns: { erp: "system_id" } }).fit("customers.csv", { id: "erp" });
  const persons: string[][] = await deduper.clusters();
  for (const { kind, level, weight } of (await deduper.explain("a", { name: "Anna" })).fields) `${kind} ${level ?? ""} ${weight}`;
  await deduper.add({ name: "Anna", birthday: new Date() }, { id: "new" });
  const { pairwise } = await deduper.certify([["a", "b", true]], 0.9);
  await deduper.fit([{ name: "Anna", phones: ["1", 2] }]);
  return persons.length + pairwise.precision.low + (await deduper.score("a", "b"));
}

export async function belonging(workspace: Workspace): Promise<number> {
  const large = new Segment('company_size > 200 && tier == "A"', new Engines());
  const customers: Customer[] = await workspace.segmentCustomers(large.text, { now: new Date() });
  const rows: { company_size: number; tier: string }[] = large.filter([{ company_size: 250, tier: "a" }]);
  const unknown: (boolean | null)[] = customers.map((customer) => large.matches(customer));
  const { holds } = large.explain(await workspace.customer("c_1"), { now: "2026-06-01T00:00:00Z" });
  return rows.length + unknown.length + large.toSql().length + (holds === true ? 1 : 0);
}

export function engines(): string {
  const engines = new Engines('[workspace]\nname = "Harbour Tea"\n');
  const { value } = engines.phoneNormalize("07400 123456", "GB");
  const matcher = new KeywordMatcher({ price: ["price", "how much"] }, { mode: "word" });
  const hits: KeywordHit[] | undefined = matcher.findMany(["how much?"]).at(0);
  for (const list of matcher.findMany([])) list.length;
  try {
    new KeywordMatcher([{ id: "tea", label: "tea", phrases: ["tea"], negative: ["no tea"] }, "milk"]);
  } catch (error) {
    if (error instanceof ScrmError && error.code === "keyword.phrase.blank" && error.area === "keyword") return error.field ?? "";
    throw error;
  }
  return `${value} ${hits?.[0]?.start}`;
}
