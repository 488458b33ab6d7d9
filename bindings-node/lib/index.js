"use strict";

const { Engines } = require("./engines");
const { ScrmError } = require("./errors");
const { KeywordMatcher, KeywordMatches } = require("./keywords");
const { Workspace } = require("./workspace");

module.exports = { Engines, KeywordMatcher, KeywordMatches, ScrmError, Workspace };
