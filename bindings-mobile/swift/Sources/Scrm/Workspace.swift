import Foundation

/// One business: a store in a file, and the engines of its playbook.
///
/// Everything that touches the store is `async` and runs aside. A workspace may be shared by tasks and threads;
/// its store takes one call at a time.
///
/// ```swift
/// let shop = try await Workspace.open(path)
/// try await shop.importCsv(file, options: ImportOptions(source: "shop"), now: .now)
/// print(try await shop.report(now: .now))
/// ```
public final class Workspace: WorkspaceOperations, Sendable {
    private let handle: WorkspaceHandle

    private init(_ handle: WorkspaceHandle) {
        self.handle = handle
    }

    /// Opens a workspace at a path, or `:memory:` for one that lives as long as the object.
    ///
    /// - Parameter playbook: as for `Engines`.
    /// - Throws: `ScrmError` of the area `playbook` where the playbook is refused, of the area `store` where the
    ///   file cannot be opened or another process has it.
    public static func open(_ path: String, playbook: String? = nil) async throws -> Workspace {
        Workspace(try await crossingAside { try WorkspaceHandle.open(path: path, playbook: playbook) })
    }

    /// The playbook's keywords.
    public func keywords() throws -> KeywordMatcher {
        try KeywordMatcher(crossing { try handle.matcher() })
    }

    /// Every customer, in the order of their ids; read page by page while it is iterated.
    public var allCustomers: AsyncThrowingStream<Customer, Error> {
        AsyncThrowingStream { stream in
            let reading = Task {
                do {
                    var page = try await customers()
                    while let last = page.last, !Task.isCancelled {
                        page.forEach { stream.yield($0) }
                        page = try await customers(after: last.id)
                    }
                    stream.finish()
                } catch {
                    stream.finish(throwing: error)
                }
            }
            stream.onTermination = { _ in reading.cancel() }
        }
    }

    /// Calls an operation by its name, with JSON text in and out: what the typed methods do.
    public func call(_ operation: String, _ request: String) async throws -> String {
        try await crossingAside { [handle] in try handle.call(operation: operation, request: request) }
    }

    /// Imports a CSV file, batch by batch, each one commit. Cancelling the task stops the import after the
    /// present batch; what was committed stays, and importing the file again goes on where it stopped.
    ///
    /// - Parameters:
    ///   - onRejected: called with the next piece of the CSV of rejected rows, header first.
    ///   - onProgress: called after each batch. What it throws stops the import and is thrown here.
    @discardableResult
    public func importCsv(
        _ file: URL,
        options: ImportOptions,
        now: Instant,
        onRejected: @escaping @Sendable (String) throws -> Void = { _ in },
        onProgress: @escaping @Sendable (ImportProgress) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        try await importing(options, now, Listening(onRejected, onProgress)) { [handle] request, listener in
            try handle.importFile(path: file.path, request: request, listener: listener)
        }
    }

    /// Imports a CSV file from its bytes. See `importCsv(_:options:now:onRejected:onProgress:)`.
    @discardableResult
    public func importCsv(
        bytes: Data,
        options: ImportOptions,
        now: Instant,
        onRejected: @escaping @Sendable (String) throws -> Void = { _ in },
        onProgress: @escaping @Sendable (ImportProgress) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        try await importing(options, now, Listening(onRejected, onProgress)) { [handle] request, listener in
            try handle.importBytes(bytes: bytes, request: request, listener: listener)
        }
    }

    /// Imports a CSV file and tells of it step by step; the last step holds the report.
    public func importSteps(
        _ file: URL, options: ImportOptions, now: Instant
    ) -> AsyncThrowingStream<ImportStep, Error> {
        AsyncThrowingStream { steps in
            let importing = Task {
                do {
                    let report = try await importCsv(
                        file, options: options, now: now,
                        onRejected: { steps.yield(.rejected(csv: $0)) },
                        onProgress: { steps.yield(.progress($0)) })
                    steps.yield(.finished(report))
                    steps.finish()
                } catch {
                    steps.finish(throwing: error)
                }
            }
            steps.onTermination = { _ in importing.cancel() }
        }
    }

    /// Closes the store and gives its file up. Later calls throw; closing twice does nothing. A call that runs
    /// on another thread ends in order first, a running import after its present batch.
    public func close() throws {
        try crossing { try handle.shut() }
    }

    private func importing(
        _ options: ImportOptions, _ now: Instant, _ listening: Listening,
        _ work: @escaping @Sendable (String, ImportListener) throws -> String
    ) async throws -> ImportReport {
        let request = try writeJson(ImportRequest(options: options, now: now))
        let report = try await withTaskCancellationHandler {
            try await crossingAside { try work(request, listening) }
        } onCancel: {
            listening.stop()
        }
        if let thrown = listening.thrown { throw thrown }
        try Task.checkCancellation()
        return try readJson(ImportReport.self, report)
    }
}

/// A step of an import.
public enum ImportStep: Sendable {
    /// A batch was committed.
    case progress(ImportProgress)
    /// The next piece of the CSV of rejected rows, header first: to be mended and fed again.
    case rejected(csv: String)
    /// The import is over.
    case finished(ImportReport)
}

private struct ImportRequest: Encodable {
    let options: ImportOptions
    let now: Instant
}

/// Watches an import for a task: passes on what happens, and stops it when the task is cancelled.
private final class Listening: ImportListener, @unchecked Sendable {
    private let onRejected: @Sendable (String) throws -> Void
    private let onProgress: @Sendable (ImportProgress) throws -> Void
    private let lock = NSLock()
    private var stopped = false
    private var problem: Error?

    init(
        _ onRejected: @escaping @Sendable (String) throws -> Void,
        _ onProgress: @escaping @Sendable (ImportProgress) throws -> Void
    ) {
        self.onRejected = onRejected
        self.onProgress = onProgress
    }

    /// What a callback threw. It stays on this side: the native library never sees it.
    var thrown: Error? { lock.withLock { problem } }

    func stop() { lock.withLock { stopped = true } }

    func progress(progress: String) throws -> Bool {
        keeping { try onProgress(readJson(ImportProgress.self, progress)) }
        return lock.withLock { !stopped && problem == nil }
    }

    func rejected(csv: String) throws {
        keeping { try onRejected(csv) }
    }

    private func keeping(_ callback: () throws -> Void) {
        guard thrown == nil else { return }
        do { try callback() } catch { lock.withLock { problem = error } }
    }
}
