/// Finds changes of character in a track: verse to chorus, the drop, the break.
public struct Sections: Hashable, Sendable {
    /// Start times of the sections in seconds, ascending; the first is 0.
    public let starts: [Double]

    /// Seconds compared before and after a boundary; no section is shorter.
    private static let reach = 8.0
    /// The least difference of mean spectra (in decades of magnitude) between sections.
    private static let least = 0.12

    /// - Parameters:
    ///   - places: possible boundaries in seconds, ascending: downbeats if known.
    ///   - texture: of the sound.
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
