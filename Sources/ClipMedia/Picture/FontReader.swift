public import ClipCore

/// Reads font files.
public enum FontReader {
    /// - Throws: if the file cannot be read or is not an outline font.
    public static func font(_ path: FilePath) throws(Failure) -> FontFile {
        let source = try SourceFile.open(path)
        guard source.sizeBytes <= FontFile.maximumBytes else {
            throw Failure(.unusable, path, "it is too large for a font", hint: "32 MB are the most")
        }
        guard let font = FontFile(try source.bytes(at: 0, count: Int(source.sizeBytes))) else {
            throw Failure(.unusable, path, "it is not a font", hint: "name a TrueType or OpenType file")
        }
        return font
    }
}
