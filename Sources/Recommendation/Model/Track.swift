public import ClipCore

/// A piece of music that could be put under a clip.
public struct Track: Hashable, Codable, Sendable {
    /// Its name in the library: stable, short, made of the file's name, e.g. `kopi-pagi`.
    public var id: String
    /// Where its file is.
    public var path: String
    /// Its title; the file's name where it has none.
    public var title: String
    /// Who made it; "" where that is unknown.
    public var artist: String
    /// Words that people use for it, in lower case: moods and genres.
    public var moods: [String]
    /// On what terms it may be used.
    public var licence: Licence
    /// True where its words are marked as explicit.
    public var isExplicit: Bool
    /// What it sounds like.
    public var analysis: TrackAnalysis
    /// Ids under which boards list it, e.g. a TikTok sound id.
    public var soundIDs: [String]

    /// A track with an unknown licence, no moods and no sound ids.
    public init(id: String, path: String, title: String, artist: String, analysis: TrackAnalysis) {
        (self.id, self.path, self.title, self.artist) = (id, path, title, artist)
        self.analysis = analysis
        (moods, licence, isExplicit, soundIDs) = ([], Licence(.unknown), false, [])
    }
}
