// What the tests share: a shop's messages and its customers.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const NOW = "2026-01-05T09:00:00Z";

let number = 0;

/** A message from a customer, new each time. */
export function message(text, from = "447400123456") {
  number += 1;
  return {
    external_id: `wamid.${number}`,
    channel: "whatsapp",
    account: "shop",
    sender: { identifiers: [{ kind: "whatsapp_id", value: from }], display_name: "Anna Walker" },
    body: { kind: "text", text },
    sent_at: NOW,
  };
}

/** A CSV file of so many customers. */
export function customersCsv(count) {
  const rows = Array.from({ length: count }, (_, row) => `Customer ${row},+4474${String(10_000_000 + row)}\n`);
  return `Name,Phone\n${rows.join("")}`;
}

export const IMPORT = { source: "shop", default_region: "GB", now: NOW };

/** Runs with a folder that is gone afterwards. */
export async function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "scrm-node-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
