import Foundation
import Testing

/// The lines of `--progress json`, held against their published schema.
@Suite struct ProgressSchemaTests {
    private let scratch: Scratch
    private let schema: SchemaCheck

    init() throws {
        (scratch, schema) = (try Scratch(), try SchemaCheck("progress.schema.json"))
        try scratch.makeFolder("in")
        for name in ["a", "b"] { try scratch.add(.batik, as: "in/\(name).mp4") }
    }

    private func lines(_ words: String) throws -> [[String: Any]] {
        let run = try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
        #expect(run.code == 0, "\(run.errors)")
        let lines = try run.errorObjects()
        for line in lines { #expect(schema.problems(of: line) == []) }
        return lines
    }

    @Test(arguments: ["", "--watch --limit 2"])
    func `a batch tells clips, the whole, and in the end one summary`(more: String) throws {
        let lines = try lines(
            "batch in -o out --pick start -l 2 --aspect 1:1 --speed ultrafast --progress json -q \(more)")
        #expect(lines.contains { $0["phase"] as? String == "rendering" && $0["share"] as? Double ?? 0 > 0 })
        #expect(lines.contains { $0["over"] as? Int == 2 && $0["total"] as? Int == 2 })
        #expect(lines.count { $0["summary"] != nil } == 1)
        #expect((lines.last?["summary"] as? [String: Any])?["done"] as? Int == 2)
    }

    @Test func `one clip tells its steps`() throws {
        let lines = try lines(
            "trim in/a.mp4 -l 2 --pick start --aspect 1:1 --speed ultrafast --progress json -q")
        #expect(lines.contains { $0["share"] as? Double ?? 0 > 0.5 })
        #expect(lines.count { $0["summary"] != nil } == 1)
        #expect((lines.last?["summary"] as? [String: Any])?["done"] as? Int == 1)
    }

    @Test(arguments: ["in/no.mp4 in/a.mp4 in/b.mp4", "in/a.mp4 in/b.mp4 in/no.mp4 in/gone.mp4", "in/no.mp4"])
    func `the last line counts what failed`(inputs: String) throws {
        let words = "trim \(inputs) -l 1 --pick start --progress json -q --json"
        let run = try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
        let lines = try run.errorObjects()
        let summary = try #require(lines.last?["summary"] as? [String: Any])
        let missing = inputs.contains("gone") ? 2 : 1
        #expect(summary["failed"] as? Int == missing, "\(run.errors)")
        #expect(summary["done"] as? Int == inputs.split(separator: " ").count - missing)
        #expect(lines.count { $0["summary"] != nil } == 1)
    }

    @Test(arguments: [
        #"{"schema": "clipfit.progress/2", "name": "a", "share": 0}"#,
        #"{"schema": "clipfit.progress/1", "name": "a", "share": 1.5}"#,
        #"{"schema": "clipfit.progress/1", "name": "a", "share": true}"#,
        #"{"schema": "clipfit.progress/1", "name": "a", "share": 0, "phase": "thinking"}"#,
        #"{"schema": "clipfit.progress/1", "name": "a", "share": 0, "more": 1}"#,
        #"{"schema": "clipfit.progress/1", "total": 2.5, "over": 0, "share": 0, "secondsLeft": null}"#,
        #"{"schema": "clipfit.progress/1", "total": 2, "over": 0, "share": 0}"#,
        #"{"schema": "clipfit.progress/1", "summary": {"done": 1}}"#,
    ])
    func `other lines do not conform`(line: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        #expect(schema.problems(of: value) != [])
    }
}
