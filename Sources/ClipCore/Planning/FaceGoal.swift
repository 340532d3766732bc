/// The faces that a crop keeps whole in one shot: a group if it fits, else the one that matters most. Pure.
public struct FaceGoal: Hashable, Sendable {
    private let kept: [FaceTrack]
    private let width: Double

    private static let most = 8
    /// Seconds between comparisons of two faces.
    private static let step = 0.2
    /// Weight of a whole face; a moment's saliency weighs about 1 at most.
    private static let worth = 3.0

    /// - Parameters:
    ///   - tracks: the confirmed faces of a shot.
    ///   - width: the crop's share of the axis.
    /// - Returns: nil if no face fits into the crop.
    public init?(_ tracks: [FaceTrack], width: Double) {
        let fitting = tracks.filter { track in
            track.places.count { $0.to - $0.from <= width * 0.95 } * 5 >= track.places.count * 4
        }
        let ranked = fitting.sorted { $0.weight > $1.weight }.prefix(Self.most)
        guard let first = ranked.first else { return nil }
        self.width = width
        kept = ranked.dropFirst().reduce(into: [first]) { group, track in
            if Self.fits(group + [track], width) { group.append(track) }
        }
    }

    /// Whether all of them fit with headroom, at each time at which several are there.
    private static func fits(_ tracks: [FaceTrack], _ width: Double) -> Bool {
        let times = tracks.flatMap(\.places).map(\.time)
        guard let start = times.min(), let end = times.max() else { return true }
        return stride(from: start, through: end, by: step).allSatisfy { time in
            let there = tracks.filter { $0.isSeen(at: time) }.compactMap { $0.extent(at: time) }
            return there.count < 2 || there.hull.map { $0.widened.length <= width } ?? true
        }
    }

    /// What has to be inside the crop at a time, without headroom; nil where no face is known.
    public func extent(at time: Double) -> ClosedRange<Double>? {
        let all = kept.compactMap { $0.extent(at: time) }.hull
        guard let all, all.length > width else { return all }
        // One goes where another comes.
        return kept.filter { $0.isSeen(at: time) }.compactMap { $0.extent(at: time) }.hull
    }

    /// The gain of a crop around `middle` for a face of that extent: mostly for the face, then for its headroom, then for
    /// being in the middle.
    func gain(_ extent: ClosedRange<Double>, around middle: Double) -> Double {
        let crop = (middle - width / 2)...(middle + width / 2)
        let distance = ((extent.lowerBound + extent.upperBound) / 2 - middle) / width
        return Self.worth
            * (0.6 * extent.share(in: crop) + 0.3 * extent.widened.share(in: crop)
                + 0.1 * max(0, 1 - 4 * distance * distance))
    }

    /// Whether the crop around `middle` shows the extent with most of its headroom, as far as both fit.
    func keeps(_ extent: ClosedRange<Double>, around middle: Double) -> Bool {
        let room = max(0, min(headroom * 0.8 * extent.length, (width - extent.length) / 2))
        return max(0, extent.lowerBound - room) >= middle - width / 2 - 1e-6
            && min(1, extent.upperBound + room) <= middle + width / 2 + 1e-6
    }
}

/// Likely text in a shot: a cost where a crop cuts it, a smaller one where it leaves it out. Pure.
struct TextCost {
    /// Lines on the axis of the crop.
    let lines: [FaceTrack]
    /// The crop's share of the axis.
    let width: Double

    /// The cost of a line that is cut, or left out; a moment's saliency weighs about 1 at most.
    private static let costs = (cut: 1.2, out: 0.3)
    /// Least and most of a cut line that is in the crop: less is a spot at its edge.
    private static let cut = 0.03...0.97
    /// The least share of a line's time in which it is cut.
    private static let least = 0.2

    func cost(at time: Double, around middle: Double) -> Double {
        let costs = lines.lazy.compactMap { line in line.extent(at: time).map { cost($0, around: middle) } }
        return min(2 * Self.costs.cut, costs.reduce(0, +))
    }

    private func cost(_ extent: ClosedRange<Double>, around middle: Double) -> Double {
        let share = extent.share(in: (middle - width / 2)...(middle + width / 2))
        return share > Self.cut.upperBound ? 0 : share < Self.cut.lowerBound ? Self.costs.out : Self.costs.cut
    }

    /// The lines that a crop cuts for some time. `place`: the crop's middle at a time.
    func lines(cutBy place: (Double) -> Double) -> [FaceTrack] {
        lines.filter { line in
            let cut = line.places.count { at in
                let middle = place(at.time)
                return Self.cut.contains(
                    (at.from...at.to).share(in: (middle - width / 2)...(middle + width / 2)))
            }
            return Double(cut) >= Self.least * Double(line.places.count)
        }
    }

    /// The lines do not fit into any crop.
    func areWide(_ lines: [FaceTrack]) -> Bool {
        lines.contains { line in line.places.contains { $0.to - $0.from > 0.95 * width } }
    }
}

/// Room on either side of a face, as a share of its size: hair and ears lie outside the box.
private let headroom = 0.25

extension ClosedRange<Double> {
    fileprivate var length: Double { upperBound - lowerBound }

    /// With headroom on both sides, as far as the picture goes.
    fileprivate var widened: ClosedRange<Double> {
        let room = length * headroom
        let from = Swift.min(Swift.max(0, lowerBound - room), 1)
        return from...Swift.max(from, Swift.min(1, upperBound + room))
    }

    /// How much of it lies in another range, from 0 to 1.
    fileprivate func share(in other: ClosedRange<Double>) -> Double {
        guard length > 0 else { return other.contains(lowerBound) ? 1 : 0 }
        return Swift.max(
            0, Swift.min(upperBound, other.upperBound) - Swift.max(lowerBound, other.lowerBound)) / length
    }
}

extension [ClosedRange<Double>] {
    /// The least range that contains all of them; nil without any.
    fileprivate var hull: ClosedRange<Double>? {
        guard let from = map(\.lowerBound).min(), let to = map(\.upperBound).max() else { return nil }
        return from...to
    }
}
