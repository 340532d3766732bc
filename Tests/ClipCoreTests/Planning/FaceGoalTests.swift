import Testing

@testable import ClipCore

@Suite struct FaceGoalTests {
    private let width = 0.316

    /// A face of that width for a while, seen twice a second.
    private func track(_ seconds: ClosedRange<Double>, size: Double = 0.1, _ middle: (Double) -> Double)
        -> FaceTrack
    {
        let times = stride(from: seconds.lowerBound, through: seconds.upperBound, by: 0.5)
        return FaceTrack(
            places: times.map {
                .init(time: $0, from: middle($0) - size / 2, to: middle($0) + size / 2)
            },
            weight: size * (seconds.upperBound - seconds.lowerBound))
    }

    /// Ten samples a second in which something stands out at a place; nowhere without one.
    private func samples(_ seconds: Double, at place: Double?) -> [CropRule.Sample] {
        let profile = (0..<32).map { column -> Double in
            guard let place else { return Double(60 + column * 7 % 11) }
            let middle = (Double(column) + 0.5) / 32
            return abs(middle - place) < 0.08 ? 130 : 5
        }
        return (0..<Int(seconds * 10)).map { CropRule.Sample(time: Double($0) / 10, profile: profile) }
    }

    private func choice(_ tracks: [FaceTrack], seconds: Double = 8, action: Double? = nil) -> CropRule.Choice
    {
        CropRule().choice(
            samples(seconds, at: action), width: width, keeping: FaceGoal(tracks, width: width))
    }

    private func resting(_ choice: CropRule.Choice) throws -> Double {
        var found: Double?
        if case .resting(let place) = choice { found = place }
        return try #require(found, "it does not rest: \(choice)")
    }

    @Test func `a face is kept, also where the action is elsewhere or nothing stands out`() throws {
        for action in [nil, 0.2] {
            let place = try resting(choice([track(0...7.5) { _ in 0.8 }], action: action))
            #expect(abs(place - 0.8) < 0.1, "\(place)")
        }
        #expect(choice([]) == .unsure)
        #expect(try abs(resting(choice([], action: 0.2)) - 0.2) < 0.05)
    }

    @Test func `a face that sways stays whole in a crop that rests`() throws {
        let sway = { (time: Double) in time.truncatingRemainder(dividingBy: 2) < 1 ? 0.62 : 0.78 }
        let place = try resting(choice([track(0...7.5, sway)]))
        #expect(place - width / 2 <= 0.57 && place + width / 2 >= 0.83)
    }

    @Test func `a face that walks is followed whole, without turning round`() throws {
        let walk = { (time: Double) in 0.2 + 0.07 * time }
        guard case .moving(let points) = choice([track(0...7.5, walk)]) else {
            Issue.record("it does not move")
            return
        }
        for (one, next) in zip(points, points.dropFirst()) { #expect(next.place >= one.place) }
        for time in [0.0, 7.5] {
            let place = time == 0 ? points[0].place : points[points.count - 1].place
            #expect(walk(time) - 0.05 >= place - width / 2 && walk(time) + 0.05 <= place + width / 2)
        }
    }

    /// A face of 8 % of the width that moves by 9 % and 15 % a second, sampled twice a second.
    @Test(arguments: [0.09, 0.15]) func `a face that moves fast is one face`(speed: Double) throws {
        let samples = (0..<9).map { index in
            let time = Double(index) / 2
            return FaceSample(
                time: MediaTime(roundingDown: time),
                boxes: [.init(left: 0.05 + speed * time, top: 0.3, width: 0.08, height: 0.15)])
        }
        let tracks = FaceTrack.tracks(in: samples) { time, box in
            .init(time: time.seconds, from: box.left, to: box.left + box.width)
        }
        #expect(tracks.count == 1 && tracks[0].places.count == 9)
        #expect(
            FaceTrack.tracks(in: samples, room: 0) { .init(time: $0.seconds, from: $1.left, to: 1) }.count
                != 1)
    }

    @Test func `a face that jumps is followed to its new place`() throws {
        let tracks = [track(0...4) { _ in 0.2 }, track(4.5...9) { _ in 0.8 }]
        guard case .moving(let points) = choice(tracks, seconds: 9) else {
            Issue.record("it does not move")
            return
        }
        #expect(abs(points[0].place - 0.2) < 0.1 && abs(points[points.count - 1].place - 0.8) < 0.1)
    }

    @Test func `a group is kept if it fits with headroom, else the face that matters most`() throws {
        let near = [track(0...7.5) { _ in 0.6 }, track(0...7.5, size: 0.05) { _ in 0.72 }]
        let both = try #require(FaceGoal(near, width: width)?.extent(at: 4))
        #expect(abs(both.lowerBound - 0.55) < 1e-9 && abs(both.upperBound - 0.745) < 1e-9)
        let far = [track(0...7.5, size: 0.05) { _ in 0.2 }, track(0...7.5) { _ in 0.8 }]
        #expect(try abs(resting(choice(far)) - 0.8) < 0.1)
        // A smaller face that is shown for longer matters more.
        let long = [track(0...7.5, size: 0.08) { _ in 0.2 }, track(0...2) { _ in 0.8 }]
        let one = try #require(FaceGoal(long, width: width)?.extent(at: 5))
        #expect(one.contains(0.2))
    }

    @Test func `a face that is wider than the crop decides nothing`() {
        #expect(FaceGoal([track(0...7.5, size: 0.4) { _ in 0.5 }], width: width) == nil)
    }

    @Test func `a face that is seen for a moment does not decide a long shot`() {
        #expect(choice([track(0...0.5) { _ in 0.8 }], seconds: 20) == .unsure)
        #expect(FaceGoal([track(0...0.5) { _ in 0.8 }], width: width)?.extent(at: 5) == nil)
    }

    @Test func `hundreds of faces are a few`() throws {
        let boxes = (0..<400).map {
            FaceSample.Box(left: Double($0) / 500, top: 0.4, width: 0.002 + Double($0) / 1e6, height: 0.01)
        }
        let sample = FaceSample(time: .zero, boxes: boxes)
        #expect(sample.boxes.count == FaceSample.mostBoxes)
        #expect(sample.boxes[0] == boxes[399])
        let tracks = (0..<400).map { index in track(0...30, size: 0.01) { _ in Double(index) / 400 } }
        #expect(FaceGoal(tracks, width: width) != nil)
    }

    @Test func `boxes overlap by the area that they share`() {
        let box = FaceSample.Box(left: 0, top: 0, width: 0.2, height: 0.2)
        #expect(abs(box.overlap(with: .init(left: 0.1, top: 0, width: 0.2, height: 0.2)) - 1.0 / 3) < 1e-9)
        #expect(box.overlap(with: .init(left: 0.2, top: 0, width: 0.2, height: 0.2)) == 0)
    }

    @Test func `faces are shown from the first to the last sample of a shot that has them`() {
        let box = FaceSample.Box(left: 0.4, top: 0.3, width: 0.2, height: 0.2)
        var analysis = Analysis(
            span: TimeRange(start: .zero, end: MediaTime(ticks: 10, timescale: 1)), pictures: [], sound: [])
        #expect(analysis.facesShown == nil)
        analysis.faces = stride(from: 0, to: 10, by: 0.5).map {
            FaceSample(time: MediaTime(roundingDown: $0), boxes: [2, 2.5, 3, 7].contains($0) ? [box] : [])
        }
        let parts = analysis.facesShown ?? []
        #expect(parts.map(\.start.seconds) == [2] && parts.map(\.end.seconds) == [3.5])
        #expect(abs(parts.share(of: analysis.span) - 0.15) < 1e-6)
    }
}
