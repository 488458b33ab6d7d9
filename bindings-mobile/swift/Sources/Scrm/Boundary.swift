import Foundation

/// Runs a call of the native library; what it refuses is thrown as a `ScrmError`.
func crossing<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch let CallError.Refused(code, problem, field, row) {
        throw ScrmError(code: code, message: problem, field: field, row: row)
    }
}

/// Runs a call that takes time away from the threads of Swift's own pool, which must not block.
func crossingAside<T: Sendable>(_ call: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
            continuation.resume(with: Result { try crossing(call) })
        }
    }
}

/// Writes a request as JSON text. A field that is left out is not written, so that the engine's own default
/// holds.
func writeJson<T: Encodable>(_ value: T) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Reads an answer of JSON text. A field that a later engine adds is passed over.
func readJson<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(text.utf8))
}
