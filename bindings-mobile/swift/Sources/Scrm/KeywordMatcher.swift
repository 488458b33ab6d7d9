/// A compiled set of keywords, for loops over many messages. Calls return at once and may come from any thread.
public final class KeywordMatcher: Sendable {
    private let handle: MatcherHandle

    init(_ handle: MatcherHandle) {
        self.handle = handle
    }

    /// Compiles rules.
    ///
    /// - Throws: `ScrmError` of the area `keyword` where a rule is refused.
    public init(rules: [KeywordRule]) throws {
        let rules = try writeJson(rules)
        handle = try crossing { try MatcherHandle(rules: rules) }
    }

    /// Every hit in a message. Its places count in UTF-16 units too, as `NSRange` does.
    public func find(_ message: String) throws -> [KeywordHit] {
        try readJson([KeywordHit].self, crossing { try handle.find(message: message) })
    }

    /// Every hit in each of many messages, in their order: one call for all of them.
    public func findMany(_ messages: [String]) throws -> [[KeywordHit]] {
        try readJson([[KeywordHit]].self, crossing { try handle.findMany(messages: messages) })
    }

    /// The topics of a message, in the order in which they turn up.
    public func labels(_ message: String) throws -> [String] {
        try crossing { try handle.labels(message: message) }
    }

    /// Lets the keywords go. Later calls throw; closing twice does nothing.
    public func close() throws {
        try crossing { try handle.shut() }
    }
}
