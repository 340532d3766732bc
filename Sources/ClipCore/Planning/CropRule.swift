/// Positions a crop within one shot, along the axis in which the picture is larger.
///
/// If one position serves the whole shot, the crop rests. Otherwise it follows the subject calmly: dynamic
/// programming weighs what is inside the crop against its movement over the whole shot, so that brief
/// absences are not followed. It never reverses within ``calm`` seconds. Faces come first: the crop keeps them whole and
/// rests as long as it can.
public struct CropRule: Hashable, Sendable {
    /// Positions of the crop's centre, as shares of the axis.
    public enum Choice: Hashable, Sendable {
        /// At rest.
        case resting(Double)
        /// Moving through points, times in seconds.
        case moving([Point])
        /// Nothing stands out, or the subject is too wide.
        case unsure
    }

    /// A position at a time.
    public struct Point: Hashable, Sendable {
        /// In seconds.
        public var time: Double
        /// The centre of the crop.
        public var place: Double

        package init(time: Double, place: Double) { (self.time, self.place) = (time, place) }
    }

    /// Saliency along the axis at one time.
    public struct Sample: Hashable, Sendable {
        /// In seconds.
        public var time: Double
        /// In equal parts of the axis; not negative.
        public var profile: [Double]

        package init(time: Double, profile: [Double]) { (self.time, self.profile) = (time, profile) }
    }

    /// Seconds between steps of the path.
    public var step = 0.2
    /// Seconds before and after a step that it takes into account.
    public var reach = 0.6
    /// Cost of moving along the whole axis, in seconds of full saliency.
    public var stiffness = 1.2
    /// Seconds within which the crop does not reverse.
    public var calm = 3.0
    /// The highest speed, in crop widths per second.
    public var speed = 0.6
    /// Movement within this share of the crop is ignored.
    public var rest = 0.25
    /// How much more saliency the crop needs than an even spread has: 0 for none, 1 for all.
    public var certainty = 0.25
    /// How much more of it a crop needs that is narrower than 9:16 of 16:9, by the difference in width: it loses more.
    public var narrowness = 3.7
    /// The least sum of a usable profile.
    public var least = 2.0
    /// How much less saliency counts at the ends of the axis.
    public var centring = 0.35
    /// Bonus of the centre over the ends, as a share of the total saliency: decides where saliency is spread
    /// out.
    public var middle = 0.4
    /// The least share of a shot with a known face in which the face decides.
    public var led = 0.3
    /// The least share of that time in which a resting crop has to keep the face whole.
    public var kept = 0.97

    private static let places = 65

    /// Creates a rule with the thresholds that measured best.
    public init() {}

    /// Positions the crop in a shot.
    ///
    /// - Parameters:
    ///   - samples: ascending in time, with profiles of equal length.
    ///   - width: the crop's share of the axis, above 0 and at most 1.
    ///   - goal: the faces to keep; nil for none.
    public func choice(_ samples: [Sample], width: Double, keeping goal: FaceGoal? = nil) -> Choice {
        choice(samples, width: width, keeping: goal, sparing: TextCost(lines: [], width: width))
    }

    /// The same, with text that is better not cut.
    func choice(_ samples: [Sample], width: Double, keeping goal: FaceGoal?, sparing text: TextCost) -> Choice
    {
        guard let first = samples.first, !first.profile.isEmpty, width < 1 else { return .resting(0.5) }
        let steps = self.steps(samples)
        let total = steps.map { $0.profile.reduce(0, +) }
        let faces = steps.map { goal?.extent(at: $0.time) }
        let known = faces.count { $0 != nil }
        let isLed = goal.map { self.isLed(by: $0, samples) } ?? false
        guard isLed || total.reduce(0, +) / Double(total.count) >= least else { return .resting(0.5) }
        // Moments with little saliency count less.
        let usual = total.sorted()[total.count / 2] * 0.7 + 1e-6
        let gains = steps.indices.map { index in
            var gains = self.gains(steps[index].profile.map { $0 / (total[index] + usual) }, width)
            for place in gains.indices {
                gains[place] -= text.cost(at: steps[index].time, around: position(place, width))
            }
            guard let goal, let face = faces[index] else { return gains }
            return gains.indices.map { gains[$0] + goal.gain(face, around: position($0, width)) }
        }
        let keeping = { (places: [Double]) -> Double in
            guard let goal, known > 0 else { return 1 }
            let whole = zip(faces, places).count { face, place in
                face.map { goal.keeps($0, around: place) } ?? false
            }
            return Double(whole) / Double(known)
        }
        let resting = bestPlace(gains)
        var path = [Int](repeating: resting, count: steps.count)
        var stiffness = stiffness
        let rests = [Double](repeating: position(resting, width), count: steps.count)
        let isAtRest = 2 * known >= steps.count && keeping(rests) >= kept
        while stiffness < 50, !(isLed && isAtRest) {
            let found = cheapest(gains, stiffness, width)
            if !turns(found) {
                path = found
                break
            }
            stiffness *= 1.5
        }
        let range = position(path.max()!, width) - position(path.min()!, width)
        var places = path.map { position($0, width) }
        let isSmall = range <= rest * width && keeping(rests) >= min(kept, keeping(places))
        if isSmall { places = rests }
        guard isLed || isSure(steps, places, width) else { return .unsure }
        guard !isSmall else { return .resting(places[0]) }
        let line = zip(steps, places).map { Point(time: $0.time, place: $1) }
        // Simplification may remove the pause between two directions, or cut a face.
        let found = [0.12, 0.06, 0.03].lazy.map { settled(line, within: $0 * width) }.first { points in
            let curve = EasedCurve(points.map(\.time), points.map(\.place))
            return !turns(points)
                && keeping(steps.map { curve.value(at: $0.time) }) >= min(kept, keeping(places))
        }
        return .moving(found ?? line)
    }

    /// A face is known for long enough in a shot to decide.
    func isLed(by goal: FaceGoal, _ samples: [Sample]) -> Bool {
        let known = samples.count { goal.extent(at: $0.time) != nil }
        return known > 0 && Double(known) >= led * Double(samples.count)
    }

    /// Simplifies the path, and lets the crop rest where it hardly moves.
    private func settled(_ line: [Point], within distance: Double) -> [Point] {
        let points = simplified(line, within: distance)
        return points.dropFirst().reduce(into: [points[0]]) { path, point in
            let last = path[path.count - 1].place
            path.append(
                Point(time: point.time, place: abs(point.place - last) <= distance ? last : point.place))
        }
    }

    // MARK: Steps

    private func steps(_ samples: [Sample]) -> [Sample] {
        let (start, end) = (samples[0].time, samples[samples.count - 1].time)
        let count = max(1, Int(((end - start) / step).rounded(.down)) + 1)
        var from = 0
        return (0..<count).map { index in
            let time = start + Double(index) * step
            while from < samples.count - 1, samples[from].time < time - reach { from += 1 }
            var (sum, weights) = ([Double](repeating: 0, count: samples[0].profile.count), 1e-9)
            for sample in samples[from...] {
                guard sample.time <= time + reach else { break }
                let weight = 1 - abs(sample.time - time) / reach
                guard weight > 0 else { continue }
                weights += weight
                for place in sum.indices { sum[place] += weight * sample.profile[place] }
            }
            return Sample(time: time, profile: telling(sum.map { $0 / weights }))
        }
    }

    /// Subtracts the background, and weights the centre more.
    private func telling(_ profile: [Double]) -> [Double] {
        let ground = profile.sorted()[profile.count * 3 / 10]
        return profile.enumerated().map { index, value in
            let place = (Double(index) + 0.5) / Double(profile.count) * 2 - 1
            return max(0, value - ground) * (1 - centring * place * place)
        }
    }

    // MARK: Places

    private func position(_ index: Int, _ width: Double) -> Double {
        width / 2 + Double(index) / Double(Self.places - 1) * (1 - width)
    }

    /// The gain of each crop position: saliency counts fully at the crop's centre, not at its edges.
    private func gains(_ profile: [Double], _ width: Double) -> [Double] {
        (0..<Self.places).map { index in
            let middle = position(index, width)
            let pull = self.middle * (1 - (2 * middle - 1) * (2 * middle - 1))
            return profile.enumerated().reduce(pull) { sum, part in
                let place = (Double(part.offset) + 0.5) / Double(profile.count)
                let distance = abs(place - middle) / width
                let weight = distance < 0.3 ? 1 - distance * distance : max(0, 0.91 * (0.6 - distance) / 0.3)
                return sum + part.element * weight
            }
        }
    }

    private func bestPlace(_ gains: [[Double]]) -> Int {
        let sums = (0..<Self.places).map { place in gains.reduce(0) { $0 + $1[place] } }
        return sums.indices.max { sums[$0] < sums[$1] }!
    }

    /// The path with the highest gain minus movement cost (dynamic programming).
    private func cheapest(_ gains: [[Double]], _ stiffness: Double, _ width: Double) -> [Int] {
        let unit = (1 - width) / Double(Self.places - 1)
        let far = max(1, Int((speed * width * step / max(unit, 1e-9)).rounded(.down)))
        var costs = gains[0].map { -$0 * step }
        var origins: [[Int]] = []
        for gain in gains.dropFirst() {
            var (next, from) = (costs, [Int](repeating: 0, count: Self.places))
            for place in 0..<Self.places {
                var best = (cost: Double.infinity, place: place)
                for other in max(0, place - far)...min(Self.places - 1, place + far) {
                    let cost = costs[other] + stiffness * unit * Double(abs(place - other))
                    if cost < best.cost { best = (cost, other) }
                }
                next[place] = best.cost - gain[place] * step
                from[place] = best.place
            }
            costs = next
            origins.append(from)
        }
        var path = [costs.indices.min { costs[$0] < costs[$1] }!]
        for from in origins.reversed() { path.append(from[path.last!]) }
        return path.reversed()
    }

    private func turns(_ path: [Int]) -> Bool {
        var last: (sign: Int, step: Int)?
        for (index, (place, next)) in zip(path, path.dropFirst()).enumerated() where place != next {
            let sign = (next - place).signum()
            if let last, last.sign != sign, Double(index - last.step) * step < calm { return true }
            last = (sign, index)
        }
        return false
    }

    /// The path reverses sooner than ``calm`` allows, with one step of tolerance on either side.
    private func turns(_ points: [Point]) -> Bool {
        let legs = zip(points, points.dropFirst()).filter { $0.place != $1.place }
        return zip(legs, legs.dropFirst()).contains { leg, next in
            (leg.1.place > leg.0.place) != (next.1.place > next.0.place)
                && next.0.time - leg.1.time < calm - 2 * step
        }
    }

    private func isSure(_ steps: [Sample], _ places: [Double], _ width: Double) -> Bool {
        var (inside, all) = (0.0, 0.0)
        for (step, middle) in zip(steps, places) {
            for (index, value) in step.profile.enumerated() {
                let place = (Double(index) + 0.5) / Double(step.profile.count)
                all += value
                if abs(place - middle) <= width / 2 { inside += value }
            }
        }
        let needed = certainty + narrowness * max(0, 0.3156 - width)
        return inside / max(all, 1e-9) >= width + needed * (1 - width)
    }

    /// Simplifies a line within a distance (Douglas and Peucker 1973).
    private func simplified(_ points: [Point], within distance: Double) -> [Point] {
        guard points.count > 2, let first = points.first, let last = points.last else { return points }
        let off = points.map { point in
            let share = (point.time - first.time) / (last.time - first.time)
            return abs(point.place - first.place - share * (last.place - first.place))
        }
        let farthest = off.indices.max { off[$0] < off[$1] }!
        guard off[farthest] > distance else { return [first, last] }
        return simplified(Array(points[...farthest]), within: distance).dropLast()
            + simplified(Array(points[farthest...]), within: distance)
    }
}
