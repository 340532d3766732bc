import ClipCore
import Foundation
import SystemPackage
import Testing

@Suite struct PlanTests {
    /// A plan with a head, a copy and a tail, from 1 to 9 seconds.
    private static func plan() throws -> Plan {
        var plan = try PlannerTests.plan(
            PlannerTests.clip(sound: ["aac", "mp3"]), time(1), time(9), allAudio: true)
        plan.video.segments = [
            Segment(range: span(1, 2), frames: 30, treatment: .reencode(because: "head")),
            Segment(range: span(2, 8), frames: 180, treatment: .copy),
            Segment(range: span(8, 9), frames: 30, treatment: .reencode(because: "tail")),
        ]
        return plan
    }

    @Test func `JSON brings back the same plan`() throws {
        var plan = try Self.plan()
        plan.source.file = PlannedPath(FilePath(bytes: [0x63, 0xFF, 0x0A, 0x22]))
        plan.output.file = PlannedPath("aus/„gefegt“ 🎬.mp4")
        plan.origin = time(-1001, 30000)
        let back = try JSONDecoder().decode(Plan.self, from: try JSONEncoder().encode(plan))
        #expect(back == plan)
        #expect(back.source.file.path.bytes == [0x63, 0xFF, 0x0A, 0x22])
    }

    @Test func `every payload in JSON has a name`() throws {
        let text = String(decoding: try JSONEncoder().encode(try Self.plan()), as: UTF8.self)
        #expect(!text.contains("\"_0\""))
        #expect(text.contains(#""reencode":{"because":"head"}"#))
    }

    @Test func `a path in UTF-8 is text alone`() throws {
        let text = String(decoding: try JSONEncoder().encode(PlannedPath("a b.mp4")), as: UTF8.self)
        #expect(text == #"{"path":"a b.mp4"}"#)
        let bad = Data(#"{"path":"x","pathBytes":"%%%"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(PlannedPath.self, from: bad) }
    }

    @Test func `a plan as made is sound`() throws { #expect(try Self.plan().problem == nil) }

    @Test(arguments: [
        Edit("the window is empty") { $0.window.end = $0.window.start },
        Edit("no segments") { $0.video.segments = [] },
        Edit("do not follow") { $0.video.segments.remove(at: 1) },
        Edit("do not follow") { $0.video.segments.swapAt(0, 1) },
        Edit("do not end with the window") { $0.video.segments.removeLast() },
        Edit("a segment is empty") { $0.video.segments[1].range.end = span(2, 2).end },
        Edit("does not tell its frames") { $0.video.segments[1].frames = nil },
        Edit("does not tell its frames") { $0.video.segments[1].frames = 0 },
        Edit("does not tell the codec") { $0.video.codec = nil },
        Edit("more than one segment") { $0.video.segments[2].treatment = .copy },
        Edit("do not follow") { $0.window.start = time(0) },
    ])
    func `what an editor can break is told`(edit: Edit) throws {
        var plan = try Self.plan()
        edit.change(&plan)
        #expect(plan.problem?.contains(edit.problem) == true, "\(plan.problem ?? "no problem")")
    }

    /// A change that breaks a plan, and words of what is said about it.
    struct Edit: Sendable {
        let problem: String
        let change: @Sendable (inout Plan) -> Void

        init(_ problem: String, _ change: @escaping @Sendable (inout Plan) -> Void) {
            (self.problem, self.change) = (problem, change)
        }
    }
}
