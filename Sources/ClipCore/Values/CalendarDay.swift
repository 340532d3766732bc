/// A Gregorian calendar day without time and time zone. JSON and text form: `2026-11-23`.
public struct CalendarDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before it.
    public let number: Int

    /// Creates the day `number` days after 1970-01-01.
    public init(number: Int) { self.number = number }

    /// Creates a day from its parts; nil if it does not exist or the year is outside 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        // Days from civil date: years start in March, so that the leap day comes last.
        let shifted = year - (month <= 2 ? 1 : 0)
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        self.init(number: era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468)
        guard parts == (year, month, day) else { return nil }
    }

    /// Parses `2026-11-23`; only `T` or a space may follow, e.g. with a time.
    public init?(_ text: some StringProtocol) {
        // Parses bytes for speed: tables hold two dates in each of 100,000 rows.
        var parts = [0, 0, 0]
        var count = 0
        for byte in text.utf8.prefix(11) {
            switch (count, byte) {
            case (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")): break
            case (10, UInt8(ascii: "T")), (10, UInt8(ascii: " ")): break
            case (0...3, 0x30...0x39), (5...6, 0x30...0x39), (8...9, 0x30...0x39):
                let part = count < 4 ? 0 : count < 7 ? 1 : 2
                parts[part] = parts[part] * 10 + Int(byte - 0x30)
            default: return nil
            }
            count += 1
        }
        guard count >= 10 else { return nil }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }

    /// Year, month (1 to 12) and day (1 to 31).
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let civil = month < 10 ? month + 3 : month - 9
        return (year + era * 400 + (civil <= 2 ? 1 : 0), civil, ofYear - (153 * month + 2) / 5 + 1)
    }

    /// The text form, `2026-11-23`.
    public var text: String {
        let (year, month, day) = parts
        let padded = { (number: Int, width: Int) in
            String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// The day `days` days later.
    public func adding(days: Int) -> CalendarDay { CalendarDay(number: number + days) }

    /// Days from `other` to this day; negative if `other` is later.
    public func days(since other: CalendarDay) -> Int { number - other.number }

    /// The earlier day is less.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }
}

extension CalendarDay: Codable {
    /// Decodes `"2026-11-23"`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = CalendarDay(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a day is written 2026-11-23")
        }
        self = day
    }

    /// Encodes `"2026-11-23"`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
