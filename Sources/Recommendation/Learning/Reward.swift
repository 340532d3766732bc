/// How good posts were, by what platforms tell of them. What is not known of a post is not counted as none.
public struct Reward: Hashable, Codable, Sendable {
    /// Figures of posts that are younger than this, in seconds, are not what they will be.
    public static let youngest = 48.0 * 3600

    /// What comments, shares and saves were for each like, in posts that tell it; 0 where none does.
    private let comments: Double
    private let shares: Double
    private let saves: Double
    private let watch: WatchReward
    /// Mean and standard deviation of the quality of engagement, and of ``WatchReward``.
    private let engagement: Spread
    private let watching: Spread
    /// How much engagement counts where watching is known too: 0 to 1.
    private let balance: Double

    /// Learns what is usual in posts.
    ///
    /// - Parameter balance: how much engagement counts beside watching, from 0 to 1.
    public init(_ posts: [Post], balance: Double = 0.5) {
        let old = posts.filter(Self.isOld)
        comments = Self.ratio(old, \.cleanedComments)
        shares = Self.ratio(old, \.shares)
        saves = Self.ratio(old, \.saves)
        watch = WatchReward(old)
        self.balance = balance
        let ratios = (comments, shares, saves)
        engagement = Spread(old.compactMap { Self.quality($0, ratios) })
        watching = Spread(old.compactMap(watch.value))
    }

    /// How good a post was, in units of ``quality(_:)``: where it is known how long it was watched, that joins in. Nil for a
    /// post that is too young, or whose likes are not known.
    public func value(_ post: Post) -> Double? {
        guard Self.isOld(post), let quality = Self.quality(post, (comments, shares, saves)) else {
            return nil
        }
        guard let watched = watch.value(post), engagement.sd > 0, watching.sd > 0 else { return quality }
        let both =
            balance * (quality - engagement.mean) / engagement.sd + (1 - balance)
            * (watched - watching.mean) / watching.sd
        return engagement.mean + engagement.sd * both
    }

    /// The quality of engagement: ln((likes + 3 comments + 5 shares + 4 saves + 20) / (views + 200)). The constants keep a
    /// post with few views near the others; what is not known counts as none.
    public static func quality(_ post: Post) -> Double { quality(post, (0, 0, 0), likes: post.likes ?? 0) }

    /// The same, where what is not known is what is usual for so many likes; nil where likes are not known.
    private static func quality(_ post: Post, _ usual: (Double, Double, Double)) -> Double? {
        post.likes.map { quality(post, usual, likes: $0) }
    }

    private static func quality(_ post: Post, _ usual: (Double, Double, Double), likes: Double) -> Double {
        let engagement =
            likes + 3 * (post.cleanedComments ?? usual.0 * likes) + 5 * (post.shares ?? usual.1 * likes)
            + 4 * (post.saves ?? usual.2 * likes)
        return naturalLogarithm((engagement + 20) / (post.views + 200))
    }

    private static func isOld(_ post: Post) -> Bool {
        post.measured.map { $0 - post.posted >= youngest } ?? true
    }

    private static func ratio(_ posts: [Post], _ count: (Post) -> Double?) -> Double {
        let known = posts.compactMap { post in count(post).flatMap { count in post.likes.map { (count, $0) } }
        }
        let likes = known.reduce(0) { $0 + $1.1 }
        return likes > 0 ? known.reduce(0) { $0 + $1.0 } / likes : 0
    }
}

extension Post {
    /// Comments that count.
    var cleanedComments: Double? { comments.map { $0 * (cleanComments ?? 1).clamped(to: 0...1) } }
}

/// A mean and a standard deviation; both 0 of nothing.
struct Spread: Hashable, Codable {
    let mean: Double
    let sd: Double

    init(_ values: [Double]) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
}
