internal import SystemLibrary

/// Per-second measurements of a clip, scaled to its own range, for scoring windows.
struct ClipSeconds: Hashable, Sendable {
    let loudness: SecondSeries
    let motion: SecondSeries
    let sharpness: SecondSeries
    let colour: SecondSeries
    /// Shot boundaries.
    let cuts: SecondSeries
    /// How much louder each second is than the quieter of the two before.
    let rises: SecondSeries
    /// 1 for a black second.
    let black: SecondSeries
    /// 1 for a second without any change.
    let frozen: SecondSeries
    /// Share of each second that is quieter than -50 LUFS.
    let silent: SecondSeries
    /// 1 for a second that was not examined: what its pictures show is estimated.
    let unexamined: SecondSeries

    init(_ analysis: Analysis, _ boundaries: [ShotBoundary]) {
        let bins = Bins(analysis.span)
        let estimate = analysis.survey.map { PictureEstimate($0, bins.seconds(of: analysis.span)) }
        let filled = { (values: [Double?]) in estimate?.filled(values) ?? Self.carried(values) }
        unexamined = SecondSeries(estimate?.isKnown.map { $0 ? 0 : 1 } ?? [])
        let pictures = bins.sorted(analysis.pictures, by: \.time)
        let sound = bins.sorted(analysis.sound, by: \.time)
        let changes = bins.sorted(boundaries, by: \.time)
        let moves = pictures.indices.map { place in
            let near = changes[max(0, place - 1)...min(changes.count - 1, place + 1)].joined()
            return Self.motion(pictures[place], near.map(\.time.seconds))
        }
        let loud = sound.map { Self.mean($0.map { max(-60, $0.loudness) }, or: -60) }
        loudness = SecondSeries(loud).normalised(spread: 6)
        motion = SecondSeries(filled(moves)).normalised(spread: 2)
        sharpness = SecondSeries(filled(pictures.map { Self.mean($0.map(\.sharpness)) }))
            .normalised(spread: 1)
        colour = SecondSeries(filled(pictures.map { Self.mean($0.map(\.colourfulness)) }))
            .normalised(spread: 6)
        cuts = SecondSeries(filled(changes.map { Double($0.count) }))
        let level = loudness.values
        rises = SecondSeries(
            level.indices.map { max(0, level[$0] - (level[max(0, $0 - 2)..<$0].min() ?? level[$0])) })
        black = SecondSeries(filled(pictures.map { $0.isEmpty ? nil : $0.allSatisfy(Self.isBlack) ? 1 : 0 }))
        frozen = SecondSeries(filled(pictures.map { $0.allSatisfy { !($0.change >= 0.2) } ? 1 : 0 }))
        silent = SecondSeries(sound.map { Self.mean($0.map { $0.loudness >= -50 ? 0 : 1 }, or: 1) })
    }

    private static func isBlack(_ score: PictureScore) -> Bool { score.luma <= 24 && score.contrast <= 6 }

    /// Mean change of the picture, without the frames at cuts.
    private static func motion(_ pictures: [PictureScore], _ cuts: [Double]) -> Double? {
        guard !pictures.isEmpty else { return nil }
        let calm = pictures.filter { one in !cuts.contains { abs($0 - one.time.seconds) < 0.06 } }
        return mean(calm.map { min(40, $0.change) }) ?? 0
    }

    private static func mean(_ values: [Float]) -> Double? {
        let known = values.filter(\.isFinite)
        return known.isEmpty ? nil : Double(known.reduce(0, +)) / Double(known.count)
    }

    private static func mean(_ values: [Float], or other: Double) -> Double { mean(values) ?? other }

    /// A second without a frame repeats the value of the second before.
    private static func carried(_ values: [Double?]) -> [Double] {
        var last = values.lazy.compactMap { $0 }.first ?? 0
        return values.map {
            last = $0 ?? last
            return last
        }
    }

    private struct Bins {
        let start: Double
        let count: Int

        init(_ span: TimeRange) {
            start = span.start.seconds
            count = max(1, Int(min(1e7, span.duration.seconds).rounded(.up)))
        }

        func seconds(of span: TimeRange) -> [TimeRange] {
            (0..<count).map { place in
                let start = span.start + MediaTime(ticks: Int64(place), timescale: 1)
                return TimeRange(start: start, end: min(span.end, start + MediaTime(ticks: 1, timescale: 1)))
            }
        }

        func sorted<Item>(_ items: [Item], by time: KeyPath<Item, MediaTime>) -> [[Item]] {
            var bins = [[Item]](repeating: [], count: count)
            for item in items {
                let place = item[keyPath: time].seconds - start
                if place >= 0, place < Double(count) { bins[Int(place)].append(item) }
            }
            return bins
        }
    }
}

/// Estimates a measurement of seconds that were not examined from the bytes of their packets: a line over the
/// logarithm of the bytes, fitted to the seconds that were.
private struct PictureEstimate {
    let isKnown: [Bool]
    private let bytes: [Double]

    init(_ survey: ClipSurvey, _ seconds: [TimeRange]) {
        isKnown = seconds.map(survey.covers)
        bytes = seconds.indices.map {
            log(1 + Double(survey.bytes.indices.contains($0) ? survey.bytes[$0] : 0))
        }
    }

    /// Measured values where they are known, within whose bounds the others are estimated.
    func filled(_ values: [Double?]) -> [Double] {
        let known = values.indices.filter { isKnown[$0] && values[$0] != nil }
        let measured = known.map { values[$0]! }
        let count = Double(max(1, known.count))
        let (x, y) = (known.reduce(0) { $0 + bytes[$1] } / count, measured.reduce(0, +) / count)
        let spread = known.reduce(0) { $0 + (bytes[$1] - x) * (bytes[$1] - x) }
        let slope = zip(known, measured).reduce(0) { $0 + (bytes[$1.0] - x) * ($1.1 - y) } / max(spread, 1e-9)
        let bounds = (measured.min() ?? 0)...(measured.max() ?? 0)
        return values.indices.map { place in
            if isKnown[place], let value = values[place] { return value }
            return min(bounds.upperBound, max(bounds.lowerBound, y + slope * (bytes[place] - x)))
        }
    }
}

/// One value per second of a clip, with prefix sums for the mean of any range.
struct SecondSeries: Hashable, Sendable {
    let values: [Double]
    private let sums: [Double]

    /// Creates a series; values that are not finite count as 0.
    init(_ values: [Double]) {
        self.values = values.map { $0.isFinite ? $0 : 0 }
        sums = self.values.reduce(into: [0]) { $0.append($0.last! + $1) }
    }

    /// Scales to the clip's own range: 0 is its 10th percentile, 1 its third highest second.
    ///
    /// - Parameter spread: the smallest range to scale by; a series that varies less does not reach 1.
    func normalised(spread: Double) -> SecondSeries {
        guard !values.isEmpty else { return self }
        let sorted = values.sorted()
        let low = sorted[sorted.count / 10]
        let high = sorted[max(sorted.count / 2, sorted.count - min(3, sorted.count))]
        return SecondSeries(values.map { min(1, max(0, ($0 - low) / max(high - low, spread))) })
    }

    /// Mean between two times, in seconds from the clip's start; 0 for an empty range.
    func mean(from start: Double, to end: Double) -> Double {
        end > start ? (sum(to: end) - sum(to: start)) / (end - start) : 0
    }

    /// The seconds that lie completely inside a range.
    func inside(from start: Double, to end: Double) -> ArraySlice<Double> {
        let first = min(values.count, max(0, Int(start.rounded(.up))))
        let last = min(values.count, max(first, Int(end.rounded(.down))))
        return values[first..<last]
    }

    private func sum(to place: Double) -> Double {
        let place = min(Double(values.count), max(0, place))
        let whole = Int(place)
        return sums[whole] + (whole < values.count ? values[whole] * (place - Double(whole)) : 0)
    }
}
