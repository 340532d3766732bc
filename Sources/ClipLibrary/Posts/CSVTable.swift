internal import SwiftCSV

/// A table in text: a header, then rows, separated by commas, semicolons or tabs.
struct CSVTable {
    let header: [String]
    private let text: String
    private let delimiter: CSVDelimiter

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
    }

    /// Gives each row with its number, the header's being 1.
    ///
    /// - Throws: where a row has more or fewer fields than the header, and where quotes are wrong: then nothing behind it
    ///   can be trusted.
    func forEach(_ body: @escaping (Int, [String]) -> Void) throws(BoardProblem) {
        var (row, problem, isOpen) = (1, BoardProblem?.none, false)
        let take = { (fields: [String]) in
            row += 1
            // Nothing but a quote that is never closed takes the end of the last line into a field.
            isOpen = fields.last?.last?.isNewline == true
            guard problem == nil, fields != [""] else { return }
            guard fields.count == header.count else {
                problem = mismatch(fields.count, row)
                return
            }
            body(row, fields)
        }
        do {
            try EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 0)
                .enumerateAsArray(startAt: 1, rowLimit: nil, take)
        } catch { throw problem ?? Self.quoting(row: row + 1) }
        if isOpen, problem?.row ?? row == row {
            throw BoardProblem("a quote is opened and never closed", row: row, hint: "is the file cut off?")
        }
        if let problem { throw problem }
    }

    private func mismatch(_ count: Int, _ row: Int) -> BoardProblem {
        BoardProblem(
            "\(count) fields, and the header has \(header.count)", row: row,
            hint: count < header.count
                ? "is the file cut off?" : "a field that holds a comma stands in quotes")
    }

    private static func quoting(row: Int) -> BoardProblem {
        BoardProblem(
            "a quote stands in the middle of a field", row: row,
            hint: "a field with quotes in it stands in quotes, and those in it are doubled")
    }
}
