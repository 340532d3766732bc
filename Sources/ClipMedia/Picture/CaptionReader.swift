public import ClipCore
internal import SystemLibrary
public import SystemPackage

/// Reads caption files.
public enum CaptionReader {
    /// - Throws: if the file cannot be read or holds no captions.
    public static func captions(_ path: FilePath) throws(Failure) -> CaptionFile {
        let source = try SourceFile.open(path)
        guard source.sizeBytes <= CaptionFile.maximumBytes else {
            throw Failure(.unusable, path, "it is too large for captions", hint: "16 MB are the most")
        }
        let bytes = try source.bytes(at: 0, count: Int(source.sizeBytes))
        do throws(PlanningError) {
            return try CaptionFile(bytes)
        } catch { throw Failure(.unusable, path, error.message, hint: error.hint) }
    }
}

extension OutputSettings {
    /// Reads the caption file named like the clip, if requested; turns captions off if there is none.
    mutating func takeCaptions(
        beside source: FilePath, _ read: (FilePath) throws(Failure) -> CaptionFile
    ) throws(Failure) {
        guard let captions, captions.file == nil else { return }
        let path = source.beside(".srt")
        guard path.withPlatformString({ access($0, F_OK) }) == 0 else {
            self.captions = nil
            return
        }
        self.captions?.file = try read(path)
        self.captions?.source = PlannedPath(path)
    }
}
