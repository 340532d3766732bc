public import ClipCore

/// Reads caption files.
public enum CaptionReader {
    /// The captions of a SubRip, WebVTT or SubStation Alpha file.
    ///
    /// - Parameter encoding: for text that is neither UTF-8 nor UTF-16; nil to refuse it.
    /// - Throws: if the file cannot be read, has another encoding, or holds no captions.
    public static func captions(_ path: FilePath, encoding: String? = nil) throws(Failure) -> CaptionFile {
        let source = try SourceFile.open(path)
        guard source.sizeBytes <= CaptionFile.maximumBytes else {
            throw Failure(.unusable, path, "it is too large for captions", hint: "16 MB are the most")
        }
        let bytes = try source.bytes(at: 0, count: Int(source.sizeBytes))
        let text = try text(bytes, path, encoding)
        do throws(PlanningError) { return try CaptionFile(text) } catch {
            throw Failure(.unusable, path, error.message, hint: error.hint)
        }
    }

    private static func text(_ bytes: [UInt8], _ path: FilePath, _ encoding: String?) throws(Failure)
        -> String
    {
        if let text = PlainText.read(bytes) { return text }
        if let encoding {
            if let text = TextDecoder.text(bytes, encoding) { return text }
            throw Failure(
                .unusable, path, "its text is not \(encoding)",
                hint: "without --captions-encoding, clipfit names likely ones")
        }
        let likely = bytes.contains(0) ? [] : EncodingGuess.usual.likeliest(bytes, decode: TextDecoder.text)
        guard let first = likely.first else {
            throw Failure(.unusable, path, "it is not text", hint: "name a caption file: .srt, .vtt or .ass")
        }
        let choices = likely.map { "\($0.name) (\($0.line.printable))" }.joined(separator: ", ")
        throw Failure(
            .unusable, path, "its text is not UTF-8; likely encodings: \(choices)",
            hint: "name the one that reads right, e.g. --captions-encoding \(first.name)")
    }
}
