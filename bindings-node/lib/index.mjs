import scrm from "./index.js";

export const { Deduper, Engines, KeywordMatcher, KeywordMatches, ScrmError, Segment, Workspace } = scrm;
