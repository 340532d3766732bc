internal import Recommendation

/// Observations as JSON Lines, one object per line: keys of ``TrendObservation``, or those of charts.
struct LinesChart {
    private let lines: [(number: Int, record: JSONRecord)]

    init(_ text: [UInt8]) throws(ImportProblem) {
        if let lines = Self.atOnce(text) {
            self.lines = lines
            return
        }
        var lines: [(Int, JSONRecord)] = []
        var number = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            do throws(ImportProblem) {
                guard case .object(let object) = try JSONValue.read(line) else {
                    throw ImportProblem("the line is no object")
                }
                lines.append((number, JSONRecord(object)))
            } catch { throw error.at(row: number) }
        }
        self.lines = lines
    }

    /// Decodes all lines as one array, in half the time; nil if any line is invalid.
    private static func atOnce(_ text: [UInt8]) -> [(number: Int, record: JSONRecord)]? {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
            .filter {
                $0.element.contains { $0 > 0x20 }
            }
        let array = [UInt8(ascii: "[")] + Array(lines.map(\.element).joined(separator: [UInt8(ascii: ",")]))
        guard let objects = try? JSONValue.read(array + [UInt8(ascii: "]")]).objects,
            objects.count == lines.count
        else { return nil }
        return zip(lines, objects).map { ($0.offset + 1, JSONRecord($1)) }
    }

    func read(_ options: ChartOptions) throws(ImportProblem) -> Chart {
        var makers: [TrendKind: ObservationMaker] = [:]
        var (observations, notes) = ([TrendObservation](), [String]())
        for (number, record) in lines {
            let kind = try kind(record, options, number)
            var maker = makers[kind] ?? ObservationMaker(kind, options)
            observations.append(try maker.make(record, row: number))
            makers[kind] = maker
        }
        for kind in TrendKind.allCases { notes += makers[kind]?.notes ?? [] }
        return Chart(observations: observations, notes: notes)
    }

    private func kind(_ record: JSONRecord, _ options: ChartOptions, _ row: Int) throws(ImportProblem)
        -> TrendKind
    {
        guard let word = record.text(.kind) else {
            do throws(ImportProblem) { return try JSONChart.kind([record], options) } catch {
                throw error.at(row: row)
            }
        }
        guard let kind = TrendKind(rawValue: word), options.kind == nil || options.kind == kind else {
            throw ImportProblem(
                "'\(word)' is not \(options.kind?.rawValue ?? "sound, hashtag, keyword or look")", row: row,
                column: "kind")
        }
        return kind
    }
}
