package import ClipCore
package import ClipSignal

/// Reads a colour table from its file (`.cube`).
package enum CubeReader {
    /// Reads it.
    ///
    /// - Throws: if the file cannot be read, or is not a colour table.
    package static func cube(_ path: FilePath) throws(Failure) -> CubeLUT {
        let source = try SourceFile.open(path)
        guard source.sizeBytes <= 16 << 20 else {
            throw Failure(.unusable, path, "it is too large for a colour table", hint: "name a .cube file")
        }
        let bytes = try source.bytes(at: 0, count: Int(source.sizeBytes))
        do {
            return try CubeLUT(parsing: bytes)
        } catch { throw Failure(.unusable, path, "\(error)", hint: error.hint) }
    }
}
