"use strict";

const { CALL, withOptions } = require("./request");

class EngineOperations {
  textFold(text) {
    return this[CALL]("text.fold", { text });
  }
}

class WorkspaceOperations {
  async receive(messages, options) {
    return this[CALL]("receive", withOptions({ messages }, options));
  }

  async tick(now) {
    return this[CALL]("tick", { now });
  }
}

module.exports = { EngineOperations, WorkspaceOperations };
