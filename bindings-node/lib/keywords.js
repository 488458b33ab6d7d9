"use strict";

const native = require("./native");
const { checked, unreadable } = require("./errors");
const { isPlain, toText } = require("./request");

/** Stands between messages that cross together. */
const SEPARATOR = "\0";

/** Numbers of a hit: its rule, its phrase, where it begins and ends. */
const NUMBERS = 4;

/** Rules as the core knows them, from a list of them, a list of phrases, or phrases by label. */
function rulesOf(keywords, mode) {
  if (Array.isArray(keywords)) {
    return keywords.map((rule) => (typeof rule === "string" ? { id: rule, label: rule, phrases: [rule], mode } : { mode, ...rule }));
  }
  if (isPlain(keywords)) {
    return Object.entries(keywords).map(([label, phrases]) => ({ id: label, label, phrases, mode }));
  }
  throw unreadable("keywords are a list of phrases, phrases by label, or a list of rules", "keywords");
}

function isText(value, field) {
  if (typeof value !== "string") throw unreadable(`${field} is to be a string`, field);
  return value;
}

/** A compiled set of keywords. */
class KeywordMatcher {
  #native;
  #rules;

  constructor(keywords, options = {}) {
    if (!isPlain(options)) throw unreadable("the options are to be an object of named fields", "options");
    const { mode, ...unknown } = options;
    for (const name of Object.keys(unknown)) throw unreadable(`there is no option \`${name}\``, name);
    this.#rules = rulesOf(keywords, mode);
    this.#native = checked(native.KeywordMatcher.compile(toText(this.#rules)));
  }

  find(message) {
    const numbers = checked(this.#native.find(isText(message, "message")));
    return numbers === null ? [] : this.#hits(numbers, 0, numbers.length);
  }

  findMany(messages) {
    if (!Array.isArray(messages)) throw unreadable("messages are to be a list of strings", "messages");
    const text = messages.join(SEPARATOR);
    const numbers = messages.length === 0 ? [] : checked(this.#native.findMany(text, messages.length));
    return new KeywordMatches(this, messages.length, numbers, (from, to) => this.#hits(numbers, from, to), this.#rules);
  }

  labels(message) {
    return checked(this.#native.labels(isText(message, "message")));
  }

  #hits(numbers, from, to) {
    const hits = [];
    for (let at = from; at < to; at += NUMBERS) {
      const rule = this.#rules[numbers[at]];
      hits.push({
        rule: rule.id,
        label: rule.label,
        phrase: rule.phrases[numbers[at + 1]],
        start: numbers[at + 2],
        end: numbers[at + 3],
      });
    }
    return hits;
  }
}

/** What was found in many messages; the hits of one are made when they are asked for. */
class KeywordMatches {
  #numbers;
  #hits;

  constructor(matcher, length, numbers, hits) {
    this.length = length;
    this.#numbers = numbers;
    this.#hits = hits;
  }

  #range(index) {
    const hit = (number) => this.length + number * NUMBERS;
    return [hit(index === 0 ? 0 : this.#numbers[index - 1]), hit(this.#numbers[index])];
  }

  at(index) {
    return this.#hits(...this.#range(index));
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }
}

module.exports = { KeywordMatcher, KeywordMatches };
