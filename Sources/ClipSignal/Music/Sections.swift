/// Where a piece changes its character: verse to chorus, the drop, the break.
public struct Sections: Hashable, Sendable {
    /// Seconds at which a part begins, rising; the first is 0.
    public let starts: [Double]

    /// What is compared on either side of a place, in seconds; no part is shorter.
    private static let reach = 8.0
    /// The least difference of mean spectra (in decades of magnitude) that is one of character.
    private static let least = 0.12

    /// - Parameters:
    ///   - places: seconds at which a part may begin, rising: downbeats where they are known.
    ///   - texture: the sound's.
    public init(at places: [Double], texture: Texture) {
        let end = Double(texture.steps) / Double(Texture.rate)
        let inner = places.filter { $0 >= Self.reach && $0 <= end - Self.reach }
        let novelty = inner.map {
            Texture.distance(
                [texture.mean(from: $0 - Self.reach, to: $0)], [texture.mean(from: $0, to: $0 + Self.reach)])
        }
        let spread = Statistics(novelty)
        let bound = max(Self.least, spread.mean + spread.variance.squareRoot())
        var starts = [0.0]
        for index in novelty.indices.sorted(by: { (novelty[$0], $1) > (novelty[$1], $0) })
        where novelty[index] >= bound && starts.allSatisfy({ abs($0 - inner[index]) >= Self.reach }) {
            starts.append(inner[index])
        }
        self.starts = starts.sorted()
    }
}
