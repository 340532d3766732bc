import ClipCore
import Testing

@Suite struct CropRuleTests {
    /// A profile of 32 columns with a subject around a place, over even ground.
    private func profile(_ place: Double, ground: Double = 10, height: Double = 120) -> [Double] {
        (0..<32).map { column in
            let distance = abs((Double(column) + 0.5) / 32 - place)
            return ground + max(0, height * (1 - distance / 0.08))
        }
    }

    /// Ten samples a second of a subject that is where `place` says.
    private func samples(_ seconds: Double, _ place: (Double) -> Double) -> [CropRule.Sample] {
        (0..<Int(seconds * 10)).map {
            let time = Double($0) / 10
            return CropRule.Sample(time: time, profile: profile(place(time)))
        }
    }

    private func choice(_ samples: [CropRule.Sample], width: Double = 0.316) -> CropRule.Choice {
        CropRule().choice(samples, width: width)
    }

    private func points(_ choice: CropRule.Choice) throws -> [CropRule.Point] {
        guard case .moving(let points) = choice else {
            Issue.record("it does not move: \(choice)")
            return []
        }
        return points
    }

    @Test func `a subject that stays gets one place, around it`() {
        guard case .resting(let place) = choice(samples(6) { _ in 0.7 }) else {
            Issue.record("it does not rest")
            return
        }
        #expect(abs(place - 0.7) < 0.05)
    }

    @Test func `small movements are not followed`() {
        let swaying = choice(samples(8) { $0.truncatingRemainder(dividingBy: 2) < 1 ? 0.46 : 0.53 })
        guard case .resting(let place) = swaying else {
            Issue.record("it does not rest: \(swaying)")
            return
        }
        #expect(abs(place - 0.5) < 0.06)
    }

    @Test func `a subject that travels is followed, at a bounded speed`() throws {
        let points = try points(choice(samples(10) { 0.2 + 0.06 * $0 }))
        let first = try #require(points.first)
        let last = try #require(points.last)
        #expect(first.place < 0.35 && last.place > 0.65)
        for (one, next) in zip(points, points.dropFirst()) {
            #expect((next.place - one.place) / (next.time - one.time) <= 0.6 * 0.316 + 1e-9)
            #expect(next.place >= one.place)
        }
    }

    @Test(arguments: [0.3, 0.5, 0.7])
    func `a jump that is taken back soon is not followed`(seconds: Double) {
        let glance = choice(samples(8) { $0 >= 4 && $0 < 4 + seconds ? 0.8 : 0.25 })
        guard case .resting(let place) = glance else {
            Issue.record("it does not rest: \(glance)")
            return
        }
        #expect(abs(place - 0.25) < 0.06)
    }

    @Test func `a jump that persists is followed once`() throws {
        let points = try points(choice(samples(10) { $0 < 4 ? 0.25 : 0.8 }))
        #expect(abs(points[0].place - 0.25) < 0.06)
        #expect(abs(try #require(points.last).place - 0.8) < 0.06)
        #expect(zip(points, points.dropFirst()).allSatisfy { $0.place <= $1.place })
    }

    @Test func `it never turns round within three seconds`() {
        for period in [1.0, 2, 3, 4, 5] {
            let swinging = choice(
                samples(20) { $0.truncatingRemainder(dividingBy: 2 * period) < period ? 0.2 : 0.8 })
            guard case .moving(let points) = swinging else { continue }
            let legs = zip(points, points.dropFirst()).filter { abs($0.place - $1.place) > 1e-6 }
            for (leg, next) in zip(legs, legs.dropFirst())
            where (leg.1.place > leg.0.place) != (next.1.place > next.0.place) {
                #expect(next.0.time - leg.1.time >= 2.5, "period \(period)")
            }
        }
    }

    @Test func `what is spread evenly, or too wide, is unsure`() {
        let even = (0..<60).map { step in
            let profile = (0..<32).map { (column: Int) -> Double in Double(20 + (column * 7 + step) % 11 * 9)
            }
            return CropRule.Sample(time: Double(step) / 10, profile: profile)
        }
        #expect(choice(even) == .unsure)
        let wide: [Double] = (0..<32).map { (column: Int) in
            [4, 5, 15, 16, 27, 28].contains(column) ? 120 : 10
        }
        let three = (0..<60).map { CropRule.Sample(time: Double($0) / 10, profile: wide) }
        #expect(choice(three) == .unsure)
    }

    @Test func `where there is nothing to see the crop rests in the middle`() {
        let blank = (0..<20).map {
            CropRule.Sample(time: Double($0), profile: [Double](repeating: 0, count: 32))
        }
        #expect(choice(blank) == .resting(0.5))
        #expect(choice([]) == .resting(0.5))
        #expect(choice(samples(3) { _ in 0.2 }, width: 1) == .resting(0.5))
    }
}
