public import ClipCore
internal import GRDB
internal import Recommendation

/// Learns a model from the library's posts.
extension Library {
    /// Older posts say little about today, and would exceed the memory for advice.
    private static let learntPosts = 50_000
    /// Hashtags change: companions are counted in the latest posts only.
    private static let companionPosts = 20_000

    /// Whether there are figures of posts without an up-to-date model.
    public var needsLearning: Bool {
        get throws(Failure) {
            let sql = "SELECT EXISTS (SELECT 1 FROM metric) AND NOT EXISTS (SELECT 1 FROM model)"
            return try read { try Bool.fetchOne($0, sql: sql) ?? false } ?? false
        }
    }

    /// Learns from the latest posts and stores the result for advice. Without posts nothing is stored.
    public func learn(on day: CalendarDay) throws(Failure) {
        let posts = try posts(latest: Self.learntPosts).sorted { ($0.posted, $0.id) < ($1.posted, $1.id) }
        // Parts of hashtags would only help with unseen ones, which are never suggested.
        let model = PostModel(posts, hasPieces: false)
        try keep(model, HashtagCompanions(Array(posts.suffix(Self.companionPosts))), on: day)
    }
}
