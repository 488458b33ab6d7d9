// A shop's chatbot behind a WhatsApp-style webhook: messages come in over HTTP, scrm decides, a worker sends.
// `npm start` listens on loopback and sends to the terminal; chatbot.test.mjs plays a conversation.

import { pathToFileURL } from "node:url";

import Fastify from "fastify";
import { Workspace } from "scrm";

/** The provider: here one that keeps what it was given. Yours calls WhatsApp, with `key` against sending twice. */
export class InMemoryTransport {
  sent = [];

  async send({ key, to, text }) {
    this.sent.push({ key, to, text });
    return `wamid.out.${this.sent.length}`;
  }
}

/** The messages of a webhook call, in scrm's terms. */
function incoming(payload) {
  const values = (payload.entry ?? []).flatMap((entry) => entry.changes ?? []).map((change) => change.value);
  return values.flatMap(({ metadata, contacts = [], messages = [] }) =>
    messages.map((message) => ({
      external_id: message.id,
      channel: "whatsapp",
      account: metadata.phone_number_id,
      sender: {
        identifiers: [{ kind: "whatsapp_id", value: message.from }],
        display_name: contacts.find((contact) => contact.wa_id === message.from)?.profile?.name,
      },
      body: message.type === "text" ? { kind: "text", text: message.text.body } : { kind: "other", what: message.type },
      sent_at: new Date(Number(message.timestamp) * 1000),
    })),
  );
}

/** A chatbot: its web server, and the worker that sends what is due. */
export async function chatbot({ path = ":memory:", playbook, transport, now = () => new Date() }) {
  const workspace = await Workspace.open(path, { playbook });
  const server = Fastify();

  server.post("/webhook", async (request) => {
    const received = await workspace.receive(incoming(request.body), { now: now() });
    // A message that the provider delivers again is a duplicate, and changes nothing.
    return received.map(({ message, kind, answered_by }) => ({ message, kind, answered_by }));
  });

  server.get("/why/:id", async (request) => (await workspace.explain(request.params.id)).facts);

  /** Sends what is due, and fires the timers that are. */
  async function work() {
    await workspace.tick({ now: now() });
    for (const { message, generation } of await workspace.lease("chatbot", 20, { now: now() })) {
      // Consent is checked again, in the commit just before the call.
      const { send } = await workspace.attempt(message.id, generation, { now: now() });
      if (!send) continue;
      try {
        const external_id = await transport.send({ key: message.id, to: message.to, text: message.body.text });
        await workspace.acknowledge(message.id, generation, { external_id, now: now() });
      } catch (error) {
        const failure = { code: error.code ?? "transport", retryable: true };
        await workspace.fail(message.id, generation, failure, { now: now() });
      }
    }
  }

  server.addHook("onClose", () => workspace.close());
  return { server, work, workspace };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const transport = { send: async ({ to, text }) => console.log(`to ${to}: ${text}`) };
  const { server, work } = await chatbot({ path: "chatbot.db", transport });
  // Leases keep two workers, and two turns of this one, from sending the same message.
  setInterval(() => work().catch(console.error), 500);
  console.log(`POST ${await server.listen({ port: 3000 })}/webhook`);
}
