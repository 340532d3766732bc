internal import ClipCore
internal import Recommendation

/// Parses times in exports, in several languages and often without a year.
struct ExportDates {
    private let months: [String: Int]
    /// Read `05/03/2026` as the fifth of March, not May the third.
    var isDayFirst = false
    /// Whether a date was read that can only be day first, by itself or by the id's time.
    private(set) var sawDayFirst = false
    /// A date that can be read both ways, while nothing tells which is right.
    var ambiguous: String? { sawMonthFirst ? nil : open }
    private var sawMonthFirst = false
    private var open: String?

    init(_ words: ExportWords) { months = words.months }

    private struct Parts {
        var (year, month, day): (Int?, Int, Int)
        var clock: Double?
        /// Day and month were numbers that could be either.
        var isNumeric = false
    }

    /// Seconds since 1970; nil if it is not a time.
    ///
    /// - Parameters:
    ///   - known: approximate time: supplies the year, and the time of day if the text has none.
    ///   - last: the latest possible second; without `known` it determines the year.
    mutating func read(_ text: String, known: Double? = nil, last: Double) -> Double? {
        let text = text.trimmed
        if let time = PostTime.read(text) { return time }
        if let days = Double(text), (30_000...80_000).contains(days) { return (days - 25_569) * 86_400 }
        guard let parts = parts(text) else { return nil }
        if parts.isNumeric { note(parts, text, known, last) }
        guard let day = day(parts, known, last) else { return nil }
        let midnight = Double(day.number) * 86_400
        if let clock = parts.clock { return midnight + clock }
        // The id's time is UTC, the text is local.
        if let known, abs(known - midnight - 43_200) <= 36 * 3600 { return known }
        return midnight
    }

    /// Notes which order of day and month a date proves: by the post's id, or as the other one is in the future.
    private mutating func note(_ parts: Parts, _ text: String, _ known: Double?, _ last: Double) {
        guard !isDayFirst, !text.contains("."), parts.month != parts.day else { return }
        if let known {
            if isProof(parts, known) { sawDayFirst = true }
            return
        }
        let isPast = { (month: Int, day: Int) in
            CalendarDay(year: parts.year ?? 0, month: month, day: day).map {
                Double($0.number) * 86_400 <= last
            } ?? false
        }
        switch (isPast(parts.month, parts.day), isPast(parts.day, parts.month)) {
        case (false, true): sawDayFirst = true
        case (true, false): sawMonthFirst = true
        default: open = open ?? text
        }
    }

    /// Whether day and month stand in the other order: only so is the date that of the id.
    private func isProof(_ parts: Parts, _ known: Double) -> Bool {
        guard let year = parts.year, parts.isNumeric else { return false }
        let isNear = { (month: Int, day: Int) in
            CalendarDay(year: year, month: month, day: day).map {
                abs(known - Double($0.number) * 86_400 - 43_200) <= 36 * 3600
            } ?? false
        }
        return !isNear(parts.month, parts.day) && isNear(parts.day, parts.month)
    }

    private func day(_ parts: Parts, _ known: Double?, _ last: Double) -> CalendarDay? {
        if let year = parts.year { return CalendarDay(year: year, month: parts.month, day: parts.day) }
        let near = known ?? last
        let year = CalendarDay(number: Int(near / 86_400)).parts.year
        let days = (year - 4...year + 1).compactMap {
            CalendarDay(year: $0, month: parts.month, day: parts.day)
        }
        guard known == nil else {
            return days.min {
                abs(Double($0.number) * 86_400 - near) < abs(Double($1.number) * 86_400 - near)
            }
        }
        return days.last { Double($0.number) * 86_400 <= last }
    }

    private mutating func parts(_ text: String) -> Parts? {
        let tokens = text.split { $0 == "," || $0.isWhitespace }
        var clock: Double?
        var date = ""
        var half: Substring?
        for token in tokens {
            if token.contains(":") {
                guard let time = ExportNumber.seconds(String(token)) else { return nil }
                // `14:30` is hours and minutes.
                clock = token.filter { $0 == ":" }.count == 1 ? time * 60 : time
            } else if ["AM", "PM"].contains(token.uppercased()) {
                half = token
            } else {
                date += " " + token
            }
        }
        if let half, let time = clock {
            let hours = time.truncatingRemainder(dividingBy: 43_200)
            clock = half.uppercased() == "PM" ? hours + 43_200 : hours
        }
        guard clock.map({ $0 < 86_400 }) ?? true, var parts = dateParts(date) else { return nil }
        parts.clock = clock
        return parts
    }

    private mutating func dateParts(_ text: String) -> Parts? {
        let (numbers, words) = Self.runs(text)
        if words.contains("月") || words.contains("월") { return Self.asian(numbers) }
        if words.isEmpty { return numeric(numbers, text) }
        let month = months[words.joined(separator: " ")] ?? words.compactMap { months[$0] }.first
        var rest = numbers
        var found = month
        // `18 tháng 8, 2026`
        if found == nil, words == ["thang"], rest.count >= 2 { found = rest.remove(at: 1) }
        guard let found, (1...2).contains(rest.count) else { return nil }
        let year = rest.first { $0 > 1000 }
        guard let day = rest.first(where: { $0 <= 31 }), rest.count == 1 || year != nil else { return nil }
        return Parts(year: year, month: found, day: day)
    }

    private mutating func numeric(_ numbers: [Int], _ text: String) -> Parts? {
        guard numbers.count == 3 else { return nil }
        if numbers[0] > 31 { return Parts(year: numbers[0], month: numbers[1], day: numbers[2]) }
        guard numbers[2] > 1000 else { return nil }
        if numbers[0] > 12 { sawDayFirst = true }
        var parts =
            isDayFirst || text.contains(".")
            ? Parts(year: numbers[2], month: numbers[1], day: numbers[0])
            : Parts(year: numbers[2], month: numbers[0], day: numbers[1])
        parts.isNumeric = true
        return parts
    }

    private static func asian(_ numbers: [Int]) -> Parts? {
        switch numbers.count {
        case 2: Parts(year: nil, month: numbers[0], day: numbers[1])
        case 3: Parts(year: numbers[0], month: numbers[1], day: numbers[2])
        default: nil
        }
    }

    /// Numbers and words of a text, without joining words like `de`.
    private static func runs(_ text: String) -> (numbers: [Int], words: [String]) {
        var (numbers, words) = ([Int](), [String]())
        var run = ""
        let close = {
            if let number = Int(run) { numbers.append(number) } else if !run.isEmpty { words.append(run) }
            run = ""
        }
        var wasDigit = false
        for character in TrendKey.word(text) {
            let isDigit = character.isASCII && character.isNumber
            if isDigit != wasDigit || !(isDigit || character.isLetter) { close() }
            if isDigit || character.isLetter { run.append(character) }
            wasDigit = isDigit
        }
        close()
        return (numbers, words.filter { !["de", "del", "of", "th", "st", "nd", "rd"].contains($0) })
    }
}
