internal import ClipCore
internal import Recommendation

/// Reads the tables of one export file.
struct ExportSource {
    private let options: PostOptions
    private let platforms: [ExportColumns]
    private let words: ExportWords
    private var gatherer = PostGatherer()
    private var found: (id: String, name: String)?
    private var others: [String] = []
    private var usedFallbackDay = false
    private var notes: [String] = []

    init(_ options: PostOptions) throws(ImportProblem) {
        self.options = options
        platforms = try ExportColumns.all(with: options.columns)
        words = try ExportWords()
    }

    func finish() throws(ImportProblem) -> PostExport {
        guard let found else {
            throw ImportProblem(
                others.first.map { "it is \($0), not of posts" } ?? "there are no posts in it",
                hint: "TikTok Studio has them in Content.csv, under Content, Download data")
        }
        guard !gatherer.records.isEmpty else {
            guard let first = gatherer.leftOut.first else { throw ImportProblem("there is no post in it") }
            var message = "none of its \(gatherer.leftOut.count) rows can be used: \(first.reason)"
            if let text = first.found { message += " ('\(text.prefix(60))')" }
            throw ImportProblem(message, row: first.row, column: first.column)
        }
        var export = PostExport(platform: found.id, name: found.name)
        (export.records, export.leftOut) = (gatherer.records, gatherer.leftOut)
        export.notes = notes
        if usedFallbackDay {
            export.notes.append(
                "its figures count as of \(options.changed.text), when the file was last changed: --as-of tells another day"
            )
        }
        return export
    }

    // MARK: Kinds of files

    /// Reads all files in the archive that hold posts; ignores the export's others.
    mutating func read(_ archive: ZipArchive) throws(ImportProblem) {
        for entry in archive.entries where !entry.name.hasPrefix("__MACOSX/") {
            let name = entry.name.lowercased()
            guard !words.isOther(file: entry.name) else {
                others.append("an export")
                continue
            }
            guard [".csv", ".json", ".xlsx"].contains(where: name.hasSuffix) else { continue }
            let bytes = try archive.bytes(of: entry)
            do throws(ImportProblem) {
                if name.hasSuffix(".xlsx") {
                    if let book = try Workbook(try ZipArchive(bytes)) { try read(book) }
                } else {
                    try read(bytes, isPart: true)
                }
            } catch {
                throw ImportProblem(
                    "'\(entry.name)' in it: \(error.message)", row: error.row, column: error.column,
                    hint: error.hint)
            }
        }
    }

    mutating func read(_ book: Workbook) throws(ImportProblem) {
        guard !book.sheets.isEmpty else { throw ImportProblem("there is no table in it") }
        for sheet in book.sheets {
            try take(sheet.header, isPart: book.sheets.count > 1) { (give) throws(ImportProblem) in
                for (row, cells) in sheet.rows { give(row, cells) }
            }
        }
    }

    /// - Parameter isPart: one of several files: those without posts are not errors.
    mutating func read(_ bytes: [UInt8], isPart: Bool = false) throws(ImportProblem) {
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw ImportProblem("it is a spreadsheet of the old kind", hint: "save it as CSV UTF-8")
        }
        let text = try PlainText.read(bytes)
        if PlainText.latin(bytes) != nil { note("it is not UTF-8: read as Windows-1252") }
        guard let first = text.utf8.first(where: { $0 > 0x20 }) else { throw ImportProblem("it is empty") }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            let download: TikTokDownload
            do throws(ImportProblem) { download = try TikTokDownload.read(Array(text.utf8)) } catch {
                guard !isPart else { return }
                throw error
            }
            guard download.isDownload else {
                guard !isPart else { return }
                throw ImportProblem("it is no download of TikTok's", hint: "name user_data_tiktok.json")
            }
            guard options.typed.isEmpty else {
                throw ImportProblem("it has no columns to name", hint: "leave --column out")
            }
            found = found ?? ("tiktok", "TikTok's data download")
            usedFallbackDay = usedFallbackDay || options.asOf == nil
            download.gather(into: &gatherer, options)
            return
        }
        let table = try CSVTable(text)
        try take(table.header, isPart: isPart, table.forEach)
    }

    // MARK: Tables

    private mutating func take(
        _ header: [String], isPart: Bool,
        _ rows: (@escaping (Int, [String]) -> Void) throws(ImportProblem) -> Void
    ) throws(ImportProblem) {
        guard let platform = try platform(of: header, isPart: isPart) else { return }
        try checkTyped(header)
        found = found ?? (platform.id, platform.name)
        let before = (gatherer, notes)
        guard try gather(platform, header, isDayFirst: false, rows) else { return }
        (gatherer, notes) = before
        note("its dates have the day first: only so do they agree with each other and with the posts' ids")
        _ = try gather(platform, header, isDayFirst: true, rows)
    }

    /// Throws if a column that was named for this import is not there.
    private func checkTyped(_ header: [String]) throws(ImportProblem) {
        let known = Set(header.map(ExportColumns.plain))
        for (field, names) in options.typed.sorted(by: { $0.key < $1.key }) {
            guard let name = names.first(where: { !known.contains(ExportColumns.plain($0)) }) else {
                continue
            }
            throw ImportProblem(
                "there is no column '\(name)', as --column \(field) names it", row: 1,
                hint: meantHint(name, among: header.prefix(20).map(\.trimmed)))
        }
    }

    private mutating func note(_ text: String) { if !notes.contains(text) { notes.append(text) } }

    /// - Returns: whether days come before months, but were read the other way.
    private mutating func gather(
        _ platform: ExportColumns, _ header: [String], isDayFirst: Bool,
        _ rows: (@escaping (Int, [String]) -> Void) throws(ImportProblem) -> Void
    ) throws(ImportProblem) -> Bool {
        var reader = PostRowReader(platform, header: header, options, words, isDayFirst: isDayFirst)
        var gatherer = gatherer
        self.gatherer = PostGatherer()
        if platform.isMeta { try rows { _, cells in reader.noteID(cells) } }
        try rows { row, cells in
            do throws(LeftOutRow) {
                if let record = try reader.record(row, cells) { gatherer.add(record) }
            } catch { gatherer.leaveOut(error) }
        }
        self.gatherer = gatherer
        usedFallbackDay = usedFallbackDay || reader.usedFallbackDay
        reader.notes.forEach { note($0) }
        if let text = reader.dates.ambiguous, !platform.isMeta, !reader.dates.sawDayFirst {
            note("dates such as '\(text)' count as month/day/year: write 2026-04-03 if the day comes first")
        }
        return reader.dates.sawDayFirst && !isDayFirst
    }

    /// The platform with such columns; of several the one that knows most of them.
    private mutating func platform(of header: [String], isPart: Bool) throws(ImportProblem) -> ExportColumns?
    {
        let known = platforms.map { (platform: $0, places: $0.places(in: header)) }
        let whole = known.filter { one in one.platform.needs.allSatisfy { one.places[$0] != nil } }
        // Names that the user gave tell nothing of the platform; a table that has none of a platform's is an own one.
        let best = whole.reversed().max { $0.platform.builtIn(in: header) < $1.platform.builtIn(in: header) }
        if let best { return best.platform }
        if let other = words.other(header) {
            others.append(other)
            guard !isPart else { return nil }
            throw ImportProblem(
                "it is \(other), not of posts", row: 1, hint: "TikTok Studio has posts in Content.csv")
        }
        guard !isPart else { return nil }
        let near = known.max { $0.places.count < $1.places.count }
        if let near, near.places.count >= 3,
            let missing = near.platform.needs.first(where: { near.places[$0] == nil })
        {
            throw ImportProblem(
                "it looks like \(near.platform.name), and there is no column '\(missing.rawValue)'", row: 1,
                hint: "its columns are \(header.prefix(20).map { "'\($0)'" }.joined(separator: ", "))")
        }
        throw ImportProblem(
            "it is no table of posts: its columns are \(header.prefix(12).map { "'\($0.prefix(40))'" }.joined(separator: ", "))",
            row: 1, hint: "name its columns: --column post='…' --column posted='…' --column views='…'")
    }
}
