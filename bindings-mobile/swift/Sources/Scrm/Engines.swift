/// The engines of a playbook, without a workspace. Calls return at once and may come from any thread.
///
/// ```swift
/// let engines = try Engines()
/// try engines.textFold(text: "ПРИВЕТ").text // привет
/// ```
public final class Engines: EngineOperations, Sendable {
    private let handle: EnginesHandle

    /// Compiles a playbook: a TOML or JSON document laid over the standard one, or the standard one itself.
    ///
    /// - Throws: `ScrmError` of the area `playbook` names the key, line and column that are wrong.
    public init(playbook: String? = nil) throws {
        handle = try crossing { try EnginesHandle(playbook: playbook) }
    }

    /// The playbook's keywords.
    public func keywords() throws -> KeywordMatcher {
        try KeywordMatcher(crossing { try handle.matcher() })
    }

    /// The query with which a store in SQLite is asked for who belongs to an expression: those of whom its condition holds, and
    /// those of whom it may hold, because the record has to say.
    ///
    /// - Throws: `ScrmError` of the area `segment` with line and column where the expression is refused.
    public func segmentSql(_ expression: String, now: Instant) throws -> String {
        try crossing { try handle.segmentSql(expression: expression, now: now.description) }
    }

    /// Calls an operation by its name, with JSON text in and out: what the typed methods do.
    public func call(_ operation: String, _ request: String) throws -> String {
        try crossing { try handle.call(operation: operation, request: request) }
    }

    /// Lets the engines go. Later calls throw; closing twice does nothing.
    public func close() throws {
        try crossing { try handle.shut() }
    }
}
