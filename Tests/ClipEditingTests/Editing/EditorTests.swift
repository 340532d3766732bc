import ClipCore
import ClipLibrary
import ClipMedia
import SystemPackage
import Testing

@testable import ClipEditing

/// The way of one clip, step by step, without the program.
@Suite struct EditorTests {
    private let analyzer = Analyzer()

    @Test func `a clip is opened with its facts`() throws {
        let editor = try Editor(batik, analyzer)
        #expect(editor.source == batik)
        #expect(editor.info.duration == seconds("20"))
        #expect(editor.identity.count == 64)
    }

    @Test func `what is no clip is not opened`() throws {
        let scratch = try Scratch()
        try scratch.write("no clip", to: "note.mp4")
        #expect {
            _ = try Editor(scratch.path("note.mp4"), analyzer)
        } throws: { ($0 as? Failure)?.kind == .unusable }
        #expect {
            _ = try Editor(scratch.path("missing.mp4"), analyzer)
        } throws: { ($0 as? Failure)?.kind == .unreadable }
    }

    @Test func `the best part is chosen before it is planned`() throws {
        let editor = try Editor(batik, analyzer)
        let typed = JobTemplate([TrimRequest(part: .ranked(seconds("4"), rank: 1))], Preset())
        #expect(throws: PlanningError.self) { try typed.requests[0].part.range(in: editor.info.duration) }
        let chosen = try editor.choose(typed)
        let (range, _) = try chosen.requests[0].part.range(in: editor.info.duration)
        #expect(range.duration == seconds("4"))
        #expect(range.start >= .zero && range.end <= editor.info.duration)
    }

    @Test func `a named part is planned to the frame`() throws {
        let scratch = try Scratch()
        let editor = try Editor(batik, analyzer)
        let plan = try editor.plan(work("3.9", "4.05"), as: scratch.path("out.mp4"))
        #expect(plan.window.start <= seconds("3.94") && plan.window.start >= seconds("3.9"))
        #expect(plan.output.file.path == scratch.path("out.mp4"))
        #expect(plan.method == .smart)
    }

    @Test func `an output is made, and what belongs to it is delivered and remembered`() throws {
        let scratch = try Scratch()
        try scratch.living(in: "home") {
            let editor = try Editor(batik, analyzer)
            var plan = try editor.plan(work("2", "1"), as: scratch.path("out.mp4"))
            plan.post = post
            let report = try editor.render([plan], Renderer())[0].get()
            #expect(scratch.exists("out.mp4"))
            #expect(!scratch.exists("out.post.json"))
            var warnings: [String] = []
            try Editor.deliver(report, nil) { warnings.append($0) }
            #expect(warnings == [])
            #expect(scratch.exists("out.post.json") && scratch.exists("out.caption.txt"))
            let renders = try TrackCatalogue.library(for: .reading).renders(of: "kopi", last: 9)
            #expect(renders.map(\.output) == [scratch.path("out.mp4").string])
        }
    }

    @Test func `nothing is rendered whose neighbours could not be written`() throws {
        let scratch = try Scratch()
        try scratch.write("mine", to: "out.post.json")
        let editor = try Editor(batik, analyzer)
        var taken = try editor.plan(work("2", "1"), as: scratch.path("out.mp4"))
        taken.post = post
        let free = try editor.plan(work("4", "1"), as: scratch.path("free.mp4"))
        let results = editor.render([taken, free], Renderer())
        #expect(throws: Failure.self) { try results[0].get() }
        #expect(try results[1].get().plan.output.file.path == scratch.path("free.mp4"))
        #expect(!scratch.exists("out.mp4") && scratch.exists("free.mp4"))
    }

    @Test func `what could not be delivered is not remembered`() throws {
        let scratch = try Scratch()
        try scratch.living(in: "home") {
            let editor = try Editor(batik, analyzer)
            var plan = try editor.plan(work("2", "1"), as: scratch.path("out.mp4"))
            plan.post = post
            let report = try editor.render([plan], Renderer())[0].get()
            try scratch.write("somebody was faster", to: "out.post.json")
            #expect {
                try Editor.deliver(report, nil) { _ in }
            } throws: { ($0 as? Failure)?.kind == .exists }
            #expect(try TrackCatalogue.library(for: .noting).renders(of: "kopi", last: 9).isEmpty)
        }
    }

    private var post: PlannedPost {
        var post = PlannedPost(brand: "kopi", seed: 1)
        post.caption = "Pagi yang tenang"
        return post
    }
}
