import assert from "node:assert/strict";
import { test } from "node:test";

import { chatbot, InMemoryTransport } from "./chatbot.mjs";

const MORNING = Date.parse("2026-01-05T09:00:00Z");

function webhook(text, id) {
  const message = { id, from: "447400123456", timestamp: String(MORNING / 1000), type: "text", text: { body: text } };
  const contact = { wa_id: "447400123456", profile: { name: "Anna Walker" } };
  const value = { metadata: { phone_number_id: "15550001111" }, contacts: [contact], messages: [message] };
  return { object: "whatsapp_business_account", entry: [{ changes: [{ field: "messages", value }] }] };
}

test("a question is answered once, and the answer can be explained", async (context) => {
  let clock = MORNING;
  const transport = new InMemoryTransport();
  const playbook = { workspace: { name: "Harbour Tea" } };
  const { server, work } = await chatbot({ playbook, transport, now: () => new Date(clock) });
  context.after(() => server.close());
  const post = async (payload) => (await server.inject({ method: "POST", url: "/webhook", payload })).json();

  const [first] = await post(webhook("How much is the green tea?", "wamid.1"));
  assert.deepEqual([first.kind, first.answered_by], ["new", "keyword.price"]);
  assert.equal((await post(webhook("How much is the green tea?", "wamid.1")))[0].kind, "duplicate");

  clock += 60_000;
  await work();
  await work();
  assert.equal(transport.sent.length, 1);
  assert.match(transport.sent[0].text, /Harbour Tea/);

  const why = await server.inject({ url: `/why/${first.message}` });
  assert.match(why.body, /keyword\.price/);

  const broken = await server.inject({ url: "/why/m_nothing" });
  assert.equal(broken.statusCode, 500);
  assert.match(broken.json().code, /^workspace\./);
});

test("a provider that fails is asked again", async (context) => {
  let clock = MORNING;
  let calls = 0;
  const transport = {
    send: async () => {
      calls += 1;
      if (calls === 1) throw new Error("the line is busy");
      return "wamid.out.1";
    },
  };
  const { server, work, workspace } = await chatbot({ transport, now: () => new Date(clock) });
  context.after(() => server.close());
  await server.inject({ method: "POST", url: "/webhook", payload: webhook("price?", "wamid.1") });
  for (let round = 0; round < 5 && calls < 2; round += 1) {
    clock = Math.max(clock, Date.parse((await workspace.nextWakeup()).at));
    await work();
  }
  assert.equal(calls, 2);
});
