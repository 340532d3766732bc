internal import Recommendation
internal import SwiftCSV

/// A board as a table: a header, then a line of the board a row, separated by commas, semicolons or tabs.
struct CSVBoard {
    private let text: String
    private let delimiter: CSVDelimiter
    private let header: [String]
    private let columns: [BoardField: Int]

    init(_ text: String) throws(BoardProblem) {
        // Without it an empty last field of the last row is lost.
        self.text = text.last?.isNewline == true ? text : text + "\n"
        let firstLine = self.text.prefix { !$0.isNewline }
        delimiter =
            [CSVDelimiter.semicolon, .tab].first { mark in
                firstLine.contains(mark.rawValue) && !firstLine.contains(",")
            } ?? .comma
        do {
            header = try EnumeratedCSV(
                string: self.text, delimiter: delimiter, loadColumns: false, rowLimit: 0
            ).header
        } catch { throw Self.quoting(row: 1) }
        var columns: [BoardField: Int] = [:]
        for (index, name) in header.enumerated() {
            guard let field = BoardField(name) else { continue }
            if let other = columns[field], field != .soundID {
                throw BoardProblem(
                    "columns \(other + 1) ('\(header[other])') and \(index + 1) ('\(name)') tell the same",
                    row: 1,
                    hint: "take one of them out")
            }
            columns[field] = columns[field] ?? index
        }
        self.columns = columns
    }

    func read(_ options: BoardOptions) throws(BoardProblem) -> Board {
        var maker = ObservationMaker(try kind(options), options)
        var lines: [TrendObservation] = []
        var (row, problem, isOpen) = (1, BoardProblem?.none, false)
        let take = { (fields: [String]) in
            row += 1
            // Nothing but a quote that is never closed takes the end of the last line into a field.
            isOpen = fields.last?.last?.isNewline == true
            guard problem == nil, fields != [""] else { return }
            do throws(BoardProblem) { lines.append(try maker.make(try record(fields), row: row)) } catch {
                problem = error.at(row: row)
            }
        }
        do {
            try EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 0)
                .enumerateAsArray(startAt: 1, rowLimit: nil, take)
        } catch { throw problem ?? Self.quoting(row: row + 1) }
        if isOpen, problem?.row ?? row == row {
            throw BoardProblem("a quote is opened and never closed", row: row, hint: "is the file cut off?")
        }
        if let problem { throw problem }
        return Board(observations: lines, notes: maker.notes)
    }

    /// What the columns speak for, and the option.
    private func kind(_ options: BoardOptions) throws(BoardProblem) -> TrendKind {
        let spoken = Set(columns.keys.compactMap(\.kind)).compactMap { TrendKind(rawValue: $0) }
        guard columns[.rank] != nil || columns[.count] ?? columns[.views] ?? columns[.uses] != nil else {
            throw BoardProblem(
                "it is no board: no column is a rank or a count", row: 1,
                hint: "its columns are \(header.map { "'\($0)'" }.joined(separator: ", "))")
        }
        if let kind = options.kind {
            guard spoken.isEmpty || spoken.contains(kind) else {
                throw BoardProblem(
                    "it is a board of \(spoken[0].rawValue)s, and --kind says \(kind.rawValue)", row: 1,
                    hint: "leave out --kind")
            }
            return kind
        }
        if spoken.count == 1 { return spoken[0] }
        if columns[.kind] != nil, let kind = try firstKind() { return kind }
        throw BoardProblem(
            "nothing tells what it lists", row: 1, hint: "say it: --kind sound, hashtag, keyword or look")
    }

    private func firstKind() throws(BoardProblem) -> TrendKind? {
        let first = try? EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 1)
            .rows.first
        return try first.map { fields throws(BoardProblem) in try record(fields) }?.text(.kind)
            .flatMap { TrendKind(rawValue: $0.lowercased()) }
    }

    private func record(_ fields: [String]) throws(BoardProblem) -> Record {
        guard fields.count == header.count else {
            throw BoardProblem(
                "\(fields.count) fields, and the header has \(header.count)",
                hint: fields.count < header.count
                    ? "is the file cut off?" : "a field that holds a comma stands in quotes")
        }
        return Record(header: header, columns: columns, fields: fields)
    }

    private struct Record: BoardRecord {
        let header: [String]
        let columns: [BoardField: Int]
        let fields: [String]

        func cell(_ field: BoardField) -> BoardCell? {
            guard let index = columns[field], !fields[index].isEmpty else { return nil }
            return BoardCell(value: .text(fields[index]), place: "column \(index + 1) (\(header[index]))")
        }
    }

    private static func quoting(row: Int) -> BoardProblem {
        BoardProblem(
            "a quote stands in the middle of a field", row: row,
            hint: "a field with quotes in it stands in quotes, and those in it are doubled")
    }
}
