public import ClipCore

/// A music track of a library.
public struct Track: Hashable, Codable, Sendable {
    /// Its id in the library: stable, short, derived from the file name, e.g. `kopi-pagi`.
    public var id: String
    /// Path of its file.
    public var path: String
    /// Its title; the file name if it has none.
    public var title: String
    /// Its artist; "" if unknown.
    public var artist: String
    /// Descriptive words in lower case: moods and genres.
    public var moods: [String]
    /// Its licence.
    public var licence: Licence
    /// Its lyrics are marked as explicit.
    public var isExplicit: Bool
    /// Its measurements.
    public var analysis: TrackAnalysis
    /// Its ids in charts, e.g. a TikTok sound id.
    public var soundIDs: [String]

    /// Creates a track with unknown licence and without moods and sound ids.
    public init(id: String, path: String, title: String, artist: String, analysis: TrackAnalysis) {
        (self.id, self.path, self.title, self.artist) = (id, path, title, artist)
        self.analysis = analysis
        (moods, licence, isExplicit, soundIDs) = ([], Licence(.unknown), false, [])
    }
}
