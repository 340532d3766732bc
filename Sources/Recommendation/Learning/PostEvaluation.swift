/// How well posts would have been forecast from earlier ones: learns from the first share by time, and is held against the
/// rest. Equal posts and seeds give equal results.
public struct PostEvaluation: Sendable {
    /// How hidden hashtags were found again.
    public struct Hashtags: Hashable, Codable, Sendable {
        /// How many posts had one hidden.
        public var tested = 0
        /// The share whose hidden one came first.
        public var recallAt1 = 0.0
        /// Among the first five.
        public var recallAt5 = 0.0
        /// Among the first ten.
        public var recallAt10 = 0.0
        /// The mean of 1 / place.
        public var meanReciprocalRank = 0.0
    }

    /// What was expected of a post, and what it was.
    public struct Prediction: Hashable, Codable, Sendable {
        /// Its id.
        public var post: String
        /// The quality that it had.
        public var q: Double
        /// What was expected.
        public var predicted: Double
        /// The lower end of the 80 % interval.
        public var low: Double
        /// Its upper end.
        public var high: Double
        /// The hashtag that was hidden; nil for none.
        public var hiddenTag: String?
        /// The first ten in its place.
        public var topTags: [String]
    }

    /// How many posts there are.
    public var posts: Int { trained + predictions.count }
    /// How many it learnt from.
    public let trained: Int
    /// The later ones, by time.
    public private(set) var predictions: [Prediction]
    /// Of hashtags that occur at least five times in what it learnt from, in posts with two of them.
    public private(set) var hashtags: Hashtags

    /// The fewest posts for learning and for testing.
    public static let fewest = 20

    /// Back-tests; nil with too few posts on either side.
    ///
    /// - Parameters:
    ///   - share: of the posts, the earliest first, that it learns from: above 0, below 1.
    ///   - seed: which hashtags are hidden.
    public init?(_ posts: [Post], share: Double, seed: UInt64) {
        let sorted = posts.sorted { ($0.posted, $0.id) < ($1.posted, $1.id) }
        let cut = Int((Double(sorted.count) * share).rounded(.down))
        guard cut >= Self.fewest, sorted.count - cut >= Self.fewest else { return nil }
        let known = Array(sorted[..<cut])
        // Later posts are told apart by engagement alone, so that it is all that is learnt.
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

    /// Spearman's rank correlation of what was expected with what was; nil where one does not vary.
    public var spearman: Double? {
        Spearman.correlation(predictions.map(\.predicted), predictions.map(\.q))
    }

    /// The share of the variance that is explained: 1 is all, below 0 worse than the mean; nil where nothing varies.
    public var r2: Double? {
        let mean = predictions.reduce(0) { $0 + $1.q } / Double(predictions.count)
        let all = predictions.reduce(0) { $0 + ($1.q - mean) * ($1.q - mean) }
        let rest = predictions.reduce(0) { $0 + ($1.q - $1.predicted) * ($1.q - $1.predicted) }
        return all > 0 ? 1 - rest / all : nil
    }

    /// The share of the posts that lay in their 80 % interval.
    public var coverage80: Double {
        Double(predictions.count { $0.low <= $0.q && $0.q <= $0.high }) / Double(predictions.count)
    }
}

extension PostEvaluation.Hashtags {
    /// Adds one that was found at that place, from 0; nil where it was not.
    fileprivate mutating func count(place: Int?) {
        tested += 1
        guard let place else { return }
        if place < 1 { recallAt1 += 1 }
        if place < 5 { recallAt5 += 1 }
        if place < 10 { recallAt10 += 1 }
        meanReciprocalRank += 1 / Double(place + 1)
    }

    /// Sums to means.
    fileprivate mutating func average() {
        let count = Double(max(1, tested))
        recallAt1 /= count
        recallAt5 /= count
        recallAt10 /= count
        meanReciprocalRank /= count
    }
}
