import SystemPackage
import Testing

@testable import ClipCore

/// Five seconds of 25 frames a second, all alike: sharp enough, well lit, a little motion.
private func frames(_ body: (Int, inout PictureScore) -> Void = { _, _ in }) -> [PictureScore] {
    (0..<125).map { index in
        var score = PictureScore(time: time(Int64(index), 25))
        (score.luma, score.contrast, score.sharpness) = (120, 40, 6)
        (score.colourfulness, score.change) = (20, 2)
        body(index, &score)
        return score
    }
}

private func best(_ pictures: [PictureScore], _ boundaries: [ShotBoundary] = []) -> CoverRule.Choice? {
    CoverRule().best(of: pictures, boundaries)
}

@Suite struct CoverRuleTests {
    @Test func `the sharpest of frames that are alike is taken, else the first behind the very start`() throws
    {
        let sharp = try #require(best(frames { if $0 == 70 { $1.sharpness = 9 } }))
        #expect(sharp.time == time(70, 25))
        #expect(sharp.terms.contains { $0.text.hasPrefix("sharp +0.35: 100 % ") })
        #expect(try #require(best(frames())).time == time(8, 25))
    }

    @Test func `neither black nor white frames are taken, nor dark ones where there are others`() throws {
        let dark = try #require(best(frames { if $0 != 60 { $1.luma = 34 } }))
        #expect(dark.time == time(60, 25))
        let blank = frames { if $0 < 100 { ($1.luma, $1.contrast, $1.sharpness) = (235, 0, 30) } }
        #expect(try #require(best(blank)).time >= time(4))
    }

    @Test func `a frame in a transition is not taken, however sharp it is`() throws {
        let pictures = frames { if (48...52).contains($0) { $1.sharpness = 12 } }
        #expect(try #require(best(pictures)).time == time(48, 25))
        let cut = [ShotBoundary(time: time(2), transition: .cut)]
        #expect(abs(try #require(best(pictures, cut)).time.seconds - 2) > 0.14)
        let dissolve = [ShotBoundary(time: time(2), transition: .dissolve, duration: 1)]
        #expect(abs(try #require(best(pictures, dissolve)).time.seconds - 2) > 0.6)
    }

    @Test func `a still moment between lively ones goes before both a blurred and a dull one`() throws {
        // Lively from 2 s to 3 s but for two frames; motion takes the detail.
        let pictures = frames { index, score in
            guard (50..<75).contains(index) else { return }
            score.change = (61...63).contains(index) ? 2 : 25
            score.sharpness = (61...63).contains(index) ? 6 : 3
        }
        #expect((61...63).map { time($0, 25) }.contains(try #require(best(pictures)).time))
    }

    @Test func `a whole face goes before none, and text that is half shown after all`() throws {
        let samples = { (change: (Int, inout FaceSample) -> Void) in
            (0..<5).map { second in
                var sample = FaceSample(time: time(Int64(second)), boxes: [])
                change(second, &sample)
                return sample
            }
        }
        let box = FaceSample.Box(left: 0.4, top: 0.3, width: 0.2, height: 0.2)
        let faced = samples { if $0 == 3 { $1 = FaceSample(time: $1.time, boxes: [box]) } }
        let found = CoverRule().best(of: frames(), [], faced)
        #expect(abs(try #require(found).time.seconds - 3) <= 0.5)
        let titled = samples { if $0 < 4 { $1.texts = [box] } }
        #expect(try #require(CoverRule().best(of: frames(), [], titled)).time.seconds >= 3.5)
        let written = CoverRule().best(
            of: frames(), [], written: [TimeRange(start: .zero, end: time(2))])
        #expect(try #require(written).time >= time(2))
    }

    @Test func `colour counts, and what is no number counts nothing`() throws {
        #expect(try #require(best(frames { if $0 == 90 { $1.colourfulness = 50 } })).time == time(90, 25))
        let broken = frames {
            ($1.sharpness, $1.change, $1.luma, $1.colourfulness) = (.nan, .infinity, .nan, -.infinity)
        }
        #expect(try #require(best(broken)).score.isFinite)
        #expect(best([]) == nil)
    }

    @Test func `a time counts from the output's start, from its end where it is negative`() throws {
        let output = PlannedPath("out/clip-15s.mp4")
        let planned = { (cover: TrimRequest.Cover) in try cover.planned(beside: output, length: time(15)) }
        #expect(try planned(.auto) == PlannedCover(file: PlannedPath("out/clip-15s.cover.jpg"), time: nil))
        #expect(try planned(.at(time(4))).time == time(4))
        #expect(try planned(.at(time(-4))).time == time(11))
        for outside in [time(15), time(-16)] {
            let error = #expect(throws: PlanningError.self) { _ = try planned(.at(outside)) }
            #expect(error?.code == .unsatisfiable)
        }
    }
}
