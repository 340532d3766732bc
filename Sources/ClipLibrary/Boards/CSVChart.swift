internal import Recommendation

/// A chart as a table: a header, then one chart line per row, separated by commas, semicolons or tabs.
struct CSVChart {
    private let table: CSVTable
    private let columns: [ChartField: Int]
    private var header: [String] { table.header }

    init(_ text: String) throws(ImportProblem) {
        table = try CSVTable(text)
        let header = table.header
        var columns: [ChartField: Int] = [:]
        for (index, name) in header.enumerated() {
            guard let field = ChartField(name) else { continue }
            if let other = columns[field], field != .soundID {
                throw ImportProblem(
                    "columns \(other + 1) ('\(header[other])') and \(index + 1) ('\(name)') tell the same",
                    row: 1, hint: "take one of them out")
            }
            columns[field] = columns[field] ?? index
        }
        self.columns = columns
    }

    func read(_ options: ChartOptions) throws(ImportProblem) -> Chart {
        var maker = ObservationMaker(try kind(options), options)
        var lines: [TrendObservation] = []
        try table.forEach { (row, fields) throws(ImportProblem) in
            lines.append(try maker.make(record(fields), row: row))
        }
        return Chart(observations: lines, notes: maker.notes)
    }

    private func kind(_ options: ChartOptions) throws(ImportProblem) -> TrendKind {
        let spoken = Set(columns.keys.compactMap(\.kind)).compactMap { TrendKind(rawValue: $0) }
        guard columns[.rank] != nil || columns[.count] ?? columns[.views] ?? columns[.uses] != nil else {
            throw ImportProblem(
                "it is no board: no column is a rank or a count", row: 1,
                hint: "its columns are \(header.map { "'\($0)'" }.joined(separator: ", "))")
        }
        do throws(ImportProblem) {
            return try JSONChart.kind(spoken, options) { columns[.kind] == nil ? nil : firstKind }
        } catch { throw error.at(row: 1) }
    }

    private var firstKind: TrendKind? {
        table.first.flatMap { $0.count == header.count ? record($0).text(.kind) : nil }
            .flatMap { TrendKind(rawValue: $0.lowercased()) }
    }

    private func record(_ fields: [String]) -> Record {
        Record(header: header, columns: columns, fields: fields)
    }

    private struct Record: ChartRecord {
        let header: [String]
        let columns: [ChartField: Int]
        let fields: [String]

        func cell(_ field: ChartField) -> ChartCell? {
            guard let index = columns[field], !fields[index].isEmpty else { return nil }
            return ChartCell(value: .text(fields[index]), place: "column \(index + 1) (\(header[index]))")
        }
    }
}
