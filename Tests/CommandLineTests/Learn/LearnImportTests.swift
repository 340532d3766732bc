import Foundation
import Testing

/// `clipfit learn import|status|forget`, with a library that lies in the scratch folder.
@Suite struct LearnImportTests {
    private let scratch: Scratch
    private static let link = "https://www.tiktok.com/@kopi/video/7681870521679564053"

    init() throws { scratch = try Scratch() }

    private func learn(_ words: String...) throws -> Outcome { try scratch.runAtHome(["learn"] + words) }

    private func writeContent(_ views: String = "1,200", caption: String = "Kopi pagi #kopi") throws {
        try scratch.write(
            "\u{FEFF}\"Video title\",\"Video link\",\"Post time\",\"Total views\",\"Total likes\",\"Total comments\"\n"
                + "\"\(caption)\",\"\(Self.link)\",\"5 September\",\"\(views)\",\"90\",\"10\"",
            as: "Content.csv")
    }

    /// The bytes of all files of the library.
    private func library() throws -> Data {
        let folder = "\(scratch.path)/data/clipfit"
        return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(Data()) {
            try $0 + Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($1)"))
        }
    }

    @Test func `an export is imported once, and told with what was left out`() throws {
        try scratch.write(
            "post,posted,scraped,views\na,2026-01-01,2026-01-09,100\nb,2026-01-01,2026-01-09,nan\n"
                + "c,2999-01-01,2026-01-09,5\nd,2026-01-02,2026-01-09,-1\n", as: "posts.csv")
        let run = try learn("import", "posts.csv", "--brand", "kopi", "--json")
        let result = try #require(try run.objects().first, "\(run.errors)")
        #expect(run.code == 0 && result["schema"] as? String == "clipfit.learn-import/1")
        #expect(result["platform"] as? String == "own" && result["new"] as? Int == 1)
        #expect(result["leftOut"] as? Int == 3)
        let reasons = try #require(result["reasons"] as? [[String: Any]])
        #expect(
            reasons[0]["rows"] as? [Int] == [3, 5] && reasons[0]["column"] as? String == "column 4 (views)")
        let again = try learn("import", "posts.csv", "--brand", "kopi")
        #expect(
            again.output.contains("0 new posts, 0 updated, 1 known") && again.output.contains("--comments"))
        #expect(
            again.errors.contains("rows 3, 5, column 4 (views), left out: it is no count (such as 'nan')"))
    }

    @Test func `standard input is read, and of a file without a day its last change counts`() throws {
        try writeContent()
        let shell = "\(clipfit) learn import - --as-of 2026-09-20 --json < Content.csv"
        let words = ["XDG_DATA_HOME=\(scratch.path)/data", "sh", "-c", shell].map { Array($0.utf8) }
        let run = try scratch.start(words, program: "/usr/bin/env").wait()
        let asOf = try #require(try run.objects().first?["asOf"] as? [String: String], "\(run.errors)")
        #expect(asOf == ["from": "2026-09-20", "to": "2026-09-20"])
        let file = try learn("import", "Content.csv")
        #expect(file.errors.contains("when the file was last changed"), "\(file.errors)")
    }

    @Test func `one bad file does not stop the others, and its error is the command's`() throws {
        try writeContent()
        try scratch.write("Date,Video Views,Profile Views\n", as: "Overview.csv")
        try scratch.write([0x50, 0x4B, 3, 4, 0, 0], as: Array("cut.zip".utf8))
        let one = try learn("import", "Overview.csv", "Content.csv", "--json")
        #expect(try one.code == 65 && one.objects().count == 1)
        let error = try #require(try one.errorObjects().first)
        #expect(
            (error["message"] as? String)?.contains("overview of days") == true && error["row"] as? Int == 1)
        #expect(try learn("import", "Overview.csv", "cut.zip", "none.csv").code == 1)
        #expect(try learn("import", "none.csv").code == 66)
        #expect(try learn("import").code == 64)
        #expect(try learn("import", "Content.csv", "--as-of", "2999-01-01").code == 64)
    }

    @Test func `nothing of a file that is cut off is imported`() throws {
        try scratch.write("post,posted,views\na,2026-01-01,100\nb,2026-01", as: "posts.csv")
        let run = try learn("import", "posts.csv")
        #expect(run.code == 65 && run.errors.contains("row 3: 2 fields, and the header has 3"))
        #expect(try learn("status", "--json").output.isEmpty)
    }

    @Test(.enabled(if: canTrace, "strace is not there, or may not trace"))
    func `a disk that fails is no missing file`() throws {
        try writeContent()
        let file = "\(scratch.path)/Content.csv"
        let words = [
            "XDG_DATA_HOME=\(scratch.path)/data", "/usr/bin/strace", "-f", "-o", "trace", "-P", file, "-e",
            "inject=read:error=EIO", clipfit, "learn", "import", file,
        ]
        let run = try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
        #expect(run.code == 74 && run.errors.contains("input/output error"), "\(run.errors)")
    }

    @Test func `comments that do not count lower the share that does, and status tells it`() throws {
        try writeContent()
        try scratch.write(
            "post,text\n7681870521679564053,goblok canary\n7681870521679564053,enak kak\n", as: "comments.csv"
        )
        let run = try learn("import", "Content.csv", "--brand", "kopi", "--comments", "comments.csv")
        #expect(
            run.output.contains("1 of 2 comments count") && !run.output.contains("as they are"),
            "\(run.errors)")
        let status = try #require(try learn("status", "--json").objects().first)
        #expect(status["brand"] as? String == "kopi" && status["commentsFiltered"] as? Int == 1)
        #expect(status["posts"] as? Int == 1 && status["missing"] as? Int == 9)
        #expect(try library().range(of: Data("canary".utf8)) == nil)
        #expect(try learn("status").output.contains("kopi: 1 post, 2026-09-05"))
    }

    @Test func `what is forgotten is in no file of the library any more`() throws {
        try writeContent(caption: "zebra caption of a post")
        _ = try learn("import", "Content.csv", "--brand", "kopi")
        #expect(try library().range(of: Data("zebra caption".utf8)) != nil)
        #expect(try learn("forget", "--brand", "kopi", "--dry-run").output.hasPrefix("would forget 1 post"))
        // Twice meant is once forgotten.
        #expect(
            try learn("forget", "7681870521679564053", "--brand", "kopi", "--dry-run").output
                .hasPrefix("would forget 1 post with 1 figure "))
        #expect(try learn("forget", "--brand", "teh").code == 65)
        #expect(try learn("forget", "unknown").code == 65)
        #expect(try learn("forget").code == 64)
        let run = try learn("forget", "--source", "Content.csv", "--json")
        #expect(try run.objects().first?["posts"] as? Int == 1, "\(run.errors)")
        #expect(try library().range(of: Data("zebra caption".utf8)) == nil)
        #expect(try learn("status", "--json").output.isEmpty)
    }

    @Test func `a post is joined to the render that has its text`() throws {
        try scratch.add(.batik, as: "kopi-sore.mp4")
        let trim = try scratch.runAtHome(
            "trim kopi-sore.mp4 -l 4 --for tiktok --music auto --look none --speed ultrafast -o post.mp4"
                .split(separator: " ").map(String.init))
        try #require(trim.code == 0, "\(trim.errors)")
        let text = String(decoding: try scratch.contents(of: "post.caption.txt"), as: UTF8.self)
        let facts = try #require(
            try JSONSerialization.jsonObject(with: scratch.contents(of: "post.post.json")) as? [String: Any])
        let caption = text.replacingOccurrences(of: "\n", with: " ").replacingOccurrences(of: "\"", with: "'")
        let soon = ISO8601DateFormatter().string(from: Date())
        try scratch.write(
            "post,posted,views,caption,render\n1,\(soon),100,\"\(caption)\",\n2,\(soon),90,,\(facts["id"] ?? "")\n",
            as: "posts.csv")
        let run = try learn("import", "posts.csv", "--json")
        #expect(try run.objects().first?["joined"] as? Int == 2, "\(run.errors)\(run.output)")
        // The render keeps a fingerprint of its text alone.
        let words = Data(caption.utf8.prefix(24))
        #expect(try library().range(of: words) != nil)
        _ = try learn("forget", "1", "2")
        #expect(try library().range(of: words) == nil)
        // What clipfit noted itself goes with all posts.
        let noted = Data("kopi-sore".utf8)
        #expect(try library().range(of: noted) != nil)
        #expect(try learn("forget", "--all").output.hasSuffix("and 1 render\n"))
        #expect(try library().range(of: noted) == nil)
        // So does what was only suggested.
        _ = try scratch.runAtHome(["suggest", "kopi-sore.mp4", "--about", "batik tulis"])
        let suggested = Data("batiktulis".utf8)
        #expect(try library().range(of: suggested) != nil)
        #expect(try learn("forget", "--all").output.hasSuffix("and 0 renders\n"))
        #expect(try library().range(of: suggested) == nil)
    }

    @Test(.enabled(if: canTrace)) func `nothing is read but what is named`() throws {
        try writeContent()
        let home = ["XDG_DATA_HOME=\(scratch.path)/data", "HOME=\(scratch.path)"]
        let words = home + ["strace", "-f", "-e", "trace=openat,open,connect", "-o", "trace", clipfit]
        let run = try scratch.start(
            (words + ["learn", "import", "Content.csv"]).map { Array($0.utf8) }, program: "/usr/bin/env"
        ).wait()
        try #require(run.code == 0, "\(run.errors)")
        let opened = String(decoding: try scratch.contents(of: "trace"), as: UTF8.self).split(separator: "\n")
            // The sandbox opens folders as places, which reads nothing.
            .filter { !$0.contains("ENOENT") && !$0.contains("O_PATH") }
            .compactMap { $0.split(separator: "\"").dropFirst().first }
        let known = [
            "/lib", "/usr/lib", "/usr/local/lib", "/opt", "/etc", "/proc", "/sys", "/dev",
            "/usr/share/zoneinfo",
        ]
        let rest = opened.filter { path in !known.contains { path.hasPrefix($0) } && !path.contains(".build/")
        }
        #expect(rest.allSatisfy { $0 == "Content.csv" || $0.contains("/data/clipfit") }, "\(rest)")
        #expect(rest.contains("Content.csv"))
    }
}
