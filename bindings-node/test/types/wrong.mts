// Wrong use does not compile: where one of these lines did, its comment would be an error.

import { Deduper, Engines, KeywordMatcher, ScrmError, Workspace } from "scrm";
import type { IncomingMessageInput, Received } from "scrm";

declare const workspace: Workspace;
declare const message: IncomingMessageInput;
declare const received: Received;
const now = new Date();

// @ts-expect-error a workspace is opened, not made
new Workspace();
// @ts-expect-error there is no such option
await Workspace.open(":memory:", { playbok: {} });
// @ts-expect-error there is no such section
await Workspace.open(":memory:", { playbook: { wrkspace: {} } });
// @ts-expect-error the time of the call is missing
await workspace.receive([message]);
// @ts-expect-error a slip of the pen
await workspace.receive([message], { nwo: now });
// @ts-expect-error a text is no message
await workspace.receive("hello", { now });
// @ts-expect-error a number is no time
await workspace.tick({ now: 1_767_603_600 });
// @ts-expect-error a channel is one of several
message.channel = "pigeon";
// @ts-expect-error a body says which kind it is
message.body = { text: "hello" };
// @ts-expect-error what is left out of a duplicate may not be there
received.customer.length;
// @ts-expect-error answers hold instants as texts
(await workspace.nextWakeup()).at?.getTime();
// @ts-expect-error the source of an import has a name
await workspace.importCsv("customers.csv", { now });
// @ts-expect-error a progress callback takes no text
await workspace.importCsv("customers.csv", { source: "shop", now, onProgress: (text: string) => text });
// @ts-expect-error the answer is an object
new Engines().textFold("Tea").toUpperCase();
// @ts-expect-error a text is folded
new Engines().textFold(5);
// @ts-expect-error a mode is one of several
new KeywordMatcher(["tea"], { mode: "wrod" });
// @ts-expect-error a rule has phrases
new KeywordMatcher([{ id: "tea", label: "tea" }]);
// @ts-expect-error there is no such kind of column
new Deduper({ columns: { erp: "sytem_id" } });
// @ts-expect-error a new record has an id
await new Deduper().add({ name: "Anna" });
// @ts-expect-error an id is text
await new Deduper().score("a", 5);
// @ts-expect-error errors come from the engine
new ScrmError();
