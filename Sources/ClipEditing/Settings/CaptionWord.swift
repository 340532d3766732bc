package import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Resolves `--caption`: a text, or the name of a text file.
package enum CaptionWord {
    /// More than any platform accepts.
    private static let mostBytes: Int64 = 1 << 20

    /// The text, read from the file if one of that name exists; trailing line ends are removed.
    ///
    /// - Throws: if the file cannot be read or is not text, or a `.txt` file is missing.
    package static func text(of word: [UInt8]) throws(Failure) -> String {
        let path = FilePath(bytes: word)
        let isFile = path.withPlatformString { access($0, F_OK) } == 0
        guard isFile || path.stemAndExtension.extension == "txt" else {
            return String(decoding: word, as: UTF8.self)
        }
        let file = try SourceFile.open(path)
        guard file.sizeBytes <= mostBytes,
            let text = String(validating: try file.bytes(at: 0, count: Int(file.sizeBytes)), as: UTF8.self)
        else { throw Failure(.unusable, path, "it holds no caption: a text in UTF-8 of up to 1 MB") }
        let end = text.lastIndex { !$0.isNewline }
        return end.map { String(text[...$0]) } ?? ""
    }
}
