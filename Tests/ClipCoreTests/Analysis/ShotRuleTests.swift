import ClipCore
import Testing

@Suite struct ShotRuleTests {
    /// Frames of 25 a second; `body` says what is special of one.
    private func scores(_ count: Int, _ body: (Int, inout PictureScore) -> Void = { _, _ in })
        -> [PictureScore]
    {
        (0..<count).map { index in
            var score = PictureScore(time: MediaTime(ticks: Int64(index), timescale: 25))
            (score.change, score.gap, score.spread, score.luma, score.contrast) = (3, 3, 0.3, 120, 40)
            body(index, &score)
            return score
        }
    }

    private func jump(_ score: inout PictureScore) { (score.change, score.gap, score.spread) = (50, 45, 10) }

    @Test func `a jump is a cut, at the first frame of the new shot`() {
        let found = ShotRule().boundaries(in: scores(100) { if $0 == 40 { jump(&$1) } })
        #expect(found == [ShotBoundary(time: MediaTime(ticks: 40, timescale: 25), transition: .cut)])
    }

    @Test func `a flash is none`() {
        let found = ShotRule().boundaries(
            in: scores(100) {
                guard $0 == 40 || $0 == 42 else { return }
                jump(&$1)
                $1.reversal = 0.1
            })
        #expect(found.isEmpty)
    }

    @Test func `a lively shot is none, unless its colours change too`() {
        let lively = scores(100) { $1.change = $0 % 2 == 0 ? 26 : 20 }
        #expect(ShotRule().boundaries(in: lively).isEmpty)
        let moving = scores(100) {
            $1.change = 20
            if $0 == 50 { ($1.change, $1.gap, $1.spread) = (58, 40, 12) }
        }
        #expect(ShotRule().boundaries(in: moving).count == 1)
    }

    @Test func `a fade through black is one boundary in its middle`() throws {
        let fading = scores(100) { index, score in
            let distance = abs(index - 50)
            guard distance < 10 else { return }
            score.contrast = Float(max(0, distance - 1)) * 4.4
            score.luma = Float(distance) * 12
            if index == 45 || index == 55 { jump(&score) }
        }
        let found = try #require(ShotRule().boundaries(in: fading).first)
        #expect(ShotRule().boundaries(in: fading).count == 1)
        #expect(found.transition == .fade)
        #expect(abs(found.time.seconds - 2) < 0.05)
        #expect(abs(found.duration - 0.8) < 0.2)
    }

    @Test func `a cut to black and a slow return is one boundary, at the cut`() throws {
        let returning = scores(100) { index, score in
            guard (40..<60).contains(index) else { return }
            score.contrast = Float(max(0, index - 50)) * 4
            score.luma = 16 + Float(max(0, index - 50)) * 10
            if index == 40 { jump(&score) }
        }
        let found = ShotRule().boundaries(in: returning)
        #expect(found.map(\.transition) == [.fade])
        #expect(found.first?.time == MediaTime(ticks: 40, timescale: 25))
    }

    @Test func `a picture that stays blank after a fade is a shot of its own`() {
        let slate = scores(200) { index, score in
            guard index >= 40 else { return }
            score.contrast = Float(max(0, 50 - index)) * 4
            score.luma = 16 + Float(max(0, 50 - index)) * 10
            if index >= 100 { (score.contrast, score.luma) = (40, 120) }
            if index == 100 { jump(&score) }
        }
        let found = ShotRule().boundaries(in: slate)
        #expect(found.map(\.transition) == [.fade, .cut])
        #expect(abs((found.first?.time.seconds ?? 0) - 1.8) < 0.1)
    }

    @Test func `a white flash in a lively shot is none`() {
        let flashed = scores(100) { index, score in
            score.contrast = 30 + Float(abs(index - 41))
            guard [40, 41, 42].contains(index) else { return }
            if index < 42 { (score.contrast, score.luma) = (2, 250) }
            if index != 41 {
                jump(&score)
                score.reversal = 0.1
            }
        }
        #expect(ShotRule().boundaries(in: flashed).isEmpty)
    }

    @Test func `black between two jumps keeps both cuts`() {
        let black = scores(100) { index, score in
            if (40..<60).contains(index) { (score.contrast, score.luma, score.change) = (0, 16, 0) }
            if index == 40 || index == 60 { jump(&score) }
        }
        #expect(ShotRule().boundaries(in: black).map(\.transition) == [.cut, .cut])
    }

    @Test func `a blend is a dissolve as long as it takes`() {
        let blended = scores(100) { if (48...52).contains($0) { ($1.blend, $1.blendLength) = (40, 0.5) } }
        let found = ShotRule().boundaries(in: blended)
        #expect(found.map(\.transition) == [.dissolve])
        #expect(found.first?.duration == 0.5)
        #expect(found.first?.time == MediaTime(ticks: 2, timescale: 1))
    }

    @Test func `nothing, one frame and what is no number give no boundary`() {
        #expect(ShotRule().boundaries(in: []).isEmpty)
        #expect(ShotRule().boundaries(in: scores(1)).isEmpty)
        #expect(ShotRule().boundaries(in: scores(50) { $1.change = .nan }).isEmpty)
    }

    @Test func `shots fill the clip`() {
        let span = TimeRange(start: .zero, end: MediaTime(ticks: 10, timescale: 1))
        let shots = Shot.all(
            in: span,
            between: [ShotBoundary(time: MediaTime(ticks: 4, timescale: 1), transition: .cut)])
        #expect(shots.map(\.range.start.seconds) == [0, 4])
        #expect(shots.map(\.range.end.seconds) == [4, 10])
        #expect(shots.map(\.transition) == [.none, .cut])
    }
}
