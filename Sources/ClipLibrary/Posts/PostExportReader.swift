internal import ClipCore
public import SystemPackage

/// Reads exports of posts with their figures: TikTok Studio (CSV, XLSX, ZIP), TikTok's data download (JSON), Meta Business
/// Suite, YouTube Studio, and our own table. Which it is, the content tells.
public struct PostExportReader: Sendable {
    private let options: PostOptions

    /// A reader of exports for which these options hold.
    public init(_ options: PostOptions) { self.options = options }

    /// The posts that `bytes` hold.
    ///
    /// - Parameter path: its name for errors.
    /// - Throws: ``LibraryError/Code/unusableInput`` with row and column, where it is no export of posts, is damaged, or
    ///   no row of it can be used.
    public func read(_ bytes: [UInt8], from path: FilePath) throws(LibraryError) -> PostExport {
        do throws(BoardProblem) { return try export(bytes) } catch {
            let place = [error.row.map { "row \($0)" }, error.column].compactMap { $0 }.joined(
                separator: ", ")
            var wrong = LibraryError(
                .unusableInput, path, (place.isEmpty ? "" : "\(place): ") + error.message, hint: error.hint)
            (wrong.row, wrong.column) = (error.row, error.column)
            throw wrong
        }
    }

    private func export(_ bytes: [UInt8]) throws(BoardProblem) -> PostExport {
        guard bytes.count <= BoardReader.maximumBytes else {
            throw BoardProblem("it is larger than \(BoardReader.maximumBytes >> 20) MB", hint: "split it")
        }
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
