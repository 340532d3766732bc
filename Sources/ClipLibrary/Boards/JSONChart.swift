internal import ClipCore
internal import Recommendation

/// A chart in TikTok Creative Center's shape (`data.sound_list[]`, `data.list[]`, camelCase), or an array of objects.
///
/// Ignores rank-change codes: sources disagree on their meaning.
struct JSONChart {
    private let records: [JSONRecord]

    init(_ root: JSONValue) throws(ImportProblem) {
        let items = root.objects ?? Self.list(in: root["data"] ?? root)
        guard let items, !items.isEmpty else {
            if case .text(let message)? = root["msg"] ?? root["message"], items == nil {
                throw ImportProblem("there is no board in it; it says: \(message)")
            }
            throw ImportProblem(
                items == nil ? "there is no list of songs, hashtags or keywords in it" : "its list is empty",
                hint: "the shapes are data.sound_list, data.list, or an array of objects")
        }
        records = items.map(JSONRecord.init)
    }

    /// The list of objects among an object's values.
    private static func list(in value: JSONValue) -> [[String: JSONValue]]? {
        guard case .object(let object) = value else { return value.objects }
        let lists = object.sorted { $0.key < $1.key }.compactMap { $0.value.objects }
        return lists.first { !$0.isEmpty } ?? lists.first
    }

    func read(_ options: ChartOptions) throws(ImportProblem) -> Chart {
        let kind = try Self.kind(records, options)
        let day = options.asOf ?? newest(options)
        var notes: [String] = []
        if options.asOf == nil, let day, records.contains(where: { $0.cell(.day) == nil }) {
            notes.append("the day, \(day.text), is that of the newest value in its series")
        }
        var maker = ObservationMaker(kind, options, day: day, source: "tiktok")
        var lines: [TrendObservation] = []
        for (index, record) in records.enumerated() {
            let line = try maker.make(record, row: index + 1)
            lines.append(line)
            lines += try interest(record, of: line, options, row: index + 1)
        }
        return Chart(observations: lines, notes: notes + maker.notes)
    }

    static func kind(_ records: [JSONRecord], _ options: ChartOptions) throws(ImportProblem) -> TrendKind {
        let spoken = Set(records.prefix(50).flatMap(\.kinds)).compactMap { TrendKind(rawValue: $0) }
        return try kind(spoken, options) {
            records[0].text(.kind).flatMap { TrendKind(rawValue: $0.lowercased()) }
        }
    }

    /// The kind by the option, by what the fields imply, or as the first line tells it.
    static func kind(_ spoken: [TrendKind], _ options: ChartOptions, else told: () -> TrendKind?)
        throws(ImportProblem) -> TrendKind
    {
        if let kind = options.kind {
            guard spoken.isEmpty || spoken.contains(kind) else {
                throw ImportProblem(
                    "it is a board of \(spoken[0].rawValue)s, and --kind says \(kind.rawValue)",
                    hint: "leave out --kind")
            }
            return kind
        }
        if spoken.count == 1 { return spoken[0] }
        if let kind = told() { return kind }
        throw ImportProblem(
            "nothing tells what it lists", hint: "say it: --kind sound, hashtag, keyword or look")
    }

    private func newest(_ options: ChartOptions) -> CalendarDay? {
        records.flatMap(\.trend).compactMap { ChartDay.read(seconds: $0.seconds) }.max()
    }

    /// An item's series, 0 to 1 of its own peak. Since it is not a count, it becomes a separate chart, in millionths.
    private func interest(_ record: JSONRecord, of line: TrendObservation, _ options: ChartOptions, row: Int)
        throws(ImportProblem) -> [TrendObservation]
    {
        var series: [TrendObservation] = []
        for point in record.trend {
            guard let day = ChartDay.read(seconds: point.seconds), day <= options.today,
                (0...1).contains(point.value)
            else {
                throw ImportProblem(
                    "a value of its series is of no possible day, or not from 0 to 1", row: row,
                    column: "trend")
            }
            var one = line
            (one.day, one.rank, one.count) = (day, nil, (point.value * 1e6).rounded())
            one.source += TrendObservation.interestSuffix
            series.append(one)
        }
        return series
    }
}

extension TrendObservation {
    /// Source suffix of series that are relative to their own peak.
    static let interestSuffix = "/interest"
}
