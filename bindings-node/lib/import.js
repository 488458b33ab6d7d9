"use strict";

const { fileURLToPath } = require("node:url");
const { isUint8Array } = require("node:util").types;
const { checked, errorOf, wrongKind } = require("./errors");
const { isPlain, toText } = require("./request");
const { pieces } = require("./pieces");
const tickets = require("./tickets");

// What an import tells, by the numbers of the native library's events.
const PROGRESS = 1;
const WANTED = 2;
const REJECTED = 3;

/** The manners of an import, which are JavaScript's own, and what is said to the engine. */
function takeApart(options) {
  if (!isPlain(options)) throw wrongKind("options", "an object of named fields");
  const { now, signal, onProgress, onRejectedRows, ...rest } = options;
  for (const [name, listener] of Object.entries({ onProgress, onRejectedRows })) {
    if (listener !== undefined && typeof listener !== "function") throw wrongKind(name, "a function");
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") throw wrongKind("signal", "an AbortSignal");
  signal?.throwIfAborted();
  return { request: toText(rest), now: toText(now ?? null), signal, onProgress, onRejectedRows };
}

/** Imports a CSV file into a native workspace; a promise of the report. */
async function importCsv(workspace, source, options) {
  const manners = takeApart(options);
  if (typeof source === "string") return run(manners, (ticket) => workspace.importCsv(ticket, source, manners.request, manners.now));
  if (typeof source?.href === "string") return importCsv(workspace, fileURLToPath(source), options);
  const parts = pieces(source);
  return run(manners, (ticket) => workspace.importCsv(ticket, undefined, manners.request, manners.now), parts);
}

/** Imports rows that are objects. */
async function importRows(workspace, rows, options) {
  const manners = takeApart(options);
  const text = toText(await collected("rows", rows, manners.signal));
  return run(manners, (ticket) => workspace.importRows(ticket, text, manners.request, manners.now));
}

/** All rows of an iterable, given as the argument `name`. */
async function collected(name, rows, signal) {
  if (Array.isArray(rows)) return rows;
  if (typeof (rows?.[Symbol.asyncIterator] ?? rows?.[Symbol.iterator]) !== "function" || typeof rows === "string" || isUint8Array(rows)) {
    throw wrongKind(name, "a list of objects, or an iterable of them");
  }
  const list = [];
  for await (const row of rows) {
    signal?.throwIfAborted();
    list.push(row);
  }
  return list;
}

/** Runs an import from its beginning to its end, which is the native library's even where it is stopped here. */
function run({ signal, onProgress, onRejectedRows }, begin, parts) {
  return new Promise((resolve, reject) => {
    let stopped;
    let native;

    const stop = (reason) => {
      if (stopped) return;
      const refused = native.stop();
      stopped = { reason: refused ? errorOf(refused) : reason };
      if (refused) native.end();
      // The source is let go, as by a `break` out of `for await`.
      parts?.return().catch(() => {});
    };
    const handOver = async () => {
      try {
        const { done, value } = await parts.next();
        if (stopped) return;
        checked(done ? native.end() : native.push(value));
      } catch (error) {
        stop(error);
      }
    };
    const tell = (listener, text) => {
      try {
        listener?.(text);
      } catch (error) {
        stop(error);
      }
    };
    const onAbort = () => stop(signal.reason);
    const settle = (outcome) => {
      signal?.removeEventListener("abort", onAbort);
      try {
        if (stopped) throw stopped.reason;
        resolve(JSON.parse(checked(outcome)));
      } catch (error) {
        reject(error);
      }
    };

    const ticket = tickets.begin((event, text) => {
      if (event === tickets.SETTLED) settle(text);
      else if (stopped) return;
      else if (event === PROGRESS) tell(onProgress, JSON.parse(text));
      else if (event === WANTED) handOver();
      else if (event === REJECTED) tell(onRejectedRows, text);
    });
    try {
      native = checked(begin(ticket));
      signal?.addEventListener("abort", onAbort);
    } catch (error) {
      tickets.end(ticket);
      reject(error);
    }
  });
}

module.exports = { collected, importCsv, importRows };
