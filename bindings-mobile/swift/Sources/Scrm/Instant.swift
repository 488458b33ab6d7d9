import Foundation

/// An instant in UTC, to the nanosecond, as RFC 3339 writes it.
///
/// `Date` counts seconds in floating point and would lose what the engine keeps.
public struct Instant: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Whole seconds since 1970, rounded down.
    public let seconds: Int64
    /// Nanoseconds after that, below a billion.
    public let nanoseconds: UInt32

    /// An instant from whole seconds since 1970, and nanoseconds after that.
    public init(seconds: Int64, nanoseconds: UInt32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The instant of a date.
    public init(_ date: Date) {
        let since = date.timeIntervalSince1970
        let whole = since.rounded(.down)
        seconds = Int64(whole)
        nanoseconds = UInt32(min(((since - whole) * 1_000_000_000).rounded(), 999_999_999))
    }

    /// The time of the device's clock.
    public static var now: Instant { Instant(Date()) }

    /// The instant as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(seconds) + Double(nanoseconds) / 1_000_000_000) }

    /// Reads RFC 3339; `nil` where the text is something else.
    public init?(_ text: String) {
        guard let parsed = Rfc3339.parse(text) else { return nil }
        self = parsed
    }

    public var description: String { Rfc3339.write(self) }

    public static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    public init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let parsed = Rfc3339.parse(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant in RFC 3339")
        }
        self = parsed
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// RFC 3339 over days counted from 1970 in the proleptic Gregorian calendar.
enum Rfc3339 {
    private static let secondsOfDay: Int64 = 86_400

    static func write(_ instant: Instant) -> String {
        let day = floorDivide(instant.seconds, secondsOfDay)
        let second = instant.seconds - day * secondsOfDay
        let (year, month, dayOfMonth) = civil(fromDay: day)
        var fraction = ""
        if instant.nanoseconds > 0 {
            var digits = String(instant.nanoseconds)
            digits = String(repeating: "0", count: 9 - digits.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            fraction = "." + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
            + "T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))\(fraction)Z"
    }

    static func parse(_ text: String) -> Instant? {
        var rest = Substring(text)
        guard let year = number(&rest, 4), take(&rest, "-"), let month = number(&rest, 2), take(&rest, "-"),
            let day = number(&rest, 2), take(&rest, "T") || take(&rest, "t") || take(&rest, " "),
            let hour = number(&rest, 2), take(&rest, ":"), let minute = number(&rest, 2), take(&rest, ":"),
            let second = number(&rest, 2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        var nanoseconds: UInt32 = 0
        if take(&rest, ".") {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            let nine = (digits + String(repeating: "0", count: 9)).prefix(9)
            nanoseconds = UInt32(nine) ?? 0
        }
        guard let offset = offset(&rest), rest.isEmpty else { return nil }
        let seconds = days(year, month, day) * secondsOfDay + hour * 3600 + minute * 60 + second - offset
        return Instant(seconds: seconds, nanoseconds: nanoseconds)
    }

    private static func offset(_ rest: inout Substring) -> Int64? {
        if take(&rest, "Z") || take(&rest, "z") { return 0 }
        let ahead = take(&rest, "+")
        guard ahead || take(&rest, "-"), let hours = number(&rest, 2), take(&rest, ":"), let minutes = number(&rest, 2)
        else { return nil }
        return (ahead ? 1 : -1) * (hours * 3600 + minutes * 60)
    }

    private static func take(_ rest: inout Substring, _ sign: Character) -> Bool {
        guard rest.first == sign else { return false }
        rest.removeFirst()
        return true
    }

    private static func number(_ rest: inout Substring, _ digits: Int) -> Int64? {
        let head = rest.prefix(digits)
        guard head.count == digits, head.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        rest = rest.dropFirst(digits)
        return Int64(head)
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func floorDivide(_ left: Int64, _ right: Int64) -> Int64 {
        let quotient = left / right
        return left % right < 0 ? quotient - 1 : quotient
    }

    // Years begin in March here, so that the leap day is the last of its year.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(fromDay day: Int64) -> (Int64, Int64, Int64) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let calendarMonth = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth, dayOfMonth)
    }
}
