import Foundation

extension JsonValue {
    subscript(name: String) -> JsonValue {
        if case .object(let object) = self { return object[name] ?? .null }
        return .null
    }

    var list: [JsonValue] {
        if case .list(let list) = self { return list }
        return []
    }

    var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    /// The part that a JSON pointer names.
    func at(_ pointer: String) -> JsonValue {
        pointer.split(separator: "/").reduce(self) { value, part in
            if case .list(let list) = value, let place = Int(part), place < list.count { return list[place] }
            return value[String(part)]
        }
    }

    /// Whether everything that stands here stands in the other too; null is nothing.
    func stands(in other: JsonValue) -> Bool {
        switch (self, other) {
        case (.object(let own), .object(let others)):
            return own.allSatisfy { $0.value == .null || $0.value.stands(in: others[$0.key] ?? $0.value.emptied) }
        case (.list(let own), .list(let others)):
            return own.count == others.count && zip(own, others).allSatisfy { $0.stands(in: $1) }
        default:
            return true
        }
    }

    /// What an empty list or object may be left out for; anything else stands for itself only where it is there.
    private var emptied: JsonValue {
        switch self {
        case .list([]), .object([:]): return self
        default: return .null
        }
    }
}

/// The request does not say what the text says.
struct Unsaid: Error {}

/// Reads a request, and refuses one with a field that its type does not have.
func strictly<T: Codable>(_ type: T.Type, _ request: JsonValue) throws -> T {
    let read: T
    do {
        read = try readJson(type, writeJson(request))
    } catch is DecodingError {
        throw Unsaid()
    }
    guard request.stands(in: try readJson(JsonValue.self, writeJson(read))) else { throw Unsaid() }
    return read
}
