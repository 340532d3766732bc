import ClipCore
import Testing

@Suite struct LoudnessJumpTests {
    /// Momentary loudness every 100 ms: so many values of each level.
    private func levels(_ runs: (Float, Int)...) -> [Float] {
        runs.flatMap { Array(repeating: $0.0, count: $0.1) }
    }

    @Test func `a blast in a quiet clip is told with its size and its place`() throws {
        let jump = try #require(
            LoudnessJump(momentary: levels((-30, 50), (-8, 10), (-30, 50)), integrated: -18))
        #expect(jump.rise == 15)
        // The first 400 ms that are loud end at 5.1 s.
        #expect(jump.time == time(47, 10))
        #expect(jump.warning?.contains("by 15 LU") == true)
    }

    @Test func `speech after a pause is no jump`() throws {
        let jump = try #require(
            LoudnessJump(momentary: levels((-16, 40), (-60, 40), (-12, 40)), integrated: -14))
        #expect(jump.rise == 7 && jump.warning == nil)
    }

    @Test func `what was as loud within three seconds is no jump`() throws {
        let blasts = { (pause: Int) in self.levels((-30, 40), (-8, 5), (-30, pause), (-8, 5)) }
        let near = try #require(LoudnessJump(momentary: blasts(20), integrated: -14))
        #expect(near.time == time(37, 10))
        // Steady sound never rises.
        #expect(LoudnessJump(momentary: levels((-14, 100)), integrated: -14) == nil)
        let second = try #require(
            LoudnessJump(momentary: levels((-8, 20), (-30, 40), (-8, 5)), integrated: -14))
        #expect(second.rise == 11)
    }

    @Test func `silence and short clips have none`() {
        #expect(LoudnessJump(momentary: levels((-70, 100)), integrated: nil) == nil)
        #expect(LoudnessJump(momentary: levels((-70, 5), (-5, 5)), integrated: -10) == nil)
    }

    @Test(arguments: [(Float(-10.1), false), (-9.9, true)])
    func `ten LU are the limit`(level: Float, isOver: Bool) throws {
        let jump = try #require(LoudnessJump(momentary: levels((-20, 50), (level, 30)), integrated: -15))
        #expect((jump.warning != nil) == isOver)
    }
}
