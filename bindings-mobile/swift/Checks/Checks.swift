// Compiled together with the sources of the package, by `cargo xtask test`.
import Foundation

/// Counts what holds and prints what does not.
struct Tally {
    private(set) var passed = 0
    private(set) var failed = 0

    mutating func check(_ name: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            passed += 1
        } catch {
            failed += 1
            print("\(name): \(error)")
        }
    }
}

struct Mismatch: Error, CustomStringConvertible {
    let description: String
}

func equal<T: Equatable>(_ found: T, _ expected: T, line: Int = #line) throws {
    if found != expected { throw Mismatch(description: "line \(line): expected \(expected), found \(found)") }
}

func isTrue(_ holds: Bool, line: Int = #line) throws {
    try equal(holds, true, line: line)
}

func refusal(line: Int = #line, _ call: () async throws -> Void) async throws -> ScrmError {
    do {
        try await call()
    } catch let refused as ScrmError {
        return refused
    }
    throw Mismatch(description: "line \(line): nothing was refused")
}

@main
struct Checks {
    static func main() async {
        var tally = Tally()
        await instants(&tally)
        await engines(&tally)
        await workspaces(&tally)
        await imports(&tally)
        let environment = ProcessInfo.processInfo.environment
        if let cases = environment["SCRM_CASES"], let answers = environment["SCRM_ANSWERS"] {
            await tally.check("every shared case is answered") {
                try equal(try await Conformance.answer(cases, answers) > 250, true)
            }
        }
        print("\(tally.passed) passed, \(tally.failed) failed")
        exit(tally.failed == 0 ? 0 : 1)
    }
}
