/// Measures watch time, corrected for length: short clips are watched to the end more often, whatever they show.
struct WatchReward: Hashable, Codable {
    /// Upper bounds of the length bands, in seconds; the last band has none.
    static let bands: [Double] = [7, 11, 16, 21, 31, 46, 61, 91, 181]
    /// Weight of the prior that a band equals all others, in posts.
    private static let prior = 5.0

    /// The available measure: the share that watched to the end, the average share watched, or the share that stayed.
    private enum Measure: Int, CaseIterable {
        case completion
        case average
        case stayed
    }

    /// Usual values per measure and band; nil for a measure without posts.
    private let usual: [[Double]?]

    init(_ posts: [Post]) {
        let all = posts.compactMap(Self.measured)
        usual = Measure.allCases.map { measure in
            let own = all.filter { $0.measure == measure }
            guard !own.isEmpty else { return nil }
            let mean = own.reduce(0) { $0 + $1.value } / Double(own.count)
            return (0...Self.bands.count).map { band in
                let values = own.filter { $0.band == band }.map(\.value)
                return (values.reduce(0, +) + Self.prior * mean) / (Double(values.count) + Self.prior)
            }
        }
    }

    /// Log odds of being watched, minus the usual value for its length; nil if unknown.
    func value(_ post: Post) -> Double? {
        guard let (measure, band, value) = Self.measured(post), let usual = usual[measure.rawValue] else {
            return nil
        }
        return value - usual[band]
    }

    private static func measured(_ post: Post) -> (measure: Measure, band: Int, value: Double)? {
        guard let length = post.duration.known, length > 0 else { return nil }
        let band = bands.count { $0 <= length }
        if let share = post.completion.known { return (.completion, band, logOdds(share)) }
        if let average = post.watchAverage.known { return (.average, band, logOdds(average / length)) }
        return post.skipped.known.map { (.stayed, band, logOdds(1 - $0)) }
    }

    private static func logOdds(_ share: Double) -> Double {
        let share = share.clamped(to: 0.02...0.98)
        return naturalLogarithm(share / (1 - share))
    }
}
