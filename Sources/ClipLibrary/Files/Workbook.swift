/// Sheets of a spreadsheet (Office Open XML, ECMA-376): only values, no formulas or macros.
struct Workbook {
    /// Limits of a sheet's rows and columns.
    static let maximumRows = 300_000
    static let maximumColumns = 256
    /// A table at both limits would not fit in memory.
    static let maximumCells = 10_000_000

    struct Sheet {
        let header: [String]
        /// Rows with their numbers, each with as many cells as the header.
        let rows: [(number: Int, cells: [String])]
    }

    private(set) var sheets: [Sheet] = []

    /// Reads a spreadsheet; nil for another archive.
    init?(_ archive: ZipArchive) throws(ImportProblem) {
        let names = archive.entries.map { $0.name.lowercased() }
        guard names.contains("xl/workbook.xml") else { return nil }
        let types = archive.entries.first { $0.name == "[Content_Types].xml" }
        let kinds = try types.map { entry throws(ImportProblem) in
            String(decoding: try archive.bytes(of: entry), as: UTF8.self)
        }
        if names.contains(where: { $0.hasSuffix("vbaproject.bin") })
            || kinds?.contains("macroEnabled") == true
        {
            throw ImportProblem("it is a spreadsheet with macros", hint: "save it as CSV UTF-8")
        }
        var texts: [String] = []
        if let shared = archive.entries.first(where: { $0.name.lowercased() == "xl/sharedstrings.xml" }) {
            texts = try Self.texts(try archive.bytes(of: shared))
        }
        for entry in archive.entries.sorted(by: { $0.name < $1.name })
        where entry.name.lowercased().hasPrefix("xl/worksheets/sheet") {
            if let sheet = try Self.sheet(try archive.bytes(of: entry), texts) { sheets.append(sheet) }
        }
    }

    private static func texts(_ bytes: [UInt8]) throws(ImportProblem) -> [String] {
        var scanner = XMLScanner(bytes)
        var (texts, current, isText, isReading) = ([String](), "", false, false)
        while let event = try scanner.next() {
            switch event {
            case .start("si", _): current = ""
            // `rPh` holds the reading of Japanese words.
            case .start("rPh", _): isReading = true
            case .end("rPh"): isReading = false
            case .start("t", _): isText = true
            case .end("t"): isText = false
            case .text(let text) where isText && !isReading: current += text
            case .end("si"): texts.append(current)
            default: break
            }
        }
        return texts
    }

    private static func sheet(_ bytes: [UInt8], _ texts: [String]) throws(ImportProblem) -> Sheet? {
        var scanner = XMLScanner(bytes)
        var rows: [(number: Int, cells: [String])] = []
        var (cells, number, column) = ([String](), 0, -1)
        var (value, kind, isValue, count) = ("", "", false, 0)
        while let event = try scanner.next() {
            switch event {
            case .start("row", let facts):
                let told = facts["r"].flatMap { Int($0) } ?? number + 1
                number = (1...1_048_576).contains(told) ? told : min(1_048_576, number + 1)
                (cells, column) = ([], -1)
            case .start("c", let facts):
                column = facts["r"].flatMap(Self.column) ?? column + 1
                (value, kind) = ("", facts["t"] ?? "n")
            case .start("v", _), .start("t", _): isValue = true
            case .end("v"), .end("t"): isValue = false
            case .text(let text) where isValue: value += text
            case .end("c"):
                guard column < maximumColumns else {
                    throw ImportProblem("it has more than \(maximumColumns) columns", row: number)
                }
                while cells.count <= column { cells.append("") }
                let isShared = kind == "s"
                cells[column] =
                    isShared
                    ? Int(value).flatMap { texts.indices.contains($0) ? texts[$0] : nil } ?? "" : value
            case .end("row"):
                guard rows.count <= maximumRows else {
                    throw ImportProblem("it has more than \(maximumRows) rows", row: number)
                }
                guard cells.contains(where: { !$0.isEmpty }) else { continue }
                count += cells.count
                guard count <= maximumCells else {
                    throw ImportProblem("it has more than \(maximumCells) cells", row: number)
                }
                rows.append((number, cells))
            default: break
            }
        }
        guard let header = rows.first?.cells else { return nil }
        return Sheet(
            header: header,
            rows: rows.dropFirst().map { row in
                let missing = max(0, header.count - row.cells.count)
                return (
                    row.number, Array(row.cells.prefix(header.count)) + Array(repeating: "", count: missing)
                )
            })
    }

    /// `B7` is column 1.
    private static func column(_ place: String) -> Int? {
        var column = 0
        for letter in place.utf8.prefix(while: { (0x41...0x5A).contains($0) }).prefix(4) {
            column = column * 26 + Int(letter) - 0x40
        }
        return column > 0 ? column - 1 : nil
    }
}
