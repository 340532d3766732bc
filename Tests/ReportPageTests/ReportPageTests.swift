import ClipBatch
import ClipCore
import ClipMedia
import Foundation
import ReportPage
import SystemPackage
import Testing

@Suite struct ReportPageTests {
    private func failed(_ name: [UInt8], _ message: String = "no such file") -> JobResult {
        var result = JobResult(FilePath(bytes: name))
        result.errors = [Failure(.unreadable, result.source, message, hint: "look <there>")]
        return result
    }

    private func page(_ results: [JobResult]) -> String {
        var page = ReportPage()
        let articles = results.map { page.add($0) }
        let parts = page.brands.map { brand in
            page.section(brand) + articles.filter { $0.brand == brand }.map(\.article).joined()
                + ReportPage.sectionEnd
        }
        return page.head(BatchSummary(), made: "today") + parts.joined() + page.foot
    }

    @Test(
        arguments: [
            ("<script>alert(1)</script>.mp4", "&lt;script&gt;alert(1)&lt;/script&gt;.mp4"),
            ("a\"b'c&d.mp4", "a&quot;b&#39;c&amp;d.mp4"),
            ("quote\"\u{301}mark.mp4", "quote&quot;\u{301}mark.mp4"),
            ("less<\u{338}than.mp4", "less&lt;\u{338}than.mp4"),
            ("{{number}}{{{style}}}.mp4", "{{number}}{{{style}}}.mp4"),
            ("\u{202E}4pm.exe", "\\u{202E}4pm.exe"), ("bell\u{7}\u{1B}[31m", "bell\\u{07}\\u{1B}[31m"),
            ("صورة.mp4", "صورة.mp4"),
        ])
    func `a name is text, whatever is in it`(name: String, shown: String) throws {
        let html = page([failed(Array(name.utf8))])
        #expect(html.contains("<bdi>\(shown)</bdi></h2>"))
        #expect(html.contains("<bdi>\(shown)</bdi></a>"))
        #expect(html.components(separatedBy: "<script").count == 2)
        #expect(html.components(separatedBy: "</script").count == 2)
    }

    @Test func `a name that is no text is shown, and messages are text`() {
        let html = page([failed([0x61, 0xFF, 0x62], "it says \"<b>\"")])
        #expect(html.contains("<bdi>a\u{FFFD}b</bdi>"))
        #expect(html.contains("it says &quot;&lt;b&gt;&quot;"))
        #expect(html.contains("look &lt;there&gt;"))
    }

    @Test func `the page allows nothing but its own style and pictures in it`() throws {
        let html = page([failed(Array("a.mp4".utf8))])
        #expect(html.hasPrefix(ReportPage.beginning))
        #expect(html.hasSuffix("</html>\n"))
        let policy = try #require(html.firstMatch(of: /Content-Security-Policy" content="([^"]+)"/)).1
        #expect(policy.hasPrefix("default-src 'none'; img-src data:; style-src 'sha256-"))
        #expect(!policy.contains("unsafe"))
        for word in [
            "<script src", "<script>", "<link", "style=", "http:", "https:", "url(", "@import", "onload=",
        ] {
            #expect(!html.contains(word), "\(word)")
        }
    }

    @Test func `every result has its row, its article and its count`() {
        var done = JobResult("in/b.mp4")
        done.warnings = ["its clock jumps"]
        let html = page([failed(Array("in/a.mp4".utf8)), done])
        #expect(html.contains(##"<a href="#c1"><bdi>in/a.mp4"##))
        #expect(html.contains(#"<article class="clip is-failed" id="c1">"#))
        #expect(html.contains(#"<article class="clip is-skipped is-warned" id="c2">"#))
        #expect(html.contains("All <b>2</b>") && html.contains("0 ready"))
        #expect(html.contains("With warnings <b>1</b>"))
        #expect(html.contains("<b>Warning</b> its clock jumps"))
    }

    @Test func `the page speaks the brand's language, and its data cannot end its element`() throws {
        var setting = ReportPage.Setting()
        let words = "Failed\tGagal\nClip\tKlip\nfailed\tgagal\n{} ready\t{} siap\n"
        let messages = Messages(Array(words.utf8))
        setting.messages = { $0 == "id" ? messages : .english }
        var page = ReportPage(setting)
        var result = failed(Array("</script>.mp4".utf8))
        (result.brand, result.language) = ("kopi-senja", "id")
        let (brand, article) = page.add(result)
        #expect(brand == "kopi-senja" && article.contains(">gagal</span>"))
        let html = page.head(BatchSummary(), made: "") + page.section(brand) + page.foot
        #expect(
            html.contains(#"<html lang="id""#) && html.contains("0 siap") && html.contains("<th>Klip</th>"))
        #expect(html.contains("<h1>Kopi Senja</h1>"))
        #expect(html.contains(#""source":"\u003c/script>.mp4""#))
    }

    @Test(.enabled(if: Browser.path != nil, "Chromium is not installed"))
    func `a browser shows the page without a complaint`() throws {
        let html = page([failed(Array("<b>\"a.mp4".utf8))])
        let shown = try Browser.show(html)
        #expect(shown.page.contains("<bdi>&lt;b&gt;\"a.mp4</bdi></h2>"))
        #expect(!shown.messages.contains("CONSOLE"), "\(shown.messages)")
        // It would complain of a style that the policy does not allow.
        let other = html.replacingOccurrences(of: "<main>", with: "<main><p style=\"color:red\">")
        #expect(try Browser.show(other).messages.contains("CONSOLE"))
    }
}

/// Chromium without a window and without names of hosts.
private enum Browser {
    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func show(_ html: String) throws -> (page: String, messages: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("clipfit-page-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, page, messages) = (
            folder.appendingPathComponent("page.html"), folder.appendingPathComponent("out"),
            folder.appendingPathComponent("err")
        )
        try Data(html.utf8).write(to: file)
        try run(
            [
                path ?? "", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(folder.path)/profile",
                "--enable-logging=stderr", "--v=0", "--dump-dom", file.absoluteString,
            ], page, messages)
        return (
            try String(contentsOf: page, encoding: .utf8), try String(contentsOf: messages, encoding: .utf8)
        )
    }

    /// Foundation's `Process` opens sockets of its own, and waits for ever where there is no network.
    private static func run(_ words: [String], _ output: URL, _ messages: URL) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in [(1, output), (2, messages)] {
            posix_spawn_file_actions_addopen(&actions, Int32(number), file.path, O_WRONLY | O_CREAT, 0o600)
        }
        let arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process = pid_t()
        try #require(posix_spawn(&process, words[0], &actions, nil, arguments, environ) == 0)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { try #require(errno == EINTR) }
    }
}
