/// An exact point in time or duration: `ticks / timescale` seconds.
///
/// Times with equal fractions are equal, whatever the timescale. The JSON form is a string such as
/// `"1001/30000"`.
public struct MediaTime: Sendable {
    /// The time in units of `1 / timescale` seconds; negative before zero.
    public let ticks: Int64
    /// Ticks per second; positive.
    public let timescale: Int64

    /// Creates a time of `ticks / timescale` seconds, not reduced; a timescale below 1 ends the process.
    public init(ticks: Int64, timescale: Int64) {
        precondition(timescale > 0, "a timescale is positive")
        (self.ticks, self.timescale) = (ticks, timescale)
    }

    /// Creates a time from a stream's ticks and its time base.
    public init(ticks: Int64, timeBase: TimeBase) {
        let (product, isTooLarge) = ticks.multipliedReportingOverflow(by: timeBase.numerator)
        self =
            isTooLarge
            ? Self.reduced(Int128(ticks) * Int128(timeBase.numerator), Int128(timeBase.denominator))
            : MediaTime(ticks: product, timescale: timeBase.denominator)
    }

    /// Rounds `seconds` down to a microsecond; a value beyond 64 bits ends the process.
    public init(roundingDown seconds: Double) {
        self.init(ticks: Int64((seconds * 1_000_000).rounded(.down)), timescale: 1_000_000)
    }

    /// 0 seconds.
    public static let zero = MediaTime(ticks: 0, timescale: 1)

    /// The nearest double, for people and for JSON.
    public var seconds: Double { Double(ticks) / Double(timescale) }

    /// The first tick of `timeBase` at or after this time.
    public func ticksRoundedUp(in timeBase: TimeBase) -> Int64 {
        let (quotient, remainder) = scaled(to: timeBase)
        return remainder > 0 ? quotient + 1 : quotient
    }

    /// The last tick of `timeBase` at or before this time.
    public func ticksRoundedDown(in timeBase: TimeBase) -> Int64 {
        let (quotient, remainder) = scaled(to: timeBase)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The tick of `timeBase` nearest to this time.
    public func ticksNearest(in timeBase: TimeBase) -> Int64 {
        (self + MediaTime(ticks: timeBase.numerator, timescale: 2 * timeBase.denominator))
            .ticksRoundedDown(in: timeBase)
    }

    private func scaled(to timeBase: TimeBase) -> (Int64, Int128) {
        let value = Int128(ticks) * Int128(timeBase.denominator)
        let unit = Int128(timescale) * Int128(timeBase.numerator)
        return (Int64(clamping: value / unit), value % unit)
    }

    /// The sum, exact if 64 bits can hold it.
    public static func + (left: MediaTime, right: MediaTime) -> MediaTime {
        if left.timescale == right.timescale {
            let (sum, isTooLarge) = left.ticks.addingReportingOverflow(right.ticks)
            if !isTooLarge { return MediaTime(ticks: sum, timescale: left.timescale) }
        }
        let sum = Int128(left.ticks) * Int128(right.timescale) + Int128(right.ticks) * Int128(left.timescale)
        return reduced(sum, Int128(left.timescale) * Int128(right.timescale))
    }

    /// The negated time.
    public static prefix func - (time: MediaTime) -> MediaTime {
        MediaTime(ticks: Int64(clamping: -Int128(time.ticks)), timescale: time.timescale)
    }

    /// The difference, exact if 64 bits can hold it.
    public static func - (left: MediaTime, right: MediaTime) -> MediaTime { left + -right }

    /// Half of this time.
    public var half: MediaTime { Self.reduced(Int128(ticks), Int128(timescale) * 2) }

    private static func reduced(_ ticks: Int128, _ timescale: Int128) -> MediaTime {
        var (a, b) = (ticks.magnitude, timescale.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        var (ticks, timescale) = (ticks / Int128(max(a, 1)), timescale / Int128(max(a, 1)))
        // Exact if 64 bits allow it; otherwise the nearest representable time, and never a crash.
        while timescale > 1, timescale > Int64.max || ticks.magnitude > Int64.max {
            (ticks, timescale) = (ticks / 2, timescale / 2)
        }
        return MediaTime(ticks: Int64(clamping: ticks), timescale: Int64(timescale))
    }
}

extension MediaTime: Hashable, Comparable {
    /// Equal fractions are equal times, whatever the timescales: 1/2 is 2/4.
    public static func == (left: MediaTime, right: MediaTime) -> Bool {
        Int128(left.ticks) * Int128(right.timescale) == Int128(right.ticks) * Int128(left.timescale)
    }

    /// Compares exactly.
    public static func < (left: MediaTime, right: MediaTime) -> Bool {
        Int128(left.ticks) * Int128(right.timescale) < Int128(right.ticks) * Int128(left.timescale)
    }

    /// Equal times have equal hashes, whatever the timescales.
    public func hash(into hasher: inout Hasher) {
        let lowest = Self.reduced(Int128(ticks), Int128(timescale))
        hasher.combine(lowest.ticks)
        hasher.combine(lowest.timescale)
    }
}

extension MediaTime: Codable, CustomStringConvertible {
    /// `ticks/timescale`, e.g. `1001/30000`; not reduced.
    public var description: String { "\(ticks)/\(timescale)" }

    /// Decodes the form of ``encode(to:)``; throws for any other text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let ticks = Int64(parts[0]), let timescale = Int64(parts[1]), timescale > 0
        else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a time is written as \"1001/30000\", not \"\(text)\"")
        }
        self.init(ticks: ticks, timescale: timescale)
        guard abs(seconds) < 1e9 else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) s is out of range")
        }
    }

    /// Encodes ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension MediaTime {
    /// Parses an ffmpeg time exactly: `90`, `1:30`, `00:01:30.5`, `-10`, `12.5s`, `500ms`, `2min`, `1m30s`.
    ///
    /// - Returns: nil if `text` is not a time.
    public init?(parsing text: String) {
        var body = Substring(text)
        let isNegative = body.hasPrefix("-")
        if isNegative { body = body.dropFirst() }
        var scale: Int64 = 1
        if body.hasSuffix("ms") {
            body = body.dropLast(2)
            scale = 1000
        } else if body.hasSuffix("s") {
            body = body.dropLast()
        }
        let parts = body.split(separator: "m", maxSplits: 1, omittingEmptySubsequences: false)
        if scale == 1, parts.count == 2, !body.contains(":") {
            let rest = parts[1].trimmingPrefix("in")
            body = "\(parts[0]):\(rest.isEmpty ? "0" : rest)"
        }
        let fields = body.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(fields.count), fields.allSatisfy({ !$0.isEmpty }) else { return nil }
        guard scale == 1 || fields.count == 1 else { return nil }
        var whole: Int64 = 0
        for field in fields.dropLast() {
            guard let value = Self.digits(field), value < 1_000_000 else { return nil }
            whole = whole * 60 + value
        }
        let last = fields.last!.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seconds = Self.digits(last[0]), seconds < 1_000_000_000 else { return nil }
        if fields.count > 1 && seconds >= 60 { return nil }
        var (ticks, timescale) = (whole * 60 + seconds, Int64(1))
        if last.count == 2 {
            guard last[1].count <= 9, let fraction = Self.digits(last[1]) else { return nil }
            for _ in 0..<last[1].count { timescale *= 10 }
            ticks = ticks * timescale + fraction
        }
        self = Self.reduced(Int128(isNegative ? -ticks : ticks), Int128(timescale * scale))
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), !text.isEmpty else { return nil }
        return Int64(text)
    }
}

/// Seconds per tick of a stream, as a fraction.
public struct TimeBase: Hashable, Codable, Sendable {
    /// Positive; divided by ``denominator`` the seconds per tick.
    public let numerator: Int64
    /// Positive; for most streams the ticks per second.
    public let denominator: Int64

    /// Creates a time base of `numerator / denominator` seconds per tick; values below 1 become 1.
    public init(_ numerator: Int64, _ denominator: Int64) {
        self.numerator = max(1, numerator)
        self.denominator = max(1, denominator)
    }
}

/// A half-open time range: includes `start`, excludes `end`.
public struct TimeRange: Hashable, Codable, Sendable {
    /// The first time inside.
    public var start: MediaTime
    /// The first time after the range.
    public var end: MediaTime

    /// Creates a range; `end` is not checked to be after `start`.
    public init(start: MediaTime, end: MediaTime) { (self.start, self.end) = (start, end) }

    /// `end - start`; negative if they are swapped.
    public var duration: MediaTime { end - start }

    /// Whether a time is inside; `end` is not.
    public func contains(_ time: MediaTime) -> Bool { start <= time && time < end }

    /// Both ranges share some time.
    public func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }

    /// The range moved later by `offset`.
    public func shifted(by offset: MediaTime) -> TimeRange {
        TimeRange(start: start + offset, end: end + offset)
    }
}

extension MediaTime {
    /// Seconds for people: at most three decimals, no trailing zeros.
    public var text: String {
        let milliseconds = ticksNearest(in: TimeBase(1, 1000))
        let sign = milliseconds < 0 ? "-" : ""
        let (whole, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
        guard rest > 0 else { return "\(sign)\(whole)" }
        var decimals = String(rest + 1000).dropFirst()
        while decimals.last == "0" { decimals = decimals.dropLast() }
        return "\(sign)\(whole).\(decimals)"
    }
}
