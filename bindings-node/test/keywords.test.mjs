import assert from "node:assert/strict";
import { test } from "node:test";

import { Engines, KeywordMatcher } from "scrm";

// A phrase, a message that holds it in another spelling, and the piece of the message that was meant.
const SCRIPTS = [
  ["Latin", "price", "What's the PRICE?", "PRICE"],
  ["Russian", "сколько стоит", "А Сколько  СТОИТ доставка?", "Сколько  СТОИТ"],
  ["Arabic with vowel signs", "كم السعر", "مرحبا، كَمِ السِّعْرُ؟", "كَمِ السِّعْرُ"],
  ["Hindi", "कीमत", "इसकी क़ीमत बताइए", "क़ीमत"],
  ["traditional Chinese", "价格", "請問價格是多少", "價格"],
  ["full width", "price", "👩‍👩‍👧 Ｐｒｉｃｅ？", "Ｐｒｉｃｅ"],
  ["after emoji", "price", "😀😀 price", "price"],
  ["after characters beyond the first plane", "price", "𠮷𠮷 price 𠮷", "price"],
  ["hidden characters inside", "价格", "價\u200b格?", "價\u200b格"],
];

for (const [name, phrase, message, written] of SCRIPTS) {
  test(`finds and places: ${name}`, () => {
    const matcher = new KeywordMatcher([phrase]);
    const [hit, ...more] = matcher.find(message);
    assert.equal(message.slice(hit.start, hit.end), written);
    assert.deepEqual([hit.rule, hit.label, hit.phrase], [phrase, phrase, phrase]);
    assert.deepEqual(more, []);
    assert.deepEqual(matcher.findMany(["", message, "x"]).at(1), [hit]);
  });
}

test("a half of a surrogate pair shifts nothing", () => {
  const matcher = new KeywordMatcher(["price"]);
  for (const message of ["\ud83d price", "price \ude00", "\ude00\ud83d price"]) {
    const [hit] = matcher.find(message);
    assert.equal(message.slice(hit.start, hit.end), "price");
    assert.deepEqual([...matcher.findMany([message, message])], [[hit], [hit]]);
  }
});

test("keywords are phrases, phrases by label, or rules", () => {
  const byLabel = new KeywordMatcher({ price: ["price", "how much"], delivery: ["deliver"] }, { mode: "substring" });
  assert.deepEqual(byLabel.labels("how much to have it delivered?"), ["price", "delivery"]);
  assert.equal(byLabel.find("HOW MUCH?")[0].phrase, "how much");
  const rules = new KeywordMatcher([
    { id: "keyword.tea", label: "tea", phrases: ["tea"], negative: ["no tea"] },
    { id: "keyword.number", label: "number", phrases: ["[0-9]+"], mode: "regex" },
  ]);
  assert.deepEqual(rules.find("tea for ٢").map(({ rule, start, end }) => [rule, start, end]), [["keyword.tea", 0, 3], ["keyword.number", 8, 9]]);
  assert.deepEqual(rules.labels("no tea"), []);
});

test("many messages give what each gives alone, wherever U+0000 stands", () => {
  const matcher = new KeywordMatcher({ price: ["price", "how much", "цена"], tea: ["tea", "茶"] });
  const messages = ["", "price", "how much is 茶?", "nothing", "цена Price TEA", "\0", "pri\0ce price", "price\0", "😀茶"];
  const thousands = Array.from({ length: 2_000 }, (_, index) => (index === 700 ? "a\0price" : messages[index % 5]));
  for (const list of [[], messages.slice(0, 5), messages, ["\0"], ["\0\0", "price"], thousands, thousands.slice(0, 1_024)]) {
    const matches = matcher.findMany(list);
    assert.equal(matches.length, list.length);
    assert.deepEqual([...matches], list.map((message) => matcher.find(message)));
  }
  const matches = matcher.findMany(messages);
  assert.deepEqual(matches.at(-1), matcher.find("😀茶"));
  assert.deepEqual(matches.at(1.7), matcher.find("price"));
  assert.equal(matches.at(messages.length), undefined);
  assert.equal(matches.at(-messages.length - 1), undefined);
});

test("a matcher and the engines of the standard playbook agree", () => {
  const engines = new Engines();
  const { keywords } = engines.playbookRead("");
  const matcher = new KeywordMatcher(keywords.rules);
  for (const message of ["do you deliver, and what is the price?", "Сколько стоит?", "كم السعر؟", "謝謝，請問價錢"]) {
    const { hits } = engines.keywordFind(message);
    assert.deepEqual(matcher.find(message).map((hit) => [hit.rule, [hit.start, hit.end]]), hits.map((hit) => [hit.rule, hit.utf16]));
    assert.deepEqual(matcher.labels(message), engines.keywordLabels(message).labels);
  }
});
