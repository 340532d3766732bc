internal import ClipCore
internal import Recommendation

/// Converts chart lines to observations.
struct ObservationMaker {
    private let kind: TrendKind
    private let options: ChartOptions
    /// Date of lines without one.
    private let day: CalendarDay?
    /// Source of lines without one.
    private let source: String
    /// The first ambiguous count.
    private(set) var ambiguous: (row: Int, text: String)?

    init(_ kind: TrendKind, _ options: ChartOptions, day: CalendarDay? = nil, source: String = "") {
        (self.kind, self.options) = (kind, options)
        self.day = day ?? options.asOf
        self.source = source
    }

    mutating func make(_ record: some ChartRecord, row: Int) throws(ImportProblem) -> TrendObservation {
        do throws(ImportProblem) {
            let (item, name, author) = try names(record)
            var line = TrendObservation(kind: kind, item: item, name: name, day: try day(record))
            line.author = author
            line.region = Self.region(try word(record, .region, options.region, Self.region) ?? "")
            line.category = (try word(record, .category, options.category) ?? "").lowercased()
            line.source = (try word(record, .source, options.source) ?? source).lowercased()
            line.rank = try record.rank()
            line.count = try count(record, row)
            line.isBusinessCleared = try record.flag(.cleared)
            guard line.rank != nil || line.count != nil else {
                throw ImportProblem("it tells neither a rank nor a count of '\(name)'")
            }
            return line
        } catch { throw error.at(row: row) }
    }

    // MARK: Which item

    private func names(_ record: some ChartRecord) throws(ImportProblem) -> (
        String, name: String, author: String
    ) {
        if let word = record.text(.kind), word.lowercased() != kind.rawValue {
            throw record.cell(.kind)!.problem("it is a \(word), and the board is of \(kind.rawValue)s")
        }
        switch kind {
        case .hashtag:
            let text = record.text(.hashtag) ?? record.text(.item) ?? record.text(.name) ?? ""
            let tag = TrendKey.word(text.hasPrefix("＃") ? String(text.dropFirst()) : text)
            guard !tag.isEmpty, !tag.contains(where: \.isWhitespace) else {
                throw ImportProblem("'\(text)' is no hashtag", column: record.cell(.hashtag)?.place)
            }
            return (tag, tag, "")
        case .keyword, .look:
            let text =
                record.text(kind == .look ? .look : .keyword) ?? record.text(.item) ?? record.text(.name)
            guard let text else { throw ImportProblem("there is no \(kind.rawValue)") }
            return (TrendKey.word(text), record.text(.name) ?? text, "")
        case .sound:
            let author = record.text(.author) ?? ""
            let title = record.text(.title) ?? record.text(.name)
            let id = soundID(record)
            guard let name = title ?? id else { throw ImportProblem("there is neither a title nor an id") }
            return (id ?? TrendKey.song(title: name, artist: author), name, author)
        }
    }

    /// The id in TikTok's links, if there is one; else the chart's own.
    private func soundID(_ record: some ChartRecord) -> String? {
        let linked = record.text(.link).map { $0.split(separator: "?")[0] }.map { link in
            String(String(link.reversed().prefix { $0.isASCII && $0.isNumber }).reversed())
        }
        return record.text(.item) ?? record.text(.clipID) ?? linked.flatMap { $0.count >= 10 ? $0 : nil }
            ?? record.text(.soundID)
    }

    // MARK: Values

    private func day(_ record: some ChartRecord) throws(ImportProblem) -> CalendarDay {
        guard let cell = record.cell(.day) else {
            guard let day else {
                throw ImportProblem("nothing tells the day that it is of", hint: "say it: --as-of 2026-11-23")
            }
            return day
        }
        let day: CalendarDay? =
            if case .number(let seconds) = cell.value, seconds > 1e8 {
                ChartDay.read(seconds: seconds > 1e11 ? seconds / 1000 : seconds)
            } else { ChartDay.read(cell.text) }
        guard let day else {
            throw cell.problem("'\(cell.text)' is no day", hint: "days are written 2026-11-23")
        }
        guard day <= options.today else { throw cell.problem("\(day.text) is in the future") }
        if let asOf = options.asOf, asOf != day {
            throw cell.problem(
                "it is of \(day.text), and --as-of says \(asOf.text)", hint: "leave out --as-of")
        }
        return day
    }

    private func word(
        _ record: some ChartRecord, _ field: ChartField, _ option: String?,
        _ normal: (String) -> String = { $0.lowercased() }
    ) throws(ImportProblem) -> String? {
        guard let cell = record.cell(field) else { return option }
        if let option, normal(option) != normal(cell.text) {
            throw cell.problem(
                "it says '\(cell.text)', and --\(field) says '\(option)'", hint: "leave out --\(field)")
        }
        return cell.text
    }

    /// Normalises a region: two letters are an ISO 3166 code.
    private static func region(_ text: String) -> String {
        text.utf8.count == 2 && text.allSatisfy { $0.isASCII && $0.isLetter }
            ? text.uppercased() : text.lowercased()
    }

    private mutating func count(_ record: some ChartRecord, _ row: Int) throws(ImportProblem) -> Double? {
        let order: [ChartField] =
            kind == .sound || kind == .look ? [.count, .uses, .views] : [.count, .views, .uses]
        for field in order {
            guard let number = try record.count(field) else { continue }
            if number.isAmbiguous, ambiguous == nil { ambiguous = (row, record.text(field) ?? "") }
            return number.value
        }
        return nil
    }

    /// Notes on how ambiguous numbers were read.
    var notes: [String] {
        ambiguous.map {
            ["row \($0.row): '\($0.text)' and its like were read as thousands, not as decimals"]
        } ?? []
    }
}
