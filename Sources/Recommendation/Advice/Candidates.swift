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
    /// Hashtags that posts have together with the brand's, the likeliest first.
    public var companions: [HashtagCompanions.Companion]

    /// These; without a table of hashtags those of the brand and of boards are all there are, and nothing is held against
    /// them but the brand's list.
    public init(
        tracks: [Track] = [], looks: [Look] = [], hashtags: HashtagTable = HashtagTable(), trends: TrendBook,
        companions: [HashtagCompanions.Companion] = []
    ) {
        self.companions = companions
        (self.tracks, self.looks, self.hashtags, self.trends) = (tracks, looks, hashtags, trends)
    }

    /// The hashtags that come into question for a request.
    public func hashtagNames(for request: AdviceRequest) -> [String] {
        HashtagPool(request, hashtags, trends, HashtagGuard(hashtags), companions).candidates.map(\.tag)
    }
}
