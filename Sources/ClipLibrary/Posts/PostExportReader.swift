public import ClipCore

/// Reads exports of posts with figures; detects the format by content. TikTok Studio (CSV, XLSX, ZIP),
/// TikTok's data download (JSON), Meta Business Suite, YouTube Studio, and our own table.
public struct PostExportReader: Sendable {
    private let options: PostOptions

    /// Creates a reader with options.
    public init(_ options: PostOptions) { self.options = options }

    /// Reads the posts in `bytes`.
    ///
    /// - Parameter path: its name for errors.
    /// - Throws: ``Failure/Kind/unusable`` with row and column if it is not an export of posts, is damaged,
    ///   or has no usable row.
    public func read(_ bytes: [UInt8], from path: FilePath) throws(Failure) -> PostExport {
        try ImportProblem.telling(path) { () throws(ImportProblem) in try export(bytes) }
    }

    private func export(_ bytes: [UInt8]) throws(ImportProblem) -> PostExport {
        try ImportFile.check(bytes)
        var source = try ExportSource(options)
        if bytes.starts(with: [0x50, 0x4B]) {
            let archive = try ZipArchive(bytes)
            if let book = try Workbook(archive) {
                try source.read(book)
            } else {
                try source.read(archive)
            }
        } else {
            try source.read(bytes)
        }
        return try source.finish()
    }
}
