/// One face through a shot, along the axis in which a crop moves. Pure.
///
/// A face counts once a neighbouring sample has it nearby: what is seen only once is often not a face.
public struct FaceTrack: Hashable, Sendable {
    /// Its extent at a time.
    public struct Place: Hashable, Sendable {
        /// In seconds.
        public var time: Double
        /// The box's lower end on the axis, as a share of it; it may lie outside.
        public var from: Double
        /// The box's upper end.
        public var to: Double

        package init(time: Double, from: Double, to: Double) {
            (self.time, self.from, self.to) = (time, from, to)
        }
    }

    /// At least one, ascending in time.
    public var places: [Place]
    /// How much it matters: sizes, summed over the samples that show it.
    public var weight: Double

    /// Boxes that overlap by more than this, grown by the room to move, are the same face.
    private static let sameFace = 0.3
    /// How many samples apart: two of three neighbours.
    private static let reach = 2
    /// Seconds for which a face is assumed to stay before and after it is seen.
    private static let hold = 0.8

    package init(places: [Place], weight: Double) { (self.places, self.weight) = (places, weight) }

    /// The confirmed faces of a shot, or its lines of text.
    ///
    /// - Parameters:
    ///   - samples: of that shot, ascending in time.
    ///   - boxes: what is tracked.
    ///   - room: how far a box may have moved since the last sample, as a share of its size beyond itself.
    ///   - place: converts a box to the axis.
    static func tracks(
        in samples: [FaceSample], _ boxes: (FaceSample) -> [FaceSample.Box] = \.boxes, room: Double = 0.5,
        _ place: (MediaTime, FaceSample.Box) -> Place
    ) -> [FaceTrack] {
        var found: [Found] = []
        for (index, sample) in samples.enumerated() {
            for box in boxes(sample) {
                let time = sample.time.seconds
                let known = found.indices.lazy.filter {
                    found[$0].index < index && found[$0].index >= index - reach
                }.map { (place: $0, overlap: found[$0].overlap(with: box, at: time, room)) }
                if let nearest = known.max(by: { $0.overlap < $1.overlap }), nearest.overlap > sameFace {
                    found[nearest.place].add(box, index, time, place(sample.time, box))
                } else {
                    found.append(Found(box, index, time, place(sample.time, box)))
                }
            }
        }
        return found.map(\.track).filter { $0.places.count > 1 }
    }

    /// A track while it is looked for.
    private struct Found {
        private(set) var track: FaceTrack
        private(set) var index: Int
        private var box: FaceSample.Box
        private var time: Double
        /// Of its corner, in shares of the picture per second.
        private var speed = (across: 0.0, down: 0.0)

        init(_ box: FaceSample.Box, _ index: Int, _ time: Double, _ place: Place) {
            track = FaceTrack(places: [place], weight: box.area.squareRoot())
            (self.box, self.index, self.time) = (box, index, time)
        }

        mutating func add(_ box: FaceSample.Box, _ index: Int, _ time: Double, _ place: Place) {
            track.places.append(place)
            track.weight += box.area.squareRoot()
            let passed = max(time - self.time, 1e-3)
            speed = ((box.left - self.box.left) / passed, (box.top - self.box.top) / passed)
            (self.box, self.index, self.time) = (box, index, time)
        }

        /// With the box where it was, or where its movement takes it by then.
        func overlap(with other: FaceSample.Box, at time: Double, _ room: Double) -> Double {
            let passed = time - self.time
            let moved = box.moved(across: speed.across * passed, down: speed.down * passed)
            return max(
                box.grown(by: room).overlap(with: other.grown(by: room)),
                moved.grown(by: room).overlap(with: other.grown(by: room)))
        }
    }

    /// When it is seen, for at least half a second.
    fileprivate var time: (from: Double, to: Double) {
        (places[0].time, places[places.count - 1].time + 0.5)
    }

    /// Whether a time lies between the first and the last time at which it is seen.
    func isSeen(at time: Double) -> Bool { places[0].time <= time && time <= places[places.count - 1].time }

    /// Where it is; nil long before and after it is seen.
    func extent(at time: Double) -> ClosedRange<Double>? {
        guard let first = places.first, let last = places.last, time >= first.time - Self.hold,
            time <= last.time + Self.hold
        else { return nil }
        guard let next = places.firstIndex(where: { $0.time >= time }) else { return last.from...last.to }
        guard next > 0 else { return first.from...first.to }
        let (one, other) = (places[next - 1], places[next])
        let share = (time - one.time) / (other.time - one.time)
        let from = one.from + share * (other.from - one.from)
        return from...max(from, one.to + share * (other.to - one.to))
    }
}

extension Analysis {
    /// Where a face is seen for longer than a moment, in order, without overlaps; nil if faces were not searched.
    public var facesShown: [TimeRange]? {
        guard let faces else { return nil }
        let found = shots.flatMap { shot in
            FaceTrack.tracks(in: faces.filter { shot.range.contains($0.time) }) { time, box in
                .init(time: time.seconds, from: box.left, to: box.left + box.width)
            }.map { track in
                TimeRange(
                    start: max(shot.range.start, MediaTime(roundingDown: track.time.from)),
                    end: min(shot.range.end, MediaTime(roundingDown: track.time.to)))
            }
        }
        return found.sorted { $0.start < $1.start }.reduce(into: []) { parts, part in
            if let last = parts.last, part.start <= last.end {
                parts[parts.count - 1].end = max(last.end, part.end)
            } else if part.start < part.end {
                parts.append(part)
            }
        }
    }
}

extension [TimeRange] {
    /// How much of a range they are, from 0 to 1.
    public func share(of span: TimeRange) -> Double {
        guard span.duration > .zero else { return 0 }
        return Swift.min(1, reduce(0) { $0 + $1.duration.seconds } / span.duration.seconds)
    }
}
