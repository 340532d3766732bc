public import ClipCore
internal import LibAV
public import SystemPackage

/// What a file of music says of itself.
public struct TrackTags: Hashable, Sendable {
    /// Nil where it is not told, as all others.
    public var title: String?
    /// Who made it.
    public var artist: String?
    /// The genre.
    public var genre: String?
    /// On what terms it may be used, in its own words.
    public var copyright: String?
    /// Its words are marked as explicit.
    public var isExplicit = false
    /// What tells the file from others, wherever it is moved to: ``SourceFile/identity()``.
    public var identity: String
    /// What tells its sound from others, whatever its tags and its container are: a name as in ``MusicContent/names``.
    public var content: String

    /// Reads the tags of a file of music.
    ///
    /// - Throws: where it cannot be opened, is a video, or has no sound.
    public init(of path: FilePath) throws(Failure) {
        _ = try MusicFile(path)
        let source = try SourceFile.open(path)
        identity = try source.identity()
        content = MusicContent.name(
            .packets, try MusicContent(of: path, [.packets]).prints[.packets] ?? "")
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

    /// Keys in lower case; without what is empty.
    private static func plain(_ tags: [String: String]) -> [String: String] {
        var plain: [String: String] = [:]
        for (key, value) in tags where value.contains(where: { !$0.isWhitespace }) {
            plain[key.lowercased()] = value
        }
        return plain
    }
}
