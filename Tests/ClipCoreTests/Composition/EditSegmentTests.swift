import Foundation
import Testing

@testable import ClipCore

private func seconds(_ value: Double) -> MediaTime { MediaTime(roundingDown: value) }
private func part(_ start: Double, _ end: Double) -> TimeRange {
    TimeRange(
        start: time(Int64((start * 1000).rounded()), 1000), end: time(Int64((end * 1000).rounded()), 1000))
}

/// Sound of so many seconds, loud where it says so.
private func sound(_ length: Double, loud: [ClosedRange<Double>], quiet: Float = -80) -> [SoundScore] {
    (0..<Int(length * 10)).map { index in
        let place = Double(index) / 10 + 0.05
        let isLoud = loud.contains { $0.contains(place) }
        return SoundScore(
            time: time(Int64(index), 10), loudness: isLoud ? -20 : -70, speech: isLoud ? -25 : quiet)
    }
}

@Suite struct TimelineTests {
    private let timeline = Timeline([part(1, 3), part(10, 11), part(20, 26)])

    @Test func `pieces follow one another, and joins lie between them`() {
        #expect(timeline.duration == time(9))
        #expect(timeline.joins == [time(2), time(3)])
    }

    @Test func `a part of it is made of what is shown there`() {
        #expect(timeline.part(part(1.5, 4)).map(\.range) == [part(2.5, 3), part(10, 11), part(20, 21)])
        #expect(timeline.part(part(0, 9)).map(\.range) == timeline.pieces.map(\.range))
    }

    @Test func `scores stand where the output shows them`() {
        var analysis = Analysis(span: span(0, 30), pictures: [], sound: sound(30, loud: [20...21]))
        analysis.pictures = (0..<30).map { PictureScore(time: time(Int64($0))) }
        let shown = timeline.shown(analysis)
        #expect(shown.span == span(0, 9))
        #expect(shown.pictures.map(\.time.seconds) == [0, 1, 2, 3, 4, 5, 6, 7, 8])
        #expect(shown.sound.count == 90)
        #expect(shown.sound.first { $0.speech > -30 }?.time == time(3))
    }
}

@Suite struct SegmentGridTests {
    private let index = FrameIndex(
        timeBase: TimeBase(1, 600),
        entries: (0..<900).map {
            FrameIndex.Entry(
                presentation: $0 * 20 + 60, duration: 20, isKey: $0 % 30 == 0, isCleanEntry: true)
        })

    @Test func `pieces begin with the picture that is shown there and last whole frames`() throws {
        // The file's clock reads 0 at 0.1 s.
        let grid = SegmentGrid(index, origin: time(1, 10), rate: try #require(Fraction(30, 1)))
        let fitted = grid.fitted([EditSegment(part(1.01, 2.345)), EditSegment(part(5, 6.5))], frames: 85)
        #expect(fitted.map(\.range.start) == [time(30, 30), time(150, 30)])
        #expect(fitted.map(\.length) == [time(40, 30), time(45, 30)])
        #expect(fitted.length == time(85, 30))
        #expect(fitted.allSatisfy { $0.rate == 1 })
    }

    @Test(arguments: [1, 39, 40, 41, 60, 80, 85]) func `the total is exact, wherever it ends`(frames: Int)
        throws
    {
        let grid = SegmentGrid(index, origin: .zero, rate: try #require(Fraction(30000, 1001)))
        let fitted = grid.fitted([EditSegment(part(1.01, 2.345)), EditSegment(part(5, 6.5))], frames: frames)
        #expect(fitted.length == time(Int64(frames) * 1001, 30000))
        #expect(fitted.allSatisfy { $0.length > .zero })
    }

    @Test func `what is played slower keeps its part, what is held its picture`() throws {
        let grid = SegmentGrid(index, origin: time(1, 10), rate: try #require(Fraction(30, 1)))
        let slow = EditSegment(part(0, 8), length: time(10))
        let held = EditSegment(part(29.999, 30), length: time(5), isHeld: true)
        let fitted = grid.fitted([slow, held], frames: 450)
        #expect(fitted[0].range == part(0, 8) && fitted[0].length == time(10))
        #expect(fitted[0].rate == 0.8)
        #expect(fitted[1].range.start == time(899, 30) && fitted[1].length == time(5))
    }
}

@Suite struct SilenceRuleTests {
    private let none = FitSettings.Margin(.zero)

    @Test func `what is heard is kept, with its margins`() {
        let scores = sound(20, loud: [2...4, 10...13])
        let clip = span(0, 20)
        #expect(SilenceRule().heard(scores, none, in: clip) == [part(2, 4), part(10, 13)])
        let margin = FitSettings.Margin(before: time(1, 5), behind: time(1, 2))
        #expect(SilenceRule().heard(scores, margin, in: clip) == [part(1.8, 4.5), part(9.8, 13.5)])
    }

    @Test func `speech is kept, however quiet it is`() {
        let scores = sound(20, loud: [2...4])
        let heard = SilenceRule().heard(scores, speech: [span(12, 15)], none, in: span(0, 20))
        #expect(heard == [part(2, 4), part(12, 15)])
    }

    @Test func `gaps that the margins fill stay`() {
        let scores = sound(10, loud: [1...3, 3.4...9])
        let clip = span(0, 10)
        #expect(SilenceRule().heard(scores, FitSettings.Margin(time(1, 5)), in: clip) == [part(0.8, 9.2)])
        #expect(SilenceRule().heard(scores, none, in: clip) == [part(1, 3), part(3.4, 9)])
    }

    @Test func `a background below the voice is silence, steady sound is not`() {
        #expect(
            SilenceRule().heard(sound(20, loud: [5...9], quiet: -48), none, in: span(0, 20)) == [part(5, 9)])
        #expect(SilenceRule().heard(sound(20, loud: [], quiet: -40), none, in: span(0, 20)) == [span(0, 20)])
        #expect(SilenceRule().heard(sound(20, loud: [], quiet: -100), none, in: span(0, 20)) == [])
        #expect(SilenceRule().heard([], none, in: span(0, 20)) == [])
    }

    @Test func `a word in a minute is heard, and no number is silence`() {
        var scores = sound(60, loud: [30...32])
        scores[5].speech = .nan
        #expect(SilenceRule().heard(scores, none, in: span(0, 60)) == [part(30, 32)])
    }
}

@Suite struct SegmentFitterTests {
    private let fitter = SegmentFitter(length: time(15))

    @Test func `a short clip is played slower, to half its speed`() throws {
        var notes: [String] = []
        let slow = try fitter.slower([EditSegment(part(0, 9)), EditSegment(part(10, 13))], &notes)
        #expect(slow.length == time(15))
        #expect(slow.allSatisfy { abs($0.rate - 0.8) < 1e-5 })
        #expect(notes == ["played at 80 % of its speed"])
        #expect(throws: PlanningError.self) { try fitter.slower([EditSegment(part(0, 7))], &notes) }
    }

    @Test func `a long clip is played up to twice as fast`() {
        var notes: [String] = []
        let chosen = [EditSegment(part(5, 20))]
        let fast = fitter.faster(Timeline([part(0, 24)]), or: chosen, &notes)
        #expect(fast.length == time(15) && fast.map(\.range) == [part(0, 24)])
        #expect(fitter.faster(Timeline([part(0, 31)]), or: chosen, &notes) == chosen)
    }

    @Test func `a loop goes back from its seam until the length is filled`() {
        var notes: [String] = []
        let seam = LoopPoint(range: part(0.5, 5.5), difference: 2)
        let loop = fitter.repeated([EditSegment(part(0, 6))], seam, &notes)
        #expect(loop.map(\.range) == [part(0, 5.5), part(0.5, 5.5), part(0.5, 5)])
        #expect(loop.length == time(15))
        #expect(loop.dropFirst().allSatisfy { $0.seam == time(80, 1000) })
    }

    @Test func `the last picture is held for what is missing`() {
        var notes: [String] = []
        let held = fitter.held([EditSegment(part(0, 6))], &notes)
        #expect(held.length == time(15))
        #expect(held.last?.isHeld == true && held.last?.length == time(9))
    }
}

@Suite struct LoopSeamTests {
    @Test func `the seam lies where the pictures come back`() throws {
        // A swing of 4 s in a clip of 10: pictures 4 and 8 s apart are alike.
        let times = (0..<100).map { time(Int64($0), 10) }
        let angle = { (number: Int) in 2 * Double.pi * Double(number) / 40 }
        let seam = try #require(
            LoopPoint(times, end: time(10)) { one, other in
                100 * hypot(cos(angle(one)) - cos(angle(other)), sin(angle(one)) - sin(angle(other)))
            })
        #expect(seam.range.duration == time(8))
        #expect(seam.difference < 1e-6)
    }

    @Test func `there is none in a few pictures`() {
        #expect(LoopPoint((0..<5).map { time($0) }, end: time(5)) { _, _ in 0 } == nil)
    }
}

@Suite struct MontageTests {
    /// 25 frames a second, a cut at every `cuts`, lively in `lively`.
    private func clip(_ length: Int64, cuts: [Double], lively: [ClosedRange<Double>]) -> Analysis {
        let pictures = (0..<Int(length) * 25).map { index in
            var score = PictureScore(time: time(Int64(index), 25))
            let seconds = score.time.seconds
            (score.luma, score.contrast, score.sharpness) = (120, 40, 8)
            score.change = lively.contains { $0.contains(seconds) } ? 8 : 1
            if cuts.contains(where: { abs($0 - seconds) < 0.001 }) {
                (score.change, score.gap, score.spread) = (60, 50, 12)
            }
            return score
        }
        let loud = sound(Double(length), loud: lively, quiet: -50)
        return Analysis(span: span(0, length), pictures: pictures, sound: loud)
    }

    @Test(arguments: [15.0, 15.04, 29.96, 60])
    func `pieces are 1.5 to 5 s, in order, and last as long as asked`(
        length: Double
    ) throws {
        let cuts = stride(from: 3.2, to: 118, by: 3.6).map { ($0 * 25).rounded() / 25 }
        let analysis = clip(120, cuts: cuts, lively: [20...40, 70...90])
        let pieces = try #require(Montage(analysis, duration: time(120)).pieces(seconds(length)))
        #expect(abs(pieces.map(\.range.duration.seconds).reduce(0, +) - length) < 0.0001)
        for (one, next) in zip(pieces, pieces.dropFirst()) { #expect(one.range.end <= next.range.start) }
        for piece in pieces {
            #expect((1.49...5.11).contains(piece.range.duration.seconds))
            // No piece shows two shots, nor a stub of the one before or behind.
            #expect(
                !cuts.contains {
                    $0 > piece.range.start.seconds + 0.001 && $0 < piece.range.end.seconds - 0.001
                })
        }
    }

    @Test func `lively shots are taken`() throws {
        let cuts = stride(from: 4.0, to: 100, by: 4).map { $0 }
        let analysis = clip(100, cuts: cuts, lively: [12...16, 40...48, 80...84])
        let pieces = try #require(Montage(analysis, duration: time(100)).pieces(time(15)))
        let inside = pieces.filter { piece in
            [12.0...16, 40...48, 80...84].contains {
                $0.lowerBound - 0.1 <= piece.range.start.seconds
                    && piece.range.end.seconds <= $0.upperBound + 0.1
            }
        }
        #expect(inside.map(\.range.duration.seconds).reduce(0, +) >= 12)
    }

    @Test func `shots that are too short go together, one long shot gives several pieces`() throws {
        let quick = clip(40, cuts: stride(from: 0.8, to: 40, by: 0.8).map { $0 }, lively: [10...30])
        let found = Montage(quick, duration: time(40)).pieces(time(15))
        let joined = try #require(found)
        #expect(abs(joined.map(\.range.duration.seconds).reduce(0, +) - 15) < 0.0001)
        let single = clip(60, cuts: [], lively: [10...20, 40...50])
        let parts = try #require(Montage(single, duration: time(60)).pieces(time(15)))
        for (one, next) in zip(parts, parts.dropFirst()) {
            #expect((next.range.start - one.range.end).seconds >= 1.4)
        }
    }

    @Test func `there is none where too little can be shown`() {
        #expect(Montage(clip(20, cuts: [], lively: []), duration: time(20)).pieces(time(60)) == nil)
        var black = clip(60, cuts: [], lively: [])
        for number in black.pictures.indices {
            (black.pictures[number].luma, black.pictures[number].contrast) = (16, 0)
        }
        #expect(Montage(black, duration: time(60)).pieces(time(15)) == nil)
    }
}

@Suite struct ArrangementTests {
    private func arranged(
        _ part: TrimRequest.Part, _ arrangement: FitSettings, _ analysis: Analysis? = nil, length: Int64,
        seam: LoopPoint? = nil
    ) throws -> TrimRequest {
        var work = JobTemplate([TrimRequest(part: part)], Preset())
        work.arrangement = arrangement
        let made = try work.arranged(
            { () throws(PlanningError) in
                guard let analysis else {
                    throw PlanningError(.usage, "an analysis is asked for without need")
                }
                return analysis
            }, duration: time(length), seam: { () throws(PlanningError) in seam }, keyframes: { _ in [] },
            failed: { $0 })
        return try #require(made.requests.first)
    }

    private var withoutSilence: FitSettings {
        var arrangement = FitSettings()
        arrangement.margin = .init(.zero)
        return arrangement
    }

    private let talk = Analysis(
        span: span(0, 40),
        pictures: (0..<400).map {
            var score = PictureScore(time: time(Int64($0), 10))
            (score.luma, score.contrast, score.change) = (120, 40, 2)
            return score
        },
        sound: sound(40, loud: [2...10, 20...26, 30...36]))

    private func ranges(_ request: TrimRequest) -> [TimeRange]? { request.pieces?.map(\.range) }

    @Test func `a length is one of what is left`() throws {
        let first = try arranged(.length(time(15), .start), withoutSilence, talk, length: 40)
        #expect(ranges(first) == [part(2, 10), part(20, 26), part(30, 31)])
        let last = try arranged(.length(time(15), .end), withoutSilence, talk, length: 40)
        #expect(ranges(last) == [part(7, 10), part(20, 26), part(30, 36)])
        let best = try arranged(.ranked(time(10), rank: 1), withoutSilence, talk, length: 40)
        #expect(best.pieces?.length == time(10))
    }

    @Test func `what is left of a short clip is kept whole, with a note`() throws {
        let request = try arranged(.length(time(60), .start), withoutSilence, talk, length: 40)
        #expect(ranges(request) == [part(2, 10), part(20, 26), part(30, 36)])
        #expect(request.notes.contains { $0.hasPrefix("kept whole: there are 20 s") })
    }

    @Test func `a start and an end are the clip's own`() throws {
        let whole = try arranged(
            .span(start: time(5), end: time(31), duration: nil), withoutSilence, talk, length: 40)
        #expect(ranges(whole) == [part(5, 10), part(20, 26), part(30, 31)])
        let length = try arranged(
            .span(start: time(5), end: nil, duration: time(10)), withoutSilence, talk, length: 40)
        #expect(ranges(length) == [part(5, 10), part(20, 25)])
        let ending = try arranged(
            .span(start: nil, end: time(31), duration: time(10)), withoutSilence, talk, length: 40)
        #expect(ranges(ending) == [part(7, 10), part(20, 26), part(30, 31)])
    }

    @Test func `nothing but silence, or no sound, cannot be used`() {
        for sound in [sound(40, loud: [], quiet: -100), []] {
            let silent = Analysis(span: span(0, 40), pictures: talk.pictures, sound: sound)
            #expect(throws: PlanningError.self) {
                try arranged(.length(time(15), .start), withoutSilence, silent, length: 40)
            }
        }
    }

    @Test(arguments: [FitSettings.Fit.speed, .loop, .freeze]) func `a short clip fills the length`(
        fit: FitSettings.Fit
    ) throws {
        var arrangement = FitSettings()
        arrangement.fit = fit
        let request = try arranged(.length(time(15), .start), arrangement, length: 9)
        #expect(request.pieces?.length == time(15))
        #expect(request.pieces?.isPlainPart == false)
        // A clip that is long enough stays as it is, or is played faster.
        let long = try arranged(.length(time(15), .start), arrangement, length: 20)
        #expect(long.pieces?.length == time(15))
        #expect(long.pieces?.isPlainPart == (fit != .speed))
    }

    @Test func `all of a clip that is played faster is shown, and nothing is chosen`() throws {
        var arrangement = FitSettings()
        arrangement.fit = .speed
        let request = try arranged(.ranked(time(15), rank: 1), arrangement, length: 30)
        #expect(ranges(request) == [part(0, 30)] && request.pieces?.length == time(15))
    }
}

@Suite struct BeatJoinsTests {
    private let beats = stride(from: 0.37, to: 40, by: 0.6).map { $0 }

    private func joins(_ pieces: [EditSegment]) -> [Double] { Timeline(pieces).joins.map(\.seconds) }

    @Test func `joins move onto beats, and the total stays`() {
        let pieces = [part(2, 5), part(20, 22.5), part(40, 44), part(60, 62.5)].map { EditSegment($0) }
        let (aligned, count) = BeatJoins(pieces, between: [], end: time(100)).aligned(to: beats)
        #expect(count == 3)
        #expect(abs((aligned.length - pieces.length).seconds) < 0.00001)
        for join in joins(aligned) { #expect(beats.contains { abs($0 - join) < 0.00001 }) }
        for (one, other) in zip(aligned, pieces) {
            #expect(one.range.start == other.range.start)
            #expect(abs((one.length - other.length).seconds) <= 0.76)
        }
    }

    @Test func `no piece reaches into the next shot`() {
        let pieces = [part(2, 5), part(20, 23), part(40, 43)].map { EditSegment($0) }
        let boundaries = [5.0, 23.1, 43].map { ShotBoundary(time: seconds($0), transition: .cut) }
        let (aligned, _) = BeatJoins(pieces, between: boundaries, end: time(100)).aligned(to: beats)
        #expect(abs(aligned.length.seconds - 9) < 0.00001)
        for (piece, end) in zip(aligned, [5.0, 23.1, 43]) { #expect(piece.range.end.seconds <= end + 0.0005) }
    }

    @Test(arguments: 0..<20) func `no join moves far, and the last piece grows no more than one`(number: Int)
    {
        // Slower beats than joins can follow would add up to seconds over many pieces.
        let beats = stride(from: 0.1 * Double(number), to: 60, by: 1.3).map { $0 }
        let pieces = (0..<12).map { EditSegment(part(Double($0) * 10, Double($0) * 10 + 2.1)) }
        let (aligned, count) = BeatJoins(pieces, between: [], end: time(200)).aligned(to: beats)
        #expect(count >= 10 && abs((aligned.length - pieces.length).seconds) < 0.00001)
        for (moved, usual) in zip(joins(aligned), joins(pieces)) {
            #expect(abs(moved - usual) <= BeatJoins.reach + 0.0005)
        }
        #expect(aligned.last!.length.seconds <= 2.1 + BeatJoins.reach + 0.0005)
    }
}
