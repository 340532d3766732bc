/// The position of a crop of fixed size over time, shot by shot, on the upright picture.
///
/// Times are on the source's clock, positions in coded pixels of the upright picture. Within a shot the crop
/// moves along a monotone cubic (Fritsch and Carlson 1980): it starts and ends at rest, never overshoots a
/// point and is at most 1.5 times as fast as linear motion.
public struct CropPath: Hashable, Codable, Sendable {
    /// The crop's top left pixel at one time.
    public struct Point: Hashable, Codable, Sendable {
        /// Its time, on the source's clock.
        public var time: MediaTime
        /// Pixels left of the crop, even.
        public var x: Int
        /// Rows above the crop, even.
        public var y: Int

        package init(_ time: MediaTime, x: Int, y: Int) { (self.time, self.x, self.y) = (time, x, y) }
    }

    /// The crop of one shot.
    public struct Stretch: Hashable, Codable, Sendable {
        /// Its start; it lasts until the next one starts.
        public var start: MediaTime
        /// Positions of the crop, ascending in time; it rests before the first and after the last. Empty to
        /// show the whole picture over a blurred copy.
        public var points: [Point]

        package init(start: MediaTime, points: [Point]) { (self.start, self.points) = (start, points) }
    }

    /// What is visible at one time.
    public enum Place: Hashable, Sendable {
        /// The crop, with its top left corner.
        case crop(x: Double, y: Double)
        /// The whole picture.
        case whole
    }

    /// The crop's size in pixels, even.
    public var size: Picture.Size
    /// Size of the upright picture.
    public var picture: Picture.Size
    /// At least one, ascending in time.
    public var stretches: [Stretch]

    package init(size: Picture.Size, picture: Picture.Size, stretches: [Stretch]) {
        (self.size, self.picture, self.stretches) = (size, picture, stretches)
    }

    /// What is visible at a time; before the first stretch, its start.
    public func place(at time: MediaTime) -> Place {
        // Containers round frame times to a millisecond.
        let tolerance = MediaTime(ticks: 1, timescale: 2000)
        guard let stretch = stretches.last(where: { $0.start <= time + tolerance }) ?? stretches.first,
            let first = stretch.points.first
        else { return .whole }
        guard stretch.points.count > 1 else { return .crop(x: Double(first.x), y: Double(first.y)) }
        let times = stretch.points.map { ($0.time - first.time).seconds }
        let now = (time - first.time).seconds
        return .crop(
            x: EasedCurve(times, stretch.points.map { Double($0.x) }).value(at: now),
            y: EasedCurve(times, stretch.points.map { Double($0.y) }).value(at: now))
    }

    /// The crop does not move within any stretch.
    public var isStill: Bool { stretches.allSatisfy { $0.points.count <= 1 } }

    /// Some stretch shows the whole picture.
    public var showsWhole: Bool { stretches.contains { $0.points.isEmpty } }

    /// Why the path is invalid, e.g. in a plan edited by hand; nil if it is valid.
    public var problem: String? {
        guard !stretches.isEmpty else { return "the crop path has no shots" }
        guard size.width > 0, size.height > 0, size.width % 2 == 0, size.height % 2 == 0 else {
            return "the crop's sides are not even"
        }
        for (stretch, next) in zip(stretches, stretches.dropFirst()) where stretch.start >= next.start {
            return "the shots of the crop path do not follow one another"
        }
        for stretch in stretches {
            for (point, next) in zip(stretch.points, stretch.points.dropFirst())
            where point.time >= next.time {
                return "the points of the crop path do not follow one another"
            }
            let liesOnIt = stretch.points.allSatisfy {
                (0...max(0, picture.width - size.width)).contains($0.x)
                    && (0...max(0, picture.height - size.height)).contains($0.y)
            }
            guard liesOnIt, size.width <= picture.width, size.height <= picture.height else {
                return "the crop does not lie on the picture"
            }
        }
        return nil
    }
}

/// A monotone cubic through points with zero slope at both ends (Fritsch and Carlson, "Monotone Piecewise
/// Cubic Interpolation", SIAM 1980).
struct EasedCurve {
    private let times: [Double]
    private let values: [Double]
    private let slopes: [Double]

    /// - Parameter times: ascending; as many as values, at least one.
    init(_ times: [Double], _ values: [Double]) {
        (self.times, self.values) = (times, values)
        let steps = zip(zip(times, times.dropFirst()), zip(values, values.dropFirst())).map {
            ($1.1 - $1.0) / max(1e-9, $0.1 - $0.0)
        }
        // The harmonic mean of the slopes on both sides, 0 where the direction changes.
        let inner = zip(steps, steps.dropFirst()).map { $0 * $1 > 0 ? 2 * $0 * $1 / ($0 + $1) : 0 }
        slopes = steps.isEmpty ? [0] : [0] + inner + [0]
    }

    /// Returns the first value before the first time, and the last value after the last.
    func value(at time: Double) -> Double {
        guard time > times[0] else { return values[0] }
        guard let next = times.firstIndex(where: { $0 > time }) else { return values[values.count - 1] }
        let length = times[next] - times[next - 1]
        let t = (time - times[next - 1]) / length
        let (t2, t3) = (t * t, t * t * t)
        return values[next - 1] * (2 * t3 - 3 * t2 + 1) + slopes[next - 1] * length * (t3 - 2 * t2 + t)
            + values[next] * (3 * t2 - 2 * t3) + slopes[next] * length * (t3 - t2)
    }
}
