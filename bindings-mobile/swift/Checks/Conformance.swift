import Foundation

/// Calls the typed method of every shared case, and writes the answers for the judge.
enum Conformance {
    /// How many answers were written.
    static func answer(_ cases: String, _ answers: String) async throws -> Int {
        let all = try readJson(JsonValue.self, String(contentsOfFile: cases, encoding: .utf8))
        var lines: [JsonValue] = []
        for single in all["engines"].list { lines.append(try line(single, nil, engineAnswer(single))) }
        for steps in all["workspace"].list { lines += try await workspaceAnswers(steps) }
        for steps in all["deduper"].list { lines += try await deduperAnswers(steps) }
        let text = try lines.map { try writeJson($0) + "\n" }.joined()
        try text.write(toFile: answers, atomically: false, encoding: .utf8)
        return lines.count
    }

    private static func engineAnswer(_ single: JsonValue) throws -> JsonValue {
        let operation = single["op"].text ?? ""
        do {
            let engines = try Engines(playbook: playbook(single))
            do {
                return try ok(engines.dispatch(operation, single["request"]))
            } catch is Unsaid {
                return try ok(engines.call(operation, writeJson(single["request"])))
            }
        } catch let refused as ScrmError {
            return error(refused)
        }
    }

    private static func workspaceAnswers(_ one: JsonValue) async throws -> [JsonValue] {
        let steps = one["steps"].list
        let shop: Workspace
        do {
            shop = try await Workspace.open(":memory:", playbook: playbook(one))
        } catch let refused as ScrmError {
            return steps.indices.map { line(one, $0 + 1, error(refused)) }
        }
        var saved: [String: JsonValue] = [:]
        var lines: [JsonValue] = []
        for (index, step) in steps.enumerated() {
            let answered = try await call(shop, step["op"].text ?? "", resolved(step["request"], saved))
            if case .object(let pointers) = step["save"] {
                for (alias, pointer) in pointers { saved[alias] = answered["ok"].at(pointer.text ?? "") }
            }
            lines.append(line(one, index + 1, answered))
        }
        try shop.close()
        return lines
    }

    private static func deduperAnswers(_ one: JsonValue) async throws -> [JsonValue] {
        let steps = one["steps"].list
        let deduper: Deduper
        do {
            let config = one["config"] == .null ? DeduperConfig() : try readJson(DeduperConfig.self, writeJson(one["config"]))
            deduper = try Deduper(config: config)
        } catch let refused as ScrmError {
            return steps.indices.map { line(one, $0 + 1, error(refused)) }
        }
        var lines: [JsonValue] = []
        for (index, step) in steps.enumerated() {
            let operation = step["op"].text ?? ""
            let answered: JsonValue
            do {
                do {
                    answered = try await ok(deduper.dispatch(operation, step["request"]))
                } catch is Unsaid {
                    answered = try await ok(deduper.call(operation, writeJson(step["request"])))
                }
            } catch let refused as ScrmError {
                answered = error(refused)
            }
            lines.append(line(one, index + 1, answered))
        }
        return lines
    }

    private static func call(_ shop: Workspace, _ operation: String, _ request: JsonValue) async throws -> JsonValue {
        do {
            switch operation {
            case "import_csv": return try await ok(importCsv(shop, request))
            case "deliver": return try await ok(deliver(shop, request))
            default:
                do {
                    return try await ok(shop.dispatch(operation, request))
                } catch is Unsaid {
                    return try await ok(shop.call(operation, writeJson(request)))
                }
            }
        } catch let refused as ScrmError {
            return error(refused)
        }
    }

    private static func importCsv(_ shop: Workspace, _ request: JsonValue) async throws -> String {
        let bytes: Data
        if let file = request["file"].text {
            bytes = Data(file.utf8)
        } else {
            let digits = (request["hex"].text ?? "").filter(\.isHexDigit).compactMap(\.hexDigitValue)
            bytes = Data(stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
        }
        let options = try readJson(ImportOptions.self, writeJson(request["options"]))
        return try await writeJson(shop.importCsv(bytes: bytes, options: options, now: now(request)))
    }

    private static func deliver(_ shop: Workspace, _ request: JsonValue) async throws -> String {
        let now = try now(request)
        var sent: [JsonValue] = []
        for leased in try await shop.lease(worker: "worker", now: now, limit: 100) {
            let (id, generation) = (leased.message.id, leased.generation)
            guard try await shop.attempt(id: id, generation: generation, now: now).send else { continue }
            let record = try await shop.acknowledge(id: id, generation: generation, now: now, externalId: id).message
            let whole = try readJson(JsonValue.self, writeJson(leased.message))
            let words = whole["body"]["text"] == .null ? whole["body"]["caption"] : whole["body"]["text"]
            sent.append(.object([
                "id": whole["id"], "message": .text(record), "rule": whole["rule"], "to": whole["to"], "text": words,
            ]))
        }
        return try writeJson(sent)
    }

    private static func now(_ request: JsonValue) throws -> Instant {
        try readJson(Instant.self, writeJson(request["now"]))
    }

    private static func playbook(_ one: JsonValue) throws -> String? {
        one["config"] == .null ? nil : try writeJson(one["config"])
    }

    private static func ok(_ answer: String?) throws -> JsonValue {
        guard let answer else { throw Mismatch(description: "no such operation") }
        return .object(["ok": try readJson(JsonValue.self, answer)])
    }

    private static func error(_ refused: ScrmError) -> JsonValue {
        var fields: [String: JsonValue] = ["code": .text(refused.code), "message": .text(refused.message)]
        fields["field"] = refused.field.map { .text($0) }
        fields["row"] = refused.row.map { .integer(Int($0)) }
        return .object(["error": .object(fields)])
    }

    private static func line(_ one: JsonValue, _ step: Int?, _ answer: JsonValue) -> JsonValue {
        var fields = ["file": one["file"], "name": one["name"], "answer": answer]
        fields["step"] = step.map { .integer($0) }
        return .object(fields)
    }

    private static func resolved(_ value: JsonValue, _ saved: [String: JsonValue]) -> JsonValue {
        switch value {
        case .object(let object):
            if object.count == 1, let alias = object["$ref"]?.text { return saved[alias] ?? .null }
            return .object(object.mapValues { resolved($0, saved) })
        case .list(let list): return .list(list.map { resolved($0, saved) })
        default: return value
        }
    }
}
