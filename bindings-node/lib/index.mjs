import scrm from "./index.js";

export const { Engines, KeywordMatcher, ScrmError, Workspace } = scrm;
