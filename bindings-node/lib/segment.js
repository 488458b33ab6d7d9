"use strict";

const { Engines } = require("./engines");
const { wrongKind } = require("./errors");
const { isPlain, ownOptions } = require("./request");

/** The engines of the standard playbook, compiled when they are first asked. */
let standard;

/** The time of a question: what the options say, or else now. */
function timeOf(options, known = ["now"]) {
  return ownOptions(options, known).now ?? new Date();
}

/** Who is meant: a checked expression, asked of customers and of rows. */
class Segment {
  #engines;
  #text;
  #tree;
  #columns;

  constructor(text, engines) {
    if (engines !== undefined && !(engines instanceof Engines)) throw wrongKind("engines", "Engines");
    this.#engines = engines ?? (standard ??= new Engines());
    const { text: usual, tree, columns } = this.#engines.segmentCheck(text);
    [this.#text, this.#tree, this.#columns] = [usual, tree, columns];
  }

  get text() {
    return this.#text;
  }

  get tree() {
    return this.#tree;
  }

  matches(record, options) {
    const now = timeOf(options);
    if (!isPlain(record)) throw wrongKind("record", "a customer, or an object of values");
    if (isPlain(record.fields)) return this.#engines.segmentMatch(this.#text, [{ customer: record }], { now }).holds[0];
    return this.mask([record], { now })[0];
  }

  mask(rows, options) {
    const now = timeOf(options);
    if (!Array.isArray(rows)) throw wrongKind("rows", "a list of objects");
    const wrong = rows.findIndex((row) => typeof row !== "object" || row === null);
    if (wrong !== -1) throw wrongKind(`rows[${wrong}]`, "an object of values");
    const columns = this.#columns.map((name) => [name, rows.map((row) => row[name] ?? null)]);
    // A question that asks nothing of the rows has as many answers as there are rows.
    if (columns.length === 0) columns.push(["name", rows.map(() => null)]);
    return this.#engines.segmentFilter(this.#text, Object.fromEntries(columns), { now }).holds;
  }

  filter(rows, options) {
    const holds = this.mask(rows, options);
    return rows.filter((_, place) => holds[place] === true);
  }

  explain(customer, options) {
    const { events } = ownOptions(options, ["events", "now"]);
    return this.#engines.segmentExplain(this.#text, customer, { events, now: timeOf(options, ["events", "now"]) });
  }

  toSql(options) {
    return this.#engines.segmentSql(this.#text, { now: timeOf(options) });
  }

  toJSON() {
    return this.#tree;
  }

  toString() {
    return this.#text;
  }
}

module.exports = { Segment };
