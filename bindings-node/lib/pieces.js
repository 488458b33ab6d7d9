"use strict";

const { isUint8Array } = require("node:util").types;
const { wrongKind } = require("./errors");

/** Bytes of one piece of a large buffer. */
const PIECE = 1 << 18;

/** Says at the beginning of a file that it is UTF-8, as every text from JavaScript is, whatever it looks like. */
const UTF8 = "\ufeff";

function* slices(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** A source's bytes, piece by piece, as an async iterator. */
function pieces(source) {
  if (isUint8Array(source)) return bytesOf(slices(source));
  if (typeof (source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator]) === "function") return bytesOf(source);
  throw wrongKind("source", "a path, a Uint8Array, a readable stream or an iterable of pieces");
}

async function* bytesOf(source) {
  const encoder = new TextEncoder();
  let isFirst = true;
  // Half of a character that the next text completes.
  let half = "";
  for await (const piece of source) {
    if (typeof piece === "string") {
      const text = half + piece;
      const whole = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
      half = text.slice(whole);
      yield encoder.encode((isFirst && !text.startsWith(UTF8) ? UTF8 : "") + text.slice(0, whole));
    } else if (isUint8Array(piece)) {
      yield piece;
    } else {
      throw wrongKind("source", "pieces that are strings or Uint8Arrays");
    }
    isFirst = false;
  }
  if (half) yield encoder.encode(half);
}

module.exports = { pieces };
