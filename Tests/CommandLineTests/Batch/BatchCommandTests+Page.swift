import Foundation
import Glibc
import Testing

/// The page of a batch, and what a second run remembers in it.
extension BatchCommandTests {
    /// The data in a page: the outputs of each clip, as JSON with sorted keys.
    private func pageData(_ name: String) throws -> (outputs: [Data], html: String) {
        let html = String(decoding: try scratch.contents(of: name), as: UTF8.self)
        let start = try #require(html.range(of: #"id="clipfit">"#)?.upperBound)
        let end = try #require(html.range(of: "</script>")?.lowerBound)
        let data = try JSONSerialization.jsonObject(with: Data(html[start..<end].utf8)) as? [String: Any]
        #expect(data?["schema"] as? String == "clipfit.report/1")
        let clips = try #require(data?["clips"] as? [[String: Any]])
        return (
            try clips.map {
                try JSONSerialization.data(withJSONObject: $0["outputs"] ?? [], options: .sortedKeys)
            }, html
        )
    }

    @Test func `a page of a second run forgets nothing, and a dry run makes one to approve`() throws {
        let words = "--for tiktok --speed ultrafast -l 3 --about Batik --report page.html"
        #expect(try batch("\(words) --dry-run").code == 0)
        let planned = try pageData("page.html")
        #expect(planned.html.contains("2 planned") && planned.html.contains(#"<div class="moving">"#))
        #expect(files("out").isEmpty)
        #expect(try batch(words).code == 0)
        let first = try pageData("page.html")
        #expect(first.html.contains("2 ready") && first.html.contains(#"href="out/b-3s-tiktok.mp4""#))
        #expect(String(decoding: first.outputs[0], as: UTF8.self).contains(#""loudness":-1"#))
        let again = try batch(words + " --report-title Mei")
        #expect(again.code == 0, "\(again.errors)")
        let second = try pageData("page.html")
        #expect(second.outputs == first.outputs)
        #expect(second.html.contains("2 ready") && second.html.contains("<h1>Mei</h1>"))
        #expect(try batch("--report-title Mei").code == 64)
    }

    @Test func `the page may be in the folder of the outputs, which is new`() throws {
        let run = try batch("-l 3 --report out/page.html")
        #expect(run.code == 0, "\(run.errors)")
        #expect(try !scratch.contents(of: "out/page.html").isEmpty)
    }

    @Test func `a report holds every clip with pictures, is written anew, and replaces no other file`() throws
    {
        try scratch.write("no video", as: "in/<b>.mp4")
        let first = try batch("-l 1 --report report.html")
        #expect(first.code == 1, "\(first.errors)")
        let page = String(decoding: try scratch.contents(of: "report.html"), as: UTF8.self)
        #expect(page.contains("<bdi>in/&lt;b&gt;.mp4</bdi>"))
        #expect(page.components(separatedBy: "<article").count == 4)
        // A strip of the source, and a frame and a strip of the output, for each of two.
        #expect(page.components(separatedBy: "src=\"data:image/jpeg;base64,/9j/").count == 7)
        #expect(page.contains(#"<rect class="window""#) && page.contains(#"<path class="loudness""#))
        #expect(page.utf8.count < 3 * 150_000)
        unlink("\(scratch.path)/in/<b>.mp4")
        #expect(try batch("-l 1 --report report.html").code == 0)
        let second = String(decoding: try scratch.contents(of: "report.html"), as: UTF8.self)
        #expect(second.contains("2 ready"))
        #expect(second.components(separatedBy: "src=\"data:image/jpeg;base64,/9j/").count == 7)
        let edited = second.replacingOccurrences(of: "2 ready", with: "approved by Sari")
        try scratch.write(edited, as: "report.html")
        #expect(try batch("-l 1 --report report.html").code == 73)
        #expect(try scratch.contents(of: "report.html") == Data(edited.utf8))
        #expect(try batch("-l 1 --report report.html --overwrite").code == 0)
        try scratch.write("mine", as: "other.html")
        #expect(try batch("-l 2 --report other.html").code == 73)
        #expect(try scratch.contents(of: "other.html") == Data("mine".utf8))
        #expect(files("out") == ["b-1s.mp4", "day/a-1s.mp4"])
    }
}
