"use strict";

const { Engines } = require("./engines");
const { ScrmError } = require("./errors");
const { KeywordMatcher } = require("./keywords");
const { Workspace } = require("./workspace");

module.exports = { Engines, KeywordMatcher, ScrmError, Workspace };
