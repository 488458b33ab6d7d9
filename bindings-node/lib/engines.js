"use strict";

const native = require("./native");
const { checked } = require("./errors");
const { EngineOperations } = require("./operations");
const { documentText } = require("./playbook");
const { CALL, toText } = require("./request");

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
}

module.exports = { Engines };
