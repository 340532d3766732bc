public import ClipCore

/// What can be suggested, and what boards say of it.
public struct Candidates: Sendable {
    /// The music of the library.
    public var tracks: [Track]
    /// Looks, those built in and the user's.
    public var looks: [Look]
    /// What hashtags are about, and the words that they are held against.
    public var hashtags: HashtagTable
    /// The boards as of the day of the request.
    public var trends: TrendBook

    /// These; without a table of hashtags those of the brand and of boards are all there are, and nothing is held against
    /// them but the brand's list.
    public init(
        tracks: [Track] = [], looks: [Look] = [], hashtags: HashtagTable = HashtagTable(), trends: TrendBook
    ) {
        (self.tracks, self.looks, self.hashtags, self.trends) = (tracks, looks, hashtags, trends)
    }
}
