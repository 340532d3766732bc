import ClipCore
import Testing

/// Which part of a clip of 75 seconds a request means.
@Suite struct PartTests {
    private static let duration = time(75)

    @Test(
        arguments: [
            (TrimRequest.Pick.start, 0, 15), (.middle, 30, 45), (.end, 60, 75),
        ] as [(TrimRequest.Pick, Int64, Int64)])
    func `a length is taken where it is picked`(pick: TrimRequest.Pick, start: Int64, end: Int64) throws {
        let found = try TrimRequest.Part.length(time(15), pick).range(in: Self.duration)
        #expect(found.range == span(start, end))
        #expect(found.notes == [])
    }

    @Test(arguments: TrimRequest.Pick.allCases)
    func `a clip that is not longer is kept whole`(pick: TrimRequest.Pick) throws {
        let equal = try TrimRequest.Part.length(time(75), pick).range(in: Self.duration)
        #expect(equal.range == span(0, 75))
        #expect(equal.notes == [])
        let shorter = try TrimRequest.Part.length(time(76), pick).range(in: Self.duration)
        #expect(shorter.range == span(0, 75))
        #expect(shorter.notes.count == 1)
        #expect(shorter.notes.first?.contains("kept whole") == true)
    }

    @Test(arguments: [time(0), time(-5)])
    func `a length of nothing is a mistake`(length: MediaTime) {
        for part in [TrimRequest.Part.length(length, .start), .span(start: nil, end: nil, duration: length)] {
            let error = #expect(throws: PlanningError.self) { try part.range(in: Self.duration) }
            #expect(error?.code == .usage)
        }
    }

    @Test(
        arguments: [
            (10, 20, nil, 10, 20), (-10, nil, nil, 65, 75), (nil, 20, 5, 15, 20), (-10, nil, 5, 65, 70),
            (nil, -5, nil, 0, 70),
            (nil, nil, 5, 0, 5), (nil, nil, nil, 0, 75), (10, -10, nil, 10, 65), (-10, -5, nil, 65, 70),
            (70, 75, nil, 70, 75),
            (nil, -5, 10, 60, 70),
        ] as [(Int64?, Int64?, Int64?, Int64, Int64)])
    func `start, end and duration tell the part`(
        start: Int64?, end: Int64?, duration: Int64?, from: Int64, to: Int64
    ) throws {
        let part = TrimRequest.Part.span(
            start: start.map { time($0) }, end: end.map { time($0) }, duration: duration.map { time($0) })
        let found = try part.range(in: Self.duration)
        #expect(found.range == span(from, to))
        #expect(found.notes == [])
    }

    @Test(
        arguments: [
            (-100, nil, 50, 0, 25, "before the clip"), (70, 80, nil, 70, 75, "ends with the clip"),
            (nil, 20, 30, 0, 20, "before the clip"), (70, nil, 15, 70, 75, "ends with the clip"),
        ] as [(Int64?, Int64?, Int64?, Int64, Int64, String)])
    func `what lies outside of the clip is cut off and told`(
        start: Int64?, end: Int64?, duration: Int64?, from: Int64, to: Int64, note: String
    ) throws {
        let part = TrimRequest.Part.span(
            start: start.map { time($0) }, end: end.map { time($0) }, duration: duration.map { time($0) })
        let found = try part.range(in: Self.duration)
        #expect(found.range == span(from, to))
        try #require(found.notes.count == 1)
        #expect(found.notes[0].contains(note))
    }

    @Test(
        arguments: [
            (75, nil, nil, .unsatisfiable), (100, nil, 5, .unsatisfiable), (20, 10, nil, .usage),
            (20, 20, nil, .usage),
            (nil, -100, nil, .usage),
        ] as [(Int64?, Int64?, Int64?, PlanningError.Code)])
    func `a part without anything in it is refused`(
        start: Int64?, end: Int64?, duration: Int64?, code: PlanningError.Code
    ) {
        let part = TrimRequest.Part.span(
            start: start.map { time($0) }, end: end.map { time($0) }, duration: duration.map { time($0) })
        let error = #expect(throws: PlanningError.self) { try part.range(in: Self.duration) }
        #expect(error?.code == code)
    }

    @Test func `the middle is exact where the clip's length is odd`() throws {
        let found = try TrimRequest.Part.length(time(1), .middle).range(in: time(1001, 300))
        #expect(found.range.start == time(701, 600))
        #expect(found.range.duration == time(1))
    }
}
