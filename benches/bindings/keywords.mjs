// Keywords in Node: scrm beside the matchers of npm, in one process, on the same keywords and messages.
// `cargo xtask bench keywords` writes the sets and runs it: node keywords.mjs FOLDER

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { peers } from "./matchers.mjs";

const require = createRequire(import.meta.url);
const { Engines, KeywordMatcher } = require("../../bindings-node");

const ROUNDS = 5;
const folder = process.argv[2];
const engines = new Engines();

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds of the processor; the hits of each message are objects, looked at and let go. */
function processor(search) {
  const before = process.cpuUsage();
  let hits = 0;
  for (const found of search()) hits += found.length;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1_000, hits };
}

function* oneByOne(search, messages) {
  for (const message of messages) yield search(message);
}

/** Whether all mean the same by the text: to scrm a hyphen is a space, an apostrophe may be left out, a letter with a mark
 * is another letter, and words that are drawn out are read in several ways. */
const agrees = (text) => !/[-']|(.)\1\1|\p{M}/u.test(text);

function measure({ name, keywords, messages }) {
  const rules = (mode) => keywords.map((word) => ({ id: word, label: word, phrases: [word], mode }));
  const [written, anywhere] = ["as_written", "substring"].map((mode) => new KeywordMatcher(rules(mode)));
  // The peers are given what they can find: folded keywords and messages, folded before the clock runs.
  const folded = messages.map((message) => engines.textFold(message).text);
  const ways = { scrm: () => written.findMany(messages), anywhere: () => anywhere.findMany(messages) };
  const searches = Object.entries(peers).map(([peer, prepare]) => [peer, prepare(keywords)]);
  for (const [peer, search] of searches) ways[peer] = () => oneByOne(search, folded);
  const rounds = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [way, search] of Object.entries(ways)) rounds[way].push(processor(search).milliseconds);
  }
  const rate = (way) => messages.length / median(rounds[way]) / 1_000;
  const others = searches.map(([peer]) => `${peer} ${rate(peer).toFixed(2)} (${(rate("scrm") / rate(peer)).toFixed(1)} ×)`);
  const shown = ["scrm", "anywhere"].map((way) => rate(way).toFixed(2).padStart(9)).join("");
  console.log(`${`${name}, ${keywords.length} keywords`.padEnd(48)}${shown}   ${others.join(", ")}`);
  const agreed = folded.filter(agrees);
  const ours = processor(() => anywhere.findMany(agreed)).hits;
  const compared = searches.map(([peer, search]) => `${peer} ${count(search, agreed)}`);
  console.log(`  hits in ${agreed.length} messages: scrm ${ours}, ${compared.join(", ")}`);
}

/** How many hits there are. Some give one for each place with all keywords that end there. */
function count(search, messages) {
  let hits = 0;
  for (const message of messages) {
    for (const found of search(message)) hits += Array.isArray(found?.[1]) ? found[1].length : 1;
  }
  return hits;
}

console.log(`${"Node: million messages per processor second".padEnd(48)}${"scrm".padStart(9)}${"anywhere".padStart(9)}   peers`);
for (const file of readdirSync(folder).filter((file) => file.endsWith(".json")).sort()) {
  measure(JSON.parse(readFileSync(join(folder, file), "utf8")));
}
