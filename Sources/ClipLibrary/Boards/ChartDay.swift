internal import ClipCore

/// Parses dates of charts: `2026-11-23`, `2026/11/23`, `20261123`, `2026-11-23T10:00:00Z`, or Unix seconds.
enum ChartDay {
    static func read(_ text: String) -> CalendarDay? {
        let text = text.trimmed
        if let day = CalendarDay(text) { return day }
        guard let number = Int(text) else {
            return text.contains("/") ? CalendarDay(String(text.map { $0 == "/" ? "-" : $0 })) : nil
        }
        if text.utf8.count == 8 {
            return CalendarDay(year: number / 10_000, month: number / 100 % 100, day: number % 100)
        }
        return read(seconds: text.utf8.count == 13 ? Double(number) / 1000 : Double(number))
    }

    /// The UTC day of a Unix time; nil before 2000 and after 2100, which are not chart dates.
    static func read(seconds: Double) -> CalendarDay? {
        guard (946_684_800...4_102_444_800).contains(seconds) else { return nil }
        return CalendarDay(number: Int(seconds) / 86_400)
    }
}
