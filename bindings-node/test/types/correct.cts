import scrm = require("scrm");

export const open: Promise<scrm.Workspace> = scrm.Workspace.open(":memory:");
export const rule: scrm.KeywordRuleInput = { id: "tea", label: "tea", phrases: ["tea"] };
