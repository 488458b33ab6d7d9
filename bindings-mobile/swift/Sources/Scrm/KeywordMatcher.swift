import Foundation

/// A compiled set of keywords, for loops over many messages. Calls return at once and may come from any thread.
public final class KeywordMatcher: Sendable {
    private let handle: MatcherHandle
    private let names: [RuleName]

    init(_ handle: MatcherHandle) throws {
        self.handle = handle
        names = try crossing { try handle.rules() }
    }

    /// Compiles rules.
    ///
    /// - Throws: `ScrmError` of the area `keyword` where a rule is refused.
    public convenience init(rules: [KeywordRule]) throws {
        let rules = try writeJson(rules)
        try self.init(crossing { try MatcherHandle(rules: rules) })
    }

    /// Every hit in a message, in the order of where they begin.
    public func find(_ message: String) throws -> [KeywordHit] {
        try crossing { try handle.find(message: message) }.map(hit)
    }

    /// Every hit in each of many messages, in their order: one call for all of them.
    public func findMany(_ messages: [String]) throws -> [[KeywordHit]] {
        try crossing { try handle.findMany(messages: messages) }.map { $0.map(hit) }
    }

    /// The topics of a message, in the order in which they turn up.
    public func labels(_ message: String) throws -> [String] {
        try crossing { try handle.labels(message: message) }
    }

    /// Every phrase that stands in a message, those that come to nothing included: how it has to stand, and what came of it.
    /// In the order of their places.
    public func explain(_ message: String) throws -> [ExplainedKeyword] {
        try readJson([ExplainedKeyword].self, crossing { try handle.explain(message: message) })
    }

    /// Lets the keywords go. Later calls throw; closing twice does nothing.
    public func close() throws {
        try crossing { try handle.shut() }
    }

    private func hit(_ place: Place) -> KeywordHit {
        let rule = names[Int(place.rule)]
        let range = NSRange(location: Int(place.start), length: Int(place.end - place.start))
        return KeywordHit(rule: rule.id, label: rule.label, phrase: Int(place.phrase), range: range)
    }
}

/// A phrase of a rule, found in a message.
public struct KeywordHit: Hashable, Sendable {
    /// The rule's id.
    public let rule: RuleId
    /// The rule's topic.
    public let label: String
    /// Which of the rule's phrases and terms, counted from 0.
    public let phrase: Int
    /// Where in the message as it was written, in UTF-16 units: `Range(hit.range, in: message)` gives the place in a
    /// `String`.
    public let range: NSRange
}
