"use strict";

const { wrongKind } = require("./errors");
const { isPlain, toText } = require("./request");

/** A playbook's document as text: TOML or JSON as it is, an object as JSON. Nothing stands for the standard one. */
function documentText(playbook) {
  if (playbook === undefined || playbook === null || typeof playbook === "string") return playbook;
  if (isPlain(playbook)) return toText(playbook);
  throw wrongKind("playbook", "an object, or the text of a TOML or JSON document");
}

module.exports = { documentText };
