"use strict";

const { fileURLToPath } = require("node:url");
const { isUint8Array } = require("node:util").types;
const { checked, errorOf, wrongKind } = require("./errors");
const { isPlain, toText } = require("./request");
const tickets = require("./tickets");

// What an import tells, by the numbers of the native library's events.
const PROGRESS = 1;
const WANTED = 2;
const REJECTED = 3;

/** Bytes of one piece of a large buffer. */
const PIECE = 1 << 18;

/** The manners of an import, which are JavaScript's own, and what is said to the engine. */
function takeApart(options) {
  if (!isPlain(options)) throw wrongKind("options", "an object of named fields");
  const { now, signal, onProgress, onRejectedRows, ...rest } = options;
  for (const [name, listener] of Object.entries({ onProgress, onRejectedRows })) {
    if (listener !== undefined && typeof listener !== "function") throw wrongKind(name, "a function");
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== "function") throw wrongKind("signal", "an AbortSignal");
  return { request: toText(rest), now: toText(now ?? null), signal, onProgress, onRejectedRows };
}

function* slices(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** A source's path, or its pieces. */
function read(source) {
  if (typeof source === "string") return { path: source };
  if (typeof source?.href === "string") return { path: fileURLToPath(source) };
  if (isUint8Array(source)) return { pieces: slices(source) };
  const pieces = source?.[Symbol.asyncIterator]?.() ?? source?.[Symbol.iterator]?.();
  if (pieces === undefined) {
    throw wrongKind("source", "a path, a Uint8Array, a readable stream or an iterable of pieces");
  }
  return { pieces };
}

const encoder = new TextEncoder();

function bytesOf(piece) {
  if (typeof piece === "string") return encoder.encode(piece);
  if (isUint8Array(piece)) return piece;
  throw wrongKind("source", "pieces that are strings or Uint8Arrays");
}

/** Imports a CSV file into a native workspace; a promise of the report. */
function importCsv(workspace, source, options) {
  const { request, now, signal, onProgress, onRejectedRows } = takeApart(options);
  const { path, pieces } = read(source);
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    let stopped;
    let native;

    const stop = (reason) => {
      if (stopped) return;
      const refused = native.stop();
      stopped = { reason: refused ? errorOf(refused) : reason };
      if (refused) native.end();
      // The source is let go, as by a `break` out of `for await`.
      Promise.resolve(pieces?.return?.()).catch(() => {});
    };
    const handOver = async () => {
      try {
        const { done, value } = await pieces.next();
        if (stopped) return;
        checked(done ? native.end() : native.push(bytesOf(value)));
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
      native = checked(workspace.importCsv(ticket, path, request, now));
      signal?.addEventListener("abort", onAbort);
    } catch (error) {
      tickets.end(ticket);
      reject(error);
    }
  });
}

module.exports = { importCsv };
