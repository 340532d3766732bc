/// Which part of the upright picture is shown when: where a crop of one size lies, shot by shot.
///
/// Times are on the source's clock, places in coded pixels of the upright picture. Within a shot the crop goes from point to
/// point, gently (a monotone cubic through them, Fritsch and Carlson 1980: it begins and ends at rest, never goes beyond a point and
/// is at most one and a half times as fast as the straight way).
public struct CropPath: Hashable, Codable, Sendable {
    /// Where the crop's upper left pixel lies at a time.
    public struct Point: Hashable, Codable, Sendable {
        /// When.
        public var time: MediaTime
        /// Pixels left of the crop, even.
        public var x: Int
        /// Rows above it, even.
        public var y: Int

        /// A point of these facts.
        public init(_ time: MediaTime, x: Int, y: Int) { (self.time, self.x, self.y) = (time, x, y) }
    }

    /// What is shown of a shot.
    public struct Stretch: Hashable, Codable, Sendable {
        /// When it begins; it lasts until the next one does.
        public var start: MediaTime
        /// Where the crop lies, rising in time; before the first and behind the last it rests. Empty for all of the picture, over
        /// a blurred copy.
        public var points: [Point]

        /// A stretch of these points.
        public init(start: MediaTime, points: [Point]) { (self.start, self.points) = (start, points) }
    }

    /// What is shown at one moment.
    public enum Place: Hashable, Sendable {
        /// The crop, with its upper left corner there.
        case crop(x: Double, y: Double)
        /// All of the picture.
        case whole
    }

    /// The crop's size in pixels, even.
    public var size: Picture.Size
    /// The upright picture's.
    public var picture: Picture.Size
    /// At least one, rising in time.
    public var stretches: [Stretch]

    /// A path of these stretches.
    public init(size: Picture.Size, picture: Picture.Size, stretches: [Stretch]) {
        (self.size, self.picture, self.stretches) = (size, picture, stretches)
    }

    /// What is shown at a time; before the first stretch what it begins with.
    public func place(at time: MediaTime) -> Place {
        // Containers round the times of frames to a millisecond.
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

    /// The crop rests in every stretch.
    public var isStill: Bool { stretches.allSatisfy { $0.points.count <= 1 } }

    /// All of the picture is shown now and then.
    public var showsWhole: Bool { stretches.contains { $0.points.isEmpty } }

    /// What keeps it from being followed, e.g. in a plan that somebody edited; nil where it is sound.
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

/// A monotone cubic through points that is level at both ends (Fritsch and Carlson, "Monotone Piecewise Cubic
/// Interpolation", SIAM 1980).
struct EasedCurve {
    private let times: [Double]
    private let values: [Double]
    private let slopes: [Double]

    /// - Parameter times: rising; as many as values, at least one.
    init(_ times: [Double], _ values: [Double]) {
        (self.times, self.values) = (times, values)
        let steps = zip(zip(times, times.dropFirst()), zip(values, values.dropFirst())).map {
            ($1.1 - $1.0) / max(1e-9, $0.1 - $0.0)
        }
        // The harmonic mean of both sides, 0 where the direction changes.
        let inner = zip(steps, steps.dropFirst()).map { $0 * $1 > 0 ? 2 * $0 * $1 / ($0 + $1) : 0 }
        slopes = steps.isEmpty ? [0] : [0] + inner + [0]
    }

    /// The first value before the first time, the last one behind the last.
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
