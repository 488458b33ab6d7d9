"use strict";

const native = require("./native");
const { checked, wrongKind } = require("./errors");
const { EngineOperations } = require("./operations");
const { documentText } = require("./playbook");
const { CALL, ownOptions, toText } = require("./request");

/** The engines of a playbook, without a store. */
class Engines extends EngineOperations {
  #native;

  constructor(playbook) {
    super();
    this.#native = checked(native.Engines.compile(documentText(playbook)));
  }

  [CALL](name, request) {
    return JSON.parse(checked(this.#native.call(name, toText(request))));
  }

  segmentSql(expression, options) {
    const { now } = ownOptions(options, ["now"]);
    if (typeof expression !== "string") throw wrongKind("expression", "text");
    return JSON.parse(checked(this.#native.segmentSql(expression, toText(now ?? null))));
  }
}

module.exports = { Engines };
