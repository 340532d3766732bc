import Testing

@testable import ClipCore

/// A clip in hand-written numbers: 25 frames a second, still and quiet, lively between `start` and `end`.
private func clip(
    _ length: Int64, lively: Range<Double> = 0..<0, hasSound: Bool = true,
    _ body: (Double, inout PictureScore) -> Void = { _, _ in },
    sound: (Double, inout SoundScore) -> Void = { _, _ in }
) -> Analysis {
    let pictures = (0..<Int(length) * 25).map { index in
        var score = PictureScore(time: time(Int64(index), 25))
        let seconds = score.time.seconds
        (score.luma, score.contrast, score.sharpness) = (120, 40, 8)
        score.change = lively.contains(seconds) ? 12 : 1
        body(seconds, &score)
        return score
    }
    let levels = (0..<(hasSound ? Int(length) * 10 : 0)).map { index in
        let place = time(Int64(index), 10)
        let isLively = lively.contains(place.seconds)
        var score = SoundScore(time: place, loudness: isLively ? -14 : -40, speech: isLively ? -20 : -50)
        sound(place.seconds, &score)
        return score
    }
    return Analysis(span: span(0, length), pictures: pictures, sound: levels)
}

private func best(
    _ count: Int = 1, of analysis: Analysis, length: Int64 = 15, gap: Int64 = 0,
    snap: Set<WindowSnap> = [], keyframes: [MediaTime] = []
) -> [RatedWindow] {
    WindowChooser(analysis, duration: analysis.span.end, snap: snap)
        .best(count, length: time(length), gap: time(gap)) { span in keyframes.filter(span.contains) }
}

private func jump(_ score: inout PictureScore) { (score.change, score.gap, score.spread) = (50, 45, 10) }

@Suite struct WindowChooserTests {
    @Test(arguments: [0.0, 7, 31.4, 48]) func `the lively part lies in the best window`(start: Double) throws
    {
        let window = try #require(best(of: clip(60, lively: start..<start + 12)).first)
        #expect(window.range.duration == time(15))
        #expect(window.range.start.seconds <= start)
        #expect(window.range.end.seconds >= start + 12)
    }

    @Test(arguments: [false, true]) func `motion or sound alone is enough`(hasSound: Bool) throws {
        let moving = clip(60, hasSound: hasSound) { if (30..<42).contains($0) { $1.change = 12 } }
        let window = try #require(best(of: moving).first)
        #expect(window.range.start.seconds <= 30 && window.range.end.seconds >= 42)
    }

    @Test func `a score is the sum of its terms`() throws {
        let analysis = clip(40, lively: 10..<20)
        let window = try #require(best(of: analysis).first)
        #expect(!window.terms.isEmpty)
        #expect(window.score == window.terms.map(\.effect).reduce(0, +))
        let scorer = WindowScorer(analysis, snap: [])
        #expect(abs(window.score - scorer.score(window.range)) < 1e-12)
        #expect(window.terms.allSatisfy { $0.effect != 0 && (0...1).contains($0.measure) })
    }

    @Test func `windows are ranked and do not overlap, not even their gap`() {
        for gap in [Int64(0), 5] {
            let found = best(3, of: clip(90, lively: 40..<52), gap: gap)
            #expect(found.count == 3)
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
            let sorted = found.map(\.range).sorted { $0.start < $1.start }
            #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1.start - $0.end >= time(gap) })
        }
    }

    @Test func `as many as fit are found, though the best one alone lies in the middle`() {
        #expect(best(3, of: clip(45, lively: 17..<29)).count == 3)
        #expect(best(4, of: clip(45, lively: 17..<29)).count == 3)
        #expect(best(2, of: clip(33, lively: 10..<22), gap: 3).count == 2)
    }

    @Test func `nothing is found in black, nor in a still and silent clip`() {
        #expect(best(of: clip(30) { ($1.luma, $1.contrast, $1.change) = (16, 0, 0) }).isEmpty)
        #expect(best(of: clip(30, hasSound: false) { $1.change = 0 }).isEmpty)
        #expect(best(of: clip(30, { $1.change = 0 }, sound: { $1.loudness = -70 })).isEmpty)
        #expect(!best(of: clip(30) { $1.change = 0 }).isEmpty, "a still picture with sound is something")
    }

    @Test func `black and frozen parts are left out where there is something else`() throws {
        let window = try #require(
            best(of: clip(60) { if $0 < 20 || $0 > 45 { ($1.luma, $1.contrast) = (16, 0) } }).first)
        #expect(window.range.start.seconds >= 19.9 && window.range.end.seconds <= 45.1)
        #expect(!window.terms.contains { $0.kind == .dead && $0.measure > 0.02 })
    }

    @Test func `what is no number never reaches a score`() {
        let broken = clip(
            40, { ($1.change, $1.sharpness, $1.luma) = (.nan, .infinity, .nan) },
            sound: { ($1.loudness, $1.speech) = (.nan, -.infinity) })
        for window in best(2, of: broken, snap: Set(WindowSnap.allCases)) {
            #expect(window.score.isFinite)
        }
        #expect(WindowTerm(.hook, weight: 0.2, measure: .nan).effect == 0)
    }

    @Test func `a start in the middle of speech is worse than one in a pause`() {
        // Words of 900 ms with pauses of 300 ms.
        let talk = clip(
            60,
            sound: { seconds, score in
                let isWord = seconds.truncatingRemainder(dividingBy: 1.2) < 0.85
                (score.loudness, score.speech) = (-20, isWord ? -25 : -60)
            })
        let scorer = WindowScorer(talk, snap: [.silence])
        let kinds = { (start: Int64, end: Int64) in
            scorer.terms(TimeRange(start: time(start, 10), end: time(end, 10))).map(\.kind)
        }
        #expect(kinds(124, 250).contains(.midSound), "12.4 s lies in a word")
        #expect(!kinds(130, 250).contains(.midSound), "13.0 s lies in a pause")
        #expect(kinds(130, 250).contains(.pause), "25.0 s lies in a pause")
        #expect(!kinds(130, 244).contains(.pause), "24.4 s lies in a word")
    }
}

@Suite struct WindowSnapTests {
    /// Lively from 20 s on, with a change of shots 240 ms later; without sound, whose onset would count too.
    private let analysis = clip(60, lively: 20..<32, hasSound: false) {
        if abs($0 - 20.24) < 0.001 { jump(&$1) }
    }

    @Test(arguments: [5, 10, 15, 20] as [Int64])
    func `a window neither begins nor ends inside a word`(length: Int64) throws {
        var analysis = clip(60, lively: 20..<40)
        // Sentences of 1.1 to 3.2 s with pauses of 0.3 to 0.6 s.
        var place: Int64 = 4
        for number in 0..<21 as Range<Int64> {
            let end = place + 11 + number * 7 % 22
            analysis.speech.append(TimeRange(start: time(place, 10), end: time(end, 10)))
            place = end + 3 + number * 5 % 4
        }
        for snap in [[], WindowSnap.usual] {
            for window in best(of: analysis, length: length, snap: snap) {
                for end in [window.range.start, window.range.end] {
                    #expect(!analysis.speech.contains { $0.start < end && end < $0.end }, "\(window.text)")
                }
            }
        }
    }

    @Test func `where somebody speaks all the time a window is found all the same`() throws {
        var analysis = clip(40, lively: 10..<20)
        analysis.speech = [span(1, 39)]
        let window = try #require(best(of: analysis).first)
        #expect(window.terms.contains { $0.kind == .word } && window.range.duration == time(15))
    }

    @Test func `a start moves to a change of shots, exactly`() throws {
        #expect(analysis.boundaries.map(\.time) == [time(506, 25)])
        let window = try #require(best(of: analysis, length: 10, snap: [.scene]).first)
        #expect(abs(window.range.start.seconds - 20.24) < 1e-5)
        #expect(window.range.start <= time(506, 25), "the frame of the cut is inside")
        #expect(window.range.duration == time(10))
        #expect(window.terms.contains { $0.kind == .scene && $0.measure == 1 })
        let still = try #require(best(of: analysis, length: 10).first)
        #expect(!still.terms.contains { $0.kind == .scene })
    }

    @Test func `a start moves to a keyframe nearby, and to none that costs more than it brings`() throws {
        let calm = clip(60, lively: 20..<32)
        let start = try #require(best(of: calm).first).range.start
        #expect(start == time(20), "where the sound sets in")
        let near = start - time(3, 25)
        let moved = try #require(best(of: calm, snap: [.keyframe], keyframes: [near]).first)
        #expect(moved.range.start == near)
        #expect(moved.terms.contains { $0.kind == .keyframe })
        // In the middle of the sound; so far that the first seconds are dull; out of reach.
        for other in [start + time(3, 25), start - time(6, 5), start - time(21, 10)] {
            let kept = try #require(best(of: calm, snap: [.keyframe], keyframes: [other]).first)
            #expect(kept.range.start == start)
        }
        let inStub = try #require(
            best(of: analysis, length: 10, snap: [.scene, .keyframe], keyframes: [time(20)]).first)
        #expect(inStub.range.start != time(20), "it would show 240 ms of another shot")
    }

    @Test func `where nothing is lost a start moves up to two seconds to a keyframe`() throws {
        let even = clip(60) { $1.change = 4 }
        let key = time(9, 5)
        let moved = try #require(best(of: even, snap: [.keyframe], keyframes: [key, time(5, 2)]).first)
        #expect(moved.range.start == key)
    }

    @Test func `a start moves to a beat where beats are asked for`() throws {
        let beats = (0..<120).map { Double($0) * 0.5 + 0.13 }
        let calm = clip(60, lively: 20..<32, hasSound: false)
        let choose = { (snap: Set<WindowSnap>) in
            WindowChooser(calm, duration: time(60), snap: snap, beats: beats)
                .best(1, length: time(12)) { _ in [] }.first
        }
        let window = try #require(choose([.beat]))
        #expect(window.range.start == time(2013, 100))
        #expect(window.terms.contains { $0.kind == .beat })
        #expect(try #require(choose(WindowSnap.usual)).range.start == time(20))
    }

    @Test func `snapping lets no two windows overlap`() {
        let keys = (0..<600).map { time(Int64($0), 10) + time(1, 33) }
        let found = best(
            4, of: clip(60, lively: 17..<29), snap: Set(WindowSnap.allCases), keyframes: keys)
        let sorted = found.map(\.range).sorted { $0.start < $1.start }
        #expect(sorted.count == 4)
        #expect(sorted.first!.start >= .zero && sorted.last!.end <= time(60))
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.end <= $1.start })
    }
}

@Suite struct WindowChoiceTests {
    private func work(_ parts: [TrimRequest.Part], takesFewer: Bool = false) -> JobTemplate {
        var work = JobTemplate(parts.map { TrimRequest(part: $0) }, Preset())
        work.choice.takesFewer = takesFewer
        work.choice.snap = []
        return work
    }

    @Test func `a ranked part becomes a span of the exact length with reasons and runners-up`() throws {
        let typed = work([.ranked(time(15), rank: 1), .length(time(5), .end)])
        #expect(typed.needsAnalysis(of: time(60)))
        #expect(!typed.needsAnalysis(of: time(15)))
        let found = try typed.resolved(clip(60, lively: 20..<32), duration: time(60)) { _ in [] }
        guard case .span(let start?, nil, time(15)) = found.requests[0].part else {
            Issue.record("\(found.requests[0].part)")
            return
        }
        #expect(start.seconds <= 20 && start.seconds >= 17)
        #expect(found.requests[0].notes.first?.hasPrefix("part number 1 of the clip: ") == true)
        #expect(found.requests[0].notes.contains { $0.hasPrefix("hook +") })
        #expect(found.requests[0].notes.contains { $0.hasPrefix("number 2 would be ") })
        #expect(found.requests[1] == typed.requests[1])
        #expect(found.shortfalls.isEmpty)
    }

    @Test func `a clip that is not longer is kept whole, once`() throws {
        let one = try work([.ranked(time(15), rank: 1)]).resolved(nil, duration: time(12)) { _ in [] }
        #expect(try one.requests[0].part.range(in: time(12)).notes.first?.hasPrefix("kept whole") == true)
        let three = try work((1...3).map { .ranked(time(15), rank: $0) }, takesFewer: true)
            .resolved(nil, duration: time(12)) { _ in [] }
        #expect(three.requests.count == 1)
        #expect(three.shortfalls == ["1 of 3 parts of 15 s: the clip has no room for more"])
    }

    @Test func `a part that is not there is an error, or left out where fewer are taken`() throws {
        let analysis = clip(40, lively: 20..<32)
        let parts = (1...3).map { TrimRequest.Part.ranked(time(15), rank: $0) }
        #expect(throws: PlanningError.self) {
            try work([parts[2]]).resolved(analysis, duration: time(40)) { _ in [] }
        }
        let fewer = try work(parts, takesFewer: true).resolved(analysis, duration: time(40)) { _ in [] }
        #expect(fewer.requests.count == 2)
        let black = clip(40) { ($1.luma, $1.contrast, $1.change) = (16, 0, 0) }
        let error = try #require(throws: PlanningError.self) {
            try work(parts, takesFewer: true).resolved(black, duration: time(40)) { _ in [] }
        }
        #expect(error.code == .unsatisfiable && error.message.contains("black"))
    }

    @Test func `where nothing was asked for by name the start stands in for the best`() throws {
        var typed = work([.ranked(time(15), rank: 1)])
        typed.choice.fallsBack = true
        let black = clip(40) { ($1.luma, $1.contrast, $1.change) = (16, 0, 0) }
        let found = try typed.resolved(black, duration: time(40)) { _ in [] }
        #expect(found.requests.map(\.part) == [.length(time(15), .start)])
        #expect(found.shortfalls.count == 1 && found.shortfalls[0].contains("black"))
        #expect(found.requests[0].rule == nil)
    }

    @Test func `one length without a part leaves the others theirs`() throws {
        var typed = work([.ranked(time(5), rank: 1), .ranked(time(55), rank: 1)])
        typed.choice.fallsBack = true
        let mostlyBlack = clip(60) { time, score in
            if !(20..<25).contains(time) { (score.luma, score.contrast, score.change) = (16, 0, 0) }
        }
        let found = try typed.resolved(mostlyBlack, duration: time(60)) { _ in [] }
        guard case .span(let start?, nil, _) = found.requests[0].part else {
            Issue.record("\(found.requests[0].part)")
            return
        }
        #expect((17...23).contains(start.seconds))
        #expect(found.requests[1].part == .length(time(55), .start))
        #expect(found.shortfalls.count == 1)
    }

    @Test func `the rule tells choices apart, and what it chose is known without an analysis`() throws {
        let typed = work((1...2).map { .ranked(time(15), rank: $0) })
        let early = typed.unchosen
        #expect(early.requests.allSatisfy { $0.part == .length(time(15), .start) && $0.rule != nil })
        #expect(early.requests[0].rule != early.requests[1].rule)
        let late = try typed.resolved(clip(60, lively: 20..<32), duration: time(60)) { _ in [] }.unchosen
        #expect(late.requests == early.requests)
        var other = typed
        other.choice.gap = time(1)
        #expect(other.unchosen.requests[0].rule != early.requests[0].rule)
    }

    // MARK: In parts

    @Test(arguments: [30.0, 307, 571]) func `parts in doubt are examined until the best is known`(
        start: Double
    ) throws {
        let whole = clip(600, lively: start..<start + 14)
        var some = whole
        some.pictures = []
        let keys = (0..<300).map { time($0 * 2) }
        // Packets tell little: they grow by a fifth where the clip is lively.
        some.survey = ClipSurvey(
            bytes: (0..<600).map { (start..<start + 14).contains(Double($0)) ? 6000 : 5000 }, keyframes: keys)
        func examine(_ parts: [TimeRange]) {
            some.add(
                whole.pictures.filter { one in parts.contains { $0.contains(one.time) } }, [], of: parts)
        }
        examine(some.survey!.samples(of: whole.span))
        let work = JobTemplate([TrimRequest(part: .ranked(time(15), rank: 1))], Preset())
        #expect(work.searchesParts(of: time(600)) && !work.searchesParts(of: time(200)))
        while let doubt = work.doubtful(some, duration: time(600)) {
            let missing = some.survey!.missing(in: doubt.range)
            try #require(!missing.isEmpty)
            examine(missing)
        }
        #expect(best(of: some).first?.range == best(of: whole).first?.range)
        #expect(some.survey!.seconds < 150, "\(some.survey!.seconds)")
        #expect(some.examinedText?.hasSuffix("of 10 minutes were examined closely") == true)
        #expect(some.part(span(0, 600)) == nil)
        #expect(AnalysisCoding.analysis(of: AnalysisCoding.bytes(of: some)) == some)
    }

    @Test func `what is missing of a range begins with a keyframe`() {
        var survey = ClipSurvey(bytes: [], keyframes: [time(0), time(10), time(20)])
        #expect(survey.missing(in: span(12, 14)) == [span(10, 14)])
        survey.examine(span(10, 13))
        survey.examine(span(20, 22))
        #expect(survey.missing(in: span(12, 24)) == [span(10, 20), span(20, 24)])
        #expect(survey.missing(in: span(11, 13)).isEmpty)
        survey.examine(span(13, 20))
        #expect(survey.examined == [span(10, 22)])
        #expect(survey.covers(span(11, 22)) && !survey.covers(span(9, 11)))
        #expect(survey.obstacle == nil)
        #expect(ClipSurvey(bytes: [], keyframes: [time(0), time(21)]).obstacle != nil)
        #expect(ClipSurvey(bytes: [], keyframes: [time(0)]).obstacle != nil)
    }
}
