public import ClipCore
internal import GRDB
internal import Recommendation

/// Learning from the posts of the library.
extension Library {
    /// Older ones tell little of today, and would need more memory than advice may take.
    private static let learntPosts = 50_000
    /// Hashtags change: what goes together is counted in the latest posts alone.
    private static let companionPosts = 20_000

    /// There are figures of posts, and no model of them as they are now.
    public var needsLearning: Bool {
        get throws(Failure) {
            let sql = "SELECT EXISTS (SELECT 1 FROM metric) AND NOT EXISTS (SELECT 1 FROM model)"
            return try read { try Bool.fetchOne($0, sql: sql) ?? false } ?? false
        }
    }

    /// Learns from the latest posts anew and keeps what was learnt for advice. Without posts nothing is kept.
    public func learn(on day: CalendarDay) throws(Failure) {
        let posts = try posts(latest: Self.learntPosts).sorted { ($0.posted, $0.id) < ($1.posted, $1.id) }
        // Pieces of hashtags tell of those that were never seen, which are never suggested.
        let model = PostModel(posts, hasPieces: false)
        try keep(model, HashtagCompanions(Array(posts.suffix(Self.companionPosts))), on: day)
    }
}
