public import ClipCore

/// What can be suggested, and what boards say of it.
public struct Candidates: Sendable {
    /// The music of the library.
    public var tracks: [Track]
    /// Looks, those built in and the user's.
    public var looks: [Look]
    /// The boards as of the day of the request.
    public var trends: TrendBook

    /// These, without hashtags.
    public init(tracks: [Track] = [], looks: [Look] = [], trends: TrendBook) {
        (self.tracks, self.looks, self.trends) = (tracks, looks, trends)
    }
}
