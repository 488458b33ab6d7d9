import Foundation

/// Any JSON: what a cell of a record holds, for instance.
///
/// ```swift
/// let record: [String: JsonValue] = ["name": "Anna Walker", "children": 2, "phones": ["+44 7400 123456"]]
/// ```
public enum JsonValue: Codable, Hashable, Sendable {
    /// Nothing.
    case null
    /// True or false.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// Text.
    case text(String)
    /// Several.
    case list([JsonValue])
    /// Values by name.
    case object([String: JsonValue])

    /// Reads any JSON.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let boolean = try? value.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let integer = try? value.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JsonValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JsonValue].self))
        }
    }

    /// Writes it as it stands.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .boolean(let boolean): try value.encode(boolean)
        case .integer(let integer): try value.encode(integer)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }
}

extension JsonValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Text.
    public init(stringLiteral text: String) { self = .text(text) }
    /// A whole number.
    public init(integerLiteral integer: Int) { self = .integer(integer) }
    /// A number.
    public init(floatLiteral number: Double) { self = .number(number) }
    /// True or false.
    public init(booleanLiteral boolean: Bool) { self = .boolean(boolean) }
    /// Nothing.
    public init(nilLiteral: ()) { self = .null }
    /// Several.
    public init(arrayLiteral list: JsonValue...) { self = .list(list) }
    /// Values by name; of a name that stands there twice, the later one.
    public init(dictionaryLiteral fields: (String, JsonValue)...) {
        self = .object(Dictionary(fields) { _, later in later })
    }
}
