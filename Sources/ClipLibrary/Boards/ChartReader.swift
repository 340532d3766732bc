public import ClipCore
internal import Recommendation

/// Reads dated charts: Creative-Center-shaped JSON, CSV, or JSON Lines, detected by content.
public struct ChartReader: Sendable {
    private let options: ChartOptions

    package init(_ options: ChartOptions) { self.options = options }

    /// Reads a chart: all of its lines, or none.
    ///
    /// - Parameter path: its name for errors.
    /// - Throws: ``Failure/Kind/unusable`` with row and column.
    public func read(_ bytes: [UInt8], from path: FilePath) throws(Failure) -> Chart {
        try ImportProblem.telling(path) { () throws(ImportProblem) in
            var board = try board(bytes)
            guard !board.observations.isEmpty else {
                throw ImportProblem("there is no line of a board in it")
            }
            let repeated = Self.removeRepeated(&board.observations)
            if repeated > 0 {
                board.notes.append(
                    "\(repeated) lines name an item of their board and day again: the best rank and largest count are kept"
                )
            }
            return board
        }
    }

    private func board(_ bytes: [UInt8]) throws(ImportProblem) -> Chart {
        try ImportFile.check(bytes)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        guard let first = text.first(where: { $0 > 0x20 }) else { throw ImportProblem("it is empty") }
        if first == UInt8(ascii: "[") { return try JSONChart(try JSONValue.read(text)).read(options) }
        if first == UInt8(ascii: "{") {
            return try Self.holdsLines(text)
                ? try LinesChart(text).read(options) : try JSONChart(try JSONValue.read(text)).read(options)
        }
        guard let valid = String(validating: text, as: UTF8.self), !text.contains(0) else {
            throw ImportProblem("it is no text in UTF-8", hint: "save it as CSV UTF-8")
        }
        return try CSVChart(valid).read(options)
    }

    /// Whether the text is JSON Lines: its first line is an object, and more follows or it is an observation.
    private static func holdsLines(_ text: [UInt8]) throws(ImportProblem) -> Bool {
        let first = text.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first ?? []
        guard let value = try? JSONValue.read(first), case .object(let object) = value else { return false }
        return object["data"] == nil && object.values.allSatisfy { $0.objects?.isEmpty ?? true }
    }

    private struct Key: Hashable {
        let (kind, item, region, category, source): (TrendKind, String, String, String, String)
        let day: Int
    }

    /// Keeps each item once per chart and day.
    private static func removeRepeated(_ lines: inout [TrendObservation]) -> Int {
        var places: [Key: Int] = [:]
        places.reserveCapacity(lines.count)
        var kept: [TrendObservation] = []
        kept.reserveCapacity(lines.count)
        for line in lines {
            let key = Key(
                kind: line.kind, item: line.item, region: line.region, category: line.category,
                source: line.source, day: line.day.number)
            if let place = places[key] {
                kept[place].rank = [kept[place].rank, line.rank].compactMap { $0 }.min()
                kept[place].count = [kept[place].count, line.count].compactMap { $0 }.max()
            } else {
                places[key] = kept.count
                kept.append(line)
            }
        }
        defer { lines = kept }
        return lines.count - kept.count
    }
}
