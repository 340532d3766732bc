public import ClipCore
internal import LibAV

/// Metadata of a music file.
public struct TrackTags: Hashable, Sendable {
    /// Title; nil if missing, like all others.
    public var title: String?
    /// Artist.
    public var artist: String?
    /// The genre.
    public var genre: String?
    /// Licence terms in the file's own words.
    public var copyright: String?
    /// Whether the lyrics are marked as explicit.
    public var isExplicit = false
    /// Identity of the file, wherever it is moved: ``SourceFile/identity()``.
    public var identity: String
    /// Identity of the sound, whatever its tags and container: a name as in ``MusicContent/names``.
    public var content: String

    /// Reads the tags of a music file.
    ///
    /// - Throws: if it cannot be opened, is a video, or has no sound.
    public init(of path: FilePath) throws(Failure) {
        _ = try MusicFile(path)
        let source = try SourceFile.open(path)
        identity = try source.identity()
        content = MusicContent.name(.packets, try MusicContent(of: path, [.packets]).prints[.packets] ?? "")
        do {
            let input = try MediaInput(source)
            var tags: [String: String] = [:]
            for stream in input.streams where stream.kind == .audio {
                tags.merge(Self.plain(stream.metadata)) { $1 }
            }
            tags.merge(Self.plain(input.file.metadata)) { $1 }
            (title, artist, genre) = (tags["title"], tags["artist"] ?? tags["album_artist"], tags["genre"])
            copyright = tags["license"] ?? tags["copyright"]
            isExplicit = ["1", "4"].contains(tags["itunesadvisory"] ?? tags["rating"] ?? "")
        } catch { throw Failure(error, reading: path) }
    }

    /// Lower-case keys; empty values removed.
    private static func plain(_ tags: [String: String]) -> [String: String] {
        var plain: [String: String] = [:]
        for (key, value) in tags where value.contains(where: { !$0.isWhitespace }) {
            plain[key.lowercased()] = value
        }
        return plain
    }
}
