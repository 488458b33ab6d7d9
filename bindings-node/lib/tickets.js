"use strict";

const { checked } = require("./errors");
const { Outlet } = require("./native");

// What the threads of the native library are working on, by the number that they report under.
const work = new Map();
let last = 0;

// The native library never keeps the process alive. Work that somebody waits for does, through this timer.
const YEARS = 0x7fffffff;
let alive;

function begin(listener) {
  last = last === 0xffffffff ? 1 : last + 1;
  work.set(last, listener);
  if (work.size === 1) {
    alive ??= setInterval(() => {}, YEARS);
    alive.ref();
  }
  return last;
}

function end(ticket) {
  if (work.delete(ticket) && work.size === 0) alive.unref();
}

const SETTLED = 0;

const outlet = checked(Outlet.create((numbers, texts) => {
  for (let at = 0; at < texts.length; at += 1) {
    const ticket = numbers[at * 2];
    const event = numbers[at * 2 + 1];
    const listener = work.get(ticket);
    if (event === SETTLED) end(ticket);
    listener?.(event, texts[at]);
  }
}));

/** What `start` answers at once, or what its ticket is settled with. */
function later(start) {
  let resolve;
  const ticket = begin((_, outcome) => resolve(outcome));
  const answer = start(ticket);
  if (answer === null || answer === undefined) return new Promise((settle) => { resolve = settle; });
  end(ticket);
  return answer;
}

module.exports = { SETTLED, begin, end, later, outlet };
