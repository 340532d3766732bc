internal import ClipCore
internal import ClipEditing
internal import ClipMedia

/// What `--deep` adds to probing: an analysis of pictures and sound.
enum DeepLook {
    /// Nil, and a warning, where the packets tell what they tell but the pictures do not decode.
    static func analysis(of source: borrowing SourceFile, _ info: MediaInfo) throws(MediaError) -> Analysis? {
        guard info.video != nil else { return nil }
        do throws(MediaError) { return try UserFolder.analyzer.analyze(source, info) } catch {
            guard [.damaged, .unusable, .missingCodec].contains(error.code) else { throw error }
            Console.warning("\(source.path.shown): no shots and no loudness: \(error.message)")
            return nil
        }
    }
}
