// Runs the expanded conformance cases through the public methods: `node test/conformance.mjs CASES.json ANSWERS.jsonl`.
// What the answers should be is judged elsewhere, the same for every language.

import { readFileSync, writeFileSync } from "node:fs";

import { Deduper, Engines, ScrmError, Workspace } from "scrm";

const table = JSON.parse(readFileSync(new URL("../../api/operations.json", import.meta.url), "utf8"));
const named = (operations) => new Map(operations.map((operation) => [operation.name, operation.positional]));
const positional = named([...table.engines, ...table.workspace]);
const ofDeduper = named(table.deduper);

/** The typed method of an operation, called with the fields of a request. */
function call(subject, operation, request, known = positional) {
  const method = operation.replace(/[._](\w)/g, (_, letter) => letter.toUpperCase());
  const options = { ...request };
  const fields = known.get(operation).map((name) => {
    const value = options[name];
    delete options[name];
    return value;
  });
  return subject[method](...fields, ...(Object.keys(options).length > 0 ? [options] : []));
}

async function outcome(work) {
  try {
    return { ok: (await work()) ?? null };
  } catch (error) {
    if (!(error instanceof ScrmError)) throw error;
    const { code, field, row, message } = error;
    return { error: { code, field, row, message } };
  }
}

function at(answer, pointer) {
  const keys = pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce((value, key) => value?.[key], answer);
}

/** A request with what was saved in the place of each reference. */
function resolved(value, saved) {
  if (Array.isArray(value)) return value.map((item) => resolved(item, saved));
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$ref === "string" && Object.keys(value).length === 1) return saved.get(value.$ref);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, saved)]));
}

const standard = new Engines();
const answers = [];

async function runEngines({ file, op, name, config, request }) {
  const answer = await outcome(() => call(config ? new Engines(config) : standard, op, request));
  answers.push({ file, name, answer });
}

/** A worker that never fails: sends everything that is due. */
async function deliver(workspace, { now }) {
  const sent = [];
  for (const { message, generation } of await workspace.lease("worker", 100, { now })) {
    if (!(await workspace.attempt(message.id, generation, { now })).send) continue;
    const { id, rule, to, body } = message;
    const { message: record } = await workspace.acknowledge(id, generation, { external_id: id, now });
    sent.push({ id, message: record, rule, to, text: body.text ?? body.caption ?? null });
  }
  return sent;
}

function importCsv(workspace, { file, hex, options, now }) {
  return workspace.importCsv(file === undefined ? Buffer.from(hex.replace(/\s/g, ""), "hex") : [file], { ...options, now });
}

/** Calls that no single operation is. */
const CALLS = { deliver, import_csv: importCsv };

async function runWorkspace({ file, name, config, steps }) {
  const opened = await outcome(() => Workspace.open(":memory:", { playbook: config }));
  const saved = new Map();
  for (const [index, { op, request, save }] of steps.entries()) {
    const answer = opened.error ? opened : await outcome(() => {
      const whole = resolved(request, saved);
      return CALLS[op] ? CALLS[op](opened.ok, whole) : call(opened.ok, op, whole);
    });
    for (const [key, pointer] of Object.entries(save ?? {})) saved.set(key, at(answer.ok, pointer));
    answers.push({ file, name, step: index + 1, answer });
  }
  await opened.ok?.close();
}

async function runDeduper({ file, name, config, steps }) {
  const made = await outcome(() => new Deduper(config));
  for (const [index, { op, request }] of steps.entries()) {
    // `fit` gives the deduper back, and that has no JSON.
    const answer = made.error ? made : await outcome(async () => {
      const answered = await call(made.ok, op, request, ofDeduper);
      return answered === made.ok ? null : answered;
    });
    answers.push({ file, name, step: index + 1, answer });
  }
}

const [casesFile, answersFile] = process.argv.slice(2);
const cases = JSON.parse(readFileSync(casesFile, "utf8"));
for (const engineCase of cases.engines) await runEngines(engineCase);
for (const workspaceCase of cases.workspace) await runWorkspace(workspaceCase);
for (const deduperCase of cases.deduper) await runDeduper(deduperCase);
writeFileSync(answersFile, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
