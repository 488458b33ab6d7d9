"use strict";

const { fileURLToPath } = require("node:url");
const native = require("./native");
const { checked, wrongKind } = require("./errors");
const { CustomerPages } = require("./customers");
const { importCsv, importRows } = require("./import");
const { WorkspaceOperations } = require("./operations");
const { documentText } = require("./playbook");
const { CALL, isPlain, ownOptions, toText } = require("./request");
const tickets = require("./tickets");

const { later } = tickets;

const OPENING = Symbol("opening");

/** A path's text; file URLs are paths too. */
function pathText(path) {
  if (typeof path === "string") return path;
  if (typeof path?.href === "string") return fileURLToPath(path);
  throw wrongKind("path", 'a path, or ":memory:" for a workspace that is not kept');
}

/** Calls that are answered at once before the event loop gets a turn: awaiting them alone gives it none. */
const MOST_AT_ONCE = 64;
let atOnce = 0;

/** Customers of one piece of an export. */
const EXPORTED_AT_ONCE = 1_000;

function isTurnDue() {
  atOnce = (atOnce + 1) % MOST_AT_ONCE;
  return atOnce === 0;
}

/** What is one may be given without a list. */
function oneOrMore(value) {
  return isPlain(value) ? [value] : value;
}

/** One business: a store, and the engines of its playbook. */
class Workspace extends WorkspaceOperations {
  #native;
  #imports = new Set();
  #isClosed = false;

  constructor(key, opened) {
    if (key !== OPENING) throw new TypeError("a workspace is opened with `await Workspace.open(path)`");
    super();
    this.#native = opened;
  }

  static async open(path, options) {
    const { playbook } = ownOptions(options, ["playbook"]);
    const [file, document] = [pathText(path), documentText(playbook)];
    let opened;
    checked(await later((ticket) => {
      opened = native.Workspace.open(tickets.outlet, ticket, file, document);
      return typeof opened === "string" ? opened : undefined;
    }));
    return new Workspace(OPENING, opened);
  }

  async [CALL](name, request) {
    const text = toText(request);
    let answer = later((ticket) => this.#native.call(ticket, name, text));
    if (typeof answer !== "string") answer = await answer;
    else if (isTurnDue()) await new Promise(setImmediate);
    return JSON.parse(checked(answer));
  }

  receive(messages, options) {
    return super.receive(oneOrMore(messages), options);
  }

  record(events, options) {
    return super.record(oneOrMore(events), options);
  }

  async diffPlaybook(playbook, options) {
    return super.diffPlaybook(documentText(playbook), options);
  }

  async diffPlaybooks(a, b, options) {
    return super.diffPlaybooks(documentText(a), documentText(b), options);
  }

  customers(options) {
    return new CustomerPages((page) => super.customers(page), options);
  }

  segmentCustomers(expression, options) {
    return new CustomerPages((page) => super.segmentCustomers(expression, page), options);
  }

  async *exportText(expression, options) {
    let after;
    do {
      const page = await this.exportSegment(expression, { limit: EXPORTED_AT_ONCE, ...options, ...(after ? { after } : {}) });
      yield page.text;
      ({ after } = page);
    } while (after);
  }

  importCsv(source, options) {
    return this.#import(importCsv(this.#native, source, options));
  }

  importRows(rows, options) {
    return this.#import(importRows(this.#native, rows, options));
  }

  async #import(running) {
    this.#imports.add(running);
    try {
      return await running;
    } finally {
      this.#imports.delete(running);
    }
  }

  get isClosed() {
    return this.#isClosed;
  }

  async close() {
    this.#isClosed = true;
    const closing = later((ticket) => this.#native.close(ticket));
    await Promise.allSettled(this.#imports);
    checked(await closing);
  }
}

// The first releases of Node.js 20 have no `await using`.
if (Symbol.asyncDispose) {
  Workspace.prototype[Symbol.asyncDispose] = async function dispose() {
    if (!this.isClosed) await this.close();
  };
}

module.exports = { Workspace };
