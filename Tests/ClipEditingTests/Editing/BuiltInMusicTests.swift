import ClipCore
import ClipMedia
import Foundation
import Recommendation
import SystemPackage
import Testing

@testable import ClipEditing

/// Plans with music that is part of the program are good for every user.
@Suite struct BuiltInMusicTests {
    private let id = "kopi-pagi"

    /// The plan of `-s 2 -d 3 --music kopi-pagi` as JSON, made by a user who lives in `home`.
    private func plan(_ scratch: Scratch, _ home: String) throws -> String {
        try scratch.living(in: home) {
            let editor = try Editor(batik, Analyzer(), rights: try TrackCatalogue.catalogue())
            var placer = MusicPlacer()
            let accompanied = try editor.accompany(work("2", "3"), &placer) { _ throws(Failure) in
                let entry = TrackCatalogue.builtIn.first { $0.track.id == id }!
                var chosen = MusicAndLook(PlannedPost(brand: "", seed: 1))
                chosen.post.music = .init(id: id, name: entry.track.title)
                chosen.music = try BuiltInMusic.music(entry, from: .zero)
                return chosen
            }
            return JSONLine.text(
                Plan.schemaName, try editor.plan(accompanied, as: scratch.path("out.mp4")))
        }
    }

    @Test func `plans are the same to the byte whoever makes them`() throws {
        let scratch = try Scratch()
        let plan = try plan(scratch, "one")
        #expect(try self.plan(scratch, "two") == plan)
        #expect(!plan.contains("/music/"))
        #expect(plan.contains("\"builtIn\":{\"content\":\""))
    }

    @Test func `a plan is carried out by another user, whose cache is empty`() throws {
        let scratch = try Scratch()
        try scratch.write(try plan(scratch, "one"), to: "plans.jsonl")
        try scratch.living(in: "two") {
            let plans = try PlanFile.read(scratch.path("plans.jsonl"))
            let editor = try Editor(batik, Analyzer(), rights: try TrackCatalogue.catalogue())
            let report = try editor.render(plans, Renderer())[0].get()
            #expect(report.deviations == [])
            #expect(report.plan.post?.music?.id == id)
            #expect(scratch.exists("out.mp4") && scratch.exists("two/.cache/clipfit/music"))
        }
    }

    @Test func `other music under that id is refused`() throws {
        let scratch = try Scratch()
        let plan = try plan(scratch, "one")
        let content = try #require(plan.firstMatch(of: #/"content":"([0-9a-f]{64})"/#)).1
        try scratch.write(
            plan.replacing(content, with: String(repeating: "0", count: 64)), to: "plans.jsonl")
        try scratch.living(in: "two") {
            let plans = try PlanFile.read(scratch.path("plans.jsonl"))
            let results = try Editor(batik, Analyzer(), rights: try TrackCatalogue.catalogue())
                .render(plans, Renderer())
            #expect { _ = try results[0].get() } throws: { ($0 as? Failure)?.kind == .unusable }
        }
    }
}
