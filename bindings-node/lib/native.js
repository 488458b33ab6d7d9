"use strict";

// The native library of this platform: beside this folder where it was built here, else from the platform's
// package. SCRM_NATIVE_LIBRARY names another file, for platforms that no package serves.

const { existsSync } = require("node:fs");
const { join } = require("node:path");

function platforms() {
  const name = `${process.platform}-${process.arch}`;
  return process.platform === "linux" ? [`${name}-gnu`, `${name}-musl`] : [name];
}

function load() {
  if (process.env.SCRM_NATIVE_LIBRARY) return require(process.env.SCRM_NATIVE_LIBRARY);
  const causes = [];
  for (const platform of platforms()) {
    const beside = join(__dirname, "..", `scrm.${platform}.node`);
    try {
      return require(existsSync(beside) ? beside : `scrm-${platform}`);
    } catch (cause) {
      causes.push(cause);
    }
  }
  const name = `${process.platform}-${process.arch}`;
  throw new AggregateError(causes, `scrm has no native library for ${name}; set SCRM_NATIVE_LIBRARY to one that you built`);
}

module.exports = load();
