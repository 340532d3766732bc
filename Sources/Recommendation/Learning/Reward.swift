/// Measures the success of posts from their platform figures. Unknown figures do not count as zero.
public struct Reward: Hashable, Codable, Sendable {
    /// Figures of posts younger than this, in seconds, are preliminary.
    public static let youngest = 48.0 * 3600

    /// Comments, shares and saves per like in posts that state them; 0 if none does.
    private let comments: Double
    private let shares: Double
    private let saves: Double
    private let watch: WatchReward
    /// Mean and standard deviation of engagement quality, and of ``WatchReward``.
    private let engagement: Spread
    private let watching: Spread
    /// The weight of engagement if watch time is known too: 0 to 1.
    private let balance: Double

    /// Learns the usual ratios from posts.
    ///
    /// - Parameter balance: the weight of engagement against watching, from 0 to 1.
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

    /// The reward of a post in units of ``quality(_:)``, including watch time if known. Nil if the post is
    /// too young or its likes are unknown.
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

    /// Engagement quality: ln((likes + 3 comments + 5 shares + 4 saves + 20) / (views + 200)). The constants
    /// keep posts with few views near the others; unknown figures count as zero.
    public static func quality(_ post: Post) -> Double { quality(post, (0, 0, 0), likes: post.likes ?? 0) }

    /// Engagement quality with usual values for unknown figures; nil if likes are unknown.
    private static func quality(_ post: Post, _ usual: (Double, Double, Double)) -> Double? {
        post.likes.map { quality(post, usual, likes: $0) }
    }

    private static func quality(_ post: Post, _ usual: (Double, Double, Double), likes: Double) -> Double {
        let engagement =
            likes + 3 * (post.cleanedComments ?? usual.0 * likes) + 5 * (post.shares ?? usual.1 * likes)
            + 4 * (post.saves ?? usual.2 * likes)
        return naturalLogarithm((engagement + 20) / (post.views + 200))
    }

    static func isOld(_ post: Post) -> Bool { post.measured.map { $0 - post.posted >= youngest } ?? true }

    private static func ratio(_ posts: [Post], _ count: (Post) -> Double?) -> Double {
        let known = posts.compactMap { post in count(post).flatMap { count in post.likes.map { (count, $0) } }
        }
        let likes = known.reduce(0) { $0 + $1.1 }
        return likes > 0 ? known.reduce(0) { $0 + $1.0 } / likes : 0
    }
}

extension Post {
    /// Comments without spam and the like.
    var cleanedComments: Double? { comments.map { $0 * (cleanComments ?? 1).clamped(to: 0...1) } }
}

/// Mean and standard deviation; both 0 if empty.
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
