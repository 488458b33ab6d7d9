"use strict";

const { fileURLToPath } = require("node:url");
const native = require("./native");
const { checked, wrongKind } = require("./errors");
const { collected } = require("./import");
const { DeduperOperations } = require("./operations");
const { CALL, isPlain, ownOptions, toText } = require("./request");
const tickets = require("./tickets");

/** Finds the records of a table that are one person. */
class Deduper extends DeduperOperations {
  #native;

  constructor(config) {
    super();
    if (config !== undefined && !isPlain(config)) throw wrongKind("config", "an object of named fields");
    this.#native = checked(native.Deduper.create(tickets.outlet, toText(config ?? {})));
  }

  async [CALL](name, request) {
    const text = toText(request);
    return JSON.parse(checked(await tickets.later((ticket) => this.#native.call(ticket, name, text))));
  }

  async fit(records, options) {
    const id = toText(ownOptions(options, ["id"]).id ?? null);
    const path = typeof records?.href === "string" ? fileURLToPath(records) : records;
    const isPath = typeof path === "string";
    const source = isPath ? path : toText(Array.isArray(records) ? records : await collected("records", records));
    checked(await tickets.later((ticket) => this.#native.fit(ticket, isPath, source, id)));
    return this;
  }
}

module.exports = { Deduper };
