internal import ClipCore

/// Parses ISO 8601: `2026-11-23`, `2026-11-23 10:00:00+07:00`, `2026-11-23T10:00Z`; UTC without an offset.
enum PostTime {
    /// Seconds since 1970; nil if it is not a time.
    static func read(_ text: String) -> Double? {
        guard let day = CalendarDay(text) else { return nil }
        let midnight = Double(day.number) * 86_400
        // By bytes: tables hold two times in each of a hundred thousand rows.
        var time = text.utf8.dropFirst(11)
        guard text.utf8.count > 10 else { return midnight }
        var offset = 0.0
        if time.last == UInt8(ascii: "Z") {
            time.removeLast()
        } else if let sign = time.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            let digits = time[time.index(after: sign)...].filter { $0 != UInt8(ascii: ":") }
            guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            guard number / 100 <= 14, number % 100 < 60 else { return nil }
            offset =
                Double(number / 100 * 3600 + number % 100 * 60) * (time[sign] == UInt8(ascii: "-") ? -1 : 1)
            time = time[..<sign]
        }
        let parts = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { Double(Substring($0)) }
        guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1],
            let seconds = parts.count == 3 ? parts[2] : 0, (0..<24).contains(hours),
            (0..<60).contains(minutes), (0..<61).contains(seconds)
        else { return nil }
        return midnight + hours * 3600 + minutes * 60 + seconds - offset
    }

    /// `2026-11-23T10:00:00Z`.
    static func text(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.down))
        let day = Int((Double(whole) / 86_400).rounded(.down))
        let second = whole - day * 86_400
        let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(CalendarDay(number: day).text)T\(clock.joined(separator: ":"))Z"
    }

    /// When figures were taken: a whole day is stored without time of day.
    static func measuredText(_ seconds: Double) -> String {
        let text = text(seconds)
        return text.hasSuffix("T00:00:00Z") ? String(text.prefix(10)) : text
    }

    /// Figures of a whole day count as taken at its middle.
    static func measured(_ text: String) -> Double? {
        read(text).map { text.utf8.count == 10 ? $0 + 43_200 : $0 }
    }
}
