"use strict";

/** What could not be done. */
class ScrmError extends Error {
  constructor({ code, message, ...details }, options) {
    super(message, options);
    this.code = code;
    this.field = details.field;
    this.row = details.row;
    this.details = details;
  }

  get area() {
    return this.code.slice(0, this.code.indexOf("."));
  }
}
Object.defineProperty(ScrmError.prototype, "name", { value: "ScrmError", writable: true, configurable: true });

/** Stands before the text of an error. */
const ERROR = "!";

/** The error of an error's text. */
function errorOf(text) {
  return new ScrmError(JSON.parse(text.slice(ERROR.length)));
}

/** Gives back what the native library answered, or throws where that is an error's text. */
function checked(answer) {
  if (typeof answer === "string" && answer.startsWith(ERROR)) throw errorOf(answer);
  return answer;
}

/** The error for an argument that never gets as far as the engine, in the engine's words. */
function wrongKind(field, expected, cause) {
  const message = `${field}: expected ${expected}`;
  return new ScrmError({ code: "api.request.wrong_kind", message, field }, { cause });
}

/** The error for an option that nobody reads. */
function unknownField(field) {
  return new ScrmError({ code: "api.request.unknown_field", message: `${field}: nobody reads this field`, field });
}

module.exports = { ScrmError, checked, errorOf, unknownField, wrongKind };
