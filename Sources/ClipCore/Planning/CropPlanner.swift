/// Decides which part of a source's picture is visible, shot by shot. Pure.
struct CropPlanner {
    enum Choice {
        /// One crop for the whole clip.
        case resting(Picture.Rectangle)
        /// A crop that changes, or sometimes the whole picture.
        case following(CropPath)
        /// The whole picture for the whole clip, as most of it has no clear subject.
        case whole
    }

    let axes: UprightAxes
    /// The upright picture without letterbox, in its pixels; even.
    let content: Picture.Rectangle
    /// Size of the upright picture with letterbox.
    let picture: Picture.Size
    /// Size of the crop: even, and on one axis equal to the content.
    let crop: Picture.Size

    /// The shortest shot, in seconds, that may show the whole picture.
    private static let shortest = 1.0

    private var isAcross: Bool { content.size.width - crop.width >= content.size.height - crop.height }
    private var room: Int { isAcross ? content.size.width - crop.width : content.size.height - crop.height }
    private var length: Int { isAcross ? content.size.width : content.size.height }

    private struct Shot {
        let range: TimeRange
        let choice: CropRule.Choice
        /// A face decided.
        let isLed: Bool
        /// The crop cuts likely text.
        let cutsText: Bool
        /// No crop can show its text.
        let isWordy: Bool
    }

    /// - Parameter spans: the visible ranges, on the source's clock.
    func choice(_ analysis: Analysis, _ spans: [TimeRange]) -> (
        choice: Choice, reason: String, cutsText: Bool
    ) {
        var path = CropPath(size: crop, picture: picture, stretches: [])
        var (unsure, moving, led) = (0.0, 0, 0)
        let shots = shots(analysis, spans)
        for shot in shots {
            let start = shot.range.start
            switch shot.choice {
            case .resting(let place):
                path.stretches.append(.init(start: start, points: [point(start, place)]))
            case .moving(let points):
                moving += 1
                let points = points.map { point(start + MediaTime(roundingDown: $0.time), $0.place) }
                path.stretches.append(.init(start: start, points: points))
            case .unsure where shot.range.duration.seconds < Self.shortest:
                path.stretches.append(.init(start: start, points: [point(start, 0.5)]))
            case .unsure:
                unsure += shot.range.duration.seconds
                path.stretches.append(.init(start: start, points: []))
            }
            if shot.isLed { led += 1 }
        }
        let all = stretches(analysis, spans).reduce(0) { $0 + $1.duration.seconds }
        if path.stretches.isEmpty || unsure * 2 > all {
            let isWordy = shots.contains(where: \.isWordy)
            let reason =
                isWordy ? "words are wider than the crop" : "nothing stands out in the picture for long"
            return (.whole, "\(reason): all of it is shown", false)
        }
        let (choice, reason) = described(path, moving, led)
        return (choice, reason, shots.contains(where: \.cutsText))
    }

    /// Shots in which neither a face nor the action says where to crop, and small faces were not searched.
    func unclear(_ analysis: Analysis) -> [TimeRange] {
        shots(analysis, [analysis.span]).filter { shot in
            shot.choice == .unsure && !shot.isLed && shot.range.duration.seconds >= Self.shortest
                && analysis.faces?.contains { $0.isThorough && shot.range.contains($0.time) } != true
        }.map(\.range)
    }

    private func shots(_ analysis: Analysis, _ spans: [TimeRange]) -> [Shot] {
        let width = Double(crop(isAcross)) / Double(length)
        return stretches(analysis, spans).compactMap { range in
            let samples = samples(analysis.pictures, in: range)
            guard !samples.isEmpty else { return nil }
            let faces = (analysis.faces ?? []).filter { range.contains($0.time) }
            let tracks = FaceTrack.tracks(in: faces) { time, box in
                place(box, at: (time - range.start).seconds)
            }
            let goal = FaceGoal(tracks, width: width)
            let lines = FaceTrack.tracks(in: faces, \.texts, room: 0) { time, box in
                place(box, at: (time - range.start).seconds)
            }
            let text = TextCost(
                lines: lines.filter { $0.places.contains { $0.to > 0.02 && $0.from < 0.98 } }, width: width)
            let rule = CropRule()
            var choice = rule.choice(samples, width: width, keeping: goal, sparing: text)
            let isLed = goal.map { rule.isLed(by: $0, samples) } ?? false
            let cut = text.lines(cutBy: choice.place)
            // What no crop can show is shown with all of the picture, unless a face needs the crop.
            let isWordy = !isLed && choice != .unsure && text.areWide(cut)
            if isWordy { choice = .unsure }
            let isCropped = choice != .unsure || range.duration.seconds < Self.shortest
            return Shot(
                range: range, choice: choice, isLed: isLed, cutsText: isCropped && !cut.isEmpty,
                isWordy: isWordy)
        }
    }

    /// A face's box on the axis of the crop, as shares of the content.
    private func place(_ box: FaceSample.Box, at time: Double) -> FaceTrack.Place {
        let (from, size) = isAcross ? (box.left, box.width) : (box.top, box.height)
        let whole = Double(isAcross ? picture.width : picture.height)
        let share = { (value: Double) in
            (value * whole - Double(isAcross ? content.x : content.y)) / Double(length)
        }
        return FaceTrack.Place(time: time, from: share(from), to: share(from + size))
    }

    private func described(_ path: CropPath, _ moving: Int, _ led: Int) -> (Choice, String) {
        let whole = path.stretches.count { $0.points.isEmpty }
        let places = Set(path.stretches.map { $0.points.map { [$0.x, $0.y] } })
        if places.count == 1, let only = path.stretches[0].points.first, path.isStill, whole == 0 {
            let place = isAcross ? "\(only.x) px from the left" : "\(only.y) px from above"
            return (
                .resting(.init(x: only.x, y: only.y, size: crop)),
                "the crop lies where \(led > 0 ? "a face" : "the action") is: \(place)"
            )
        }
        let shown = path.stretches.count - whole
        let subject =
            switch led {
            case 0: "the action"
            case shown...: "a face"
            default: "a face in \(led.counted("shot")), else the action"
            }
        let still = shown - moving
        let parts = [
            still > 0 ? "still in \(still.counted("shot"))" : nil, moving > 0 ? "moving in \(moving)" : nil,
            whole > 0 ? "all of the picture in \(whole), where nothing stands out" : nil,
        ]
        return (
            .following(path),
            "the crop follows \(subject): \(parts.compactMap { $0 }.joined(separator: ", "))"
        )
    }

    private func crop(_ isAcross: Bool) -> Int { isAcross ? crop.width : crop.height }

    /// The crop's top left corner, given the position of its centre as a share of the content.
    private func point(_ time: MediaTime, _ place: Double) -> CropPath.Point {
        let from = Int((place * Double(length) - Double(crop(isAcross)) / 2) / 2) * 2
        let offset = max(0, min(room & ~1, from))
        return isAcross
            ? .init(time, x: content.x + offset, y: content.y)
            : .init(time, x: content.x, y: content.y + offset)
    }

    /// Splits the spans at shot boundaries and at the ends of segments.
    private func stretches(_ analysis: Analysis, _ spans: [TimeRange]) -> [TimeRange] {
        let ends = Set(spans.flatMap { [$0.start, $0.end] }).sorted()
        guard let start = ends.first, let end = ends.last else { return [] }
        let cuts = analysis.boundaries.map(\.time).filter { $0 > start && $0 < end }
        let places = Set(ends + cuts).sorted()
        return zip(places, places.dropFirst()).map { TimeRange(start: $0, end: $1) }
            .filter { part in spans.contains { $0.overlaps(part) } }
    }

    private func samples(_ scores: [PictureScore], in shot: TimeRange) -> [CropRule.Sample] {
        let whole = Double(isAcross ? picture.width : picture.height)
        let from = Double(isAcross ? content.x : content.y) / whole
        let to = from + Double(length) / whole
        return scores.lazy.filter { shot.contains($0.time) }.map { score in
            let profile = axes.profile(score.saliency, isAcross: isAcross)
            let inside = profile.indices.filter {
                let place = (Double($0) + 0.5) / Double(profile.count)
                return place > from && place < to
            }
            return CropRule.Sample(
                time: (score.time - shot.start).seconds, profile: inside.map { profile[$0] })
        }
    }
}

extension CropRule.Choice {
    /// The middle of the crop at a time within the shot.
    fileprivate func place(at time: Double) -> Double {
        switch self {
        case .resting(let place): return place
        case .unsure: return 0.5
        case .moving(let points): return EasedCurve(points.map(\.time), points.map(\.place)).value(at: time)
        }
    }
}
