Workspace.open(":memory:").then(async (workspace) => {
  const now = new Date("2026-01-05T09:00:00Z");
  const message = {
    external_id: "wamid.1",
    channel: "whatsapp",
    account: "shop",
    sender: { identifiers: [{ kind: "whatsapp_id", value: "447400123456" }] },
    body: { kind: "text", text: "what is the price?" },
    sent_at: now,
  };
  const [received] = await workspace.receive([message], { now });
  if (received.answered_by !== "keyword.price") throw new Error(JSON.stringify(received));
  await workspace.close();
});
