// What Node costs beside the same calls in Rust, and beside the matchers on npm.
// `cargo xtask bench node` builds what this needs, and runs it: node node.mjs RUST_PROGRAM DATA_FOLDER

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { peers } from "./matchers.mjs";

const require = createRequire(import.meta.url);
const { KeywordMatcher, Workspace } = require("../../bindings-node");

const ROUNDS = 5;
const MESSAGES = 100_000;
const INCOMING = 20_000;
const DURABLE = 300;
const CUSTOMERS = 10_000;

const [rust, data] = process.argv.slice(2);
const banking = join(data, "banking77");
if (!existsSync(banking)) {
  console.log("skipped: no data");
  process.exit(0);
}

const sentences = readFileSync(join(banking, "train.csv"), "utf8").trim().split("\n").slice(1)
  .map((line) => line.replace(/,[^,]*$/, "").replace(/^"|"$/g, "").replaceAll('""', '"'));
const messages = Array.from({ length: MESSAGES }, (_, index) => sentences[index % sentences.length]);
const spoken = (text) => text.toLowerCase().split(/[^a-z]+/).filter((word) => word.length > 3);
/** A hundred words that the messages are about, and a thousand that are often in them. */
const few = [...new Set(spoken(JSON.parse(readFileSync(join(banking, "categories.json"), "utf8")).join("_")))].sort().slice(0, 100);
const many = commonest(sentences.flatMap(spoken), 1_000);
const asRules = (words) => words.map((word) => ({ id: word, label: word, phrases: [word], mode: "substring" }));
const rules = asRules(few);

function commonest(words, count) {
  const times = new Map();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, count).map(([word]) => word);
}

const START = Date.parse("2026-06-01T09:00:00Z");
const incoming = Array.from({ length: INCOMING }, (_, index) => ({
  external_id: `wamid.HBgLMTY1MDM4Nzk0Mzk5FQIAERgSQ${index}`,
  channel: "whatsapp",
  account: "shop",
  sender: { identifiers: [{ kind: "whatsapp_id", value: `4474001${10_000 + (index * 7) % 5_000}` }], display_name: "Anna Walker" },
  body: { kind: "text", text: sentences[index % sentences.length] },
  sent_at: new Date(START + index * 1_000).toISOString(),
}));
const now = incoming.at(-1).sent_at;
const header = ["Name", "Phone", "Email", "City", "Industry", "Notes"];
const customers = Array.from({ length: CUSTOMERS }, (_, index) => ({
  Name: `Anna Walker ${index}`,
  Phone: `+4474${10_000_000 + index}`,
  Email: `anna.walker.${index}@example.com`,
  City: "Leeds",
  Industry: "Retail",
  Notes: sentences[index % sentences.length],
}));

const folder = mkdtempSync(join(tmpdir(), "scrm-bench-node-"));
const write = (name, value) => writeFileSync(join(folder, name), JSON.stringify(value));
write("keywords.json", rules);
write("messages.json", messages);
write("incoming.json", incoming);
write("customers.json", { header, rows: customers.map((row) => header.map((name) => row[name])) });

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds on the clock and of the processor. */
async function measured(work) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const clock = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { result, clock, cpu: (user + system) / 1_000 };
}

async function receive(path, list) {
  const workspace = await Workspace.open(path);
  const { clock, cpu } = await measured(async () => {
    for (const message of list) await workspace.receive([message], { now });
  });
  await workspace.close();
  return { clock: (clock * 1_000) / list.length, cpu: (cpu * 1_000) / list.length };
}

async function rowsIn() {
  const workspace = await Workspace.open(":memory:");
  const { result, cpu } = await measured(() => workspace.importRows(customers, { source: "shop", default_region: "GB", now }));
  if (result.counts.created !== CUSTOMERS) throw new Error(JSON.stringify(result.counts));
  await workspace.close();
  return cpu;
}

const figures = { rust: [], memory: [], durable: [], find: [], read: [], rows: [] };
const matcher = new KeywordMatcher(rules);
let hits = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  figures.rust.push(JSON.parse(execFileSync(rust, [folder], { encoding: "utf8" })));
  figures.memory.push(await receive(":memory:", incoming));
  figures.durable.push(await receive(join(folder, `crm-${round}.db`), incoming.slice(0, DURABLE)));
  const found = await measured(() => matcher.findMany(messages));
  const read = await measured(() => {
    let count = 0;
    for (const list of found.result) count += list.length;
    return count;
  });
  hits = read.result;
  figures.find.push(found.cpu);
  figures.read.push(found.cpu + read.cpu);
  figures.rows.push(await rowsIn());
}
rmSync(folder, { recursive: true });

const inRust = (name) => median(figures.rust.map((round) => round[name]));
const show = (name, value, limit) => console.log(`${name.padEnd(64)} ${value}${limit ? `   (at most ${limit})` : ""}`);
const beside = (list) => `${median(list.map((one) => one.clock)).toFixed(1)} µs, ${median(list.map((one) => one.cpu)).toFixed(1)} µs of processor`;

const memory = median(figures.memory.map((one) => one.clock));
show("receive, one message, in memory: Rust", `${inRust("receive_us").toFixed(1)} µs`);
show("receive, one message, in memory: Node", beside(figures.memory));
show("  Node over Rust", `${(memory - inRust("receive_us")).toFixed(1)} µs`, "15");
const durable = median(figures.durable.map((one) => one.clock));
show("receive, one message, durable: Rust", `${inRust("receive_durable_us").toFixed(1)} µs`);
show("receive, one message, durable: Node", beside(figures.durable));
show("  Node over Rust", `${(durable - inRust("receive_durable_us")).toFixed(1)} µs`);

if (inRust("hits") !== hits) throw new Error(`${hits} hits here, ${inRust("hits")} in Rust`);
const find = median(figures.find);
show(`find_many, ${MESSAGES} messages, ${hits} hits: Rust`, `${inRust("find_many_ms").toFixed(1)} ms`);
show("find_many: Node", `${find.toFixed(1)} ms; ${(find / inRust("find_many_ms")).toFixed(2)} × Rust`, "1.6");
const read = median(figures.read);
show("find_many, and every hit read as an object: Node", `${read.toFixed(1)} ms; ${(read / inRust("find_many_ms")).toFixed(2)} × Rust`);

const rows = median(figures.rows);
show(`${CUSTOMERS} customers as a table: Rust`, `${inRust("customers_ms").toFixed(1)} ms`);
show(`${CUSTOMERS} customers as objects: Node`, `${rows.toFixed(1)} ms of processor; ${(rows - inRust("customers_ms")).toFixed(1)} ms to pass them in`, "80");

/** Millions of messages per second of the processor; the hits of each message are objects, looked at and let go. */
async function rate(search) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { cpu } = await measured(() => {
      let hits = 0;
      for (const found of search()) hits += found.length;
      return hits;
    });
    rounds.push(cpu);
  }
  return MESSAGES / median(rounds) / 1_000;
}

/** What peers find: they take one message a call. */
function* oneByOne(search) {
  for (const message of messages) yield search(message);
}

for (const keywords of [few, many]) {
  const set = new KeywordMatcher(asRules(keywords));
  const ours = await rate(() => set.findMany(messages));
  show(`matching ${keywords.length} keywords, messages per processor second: scrm`, `${ours.toFixed(2)} million`);
  let best = 0;
  for (const [name, prepare] of Object.entries(peers)) {
    const search = prepare(keywords);
    const theirs = await rate(() => oneByOne(search));
    best = Math.max(best, theirs);
    show(`  ${name}`, `${theirs.toFixed(2)} million; scrm ${(ours / theirs).toFixed(1)} ×`);
  }
  show("  scrm beside the best of them", `${(ours / best).toFixed(1)} ×   (at least 5)`);
}
