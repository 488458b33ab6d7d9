"use strict";

const { unreadable } = require("./errors");

/** Whether a value is an object of named fields. */
function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The fields of a request: those given by position, and those of the options. */
function withOptions(fields, options) {
  if (options === undefined) return fields;
  if (!isPlain(options)) throw unreadable("the options are to be an object of named fields", "options");
  for (const name of Object.keys(options)) {
    if (name in fields) throw unreadable(`\`${name}\` is given twice, by position and as an option`, name);
    fields[name] = options[name];
  }
  return fields;
}

/** A request as JSON text. Dates become RFC 3339 in UTC. */
function toText(request) {
  try {
    return JSON.stringify(request);
  } catch (cause) {
    throw Object.assign(unreadable(`the request cannot be written as JSON: ${cause.message}`), { cause });
  }
}

/** The method of a class that runs one operation. */
const CALL = Symbol("call");

module.exports = { CALL, isPlain, withOptions, toText };
