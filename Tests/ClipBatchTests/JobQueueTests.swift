import ClipCore
import ClipMedia
import SystemPackage
import Testing

@testable import ClipBatch

@Suite struct JobQueueTests {
    private var queue = JobQueue { $0.rival(false) }

    private func jobs(_ places: String...) -> [Job] { places.map { Job(FilePath($0), in: "in") } }

    private mutating func next() -> String? { queue.next()?.1.place.string }

    @Test mutating func `jobs come in their order, more at any time`() {
        queue.add(jobs("a.mp4", "b.mp4"))
        #expect(next() == "a.mp4")
        queue.add(jobs("0.mp4", "c.mp4"))
        #expect(queue.count == 4 && queue.hasMore)
        #expect([next(), next(), next(), next()] == ["b.mp4", "0.mp4", "c.mp4", nil])
        #expect(!queue.hasMore)
    }

    @Test mutating func `a job waits for earlier ones whose outputs could have its names`() {
        queue.add(jobs("a.mov", "a.mp4", "day/a.mp4"))
        #expect(next() == "a.mov")
        #expect(next() == "day/a.mp4")
        #expect(next() == nil)
        queue.decided(0)
        #expect(next() == "a.mp4")
    }

    @Test mutating func `what another batch has is asked for again before what comes later`() {
        queue.add(jobs("a.mp4", "b.mp4"))
        _ = next()
        queue.postpone(0, until: .now)
        #expect(next() == "a.mp4")
        queue.postpone(0, until: .now + .seconds(1000))
        #expect([next(), next()] == ["b.mp4", nil])
        #expect(queue.hasMore && queue.rest == [0])
    }

    @Test mutating func `nothing is kept of what is over`() {
        queue.add(jobs("a.mov", "a.mp4"))
        _ = next()
        queue.end(0)
        #expect(queue[0] == nil && queue[1]?.place == "a.mp4")
        #expect(next() == "a.mp4")
    }

    @Test func `results wait for those before them, or are told at once`() {
        for (isLive, told) in [(false, ["", "a b c"]), (true, ["b c", "a"])] {
            var results = OrderedResults(isLive: isLive)
            let names = { (results: [JobResult]) in results.map(\.source.string).joined(separator: " ") }
            results.add(JobResult("c"), at: 2)
            results.add(JobResult("b"), at: 1)
            #expect(names(results.ready()) == told[0])
            results.add(JobResult("a"), at: 0)
            #expect(names(results.ready()) == told[1])
            #expect(results.rest().isEmpty)
        }
    }

    @Test func `a name belongs to one source, until that is gone`() throws {
        var claims = OutputClaims()
        try claims.claim("out/a.mp4", for: "in/a.mov", isFlat: false)
        try claims.claim("out/./a.mp4", for: "in/a.mov", isFlat: false)
        #expect(throws: Failure.self) { try claims.claim("out/a.mp4", for: "in/a.mp4", isFlat: false) }
        claims.release("in/a.mov")
        try claims.claim("out/a.mp4", for: "in/a.mp4", isFlat: false)
        #expect(claims.isTaken("out/a.mp4", besides: "in/a.mov"))
    }

    @Test func `names that a disk takes for one are one`() throws {
        var claims = OutputClaims(ignoresCase: true)
        try claims.claim("out/Clip-1s.mp4", for: "in/Clip.mp4", isFlat: false)
        try claims.claim("out/Clip-1s.mp4", for: "in/Clip.mp4", isFlat: false)
        #expect(throws: Failure.self) {
            try claims.claim("out/CLIP-1s.mp4", for: "in/CLIP.mp4", isFlat: false)
        }
        claims.release("in/Clip.mp4")
        try claims.claim("out/CLIP-1s.mp4", for: "in/CLIP.mp4", isFlat: false)
        var exact = OutputClaims()
        try exact.claim("out/Clip-1s.mp4", for: "in/Clip.mp4", isFlat: false)
        try exact.claim("out/CLIP-1s.mp4", for: "in/CLIP.mp4", isFlat: false)
    }
}
