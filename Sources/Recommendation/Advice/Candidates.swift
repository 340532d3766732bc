public import ClipCore

/// Candidates for suggestions, with trend data.
public struct Candidates: Sendable {
    /// Tracks of the library.
    public var tracks: [Track]
    /// Built-in looks and the user's.
    public var looks: [Look]
    /// Hashtags by category, and word lists to check tags against.
    public var hashtags: HashtagTable
    /// The charts as of the requested day.
    public var trends: TrendBook
    /// Hashtags that often occur in posts with the brand's, likeliest first.
    public var companions: [HashtagCompanions.Companion]

    /// Creates candidates. Without a hashtag table, only hashtags of the brand and of charts are candidates,
    /// checked only against the brand's list.
    public init(
        tracks: [Track] = [], looks: [Look] = [], hashtags: HashtagTable = HashtagTable(), trends: TrendBook,
        companions: [HashtagCompanions.Companion] = []
    ) {
        self.companions = companions
        (self.tracks, self.looks, self.hashtags, self.trends) = (tracks, looks, hashtags, trends)
    }

    /// The subject's hashtags and words, which other posts may combine with more; empty if it is unknown. If
    /// only the brand's category is known, its own posts say more.
    public func clues(for request: AdviceRequest) -> [HashtagCompanions.Clue] {
        let pool = HashtagPool(request, hashtags, trends, [])
        let tags = pool.candidates.filter { $0.origin == .subject }.map(\.tag)
        let creator = request.brand.name
        let isGeneral = !pool.subject.isKnown && !tags.isEmpty && !creator.isEmpty
        return tags.map(HashtagCompanions.Clue.hashtag) + (isGeneral ? [.creator(creator)] : [])
    }

    /// The candidate hashtags of a request.
    public func hashtagNames(for request: AdviceRequest) -> [String] {
        HashtagPool(request, hashtags, trends, companions).candidates.map(\.tag)
    }
}
