internal import SwiftCSV

/// A text table: a header, then rows, separated by commas, semicolons or tabs.
struct CSVTable {
    let header: [String]
    private let text: String
    private let delimiter: CSVDelimiter
    /// Lines before the header.
    private let skipped: Int

    init(_ text: String) throws(ImportProblem) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ImportProblem("it is empty") }
        // Excel's own first line names the separator.
        let first = text.prefix { !$0.isNewline }
        let isNamed = first.lowercased().hasPrefix("sep=") && first.count == 5
        let body = isNamed ? text.dropFirst(6) : text[...]
        skipped = isNamed ? 1 : 0
        // Without it an empty last field of the last row is lost.
        self.text = body.last?.isNewline == true ? String(body) : body + "\n"
        let marks: [CSVDelimiter] = [.comma, .semicolon, .tab]
        let counts = Self.counts(self.text.prefix { !$0.isNewline })
        let named = marks.first { isNamed && first.last == $0.rawValue }
        delimiter = named ?? marks.max { counts[$0.rawValue, default: 0] < counts[$1.rawValue, default: 0] }!
        do {
            header = try EnumeratedCSV(
                string: self.text, delimiter: delimiter, loadColumns: false, rowLimit: 0
            ).header
        } catch { throw Self.quoting(row: 1) }
    }

    /// How often each character stands outside quotes.
    private static func counts(_ line: Substring) -> [Character: Int] {
        var (counts, isQuoted) = ([Character: Int](), false)
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted {
                counts[character, default: 0] += 1
            }
        }
        return counts
    }

    /// Calls `body` with each row and its number; the header is row 1.
    ///
    /// - Throws: if a row's field count differs from the header's, or quotes are wrong, because nothing after
    ///   them can be trusted. Also the first error of `body`, with its row.
    func forEach(_ body: @escaping (Int, [String]) throws(ImportProblem) -> Void) throws(ImportProblem) {
        var (row, problem) = (1 + skipped, ImportProblem?.none)
        let take = { (fields: [String]) in
            row += 1
            guard problem == nil, fields != [""] else { return }
            guard fields.count == header.count else {
                problem = mismatch(fields.count, row)
                return
            }
            do throws(ImportProblem) { try body(row, fields) } catch { problem = error.at(row: row) }
        }
        do {
            try EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 0)
                .enumerateAsArray(startAt: 1, rowLimit: nil, take)
        } catch { throw problem ?? Self.quoting(row: row + 1) }
        // Quotes come in pairs: a single one inside a field was refused above.
        let isOpen = !text.utf8.reduce(0) { $1 == UInt8(ascii: "\"") ? $0 &+ 1 : $0 }.isMultiple(of: 2)
        if isOpen, problem?.row ?? row == row {
            throw ImportProblem("a quote is opened and never closed", row: row, hint: "is the file cut off?")
        }
        if let problem { throw problem }
    }

    /// The fields of the first row; nil if there is none, or its quotes are wrong.
    var first: [String]? {
        try? EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false, rowLimit: 1).rows.first
    }

    /// The column of each field.
    ///
    /// - Parameters:
    ///   - field: the field of a header name; nil to ignore the column.
    ///   - needed: required fields.
    func columns<Field: RawRepresentable<String> & Hashable>(_ field: (String) -> Field?, needed: [Field])
        throws(ImportProblem) -> [Field: Int]
    {
        var columns: [Field: Int] = [:]
        for (index, name) in header.enumerated() {
            guard let field = field(name.trimmed.lowercased()) else { continue }
            guard columns[field] == nil else {
                throw ImportProblem("two columns tell '\(field.rawValue)'", row: 1)
            }
            columns[field] = index
        }
        for field in needed where columns[field] == nil {
            throw ImportProblem("there is no column '\(field.rawValue)'", row: 1)
        }
        return columns
    }

    private func mismatch(_ count: Int, _ row: Int) -> ImportProblem {
        ImportProblem(
            "\(count) fields, and the header has \(header.count)", row: row,
            hint: count < header.count
                ? "is the file cut off?" : "a field that holds a comma stands in quotes")
    }

    private static func quoting(row: Int) -> ImportProblem {
        ImportProblem(
            "a quote stands in the middle of a field", row: row,
            hint: "a field with quotes in it stands in quotes, and those in it are doubled")
    }
}
