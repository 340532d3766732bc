import Foundation
import Testing

/// Plans that were written down, carried out by somebody else or later.
@Suite struct StoredPlanTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("in")
        try scratch.add(.batik, as: "in/a.mp4")
    }

    /// Runs a line of the shell with `clipfit` as its first word, as a user whose cache is in that folder.
    private func run(_ words: String, cache: String) throws -> Outcome {
        let line = "XDG_CACHE_HOME='\(scratch.path)/\(cache)' '\(clipfit)' \(words)"
        return try scratch.start(["-c", line].map { Array($0.utf8) }, program: "/bin/sh").wait()
    }

    @Test func `plans with built-in music are the same whoever makes them, and good for all`() throws {
        for user in ["one", "two"] {
            let planned = try run(
                "batch in -o out --music auto --look none -l 2 --pick start --plan-only \(user).jsonl",
                cache: user)
            #expect(planned.code == 0, "\(planned.errors)")
        }
        let plans = try scratch.contents(of: "one.jsonl")
        #expect(try scratch.contents(of: "two.jsonl") == plans)
        let batch = try run("batch in -o here --from-plan one.jsonl", cache: "three")
        #expect(batch.code == 0, "\(batch.errors)")
        try scratch.makeFolder("there")
        let text = String(decoding: plans, as: UTF8.self)
            .replacing("\"a.mp4\"", with: "\"in/a.mp4\"").replacing(
                "\"a-2s.mp4\"", with: "\"there/a-2s.mp4\"")
        try scratch.write(text, as: "moved.jsonl")
        let render = try run("render moved.jsonl", cache: "four")
        #expect(render.code == 0, "\(render.errors)")
        #expect(try scratch.contents(of: "there/a-2s.mp4") == scratch.contents(of: "here/a-2s.mp4"))
    }

    @Test func `built-in music that this clipfit has not costs its own clip alone`() throws {
        try scratch.add(.batik, as: "in/b.mp4")
        let planned = try run(
            "batch in -o out --music auto --look none -l 1 --pick start --plan-only plans.jsonl", cache: "one"
        )
        #expect(planned.code == 0, "\(planned.errors)")
        var lines = String(decoding: try scratch.contents(of: "plans.jsonl"), as: UTF8.self).split(
            separator: "\n"
        ).map(String.init)
        let content = try #require(lines[0].firstMatch(of: #/"content":"([0-9a-f]{64})"/#)).1
        lines[0] = lines[0].replacing(content, with: String(repeating: "0", count: 64))
        try scratch.write(lines.joined(separator: "\n"), as: "plans.jsonl")
        let batch = try run("batch in -o out --from-plan plans.jsonl", cache: "two")
        #expect(batch.code == 1)
        #expect(batch.errors.contains("does not have the built-in music"), "\(batch.errors)")
        #expect(batch.output.contains("b-1s.mp4"))
    }

    @Test func `render refuses occupied names of what lies beside an output before it renders`() throws {
        let planned = try run(
            "trim in/a.mp4 -o r.mp4 --look auto -s 1 -d 1 --dry-run --json", cache: "one")
        #expect(planned.code == 0, "\(planned.errors)")
        try scratch.write(planned.output, as: "plan.json")
        try scratch.write("mine", as: "r.post.json")
        let render = try run("render plan.json", cache: "one")
        #expect(render.code == 73)
        #expect(render.output.isEmpty)
        #expect(!scratch.names.contains("r.mp4"))
        #expect(try scratch.contents(of: "r.post.json") == Data("mine".utf8))
    }
}
