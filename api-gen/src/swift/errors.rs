//! The error type, with the areas of the error catalogue.

use std::fmt::Write;

use scrm_core::api;

use super::text::{GENERATED, name, quoted};
use crate::model::Model;

/// The error.
pub(super) fn emit(model: &Model) -> String {
    let mut text = format!(
        "{GENERATED}
import Foundation

/// What the engine refuses. It never carries a customer's data; docs/errors.md lists the codes with what to do.
public struct ScrmError: Error, Hashable, Sendable, LocalizedError, CustomStringConvertible {{
    /// The stable code, `area.thing.what`.
    public let code: String
    /// What went wrong, with the place.
    public let message: String
    /// The field concerned, where there is one.
    public let field: String?
    /// The row or line concerned, counted from 1, where there is one.
    public let row: UInt64?

    /// The part of the engine that refuses.
    public enum Area: String, Sendable, CaseIterable {{
"
    );
    for area in model.errors.keys() {
        let _ = writeln!(text, "        case {} = {}", name(area), quoted(area));
    }
    let retryable: Vec<&str> =
        model.errors.values().flatten().filter(|error| error.retryable).map(|error| error.code).collect();
    let retryable: String = retryable.iter().map(|code| format!("        {},\n", quoted(code))).collect();
    let _ = write!(
        text,
        "        /// The engine met a state that it does not know. Later calls work.
        case defect
    }}

    /// The part of the engine that refuses.
    public var area: Area {{
        if code == {} {{ return .defect }}
        return code.split(separator: \".\").first.flatMap {{ Area(rawValue: String($0)) }} ?? .defect
    }}

    /// Whether the same call may succeed later.
    public var isRetryable: Bool {{ Self.retryable.contains(code) }}

    public var errorDescription: String? {{ message }}

    public var description: String {{ \"\\(code): \\(message)\" }}

    private static let retryable: Set<String> = [
{retryable}    ]
}}
",
        quoted(&api::defect().code)
    );
    text
}
