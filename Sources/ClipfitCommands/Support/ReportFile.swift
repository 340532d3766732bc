internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import ReportPage
internal import SystemLibrary

/// Writes the HTML page of a batch. Articles are buffered in a temporary file, to keep memory constant.
final class ReportFile {
    private let path: FilePath
    private let overwrites: Bool
    private let articles: UnsafeMutablePointer<FILE>
    private var page = ReportPage()
    /// Error of writing an article, reported at the end: the clips are worth more than the page.
    private var failure: Int32?

    /// - Parameter overwrites: also replace a file that is not clipfit's report, or was changed.
    /// - Throws: if the name is taken, or no temporary file can be created.
    init(_ path: FilePath, overwrites: Bool) throws(Failure) {
        self.path = path
        self.overwrites = overwrites || Self.isReport(path)
        // Fails now rather than after hours of work.
        _ = try WrittenFile(path, overwrites: self.overwrites)
        guard let file = tmpfile() else {
            throw Failure(
                .cannotCreate, path, "no temporary file: \(String(cString: strerror(errno)).lowercased())")
        }
        articles = file
    }

    deinit { fclose(articles) }

    /// Adds a result.
    func add(_ result: JobResult) {
        let bytes = Array(page.add(result).utf8)
        if fwrite(bytes, 1, bytes.count, articles) != bytes.count { failure = failure ?? errno }
    }

    /// Writes the page.
    func finish(_ summary: BatchSummary) throws(Failure) {
        let file = try WrittenFile(path, overwrites: overwrites)
        let made = "Made on \(Clock.today.text) by clipfit \(Clipfit.version)"
        try file.write(Array(page.head(summary, made: made).utf8))
        if fflush(articles) != 0 { failure = failure ?? errno }
        if let failure {
            throw Failure(
                failure == ENOSPC ? .diskFull : .readWrite, path,
                "the temporary file: \(String(cString: strerror(failure)).lowercased())",
                hint:
                    "free some space in the folder for temporary files, and run the batch again: what is finished stays"
            )
        }
        rewind(articles)
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = fread(&block, 1, block.count, articles)
            if got == 0 { break }
            try file.write(Array(block[..<got]))
        }
        guard ferror(articles) == 0 else {
            throw Failure(.readWrite, path, "the temporary file cannot be read")
        }
        try file.write(Array(ReportPage.foot.utf8))
        if let content = file.content() { try file.write(Array(Self.seal(content).utf8)) }
        try file.commit()
    }

    /// The last line, a hash of the content, which reveals edits.
    private static func seal(_ content: String) -> String { "<!-- \(content) -->\n" }

    /// Whether `path` is an unchanged page of a batch.
    private static func isReport(_ path: FilePath) -> Bool {
        guard let file = try? SourceFile.open(path) else { return false }
        let end = seal(String(repeating: "0", count: ContentHash.length)).utf8.count
        let beginning = ReportPage.beginning.utf8
        guard let content = ContentHash.of(path, without: end),
            let first = try? file.bytes(at: 0, count: beginning.count),
            let last = try? file.bytes(at: max(0, file.sizeBytes - Int64(end)), count: end)
        else { return false }
        return first.elementsEqual(beginning) && last.elementsEqual(seal(content).utf8)
    }
}
