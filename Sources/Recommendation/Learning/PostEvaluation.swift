/// Back-tests forecasts: learns from the earliest share of posts and tests on the rest. Equal posts and seeds
/// give equal results.
public struct PostEvaluation: Sendable {
    /// How well hidden hashtags were found.
    public struct Hashtags: Hashable, Codable, Sendable {
        /// Number of posts with a hidden hashtag.
        public var tested = 0
        /// The share of hidden hashtags ranked first.
        public var recallAt1 = 0.0
        /// The share among the first five.
        public var recallAt5 = 0.0
        /// The share among the first ten.
        public var recallAt10 = 0.0
        /// The mean of 1 / rank.
        public var meanReciprocalRank = 0.0
    }

    /// The forecast for a post, with its actual value.
    public struct Prediction: Hashable, Codable, Sendable {
        /// Id of the post.
        public var post: String
        /// The actual quality.
        public var q: Double
        /// The forecast.
        public var predicted: Double
        /// The lower end of the 80 % interval.
        public var low: Double
        /// The upper end of the 80 % interval.
        public var high: Double
        /// The hidden hashtag; nil for none.
        public var hiddenTag: String?
        /// The ten highest-ranked hashtags.
        public var topTags: [String]
    }

    /// Number of all posts.
    public var posts: Int { trained + predictions.count }
    /// Number of posts to learn from.
    public let trained: Int
    /// Forecasts for the later posts, by time.
    public private(set) var predictions: [Prediction]
    /// Results for hashtags with at least five uses before, in posts with two of them.
    public private(set) var hashtags: Hashtags

    /// The least number of posts, both to learn from and to test on.
    public static let fewest = 20

    /// Runs the back-test; nil if there are too few posts on either side.
    ///
    /// - Parameters:
    ///   - share: the earliest share of the posts to learn from: above 0, below 1.
    ///   - seed: decides which hashtags are hidden.
    public init?(_ posts: [Post], share: Double, seed: UInt64) {
        let sorted = posts.sorted { ($0.posted, $0.id) < ($1.posted, $1.id) }
        let cut = Int((Double(sorted.count) * share).rounded(.down))
        guard cut >= Self.fewest, sorted.count - cut >= Self.fewest else { return nil }
        let known = Array(sorted[..<cut])
        // Later posts are compared by engagement alone, so only that is learnt.
        guard let model = PostModel(known, balance: 1) else { return nil }
        let companions = HashtagCompanions(known)
        (trained, predictions, hashtags) = (cut, [], Hashtags())
        for post in sorted[cut...] {
            let (expected, range) = model.forecast(post)
            var prediction = Prediction(
                post: post.id, q: Reward.quality(post), predicted: expected, low: range.lowerBound,
                high: range.upperBound, hiddenTag: nil, topTags: [])
            hide(in: post, companions, seed, &prediction)
            predictions.append(prediction)
        }
        hashtags.average()
    }

    private mutating func hide(
        in post: Post, _ companions: HashtagCompanions, _ seed: UInt64, _ prediction: inout Prediction
    ) {
        let known = post.hashtags.filter(companions.knows)
        var generator = SeededGenerator(seed: seed, name: post.id)
        guard known.count >= 2, let hidden = known.randomElement(using: &generator) else { return }
        var shown = post
        shown.hashtags.removeAll { $0 == hidden }
        let ranked = companions.ranked(HashtagCompanions.clues(shown)).map(\.tag)
        hashtags.count(place: ranked.firstIndex(of: hidden))
        (prediction.hiddenTag, prediction.topTags) = (hidden, Array(ranked.prefix(10)))
    }

    /// Spearman's rank correlation between forecast and actual values; nil if one does not vary.
    public var spearman: Double? {
        Spearman.correlation(predictions.map(\.predicted), predictions.map(\.q))
    }

    /// The explained share of the variance: 1 is all, below 0 worse than the mean; nil without variance.
    public var r2: Double? {
        let mean = predictions.reduce(0) { $0 + $1.q } / Double(predictions.count)
        let all = predictions.reduce(0) { $0 + ($1.q - mean) * ($1.q - mean) }
        let rest = predictions.reduce(0) { $0 + ($1.q - $1.predicted) * ($1.q - $1.predicted) }
        return all > 0 ? 1 - rest / all : nil
    }

    /// The share of posts within their 80 % interval.
    public var coverage80: Double {
        Double(predictions.count { $0.low <= $0.q && $0.q <= $0.high }) / Double(predictions.count)
    }
}

extension PostEvaluation.Hashtags {
    /// Counts a hashtag found at a rank, from 0; nil if not found.
    fileprivate mutating func count(place: Int?) {
        tested += 1
        guard let place else { return }
        if place < 1 { recallAt1 += 1 }
        if place < 5 { recallAt5 += 1 }
        if place < 10 { recallAt10 += 1 }
        meanReciprocalRank += 1 / Double(place + 1)
    }

    /// Divides the sums.
    fileprivate mutating func average() {
        let count = Double(max(1, tested))
        recallAt1 /= count
        recallAt5 /= count
        recallAt10 /= count
        meanReciprocalRank /= count
    }
}
