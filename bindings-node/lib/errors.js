"use strict";

/** What could not be done. */
class ScrmError extends Error {
  constructor({ code, message, ...details }) {
    super(message);
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

const ERROR = "!";

/** Gives back what the native library answered, or throws where that is an error's text. */
function checked(answer) {
  if (typeof answer === "string" && answer[0] === ERROR) throw new ScrmError(JSON.parse(answer.slice(1)));
  return answer;
}

/** An error about a call, in the form of the core's own about requests. */
function unreadable(message, field) {
  return new ScrmError({ code: "api.request.unreadable", message, field });
}

module.exports = { ScrmError, checked, unreadable };
