import scrm from "./index.js";

export const { Engines, KeywordMatcher, KeywordMatches, ScrmError, Workspace } = scrm;
