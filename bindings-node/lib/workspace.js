"use strict";

const native = require("./native");
const { checked, unreadable } = require("./errors");
const { WorkspaceOperations } = require("./operations");
const { documentText } = require("./playbook");
const { CALL, isPlain, toText } = require("./request");
const { importCsv } = require("./import");
const tickets = require("./tickets");

const OPENING = Symbol("opening");

/** A path's text; file URLs are paths too. */
function pathText(path) {
  if (typeof path === "string") return path;
  if (path instanceof URL) return require("node:url").fileURLToPath(path);
  throw unreadable('a workspace is opened by a path, or in memory by ":memory:"', "path");
}

/** One business: a store, and the engines of its playbook. */
class Workspace extends WorkspaceOperations {
  #native;
  #imports = new Set();

  constructor(key, nativeWorkspace) {
    if (key !== OPENING) throw unreadable("a workspace is opened with `await Workspace.open(path)`");
    super();
    this.#native = nativeWorkspace;
  }

  static async open(path, options = {}) {
    if (!isPlain(options)) throw unreadable("the options are to be an object of named fields", "options");
    const { playbook, ...unknown } = options;
    for (const name of Object.keys(unknown)) throw unreadable(`there is no option \`${name}\``, name);
    const text = documentText(playbook);
    const file = pathText(path);
    let opened;
    const answer = await new Promise((resolve) => {
      const ticket = tickets.begin((_, outcome) => resolve(outcome));
      opened = new native.Workspace(tickets.outlet, ticket, file, text);
    });
    checked(answer);
    return new Workspace(OPENING, opened);
  }

  async [CALL](name, request) {
    const text = toText(request);
    const answer = await this.#later((ticket) => this.#native.call(ticket, name, text));
    return JSON.parse(checked(answer));
  }

  /** What `begin` answers at once, or what its ticket is settled with. */
  #later(begin) {
    let resolve;
    const ticket = tickets.begin((_, outcome) => resolve(outcome));
    const answer = begin(ticket);
    if (answer === null || answer === undefined) return new Promise((settle) => { resolve = settle; });
    tickets.end(ticket);
    return answer;
  }

  async importCsv(source, options) {
    const running = importCsv(this.#native, source, options);
    this.#imports.add(running);
    try {
      return await running;
    } finally {
      this.#imports.delete(running);
    }
  }

  async close() {
    await Promise.allSettled(this.#imports);
    checked(await this.#later((ticket) => this.#native.close(ticket)));
  }

  async [Symbol.asyncDispose ?? Symbol.for("nodejs.asyncDispose")]() {
    try {
      await this.close();
    } catch (error) {
      if (error.code !== "binding.closed") throw error;
    }
  }
}

module.exports = { Workspace };
