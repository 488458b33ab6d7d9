"use strict";

const native = require("./native");
const { checked, wrongKind } = require("./errors");
const { isPlain, ownOptions, toText } = require("./request");

/** Stands between messages that cross together. */
const SEPARATOR = "\0";

/** Messages that cross together: few enough for the processor's cache. */
const TOGETHER = 512;

/** Numbers of a hit: its rule, its phrase, where it begins and ends. */
const NUMBERS = 4;

/** Rules as the core knows them, from a list of them, a list of phrases, or phrases by label; else the standard ones. */
function rulesOf(keywords, mode) {
  if (keywords === undefined) return undefined;
  if (Array.isArray(keywords)) {
    return keywords.map((rule) => (typeof rule === "string" ? { id: rule, label: rule, phrases: [rule], mode } : { mode, ...rule }));
  }
  if (isPlain(keywords)) {
    return Object.entries(keywords).map(([label, phrases]) => ({ id: label, label, phrases, mode }));
  }
  throw wrongKind("keywords", "a list of phrases, phrases by label, or a list of rules");
}

function isText(value, field) {
  if (typeof value !== "string") throw wrongKind(field, "text");
  return value;
}

/** A compiled set of keywords. */
class KeywordMatcher {
  #native;
  #rules;

  constructor(keywords, options) {
    const { mode } = ownOptions(options, ["mode"]);
    this.#native = checked(native.KeywordMatcher.compile(toText(rulesOf(keywords, mode))));
    const rules = JSON.parse(checked(this.#native.rules()));
    this.#rules = rules.map(({ id, label, phrases, terms = [] }) => ({ id, label, texts: phrases.concat(terms.map((term) => term.text)) }));
  }

  find(message) {
    const numbers = checked(this.#native.find(isText(message, "message")));
    return numbers === null ? [] : this.#hits(numbers, 0, numbers.length);
  }

  findMany(messages) {
    if (!Array.isArray(messages)) throw wrongKind("messages", "a list of texts");
    const wrong = messages.findIndex((message) => typeof message !== "string");
    if (wrong !== -1) throw wrongKind(`messages[${wrong}]`, "text");
    const groups = [];
    for (let first = 0; first < messages.length; first += TOGETHER) {
      const group = messages.slice(first, first + TOGETHER);
      groups.push(this.#findTogether(group) ?? this.#findOneByOne(group));
    }
    return new KeywordMatches(messages.length, groups, (numbers, from, to) => this.#hits(numbers, from, to));
  }

  /** One crossing for some messages; nothing where one of them holds the separator. */
  #findTogether(messages) {
    const numbers = checked(this.#native.findMany(messages.join(SEPARATOR), messages.length));
    return numbers.length < messages.length ? undefined : numbers;
  }

  #findOneByOne(messages) {
    const [ends, hits] = [[], []];
    for (const message of messages) {
      const found = checked(this.#native.find(message)) ?? [];
      for (const number of found) hits.push(number);
      ends.push(hits.length / NUMBERS);
    }
    return ends.concat(hits);
  }

  labels(message) {
    return checked(this.#native.labels(isText(message, "message")));
  }

  explain(message) {
    return JSON.parse(checked(this.#native.explain(isText(message, "message"))));
  }

  #hits(numbers, from, to) {
    const hits = [];
    for (let at = from; at < to; at += NUMBERS) {
      const rule = this.#rules[numbers[at]];
      hits.push({
        rule: rule.id,
        label: rule.label,
        phrase: rule.texts[numbers[at + 1]],
        start: numbers[at + 2],
        end: numbers[at + 3],
      });
    }
    return hits;
  }
}

/** What was found in many messages; the hits of one are made when they are asked for. */
class KeywordMatches {
  /** For each group of messages where the hits of each end, then the hits. */
  #groups;
  #hits;

  constructor(length, groups, hits) {
    this.length = length;
    this.#groups = groups;
    this.#hits = hits;
  }

  at(index) {
    const whole = Math.trunc(index);
    const place = whole < 0 ? this.length + whole : whole;
    if (!(place >= 0 && place < this.length)) return undefined;
    const group = Math.floor(place / TOGETHER);
    const [numbers, inGroup] = [this.#groups[group], place % TOGETHER];
    const first = inGroup === 0 ? 0 : numbers[inGroup - 1];
    const ends = Math.min(TOGETHER, this.length - group * TOGETHER);
    return this.#hits(numbers, ends + first * NUMBERS, ends + numbers[inGroup] * NUMBERS);
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }
}

module.exports = { KeywordMatcher, KeywordMatches };
