import Foundation

let monday = Instant("2026-01-05T09:00:00Z")!
let options = ImportOptions(source: "shop", defaultRegion: "GB")

func text(_ words: String, from: String = "447400123456") -> IncomingMessage {
    IncomingMessage(
        externalId: "m-\(from)-\(words)", channel: .whatsapp, account: "shop",
        sender: Sender(identifiers: [SenderIdentifier(kind: .whatsappId, value: from)]),
        body: .text(MessageBody.Text(text: words)), sentAt: monday)
}

func file(_ rows: Int) -> Data {
    var text = "Name,Phone\n"
    for row in 0..<rows { text += "Anna Walker \(row),+4474001\(String(format: "%05d", row))\n" }
    return Data(text.utf8)
}

func instants(_ tally: inout Tally) async {
    await tally.check("instants are read and written in RFC 3339") {
        try equal(Instant("2026-01-05T12:00:00+03:00"), monday)
        try equal(Instant("1969-12-31T23:59:59.5Z"), Instant(seconds: -1, nanoseconds: 500_000_000))
        for written in ["2024-02-29T23:59:59.123456789Z", "0001-01-01T00:00:00Z", "2100-03-01T00:00:00.000001Z"] {
            try equal(Instant(written)?.description, written)
        }
        for wrong in ["2026-01-05T09:00:00", "2026-1-5T09:00:00Z", "2026-01-05", "", "2026-01-05T09:00:00Zx"] {
            try equal(Instant(wrong), nil)
        }
        try equal(Instant(monday.date), monday)
        try isTrue(monday < Instant(seconds: monday.seconds, nanoseconds: 1))
    }
}

func engines(_ tally: inout Tally) async {
    await tally.check("engines answer, and name the field that is wrong") {
        let engines = try Engines()
        try equal(try engines.textFold(text: "ПРИВЕТ").text, "привет")
        let refused = try await refusal { _ = try engines.call("text.fold", "{\"text\": \"x\", \"txet\": 1}") }
        try equal(refused.field, "txet")
        try equal(refused.area, .api)
        let playbook = try await refusal { _ = try Engines(playbook: "[workspace]\nnmae = 1\n") }
        try equal(playbook.area, .playbook)
        try equal(playbook.field, "workspace.nmae")
    }
    await tally.check("places hold in strings of every script") {
        let keywords = try Engines().keywords()
        let messages = ["كم السعر؟ 😀": "السعر", "請問這個多少錢🙏🏽": "多少錢", "👨‍👩‍👧 Ｐｒｉｃｅ": "Ｐｒｉｃｅ"]
        for (message, phrase) in messages {
            let found = try keywords.find(message).filter { $0.label == "price" }
            try isTrue(found.contains { Range($0.range, in: message).map { String(message[$0]) } == phrase })
            try equal(try keywords.findMany([message, "hm"]).map(\.isEmpty), [false, true])
        }
        try equal(try keywords.labels("price?"), ["price"])
        let own = try KeywordMatcher(rules: [KeywordRule(id: "tea", label: "tea", phrases: ["чай"])])
        try equal(try own.find("ЧАЙ").map(\.rule), ["tea"])
    }
    await tally.check("a panic is a typed error, and the next call works") {
        let engines = try Engines()
        panicInNextCall()
        let refused = try await refusal { _ = try engines.textFold(text: "x") }
        try equal(refused.area, .defect)
        try isTrue(!refused.description.contains("Anna"))
        try equal(try engines.textFold(text: "X").text, "x")
    }
}

func workspaces(_ tally: inout Tally) async {
    await tally.check("a day from the file to the report") {
        let shop = try await Workspace.open(":memory:")
        try equal(try await shop.importCsv(bytes: file(3), options: options, now: monday).counts.created, 3)
        let received = try await shop.receive(messages: [text("What is the price?", from: "447400100001")], now: monday)[0]
        let due = try await shop.nextWakeup().at!
        try await shop.tick(now: due)
        let leased = try await shop.lease(worker: "phone", now: due)[0]
        try equal(leased.message.id, received.outbox)
        try isTrue(try await shop.attempt(id: leased.message.id, generation: leased.generation, now: due).send)
        try await shop.acknowledge(id: leased.message.id, generation: leased.generation, now: due, externalId: "wamid.1")
        let customer = try await shop.customer(id: received.customer!)
        guard case .text(let name) = customer.fields["name"] else { throw Mismatch(description: "no name") }
        try equal(name.value, "Anna Walker 1")
        try equal(try await shop.report(now: monday).report.customers.active, 3)
        var all = 0
        for try await _ in shop.allCustomers { all += 1 }
        try equal(all, 3)
    }
    await tally.check("what is closed takes no calls and can be closed again") {
        let shop = try await Workspace.open(":memory:")
        try shop.close()
        try shop.close()
        try equal(try await refusal { try await shop.customers() }.code, "api.workspace.closed")
    }
    await tally.check("tasks share a workspace") {
        let shop = try await Workspace.open(":memory:")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { try await shop.receive(messages: [text("hello", from: "44740010000\(writer)")], now: monday) }
            }
            try await group.waitForAll()
        }
        try equal(try await shop.customers().count, 8)
    }
}

func imports(_ tally: inout Tally) async {
    /// More rows than a few batches hold.
    let many = 20_000
    await tally.check("progress comes as a stream and ends with the report") {
        let shop = try await Workspace.open(":memory:")
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("scrm-\(getpid()).csv")
        try file(many).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        var batches = 0
        var created = 0
        for try await step in shop.importSteps(path, options: options, now: monday) {
            switch step {
            case .progress: batches += 1
            case .rejected: break
            case .finished(let report): created = report.counts.created
            }
        }
        try isTrue(batches > 2)
        try equal(created, many)
    }
    await tally.check("what a callback throws stops the import and is thrown") {
        let shop = try await Workspace.open(":memory:")
        do {
            try await shop.importCsv(
                bytes: file(many), options: options, now: monday,
                onProgress: { _ in throw Mismatch(description: "stop") })
            throw Mismatch(description: "it went on")
        } catch let thrown as Mismatch {
            try equal(thrown.description, "stop")
        }
        try isTrue(try await shop.report(now: monday).report.customers.active < many)
    }
    await tally.check("cancelling stops after the present batch") {
        let shop = try await Workspace.open(":memory:")
        let importing = Task { try await shop.importCsv(bytes: file(many), options: options, now: monday) }
        importing.cancel()
        do {
            _ = try await importing.value
            throw Mismatch(description: "it went on")
        } catch is CancellationError {}
        try isTrue(try await shop.report(now: monday).report.customers.active < many)
    }
}
