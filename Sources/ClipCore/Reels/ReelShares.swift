/// How a joined post's length is divided among its sources, in frames.
public struct ReelShares: Hashable, Sendable {
    /// How long a source may be shown, in frames.
    public struct Room: Hashable, Sendable {
        /// The fewest frames.
        public let least: Int
        /// The most frames.
        public let most: Int

        /// Creates bounds; `most` is raised to `least`.
        public init(_ least: Int, _ most: Int) { (self.least, self.most) = (least, max(least, most)) }
    }

    /// Seconds that a clip is shown at least, if it is as long.
    public static let leastClip = MediaTime(ticks: 1, timescale: 1)
    /// Seconds that a photo is shown.
    public static let photo = TimeRange(
        start: MediaTime(ticks: 2, timescale: 1), end: MediaTime(ticks: 3, timescale: 1))
    /// Seconds that a card is shown.
    public static let card = MediaTime(ticks: 2, timescale: 1)

    private let rooms: [Room]
    /// The frames of each source, in order.
    public private(set) var frames: [Int]

    /// Divides `total` frames as evenly as the bounds allow.
    ///
    /// - Throws: if the sources cannot be that short or that long.
    public init(_ rooms: [Room], total: Int, rate: Fraction) throws(PlanningError) {
        self.rooms = rooms
        let (least, most) = (rooms.reduce(0) { $0 + $1.least }, rooms.reduce(0) { $0 + $1.most })
        let seconds = { (frames: Int) in MediaTime(frames: frames, at: rate).text }
        guard least <= total else {
            var (count, used) = (0, 0)
            for room in rooms where used + room.least <= total {
                (count, used) = (count + 1, used + room.least)
            }
            throw PlanningError(
                .usage,
                "\(rooms.count) sources need \(seconds(least)) s: about 1 s for each clip, 2 s for each photo, and the parts that are named; \(seconds(total)) s hold \(count)",
                hint: "name fewer, or a longer post: -l \(Int((Double(least) / rate.value).rounded(.up)))")
        }
        guard most >= total else {
            throw PlanningError(
                .unsatisfiable,
                "the sources are too short: together \(seconds(most)) s of \(seconds(total)) s (a photo is held for 3 s at most)",
                hint: "name more of them, or a shorter post: -l \(Int(Double(most) / rate.value))")
        }
        // The longest share that all sources with room for it can have.
        var level = rooms.map(\.most).max() ?? 0
        var low = 0
        while low < level {
            let middle = (low + level) / 2
            if rooms.reduce(0, { $0 + min(max(middle, $1.least), $1.most) }) >= total {
                level = middle
            } else {
                low = middle + 1
            }
        }
        frames = rooms.map { min(max(level, $0.least), $0.most) }
        var excess = frames.reduce(0, +) - total
        for index in frames.indices.reversed() where excess > 0 && frames[index] == level {
            guard frames[index] > rooms[index].least else { continue }
            (frames[index], excess) = (frames[index] - 1, excess - 1)
        }
    }

    /// Shares that are known, with other bounds.
    public init(_ rooms: [Room], frames: [Int]) { (self.rooms, self.frames) = (rooms, frames) }

    /// Moves the cuts to beats, as far as the sources have room and the cut moves by less than `reach` frames.
    ///
    /// - Parameter beats: in frames from the start, ascending.
    /// - Returns: how many of the cuts lie on a beat, within a frame.
    public mutating func align(to beats: [Double], reach: Double) -> Int {
        let total = frames.reduce(0, +)
        var (place, usual, hits) = (0, 0, 0)
        for index in frames.indices.dropLast() {
            usual += frames[index]
            let rest = rooms[(index + 1)...]
            let earliest = max(place + rooms[index].least, total - rest.reduce(0) { $0 + $1.most })
            let latest = min(place + rooms[index].most, total - rest.reduce(0) { $0 + $1.least })
            let near = min(max(usual, earliest), latest)
            let best = beats.map { Int($0.rounded()) }
                .filter { (earliest...latest).contains($0) && Double(abs($0 - usual)) <= reach }
                .min { abs($0 - near) < abs($1 - near) }
            let cut = best ?? near
            if beats.contains(where: { abs($0 - Double(cut)) <= 1 }) { hits += 1 }
            frames[index] = cut - place
            place = cut
        }
        if let last = frames.indices.last { frames[last] = total - place }
        return hits
    }

    /// The frame at which each source begins.
    public var starts: [Int] {
        var place = 0
        return frames.map { count in
            defer { place += count }
            return place
        }
    }
}

extension MediaTime {
    /// The length of `frames` frames.
    public init(frames: Int, at rate: Fraction) {
        self.init(ticks: Int64(frames), timeBase: TimeBase(Int64(rate.denominator), Int64(rate.numerator)))
    }

    /// How many frames fit. The last one does if at least half of it lies inside; a millisecond that a container rounds
    /// off does not cost it.
    ///
    /// - Parameter most: the length that they never exceed, by more than a millisecond; nil for none.
    public func frames(at rate: Fraction, most: MediaTime? = nil) -> Int {
        let base = TimeBase(Int64(rate.denominator), Int64(rate.numerator))
        let millisecond = MediaTime(ticks: 1, timescale: 1000)
        let nearest = Int((self + millisecond).ticksNearest(in: base))
        return min(nearest, most.map { Int(($0 + millisecond).ticksRoundedDown(in: base)) } ?? nearest)
    }
}
