import Foundation

/// Finds the records of a table that are one person, and says why. Nothing needs to be labelled or configured. Calls run
/// aside; a deduper may be shared by tasks and threads.
///
/// ```swift
/// let deduper = try Deduper()
/// try await deduper.fit(records: [["name": "Anna Walker", "phone": "+44 7400 123456"], ["name": "Walker, Ana"]])
/// try await deduper.query(record: ["name": "Ana Walker"])
/// ```
public final class Deduper: DeduperOperations, Sendable {
    private let handle: DeduperHandle

    /// A deduper without records.
    ///
    /// - Parameter config: the probabilities from which on two records are one and from which on a person should look, and
    ///   what columns hold where their names do not say it.
    /// - Throws: `ScrmError` names the setting that is wrong.
    public init(config: DeduperConfig = DeduperConfig()) throws {
        let config = try writeJson(config)
        handle = try crossing { try DeduperHandle(config: config) }
    }

    /// Calls an operation by its name, with JSON text in and out: what the typed methods do.
    public func call(_ operation: String, _ request: String) async throws -> String {
        try await crossingAside { [handle] in try handle.call(operation: operation, request: request) }
    }

    /// Looks at the records of a CSV file, whose first line names the columns.
    @discardableResult
    public func fit(file: URL, id: String? = nil) async throws -> Fitted {
        try readJson(Fitted.self, await crossingAside { [handle] in try handle.fitFile(path: file.path, id: id) })
    }

    /// How probably two records that are known are one person, from 0 to 1.
    public func score(_ a: String, _ b: String) async throws -> Double {
        try await score(a: .text(a), b: .text(b))
    }

    /// What each field says about two records that are known.
    public func explain(_ a: String, _ b: String) async throws -> PairExplanation {
        try await explain(a: .text(a), b: .text(b))
    }

    /// Lets the records go. Later calls throw; closing twice does nothing.
    public func close() throws {
        try crossing { try handle.shut() }
    }
}
