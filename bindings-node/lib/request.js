"use strict";

const { unknownField, wrongKind } = require("./errors");

/** The method of a class that runs one operation. */
const CALL = Symbol("call");

/** Whether a value is an object of named fields. */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The fields of a request: those given by position, and those of the options. */
function withOptions(fields, options) {
  if (options === undefined) return fields;
  if (!isPlain(options)) throw wrongKind("options", "an object of named fields");
  for (const name of Object.keys(options)) {
    if (name in fields) throw wrongKind(name, "either an argument or an option, not both");
    fields[name] = options[name];
  }
  return fields;
}

/** Options that no operation reads, but this package. */
function ownOptions(options, known) {
  if (options === undefined) return {};
  if (!isPlain(options)) throw wrongKind("options", "an object of named fields");
  for (const name of Object.keys(options)) if (!known.includes(name)) throw unknownField(name);
  return options;
}

/** A request as JSON text. Dates become RFC 3339 in UTC. */
function toText(request) {
  try {
    return JSON.stringify(request);
  } catch (cause) {
    throw wrongKind("request", "what JSON can say: no cycles, no BigInt", cause);
  }
}

module.exports = { CALL, isPlain, ownOptions, toText, withOptions };
