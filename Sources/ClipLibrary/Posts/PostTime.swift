internal import ClipCore

/// Times in ISO 8601: `2026-11-23`, `2026-11-23 10:00:00+07:00`, `2026-11-23T10:00Z`; without an offset they are UTC.
enum PostTime {
    /// Seconds since 1970; nil where it is none.
    static func read(_ text: String) -> Double? {
        guard let day = CalendarDay(text) else { return nil }
        let midnight = Double(day.number) * 86_400
        let clock = text.dropFirst(10)
        guard !clock.isEmpty else { return midnight }
        var time = clock.dropFirst()
        var offset = 0.0
        if time.hasSuffix("Z") {
            time.removeLast()
        } else if let sign = time.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let digits = time[time.index(after: sign)...].filter { $0 != ":" }
            guard digits.count == 4, let number = Int(digits), number / 100 <= 14, number % 100 < 60 else {
                return nil
            }
            offset = Double(number / 100 * 3600 + number % 100 * 60) * (time[sign] == "-" ? -1 : 1)
            time = time[..<sign]
        }
        let parts = time.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
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

    /// When figures were taken: a whole day is stored without its clock.
    static func measuredText(_ seconds: Double) -> String {
        let text = text(seconds)
        return text.hasSuffix("T00:00:00Z") ? String(text.prefix(10)) : text
    }

    /// Figures of a whole day count as of its middle.
    static func measured(_ text: String) -> Double? {
        read(text).map { text.utf8.count == 10 ? $0 + 43_200 : $0 }
    }
}
