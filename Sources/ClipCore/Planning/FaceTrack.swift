/// One face through a shot, along the axis in which a crop moves. Pure.
///
/// A face counts once a neighbouring sample has it at about the same place: what is seen only once is often not a face.
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

    /// Boxes that overlap by more than this are the same face.
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
    ///   - place: converts a box to the axis.
    static func tracks(
        in samples: [FaceSample], _ boxes: (FaceSample) -> [FaceSample.Box] = \.boxes,
        _ place: (MediaTime, FaceSample.Box) -> Place
    ) -> [FaceTrack] {
        var found: [(track: FaceTrack, box: FaceSample.Box, index: Int)] = []
        for (index, sample) in samples.enumerated() {
            for box in boxes(sample) {
                let known = found.indices.filter {
                    found[$0].index < index && found[$0].index >= index - reach
                }
                let nearest = known.max {
                    box.overlap(with: found[$0].box) < box.overlap(with: found[$1].box)
                }
                let size = box.area.squareRoot()
                if let nearest, box.overlap(with: found[nearest].box) > sameFace {
                    found[nearest].track.places.append(place(sample.time, box))
                    found[nearest].track.weight += size
                    (found[nearest].box, found[nearest].index) = (box, index)
                } else {
                    found.append((FaceTrack(places: [place(sample.time, box)], weight: size), box, index))
                }
            }
        }
        return found.map(\.track).filter { $0.places.count > 1 }
    }

    /// When it is seen, for at least half a second.
    fileprivate var time: (from: Double, to: Double) {
        (places[0].time, places[places.count - 1].time + 0.5)
    }

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
