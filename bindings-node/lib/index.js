"use strict";

const { Deduper } = require("./deduper");
const { Engines } = require("./engines");
const { ScrmError } = require("./errors");
const { KeywordMatcher, KeywordMatches } = require("./keywords");
const { Segment } = require("./segment");
const { Workspace } = require("./workspace");

module.exports = { Deduper, Engines, KeywordMatcher, KeywordMatches, ScrmError, Segment, Workspace };
